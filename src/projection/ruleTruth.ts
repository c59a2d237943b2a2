/** What is known of each rule that a packet was compared with: how many it has matched, and what asked for it. */
import { lineChains } from '../sim/dataplane/nodeRules/lines';
import type { RuleOrigin } from '../sim/dataplane/iptables/ruleSet';
import type { ExaminedRuleView, Hop } from '../sim/packet/hop';
import type { Micros } from '../sim/kernel/time';
import type { FactLog } from './factLog';
import type { WorldView } from './view';

/** Where the objects of a scenario were read: by `Kind/namespace/name`. */
export type ObjectSources = Readonly<Record<string, ObjectSource>>;

export interface ObjectSource {
  readonly file: string;
  /** Line of each field, by dotted path; the object's own under the empty path. */
  readonly lines: Readonly<Record<string, number>>;
}

/** The line of an object that a rule comes from. */
export interface RuleSource {
  readonly kind: 'Service' | 'EndpointSlice';
  /** `namespace/name`. */
  readonly name: string;
  /** Dotted path of the value: `spec.ports[0]`, `endpoints[1].addresses[0]`. */
  readonly path: string;
  /** `file:line`, where the object was read from a file. */
  readonly place: string | null;
}

export interface RuleTruth {
  /** Packets that have matched this rule on this node so far, this one included. */
  readonly count: number;
  /** What asked for it; null for rules that every node has. */
  readonly source: RuleSource | null;
}

/** One for each examined rule, in their order. */
export function ruleTruths(view: WorldView, log: FactLog, hop: Hop, sources: ObjectSources): RuleTruth[] {
  if (hop.decision.by !== 'rules') return [];
  const { node, examined } = hop.decision;
  const origins = originsOn(view, node);
  const counts = countMatches(log, node, Math.max(view.at, hop.endAt), examined);
  return examined.map((rule) => ({
    count: counts.get(nameOf(rule)) ?? 0,
    source: sourceOf(view, rule, origins.get(nameOf(rule)), sources),
  }));
}

/** The text counts too: a rule that was written anew with another probability begins at zero, as in the kernel. */
function nameOf({ table, chain, text }: Pick<ExaminedRuleView, 'table' | 'chain' | 'text'>): string {
  return `${table} ${chain} ${text}`;
}

function countMatches(
  log: FactLog,
  node: string,
  until: Micros,
  wanted: readonly ExaminedRuleView[],
): Map<string, number> {
  const counts = new Map(wanted.map((rule) => [nameOf(rule), 0]));
  for (const { hops, sentAt } of log.sent) {
    if (sentAt > until) break;
    for (const { decision, endAt } of hops) {
      if (decision.by !== 'rules' || decision.node !== node || endAt > until) continue;
      // Several rules may ask one ipset for the same packet: that is one packet all the same.
      const asked = new Set<string>();
      for (const rule of decision.examined) {
        const name = nameOf(rule);
        const count = counts.get(name);
        if (!rule.matched || count === undefined || asked.has(name)) continue;
        if (rule.table === 'ipvs') asked.add(name);
        counts.set(name, count + 1);
      }
    }
  }
  return counts;
}

function originsOn(view: WorldView, node: string): Map<string, RuleOrigin> {
  const origins = new Map<string, RuleOrigin>();
  const rules = view.tables.ruleSets[node]?.rules;
  if (rules === undefined) return origins;
  for (const { table, name, lines } of lineChains(rules))
    for (const { text, origin } of lines)
      if (origin !== undefined) origins.set(nameOf({ table, chain: name, text }), origin);
  return origins;
}

/** An endpoint's rule comes from its slice, every other from its Service; without an origin, by the names it has. */
function sourceOf(
  view: WorldView,
  rule: ExaminedRuleView,
  origin: RuleOrigin | undefined,
  sources: ObjectSources,
): RuleSource | null {
  const endpoint = origin?.endpoint ?? endpointOf(view, rule);
  if (endpoint !== undefined)
    return placed('EndpointSlice', endpoint.slice, `endpoints[${endpoint.index}].addresses[0]`, sources);
  const service = origin?.service ?? rule.service?.split(':')[0];
  if (service === undefined) return null;
  const path = origin === undefined ? 'spec.ports' : origin.field;
  return placed('Service', service, path, sources);
}

/** Where an endpoint stands in its slice now, for a rule that is gone meanwhile. */
function endpointOf(view: WorldView, { endpoint, service }: ExaminedRuleView) {
  if (endpoint === undefined || service === undefined) return undefined;
  const ip = endpoint.slice(0, endpoint.lastIndexOf(':')).replace(/^\[|\]$/g, '');
  for (const slice of view.lookup('endpointSlices', 'byService', service.split(':')[0]!)) {
    const index = view.tables.endpointSlices[slice]!.endpoints.findIndex((one) => one.addresses.includes(ip));
    if (index >= 0) return { slice, index };
  }
  return undefined;
}

function placed(kind: RuleSource['kind'], name: string, path: string, sources: ObjectSources): RuleSource {
  const source = sources[`${kind}/${name}`];
  return { kind, name, path, place: source === undefined ? null : `${source.file}:${lineOf(source, path)}` };
}

/** The line of a field, or of the nearest one around it that was written down. */
function lineOf({ lines }: ObjectSource, path: string): number {
  for (let at = path; at !== ''; at = at.slice(0, Math.max(0, at.lastIndexOf('.'), at.lastIndexOf('[')))) {
    const line = lines[at];
    if (line !== undefined) return line;
  }
  return lines[''] ?? 1;
}
