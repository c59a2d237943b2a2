/**
 * CoreDNS: the chain of plugins that answers one query (cache aside: it has state,
 * see `cachePlugin.ts`). Source: coredns plugin.cfg for the order of the plugins.
 */
import type { CorednsConfig } from './corednsConfig';
import { isSubdomain, matchingZone } from './domainName';
import type { DnsView } from './dnsView';
import { answerFromCluster } from './kubernetesPlugin';
import { respond, type DnsQuery, type DnsResponse } from './message';
import { answerFromPublicNames, type PublicNames } from './publicNames';

/** Who gave the answer: for captions. */
export type AnsweredBy = 'kubernetes' | 'forward' | 'nobody';

export interface CorednsAnswer extends DnsResponse {
  readonly answeredBy: AnsweredBy;
}

const MAX_SELF_LOOKUPS = 8;

function byNobody(rcode: 'REFUSED' | 'SERVFAIL'): CorednsAnswer {
  return { ...respond(rcode), answeredBy: 'nobody' };
}

function answerAtDepth(
  query: DnsQuery,
  view: DnsView,
  config: CorednsConfig,
  publicNames: PublicNames,
  depth: number,
): CorednsAnswer {
  if (matchingZone(config.zones, query.name) === undefined) return byNobody('REFUSED');
  if (config.kubernetes !== undefined) {
    const upstream = (next: DnsQuery): DnsResponse =>
      depth >= MAX_SELF_LOOKUPS
        ? respond('SERVFAIL')
        : answerAtDepth(next, view, config, publicNames, depth + 1);
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
 */
export function answer(
  query: DnsQuery,
  view: DnsView,
  config: CorednsConfig,
  publicNames: PublicNames = {},
): CorednsAnswer {
  return answerAtDepth(query, view, config, publicNames, 0);
}

/** True if forwarding was needed to answer: then the query left the cluster. */
export function leftCluster(response: CorednsAnswer): boolean {
  return response.answeredBy === 'forward';
}
