/**
 * One node's IPVS mode as data: virtual servers with their real servers, the addresses on `kube-ipvs0`, the ipsets,
 * and the few iptables rules that ask them. `print.ts` prints this very structure, `walk.ts` walks a packet
 * through it. Plain JSON; a sync replaces only what belongs to changed Services.
 * Source: kubernetes pkg/proxy/ipvs/proxier.go syncProxyRules (v1.34).
 */
import { addressBytes } from '../addresses';
import type { Rule, RuleOrigin, RuleSet, TableName } from '../iptables/ruleSet';
import { BUILT_IN_CHAINS } from '../iptables/ruleSet';
import type { IpvsScheduler, NodeProxyConfig } from '../nodeProxyConfig';
import { IPSET_NAMES, kernelSetName, type IpsetEntries, type IpsetName } from './ipsets';

/** A Pod behind a virtual server. */
export interface RealServer {
  readonly ip: string;
  readonly port: number;
  /** `ip:port`. */
  readonly address: string;
  /** 1; 0 for one that leaves: it keeps its connections and gets no new ones. */
  readonly weight: 0 | 1;
  readonly origin: RuleOrigin;
}

/** An address and port that IPVS balances. */
export interface VirtualServer {
  /** `tcp 10.96.0.1:443`. */
  readonly key: string;
  readonly protocol: 'tcp' | 'udp' | 'sctp';
  readonly ip: string;
  readonly port: number;
  readonly scheduler: IpvsScheduler;
  /** Seconds for which a client stays with its real server; 0 if not. */
  readonly persistSeconds: number;
  /** In the order in which the scheduler goes round: by address (kube-proxy adds them in Go's random map order). */
  readonly reals: readonly RealServer[];
  readonly origin: RuleOrigin;
}

/** What one Service has. */
export interface IpvsServiceRules {
  readonly servers: readonly VirtualServer[];
  readonly entries: IpsetEntries;
  /** Load balancer addresses that this node itself may not use: `protocol ip:port`. */
  readonly closedToNode: readonly string[];
  readonly endpointCount: number;
}

/** An iptables rule and where it stands. */
export interface PlacedRule {
  readonly table: TableName;
  readonly chain: string;
  readonly rule: Rule;
}

export interface IpvsRuleSet {
  readonly mode: 'ipvs';
  readonly node: NodeProxyConfig;
  /** By `namespace/name`. */
  readonly services: Readonly<Record<string, IpvsServiceRules>>;
  /** All Services' entries together, each set sorted. `KUBE-IPVS-IPS` is what is on `kube-ipvs0`. */
  readonly sets: Readonly<Record<IpsetName, readonly string[]>>;
  /** kube-proxy's iptables rules, in the order in which it writes them. */
  readonly rules: readonly PlacedRule[];
}

/** Chains that kube-proxy makes in IPVS mode, in its order. Source: proxier.go iptablesChains. */
export const IPVS_CHAINS: Readonly<Record<TableName, readonly string[]>> = {
  nat: ['KUBE-SERVICES', 'KUBE-POSTROUTING', 'KUBE-NODE-PORT', 'KUBE-LOAD-BALANCER', 'KUBE-MARK-MASQ'],
  filter: [
    'KUBE-FORWARD',
    'KUBE-NODE-PORT',
    'KUBE-PROXY-FIREWALL',
    'KUBE-SOURCE-RANGES-FIREWALL',
    'KUBE-IPVS-FILTER',
    'KUBE-IPVS-OUT-FILTER',
  ],
};

interface Derived {
  readonly virtual: ReadonlyMap<string, VirtualServer>;
  readonly setNames: ReadonlyMap<string, IpsetName>;
}

const derived = new WeakMap<IpvsRuleSet['services'], Derived>();
const tables = new WeakMap<IpvsRuleSet['rules'], RuleSet>();

function deriveFrom({ services, node }: IpvsRuleSet): Derived {
  let known = derived.get(services);
  if (known === undefined) {
    const all = Object.values(services).flatMap(({ servers }) => servers);
    known = {
      virtual: new Map(all.map((server) => [server.key, server])),
      setNames: new Map(IPSET_NAMES.map((name) => [kernelSetName(name, node.ipFamily), name])),
    };
    derived.set(services, known);
  }
  return known;
}

/** The virtual server of that key (`tcp 10.96.0.1:443`), or undefined. */
export function findVirtual(ruleSet: IpvsRuleSet, key: string): VirtualServer | undefined {
  return deriveFrom(ruleSet).virtual.get(key);
}

/**
 * All virtual servers as `ipvsadm` sorts them: by protocol's number, address and port. Where two Services want the
 * same address and port, the later one by name has it (with kube-proxy it is whichever comes last).
 * Source: ipvsadm 1.31 libipvs/libipvs.c ipvs_cmp_services.
 */
export function virtualServers(ruleSet: IpvsRuleSet): VirtualServer[] {
  return [...deriveFrom(ruleSet).virtual.values()].sort(
    (a, b) => PROTOCOL_NUMBERS[a.protocol] - PROTOCOL_NUMBERS[b.protocol] || bySocket(a, b),
  );
}

const PROTOCOL_NUMBERS = { tcp: 6, udp: 17, sctp: 132 } as const;

/**
 * How `ipvsadm` compares addresses: 32 bits at a time, by the sign of their difference in 32 bits. What lies more
 * than half of all addresses apart is the wrong way round, so 192.168.0.1 comes before 10.96.0.1.
 * Source: ipvsadm 1.31 libipvs/libipvs.c ipvs_cmp_services, ipvs_cmp_dests.
 */
export function bySocket(
  a: { readonly ip: string; readonly port: number },
  b: { readonly ip: string; readonly port: number },
): number {
  const others = words(b.ip);
  for (const [index, word] of words(a.ip).entries()) {
    const difference = (word - (others[index] ?? 0)) | 0;
    if (difference !== 0) return difference;
  }
  return a.port - b.port;
}

function words(ip: string): number[] {
  const bytes = addressBytes(ip);
  const found: number[] = [];
  for (let at = 0; at < bytes.length; at += 4)
    found.push(bytes.slice(at, at + 4).reduce((sum, byte) => sum * 256 + byte, 0));
  return found;
}

/** Which of our sets a rule means: in IPv6 they have other names. */
export function setNamed(ruleSet: IpvsRuleSet, kernelName: string): IpsetName | undefined {
  return deriveFrom(ruleSet).setNames.get(kernelName);
}

/** The iptables rules as a rule set of their own, to walk and to print. */
export function iptablesPart({ node, rules }: IpvsRuleSet): RuleSet {
  let known = tables.get(rules);
  if (known === undefined) {
    const chainsOf = (table: TableName) => {
      const chains: Record<string, Rule[]> = {};
      for (const name of [...BUILT_IN_CHAINS[table], ...IPVS_CHAINS[table]]) chains[name] = [];
      for (const one of rules) if (one.table === table) chains[one.chain]!.push(one.rule);
      return { chains };
    };
    known = {
      mode: 'iptables',
      node,
      tables: { nat: chainsOf('nat'), filter: chainsOf('filter') },
      services: {},
      stale: {},
      endpointCount: 0,
      cleanedAt: 0,
    };
    tables.set(rules, known);
  }
  return known;
}
