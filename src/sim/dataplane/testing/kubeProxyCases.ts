/** Cases of kube-proxy's own tests as typed objects. See NOTICE.md for their origin and licence. */
import type { EndpointSlice, ObjectMeta, Protocol, Service } from '../../cluster/objects';
import { nodeProxyConfig, type NodeProxyConfig } from '../nodeProxyConfig';
import data from './kube-proxy-cases.json';

interface LooseMeta {
  name: string;
  namespace?: string;
  labels?: Record<string, string>;
}

/** An API object as a manifest gives it: with what the API server fills in left out. */
interface LooseService {
  metadata: LooseMeta;
  spec: Partial<Omit<Service['spec'], 'ports'>> & {
    type: Service['spec']['type'];
    clusterIP: string;
    ports: { name?: string; protocol: string; port: number; targetPort?: number; nodePort?: number }[];
    sessionAffinityConfig?: { clientIP: { timeoutSeconds: number } };
  };
  status?: { loadBalancer?: { ingress?: { ip: string; ipMode?: 'VIP' | 'Proxy' }[] } };
}

interface LooseSlice {
  metadata: LooseMeta;
  addressType: 'IPv4' | 'IPv6';
  ports: { name?: string; protocol: string; port: number }[];
  endpoints: {
    addresses: string[];
    nodeName?: string;
    conditions?: { ready?: boolean; serving?: boolean; terminating?: boolean };
    hints?: { forZones?: string[]; forNodes?: string[] };
  }[];
}

export interface FlowCase {
  name: string;
  protocol: 'tcp' | 'udp' | 'sctp';
  source: string;
  dest: string;
  destPort: number;
  expect: { result: string; masq: boolean | null };
}

export interface TableText {
  chains: string[];
  rules: string[];
}

export interface IptablesCase {
  id: string;
  input: { services: LooseService[]; endpointSlices: LooseSlice[]; config: Partial<NodeProxyConfig> };
  expect: {
    filter: TableText;
    nat: TableText;
    flows: FlowCase[];
    restoreInput?: string[];
    newChains?: string[];
    deletedChains?: string[];
    natRulesTotalAfter?: number;
  };
}

export interface TopologyCase {
  id: string;
  input: {
    service: { internalTrafficPolicy: string; externalTrafficPolicy: string; nodePort: number };
    node: { name: string; zone: string };
    endpoints: {
      endpoint: string;
      isLocal: boolean;
      conditions: { ready: boolean; serving: boolean; terminating: boolean };
      hints?: { forZones?: string[]; forNodes?: string[] };
    }[];
  };
  expect: {
    clusterEndpoints: string[] | null;
    localEndpoints: string[] | null;
    allReachable: string[];
    hasAnyEndpoints: boolean;
  };
}

export const iptablesCases = data.iptables as unknown as IptablesCase[];
export const topologyCases = data.topology as unknown as TopologyCase[];
export const probabilityCases = data.probabilities;
export const chainNameCases = data.chainNames;
export const largeClusterCase = data.largeClusterSequence;

function meta(given: LooseMeta): ObjectMeta {
  const { name, namespace = 'default', labels = {} } = given;
  return {
    name,
    namespace,
    uid: `uid-${namespace}-${name}`,
    resourceVersion: '1',
    labels,
    annotations: {},
    creationMicros: 0,
    ownerReferences: [],
    generation: 1,
  };
}

export function serviceFrom(given: LooseService): Service {
  const { sessionAffinityConfig, ports, ...spec } = given.spec;
  return {
    kind: 'Service',
    metadata: meta(given.metadata),
    spec: {
      clusterIPs: spec.clusterIP === '' ? [] : [spec.clusterIP],
      ipFamilies: ['IPv4'],
      selector: null,
      externalIPs: [],
      sessionAffinity: 'None',
      sessionAffinityTimeoutSeconds: sessionAffinityConfig?.clientIP.timeoutSeconds ?? 10800,
      internalTrafficPolicy: 'Cluster',
      externalTrafficPolicy: 'Cluster',
      loadBalancerSourceRanges: [],
      publishNotReadyAddresses: false,
      ...spec,
      ports: ports.map(({ name = '', protocol, port, targetPort = port, ...rest }) => ({
        name,
        protocol: protocol as Protocol,
        port,
        targetPort,
        ...rest,
      })),
    },
    status: {
      loadBalancer: (given.status?.loadBalancer?.ingress ?? []).map(({ ip, ipMode = 'VIP' }) => ({
        ip,
        ipMode,
      })),
    },
  };
}

export function sliceFrom(given: LooseSlice): EndpointSlice {
  return {
    kind: 'EndpointSlice',
    metadata: meta(given.metadata),
    addressType: given.addressType,
    endpoints: given.endpoints.map(({ conditions = {}, ...endpoint }) => ({
      ...endpoint,
      conditions: { ready: true, serving: true, terminating: false, ...conditions },
    })),
    ports: given.ports.map(({ name = '', protocol, port }) => ({
      name,
      protocol: protocol as Protocol,
      port,
    })),
  };
}

/** A case's input as kube-proxy gets it. */
export function inputOf(given: IptablesCase): {
  services: Service[];
  endpointSlices: EndpointSlice[];
  node: NodeProxyConfig;
} {
  return {
    services: given.input.services.map(serviceFrom),
    endpointSlices: given.input.endpointSlices.map(sliceFrom),
    node: nodeProxyConfig(given.input.config),
  };
}

/** A Service with one port `http` 80 → 8080 and endpoints at the given addresses, for tests of one's own. */
export function shop(
  addresses: readonly string[],
  given: Partial<LooseService['spec']> = {},
  name = 'orders',
): { service: Service; slices: EndpointSlice[] } {
  const port = { name: 'http', protocol: 'TCP', port: 80, targetPort: 8080 };
  const service = serviceFrom({
    metadata: { namespace: 'shop', name },
    spec: { type: 'ClusterIP', clusterIP: '10.96.34.7', ports: [port], ...given },
  });
  const labels = { 'kubernetes.io/service-name': name };
  const slice = sliceFrom({
    metadata: { namespace: 'shop', name: `${name}-1`, labels },
    addressType: 'IPv4',
    ports: service.spec.ports.map((each) => ({
      name: each.name,
      protocol: each.protocol,
      port: Number(each.targetPort),
    })),
    endpoints: addresses.map((address) => ({ addresses: [address] })),
  });
  return { service, slices: [slice] };
}
