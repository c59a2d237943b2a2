/**
 * How many connections each real server has, as `ipvsadm -Ln` counts them and schedulers compare them. Counted in
 * the node's connection tracking, which knows every connection that IPVS knows (sysctl `net.ipv4.vs.conntrack=1`).
 * Source: Linux net/netfilter/ipvs/ip_vs_ctl.c __ip_vs_update_dest (a connection begins as inactive), ip_vs_conn.c
 * ip_vs_bind_dest, ip_vs_proto_tcp.c set_tcp_state, tcp_state_active_table and tcp_timeouts.
 */
import { seconds } from '../../kernel/time';
import { formatSocket } from '../../packet/headers';
import type { ConntrackEntry } from '../conntrack';
import { TCP_TIMEOUTS, type TcpTrackState } from '../tcpTracking';
import { virtualKey } from './ipsets';

export interface ConnectionCount {
  /** Being opened, or established. Only TCP has such. */
  readonly active: number;
  /** Being closed, or closed and not forgotten yet; any of UDP. */
  readonly inactive: number;
}

/** By virtual server's key, then by the real server's `ip:port`. */
export type OpenConnections = ReadonlyMap<string, ReadonlyMap<string, ConnectionCount>>;

export const NO_CONNECTIONS: OpenConnections = new Map();

const ACTIVE: ReadonlySet<TcpTrackState> = new Set(['SYN_SENT', 'SYN_SENT2', 'SYN_RECV', 'ESTABLISHED']);

/**
 * IPVS forgets an established connection on which nothing moved for so long, a day before conntrack's own time is up.
 * kube-proxy leaves it so: `ipvs.tcpTimeout` is 0 by default.
 */
export const IPVS_TCP_IDLE = seconds(900);

/** Counts tracked connections; those that have expired, or that IPVS has forgotten, are left out. */
export function countConnections(entries: Iterable<ConntrackEntry>, now: number): OpenConnections {
  const counts = new Map<string, Map<string, ConnectionCount>>();
  for (const { original, reply, tcpState, expiresAt } of entries) {
    const idleSince = expiresAt - TCP_TIMEOUTS.ESTABLISHED;
    const isForgotten = tcpState === 'ESTABLISHED' && idleSince + IPVS_TCP_IDLE <= now;
    if (expiresAt <= now || isForgotten) continue;
    const key = virtualKey(original.protocol, original.destination);
    const real = formatSocket(reply.source);
    const byReal = counts.get(key) ?? new Map<string, ConnectionCount>();
    const { active, inactive } = byReal.get(real) ?? { active: 0, inactive: 0 };
    const isActive = tcpState !== undefined && ACTIVE.has(tcpState);
    byReal.set(real, isActive ? { active: active + 1, inactive } : { active, inactive: inactive + 1 });
    counts.set(key, byReal);
  }
  return counts;
}

/** Connections of one real server. */
export function connectionsOf(open: OpenConnections, key: string, real: string): ConnectionCount {
  return open.get(key)?.get(real) ?? { active: 0, inactive: 0 };
}
