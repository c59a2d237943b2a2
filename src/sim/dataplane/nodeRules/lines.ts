/**
 * A node's rules line by line, as they are shown: what a walk examined and what a panel lists have the same
 * chain and index. IPVS mode’s lines are made by `ipvsLines.ts`. In nftables mode a verdict map is shown as a chain of its own (`@service-ips`), one line
 * for each entry, and a `numgen` takes one line for each chain it may go to.
 */
import { printRule } from '../iptables/print';
import { chainNames, findChain, type Chain, type RuleOrigin } from '../iptables/ruleSet';
import { printNftRule, printVerdict } from '../nftables/print';
import { MAP_NAMES, type NftChain, type NftRule, type NftRuleSet } from '../nftables/ruleSet';
import { ipvsChains, ipvsServiceLines } from './ipvsLines';
import type { NodeRules } from './nodeRules';

/** Where a line stands; `ipvs` for virtual servers and ipsets. */
export type LineTable = 'nat' | 'filter' | 'ipvs';

export interface RuleLine {
  readonly text: string;
  readonly origin: RuleOrigin | undefined;
  /** The `ip:port` that this line leads to, where it chooses one endpoint. */
  readonly endpoint: string | null;
  /** The chance with which it is taken when it is reached; null if nothing is drawn. */
  readonly probability: number | null;
  /** The chain that it leads to. */
  readonly leadsTo: string | null;
  /** A real server's weight, in IPVS mode: 0 for one that takes no new connections. */
  readonly weight?: number;
}

export interface LineChain {
  readonly table: LineTable;
  readonly name: string;
  readonly lines: readonly RuleLine[];
}

/** The lines of an iptables chain: one for each rule. */
function iptablesLines(name: string, chain: Chain): RuleLine[] {
  return chain.map((rule) => {
    const statistic = rule.matches.find((match) => match.kind === 'statistic');
    return {
      text: printRule(name, rule).slice(`-A ${name} `.length),
      origin: rule.origin,
      endpoint: rule.origin?.endpoint?.address ?? null,
      probability: statistic?.kind === 'statistic' ? 1 / statistic.oneIn : null,
      leadsTo: rule.target.kind === 'jump' ? rule.target.chain : null,
    };
  });
}

/** How many lines an nftables rule takes. */
export function lineCount(rule: NftRule): number {
  const last = rule.expressions.at(-1);
  return last?.is === 'balance' ? 1 + last.chains.length : 1;
}

/** The line at which a rule of a chain begins. */
export function firstLine(chain: NftChain, index: number): number {
  return chain.rules.slice(0, index).reduce((sum, rule) => sum + lineCount(rule), 0);
}

function nftRuleLines(ruleSet: NftRuleSet, rule: NftRule): RuleLine[] {
  const last = rule.expressions.at(-1)!;
  const endpoint = rule.origin?.endpoint?.address ?? null;
  if (last.is !== 'balance') {
    const leadsTo = 'chain' in last ? last.chain : null;
    const text = printNftRule(ruleSet.family, rule);
    return [{ text, origin: rule.origin, endpoint, probability: null, leadsTo }];
  }
  const { chains } = last;
  const head = `numgen random mod ${chains.length} vmap {`;
  const ends = chains.map((chain, index): RuleLine => {
    const close = index === chains.length - 1 ? ' }' : ' ,';
    return {
      text: `${index} : goto ${chain}${close}`,
      origin: originOfEndpoint(ruleSet, rule, chain),
      endpoint: originOfEndpoint(ruleSet, rule, chain)?.endpoint?.address ?? null,
      probability: chains.length === 1 ? null : 1 / chains.length,
      leadsTo: chain,
    };
  });
  return [{ text: head, origin: rule.origin, endpoint: null, probability: null, leadsTo: null }, ...ends];
}

function originOfEndpoint(ruleSet: NftRuleSet, rule: NftRule, chain: string): RuleOrigin | undefined {
  const service = rule.origin?.service ?? '';
  return ruleSet.services[service]?.chains[chain]?.rules[0]?.origin;
}

/** `@service-ips`: the name under which a map is shown. */
export function mapChain(map: string): string {
  return `@${map}`;
}

/** Keys of a map in the order in which they are shown. */
export function mapKeys(ruleSet: NftRuleSet, map: string): string[] {
  return Object.keys(ruleSet.maps[map as (typeof MAP_NAMES)[number]].entries).sort();
}

function nftChains(ruleSet: NftRuleSet): LineChain[] {
  const bases = new Map(ruleSet.baseChains.map((base) => [base.name, base.type]));
  const tableOf = (name: string): LineChain['table'] =>
    bases.get(name) ?? (/-check$|^reject-chain$|^firewall-/.test(name) ? 'filter' : 'nat');
  const maps = MAP_NAMES.map((map): LineChain => {
    const { entries } = ruleSet.maps[map];
    const lines = mapKeys(ruleSet, map).map((key): RuleLine => {
      const { verdict, origin } = entries[key]!;
      const leadsTo = 'chain' in verdict ? verdict.chain : null;
      return {
        text: `${key} : ${printVerdict(verdict)}`,
        origin,
        endpoint: null,
        probability: null,
        leadsTo,
      };
    });
    return { table: map.startsWith('service-') ? 'nat' : 'filter', name: mapChain(map), lines };
  });
  const own = Object.values(ruleSet.services).flatMap(({ chains }) => Object.entries(chains));
  const chains = [...Object.entries(ruleSet.chains), ...own].map(([name, chain]): LineChain => ({
    table: tableOf(name),
    name,
    lines: chain.rules.flatMap((rule) => nftRuleLines(ruleSet, rule)),
  }));
  return [...maps, ...chains];
}

/** All chains with their lines. */
export function lineChains(rules: NodeRules): LineChain[] {
  if (rules.mode === 'nftables') return nftChains(rules);
  if (rules.mode === 'ipvs') return ipvsChains(rules);
  return (['nat', 'filter'] as const).flatMap((table) =>
    chainNames(rules, table).map((name) => ({
      table,
      name,
      lines: iptablesLines(name, findChain(rules, table, name) ?? []),
    })),
  );
}

/** A line and where it stands. */
export interface PlacedLine extends RuleLine {
  readonly table: LineTable;
  readonly chain: string;
  readonly index: number;
}

/** What one Service has in a node's rules. */
export interface ServiceLines {
  /** The chain that balances over its endpoints; null where it has none. */
  readonly chain: string | null;
  /** The line that leads there, or refuses. */
  readonly entry: PlacedLine | null;
  /** The lines of that chain. */
  readonly lines: readonly PlacedLine[];
}

/** A Service's entry and its balancing chain. */
export function serviceLines(rules: NodeRules, service: string): ServiceLines {
  if (rules.mode === 'ipvs') return ipvsServiceLines(rules, service);
  return rules.mode === 'nftables' ? nftServiceLines(rules, service) : iptablesServiceLines(rules, service);
}

function placed(table: 'nat' | 'filter', chain: string, lines: readonly RuleLine[]): PlacedLine[] {
  return lines.map((line, index) => ({ ...line, table, chain, index }));
}

function balancingChain(names: readonly string[], prefixes: readonly string[]): string | null {
  return [...names].sort().find((name) => prefixes.some((prefix) => name.startsWith(prefix))) ?? null;
}

function iptablesServiceLines(rules: NodeRules & { mode: 'iptables' }, service: string): ServiceLines {
  const chains = rules.services[service]?.chains ?? {};
  const chain = balancingChain(Object.keys(chains), ['KUBE-SVC-', 'KUBE-SVL-']);
  let entry: PlacedLine | null = null;
  for (const table of ['nat', 'filter'] as const) {
    const shared = rules.tables[table].chains['KUBE-SERVICES'] ?? [];
    const index = shared.findIndex((rule) => rule.origin?.service === service);
    if (index < 0) continue;
    entry = placed(table, 'KUBE-SERVICES', iptablesLines('KUBE-SERVICES', shared))[index]!;
    break;
  }
  const lines = chain === null ? [] : placed('nat', chain, iptablesLines(chain, chains[chain]!));
  return { chain, entry, lines };
}

function nftServiceLines(rules: NftRuleSet, service: string): ServiceLines {
  const chains = rules.services[service]?.chains ?? {};
  const chain = balancingChain(Object.keys(chains), ['service-', 'local-']);
  let entry: PlacedLine | null = null;
  for (const map of ['service-ips', 'no-endpoint-services'] as const) {
    const keys = mapKeys(rules, map);
    const index = keys.findIndex((key) => rules.maps[map].entries[key]!.origin.service === service);
    if (index < 0) continue;
    const { verdict, origin } = rules.maps[map].entries[keys[index]!]!;
    entry = {
      table: map === 'service-ips' ? 'nat' : 'filter',
      chain: mapChain(map),
      index,
      text: `${keys[index]!} : ${printVerdict(verdict)}`,
      origin,
      endpoint: null,
      probability: null,
      leadsTo: 'chain' in verdict ? verdict.chain : null,
    };
    break;
  }
  const lines = chain === null ? [] : chains[chain]!.rules.flatMap((rule) => nftRuleLines(rules, rule));
  return { chain, entry, lines: chain === null ? [] : placed('nat', chain, lines) };
}
