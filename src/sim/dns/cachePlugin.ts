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
  /** Which plugin had answered: for captions. */
  readonly answeredBy?: 'kubernetes' | 'forward';
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

/** `MinimalDefaultTTL` and `MaximumDefaulTTL` of plugin/pkg/dnsutil/ttl.go. */
const SHORT_SECONDS = 5;
const LONG_SECONDS = 3600;

function withTtl(response: DnsResponse, ttl: number): DnsResponse {
  const set = (records: readonly ResourceRecord[]) => records.map((record) => ({ ...record, ttl }));
  const { answers, authority, additional } = response;
  return { ...response, answers: set(answers), authority: set(authority), additional: set(additional) };
}

function lowestTtl(response: DnsResponse): number {
  const records = [...response.answers, ...response.authority, ...response.additional];
  return records.length === 0
    ? SHORT_SECONDS
    : Math.min(LONG_SECONDS, ...records.map((record) => record.ttl));
}

type ResponseType = 'answer' | 'denial' | 'delegation' | 'serverError' | 'otherError';

/**
 * An alias without addresses is an answer, too, even with an SOA beside it (until CoreDNS 1.14.5).
 * Source: plugin/pkg/response/typify.go `Typify`.
 */
function typeOf({ rcode, answers, authority }: DnsResponse): ResponseType {
  if (rcode === 'NOERROR' && answers.length > 0) return 'answer';
  const has = (type: 'SOA' | 'NS') => authority.some((record) => record.type === type);
  if (has('SOA') && (rcode === 'NOERROR' || rcode === 'NXDOMAIN')) return 'denial';
  if (rcode === 'SERVFAIL' || rcode === 'NOTIMP') return 'serverError';
  if (rcode === 'NOERROR') return has('NS') ? 'delegation' : 'answer';
  return 'otherError';
}

/**
 * Decides whether and for how long an answer is cached. The TTLs that the client
 * sees are capped even where a `disable` keeps the answer out of the cache. An error that no plugin
 * has written (`answeredBy: 'nobody'`) never comes by the cache: the server itself sends it.
 * Sources: cache.go `WriteMsg`, `set`, `key`; core/dnsserver/server.go `errorFunc`.
 */
export function cacheDecision(
  config: CachePluginConfig,
  query: DnsQuery,
  response: DnsResponse & { readonly answeredBy?: string },
): CacheDecision {
  if (response.answeredBy === 'nobody' || matchingZone(config.zones, query.name) === undefined) {
    return { response, ttlSeconds: 0, stored: null };
  }
  const type = typeOf(response);
  let ttlSeconds: number;
  if (type === 'serverError') ttlSeconds = Math.floor(config.servfailSeconds);
  else {
    const ttl = type === 'answer' || type === 'denial' ? lowestTtl(response) : SHORT_SECONDS;
    const [least, most] =
      type === 'denial'
        ? [config.denialMinSeconds, config.denialMaxSeconds]
        : [config.successMinSeconds, config.successMaxSeconds];
    ttlSeconds = Math.min(Math.max(ttl, least), most);
  }
  const capped = withTtl(response, ttlSeconds);
  if (response.truncated || type === 'otherError' || ttlSeconds <= 0) {
    return { response: capped, ttlSeconds, stored: null };
  }
  const half = type === 'denial' || type === 'serverError' ? 'denial' : 'success';
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
