/** What one Service contributes to a node's rules, computed once for all nodes on which it comes out the same. */
import { keyOf, type EndpointSlice, type Service } from '../../cluster/objects';
import { endpointsOf } from '../endpoints';
import { servesLocalhost } from '../nodePortAddresses';
import type { NodeProxyConfig } from '../nodeProxyConfig';
import { servicePorts, usesLocalEndpoints, type ServicePortInfo } from '../servicePorts';
import { addServicePortRules, emptyContribution, type RuleContribution } from './serviceRules';

/** A Service with the EndpointSlices that carry its name. */
export interface ServiceWithSlices {
  readonly service: Service;
  /** Sorted by name, so that the result does not depend on history. */
  readonly slices: readonly EndpointSlice[];
}

export interface ServiceContribution extends RuleContribution {
  readonly service: string;
  readonly endpointCount: number;
}

interface Remembered {
  readonly slices: readonly EndpointSlice[];
  readonly signature: string;
  readonly value: ServiceContribution;
}

/**
 * Results by Service object: with many nodes, most of them share one result, and the world
 * holds one copy. Derived from its arguments alone; not part of the world.
 */
const remembered = new WeakMap<Service, Remembered[]>();
const KEPT_PER_SERVICE = 8;

function sameSlices(a: readonly EndpointSlice[], b: readonly EndpointSlice[]): boolean {
  return a.length === b.length && a.every((slice, i) => slice === b[i]);
}

/** True if nodes may come to different rules because of where they are. */
function dependsOnPlace(ports: readonly ServicePortInfo[], slices: readonly EndpointSlice[]): boolean {
  if (ports.some(usesLocalEndpoints)) return true;
  return slices.some((slice) => slice.endpoints.some((endpoint) => endpoint.hints !== undefined));
}

/** Last count by Service object: it is the same on every node. Not part of the world. */
const counted = new WeakMap<Service, { slices: readonly EndpointSlice[]; family: string; count: number }>();

/** Total of a Service's endpoints over its ports, usable or not. */
export function countEndpoints({ service, slices }: ServiceWithSlices, node: NodeProxyConfig): number {
  const family = node.ipFamily;
  const known = counted.get(service);
  if (known !== undefined && known.family === family && sameSlices(known.slices, slices)) return known.count;
  const ports = servicePorts(service, family);
  const count = ports.reduce((sum, port) => sum + endpointsOf(port, slices, family, '').length, 0);
  counted.set(service, { slices, family, count });
  return count;
}

/** The rules of a Service on a node. `withComments` is false in large-cluster mode. */
export function serviceContribution(
  given: ServiceWithSlices,
  node: NodeProxyConfig,
  withComments: boolean,
): ServiceContribution {
  const { service, slices } = given;
  const ports = servicePorts(service, node.ipFamily);
  const place = dependsOnPlace(ports, slices) ? [node.nodeName, node.zone] : ['', ''];
  const guarded = ports.some((port) => port.sourceRanges.length > 0);
  const signature = JSON.stringify([
    node.ipFamily,
    node.masqueradeAll,
    node.detectLocal ? node.podCIDR : null,
    node.nfacct && servesLocalhost(node),
    guarded ? node.nodeIP : null,
    place,
    withComments,
  ]);
  const known = remembered.get(service) ?? [];
  const hit = known.find((entry) => entry.signature === signature && sameSlices(entry.slices, slices));
  if (hit !== undefined) return hit.value;
  const out = emptyContribution();
  const placed = { ...node, nodeName: place[0]!, zone: place[1]! };
  let endpointCount = 0;
  for (const port of ports) {
    const endpoints = endpointsOf(port, slices, node.ipFamily, placed.nodeName);
    endpointCount += endpoints.length;
    addServicePortRules(out, port, endpoints, placed, withComments);
  }
  const value = { ...out, service: keyOf(service.metadata), endpointCount };
  remembered.set(service, [{ slices, signature, value }, ...known].slice(0, KEPT_PER_SERVICE));
  return value;
}
