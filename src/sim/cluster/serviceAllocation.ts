/**
 * What the API server (and, for LoadBalancer addresses, a controller like MetalLB) fills
 * in when a Service is created: a ClusterIP, NodePorts, an external address.
 * Source: kubernetes pkg/registry/core/service/storage/alloc.go, ipallocator; behaviour 38.
 */
import type { ClusterDraft } from './apiServer';
import type { Service } from './objects';

const FIRST_NODE_PORT = 30_000;
const LAST_NODE_PORT = 32_767;
/** Handed out where a manifest names no address: TEST-NET-3, which is for documentation. */
const LOAD_BALANCER_POOL = '203.0.113.';

type Allocated = Pick<Service, 'spec' | 'status'>;

/** A Service's spec and status with every address and port that it will have. */
export function allocateService(draft: ClusterDraft, service: Service): Allocated {
  const { spec } = service;
  if (spec.type === 'ExternalName') return service;
  const clusterIP = spec.clusterIP === '' ? freeClusterIP(draft) : spec.clusterIP;
  const clusterIPs = spec.clusterIPs.length > 0 ? spec.clusterIPs : [clusterIP];
  const opensNodePorts = spec.type === 'NodePort' || spec.type === 'LoadBalancer';
  const taken = opensNodePorts ? nodePortsInUse(draft) : new Set<number>();
  const ports = spec.ports.map((port) => {
    if (!opensNodePorts || port.nodePort !== undefined) return port;
    const nodePort = freeNodePort(draft, taken);
    taken.add(nodePort);
    return { ...port, nodePort };
  });
  const needsAddress = spec.type === 'LoadBalancer' && service.status.loadBalancer.length === 0;
  const loadBalancer = needsAddress
    ? [{ ip: freeLoadBalancerIP(draft), ipMode: 'VIP' as const }]
    : service.status.loadBalancer;
  return { spec: { ...spec, clusterIP, clusterIPs, ports }, status: { loadBalancer } };
}

/** kubeadm's service CIDR is 10.96.0.0/12; addresses handed out by chance lie above its first 256. */
function freeClusterIP(draft: ClusterDraft): string {
  for (;;) {
    const number = draft.drawBetween('clusterIP', 256, 2 ** 20 - 2);
    const ip = `10.${96 + (number >> 16)}.${(number >> 8) & 255}.${number & 255}`;
    if (draft.lookup('services', 'byIP', ip).length === 0) return ip;
  }
}

function nodePortsInUse(draft: ClusterDraft): Set<number> {
  const taken = new Set<number>();
  for (const service of Object.values(draft.tables.services)) {
    for (const port of service.spec.ports) if (port.nodePort !== undefined) taken.add(port.nodePort);
  }
  return taken;
}

function freeNodePort(draft: ClusterDraft, taken: ReadonlySet<number>): number {
  for (;;) {
    const port = draft.drawBetween('nodePort', FIRST_NODE_PORT, LAST_NODE_PORT);
    if (!taken.has(port)) return port;
  }
}

function freeLoadBalancerIP(draft: ClusterDraft): string {
  for (let last = 20; last < 255; last++) {
    const ip = `${LOAD_BALANCER_POOL}${last}`;
    if (draft.lookup('services', 'byIP', ip).length === 0) return ip;
  }
  return `${LOAD_BALANCER_POOL}255`;
}
