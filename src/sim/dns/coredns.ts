/**
 * CoreDNS: the chain of plugins that answers one query: cache, autopath, kubernetes, forward.
 * Source: coredns plugin.cfg for the order of the plugins.
 */
import type { Micros } from '../kernel/time';
import { answerAlongPath, searchPath } from './autopathPlugin';
import { cachedResponse, cacheDecision, cacheEntry, cacheKey, type CacheEntry } from './cachePlugin';
import type { CorednsConfig } from './corednsConfig';
import { isSubdomain, matchingZone } from './domainName';
import type { DnsView } from './dnsView';
import { answerFromCluster } from './kubernetesPlugin';
import { respond, type DnsQuery, type DnsResponse } from './message';
import { answerFromPublicNames, type PublicNames } from './publicNames';

/** Who gave the answer, or had given it when it was cached: for captions. */
export type AnsweredBy = 'kubernetes' | 'forward' | 'nobody';

export interface CorednsAnswer extends DnsResponse {
  readonly answeredBy: AnsweredBy;
  /** True if the answer, as a whole, comes out of the cache. */
  readonly fromCache?: true;
}

/** The cache of one CoreDNS Pod: kept by the caller, under `cacheKey`. */
export interface DnsCache {
  readonly now: Micros;
  get(key: string): CacheEntry | undefined;
  put(key: string, entry: CacheEntry): void;
}

const MAX_SELF_LOOKUPS = 8;

function byNobody(rcode: 'REFUSED' | 'SERVFAIL'): CorednsAnswer {
  return { ...respond(rcode), answeredBy: 'nobody' };
}

interface Server {
  readonly view: DnsView;
  readonly config: CorednsConfig;
  readonly publicNames: PublicNames;
  readonly clientIP: string | undefined;
  readonly cache: DnsCache | undefined;
}

function answerAtDepth(query: DnsQuery, server: Server, depth: number): CorednsAnswer {
  const { config, cache } = server;
  if (matchingZone(config.zones, query.name) === undefined) return byNobody('REFUSED');
  const behind = () => answerBehindCache(query, server, depth);
  if (config.cache === undefined) return behind();
  if (matchingZone(config.cache.zones, query.name) === undefined) return behind();
  const key = cacheKey(query);
  const entry = cache?.get(key);
  const kept = cache === undefined ? undefined : cachedResponse(config.cache, entry, cache.now);
  if (kept !== undefined) return { ...kept, answeredBy: entry?.answeredBy ?? 'forward', fromCache: true };
  const fresh = behind();
  if (cache === undefined) return fresh;
  const decision = cacheDecision(config.cache, query, fresh);
  const stored = cacheEntry(decision, cache.now);
  const { answeredBy } = fresh;
  if (stored !== undefined && answeredBy !== 'nobody') cache.put(key, { ...stored, answeredBy });
  return { ...decision.response, answeredBy };
}

function answerBehindCache(query: DnsQuery, server: Server, depth: number): CorednsAnswer {
  const { view, config, clientIP } = server;
  const next = (asked: DnsQuery): CorednsAnswer => answerBehindAutopath(asked, server, depth);
  const path = searchPath(query.name, clientIP, view, config);
  if (path === undefined) return next(query);
  const walked = answerAlongPath(query, path, (asked) => {
    const response = next(asked);
    return { response, isWritten: response.answeredBy !== 'nobody', answeredBy: response.answeredBy };
  });
  return walked === undefined ? byNobody('SERVFAIL') : { ...walked.response, answeredBy: walked.answeredBy };
}

function answerBehindAutopath(query: DnsQuery, server: Server, depth: number): CorednsAnswer {
  const { view, config, publicNames } = server;
  if (config.kubernetes !== undefined) {
    const upstream = (next: DnsQuery): DnsResponse =>
      depth >= MAX_SELF_LOOKUPS ? respond('SERVFAIL') : answerAtDepth(next, server, depth + 1);
    const response = answerFromCluster(query, view, config.kubernetes, upstream);
    if (response !== undefined) return { ...response, answeredBy: 'kubernetes' };
  }
  const { forward } = config;
  if (forward === undefined || !isSubdomain(forward.from, query.name)) return byNobody('SERVFAIL');
  if (matchingZone(forward.except, query.name) !== undefined) return byNobody('SERVFAIL');
  return { ...answerFromPublicNames(query, publicNames), answeredBy: 'forward' };
}

/**
 * What CoreDNS answers: from the cluster where the name lies in its zones, else from
 * the forwarder's names. REFUSED where no server block has the zone, SERVFAIL where the last plugin
 * passes the query on. Sources: coredns plugin/kubernetes/handler.go; plugin/forward/forward.go;
 * core/dnsserver/server.go `ServeDNS`; plugin/plugin.go `NextOrFailure`.
 * @param publicNames what the name server behind `forward` knows
 * @param clientIP who asks: autopath walks the search list of the Pod with that address
 * @param cache what this CoreDNS has kept; it is read and written, also where CoreDNS asks itself for the
 * target of an ExternalName. Without it, every answer is fresh and has the TTLs of its source
 */
export function answer(
  query: DnsQuery,
  view: DnsView,
  config: CorednsConfig,
  publicNames: PublicNames = {},
  clientIP?: string,
  cache?: DnsCache,
): CorednsAnswer {
  return answerAtDepth(query, { view, config, publicNames, clientIP, cache }, 0);
}

/** True if forwarding was needed to answer: then the query left the cluster. */
export function leftCluster(response: CorednsAnswer): boolean {
  return response.answeredBy === 'forward';
}
