/** Whether the cluster has come to rest: what was asked for is there, and every node knows. */
import type { Pod } from '../sim/cluster/objects';
import { staleMicros } from './nodes';
import { awaitedOfNodes, isDarkNode } from './power';
import type { WorldView } from './view';

/** True if all Deployments have what they want, no Pod is leaving, and no node's rules lag behind. */
export function isAtRest(view: WorldView): boolean {
  const { deployments, pods, services, nodes, requests } = view.tables;
  if (Object.keys(requests).length > 0) return false;
  for (const deployment of Object.values(deployments)) {
    const { replicas } = deployment.spec;
    const { status } = deployment;
    if (status.readyReplicas !== replicas || status.replicas !== replicas) return false;
  }
  if (Object.values(pods).some((pod) => isLeaving(view, pod)) || awaitedOfNodes(view) !== null) return false;
  const names = Object.keys(nodes);
  return Object.keys(services).every((service) =>
    names.every((node) => staleMicros(view, node, service) === 0),
  );
}

/** Its deletion was requested, and somebody is there to carry it out. */
export function isLeaving(view: WorldView, { metadata, spec }: Pod): boolean {
  return metadata.deletionMicros !== undefined && !isDarkNode(view, spec.nodeName ?? '');
}

/** True while a Pod is leaving, or some node's rules do not follow what the API server holds. */
export function isLagging(view: WorldView): boolean {
  const { pods, services, nodes, counters, proxies } = view.tables;
  for (const key in pods) if (isLeaving(view, pods[key]!)) return true;
  const newest = counters['cluster']?.resourceVersion ?? 0;
  const names = Object.keys(nodes).filter((node) => !isDarkNode(view, node));
  if (names.every((node) => (proxies[node]?.seenVersion ?? 0) >= newest)) return false;
  return Object.keys(services).some((service) => names.some((node) => staleMicros(view, node, service) > 0));
}
