/**
 * How many rules a new connection's first packet is compared with, as Services are added: in each proxy mode the
 * rules of so many Services are really programmed, and packets to them really walked. iptables compares a packet
 * with the rules of KUBE-SERVICES one after the other; nftables looks address and port up in a verdict map; IPVS
 * finds its virtual server in a hash table.
 * Sources: https://kubernetes.io/docs/reference/networking/virtual-ips/ (proxy modes);
 * https://kubernetes.io/blog/2025/02/28/nftables-kube-proxy/ (why the one grows and the other does not);
 * https://kubernetes.io/blog/2018/07/09/ipvs-based-in-cluster-load-balancing-deep-dive/ (IPVS).
 */
import type { EndpointSlice, ObjectMeta, Service } from '../sim/cluster/objects';
import type { ServiceWithSlices } from '../sim/dataplane/iptables/contribution';
import { walk, type NewPacket } from '../sim/dataplane/iptables/walk';
import { walkIpvs } from '../sim/dataplane/ipvs/walk';
import {
  resyncNode,
  syncNode,
  type NodeRules,
  type SimulatedMode,
} from '../sim/dataplane/nodeRules/nodeRules';
import { nodeProxyConfig } from '../sim/dataplane/nodeProxyConfig';
import { walkNftables } from '../sim/dataplane/nftables/walk';

/** So many Services are compared at most. */
export const MOST_SERVICES = 5000;
/** Where it is measured. */
export const MEASURED_AT: readonly number[] = [
  1,
  10,
  50,
  100,
  250,
  500,
  1000,
  2000,
  3000,
  4000,
  MOST_SERVICES,
];
/** Each Service has so many endpoints. */
export const ENDPOINTS_EACH = 3;
/** Packets are walked to so many Services, spread evenly over all, the first and the last among them. */
const SAMPLES = 101;
/** So many Services are added between two breaths. */
const STRIDE = 250;

export interface GrowthPoint {
  readonly services: number;
  /** Over the Services: how many rules the first packet of a connection to one of them is compared with. */
  readonly mean: number;
  readonly worst: number;
}

const NODE = nodeProxyConfig({ nodeName: 'node-1', nodeIP: '192.168.49.11', podCIDR: '10.244.0.0/16' });
const SYNC = { now: 0, syncPeriodMicros: 30_000_000 };

/**
 * Measures one mode, in slices: takes a little time for each `next()`, and yields what is known so far. The rules
 * are programmed as kube-proxy does it, some Services at a time.
 */
export function* measureGrowth(
  mode: SimulatedMode,
): Generator<readonly GrowthPoint[], readonly GrowthPoint[]> {
  const points: GrowthPoint[] = [];
  let rules: NodeRules | undefined;
  let count = 0;
  for (const wanted of MEASURED_AT) {
    while (count < wanted) {
      const next = Math.min(wanted, count + STRIDE);
      rules = grown(mode, rules, count, next);
      count = next;
      yield points;
    }
    points.push(pointAt(rules!, count));
    yield [...points];
  }
  return points;
}

function grown(mode: SimulatedMode, rules: NodeRules | undefined, from: number, to: number): NodeRules {
  const added = Array.from({ length: to - from }, (_, i) => exampleService(from + i));
  if (rules !== undefined)
    return resyncNode(rules, Object.fromEntries(added.map((one) => [keyOf(one), one])), SYNC).rules;
  const services = added.map(({ service }) => service);
  return syncNode(
    mode,
    undefined,
    { services, endpointSlices: added.flatMap(({ slices }) => slices), node: NODE },
    SYNC,
  ).rules;
}

function keyOf({ service }: ServiceWithSlices): string {
  return `${service.metadata.namespace!}/${service.metadata.name}`;
}

/** Packets from a Pod of this node to Services all over the list. */
function pointAt(rules: NodeRules, count: number): GrowthPoint {
  const samples = Math.min(count, SAMPLES);
  let sum = 0;
  let worst = 0;
  for (let i = 0; i < samples; i++) {
    const index = samples === 1 ? 0 : Math.round((i * (count - 1)) / (samples - 1));
    const examined = examinedFor(rules, index);
    sum += examined;
    worst = Math.max(worst, examined);
  }
  return { services: count, mean: sum / samples, worst };
}

/** The draw lies in the middle: the middle one of three endpoints is taken. */
const MIDDLE_DRAW = 0x3fffffff;

function examinedFor(rules: NodeRules, index: number): number {
  const flow = {
    protocol: 'tcp' as const,
    source: { ip: '10.244.1.10', port: 40_000 },
    destination: { ip: vipOf(index), port: 80 },
  };
  const packet: NewPacket = { flow, hook: 'prerouting', now: 0, affinity: {} };
  switch (rules.mode) {
    case 'iptables':
      return walk(rules, packet, () => MIDDLE_DRAW, { record: false }).examinedCount;
    case 'nftables':
      return walkNftables(rules, packet, () => MIDDLE_DRAW).examinedCount;
    case 'ipvs':
      return walkIpvs(rules, packet).examinedCount;
  }
}

function vipOf(index: number): string {
  return `10.${96 + (index >> 14)}.${(index >> 7) & 127}.${1 + (index & 127)}`;
}

/** The Service with this number: one port, three ready endpoints. */
function exampleService(index: number): ServiceWithSlices {
  // Numbered so that sorting by name keeps their order.
  const name = `service-${String(index).padStart(4, '0')}`;
  const port = { name: '', protocol: 'TCP' as const, port: 80, targetPort: 8080, nodePort: 0 };
  const service = {
    kind: 'Service',
    metadata: metadata(name, {}),
    spec: {
      ...{ type: 'ClusterIP', clusterIP: vipOf(index), clusterIPs: [vipOf(index)], ipFamilies: ['IPv4'] },
      ...{ selector: { app: name }, ports: [port], externalIPs: [] },
      ...{ sessionAffinity: 'None', sessionAffinityTimeoutSeconds: 10_800 },
      ...{ internalTrafficPolicy: 'Cluster', externalTrafficPolicy: 'Cluster' },
      ...{ loadBalancerSourceRanges: [], publishNotReadyAddresses: false },
    },
    status: { loadBalancer: [] },
  } as unknown as Service;
  const slice = {
    kind: 'EndpointSlice',
    metadata: metadata(`${name}-x`, { 'kubernetes.io/service-name': name }),
    addressType: 'IPv4',
    endpoints: Array.from({ length: ENDPOINTS_EACH }, (_, i) => ({
      addresses: [podIP(index * ENDPOINTS_EACH + i)],
      conditions: { ready: true, serving: true, terminating: false },
      nodeName: `node-${1 + i}`,
    })),
    ports: [{ name: '', protocol: 'TCP', port: 8080 }],
  } as unknown as EndpointSlice;
  return { service, slices: [slice] };
}

function podIP(number: number): string {
  return `10.${200 + (number >> 16)}.${(number >> 8) & 255}.${number & 255}`;
}

function metadata(name: string, labels: ObjectMeta['labels']): ObjectMeta {
  return {
    ...{ name, namespace: 'default', uid: name, resourceVersion: '1', labels, annotations: {} },
    ...{ creationMicros: 0, ownerReferences: [], generation: 1 },
  };
}
