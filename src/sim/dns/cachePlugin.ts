/**
 * CoreDNS' cache plugin as pure functions over entries that the caller keeps.
 * One cache per CoreDNS Pod. Source: coredns plugin/cache/cache.go, item.go, plugin/pkg/dnsutil/ttl.go.
 */
import type { Micros } from '../kernel/time';
import type { CachePluginConfig } from './corednsConfig';
import { matchingZone, normalizeName } from './domainName';
import type { DnsQuery, DnsResponse, ResourceRecord } from './message';

export interface CacheEntry {
  readonly response: DnsResponse;
  readonly storedMicros: Micros;
  readonly ttlSeconds: number;
}

/** What became of an answer on its way through the cache. */
export interface CacheDecision {
  /** The answer as the client gets it: every TTL is the one under which it would be stored. */
  readonly response: DnsResponse;
  readonly ttlSeconds: number;
  /** Which half of the cache stores it; null when it is not stored. */
  readonly stored: 'success' | 'denial' | null;
}

/** The key of a question in the cache. */
export function cacheKey(query: DnsQuery): string {
  return `${normalizeName(query.name)}/${query.type}`;
}

const SHORT_SECONDS = 5;

function withTtl(response: DnsResponse, ttl: number): DnsResponse {
  const set = (records: readonly ResourceRecord[]) => records.map((record) => ({ ...record, ttl }));
  const { answers, authority, additional } = response;
  return { ...response, answers: set(answers), authority: set(authority), additional: set(additional) };
}

function lowestTtl(response: DnsResponse, maximum: number): number {
  const records = [...response.answers, ...response.authority, ...response.additional];
  return records.length === 0 ? SHORT_SECONDS : Math.min(maximum, ...records.map((record) => record.ttl));
}

function hasSoa(response: DnsResponse): boolean {
  return response.authority.some((record) => record.type === 'SOA');
}

/** True if an alias chain from the question's name ends without a record of the type asked for. */
function endsWithoutAnswer(query: DnsQuery, response: DnsResponse): boolean {
  if (response.answers.length === 0) return false;
  let name = normalizeName(query.name);
  for (let i = 0; i <= response.answers.length; i++) {
    const here = response.answers.filter((record) => normalizeName(record.name) === name);
    if (here.some((record) => record.type === query.type)) return false;
    const alias = here.find((record) => record.type === 'CNAME');
    if (alias === undefined) return true;
    name = normalizeName(alias.data);
  }
  return true;
}

/**
 * Decides whether and for how long an answer is cached. The TTLs that the client
 * sees are capped even where a `disable` keeps the answer out of the cache.
 * Source: cache.go `WriteMsg`, `set`, `key`.
 */
export function cacheDecision(
  config: CachePluginConfig,
  query: DnsQuery,
  response: DnsResponse,
): CacheDecision {
  if (matchingZone(config.zones, query.name) === undefined) {
    return { response, ttlSeconds: 0, stored: null };
  }
  const incomplete = response.rcode === 'NOERROR' && endsWithoutAnswer(query, response);
  const noData = response.kind === 'NODATA' ? hasSoa(response) : incomplete && hasSoa(response);
  const denied = response.rcode === 'NXDOMAIN' || noData;
  const failed = response.rcode === 'SERVFAIL' || response.rcode === 'NOTIMP';

  let ttlSeconds: number;
  if (denied) {
    const ttl = lowestTtl(response, config.denialMaxSeconds);
    ttlSeconds = Math.min(Math.max(ttl, config.denialMinSeconds), config.denialMaxSeconds);
  } else if (failed) {
    ttlSeconds = config.servfailSeconds;
  } else {
    const ttl = response.rcode === 'NOERROR' ? lowestTtl(response, config.successMaxSeconds) : SHORT_SECONDS;
    ttlSeconds = Math.min(Math.max(ttl, config.successMinSeconds), config.successMaxSeconds);
  }
  const capped = withTtl(response, ttlSeconds);
  const refused = !denied && !failed && response.rcode !== 'NOERROR';
  const nameErrorWithoutSoa = response.rcode === 'NXDOMAIN' && !hasSoa(response);
  if (response.truncated || refused || nameErrorWithoutSoa || (incomplete && !noData) || ttlSeconds <= 0) {
    return { response: capped, ttlSeconds, stored: null };
  }
  const half = denied || failed ? 'denial' : 'success';
  const disabled = half === 'denial' ? config.disableDenial : config.disableSuccess;
  const kept = matchingZone(disabled, query.name) === undefined;
  return { response: capped, ttlSeconds, stored: kept ? half : null };
}

/** The entry to keep under `cacheKey(query)`, or undefined when the answer is not cached. */
export function cacheEntry(decision: CacheDecision, now: Micros): CacheEntry | undefined {
  if (decision.stored === null) return undefined;
  return { response: decision.response, storedMicros: now, ttlSeconds: decision.ttlSeconds };
}

/**
 * The answer from an entry, its TTLs lowered by the entry's age; undefined once it
 * has expired. Source: item.go `ttl`, `toMsg`.
 */
export function cachedResponse(
  config: CachePluginConfig,
  entry: CacheEntry | undefined,
  now: Micros,
): DnsResponse | undefined {
  if (entry === undefined) return undefined;
  const left = entry.ttlSeconds - Math.floor((now - entry.storedMicros) / 1_000_000);
  if (left <= 0) return undefined;
  return withTtl(entry.response, config.keepTtl ? entry.ttlSeconds : left);
}
