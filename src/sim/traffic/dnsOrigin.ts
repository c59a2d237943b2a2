/**
 * Where a CoreDNS Pod takes an answer from, decided when the query arrives: out of its cache, from the cluster as
 * it knows it, or from the server behind `forward`, which takes its time.
 */
import { cacheKey, type CacheEntry } from '../dns/cachePlugin';
import type { CorednsAnswer, DnsCache } from '../dns/coredns';
import type { CorednsConfig } from '../dns/corednsConfig';
import { matchingZone } from '../dns/domainName';
import type { DnsQuery } from '../dns/message';

export type AnswerRoad =
  | { readonly by: 'cache'; readonly answer: CorednsAnswer }
  | { readonly by: 'kubernetes' | 'forward' | 'nobody' };

type Answering = (cache: DnsCache | undefined) => CorednsAnswer;

/**
 * How a query is going to be answered. `answering` is CoreDNS, given a cache; here it only reads.
 * An ExternalName's target is asked of the server outside, too, unless it is in the cache.
 */
export function roadOf(
  query: DnsQuery,
  config: CorednsConfig,
  cache: DnsCache,
  answering: Answering,
): AnswerRoad {
  const answer = answering({ ...cache, get: (key) => cache.get(key), put: () => undefined });
  if (answer.fromCache === true) return { by: 'cache', answer };
  const target = answer.answers.filter(({ type }) => type === 'CNAME').at(-1)?.data;
  const isOutside =
    answer.answeredBy === 'kubernetes' &&
    target !== undefined &&
    matchingZone(config.kubernetes?.zones ?? [], target) === undefined;
  if (isOutside && !isKept(cache, { name: target, type: query.type })) return { by: 'forward' };
  return { by: answer.answeredBy };
}

function isKept(cache: DnsCache, query: DnsQuery): boolean {
  const entry = cache.get(cacheKey(query));
  return entry !== undefined && cache.now - entry.storedMicros < entry.ttlSeconds * 1_000_000;
}

/**
 * The answer once the work is done. What went its way is not taken from what others have put into the cache
 * meanwhile. `kept` is for how many seconds this replica keeps the answer, 0 if it does not.
 */
export function answerOf(
  road: AnswerRoad,
  query: DnsQuery,
  cache: DnsCache,
  answering: Answering,
): { readonly answer: CorednsAnswer; readonly kept: number } {
  if (road.by === 'cache') return { answer: road.answer, kept: 0 };
  const own = cacheKey(query);
  let kept = 0;
  const answer = answering({
    now: cache.now,
    get: (key): CacheEntry | undefined => (key === own || road.by === 'forward' ? undefined : cache.get(key)),
    put: (key, entry) => {
      if (key === own) kept = entry.ttlSeconds;
      cache.put(key, entry);
    },
  });
  return { answer, kept };
}
