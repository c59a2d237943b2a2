import type { EndpointsCard } from '../../projection/cards';
import type { EndpointRow } from '../../projection/picture';
import type { Question } from '../../projection/storyCards';
import { formatSeconds } from '../../projection/notation';
import { AddressChip } from '../AddressChip';
import { Icon, type IconName } from '../Icon';
import { useText } from '../text';
import { WhyButton } from '../WhyButton';
import './EndpointsPanel.css';

const STATE_ICON: Readonly<Record<EndpointRow['state'], IconName>> = {
  ready: 'check',
  notReady: 'hourglass',
  terminating: 'cross',
  gone: 'cross',
};

/** The EndpointSlices of the Service in focus, and which nodes' rules already follow them. */
export function EndpointsPanel(props: {
  readonly card: EndpointsCard | null;
  onNode(node: string): void;
  onSelect(place: string): void;
  onAsk?(question: Question): void;
}) {
  const { t } = useText();
  const { card, onAsk } = props;
  if (card === null) return <p className="ui-empty">{t('ui.endpoints.empty')}</p>;
  return (
    <div className="ui-panel-body" data-scrolls tabIndex={0}>
      <h3>{card.service}</h3>
      <p>
        <AddressChip address={{ kind: 'vip', text: card.vip }} small />
      </p>
      {card.slices.map((slice) => (
        <section key={slice.name}>
          <h4>
            EndpointSlice <span className="ui-break">{slice.name}</span>
          </h4>
          <p className="ui-dim">
            rv <b>{slice.resourceVersion}</b> ·{' '}
            {slice.changedAt < 0
              ? t('ui.endpoints.changedBefore')
              : t('ui.endpoints.changed', { at: formatSeconds(slice.changedAt) })}
          </p>
          {slice.rows.length === 0 && <p className="ui-bad">{t('ui.endpoints.none')}</p>}
          <ul className="ui-endpoints">
            {slice.rows.map((row) => (
              <Endpoint
                key={row.address}
                row={row}
                onSelect={props.onSelect}
                {...(onAsk === undefined
                  ? {}
                  : {
                      onWhy: () => onAsk({ about: 'endpoint', service: card.service, address: row.address }),
                    })}
              />
            ))}
          </ul>
        </section>
      ))}
      <section>
        <h4>{t('ui.endpoints.nodes')}</h4>
        <ul className="ui-nodesync">
          {card.nodes.map((node) => (
            <li key={node.node}>
              <button type="button" className="ui-button" onClick={() => props.onNode(node.node)}>
                {node.node}
              </button>
              <span className={node.state === 'behind' ? 'ui-bad' : 'ui-good'}>
                <Icon name={node.state === 'behind' ? 'hourglass' : 'check'} />{' '}
                {node.state === 'behind'
                  ? t('ui.node.behind', { ms: Math.round(node.staleMicros / 1000) })
                  : t('ui.node.current')}
              </span>
              {onAsk !== undefined && (
                <WhyButton
                  what={node.node}
                  onPress={() => onAsk({ about: 'rules', node: node.node, service: card.service })}
                />
              )}
            </li>
          ))}
        </ul>
        <p className="ui-dim">{t('ui.endpoints.nodes.hint')}</p>
      </section>
    </div>
  );
}

function Endpoint(props: { readonly row: EndpointRow; onSelect(place: string): void; onWhy?(): void }) {
  const { row, onSelect } = props;
  const { t } = useText();
  const leaves = row.state === 'terminating' || row.state === 'gone';
  return (
    <li className={`ui-endpoint is-${row.state}${row.isChosen ? ' is-chosen' : ''}`}>
      <AddressChip
        address={{ kind: 'pod', text: row.address }}
        look={row.isChosen ? 'fresh' : 'plain'}
        small
      />
      <span className={`ui-endpoint-state${leaves ? ' ui-bad' : ''}`}>
        <Icon name={STATE_ICON[row.state]} size={16} /> {t(`ui.endpoint.${row.state}`)}
        {row.isNew && <em>{t('ui.endpoint.new')}</em>}
      </span>
      <span className="ui-endpoint-where">
        {row.pod !== null && (
          <button type="button" className="ui-link" onClick={() => onSelect(row.pod!)}>
            {row.pod.split('/').at(-1)}
          </button>
        )}
        {row.node !== null && <span className="ui-dim">{row.node}</span>}
        {props.onWhy !== undefined && <WhyButton what={row.address} onPress={props.onWhy} />}
      </span>
      <span className="ui-endpoint-chance">
        {row.isChosen && (
          <b>
            <Icon name="die" size={16} /> {t('ui.endpoint.chosen')}{' '}
          </b>
        )}
        {row.probability !== null && t('ui.endpoint.chance', { percent: (row.probability * 100).toFixed(1) })}
      </span>
    </li>
  );
}
