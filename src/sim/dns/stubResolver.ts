/**
 * The stub resolver inside a container, step by step: it names the next queries,
 * the caller sends them as packets and hands the answers back. A and AAAA go side by
 * side. Sources: glibc resolv/res_query.c `__res_context_search` and
 * nss/getaddrinfo.c; musl src/network/lookup_name.c `name_from_dns_search`;
 * Go src/net/dnsclient_unix.go.
 */
import { addressesWithoutQuery, whyNotAsked } from './askableName';
import { candidateNames, placeOfAsIs, type AsIs, type Libc } from './candidateNames';
import { fqdn } from './domainName';
import type { DnsQuery, Rcode } from './message';
import { endOfRound, retryOf, type QueryOutcome, type ResolutionError } from './resolverRounds';
import type { ResolvConf } from './resolvConf';

export { candidateNames, type Libc } from './candidateNames';
export type { QueryOutcome, ResolutionError } from './resolverRounds';

export interface ResolutionState {
  readonly name: string;
  readonly libc: Libc;
  readonly candidates: readonly string[];
  /** Which candidate is being asked. */
  readonly at: number;
  /** What has come back for it. */
  readonly outcomes: Readonly<Partial<Record<'A' | 'AAAA', QueryOutcome>>>;
  readonly families: readonly ('A' | 'AAAA')[];
  /** When the name as it is is asked for: if first, its error counts in the end (glibc). */
  readonly asIs: AsIs;
  /** What earlier candidates ended with. */
  readonly errors: readonly ResolutionError[];
  /** How often a rejected query may be sent, and how often this candidate's have been. */
  readonly limits: { readonly tries: number; readonly attempts: number };
  readonly used: { readonly retries: number; readonly attempt: number };
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

const FIRST_TRY = { retries: 0, attempt: 1 } as const;
const MAX_SERVERS = 3;

function queriesFor(state: ResolutionState, types: readonly ('A' | 'AAAA')[]): DnsQuery[] {
  const name = state.candidates[state.at];
  return name === undefined ? [] : types.map((type) => ({ name, type }));
}

/**
 * Begins to resolve a name. An address needs no query, and for some names nobody is asked. `families` are the record
 * types asked for; .NET and getaddrinfo with AF_UNSPEC ask for both.
 */
export function startResolution(request: {
  readonly name: string;
  readonly resolvConf: ResolvConf;
  readonly libc?: Libc;
  readonly families?: readonly ('A' | 'AAAA')[];
}): ResolutionStep {
  const { name, resolvConf, libc = 'glibc', families = ['A', 'AAAA'] } = request;
  const known = addressesWithoutQuery(name, libc);
  const isAsked = known === undefined && whyNotAsked(name, libc) === undefined;
  const servers = Math.min(MAX_SERVERS, Math.max(1, resolvConf.nameservers.length));
  const state: ResolutionState = {
    name,
    libc,
    candidates: isAsked ? candidateNames(name, resolvConf, libc) : [],
    at: 0,
    outcomes: {},
    families,
    asIs: placeOfAsIs(name, resolvConf, libc),
    errors: [],
    limits: { tries: resolvConf.attempts * servers, attempts: resolvConf.attempts },
    used: FIRST_TRY,
  };
  if (known !== undefined) {
    return { state, queries: [], result: { addresses: known, rcode: 'NOERROR', error: null } };
  }
  if (!isAsked) return failure(state, 'EAI_NONAME');
  return { state, queries: queriesFor(state, families), result: null };
}

const RCODE_OF: Readonly<Record<ResolutionError, Rcode>> = {
  EAI_NONAME: 'NXDOMAIN',
  EAI_NODATA: 'NOERROR',
  EAI_AGAIN: 'SERVFAIL',
  EAI_FAIL: 'REFUSED',
};

function failure(state: ResolutionState, error: ResolutionError): ResolutionStep {
  return { state, queries: [], result: { addresses: [], rcode: RCODE_OF[error], error } };
}

/**
 * Which of the candidates' errors the program sees. Sources: end of glibc `__res_context_search`; Go
 * net/dnsclient_unix.go `goLookupIPCNAMEOrder` (`lastErr`).
 */
function finalError({ libc, asIs }: ResolutionState, errors: readonly ResolutionError[]): ResolutionError {
  const last = errors.at(-1) ?? 'EAI_NONAME';
  if (libc === 'musl') return last;
  if (asIs === 'first') return errors[0] ?? last;
  if (libc !== 'glibc') return last;
  const searched = asIs === 'last' ? errors.slice(0, -1) : errors;
  if (searched.includes('EAI_NODATA')) return 'EAI_NODATA';
  return searched.includes('EAI_AGAIN') ? 'EAI_AGAIN' : last;
}

/**
 * Takes the answer to one query. Once the last of the round is in, the next
 * candidate's queries follow, or the same once more if they were rejected, or the result.
 */
export function stepResolution(
  state: ResolutionState,
  query: DnsQuery,
  outcome: QueryOutcome,
): ResolutionStep {
  const { type } = query;
  const isAwaited = state.candidates[state.at] === query.name && (type === 'A' || type === 'AAAA');
  if (!isAwaited) return { state, queries: [], result: null }; // a late answer to an earlier round
  const { libc, families } = state;
  const outcomes = { ...state.outcomes, [type]: outcome };
  const retry = retryOf(libc, families, outcomes, type, state.limits, state.used);
  if (retry !== undefined) {
    const { types, retries, attempt } = retry;
    const kept = Object.fromEntries(
      Object.entries(outcomes).filter(([family]) => !types.includes(family as 'A' | 'AAAA')),
    );
    const again: ResolutionState = { ...state, outcomes: kept, used: { retries, attempt } };
    return { state: again, queries: queriesFor(again, types), result: null };
  }
  const waiting: ResolutionState = { ...state, outcomes };
  if (families.some((family) => outcomes[family] === undefined)) {
    return { state: waiting, queries: [], result: null };
  }
  const round = endOfRound(libc, families, outcomes);
  if (round.error === null) {
    const { addresses } = round;
    return { state: waiting, queries: [], result: { addresses, rcode: 'NOERROR', error: null } };
  }
  if (round.isFinal === true) return failure(waiting, round.error);
  return nextCandidate(waiting, round.error, round.goesOn);
}

/** glibc asks for the name as it is even when it has given up the search list, and the list if that has failed. */
function nextCandidate(state: ResolutionState, error: ResolutionError, goesOn: boolean): ResolutionStep {
  const last = state.candidates.length - 1;
  const isGlibc = state.libc === 'glibc';
  const wasAsIs = state.asIs === 'first' && state.at === 0;
  const givesUp = !goesOn && !(isGlibc && wasAsIs);
  const asItIs = fqdn(state.name);
  const hasAsked = state.asIs === 'first' || state.candidates.slice(0, state.at + 1).includes(asItIs);
  const skips = isGlibc && givesUp && !hasAsked;
  // What ended a search before the name as it is counts for nothing in the end.
  const errors = skips ? state.errors : [...state.errors, error];
  if (!skips && (givesUp || state.at >= last)) {
    return failure({ ...state, errors }, finalError(state, errors));
  }
  const candidates = skips ? [...state.candidates.slice(0, state.at + 1), asItIs] : state.candidates;
  const asIs = skips ? 'last' : state.asIs;
  const at = state.at + 1;
  const next: ResolutionState = { ...state, asIs, candidates, at, outcomes: {}, errors, used: FIRST_TRY };
  return { state: next, queries: queriesFor(next, next.families), result: null };
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
  const pending = [...first.queries];
  let step = first;
  while (step.result === null) {
    const query = pending.shift();
    if (query === undefined) throw new Error(`resolution of ${step.state.name} waits for nothing`);
    const outcome = ask(query);
    asked.push({ query, outcome });
    step = stepResolution(step.state, query, outcome);
    pending.push(...step.queries);
  }
  return { asked, result: step.result };
}
