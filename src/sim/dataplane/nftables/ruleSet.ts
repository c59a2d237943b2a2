/**
 * One node's nftables rules as data: the table `kube-proxy` with its chains, sets and verdict maps.
 * `print.ts` prints this very structure; `walk.ts` walks a packet through it. Plain JSON.
 * Source: kubernetes pkg/proxy/nftables/proxier.go; nft(8).
 */
import type { RuleOrigin } from '../iptables/ruleSet';
import type { NodeProxyConfig } from '../nodeProxyConfig';

type Protocol = 'tcp' | 'udp' | 'sctp';
type Side = 'source' | 'destination';

/** One expression or statement of a rule; they are gone through from left to right. */
export type Expression =
  | { readonly is: 'address'; readonly side: Side; readonly cidr: string; readonly negated?: true }
  /** The address is in none of these ranges. */
  | { readonly is: 'noneOf'; readonly side: Side; readonly cidrs: readonly string[] }
  /** The address is in one of these ranges. */
  | { readonly is: 'oneOf'; readonly side: Side; readonly cidrs: readonly string[] }
  | { readonly is: 'member'; readonly side: Side; readonly set: string }
  | { readonly is: 'port'; readonly protocol: Protocol; readonly port: number }
  | { readonly is: 'protocol'; readonly protocol: Protocol }
  | { readonly is: 'newConnection' }
  /** The address belongs to this node. */
  | { readonly is: 'local'; readonly side: Side }
  | { readonly is: 'unmarked'; readonly mark: number }
  | { readonly is: 'mark'; readonly operation: 'or' | 'xor'; readonly value: number }
  | { readonly is: 'masquerade' }
  | { readonly is: 'dnat'; readonly ip: string; readonly port: number }
  /** Remembers the client in a set, or renews its time. */
  | { readonly is: 'remember'; readonly set: string }
  /** Looks a verdict up by destination; without address for node ports. Goes on if there is none. */
  | { readonly is: 'lookUp'; readonly key: 'address' | 'port'; readonly map: string }
  /** `numgen random mod n vmap`: one of the chains, all alike. */
  | { readonly is: 'balance'; readonly chains: readonly string[] }
  | Verdict;

export type Verdict =
  | { readonly is: 'jump'; readonly chain: string }
  | { readonly is: 'goto'; readonly chain: string }
  | { readonly is: 'drop' }
  | { readonly is: 'reject' }
  | { readonly is: 'return' };

export interface NftRule {
  readonly expressions: readonly Expression[];
  readonly comment?: string;
  readonly origin?: RuleOrigin;
}

export type HookName = 'prerouting' | 'input' | 'forward' | 'output' | 'postrouting';

/** A chain that the kernel calls at a hook; lower priorities come first. */
export interface BaseChain {
  readonly name: string;
  readonly type: 'filter' | 'nat';
  readonly hook: HookName;
  readonly priority: number;
}

export interface NftChain {
  readonly comment?: string;
  readonly rules: readonly NftRule[];
}

export type NftChains = Readonly<Record<string, NftChain>>;

export interface NftSet {
  readonly comment?: string;
  /** Seconds after which an entry that is not renewed leaves; absent: it stays. */
  readonly timeoutSeconds?: number;
  readonly elements: readonly string[];
}

/** An entry of a verdict map. */
export interface MapEntry {
  readonly verdict: Verdict;
  readonly comment?: string;
  readonly origin: RuleOrigin;
}

export interface NftMap {
  readonly comment: string;
  readonly key: 'address' | 'port';
  /** By key as nft writes it: `10.96.0.10 . udp . 53`, or `tcp . 30080`. */
  readonly entries: Readonly<Record<string, MapEntry>>;
}

/** The maps of the table, in which every Service has its entries; in the order in which kube-proxy makes them. */
export const MAP_NAMES = [
  'no-endpoint-services',
  'no-endpoint-nodeports',
  'firewall-ips',
  'service-ips',
  'service-nodeports',
] as const;
export type MapName = (typeof MAP_NAMES)[number];

/** What one Service has alone. */
export interface NftServiceRules {
  readonly chains: NftChains;
  readonly affinitySets: Readonly<Record<string, NftSet>>;
  readonly clusterIPs: readonly string[];
  readonly endpointCount: number;
}

export interface NftRuleSet {
  readonly mode: 'nftables';
  readonly node: NodeProxyConfig;
  readonly family: 'ip' | 'ip6';
  readonly baseChains: readonly BaseChain[];
  /** Base chains and the chains that all Services share. */
  readonly chains: NftChains;
  readonly sets: Readonly<Record<string, NftSet>>;
  readonly maps: Readonly<Record<MapName, NftMap>>;
  /** Chains and sets of one Service, by `namespace/name`. */
  readonly services: Readonly<Record<string, NftServiceRules>>;
  readonly endpointCount: number;
}

/** Chains by name over all Services, built on demand. Not part of the world. */
const byName = new WeakMap<NftRuleSet['services'], Map<string, NftChain>>();

/** The chain of that name, or undefined. */
export function findNftChain(ruleSet: NftRuleSet, name: string): NftChain | undefined {
  const shared = ruleSet.chains[name];
  if (shared !== undefined) return shared;
  let index = byName.get(ruleSet.services);
  if (index === undefined) {
    index = new Map();
    for (const { chains } of Object.values(ruleSet.services)) {
      for (const [chain, rules] of Object.entries(chains)) index.set(chain, rules);
    }
    byName.set(ruleSet.services, index);
  }
  return index.get(name);
}

/** The key under which a map holds a destination. */
export function mapKey(
  key: 'address' | 'port',
  destination: { readonly ip: string; readonly port: number },
  protocol: string,
): string {
  const port = `${protocol} . ${destination.port}`;
  return key === 'port' ? port : `${destination.ip} . ${port}`;
}
