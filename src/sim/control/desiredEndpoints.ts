/** The endpoints that a Service should have, as its Pods are now. Source: k8s.io/endpointslice reconciler.go reconcileByAddressType. */
import type { Endpoint, EndpointPort, Node, Pod, Service } from '../cluster/objects';
import { belongsInEndpoints, endpointPorts, knownNodesOnly, podToEndpoint } from './endpointConditions';
import type { SliceContent } from './plannedSlices';
import { inSliceOrder } from './portOrder';
import { portsId, type AddressFamily } from './sliceReconciler';

/** The Service's Pods as endpoints of one family, by the ports they offer: a named target port may differ from Pod to Pod. A group may be empty. */
export function desiredEndpoints(
  service: Service,
  pods: readonly Pod[],
  nodeOf: (name: string) => Node | undefined,
  family: AddressFamily,
): Map<string, SliceContent> {
  const listed = pods
    .filter(({ status, metadata }) => {
      const { phase, podIP = '' } = status;
      return belongsInEndpoints({ phase, podIP, deleting: metadata.deletionMicros !== undefined }, true);
    })
    .map((pod) => ({ pod, node: pod.spec.nodeName ?? '' }));
  const nodes = new Set(listed.map(({ node }) => node).filter((node) => nodeOf(node) !== undefined));
  const { kept } = knownNodesOnly(listed, nodes, service.spec.publishNotReadyAddresses);
  const groups = new Map<string, { ports: EndpointPort[]; endpoints: Endpoint[] }>();
  for (const one of listed) {
    const ports = inSliceOrder(endpointPorts(service, one.pod));
    const id = portsId(ports);
    // Also a Pod that gives no endpoint keeps the slices with its ports.
    const group = groups.get(id) ?? { ports, endpoints: [] };
    groups.set(id, group);
    const endpoint = kept.includes(one) ? podToEndpoint(one.pod, nodeOf(one.node), service, family) : null;
    if (endpoint !== null) group.endpoints.push(endpoint);
  }
  return groups;
}
