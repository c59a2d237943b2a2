/**
 * The ipsets of IPVS mode: lists of addresses and ports that a handful of iptables rules ask, so that their number
 * does not grow with the Services.
 * Source: kubernetes pkg/proxy/ipvs/ipset.go and proxier.go ipsetInfo (v1.34); ipset(8).
 */
import { formatSocket, type FlowHeaders, type SocketAddress } from '../../packet/headers';
import { addressMatches } from '../addresses';

/** All sets, in the order of kube-proxy's `ipsetInfo`: type and comment. */
export const IPSETS = {
  'KUBE-LOOP-BACK': [
    'hash:ip,port,ip',
    'Kubernetes endpoints dst ip:port, source ip for solving hairpin purpose',
  ],
  'KUBE-CLUSTER-IP': ['hash:ip,port', 'Kubernetes service cluster ip + port for masquerade purpose'],
  'KUBE-EXTERNAL-IP': [
    'hash:ip,port',
    'Kubernetes service external ip + port for masquerade and filter purpose',
  ],
  'KUBE-EXTERNAL-IP-LOCAL': [
    'hash:ip,port',
    'Kubernetes service external ip + port with externalTrafficPolicy=local',
  ],
  'KUBE-LOAD-BALANCER': ['hash:ip,port', 'Kubernetes service lb portal'],
  'KUBE-LOAD-BALANCER-FW': [
    'hash:ip,port',
    'Kubernetes service load balancer ip + port for load balancer with sourceRange',
  ],
  'KUBE-LOAD-BALANCER-LOCAL': [
    'hash:ip,port',
    'Kubernetes service load balancer ip + port with externalTrafficPolicy=local',
  ],
  'KUBE-LOAD-BALANCER-SOURCE-IP': [
    'hash:ip,port,ip',
    'Kubernetes service load balancer ip + port + source IP for packet filter purpose',
  ],
  'KUBE-LOAD-BALANCER-SOURCE-CIDR': [
    'hash:ip,port,net',
    'Kubernetes service load balancer ip + port + source cidr for packet filter purpose',
  ],
  'KUBE-NODE-PORT-TCP': ['bitmap:port', 'Kubernetes nodeport TCP port for masquerade purpose'],
  'KUBE-NODE-PORT-LOCAL-TCP': [
    'bitmap:port',
    'Kubernetes nodeport TCP port with externalTrafficPolicy=local',
  ],
  'KUBE-NODE-PORT-UDP': ['bitmap:port', 'Kubernetes nodeport UDP port for masquerade purpose'],
  'KUBE-NODE-PORT-LOCAL-UDP': [
    'bitmap:port',
    'Kubernetes nodeport UDP port with externalTrafficPolicy=local',
  ],
  'KUBE-NODE-PORT-SCTP-HASH': [
    'hash:ip,port',
    "Kubernetes nodeport SCTP port for masquerade purpose with type 'hash ip:port'",
  ],
  'KUBE-NODE-PORT-LOCAL-SCTP-HASH': [
    'hash:ip,port',
    "Kubernetes nodeport SCTP port with externalTrafficPolicy=local with type 'hash ip:port'",
  ],
  'KUBE-HEALTH-CHECK-NODE-PORT': ['bitmap:port', 'Kubernetes health check node port'],
  'KUBE-IPVS-IPS': ['hash:ip', 'Addresses on the ipvs interface'],
} as const satisfies Record<string, readonly [type: string, comment: string]>;

export type IpsetName = keyof typeof IPSETS;
export const IPSET_NAMES = Object.keys(IPSETS) as readonly IpsetName[];

/** Entries by set; a set that is not named has none. */
export type IpsetEntries = Readonly<Partial<Record<IpsetName, readonly string[]>>>;

/**
 * What the set is called in the kernel: in IPv6 `KUBE-6-…`, and never longer than 31 characters.
 * Source: pkg/proxy/ipvs/ipset.go NewIPSet.
 */
export function kernelSetName(name: IpsetName, family: 'IPv4' | 'IPv6'): string {
  return family === 'IPv4' ? name : name.replace('KUBE-', 'KUBE-6-').slice(0, 31);
}

/** `10.96.0.1,tcp:443`, with a third part for the sets that have one. */
export function entryOf(address: SocketAddress, protocol: string, third?: string): string {
  const entry = `${address.ip},${protocol}:${address.port}`;
  return third === undefined ? entry : `${entry},${third}`;
}

/** Members of a set as a set, remembered by the list's identity. Not part of the world. */
const members = new WeakMap<readonly string[], ReadonlySet<string>>();

function membersOf(entries: readonly string[]): ReadonlySet<string> {
  let known = members.get(entries);
  if (known === undefined) {
    known = new Set(entries);
    members.set(entries, known);
  }
  return known;
}

/**
 * The entry of a set that holds what a packet has on these sides (`dst,dst,src`); undefined if none does.
 * Source: ipset(8), the set types; Linux net/netfilter/xt_set.c.
 */
export function findEntry(
  name: IpsetName,
  entries: readonly string[],
  sides: readonly ('source' | 'destination')[],
  flow: FlowHeaders,
): string | undefined {
  const type = IPSETS[name][0];
  const at = (index: number): SocketAddress => flow[sides[index] ?? 'destination'];
  if (type === 'bitmap:port') return only(entries, String(at(0).port));
  if (type === 'hash:ip') return only(entries, at(0).ip);
  const head = entryOf({ ip: at(0).ip, port: at(1).port }, flow.protocol);
  if (type === 'hash:ip,port') return only(entries, head);
  if (type === 'hash:ip,port,ip') return only(entries, `${head},${at(2).ip}`);
  return entries.find(
    (entry) => entry.startsWith(`${head},`) && addressMatches(entry.slice(head.length + 1), at(2).ip),
  );
}

function only(entries: readonly string[], entry: string): string | undefined {
  return membersOf(entries).has(entry) ? entry : undefined;
}

/** `tcp 10.96.0.1:443`: what a virtual server is known by. */
export function virtualKey(protocol: string, address: SocketAddress): string {
  return `${protocol} ${formatSocket(address)}`;
}
