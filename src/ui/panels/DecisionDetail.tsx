import type { PacketCard } from '../../projection/packetCard';
import type { Address } from '../../projection/picture';
import type { Decision, DecisionBy } from '../projected';
import { AddressChip } from '../AddressChip';
import { useText } from '../text';
import { ConntrackDetail } from './ConntrackDetail';
import { DnsExchange } from './DnsExchange';
import { RulesDetail } from './RulesDetail';

type KindOf = (socket: string) => Address;

/** What decided on a hop, in the words of the thing that decided. */
export function DecisionDetail({
  decision,
  kindOf,
  packet = null,
}: {
  readonly decision: Decision;
  readonly kindOf: KindOf;
  readonly packet?: PacketCard | null;
}) {
  switch (decision.by) {
    case 'rules':
      return <RulesDetail decision={decision} kindOf={kindOf} packet={packet} />;
    case 'conntrack':
      return <ConntrackDetail decision={decision} tuples={packet?.tracked ?? null} />;
    case 'ocelot':
      return <OcelotDetail decision={decision} />;
    case 'discovery':
      return <DiscoveryDetail decision={decision} kindOf={kindOf} />;
    case 'ingress':
      return <IngressDetail decision={decision} kindOf={kindOf} />;
    case 'dns':
      return packet !== null && packet.dns.length > 0 ? (
        <DnsExchange rows={packet.dns} />
      ) : (
        <DnsDetail decision={decision} />
      );
    case 'program':
    case 'socket':
    case 'routing':
      return <PlainDetail decision={decision} />;
  }
}

function OcelotDetail({ decision }: { readonly decision: DecisionBy<'ocelot'> }) {
  const { t } = useText();
  const where = decision.line === null ? decision.file : `${decision.file}:${decision.line}`;
  const placeholders = Object.entries(decision.placeholders);
  return (
    <section>
      <h4>{t(decision.matched ? 'ui.decision.route' : 'ui.decision.noRoute')}</h4>
      <dl className="ui-facts">
        <dt>{t('ui.decision.file')}</dt>
        <dd>
          <code>{where}</code>
        </dd>
        {decision.upstreamPathTemplate !== null && (
          <>
            <dt>UpstreamPathTemplate</dt>
            <dd>
              <code>{decision.upstreamPathTemplate}</code>
            </dd>
          </>
        )}
        {decision.downstreamPathTemplate !== null && (
          <>
            <dt>DownstreamPathTemplate</dt>
            <dd>
              <code>{decision.downstreamPathTemplate}</code>
            </dd>
          </>
        )}
        {placeholders.length > 0 && (
          <>
            <dt>{t('ui.decision.placeholders')}</dt>
            <dd>
              {placeholders.map(([name, value]) => (
                <code key={name}>
                  {name.startsWith('{') ? name : `{${name}}`} = {value}
                </code>
              ))}
            </dd>
          </>
        )}
        {decision.downstreamUrl !== null && (
          <>
            <dt>{t('ui.decision.downstream')}</dt>
            <dd>
              <code>{decision.downstreamUrl}</code>
            </dd>
          </>
        )}
      </dl>
      {decision.rejected.length > 0 && (
        <>
          <h4>{t('ui.decision.rejected')}</h4>
          <ul className="ui-rejected">
            {decision.rejected.map((each) => (
              <li key={each.index}>
                <code>Routes[{each.index}]</code>{' '}
                <span>{t(`packet.reject.${each.reason}`, each.params)}</span>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

function IngressDetail({
  decision,
  kindOf,
}: {
  readonly decision: DecisionBy<'ingress'>;
  readonly kindOf: KindOf;
}) {
  const { t } = useText();
  return (
    <section>
      <h4>{t('ui.decision.ingress')}</h4>
      <dl className="ui-facts">
        <dt>Ingress</dt>
        <dd>{decision.ingress}</dd>
        <dt>host</dt>
        <dd>
          <code>{decision.host}</code>
        </dd>
        <dt>path</dt>
        <dd>
          <code>{decision.path}</code>
        </dd>
        <dt>Service</dt>
        <dd>{decision.service}</dd>
      </dl>
      <h4>{t('ui.decision.ingress.endpoints')}</h4>
      <p className="ui-chips">
        {decision.endpoints.map((each) => (
          <AddressChip
            key={each}
            address={kindOf(each)}
            look={each === decision.chosen ? 'fresh' : 'plain'}
            small
          />
        ))}
        {decision.endpoints.length === 0 && t('ui.decision.ingress.none')}
      </p>
      <p>{t('ui.decision.ingress.note')}</p>
    </section>
  );
}

function DiscoveryDetail({
  decision,
  kindOf,
}: {
  readonly decision: DecisionBy<'discovery'>;
  readonly kindOf: KindOf;
}) {
  const { t } = useText();
  return (
    <section>
      <h4>{t('ui.decision.discovery', { provider: decision.provider })}</h4>
      <dl className="ui-facts">
        <dt>Service</dt>
        <dd>{decision.service}</dd>
        <dt>LoadBalancerOptions</dt>
        <dd>
          <code>{decision.balancer}</code>
        </dd>
        <dt>{t('ui.decision.discovery.list')}</dt>
        <dd>
          {decision.isForbidden
            ? t('ui.decision.discovery.forbidden')
            : decision.asked > 0
              ? t('ui.decision.discovery.asked', { times: decision.asked })
              : t('ui.decision.discovery.age', { seconds: (decision.ageMicros / 1e6).toFixed(1) })}
        </dd>
      </dl>
      <p className="ui-chips">
        {decision.targets.map((each) => (
          <AddressChip
            key={each}
            address={kindOf(each)}
            look={each === decision.chosen ? 'fresh' : 'plain'}
            small
          />
        ))}
        {decision.targets.length === 0 && t('ui.decision.ingress.none')}
      </p>
      <p>{t('ui.decision.discovery.note')}</p>
    </section>
  );
}

function DnsDetail({ decision }: { readonly decision: DecisionBy<'dns'> }) {
  const { t } = useText();
  return (
    <section>
      <h4>{t('ui.decision.dns', { server: decision.server })}</h4>
      <ol className="ui-queries">
        {decision.queries.map((query, index) => (
          <li
            key={index}
            className={query.rcode === 'NOERROR' && query.answers.length > 0 ? 'is-answered' : ''}
          >
            <p>
              <b>{query.type}</b> <span className="ui-break">{query.name}</span>
            </p>
            <p>
              <code>{query.rcode}</code>
              {query.answers.map((answer) => (
                <span key={answer.data}>
                  {' '}
                  <b>{answer.data}</b> <span className="ui-dim">TTL {answer.ttl} s</span>
                </span>
              ))}
            </p>
          </li>
        ))}
      </ol>
    </section>
  );
}

function PlainDetail({
  decision,
}: {
  readonly decision: DecisionBy<'program'> | DecisionBy<'socket'> | DecisionBy<'routing'>;
}) {
  const { t } = useText();
  if (decision.by === 'routing') return <p className="ui-dim">{t('ui.decision.routing')}</p>;
  if (decision.by === 'socket')
    return (
      <section>
        <h4>{t('ui.decision.socket')}</h4>
        <p>
          {decision.pod !== null && <b>{decision.pod}: </b>}
          {t(`why.socket.${decision.reason}`)}
        </p>
      </section>
    );
  return (
    <section>
      <h4>{t('ui.decision.program', { program: decision.program })}</h4>
      {decision.status !== undefined && <p>HTTP {decision.status}</p>}
      {decision.note !== undefined && <p>{decision.note}</p>}
    </section>
  );
}
