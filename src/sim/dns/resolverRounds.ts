/**
 * What the answers to one candidate's A and AAAA mean to a stub resolver: found, go on with the next
 * candidate, or give up; and whether a server that has rejected them is asked again.
 */
import type { Libc } from './candidateNames';
import type { DnsResponse } from './message';

/** What came back for one query: a response, or nothing after all attempts. */
export type QueryOutcome = DnsResponse | 'timeout';

/** As getaddrinfo names failures; .NET shows EAI_NONAME as `SocketException` HostNotFound. */
export type ResolutionError = 'EAI_NONAME' | 'EAI_NODATA' | 'EAI_AGAIN' | 'EAI_FAIL';

export interface RoundEnd {
  readonly addresses: readonly string[];
  readonly error: ResolutionError | null;
  /** False where the resolver gives up instead of going on with the search list. */
  readonly goesOn: boolean;
  /** True where nothing further is asked, not even the name as it is. */
  readonly isFinal?: boolean;
}

type Verdict = Omit<RoundEnd, 'addresses'>;
type Outcomes = Readonly<Partial<Record<'A' | 'AAAA', QueryOutcome>>>;

function addressesIn(outcome: QueryOutcome | undefined, type: 'A' | 'AAAA'): string[] {
  if (outcome === undefined || outcome === 'timeout') return [];
  return outcome.answers.filter((record) => record.type === type).map((record) => record.data);
}

/** SERVFAIL, NOTIMP and REFUSED are no answers: another server may know better. Source: glibc res_send.c `send_dg`. */
export function isRejected(outcome: QueryOutcome | undefined): outcome is DnsResponse {
  const rcode = outcome === undefined || outcome === 'timeout' ? '' : outcome.rcode;
  return ['SERVFAIL', 'NOTIMP', 'REFUSED'].includes(rcode);
}

/**
 * NXDOMAIN goes on, NODATA ends the search. All else than NOERROR and NXDOMAIN is waited over.
 * Sources: musl (1.2.4 and later) src/network/lookup_name.c `name_from_dns`, src/network/res_msend.c.
 */
function muslRound(outcomes: readonly (QueryOutcome | undefined)[]): Verdict {
  for (const outcome of outcomes) {
    if (outcome === undefined || outcome === 'timeout') return { error: 'EAI_AGAIN', goesOn: false };
    if (outcome.rcode === 'NXDOMAIN') return { error: 'EAI_NONAME', goesOn: true };
    if (outcome.rcode !== 'NOERROR') return { error: 'EAI_AGAIN', goesOn: false };
  }
  return { error: 'EAI_NODATA', goesOn: false };
}

/**
 * NXDOMAIN and NODATA go on, and so does SERVFAIL to the first of the two; REFUSED and no answer at all
 * end the search. If only one of the two was answered, that answer counts. Any record in an answer counts as
 * found (`ancount`): an alias of a name without addresses ends the search with nothing.
 * Sources: glibc resolv/res_query.c `__res_context_query`, `__res_context_search`; resolv/res_send.c `send_dg`.
 */
function glibcRound(outcomes: readonly (QueryOutcome | undefined)[]): Verdict {
  const heard = outcomes.filter(
    (one): one is DnsResponse => one !== undefined && one !== 'timeout' && !isRejected(one),
  );
  if (heard.length === 0) {
    return { error: 'EAI_AGAIN', goesOn: outcomes.find(isRejected)?.rcode === 'SERVFAIL' };
  }
  if (heard.some(({ kind }) => kind === 'ANSWER')) {
    return { error: 'EAI_NONAME', goesOn: false, isFinal: true };
  }
  return heard.some(({ rcode }) => rcode === 'NXDOMAIN')
    ? { error: 'EAI_NONAME', goesOn: true }
    : { error: 'EAI_NODATA', goesOn: true };
}

/**
 * Whatever happens, Go goes on. Of two errors that of the later answer counts, which is A's as a rule.
 * Source: Go net/dnsclient_unix.go `goLookupIPCNAMEOrder`.
 */
function goRound(outcomes: readonly (QueryOutcome | undefined)[]): Verdict {
  const [outcome] = outcomes;
  if (outcome === undefined || outcome === 'timeout') return { error: 'EAI_AGAIN', goesOn: true };
  const known: Readonly<Partial<Record<string, ResolutionError>>> = {
    NOERROR: 'EAI_NODATA',
    NXDOMAIN: 'EAI_NONAME',
    SERVFAIL: 'EAI_AGAIN',
  };
  return { error: known[outcome.rcode] ?? 'EAI_FAIL', goesOn: true };
}

/** How a round ends, once every query has its outcome. */
export function endOfRound(libc: Libc, families: readonly ('A' | 'AAAA')[], outcomes: Outcomes): RoundEnd {
  const inOrder = families.map((family) => outcomes[family]);
  const addresses = [...addressesIn(outcomes.A, 'A'), ...addressesIn(outcomes.AAAA, 'AAAA')];
  if (libc === 'musl') {
    const verdict = muslRound(inOrder);
    return verdict.error === 'EAI_NODATA' && addresses.length > 0
      ? { addresses, error: null, goesOn: false }
      : { addresses: [], ...verdict };
  }
  if (addresses.length > 0) return { addresses, error: null, goesOn: false };
  return { addresses: [], ...(libc === 'glibc' ? glibcRound(inOrder) : goRound(inOrder)) };
}

/** musl sends a query again at once after SERVFAIL, up to twice per query of a round. Source: res_msend.c. */
const MUSL_RETRIES_PER_QUERY = 2;

export interface Retry {
  readonly types: readonly ('A' | 'AAAA')[];
  /** How many retries have been made of this round, or of this attempt of it (musl). */
  readonly retries: number;
  readonly attempt: number;
}

/**
 * What is asked again because a server has rejected it; undefined where nothing is. glibc asks both
 * again, of each server `attempts` times, if neither was answered; Go each by itself; musl at once after
 * SERVFAIL, and after a pause while attempts are left. Sources: glibc res_send.c; Go net/dnsclient_unix.go
 * `tryOneName`; musl res_msend.c.
 * @param type the query that was answered last
 * @param tries how often a query may be sent: attempts times servers
 */
export function retryOf(
  libc: Libc,
  families: readonly ('A' | 'AAAA')[],
  outcomes: Outcomes,
  type: 'A' | 'AAAA',
  limits: { readonly tries: number; readonly attempts: number },
  used: { readonly retries: number; readonly attempt: number },
): Retry | undefined {
  const rejected = families.filter((family) => isRejected(outcomes[family]));
  if (libc === 'musl') {
    const outcome = outcomes[type];
    const isServfail = outcome !== undefined && outcome !== 'timeout' && outcome.rcode === 'SERVFAIL';
    if (isServfail && used.retries < MUSL_RETRIES_PER_QUERY * families.length) {
      return { types: [type], retries: used.retries + 1, attempt: used.attempt };
    }
    if (families.some((family) => outcomes[family] === undefined) || rejected.length === 0) return undefined;
    if (used.attempt >= limits.attempts) return undefined;
    return { types: rejected, retries: 0, attempt: used.attempt + 1 };
  }
  if (families.some((family) => outcomes[family] === undefined || outcomes[family] === 'timeout')) {
    return undefined;
  }
  if (used.attempt >= limits.tries || rejected.length === 0) return undefined;
  const types = libc === 'glibc' ? (rejected.length === families.length ? families : []) : rejected;
  return types.length === 0 ? undefined : { types, retries: 0, attempt: used.attempt + 1 };
}
