/**
 * CoreDNS' autopath plugin: the server walks the search list of the Pod that asks, and answers its first
 * query with an alias to the name that was found. Source: coredns plugin/autopath/autopath.go, cname.go;
 * plugin/kubernetes/autopath.go.
 */
import type { CorednsConfig } from './corednsConfig';
import { isSubdomain, labelsOf, matchingZone, normalizeName } from './domainName';
import type { DnsView } from './dnsView';
import type { DnsQuery, DnsResponse, ResourceRecord } from './message';
import { isKnownPod } from './viewOf';
import { watchedView } from './watchedView';

/** What the plugins behind answer; `isWritten` is false where the server itself would have to send the error. */
export interface NextAnswer {
  readonly response: DnsResponse;
  readonly isWritten: boolean;
}

/**
 * The search list of the Pod with that address, as CoreDNS knows it: of the zone asked for, and only with
 * `pods verified`. The last, empty, stands for the name as it is. Undefined where nothing is walked.
 */
export function searchPath(
  name: string,
  clientIP: string | undefined,
  view: DnsView,
  { autopath, kubernetes }: CorednsConfig,
): readonly string[] | undefined {
  if (autopath?.search !== 'kubernetes' || matchingZone(autopath.zones, name) === undefined) return undefined;
  if (kubernetes?.pods !== 'verified' || clientIP === undefined) return undefined;
  const zone = matchingZone(kubernetes.zones, name);
  const pod = watchedView(view, kubernetes).podsByIP(clientIP).find(isKnownPod);
  if (zone === undefined || pod === undefined) return undefined;
  const below = zone === '.' ? '' : zone;
  const own = `${pod.metadata.namespace ?? 'default'}.svc.${below}`;
  return isSubdomain(own, name) ? [own, `svc.${below}`, zone, ''] : undefined;
}

/** Prepends an alias from the name asked for to the first record of another name. Source: cname.go `cnamer`. */
function withAlias(response: DnsResponse, original: string): DnsResponse {
  const asked = normalizeName(original);
  const other = response.answers.find((record) => normalizeName(record.name) !== asked);
  if (other === undefined) return response;
  const alias: ResourceRecord = { name: original, ttl: other.ttl, type: 'CNAME', data: other.name };
  return { ...response, answers: [alias, ...response.answers] };
}

/**
 * Asks the plugins behind for the name in each domain of the list until one of them exists. If none does,
 * the answer to the first stands, and the client goes on by itself.
 * @returns undefined where the walk fails, so that the server says SERVFAIL: the name is the domain itself,
 * or no plugin is responsible for a name of the walk
 */
export function answerAlongPath<Answer extends NextAnswer>(
  query: DnsQuery,
  path: readonly string[],
  next: (query: DnsQuery) => Answer,
): Answer | undefined {
  const labels = labelsOf(query.name);
  const base = labels.slice(0, labels.length - labelsOf(path[0]!).length).join('.');
  if (base === '') return undefined;
  let first: Answer | undefined;
  for (const domain of path) {
    const answer = next({ ...query, name: `${base}.${domain === '.' ? '' : domain}` });
    if (!answer.isWritten) return undefined;
    first ??= answer;
    if (answer.response.rcode === 'NXDOMAIN') continue;
    return { ...answer, response: withAlias(answer.response, query.name) };
  }
  return first;
}
