/**
 * The stub resolver inside a container, step by step: it names the next queries,
 * the caller sends them as packets and hands the answers back. A and AAAA go side by
 * side. Sources: glibc resolv/res_query.c `__res_context_search` and
 * nss/getaddrinfo.c; musl src/network/lookup_name.c `name_from_dns_search`;
 * Go src/net/dnsclient_unix.go `nameList`; miekg/dns clientconfig.go `NameList`.
 */
import { fqdn } from './domainName';
import { ipFamily } from './ipText';
import type { DnsQuery, DnsResponse, Rcode } from './message';
import type { ResolvConf } from './resolvConf';

/** Debian and Ubuntu images have glibc, Alpine images musl; Go programs bring their own; miekg is CoreDNS' library. */
export type Libc = 'glibc' | 'musl' | 'go' | 'miekg';

/** What came back for one query: a response, or nothing after all attempts. */
export type QueryOutcome = DnsResponse | 'timeout';

/** As getaddrinfo names failures; .NET shows EAI_NONAME as `SocketException` HostNotFound. */
export type ResolutionError = 'EAI_NONAME' | 'EAI_NODATA' | 'EAI_AGAIN' | 'EAI_FAIL';

export interface ResolutionState {
  readonly name: string;
  readonly libc: Libc;
  readonly candidates: readonly string[];
  /** Which candidate is being asked. */
  readonly at: number;
  /** What has come back for it. */
  readonly outcomes: Readonly<Partial<Record<'A' | 'AAAA', QueryOutcome>>>;
  readonly families: readonly ('A' | 'AAAA')[];
  /** The first candidate is the name as it is, and its error counts in the end (glibc). */
  readonly triedAsIs: boolean;
  /** What earlier candidates ended with. */
  readonly errors: readonly ResolutionError[];
}

export interface Resolution {
  /** In the order in which a program tries them: IPv4 before IPv6. */
  readonly addresses: readonly string[];
  readonly rcode: Rcode;
  readonly error: ResolutionError | null;
}

export interface ResolutionStep {
  readonly state: ResolutionState;
  /** To be sent now, side by side; empty while an answer is awaited and at the end. */
  readonly queries: readonly DnsQuery[];
  readonly result: Resolution | null;
}

function dotsIn(name: string): number {
  return name.split('.').length - 1;
}

/**
 * The names that are asked, in order, fully qualified. With enough dots (`ndots`)
 * the name as it is comes first; musl then asks nothing else.
 */
export function candidateNames(
  name: string,
  conf: Pick<ResolvConf, 'search' | 'ndots'>,
  libc: Libc = 'glibc',
): string[] {
  if (name.endsWith('.')) return [name];
  const asIs = fqdn(name);
  const searched = conf.search.map((domain) => fqdn(domain === '.' ? name : `${name}.${domain}`));
  if (dotsIn(name) < conf.ndots) return searched.includes(asIs) ? searched : [...searched, asIs];
  return libc === 'musl' ? [asIs] : [asIs, ...searched.filter((candidate) => candidate !== asIs)];
}

function queriesFor(state: ResolutionState): DnsQuery[] {
  const name = state.candidates[state.at];
  return name === undefined ? [] : state.families.map((type) => ({ name, type }));
}

/**
 * Begins to resolve a name. An address needs no query. `families` are the record
 * types asked for; .NET and getaddrinfo with AF_UNSPEC ask for both.
 */
export function startResolution(request: {
  readonly name: string;
  readonly resolvConf: ResolvConf;
  readonly libc?: Libc;
  readonly families?: readonly ('A' | 'AAAA')[];
}): ResolutionStep {
  const { name, resolvConf, libc = 'glibc', families = ['A', 'AAAA'] } = request;
  const literal = ipFamily(name) !== undefined;
  const candidates = literal ? [] : candidateNames(name, resolvConf, libc);
  const triedAsIs = !name.endsWith('.') && dotsIn(name) >= resolvConf.ndots;
  const state: ResolutionState = {
    name,
    libc,
    candidates,
    at: 0,
    outcomes: {},
    families,
    triedAsIs,
    errors: [],
  };
  if (literal) return { state, queries: [], result: { addresses: [name], rcode: 'NOERROR', error: null } };
  return { state, queries: queriesFor(state), result: null };
}

interface RoundEnd {
  readonly addresses: readonly string[];
  readonly error: ResolutionError | null;
  /** False where the resolver gives up instead of going on with the search list. */
  readonly goesOn: boolean;
  /** True where nothing further is asked, not even the name as it is. */
  readonly isFinal?: boolean;
}

function addressesIn(outcome: QueryOutcome | undefined, type: 'A' | 'AAAA'): string[] {
  if (outcome === undefined || outcome === 'timeout') return [];
  return outcome.answers.filter((record) => record.type === type).map((record) => record.data);
}

/** Source: musl lookup_name.c `name_from_dns`: NXDOMAIN goes on, NODATA and failures end the search. */
function muslRound(outcomes: readonly (QueryOutcome | undefined)[]): Omit<RoundEnd, 'addresses'> {
  for (const outcome of outcomes) {
    if (outcome === undefined || outcome === 'timeout' || outcome.rcode === 'SERVFAIL') {
      return { error: 'EAI_AGAIN', goesOn: false };
    }
    if (outcome.rcode === 'NXDOMAIN') return { error: 'EAI_NONAME', goesOn: true };
    if (outcome.rcode !== 'NOERROR') return { error: 'EAI_FAIL', goesOn: false };
  }
  return { error: 'EAI_NODATA', goesOn: false };
}

/**
 * Source: glibc res_query.c: NXDOMAIN, NODATA and SERVFAIL go on, no answer at all ends the search. Any record in an
 * answer counts as found (`ancount`): an alias of a name without addresses ends the search with nothing.
 */
function glibcRound(
  outcomes: readonly (QueryOutcome | undefined)[],
  libc: Libc,
): Omit<RoundEnd, 'addresses'> {
  const responses = outcomes.filter((o): o is DnsResponse => o !== undefined && o !== 'timeout');
  if (responses.length === 0) return { error: 'EAI_AGAIN', goesOn: false };
  if (libc === 'glibc' && responses.some(({ kind }) => kind === 'ANSWER')) {
    return { error: 'EAI_NODATA', goesOn: false, isFinal: true };
  }
  const failed = responses.find((response) => response.rcode !== 'NOERROR');
  if (failed === undefined) return { error: 'EAI_NODATA', goesOn: true };
  if (failed.rcode === 'NXDOMAIN') return { error: 'EAI_NONAME', goesOn: true };
  if (failed.rcode === 'SERVFAIL') return { error: 'EAI_AGAIN', goesOn: true };
  return { error: 'EAI_FAIL', goesOn: false };
}

function endRound(state: ResolutionState): RoundEnd {
  const { A, AAAA } = state.outcomes;
  const addresses = [...addressesIn(A, 'A'), ...addressesIn(AAAA, 'AAAA')];
  const outcomes = state.families.map((family) => state.outcomes[family]);
  if (state.libc === 'musl') {
    const round = muslRound(outcomes);
    const counts = round.error === 'EAI_NODATA' ? addresses : [];
    return counts.length > 0
      ? { addresses: counts, error: null, goesOn: false }
      : { addresses: [], ...round };
  }
  if (addresses.length > 0) return { addresses, error: null, goesOn: false };
  const round = glibcRound(outcomes, state.libc);
  return { addresses: [], ...round, goesOn: round.goesOn || state.libc === 'go' };
}

const RCODE_OF: Readonly<Record<ResolutionError, Rcode>> = {
  EAI_NONAME: 'NXDOMAIN',
  EAI_NODATA: 'NOERROR',
  EAI_AGAIN: 'SERVFAIL',
  EAI_FAIL: 'REFUSED',
};

/** Which of the candidates' errors the program sees. Source: end of `__res_context_search`. */
function finalError(state: ResolutionState, errors: readonly ResolutionError[]): ResolutionError {
  const last = errors.at(-1) ?? 'EAI_NONAME';
  if (state.libc !== 'glibc' || last === 'EAI_FAIL') return last;
  if (state.triedAsIs) return errors[0] ?? last;
  if (errors.includes('EAI_NODATA')) return 'EAI_NODATA';
  return errors.includes('EAI_AGAIN') ? 'EAI_AGAIN' : last;
}

/**
 * Takes the answer to one query. Once the last of the round is in, the next
 * candidate's queries follow, or the result.
 */
export function stepResolution(
  state: ResolutionState,
  query: DnsQuery,
  outcome: QueryOutcome,
): ResolutionStep {
  const awaited = state.candidates[state.at] === query.name && (query.type === 'A' || query.type === 'AAAA');
  if (!awaited) return { state, queries: [], result: null }; // a late answer to an earlier round
  const outcomes = { ...state.outcomes, [query.type]: outcome };
  const waiting: ResolutionState = { ...state, outcomes };
  if (state.families.some((family) => outcomes[family] === undefined)) {
    return { state: waiting, queries: [], result: null };
  }
  const round = endRound(waiting);
  if (round.error === null) {
    return {
      state: waiting,
      queries: [],
      result: { addresses: round.addresses, rcode: 'NOERROR', error: null },
    };
  }
  if (round.isFinal === true) {
    const result: Resolution = { addresses: [], rcode: RCODE_OF[round.error], error: round.error };
    return { state: waiting, queries: [], result };
  }
  const errors = [...state.errors, round.error];
  // glibc asks for the name as it is even when it has given up the search list.
  const last = state.candidates.length - 1;
  const skips = !round.goesOn && state.libc === 'glibc' && !state.triedAsIs;
  const at = skips ? Math.max(last, state.at + 1) : state.at + 1;
  const next: ResolutionState = { ...state, at, outcomes: {}, errors };
  const asIsFailed = state.libc === 'glibc' && state.triedAsIs && state.at === 0;
  if ((round.goesOn || skips || asIsFailed) && at <= last) {
    return { state: next, queries: queriesFor(next), result: null };
  }
  const error = finalError(state, errors);
  return {
    state: { ...waiting, errors },
    queries: [],
    result: { addresses: [], rcode: RCODE_OF[error], error },
  };
}

/** One try of a query: to whom, and how long the answer is awaited. */
export interface SendAttempt {
  readonly nameserver: string;
  readonly timeoutSeconds: number;
}

/**
 * The tries of one query, in order, until one is answered. glibc doubles the wait for
 * each further server and asks all servers `attempts` times; musl asks all servers at
 * once each time. Sources: glibc resolv/res_send.c `send_dg`; musl res_msend.c.
 * @returns rounds of tries that are sent together
 */
export function sendAttempts(conf: ResolvConf, libc: Libc = 'glibc'): SendAttempt[][] {
  const rounds: SendAttempt[][] = [];
  const servers = conf.nameservers.slice(0, 3);
  for (let attempt = 0; attempt < conf.attempts; attempt++) {
    if (libc === 'musl') {
      const timeoutSeconds = conf.timeoutSeconds / conf.attempts;
      rounds.push(servers.map((nameserver) => ({ nameserver, timeoutSeconds })));
      continue;
    }
    servers.forEach((nameserver, index) => {
      const doubled = index === 0 ? conf.timeoutSeconds : (conf.timeoutSeconds << index) / servers.length;
      const timeoutSeconds = libc === 'glibc' ? Math.max(1, Math.floor(doubled)) : conf.timeoutSeconds;
      rounds.push([{ nameserver, timeoutSeconds }]);
    });
  }
  return rounds;
}

/** Resolves to the end with a function that answers at once: for the CLI and for tests. */
export function resolveNow(
  first: ResolutionStep,
  ask: (query: DnsQuery) => QueryOutcome,
): {
  readonly asked: readonly { readonly query: DnsQuery; readonly outcome: QueryOutcome }[];
  readonly result: Resolution;
} {
  const asked: { query: DnsQuery; outcome: QueryOutcome }[] = [];
  let step = first;
  while (step.result === null) {
    const { queries } = step;
    if (queries.length === 0) throw new Error(`resolution of ${step.state.name} waits for nothing`);
    for (const query of queries) {
      const outcome = ask(query);
      asked.push({ query, outcome });
      step = stepResolution(step.state, query, outcome);
    }
  }
  return { asked, result: step.result };
}
