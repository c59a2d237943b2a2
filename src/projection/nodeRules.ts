/** One Service's rules in one node's kernel: the very rule objects that packets are walked through. */
import { printRule } from '../sim/dataplane/iptables/print';
import type { Chain, Rule, RuleSet } from '../sim/dataplane/iptables/ruleSet';
import type { ExaminedRuleView } from '../sim/packet/hop';
import type { Focus } from './focus';
import type { RuleRow } from './picture';
import type { WorldView } from './view';

export interface ServiceRulesView {
  /** The KUBE-SVC (or KUBE-SVL) chain; null where the Service has no endpoint. */
  readonly chain: string | null;
  /** The line in KUBE-SERVICES that leads there, or the REJECT in the filter table. */
  readonly entry: {
    readonly table: 'nat' | 'filter';
    readonly chain: string;
    readonly rule: Rule;
    readonly index: number;
  } | null;
  readonly rules: Chain;
  /** Endpoints in the chain's order, each once. */
  readonly endpoints: readonly string[];
}

/** A Service's rules on a node; null if the node has no rules at all. */
export function rulesOfService(view: WorldView, node: string, service: string): ServiceRulesView | null {
  const ruleSet = view.tables.ruleSets[node]?.rules;
  if (ruleSet === undefined) return null;
  const chains = ruleSet.services[service]?.chains ?? {};
  const chain =
    Object.keys(chains)
      .sort()
      .find((name) => name.startsWith('KUBE-SVC-') || name.startsWith('KUBE-SVL-')) ?? null;
  const rules = chain === null ? [] : chains[chain]!;
  const endpoints = [...new Set(rules.flatMap((rule) => rule.origin?.endpoint?.address ?? []))];
  return { chain, entry: entryOf(ruleSet, service), rules, endpoints };
}

function entryOf(ruleSet: RuleSet, service: string): ServiceRulesView['entry'] {
  for (const table of ['nat', 'filter'] as const) {
    const rules = ruleSet.tables[table].chains['KUBE-SERVICES'] ?? [];
    const index = rules.findIndex((rule) => rule.origin?.service === service);
    if (index >= 0) return { table, chain: 'KUBE-SERVICES', rule: rules[index]!, index };
  }
  return null;
}

/** True once the kernel of this node looks at the focused packet. */
export function isDeciding(view: WorldView, focus: Focus, node: string): boolean {
  const { hop } = focus;
  if (hop === null || hop.decision.by !== 'rules' || hop.decision.node !== node) return false;
  const arrived = hop.route.find((point) => point.place === `node/${node}`)?.at ?? hop.endAt;
  return view.at >= arrived - 25;
}

/** How the focused packet fared with a rule. */
export function verdictOn(
  view: WorldView,
  focus: Focus,
  node: string,
  table: string,
  chain: string,
  index: number,
): { verdict: RuleRow['verdict']; drawn: number | null } {
  const { hop } = focus;
  if (hop === null || hop.decision.by !== 'rules' || !isDeciding(view, focus, node))
    return { verdict: null, drawn: null };
  const { examined } = hop.decision;
  const found = examined.find((rule) => rule.table === table && rule.chain === chain && rule.index === index);
  if (found !== undefined) return { verdict: found.matched ? 'hit' : 'miss', drawn: found.drawn ?? null };
  const wasThere = examined.some((rule: ExaminedRuleView) => rule.table === table && rule.chain === chain);
  return { verdict: wasThere ? 'notReached' : null, drawn: null };
}

/** The endpoint rules of a Service on a node, as rows. */
export function ruleRows(view: WorldView, focus: Focus, node: string, service: string): RuleRow[] {
  const found = rulesOfService(view, node, service);
  if (found === null || found.chain === null) return [];
  const live = liveEndpoints(view, service);
  return found.rules.flatMap((rule, index): RuleRow[] => {
    const endpoint = rule.origin?.endpoint?.address ?? null;
    if (endpoint === null) return [];
    const statistic = rule.matches.find((match) => match.kind === 'statistic');
    const { verdict, drawn } = verdictOn(view, focus, node, 'nat', found.chain!, index);
    return [
      {
        chain: found.chain!,
        text: ruleText(found.chain!, rule),
        probability: statistic?.kind === 'statistic' ? 1 / statistic.oneIn : null,
        target: rule.target.kind === 'jump' ? rule.target.chain : null,
        endpoint,
        verdict,
        drawn,
        isStale: !live.has(endpoint),
      },
    ];
  });
}

/** A rule as `iptables-restore` reads it, without `-A CHAIN`. */
export function ruleText(chain: string, rule: Rule): string {
  return printRule(chain, rule).slice(`-A ${chain} `.length);
}

/** `ip:port` of the endpoints that the API server says are fit for new connections now. */
export function liveEndpoints(view: WorldView, service: string): ReadonlySet<string> {
  const live = new Set<string>();
  for (const key of view.lookup('endpointSlices', 'byService', service)) {
    const slice = view.tables.endpointSlices[key]!;
    for (const { addresses, conditions } of slice.endpoints) {
      if (!conditions.ready) continue;
      for (const port of slice.ports) live.add(`${addresses[0]}:${port.port}`);
    }
  }
  return live;
}
