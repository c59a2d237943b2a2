/**
 * From Pod to endpoint. Source: k8s.io/endpointslice utils.go podToEndpoint, getEndpointPorts and
 * util/controller_utils.go ShouldPodBeInEndpoints, ShouldSetHostname; kubernetes pkg/api/v1/pod/util.go FindPort.
 */
import type { ContainerPort, Endpoint, EndpointPort, Node, Pod, Service } from '../cluster/objects';
import { ZONE_LABEL } from './zoneCapacity';

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
  const kept = pods.filter((pod) => publishNotReady || nodes.has(pod.node));
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
    if (found === null) return [];
    const appProtocol = port.appProtocol === undefined ? {} : { appProtocol: port.appProtocol };
    return [{ name: port.name, protocol: port.protocol, port: found, ...appProtocol }];
  });
}

/**
 * The endpoint that stands for a Pod among those of one address family; null if the Pod has no such address.
 * It has a host name where the Pod's subdomain is the Service's name.
 */
export function podToEndpoint(
  pod: Pod,
  node: Node | undefined,
  service: Service,
  family: 'IPv4' | 'IPv6',
): Endpoint | null {
  const { podIP = '' } = pod.status;
  if (podIP === '' || podIP.includes(':') !== (family === 'IPv6')) return null;
  const { nodeName, hostname, subdomain } = pod.spec;
  const zone = node?.metadata.labels[ZONE_LABEL] ?? '';
  const { name, namespace = '', uid } = pod.metadata;
  return {
    addresses: [podIP],
    conditions: endpointConditions({
      ready: pod.status.ready,
      deleting: pod.metadata.deletionMicros !== undefined,
      publishNotReady: service.spec.publishNotReadyAddresses,
    }),
    ...(nodeName === undefined ? {} : { nodeName }),
    ...(zone === '' ? {} : { zone }),
    ...(hostname !== undefined && subdomain === service.metadata.name ? { hostname } : {}),
    targetRef: { kind: 'Pod', namespace, name, ...(uid === '' ? {} : { uid }) },
  };
}
