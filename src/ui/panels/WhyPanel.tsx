import { useState } from 'react';
import { formatSeconds } from '../../projection/notation';
import type { WhyLink } from '../../projection/storyCards';
import type { Actions, StoryView } from '../contract';
import { Icon, type IconName } from '../Icon';
import { RichText } from '../RichText';
import { plain, useText } from '../text';
import { useWatch } from './useWatch';
import './WhyPanel.css';

const ICONS: Readonly<Record<WhyLink['tone'], IconName | null>> = {
  bad: 'cross',
  good: 'check',
  wait: 'hourglass',
  info: null,
};

/** Why something is as it is: its causes, newest first, each lit in the picture under the same number. */
export default function WhyPanel(props: { readonly story: StoryView; readonly actions: Actions }) {
  const { story, actions } = props;
  const { t, say } = useText();
  useWatch(actions, 'why');
  const [chosen, setChosen] = useState<number | null>(null);
  const card = story.why;
  const [seen, setSeen] = useState(card);
  if (card !== seen) {
    setSeen(card);
    setChosen(null);
  }
  if (card === null)
    return <p className="ui-empty">{t(story.question === null ? 'why.empty' : 'why.unknown')}</p>;
  const subject = card.subject === null ? '' : plain(say(card.subject));
  const go = (link: WhyLink, index: number) => {
    setChosen(index);
    actions.seek(link.at);
    // Anything but a Pod would open its details in this panel's place.
    if (link.place?.startsWith('pod/') === true) actions.select(link.place);
    actions.story.light(index);
  };
  return (
    <div className="ui-panel-body ui-why" data-scrolls tabIndex={0}>
      <h3>
        <RichText text={say({ ...card.ask, params: { ...card.ask.params, subject } })} />
      </h3>
      <p className="ui-dim">{t('why.newest')}</p>
      <ol aria-label={t('why.count', { count: card.links.length })}>
        {card.links.map((link, index) => (
          <li
            key={index}
            className={`is-${link.tone}${link.isYou ? ' is-you' : ''}${story.lit === index ? ' is-lit' : ''}`}
            onPointerEnter={() => actions.story.light(index)}
            onPointerLeave={() => actions.story.light(chosen)}
          >
            <Link link={link} number={index + 1} isChosen={chosen === index}>
              {{
                onFocus: () => actions.story.light(index),
                onPress: link.isFromStart ? null : () => go(link, index),
              }}
            </Link>
          </li>
        ))}
      </ol>
    </div>
  );
}

function Link(props: {
  readonly link: WhyLink;
  readonly number: number;
  readonly isChosen: boolean;
  readonly children: { onFocus(): void; readonly onPress: (() => void) | null };
}) {
  const { link, number, children } = props;
  const { t, say } = useText();
  const icon = ICONS[link.tone];
  const words = (
    <>
      <span className={`ui-why-number${link.place === null ? ' is-nowhere' : ''}`}>{number}</span>
      <span className="ui-why-words">
        {icon !== null && <Icon name={icon} size={15} />}
        {link.isYou && <em>{t('why.you')}</em>}
        <RichText text={say(link.message)} />
      </span>
      {!link.isFromStart && <span className="ui-why-time">{formatSeconds(link.at)} s</span>}
    </>
  );
  if (children.onPress === null) return <div className="ui-why-link">{words}</div>;
  return (
    <button
      type="button"
      className="ui-why-link"
      aria-pressed={props.isChosen}
      onFocus={children.onFocus}
      onClick={children.onPress}
    >
      {words}
    </button>
  );
}
