/**
 * What each CoreDNS Pod has cached. Every replica has a cache of its own, in its memory: the others know nothing
 * of it, and it is gone with the process. Source: coredns plugin/cache/cache.go.
 */
import type { CacheEntry } from '../dns/cachePlugin';
import type { DnsCache } from '../dns/coredns';
import type { TrafficDraft } from './places';
import type { DnsCacheRow } from './tables';

/** The cache of a Pod as `answer` reads and writes it. Writing an entry drops those of the Pod that are over. */
export function cacheOf(draft: TrafficDraft, pod: string): DnsCache {
  return {
    now: draft.now,
    get: (key) => draft.get('dnsCaches', rowKey(pod, key)),
    put: (key, entry) => {
      dropOver(draft, pod);
      draft.put('dnsCaches', rowKey(pod, key), { ...entry, pod } satisfies DnsCacheRow);
    },
  };
}

/** The process is gone, and its memory with it. */
export function forgetCache(draft: TrafficDraft, pod: string): void {
  for (const key of draft.lookup('dnsCaches', 'byPod', pod)) draft.remove('dnsCaches', key);
}

function dropOver(draft: TrafficDraft, pod: string): void {
  for (const key of draft.lookup('dnsCaches', 'byPod', pod)) {
    if (isOver(draft.get('dnsCaches', key)!, draft.now)) draft.remove('dnsCaches', key);
  }
}

function isOver({ storedMicros, ttlSeconds }: CacheEntry, now: number): boolean {
  return now - storedMicros >= ttlSeconds * 1_000_000;
}

function rowKey(pod: string, key: string): string {
  return `${pod} ${key}`;
}
