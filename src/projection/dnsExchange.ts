/** A whole look-up: every query of the stub resolver with its answer, in the order in which the answers were given. */
import type { Micros } from '../sim/kernel/time';
import type { DnsOrigin, Hop } from '../sim/packet/hop';
import { shortName } from './journey';

export interface DnsRow {
  readonly hopId: string;
  readonly at: Micros;
  readonly name: string;
  readonly type: string;
  readonly rcode: string;
  /** Empty with NOERROR: the name is there, but has no such record (NODATA). */
  readonly answers: readonly { readonly type: string; readonly data: string; readonly ttl: number }[];
  /** Who answered: a place, `pod/…` or `internet/dns`, and its name. */
  readonly server: string;
  readonly serverName: string;
  /** Where that server took it from. */
  readonly from: DnsOrigin['by'] | 'publicDns';
  /** Out of the cache: for how many seconds more it stays there. */
  readonly ttlLeft: number | null;
  /** How long the server took. */
  readonly micros: Micros;
  /** For how long the server keeps the answer now; 0 if it does not. */
  readonly keptSeconds: number;
  /** The answer of the hop in focus. */
  readonly isCurrent: boolean;
}

/** The exchange that a hop is part of, as far as it has come; empty if it is part of none. */
export function dnsExchange(hop: Hop, all: readonly Hop[], until: Micros): DnsRow[] {
  if (hop.layer !== 'DNS') return [];
  const lookup = hop.parents[1];
  return all
    .filter(
      ({ decision, parents, endAt }) => decision.by === 'dns' && parents[1] === lookup && endAt <= until,
    )
    .sort((a, b) => a.endAt - b.endAt)
    .flatMap(({ hopId, endAt, decision }) =>
      decision.by !== 'dns'
        ? []
        : decision.queries.map((query) => ({
            ...{ hopId, at: endAt, server: decision.server, serverName: nameOf(decision.server) },
            ...{ name: query.name, type: query.type, rcode: query.rcode, answers: query.answers },
            ...originOf(decision.server, query.origin),
            isCurrent: hopId === hop.hopId,
          })),
    );
}

function originOf(
  server: string,
  origin: DnsOrigin | undefined,
): Pick<DnsRow, 'from' | 'ttlLeft' | 'micros' | 'keptSeconds'> {
  if (origin === undefined) {
    const from = server === 'internet/dns' ? 'publicDns' : 'kubernetes';
    return { from, ttlLeft: null, micros: 0, keptSeconds: 0 };
  }
  const { by: from, ttlLeft = null, micros, keptSeconds } = origin;
  return { from, ttlLeft, micros, keptSeconds };
}

/** `coredns …abcde` of `pod/kube-system/coredns-7c65d6cfc9-abcde`. */
function nameOf(server: string): string {
  return shortName(server.slice(server.lastIndexOf('/') + 1));
}
