import { useRef } from 'react';
import type { PacketCard } from '../../projection/packetCard';
import type { Address } from '../../projection/picture';
import type { RuleTruth } from '../../projection/ruleTruth';
import type { DecisionBy, ExaminedRule } from '../projected';
import { AddressChip } from '../AddressChip';
import { Icon } from '../Icon';
import { useText } from '../text';
import { ChainName } from './ChainName';
import { ConntrackEntry } from './ConntrackDetail';
import { RuleDraw } from './RuleDraw';
import { RuleText } from './RuleText';

type RulesDecision = DecisionBy<'rules'>;

/** The rules that a packet met, in order and chain by chain, with the one that decided; then what came of it. */
export function RulesDetail(props: {
  readonly decision: RulesDecision;
  kindOf(socket: string): Address;
  readonly packet: PacketCard | null;
}) {
  const { t } = useText();
  const { decision, kindOf, packet } = props;
  const list = useRef<HTMLDivElement>(null);
  const unlisted = decision.examinedCount - decision.examined.length;
  return (
    <section>
      <h4>{t('ui.decision.rules', { node: decision.node, hook: decision.hook })}</h4>
      {decision.staleMicros > 0 && (
        <p className="ui-bad">
          <Icon name="hourglass" /> {t('ui.decision.stale', { ms: Math.round(decision.staleMicros / 1000) })}
        </p>
      )}
      <p className="ui-rules-sum">
        <span>{t('rules.sum', { count: decision.examinedCount })}</span>
        {decision.matched !== null && (
          <button type="button" className="ui-button" onClick={() => showDecided(list.current)}>
            {t('rules.toDecided')}
          </button>
        )}
      </p>
      <div className="ui-examined" ref={list}>
        {chainVisits(decision.examined).map(({ first, rules }) => (
          <div key={first}>
            <h5>
              <ChainName mode={decision.mode} table={rules[0]!.table} chain={rules[0]!.chain} />
            </h5>
            <ol>
              {rules.map((rule, index) => (
                <ExaminedLine
                  key={index}
                  mode={decision.mode}
                  rule={rule}
                  truth={packet?.rules[first + index]}
                  decided={rule === decision.matched || sameRule(rule, decision.matched)}
                />
              ))}
            </ol>
          </div>
        ))}
      </div>
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
      {decision.ipvs !== undefined && decision.matched?.endpoint !== undefined && (
        <p>
          {decision.ipvs.isHeld
            ? t('rules.ipvs.held')
            : t('rules.ipvs.scheduled', { scheduler: decision.ipvs.scheduler })}
        </p>
      )}
      {decision.masquerade && <p>{t('ui.decision.masquerade')}</p>}
      {packet !== null && packet.tracked !== null && (
        <>
          <h4>{t('ui.decision.remembered')}</h4>
          <ConntrackEntry tuples={packet.tracked} />
        </>
      )}
    </section>
  );
}

/** Only the panel scrolls: `scrollIntoView` would move the page too. */
function showDecided(list: HTMLElement | null): void {
  const panel = list?.closest('[data-scrolls]');
  const rule = list?.querySelector('.is-decided');
  if (panel === null || panel === undefined || rule === null || rule === undefined) return;
  panel.scrollTop +=
    rule.getBoundingClientRect().top - panel.getBoundingClientRect().top - panel.clientHeight / 3;
}

interface ChainVisit {
  /** Position of its first rule among all examined. */
  readonly first: number;
  readonly rules: readonly ExaminedRule[];
}

/** Rules met one after the other in one chain, together; a chain that is come back to is told again. */
function chainVisits(examined: readonly ExaminedRule[]): ChainVisit[] {
  const visits: { first: number; rules: ExaminedRule[] }[] = [];
  examined.forEach((rule, index) => {
    const last = visits.at(-1);
    if (last?.rules[0]?.chain === rule.chain && last.rules[0].table === rule.table) last.rules.push(rule);
    else visits.push({ first: index, rules: [rule] });
  });
  return visits;
}

function sameRule(a: ExaminedRule, b: ExaminedRule | null): boolean {
  return b !== null && a.table === b.table && a.chain === b.chain && a.index === b.index;
}

function ExaminedLine(props: {
  readonly mode: string;
  readonly rule: ExaminedRule;
  readonly decided: boolean;
  readonly truth: RuleTruth | undefined;
}) {
  const { t } = useText();
  const { mode, rule, decided, truth } = props;
  return (
    <li className={`ui-rule ${rule.matched ? 'is-hit' : 'is-miss'}${decided ? ' is-decided' : ''}`}>
      <span className="ui-rule-verdict">
        <Icon name={rule.matched ? 'check' : 'cross'} size={15} />
        <span>
          {t(rule.matched ? 'ui.rule.hit' : 'ui.rule.miss')} <span className="ui-dim">#{rule.index + 1}</span>
        </span>
        {decided && <b className="ui-rule-decided">{t('rules.decided')}</b>}
        {truth !== undefined && (
          <span className="ui-rule-count">{t('packet.counter', { count: truth.count })}</span>
        )}
      </span>
      <RuleText text={rule.text} />
      {rule.drawn !== undefined && rule.probability !== undefined && (
        <RuleDraw mode={mode} drawn={rule.drawn} probability={rule.probability} isHit={rule.matched} />
      )}
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
