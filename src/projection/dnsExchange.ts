/** A whole look-up: every query of the stub resolver with its answer, in the order in which the answers were given. */
import type { Micros } from '../sim/kernel/time';
import type { Hop } from '../sim/packet/hop';

export interface DnsRow {
  readonly hopId: string;
  readonly at: Micros;
  readonly name: string;
  readonly type: string;
  readonly rcode: string;
  /** Empty with NOERROR: the name is there, but has no such record (NODATA). */
  readonly answers: readonly { readonly type: string; readonly data: string; readonly ttl: number }[];
  /** Who answered: a place, `pod/…` or `internet/dns`. */
  readonly server: string;
  /** Whether CoreDNS had it: worked out by its kubernetes plugin, or asked of a server outside. */
  readonly from: 'cluster' | 'outside' | 'publicDns';
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
    .flatMap(({ hopId, endAt, decision, title }) =>
      decision.by !== 'dns'
        ? []
        : decision.queries.map((query) => ({
            ...{ hopId, at: endAt, server: decision.server },
            ...{ name: query.name, type: query.type, rcode: query.rcode, answers: query.answers },
            from: originOf(decision.server, title.key),
            isCurrent: hopId === hop.hopId,
          })),
    );
}

function originOf(server: string, title: string): DnsRow['from'] {
  if (server === 'internet/dns') return 'publicDns';
  return title === 'hop.dnsFoundOutside.title' ? 'outside' : 'cluster';
}
