import { memo, useEffect, useMemo, useRef, useState } from 'react';
import { messageText, participantName, sequenceMermaid } from '../../projection/sequenceMermaid';
import type { SequenceCard, SequenceItem } from '../../projection/storyCards';
import type { Actions } from '../contract';
import { CopyButton } from '../CopyButton';
import { plain, useText } from '../text';
import { useElementSize } from '../useSpace';
import { layoutSequence, type SequenceGroup, type SequenceShape } from './sequenceLayout';
import { sequenceSvg } from './sequenceSvg';
import { useWatch } from './useWatch';
import './SequencePanel.css';

/** The followed request as a sequence diagram, in step with the picture. */
export default function SequencePanel(props: {
  readonly card: SequenceCard | null;
  readonly actions: Actions;
}) {
  const { card, actions } = props;
  const { t } = useText();
  useWatch(actions, 'sequence');
  if (card === null || card.items.length === 0) return <p className="ui-empty">{t('sequence.empty')}</p>;
  return <Diagram card={card} actions={actions} />;
}

function Diagram({ card, actions }: { readonly card: SequenceCard; readonly actions: Actions }) {
  const { t, say, language } = useText();
  const box = useRef<HTMLDivElement>(null);
  const [room, setRoom] = useState(0);
  useElementSize(box, (width) => setRoom(Math.floor(width)));
  const words = {
    say,
    kernel: t('sequence.kernel'),
    publicDns: t('sequence.publicDns'),
    title: (item: SequenceItem) => plain(say(item.message)),
  };
  const ids = card.items.map((item) => item.hopId).join(' ');
  const layout = useMemo(
    () => layoutSequence(card, words, room - 16, 14),
    // The words follow the language; of the card only who takes part and which messages there are.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [ids, card.participants.length, room, language],
  );
  const now = layout.groups[card.current];
  const isOver = card.items[card.current]?.state === 'past';

  // Only this box scrolls: `scrollIntoView` would also move a page that holds us.
  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    const top = now?.top ?? 0;
    const margin = Math.min(120, element.clientHeight / 4);
    const visible = element.clientHeight - layout.headHeight;
    if (top - margin < element.scrollTop) element.scrollTop = top - margin;
    else if (top + (now?.height ?? 0) + margin > element.scrollTop + visible)
      element.scrollTop = top + (now?.height ?? 0) + margin - visible;
    if (now === undefined || layout.width <= element.clientWidth) return;
    if (now.left < element.scrollLeft) element.scrollLeft = now.left - 8;
    else if (now.right > element.scrollLeft + element.clientWidth)
      element.scrollLeft = Math.min(now.left - 8, now.right + 8 - element.clientWidth);
  }, [now, layout, card.request]);

  return (
    <div className="ui-sequence">
      <div className="ui-sequence-tools">
        <CopyButton label={t('sequence.mermaid')} text={() => sequenceMermaid(card, words)} />
        <CopyButton
          label={t('sequence.svg')}
          text={() => sequenceSvg(layoutSequence(card, words, 1100, 15), card.url)}
        />
      </div>
      <div className="ui-sequence-box" ref={box} data-scrolls tabIndex={0}>
        <svg
          className="ui-sequence-head"
          width={layout.width}
          height={layout.headHeight}
          fontSize={layout.fontSize}
          aria-hidden="true"
        >
          <Shapes shapes={layout.head} />
        </svg>
        <svg
          width={layout.width}
          height={layout.bodyHeight}
          fontSize={layout.fontSize}
          role="group"
          aria-label={t('sequence.label', { url: card.url, count: card.items.length })}
        >
          <Shapes shapes={layout.lines} />
          {layout.groups.map((group, index) => (
            <Item
              key={group.item.hopId}
              group={group}
              width={layout.width}
              state={
                index < card.current || (index === card.current && isOver)
                  ? 'past'
                  : index === card.current
                    ? 'now'
                    : 'future'
              }
              label={`${index + 1}. ${nameAt(card, group.item.from, words)} → ${nameAt(card, group.item.to, words)}: ${messageText(group.item.label, say(group.item.message))}`}
              onPress={() => actions.seekHop(group.item.hopId)}
            />
          ))}
        </svg>
      </div>
    </div>
  );
}

function nameAt(card: SequenceCard, id: string, words: { kernel: string; publicDns: string }): string {
  const one = card.participants.find((each) => each.id === id);
  return one === undefined ? '' : participantName(one, words);
}

const Item = memo(
  function Item(props: {
    readonly group: SequenceGroup;
    readonly width: number;
    readonly state: 'past' | 'now' | 'future';
    readonly label: string;
    onPress(): void;
  }) {
    const { group, state } = props;
    return (
      <g
        className={`ui-sequence-item is-${state}`}
        role="button"
        tabIndex={0}
        aria-label={props.label}
        aria-current={state === 'now' ? 'step' : undefined}
        onClick={props.onPress}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' && event.key !== ' ') return;
          event.preventDefault();
          props.onPress();
        }}
      >
        <rect className="ground" x={3} y={group.top} width={props.width - 6} height={group.height} rx={8} />
        <Shapes shapes={group.shapes} />
      </g>
    );
  },
  (before, after) =>
    before.group === after.group && before.state === after.state && before.label === after.label,
);

function Shapes({ shapes }: { readonly shapes: readonly SequenceShape[] }) {
  return shapes.map((shape, index) => {
    if (shape.t === 'rect')
      return (
        <rect
          key={index}
          className={shape.c}
          x={shape.x}
          y={shape.y}
          width={shape.w}
          height={shape.h}
          rx={shape.r}
        />
      );
    if (shape.t === 'path') return <path key={index} className={shape.c} d={shape.d} />;
    return (
      <text
        key={index}
        className={shape.c}
        x={shape.x}
        y={shape.y}
        textAnchor={shape.middle ? 'middle' : undefined}
      >
        {shape.text}
      </text>
    );
  });
}
