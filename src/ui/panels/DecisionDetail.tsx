import type { PacketCard } from '../../projection/packetCard';
import type { Address } from '../../projection/picture';
import type { RuleTruth } from '../../projection/ruleTruth';
import type { Decision, DecisionBy, ExaminedRule } from '../projected';
import { AddressChip } from '../AddressChip';
import { Icon } from '../Icon';
import { useText } from '../text';
import { DnsExchange } from './DnsExchange';
import { RuleText } from './RuleText';

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
      return <RulesDetail decision={decision} kindOf={kindOf} truths={packet?.rules ?? []} />;
    case 'conntrack':
      return <ConntrackDetail decision={decision} />;
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

function RulesDetail({
  decision,
  kindOf,
  truths,
}: {
  readonly decision: DecisionBy<'rules'>;
  readonly kindOf: KindOf;
  readonly truths: readonly RuleTruth[];
}) {
  const { t } = useText();
  const unlisted = decision.examinedCount - decision.examined.length;
  return (
    <section>
      <h4>{t('ui.decision.rules', { node: decision.node, hook: decision.hook })}</h4>
      {decision.staleMicros > 0 && (
        <p className="ui-bad">
          <Icon name="hourglass" /> {t('ui.decision.stale', { ms: Math.round(decision.staleMicros / 1000) })}
        </p>
      )}
      <ol className="ui-examined">
        {decision.examined.map((rule, index) => (
          <ExaminedLine
            key={index}
            rule={rule}
            truth={truths[index]}
            decided={rule === decision.matched || sameRule(rule, decision.matched)}
          />
        ))}
      </ol>
      {unlisted > 0 && <p className="ui-dim">{t('ui.decision.unlisted', { count: unlisted })}</p>}
      {decision.matched === null && <p>{t('ui.decision.noRule')}</p>}
      {decision.choices.length > 1 && (
        <>
          <h4>{t('ui.decision.choices')}</h4>
          <p className="ui-chips">
            {decision.choices.map((choice) => (
              <AddressChip
                key={choice}
                address={kindOf(choice)}
                look={choice === decision.matched?.endpoint ? 'fresh' : 'plain'}
                small
              />
            ))}
          </p>
        </>
      )}
      {decision.masquerade && <p>{t('ui.decision.masquerade')}</p>}
      {decision.conntrackKey !== null && (
        <p>
          {t('ui.decision.remembered')} <code>{decision.conntrackKey}</code>
        </p>
      )}
    </section>
  );
}

function sameRule(a: ExaminedRule, b: ExaminedRule | null): boolean {
  return b !== null && a.table === b.table && a.chain === b.chain && a.index === b.index;
}

function ExaminedLine({
  rule,
  decided,
  truth,
}: {
  readonly rule: ExaminedRule;
  readonly decided: boolean;
  readonly truth: RuleTruth | undefined;
}) {
  const { t } = useText();
  return (
    <li className={`ui-rule ${rule.matched ? 'is-hit' : 'is-miss'}${decided ? ' is-decided' : ''}`}>
      <span className="ui-rule-verdict">
        <Icon name={rule.matched ? 'check' : 'cross'} size={15} />
        {t(rule.matched ? 'ui.rule.hit' : 'ui.rule.miss')}
        {truth !== undefined && (
          <span className="ui-rule-count">{t('packet.counter', { count: truth.count })}</span>
        )}
      </span>
      <span className="ui-rule-chain">
        {rule.chain} <span className="ui-dim">#{rule.index + 1}</span>
      </span>
      {rule.drawn !== undefined && rule.probability !== undefined && (
        <span className="ui-rule-draw">
          <Icon name="die" size={16} />{' '}
          {t(rule.matched ? 'ui.rule.drawHit' : 'ui.rule.drawMiss', {
            drawn: rule.drawn.toFixed(2),
            probability: rule.probability.toFixed(5),
          })}
        </span>
      )}
      <RuleText text={rule.text} />
      {truth !== undefined && truth.source !== null && <SourceLine source={truth.source} />}
    </li>
  );
}

/** The line of the object that asked for a rule. */
function SourceLine({ source }: { readonly source: NonNullable<RuleTruth['source']> }) {
  const { t } = useText();
  return (
    <span className="ui-rule-source ui-break">
      <span className="ui-dim">{t('packet.from')}</span> {source.kind} {source.name}{' '}
      <code>{source.path}</code>
      {source.place !== null && (
        <>
          {' · '}
          <code>{source.place}</code>
        </>
      )}
    </span>
  );
}

function ConntrackDetail({ decision }: { readonly decision: DecisionBy<'conntrack'> }) {
  const { t } = useText();
  return (
    <section>
      <h4>{t('ui.decision.conntrack', { node: decision.node })}</h4>
      <p>{t(`ui.decision.conntrack.${decision.direction}`)}</p>
      <code className="ui-block">{decision.conntrackKey}</code>
    </section>
  );
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
