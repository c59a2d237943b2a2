/**
 * What the table holds before any Service: base chains, the chains they jump to, empty sets and maps.
 * Source: kubernetes pkg/proxy/nftables/proxier.go setupNFTables and nftablesBaseChains (v1.34).
 */
import { familyOf, isLoopback } from '../addresses';
import { MASQUERADE_MARK } from '../iptables/ruleSet';
import { nodePortAddresses } from '../nodePortAddresses';
import type { NodeProxyConfig } from '../nodeProxyConfig';
import { jumpTo, nftRule, notToAddress } from './expressions';
import type { BaseChain, Expression, MapName, NftChain, NftChains, NftMap, NftRule, NftSet } from './ruleSet';

/** Destination NAT has priority -100: what wants the address as it was written runs before it, the rest after. */
const DNAT = -100;
const SNAT = 100;
const FILTER = 0;

/** Since v1.34 (and v1.33.5): what is rejected is decided after DNAT, so that a node's own traffic is not. Source: kubernetes#132456. */
export const BASE_CHAINS: readonly BaseChain[] = [
  { name: 'filter-prerouting-pre-dnat', type: 'filter', hook: 'prerouting', priority: DNAT - 10 },
  { name: 'filter-output-pre-dnat', type: 'filter', hook: 'output', priority: DNAT - 10 },
  { name: 'filter-forward', type: 'filter', hook: 'forward', priority: FILTER },
  { name: 'filter-input', type: 'filter', hook: 'input', priority: FILTER },
  { name: 'filter-output', type: 'filter', hook: 'output', priority: FILTER },
  { name: 'nat-prerouting', type: 'nat', hook: 'prerouting', priority: DNAT },
  { name: 'nat-output', type: 'nat', hook: 'output', priority: DNAT },
  { name: 'nat-postrouting', type: 'nat', hook: 'postrouting', priority: SNAT },
];

const IS_NEW: Expression = { is: 'newConnection' };

/** From base chain to shared chain, for new connections only or for every packet of the nat hooks. */
const JUMPS: readonly (readonly [from: string, to: string, onlyNew: boolean])[] = [
  ['filter-input', 'nodeport-endpoints-check', true],
  ['filter-input', 'service-endpoints-check', true],
  ['filter-forward', 'service-endpoints-check', true],
  ['filter-output', 'service-endpoints-check', true],
  ['filter-prerouting-pre-dnat', 'firewall-check', true],
  ['filter-output-pre-dnat', 'firewall-check', true],
  ['nat-output', 'services', false],
  ['nat-prerouting', 'services', false],
  ['nat-postrouting', 'masquerading', false],
  ['filter-forward', 'cluster-ips-check', true],
  ['filter-output', 'cluster-ips-check', true],
];

/**
 * `--nodeport-addresses`, without loopback; unlike in iptables mode, the default is the node's primary address alone.
 * Source: kubernetes cmd/kube-proxy/app/server_linux.go platformApplyDefaults; nftables/proxier.go setupNFTables.
 */
export function nodePortIPs(node: NodeProxyConfig): readonly string[] | 'all' {
  const given = node.nodePortAddresses.length === 0 ? ['primary'] : node.nodePortAddresses;
  const addresses = nodePortAddresses({ ...node, nodePortAddresses: given });
  return addresses === 'all' ? 'all' : addresses.filter((ip) => !isLoopback(ip));
}

/** The node ports' condition in front of a look-up: which of the node's addresses take them. */
function nodePortConditions(node: NodeProxyConfig): Expression[] {
  if (nodePortIPs(node) !== 'all') return [{ is: 'member', side: 'destination', set: 'nodeport-ips' }];
  return [notToAddress(node.ipFamily === 'IPv6' ? '::1' : '127.0.0.0/8')];
}

/** Base chains and shared chains with their rules, in the order in which kube-proxy makes them. */
export function fixedChains(node: NodeProxyConfig): NftChains {
  const chains: Record<string, NftRule[]> = {};
  for (const { name } of BASE_CHAINS) chains[name] = [];
  for (const [from, to, onlyNew] of JUMPS) {
    chains[to] ??= [];
    chains[from]!.push(nftRule([...(onlyNew ? [IS_NEW] : []), jumpTo(to)]));
  }
  const lookUp = (map: MapName, key: 'address' | 'port'): Expression => ({ is: 'lookUp', key, map });
  const forNodePorts = nodePortConditions(node);
  const isLocal: Expression[] = nodePortIPs(node) === 'all' ? [{ is: 'local', side: 'destination' }] : [];
  chains['services'] = [
    nftRule([lookUp('service-ips', 'address')]),
    nftRule([...isLocal, ...forNodePorts, lookUp('service-nodeports', 'port')]),
  ];
  chains['service-endpoints-check'] = [nftRule([lookUp('no-endpoint-services', 'address')])];
  chains['nodeport-endpoints-check'] = [nftRule([...forNodePorts, lookUp('no-endpoint-nodeports', 'port')])];
  chains['firewall-check'] = [nftRule([lookUp('firewall-ips', 'address')])];
  chains['cluster-ips-check'] = clusterIPsCheck(node);
  chains['mark-for-masquerade'] = [nftRule([{ is: 'mark', operation: 'or', value: MASQUERADE_MARK }])];
  chains['reject-chain'] = [nftRule([{ is: 'reject' }])];
  chains['masquerading'] = [
    nftRule([{ is: 'unmarked', mark: MASQUERADE_MARK }, { is: 'return' }]),
    nftRule([{ is: 'mark', operation: 'xor', value: MASQUERADE_MARK }]),
    nftRule([{ is: 'masquerade' }]),
  ];
  return Object.fromEntries(
    Object.entries(chains).map(([name, rules]): [string, NftChain] => [
      name,
      name === 'reject-chain'
        ? { comment: 'helper for @no-endpoint-services / @no-endpoint-nodeports', rules }
        : { rules },
    ]),
  );
}

/** A ClusterIP's other ports are rejected; addresses of the Service range that nobody has are dropped. */
function clusterIPsCheck(node: NodeProxyConfig): NftRule[] {
  const known: Expression = { is: 'member', side: 'destination', set: 'cluster-ips' };
  const rules = [
    nftRule([known, { is: 'reject' }], { comment: 'Reject traffic to invalid ports of ClusterIPs' }),
  ];
  const cidrs = node.serviceCIDRs.filter((cidr) => familyOf(cidr) === node.ipFamily);
  if (cidrs.length === 0) return rules;
  const range: Expression = { is: 'oneOf', side: 'destination', cidrs };
  return [...rules, nftRule([range, { is: 'drop' }], { comment: 'Drop traffic to unallocated ClusterIPs' })];
}

/** The sets; the ClusterIPs are filled in by the Services. */
export function fixedSets(node: NodeProxyConfig): Record<string, NftSet> {
  const nodePorts = nodePortIPs(node);
  return {
    'cluster-ips': { comment: 'Active ClusterIPs', elements: [] },
    ...(nodePorts === 'all'
      ? {}
      : { 'nodeport-ips': { comment: 'IPs that accept NodePort traffic', elements: nodePorts } }),
  };
}

/** The maps, without entries. */
export const EMPTY_MAPS: Readonly<Record<MapName, NftMap>> = {
  'no-endpoint-services': {
    comment: 'vmap to drop or reject packets to services with no endpoints',
    key: 'address',
    entries: {},
  },
  'no-endpoint-nodeports': {
    comment: 'vmap to drop or reject packets to service nodeports with no endpoints',
    key: 'port',
    entries: {},
  },
  'firewall-ips': {
    comment: 'destinations that are subject to LoadBalancerSourceRanges',
    key: 'address',
    entries: {},
  },
  'service-ips': {
    comment: 'ClusterIP, ExternalIP and LoadBalancer IP traffic',
    key: 'address',
    entries: {},
  },
  'service-nodeports': { comment: 'NodePort traffic', key: 'port', entries: {} },
};
