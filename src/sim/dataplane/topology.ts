/**
 * Which endpoints a node uses: ready ones, or terminating ones as a last resort;
 * near ones when hints say so; this node's alone under policy Local.
 * Source: kubernetes pkg/proxy/topology.go CategorizeEndpoints.
 */
import type { EndpointInfo } from './endpoints';

export interface TopologyNode {
  readonly nodeName: string;
  /** Empty if the node has no zone label. */
  readonly zone: string;
}

type Candidate = Pick<
  EndpointInfo,
  'isLocal' | 'ready' | 'serving' | 'terminating' | 'forZones' | 'forNodes'
>;

/** Null means that the Service never uses that policy; an empty list that nothing is usable. */
export interface EndpointChoice<E> {
  readonly cluster: readonly E[] | null;
  readonly local: readonly E[] | null;
  /** Everything this node may send to: the union of both, in the given order. */
  readonly reachable: readonly E[];
  /** True if some node has a usable endpoint. */
  readonly hasAny: boolean;
  /** True if hints narrowed the choice: then it depends on the node. */
  readonly mode: 'all' | 'sameZone' | 'sameNode';
}

/** Ready ones; if there are none, those that are terminating but still serving. */
function usable<E extends Candidate>(endpoints: readonly E[], isNear: (endpoint: E) => boolean): E[] {
  const ready = endpoints.filter((endpoint) => endpoint.ready && isNear(endpoint));
  return ready.length > 0
    ? ready
    : endpoints.filter((endpoint) => !endpoint.ready && isServingTerminating(endpoint));
}

function isServingTerminating(endpoint: Candidate): boolean {
  return endpoint.serving && endpoint.terminating;
}

/** Hints count only if every ready endpoint has one and some endpoint is meant for here; node before zone. */
function modeFromHints(endpoints: readonly Candidate[], node: TopologyNode): 'all' | 'sameZone' | 'sameNode' {
  const ready = endpoints.filter((endpoint) => endpoint.ready);
  if (ready.length === 0) return 'all';
  const allHaveNodes = ready.every((endpoint) => endpoint.forNodes.length > 0);
  if (allHaveNodes && ready.some((endpoint) => endpoint.forNodes.includes(node.nodeName))) return 'sameNode';
  const allHaveZones = ready.every((endpoint) => endpoint.forZones.length > 0);
  if (allHaveZones && ready.some((endpoint) => endpoint.forZones.includes(node.zone))) return 'sameZone';
  return 'all';
}

/**
 * Sorts a Service port's endpoints into what this node uses for which policy.
 * `policies` says which of the two policies the Service port uses at all.
 */
export function chooseEndpoints<E extends Candidate>(
  endpoints: readonly E[],
  policies: { readonly cluster: boolean; readonly local: boolean },
  node: TopologyNode,
): EndpointChoice<E> {
  const mode = policies.cluster ? modeFromHints(endpoints, node) : 'all';
  const isNear = (endpoint: E) =>
    mode === 'all' ||
    (mode === 'sameNode' ? endpoint.forNodes.includes(node.nodeName) : endpoint.forZones.includes(node.zone));
  const cluster = policies.cluster ? usable(endpoints, isNear) : null;
  const local = policies.local
    ? usable(
        endpoints.filter((endpoint) => endpoint.isLocal),
        () => true,
      )
    : null;
  const hasAny =
    (cluster !== null && cluster.length > 0) ||
    (policies.local && endpoints.some((endpoint) => endpoint.ready || isServingTerminating(endpoint)));
  const inUse = new Set<E>([...(cluster ?? []), ...(local ?? [])]);
  return { cluster, local, reachable: endpoints.filter((endpoint) => inUse.has(endpoint)), hasAny, mode };
}
