/**
 * From Pod to endpoint. Source: k8s.io/endpointslice utils.go podToEndpoint, getEndpointPorts and
 * util/controller_utils.go ShouldPodBeInEndpoints; kubernetes pkg/api/v1/pod/util.go FindPort.
 */
import type { ContainerPort, Endpoint, EndpointPort, Node, Pod, Service } from '../cluster/objects';

/** serving = the Pod is ready; terminating = its deletion was requested; ready = serving and not terminating, or published anyway. */
export function endpointConditions(pod: {
  readonly ready: boolean;
  readonly deleting: boolean;
  readonly publishNotReady: boolean;
}): Endpoint['conditions'] {
  const serving = pod.ready;
  const terminating = pod.deleting;
  return { ready: pod.publishNotReady || (serving && !terminating), serving, terminating };
}

/** Whether a Pod is listed at all. EndpointSlices include terminating Pods; the old Endpoints object does not. */
export function belongsInEndpoints(
  pod: { readonly phase: Pod['status']['phase']; readonly podIP: string; readonly deleting: boolean },
  includeTerminating: boolean,
): boolean {
  if (pod.phase === 'Failed' || pod.phase === 'Succeeded') return false;
  if (pod.podIP === '') return false;
  return includeTerminating || !pod.deleting;
}

/** Splits off the Pods whose Node object is missing; not-ready addresses that are published anyway stay. */
export function knownNodesOnly<P extends { readonly node: string }>(
  pods: readonly P[],
  nodes: ReadonlySet<string>,
  publishNotReady: boolean,
): { kept: P[]; retry: boolean } {
  const kept = pods.filter((pod) => publishNotReady || pod.node === '' || nodes.has(pod.node));
  return { kept, retry: kept.length < pods.length };
}

/** The number behind a targetPort: itself, or what the Pod's containers call by that name and protocol; null if none does. */
export function findTargetPort(
  targetPort: number | string,
  protocol: ContainerPort['protocol'],
  containers: readonly { readonly ports: readonly ContainerPort[] }[],
): number | null {
  if (typeof targetPort === 'number') return targetPort;
  for (const container of containers) {
    for (const port of container.ports) {
      if (port.name === targetPort && port.protocol === protocol) return port.containerPort;
    }
  }
  return null;
}

/** The ports of a Service as this Pod offers them; a name that the Pod does not know is left out. */
export function endpointPorts(service: Service, pod: Pod): EndpointPort[] {
  return service.spec.ports.flatMap((port) => {
    const found = findTargetPort(port.targetPort, port.protocol, pod.spec.containers);
    return found === null ? [] : [{ name: port.name, protocol: port.protocol, port: found }];
  });
}

/** The endpoint that stands for a Pod. */
export function podToEndpoint(pod: Pod, node: Node | undefined, publishNotReady: boolean): Endpoint {
  const zone = node?.metadata.labels['topology.kubernetes.io/zone'];
  return {
    addresses: [pod.status.podIP!],
    conditions: endpointConditions({
      ready: pod.status.ready,
      deleting: pod.metadata.deletionMicros !== undefined,
      publishNotReady,
    }),
    ...(pod.spec.nodeName === undefined ? {} : { nodeName: pod.spec.nodeName }),
    ...(zone === undefined ? {} : { zone }),
    targetRef: { kind: 'Pod', namespace: pod.metadata.namespace ?? '', name: pod.metadata.name },
  };
}
