/** Endpoints of a Service port, gathered from its EndpointSlices as kube-proxy does. */
import { keyOf, SERVICE_NAME_LABEL, type EndpointSlice } from '../cluster/objects';
import { formatSocket } from '../packet/headers';
import { canonicalIP } from './addresses';
import { isAnothersBusiness, type ServicePortInfo } from './servicePorts';

export interface EndpointInfo {
  readonly ip: string;
  readonly port: number;
  /** `ip:port`; what endpoints are sorted and hashed by. */
  readonly address: string;
  /** On the node whose kube-proxy is asking. */
  readonly isLocal: boolean;
  readonly ready: boolean;
  readonly serving: boolean;
  readonly terminating: boolean;
  readonly forZones: readonly string[];
  readonly forNodes: readonly string[];
  /** Where it stands: `namespace/name` of the slice, index in `endpoints`, index in `ports`. */
  readonly slice: string;
  readonly index: number;
  readonly portIndex: number;
}

/** `namespace/name` of the Service that a slice belongs to; undefined if it has no such label. */
export function serviceOfSlice(slice: EndpointSlice): string | undefined {
  const name = slice.metadata.labels[SERVICE_NAME_LABEL];
  if (name === undefined) return undefined;
  return slice.metadata.namespace === undefined ? name : `${slice.metadata.namespace}/${name}`;
}

/**
 * Slices by the Service they belong to, each list sorted by slice name. Those of headless Services and of Services
 * that another proxy serves are left out: the controller copies the Service's labels, and kube-proxy watches without
 * them. Source: kubernetes v1.34 cmd/kube-proxy/app/server.go (label selector of its informers).
 */
export function slicesByService(slices: readonly EndpointSlice[]): Map<string, EndpointSlice[]> {
  const result = new Map<string, EndpointSlice[]>();
  for (const slice of slices) {
    const service = serviceOfSlice(slice);
    if (service === undefined || isAnothersBusiness(slice.metadata)) continue;
    const list = result.get(service);
    if (list === undefined) result.set(service, [slice]);
    else list.push(slice);
  }
  for (const list of result.values()) list.sort((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1));
  return result;
}

/**
 * All endpoints of a Service port, ready or not, one per `ip:port`, sorted by that *text*
 * (10.244.1.10:80 comes before 10.244.1.9:80). A slice port belongs to the Service port
 * of the same name and protocol. Of two endpoints with one address the first counts, or one of this node;
 * since v1.36 it is one that is not terminating.
 * Source: kubernetes v1.34 pkg/proxy/endpointslicecache.go addEndpoints and byEndpoint.
 */
export function endpointsOf(
  port: ServicePortInfo,
  slices: readonly EndpointSlice[],
  family: 'IPv4' | 'IPv6',
  nodeName: string,
) {
  const byAddress = new Map<string, EndpointInfo>();
  for (const slice of slices) {
    if (slice.addressType !== family) continue;
    const sliceKey = keyOf(slice.metadata);
    slice.ports.forEach((slicePort, portIndex) => {
      if (slicePort.name !== port.portName || slicePort.protocol.toLowerCase() !== port.protocol) return;
      slice.endpoints.forEach((endpoint, index) => {
        const ip = canonicalIP(endpoint.addresses[0] ?? '');
        if (ip === undefined) return;
        const isLocal = endpoint.nodeName === nodeName;
        const address = formatSocket({ ip, port: slicePort.port });
        if (byAddress.has(address) && !isLocal) return;
        byAddress.set(address, {
          ip,
          port: slicePort.port,
          address,
          isLocal,
          ...endpoint.conditions,
          forZones: endpoint.hints?.forZones ?? [],
          forNodes: endpoint.hints?.forNodes ?? [],
          slice: sliceKey,
          index,
          portIndex,
        });
      });
    });
  }
  return [...byAddress.values()].sort((a, b) => (a.address < b.address ? -1 : a.address > b.address ? 1 : 0));
}
