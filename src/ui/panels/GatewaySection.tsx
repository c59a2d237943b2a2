import type { GatewayCard, GatewayRoads } from '../../projection/cards';
import { SegmentedControl } from '../SegmentedControl';
import { useText } from '../text';
import './GatewaySection.css';

type Discovery = GatewayCard['discovery'];

const OFFERED: readonly Discovery[] = ['host', 'Kube', 'PollKube'];

/** How a gateway finds its Pods, and the switch from one way to another. */
export default function GatewaySection({
  card,
  onDiscovery,
}: {
  readonly card: GatewayCard;
  onDiscovery(discovery: Discovery): void;
}) {
  const { t } = useText();
  const offered = OFFERED.includes(card.discovery) ? OFFERED : [...OFFERED, card.discovery];
  return (
    <section className="ui-gateway">
      <h4>{t('ui.gateway.discovery')}</h4>
      <SegmentedControl<Discovery>
        legend={t('ui.gateway.discovery')}
        value={card.discovery}
        options={offered.map((value) => ({
          value,
          label: value === 'host' ? t('ui.gateway.host') : value,
        }))}
        onChange={onDiscovery}
      />
      <p>{t(`ui.gateway.note.${card.discovery}`)}</p>
      {card.roads !== null && <Roads card={card} roads={card.roads} />}
      <p className="ui-dim">
        {t('ui.gateway.command')}: <code>{card.command}</code>
      </p>
      <details>
        <summary>{t('ui.gateway.file', { file: card.file })}</summary>
        <pre className="ui-gateway-file" tabIndex={0}>
          {card.text}
        </pre>
      </details>
    </section>
  );
}

const QUESTIONS = ['asks', 'dials', 'chooses', 'when', 'nobody', 'needs'] as const;

/** Both roads side by side, the one that is taken marked. */
function Roads({ card, roads }: { readonly card: GatewayCard; readonly roads: GatewayRoads }) {
  const { t } = useText();
  const way = card.discovery === 'host' ? 'host' : 'api';
  const asking = card.discovery === 'host' ? 'Kube' : card.discovery;
  const mark = (column: string) => (column === way ? 'is-taken' : undefined);
  const params = { service: roads.service, balancer: roads.balancer };
  return (
    <table className="ui-roads">
      <caption>{t('ui.roads')}</caption>
      <thead>
        <tr>
          <td />
          {(['host', 'api'] as const).map((column) => (
            <th key={column} scope="col" className={mark(column)}>
              {column === 'host' ? t('ui.gateway.host') : asking}
              {column === way && <span className="ui-roads-now">{t('ui.roads.now')}</span>}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {QUESTIONS.map((question) => (
          <tr key={question}>
            <th scope="row">{t(`ui.roads.${question}`)}</th>
            <td className={mark('host')}>
              {question === 'dials' && <span className="ui-roads-vip">{roads.vip}</span>}
              {question !== 'dials' && t(`ui.roads.${question}.host`, params)}
            </td>
            <td className={mark('api')}>
              {question === 'dials' &&
                roads.pods.slice(0, 3).map((text) => (
                  <span key={text} className="ui-roads-pod">
                    {text}
                  </span>
                ))}
              {question === 'dials' && (roads.pods.length === 0 || roads.pods.length > 3) && '…'}
              {question !== 'dials' && t(`ui.roads.${question}.${asking}`, params)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
