import type { ConntrackCard } from '../../projection/cards';
import type { ConntrackRow } from '../../projection/picture';
import { RichText } from '../RichText';
import { useText } from '../text';
import { ConntrackFlow } from './ConntrackFlow';
import { NodeTabs } from './NodeTabs';
import './ConntrackPanel.css';

/** The connections that one node's kernel remembers, each with both directions. */
export function ConntrackPanel(props: {
  readonly cards: readonly ConntrackCard[];
  readonly node: string | null;
  readonly acting: string | null;
  onNode(node: string): void;
}) {
  const { t } = useText();
  const card = props.cards.find((each) => each.node === props.node) ?? props.cards[0];
  if (card === undefined) return <p className="ui-empty">{t('ui.conntrack.empty')}</p>;
  return (
    <div className="ui-panel-body" data-scrolls tabIndex={0}>
      <NodeTabs
        nodes={props.cards.map((each) => each.node)}
        current={card.node}
        acting={props.acting}
        onNode={props.onNode}
      />
      <p>
        <RichText text={t('ui.conntrack.intro')} />
      </p>
      {card.rows.length === 0 && <p className="ui-empty">{t('ui.conntrack.none', { node: card.node })}</p>}
      <ul className="ui-conntrack">
        {card.rows.map((row) => (
          <Entry key={row.key} row={row} />
        ))}
      </ul>
    </div>
  );
}

function Entry({ row }: { readonly row: ConntrackRow }) {
  const { t } = useText();
  return (
    <li className={row.isCurrent ? 'is-current' : ''}>
      <p className="ui-conntrack-head">
        <code>
          {row.protocol} {row.state}
        </code>
        {row.isCurrent && <b>{t('ui.conntrack.current')}</b>}
        <span className="ui-spring" />
        <span className="ui-dim">{t('ui.conntrack.left', { seconds: Math.round(row.secondsLeft) })}</span>
      </p>
      <ConntrackFlow entry={row} />
    </li>
  );
}
