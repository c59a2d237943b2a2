/** Which stretch of the road a call opens, by who stands behind the name or address it goes to. */
import type { Hop } from '../../packet/hop';
import type { TrafficDraft } from '../places';
import { roleOf, type Role } from '../programs';
import { isAddress, type ParsedUrl } from '../urls';

const LEG_OF_ROLE: Readonly<Record<Role, Hop['leg']>> = {
  'ingress-controller': 'ingress',
  'web-app': 'web',
  gateway: 'gateway',
  service: 'service',
  dns: 'service',
};

/** The leg of a call from a Pod to a URL; `service` where nothing is known of the target. */
export function legTowards(draft: TrafficDraft, url: ParsedUrl, fromPod: string): Hop['leg'] {
  const keys = isAddress(url.host)
    ? [
        ...draft.lookup('pods', 'byIP', url.host),
        ...podsBehindServices(draft, draft.lookup('services', 'byIP', url.host)),
      ]
    : podsBehindServices(draft, [serviceKey(url.host, fromPod)]);
  const pod = keys[0] === undefined ? undefined : draft.get('pods', keys[0]);
  if (pod !== undefined) return LEG_OF_ROLE[roleOf(draft, pod)];
  const role = isAddress(url.host) ? undefined : roleOfNobody(draft, serviceKey(url.host, fromPod));
  return role === undefined ? 'service' : LEG_OF_ROLE[role];
}

/** The role of the Pods that a Service would select if there were any: as its Deployment's template says. */
function roleOfNobody(draft: TrafficDraft, service: string): Role | undefined {
  const selector = Object.entries(draft.get('services', service)?.spec.selector ?? {});
  if (selector.length === 0) return undefined;
  const [namespace] = service.split('/');
  for (const key of draft.keys('replicaSets')) {
    const { metadata, spec } = draft.get('replicaSets', key)!;
    const { labels, annotations } = spec.template;
    if (metadata.namespace !== namespace || !selector.every(([name, value]) => labels[name] === value)) {
      continue;
    }
    const owner = { kind: 'ReplicaSet', name: metadata.name, uid: metadata.uid ?? '' };
    const meta = { ...metadata, labels, annotations, ownerReferences: [owner] };
    return roleOf(draft, { metadata: meta, spec: spec.template.spec });
  }
  return undefined;
}

/** The Service that a host name means inside the cluster: `name`, `name.namespace`, `name.namespace.svc…`. */
function serviceKey(host: string, fromPod: string): string {
  const [name = '', namespace] = host.split('.');
  return `${namespace ?? fromPod.slice(0, fromPod.indexOf('/'))}/${name}`;
}

function podsBehindServices(draft: TrafficDraft, services: readonly string[]): string[] {
  for (const service of services) {
    for (const key of draft.lookup('endpointSlices', 'byService', service)) {
      for (const endpoint of draft.get('endpointSlices', key)?.endpoints ?? []) {
        const target = endpoint.targetRef;
        if (target !== undefined) return [`${target.namespace}/${target.name}`];
      }
    }
    const selector = Object.entries(draft.get('services', service)?.spec.selector ?? {});
    const [namespace] = service.split('/');
    const pair = selector[0];
    if (pair !== undefined) {
      const found = draft.lookup('pods', 'byLabel', `${namespace}/${pair[0]}=${pair[1]}`);
      if (found.length > 0) return found;
    }
  }
  return [];
}
