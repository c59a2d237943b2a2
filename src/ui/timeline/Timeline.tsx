import { scaleLinear } from 'd3-scale';
import {
  useEffect,
  useId,
  useMemo,
  useRef,
  useState,
  type KeyboardEvent,
  type PointerEvent,
  type ReactNode,
} from 'react';
import type { TimelineCard } from '../../projection/cards';
import { formatSeconds } from '../../projection/notation';
import type { Question } from '../../projection/storyCards';
import { Icon } from '../Icon';
import { IconButton } from '../IconButton';
import { plain, useText } from '../text';
import { useElementSize, type Space } from '../useSpace';
import { fitLabels, textWidth } from './labelFit';
import { EventTip, eventsAt, eventsNear } from './EventTip';
import { LaneBars, LaneWords, type LaneBox } from './LaneShapes';
import { Playhead } from './Playhead';
import { Ticks } from './Ticks';
import { wholeWidth, windowStart, zoomed } from './timeWindow';
import './timeline.css';

const FONT = { phone: 14, compact: 14, full: 16 } as const;
const LANE = { phone: 24, compact: 20, full: 21 } as const;
const ROW = { phone: 22, compact: 20, full: 22 } as const;
/** Rows for the words of flags, always the same: the scene above must not jump when a flag comes. */
const FLAG_ROWS = { phone: 2, compact: 1, full: 2 } as const;
const OPEN_LANE = 52;
/** Two rows of buttons stand beside the head. */
const TOOLS = 48;
/** A flag that marks a request that failed. */
const FAILED = 'failed/';
const NO_LANES: TimelineCard['lanes'] = [];

/** The strip of lanes under the scene. Dragging anywhere on it, or the keys on its playhead, seeks. */
export function Timeline(props: {
  readonly card: TimelineCard;
  readonly at: number;
  readonly size: Space['size'];
  readonly isOpen: boolean;
  readonly tools?: ReactNode;
  onToggle(): void;
  onSeek(at: number): void;
  /** Somebody wants to know why a request failed. */
  onAsk?(question: Question): void;
}) {
  const { card, at, size } = props;
  const { t, say } = useText();
  const field = useRef<HTMLDivElement>(null);
  const [fieldWidth, setFieldWidth] = useState(900);
  useElementSize(field, (width) => setFieldWidth(Math.round(width)));
  // Until someone zooms, the strip shows what the card says is worth looking at.
  const [chosenWidth, setWidth] = useState<number | null>(null);
  const width = chosenWidth ?? card.window.to - card.window.from;
  const [start, setStart] = useState<number | null>(null);
  const [isDragging, setDragging] = useState(false);
  const [lookedAt, setLookedAt] = useState<number | null>(null);
  const [pointedAt, setPointedAt] = useState<number | null>(null);
  const wanted = useRef<number | null>(null);
  useEffect(() => {
    wanted.current = null;
  }, [at]);
  const id = useId().replaceAll(':', '');

  const suggested = chosenWidth === null ? card.window.from : windowStart(at, width, card.endAt, start);
  const from = isDragging && start !== null ? start : suggested;
  if (from !== start) setStart(from);

  const fontSize = FONT[size];
  const flagRows = props.isOpen ? Math.min(FLAG_ROWS[size], card.flagRows ?? 2) : 1;
  const scale = useMemo(
    () =>
      scaleLinear()
        .domain([from, from + width])
        .range([0, fieldWidth]),
    [from, width, fieldWidth],
  );
  const flags = useMemo(
    () =>
      fitLabels(
        card.flags.map((flag) => ({ id: flag.id, x: scale(flag.at), text: plain(say(flag.note)) })),
        { width: fieldWidth, fontSize, rows: flagRows, markRoom: 18, onPoles: true },
      ),
    // `say` changes with the language only, and so does the whole tree.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [card.flags, scale, fieldWidth, fontSize, flagRows],
  );
  const head = Math.max(TOOLS, ROW[size] * (1 + flagRows));
  const laneHeight = LANE[size];
  const lanes = props.isOpen ? card.lanes : NO_LANES;
  const height = head + lanes.length * laneHeight + (lanes.length > 0 ? 4 : 0);
  const playheadX = scale(at);
  const bubbleWidth = textWidth(`${formatSeconds(at)} s`, fontSize) + 20;
  const bubbleX = Math.min(fieldWidth - bubbleWidth / 2, Math.max(bubbleWidth / 2, playheadX));

  const boxes = useMemo(
    () =>
      lanes.map((_, index): LaneBox => ({
        y: head + index * laneHeight,
        height: laneHeight,
        width: fieldWidth,
        fontSize,
        scale,
      })),
    [lanes, head, laneHeight, fieldWidth, fontSize, scale],
  );
  const opened = lookedAt === null || isDragging ? undefined : lanes[lookedAt];
  const openedBox: LaneBox | null =
    opened === undefined || lookedAt === null
      ? null
      : {
          y: Math.min(
            Math.max(head - 6, head + lookedAt * laneHeight - (OPEN_LANE - laneHeight) / 2),
            height - OPEN_LANE,
          ),
          height: OPEN_LANE,
          width: fieldWidth,
          fontSize,
          scale,
        };

  const timeAt = (event: PointerEvent) => {
    const rect = field.current!.getBoundingClientRect();
    const x = Math.min(rect.width, Math.max(0, event.clientX - rect.left));
    return Math.max(0, Math.round(scale.invert((x / (rect.width || 1)) * fieldWidth)));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    // Keys come faster than frames: each goes on from where the last one asked to be.
    const from = wanted.current ?? at;
    const step = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -10, PageUp: 10 }[
      event.key
    ];
    const to =
      step !== undefined
        ? from + (step * (event.shiftKey ? 10 : 1) * width) / 100
        : ({ Home: 0, End: card.endAt }[event.key] ?? null);
    if (to === null) return;
    event.preventDefault();
    wanted.current = Math.round(Math.min(Math.max(card.endAt, from), Math.max(0, to)));
    props.onSeek(wanted.current);
  };

  return (
    <section className={`ui-timeline is-${size}`} aria-label={t('ui.timeline')}>
      <div className="ui-timeline-labels">
        <div className="ui-timeline-tools" style={{ height: head }}>
          <button
            type="button"
            className="ui-timeline-fold"
            aria-expanded={props.isOpen}
            onClick={props.onToggle}
          >
            <Icon name={props.isOpen ? 'chevronDown' : 'chevronUp'} size={16} />
            <span>{t('ui.timeline.short')}</span>
          </button>
          <span className="ui-timeline-zoom">
            <IconButton
              icon="minus"
              label={t('ui.timeline.wider')}
              onPress={() => setWidth(zoomed(width, 1))}
            />
            <IconButton
              icon="plus"
              label={t('ui.timeline.closer')}
              onPress={() => setWidth(zoomed(width, -1))}
            />
            {size !== 'phone' && (
              <IconButton
                icon="widen"
                label={t('ui.timeline.whole')}
                onPress={() => setWidth(wholeWidth(card.endAt))}
              />
            )}
          </span>
          {props.tools}
        </div>
        {lanes.map((lane, index) => (
          <button
            key={lane.id}
            type="button"
            className={`ui-lane-name${lookedAt === index ? ' is-on' : ''}`}
            style={{ height: laneHeight }}
            aria-pressed={lookedAt === index}
            onPointerEnter={() => setLookedAt(index)}
            onPointerLeave={() => setLookedAt(null)}
            onFocus={() => setLookedAt(index)}
            onBlur={() => setLookedAt(null)}
          >
            {plain(say(lane.label))}
            <span className="ui-unseen">
              {[...lane.spans, ...lane.marks]
                .flatMap((each) => (each.note === null ? [] : [plain(say(each.note))]))
                .slice(-6)
                .join('; ')}
            </span>
          </button>
        ))}
      </div>
      <div
        ref={field}
        className="ui-timeline-field"
        style={{ height }}
        onPointerDown={(event) => {
          if (event.button !== 0) return;
          event.currentTarget.setPointerCapture?.(event.pointerId);
          setDragging(true);
          props.onSeek(timeAt(event));
        }}
        onPointerMove={(event) => {
          if (isDragging) props.onSeek(timeAt(event));
          else if (event.pointerType === 'mouse') {
            const y = event.clientY - field.current!.getBoundingClientRect().top - head;
            setPointedAt(timeAt(event));
            const index = Math.floor(y / laneHeight);
            setLookedAt(y >= 0 && index < lanes.length ? index : null);
          }
        }}
        onPointerUp={() => setDragging(false)}
        onPointerCancel={() => setDragging(false)}
        onPointerLeave={() => {
          setLookedAt(null);
          setPointedAt(null);
        }}
      >
        <svg width={fieldWidth} height={height} fontSize={fontSize} aria-hidden="true">
          <defs>
            <pattern
              id={`${id}h`}
              width="8"
              height="8"
              patternUnits="userSpaceOnUse"
              patternTransform="rotate(45)"
            >
              <rect width="8" height="8" fill="var(--bad-tint)" />
              <path d="M0 0v8" stroke="var(--bad)" strokeWidth="2.500" opacity="0.7" />
            </pattern>
            <clipPath id={`${id}p`}>
              <rect x={-10} y={0} width={Math.max(0, playheadX + 10)} height={height} />
            </clipPath>
            <clipPath id={`${id}f`}>
              <rect x={playheadX} y={0} width={Math.max(0, fieldWidth - playheadX)} height={height} />
            </clipPath>
          </defs>
          {lanes.map((lane, index) => (
            <rect
              key={lane.id}
              className={`ui-lane-ground${index % 2 ? ' is-odd' : ''}`}
              y={head + index * laneHeight}
              width={fieldWidth}
              height={laneHeight}
            />
          ))}
          <Ticks
            scale={scale}
            taken={[bubbleX - bubbleWidth / 2 - 6, bubbleX + bubbleWidth / 2 + 6]}
            row={ROW[size]}
            height={height}
            fontSize={fontSize}
            width={width}
          />
          {['f', 'p'].map((side) => (
            <g key={side} clipPath={`url(#${id}${side})`}>
              {lanes.map((lane, index) => (
                <LaneBars
                  key={lane.id}
                  lane={lane}
                  box={boxes[index]!}
                  hatch={`${id}h`}
                  isFuture={side === 'f'}
                />
              ))}
            </g>
          ))}
          {lanes.map((lane, index) => (
            <LaneWords key={lane.id} lane={lane} box={boxes[index]!} />
          ))}
          {card.flags.map((flag) => {
            const x = scale(flag.at);
            if (x < 0 || x > fieldWidth) return null;
            const label = flags.find((each) => each.id === flag.id);
            const y = ROW[size] * (1 + (label?.row ?? 0));
            return (
              <g key={flag.id} className={`ui-flag is-${flag.tone}`}>
                <title>{plain(say(flag.note))}</title>
                {label === undefined ? (
                  // No room for its words: a notch at the lanes' edge, in nobody's way.
                  <path className="is-solid" d={`M${x - 4} ${head - 6}h8l-4 6z`} />
                ) : (
                  <>
                    <path d={`M${x} ${head}V${y + 3}`} />
                    <path className="is-solid" d={`M${x} ${y + 3}h13l-4 5 4 5h-13z`} />
                    <text x={label.textX} y={y + ROW[size] / 2}>
                      {label.text}
                    </text>
                  </>
                )}
              </g>
            );
          })}
          {opened !== undefined && openedBox !== null && (
            <g className="ui-lane-opened">
              <rect x={0.75} y={openedBox.y} width={fieldWidth - 1.5} height={OPEN_LANE} rx={6} />
              <LaneBars lane={opened} box={openedBox} hatch={`${id}h`} isFuture={false} />
              <LaneWords lane={opened} box={openedBox} />
            </g>
          )}
        </svg>
        {card.flags.map((flag) => {
          const label = flags.find((each) => each.id === flag.id);
          const { onAsk } = props;
          if (label === undefined || onAsk === undefined || !flag.id.startsWith(FAILED)) return null;
          return (
            <span
              key={flag.id}
              className="ui-flag-why"
              style={{
                left: label.textX,
                top: ROW[size] * (1 + label.row),
                width: label.width,
                height: ROW[size],
              }}
              onPointerDown={(event) => event.stopPropagation()}
            >
              <button
                type="button"
                aria-label={t('why.of', { what: label.text })}
                title={t('why.of', { what: label.text })}
                onClick={() => onAsk({ about: 'request', request: flag.id.slice(FAILED.length) })}
              />
            </span>
          );
        })}
        <EventTip
          events={
            opened !== undefined && pointedAt !== null
              ? eventsNear(opened, pointedAt, (8 * width) / fieldWidth)
              : eventsAt(card.lanes, at)
          }
          x={opened !== undefined && pointedAt !== null ? scale(pointedAt) : playheadX}
          gap={opened !== undefined && pointedAt !== null ? 8 : bubbleWidth / 2 + 6}
          y={openedBox === null ? head : openedBox.y}
          fieldWidth={fieldWidth}
        />
        <Playhead
          x={playheadX}
          at={at}
          endAt={card.endAt}
          fieldWidth={fieldWidth}
          bubbleWidth={bubbleWidth}
          onKeyDown={onKeyDown}
        />
      </div>
    </section>
  );
}
