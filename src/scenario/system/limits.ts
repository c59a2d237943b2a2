/** What of a large system is run: so much that it can be started, drawn and followed. */
import { selects } from '../../manifest/checks/checkServices';
import type { ApiObject, Deployment, Kind, ReplicaSet } from '../../sim/cluster/objects';

/** So many Pods are run; Deployments that ask for more get fewer, the largest first. */
export const MOST_PODS = 300;
/** So many objects of a kind are run, first come first served; kinds that cost nothing are not listed. */
export const MOST_OF_KIND: Readonly<Partial<Record<Kind, number>>> = {
  Deployment: 80,
  ReplicaSet: 80,
  Pod: 100,
  Service: 150,
  EndpointSlice: 200,
  Node: 20,
  Ingress: 100,
};

export interface Limited {
  readonly objects: readonly ApiObject[];
  /** Names of Deployments and ReplicaSets that run fewer Pods than they ask for. */
  readonly scaledDown: readonly string[];
  /** `Kind/name` of what is left out. */
  readonly leftOut: readonly string[];
}

/** Leaves out and scales down what is too much. Services that lead to what is run stay before others. */
export function withinLimits(objects: readonly ApiObject[]): Limited {
  const kept = new Set(objects.filter(firstOfKind('Deployment', 'ReplicaSet', 'Pod')));
  const services = objects.filter(({ kind }) => kind === 'Service');
  const useful = services.filter((service) => leadsTo(service, kept));
  const inOrder = [...useful, ...services.filter((service) => !useful.includes(service))];
  for (const service of inOrder.slice(0, MOST_OF_KIND.Service)) kept.add(service);
  for (const object of objects.filter(firstOfKind('EndpointSlice', 'Node', 'Ingress', 'ConfigMap')))
    kept.add(object);
  const makers = objects.filter((object) => kept.has(object)).filter(isScaled);
  const cap = capFor(makers.map(({ spec }) => spec.replicas));
  const scaledDown: string[] = [];
  const limited = objects
    .filter((object) => kept.has(object))
    .map((object) => {
      if (!isScaled(object) || object.spec.replicas <= cap) return object;
      scaledDown.push(object.metadata.name);
      return { ...object, spec: { ...object.spec, replicas: cap } } as ApiObject;
    });
  const dropped = objects.filter((object) => !kept.has(object));
  return {
    objects: limited,
    scaledDown,
    leftOut: dropped.map(({ kind, metadata }) => `${kind}/${metadata.name}`),
  };
}

function isScaled(object: ApiObject): object is Deployment | ReplicaSet {
  return object.kind === 'Deployment' || object.kind === 'ReplicaSet';
}

function firstOfKind(...kinds: readonly Kind[]): (object: ApiObject) => boolean {
  const counts = new Map<Kind, number>();
  return ({ kind }) => {
    const count = (counts.get(kind) ?? 0) + 1;
    counts.set(kind, count);
    return kinds.includes(kind) && count <= (MOST_OF_KIND[kind] ?? Infinity);
  };
}

function leadsTo(service: ApiObject, kept: ReadonlySet<ApiObject>): boolean {
  if (service.kind !== 'Service') return false;
  const { selector } = service.spec;
  for (const object of kept) {
    if (object.metadata.namespace !== service.metadata.namespace) continue;
    const labels = isScaled(object) ? object.spec.template.labels : object.metadata.labels;
    if (selects(selector, labels)) return true;
  }
  return false;
}

/** The most that one workload may have so that all together stay within the limit. */
function capFor(replicas: readonly number[]): number {
  const total = (cap: number): number => replicas.reduce((sum, count) => sum + Math.min(count, cap), 0);
  let cap = MOST_PODS;
  while (cap > 1 && total(cap) > MOST_PODS) cap--;
  return cap;
}
