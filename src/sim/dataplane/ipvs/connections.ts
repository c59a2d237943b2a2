/**
 * How many connections each real server has, as `ipvsadm -Ln` counts them and schedulers compare them. Counted in
 * the node's connection tracking, which knows every connection that IPVS knows (sysctl `net.ipv4.vs.conntrack=1`).
 * Source: Linux net/netfilter/ipvs/ip_vs_conn.c ip_vs_bind_dest, ip_vs_proto_tcp.c set_tcp_state and tcp_state_active_table.
 */
import { formatSocket } from '../../packet/headers';
import type { ConntrackEntry } from '../conntrack';
import type { TcpTrackState } from '../tcpTracking';
import { virtualKey } from './ipsets';

export interface ConnectionCount {
  /** Being opened, or established; any of UDP. */
  readonly active: number;
  /** Being closed, or closed and not forgotten yet. */
  readonly inactive: number;
}

/** By virtual server's key, then by the real server's `ip:port`. */
export type OpenConnections = ReadonlyMap<string, ReadonlyMap<string, ConnectionCount>>;

export const NO_CONNECTIONS: OpenConnections = new Map();

const ACTIVE: ReadonlySet<TcpTrackState> = new Set(['SYN_SENT', 'SYN_SENT2', 'SYN_RECV', 'ESTABLISHED']);

/** Counts tracked connections; those that have expired are left out. */
export function countConnections(entries: Iterable<ConntrackEntry>, now: number): OpenConnections {
  const counts = new Map<string, Map<string, ConnectionCount>>();
  for (const { original, reply, tcpState, expiresAt } of entries) {
    if (expiresAt <= now) continue;
    const key = virtualKey(original.protocol, original.destination);
    const real = formatSocket(reply.source);
    const byReal = counts.get(key) ?? new Map<string, ConnectionCount>();
    const { active, inactive } = byReal.get(real) ?? { active: 0, inactive: 0 };
    const isActive = tcpState === undefined || ACTIVE.has(tcpState);
    byReal.set(real, isActive ? { active: active + 1, inactive } : { active, inactive: inactive + 1 });
    counts.set(key, byReal);
  }
  return counts;
}

/** Connections of one real server. */
export function connectionsOf(open: OpenConnections, key: string, real: string): ConnectionCount {
  return open.get(key)?.get(real) ?? { active: 0, inactive: 0 };
}
