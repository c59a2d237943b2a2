import type { GatewayCard } from '../../projection/cards';
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
