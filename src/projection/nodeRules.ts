/** One Service's rules in one node's kernel: the very rules that packets are walked through. */
import { serviceLines, type PlacedLine } from '../sim/dataplane/nodeRules/lines';
import type { ExaminedRuleView } from '../sim/packet/hop';
import type { Focus } from './focus';
import type { RuleRow } from './picture';
import type { WorldView } from './view';

export interface ServiceRulesView {
  /** The chain that balances over its endpoints; null where the Service has none. */
  readonly chain: string | null;
  /** The line that leads there, or the one that refuses. */
  readonly entry: PlacedLine | null;
  readonly lines: readonly PlacedLine[];
  /** Endpoints in the chain's order, each once. */
  readonly endpoints: readonly string[];
}

/** A Service's rules on a node; null if the node has no rules at all. */
export function rulesOfService(view: WorldView, node: string, service: string): ServiceRulesView | null {
  const ruleSet = view.tables.ruleSets[node]?.rules;
  if (ruleSet === undefined) return null;
  const { chain, entry, lines } = serviceLines(ruleSet, service);
  return { chain, entry, lines, endpoints: [...new Set(lines.flatMap(({ endpoint }) => endpoint ?? []))] };
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
  return found.lines.flatMap((line): RuleRow[] => {
    const { endpoint, chain, index, text, probability, leadsTo, weight } = line;
    if (endpoint === null) return [];
    const { verdict, drawn } = verdictOn(view, focus, node, line.table, chain, index);
    const isStale = !live.has(endpoint);
    const row = { chain, text, probability, target: leadsTo, endpoint, verdict, drawn, isStale };
    return [weight === undefined ? row : { ...row, weight }];
  });
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
