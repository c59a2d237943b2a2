/**
 * The rules of one node as data. `print.ts` prints this very structure as the text
 * that kube-proxy feeds to `iptables-restore`; `walk.ts` walks a packet through it.
 * Plain JSON with structural sharing: a sync replaces only what belongs to changed
 * Services; everything else keeps its identity.
 */
import type { NodeProxyConfig } from '../nodeProxyConfig';

export type TableName = 'nat' | 'filter';

/** What a packet must have. All matches of a rule must hold; some have effects (`recent`, `statistic`). */
export type Match =
  | { readonly kind: 'protocol'; readonly protocol: 'tcp' | 'udp' | 'sctp' }
  | { readonly kind: 'source'; readonly cidr: string; readonly negated?: true }
  | { readonly kind: 'destination'; readonly cidr: string; readonly negated?: true }
  | { readonly kind: 'destinationPort'; readonly port: number }
  /** `-m addrtype`: the address belongs to this node. */
  | {
      readonly kind: 'addressType';
      readonly side: 'source' | 'destination';
      readonly type: 'LOCAL';
      readonly negated?: true;
    }
  | { readonly kind: 'mark'; readonly value: number; readonly mask: number; readonly negated?: true }
  | { readonly kind: 'connectionState'; readonly states: readonly ConnectionState[]; readonly negated?: true }
  /** `-m nfacct`: counts, and always matches. */
  | { readonly kind: 'account'; readonly name: string }
  | StatisticMatch
  /** `-m recent --rcheck`: this client used this endpoint within the last `seconds`. */
  | { readonly kind: 'recentCheck'; readonly list: string; readonly seconds: number }
  /** `-m recent --set`: remembers the client; always matches. */
  | { readonly kind: 'recentSet'; readonly list: string }
  /** `-m set --match-set`: what the packet has on these sides is in the ipset (IPVS mode). */
  | { readonly kind: 'set'; readonly set: string; readonly sides: readonly ('source' | 'destination')[] }
  /** `-m physdev ! --physdev-is-in`: it did not come in over a bridge, so not from a Pod of this node. */
  | { readonly kind: 'notBridged' }
  /** `-m ipvs`: IPVS balances it for this virtual server. */
  | {
      readonly kind: 'virtualServer';
      readonly protocol: 'tcp' | 'udp' | 'sctp';
      readonly ip: string;
      readonly port: number;
    };

export type ConnectionState = 'NEW' | 'ESTABLISHED' | 'RELATED' | 'INVALID' | 'DNAT';

/** `-m statistic --mode random`: matches if a fresh draw of 31 bits is below the threshold. */
export interface StatisticMatch {
  readonly kind: 'statistic';
  /** How many endpoints are left from here on: the chance is one in so many. */
  readonly oneIn: number;
  /** As kube-proxy writes it: ten decimals. */
  readonly probability: string;
  /** As the kernel holds it: probability times 2^31, rounded. */
  readonly threshold: number;
}

export type Target =
  | { readonly kind: 'jump'; readonly chain: string }
  | { readonly kind: 'dnat'; readonly ip: string; readonly port: number }
  | { readonly kind: 'masquerade'; readonly randomFully: boolean }
  | { readonly kind: 'mark'; readonly operation: 'or' | 'xor'; readonly value: number }
  | { readonly kind: 'accept' }
  | { readonly kind: 'drop' }
  /** Answers with ICMP port unreachable. */
  | { readonly kind: 'reject' }
  | { readonly kind: 'return' }
  /** A rule without `-j`: only its comment and counters. */
  | { readonly kind: 'none' };

/** Which line of which object asked for a rule. Absent on rules that every node has. */
export interface RuleOrigin {
  /** `namespace/name` of the Service. */
  readonly service: string;
  /** kube-proxy's name of the Service port: `namespace/name:port`. */
  readonly servicePort: string;
  /** Index in the Service's `spec.ports`. */
  readonly portIndex: number;
  /** Path in the Service of the value that led to the rule, such as `spec.externalIPs[0]`. */
  readonly field: string;
  readonly endpoint?: EndpointOrigin;
}

export interface EndpointOrigin {
  /** `namespace/name` of the EndpointSlice. */
  readonly slice: string;
  /** Index in the slice's `endpoints`. */
  readonly index: number;
  /** Index in the slice's `ports`. */
  readonly portIndex: number;
  /** `ip:port` of the Pod. */
  readonly address: string;
}

export interface Rule {
  readonly comment?: string;
  readonly matches: readonly Match[];
  readonly target: Target;
  readonly origin?: RuleOrigin;
}

export type Chain = readonly Rule[];

/** Chains by name. */
export type Chains = Readonly<Record<string, Chain>>;

/** What one Service has in the nat table alone: its SVC, SVL, EXT, FW and SEP chains. */
export interface ServiceRules {
  readonly chains: Chains;
  /** Endpoints known for all its ports, usable or not; their sum decides on large-cluster mode. */
  readonly endpointCount: number;
}

export interface RuleSet {
  readonly mode: 'iptables';
  /** The configuration it was programmed with; the walk takes the node's addresses from it. */
  readonly node: NodeProxyConfig;
  /** Built-in chains (PREROUTING …) and the chains that all Services share (KUBE-SERVICES …). */
  readonly tables: {
    readonly nat: { readonly chains: Chains };
    readonly filter: { readonly chains: Chains };
  };
  /** Chains of the nat table that belong to one Service, by `namespace/name`. */
  readonly services: Readonly<Record<string, ServiceRules>>;
  /** Chains that nothing jumps to any more; only in large-cluster mode, until the next clean-up. */
  readonly stale: Chains;
  /** Total of all Services' endpoints. */
  readonly endpointCount: number;
  /** When stale chains were last cleaned, in simulated microseconds. */
  readonly cleanedAt: number;
}

/** A place among the rules: what to light up. */
export interface RuleLocation {
  readonly table: TableName;
  readonly chain: string;
  /** From 0. */
  readonly index: number;
}

/** The chains that the kernel itself has, by table, in the order in which iptables-save lists them. */
export const BUILT_IN_CHAINS: Readonly<Record<TableName, readonly string[]>> = {
  nat: ['PREROUTING', 'INPUT', 'OUTPUT', 'POSTROUTING'],
  filter: ['INPUT', 'FORWARD', 'OUTPUT'],
};

/** The mark that asks for masquerading: bit 14 (`masqueradeBit: 14`). */
export const MASQUERADE_MARK = 0x4000;

/** Chains by name over all Services, built on demand for whoever does not know the Service. Not part of the world. */
const chainsByName = new WeakMap<RuleSet['services'], Map<string, Chain>>();

function chainOfSomeService(services: RuleSet['services'], name: string): Chain | undefined {
  let index = chainsByName.get(services);
  if (index === undefined) {
    index = new Map();
    for (const key of Object.keys(services)) {
      const { chains } = services[key]!;
      for (const chain of Object.keys(chains)) index.set(chain, chains[chain]!);
    }
    chainsByName.set(services, index);
  }
  return index.get(name);
}

/**
 * The rules of a chain, or undefined if there is no such chain. `service` (a rule's
 * `origin.service`) makes the look-up direct; without it an index over all Services is built.
 */
export function findChain(
  ruleSet: RuleSet,
  table: TableName,
  name: string,
  service?: string,
): Chain | undefined {
  const shared = ruleSet.tables[table].chains[name];
  if (shared !== undefined || table !== 'nat') return shared;
  const own = service === undefined ? undefined : ruleSet.services[service]?.chains[name];
  return own ?? chainOfSomeService(ruleSet.services, name) ?? ruleSet.stale[name];
}

/** All chain names of a table: built-in ones, KUBE-NODEPORTS, KUBE-SERVICES, then the others by name. */
export function chainNames(ruleSet: RuleSet, table: TableName): string[] {
  const names = Object.keys(ruleSet.tables[table].chains);
  if (table === 'nat') {
    for (const key of Object.keys(ruleSet.services))
      names.push(...Object.keys(ruleSet.services[key]!.chains));
    names.push(...Object.keys(ruleSet.stale));
  }
  const first = [...BUILT_IN_CHAINS[table], 'KUBE-NODEPORTS', 'KUBE-SERVICES'];
  const rank = (name: string) => (first.includes(name) ? first.indexOf(name) : first.length);
  return [...new Set(names)].sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : a > b ? 1 : 0));
}

/** The rule at a location, or undefined. */
export function ruleAt(ruleSet: RuleSet, location: RuleLocation): Rule | undefined {
  return findChain(ruleSet, location.table, location.chain)?.[location.index];
}
