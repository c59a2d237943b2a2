/**
 * Services, slices, nodes, Ingresses and ConfigMaps, defaulted as the API server does.
 * Source: k8s.io/kubernetes/pkg/apis/core/v1/defaults.go (SetDefaults_Service) and
 * https://kubernetes.io/docs/reference/kubernetes-api/service-resources/.
 */
import {
  SERVICE_NAME_LABEL,
  type ConfigMap,
  type Endpoint,
  type EndpointSlice,
  type Ingress,
  type IngressBackend,
  type Node,
  type Service,
  type ServicePort,
} from '../../sim/cluster/objects';
import { toMeta } from './pods';
import {
  asBool,
  asInt,
  asIntOrText,
  asList,
  asRecord,
  asText,
  asTextRecord,
  asTexts,
  asWord,
  ifThere,
  type PlainRecord,
} from './plain';
import { toTaints } from './taints';

const PROTOCOLS = ['TCP', 'UDP', 'SCTP'] as const;
const METALLB = ['metallb.io/loadBalancerIPs', 'metallb.universe.tf/loadBalancerIPs'];

function toServicePort(value: unknown): ServicePort[] {
  const raw = asRecord(value);
  const port = asInt(raw['port']);
  if (port === undefined) return [];
  return [
    {
      name: asText(raw['name']) ?? '',
      protocol: asWord(raw['protocol'], PROTOCOLS),
      port,
      targetPort: asIntOrText(raw['targetPort']) || port,
      ...ifThere('nodePort', asInt(raw['nodePort']) || undefined),
      ...ifThere('appProtocol', asText(raw['appProtocol'])),
    },
  ];
}

/** A Service. A ClusterIP that the manifest leaves open is empty text: the API server will choose it. */
export function toService(raw: PlainRecord): Service {
  const metadata = toMeta(raw);
  const spec = asRecord(raw['spec']);
  const type = asWord(spec['type'], ['ClusterIP', 'NodePort', 'LoadBalancer', 'ExternalName']);
  const listed = asTexts(spec['clusterIPs']);
  const clusterIP = type === 'ExternalName' ? '' : asText(spec['clusterIP']) || listed[0] || '';
  const clusterIPs = listed.length > 0 ? listed : clusterIP === '' ? [] : [clusterIP];
  const families = asTexts(spec['ipFamilies']).filter((family) => family === 'IPv4' || family === 'IPv6');
  const selector = asTextRecord(spec['selector']);
  return {
    kind: 'Service',
    metadata,
    spec: {
      type,
      clusterIP,
      clusterIPs,
      ipFamilies: families.length > 0 ? families : [clusterIP.includes(':') ? 'IPv6' : 'IPv4'],
      selector: Object.keys(selector).length === 0 ? null : selector,
      ports: asList(spec['ports']).flatMap(toServicePort),
      externalIPs: asTexts(spec['externalIPs']),
      ...ifThere('externalName', asText(spec['externalName'])),
      sessionAffinity: asWord(spec['sessionAffinity'], ['None', 'ClientIP']),
      sessionAffinityTimeoutSeconds:
        asInt(asRecord(asRecord(spec['sessionAffinityConfig'])['clientIP'])['timeoutSeconds']) ?? 10_800,
      internalTrafficPolicy: asWord(spec['internalTrafficPolicy'], ['Cluster', 'Local']),
      externalTrafficPolicy: asWord(spec['externalTrafficPolicy'], ['Cluster', 'Local']),
      ...ifThere('healthCheckNodePort', asInt(spec['healthCheckNodePort']) || undefined),
      loadBalancerSourceRanges: asTexts(spec['loadBalancerSourceRanges']),
      publishNotReadyAddresses: asBool(spec['publishNotReadyAddresses']) ?? false,
      ...ifThere('trafficDistribution', asText(spec['trafficDistribution'])),
    },
    status: { loadBalancer: type === 'LoadBalancer' ? loadBalancerAddresses(raw, metadata.annotations) : [] },
  };
}

/**
 * What the cluster's load balancer would hand out: `status.loadBalancer.ingress` as printed by a
 * cluster, else what MetalLB is asked for, else `spec.loadBalancerIP`.
 * Source: https://metallb.io/usage/#requesting-specific-ips
 */
function loadBalancerAddresses(raw: PlainRecord, annotations: Readonly<Record<string, string>>) {
  const ingress = asList(asRecord(asRecord(raw['status'])['loadBalancer'])['ingress']);
  const given = ingress.flatMap((item) => {
    const entry = asRecord(item);
    const ip = asText(entry['ip']);
    return ip === undefined ? [] : [{ ip, ipMode: asWord(entry['ipMode'], ['VIP', 'Proxy']) }];
  });
  if (given.length > 0) return given;
  const asked = METALLB.map((name) => annotations[name]).find((value) => value !== undefined);
  const single = asText(asRecord(raw['spec'])['loadBalancerIP']);
  const ips = asked?.split(',').map((ip) => ip.trim()) ?? (single ? [single] : []);
  return ips.filter((ip) => ip !== '').map((ip) => ({ ip, ipMode: 'VIP' as const }));
}

function toEndpoint(value: unknown): Endpoint {
  const raw = asRecord(value);
  const conditions = asRecord(raw['conditions']);
  const ready = asBool(conditions['ready']) ?? true;
  const target = asRecord(raw['targetRef']);
  const hints = asRecord(raw['hints']);
  const names = (items: unknown): string[] =>
    asList(items).flatMap((item) => asText(asRecord(item)['name']) ?? []);
  const forZones = names(hints['forZones']);
  const forNodes = names(hints['forNodes']);
  const podName = target['kind'] === 'Pod' ? asText(target['name']) : undefined;
  return {
    addresses: asTexts(raw['addresses']),
    conditions: {
      ready,
      serving: asBool(conditions['serving']) ?? true,
      terminating: asBool(conditions['terminating']) ?? false,
    },
    ...ifThere('nodeName', asText(raw['nodeName'])),
    ...ifThere('zone', asText(raw['zone'])),
    ...ifThere('hostname', asText(raw['hostname'])),
    ...(podName === undefined
      ? {}
      : {
          targetRef: {
            kind: 'Pod' as const,
            namespace: asText(target['namespace']) ?? 'default',
            name: podName,
            ...ifThere('uid', asText(target['uid'])),
          },
        }),
    ...(forZones.length + forNodes.length === 0
      ? {}
      : {
          hints: {
            ...(forZones.length > 0 ? { forZones } : {}),
            ...(forNodes.length > 0 ? { forNodes } : {}),
          },
        }),
  };
}

function toEndpointPorts(value: unknown) {
  return asList(value).flatMap((item) => {
    const port = asRecord(item);
    const number = asInt(port['port']);
    if (number === undefined) return [];
    return [
      {
        name: asText(port['name']) ?? '',
        protocol: asWord(port['protocol'], PROTOCOLS),
        port: number,
        ...ifThere('appProtocol', asText(port['appProtocol'])),
      },
    ];
  });
}

export function toEndpointSlice(raw: PlainRecord): EndpointSlice {
  return {
    kind: 'EndpointSlice',
    metadata: toMeta(raw),
    addressType: asWord(raw['addressType'], ['IPv4', 'IPv6', 'FQDN']),
    endpoints: asList(raw['endpoints']).map(toEndpoint),
    ports: toEndpointPorts(raw['ports']),
  };
}

/**
 * The slices that mirror an Endpoints object: one for each subset and IP family.
 * Source: https://kubernetes.io/docs/concepts/services-networking/endpoint-slices/#endpointslice-mirroring
 */
export function mirrorEndpoints(raw: PlainRecord): EndpointSlice[] {
  const metadata = toMeta(raw);
  const slices: EndpointSlice[] = [];
  for (const item of asList(raw['subsets'])) {
    const subset = asRecord(item);
    const all = [
      ...asList(subset['addresses']).map((address) => ({ address: asRecord(address), ready: true })),
      ...asList(subset['notReadyAddresses']).map((address) => ({ address: asRecord(address), ready: false })),
    ];
    for (const addressType of ['IPv4', 'IPv6'] as const) {
      const endpoints = all.flatMap(({ address, ready }) => {
        const ip = asText(address['ip']);
        if (ip === undefined || ip.includes(':') !== (addressType === 'IPv6')) return [];
        return [toEndpoint({ ...address, addresses: [ip], conditions: { ready } })];
      });
      if (endpoints.length === 0) continue;
      slices.push({
        kind: 'EndpointSlice',
        metadata: {
          ...metadata,
          name: `${metadata.name}-mirrored-${slices.length + 1}`,
          labels: {
            ...metadata.labels,
            [SERVICE_NAME_LABEL]: metadata.name,
            'endpointslice.kubernetes.io/managed-by': 'endpointslicemirroring-controller.k8s.io',
          },
        },
        addressType,
        endpoints,
        ports: toEndpointPorts(subset['ports']),
      });
    }
  }
  return slices;
}

/** Of `status.allocatable` the CPU, by which topology-aware hints share out endpoints. */
function allocatableOf(status: PlainRecord): { allocatable?: { cpu: string } } {
  const { cpu } = asRecord(status['allocatable']);
  return typeof cpu === 'string' || typeof cpu === 'number' ? { allocatable: { cpu: String(cpu) } } : {};
}

/** A Node; without conditions it counts as ready. */
export function toNode(raw: PlainRecord): Node {
  const spec = asRecord(raw['spec']);
  const status = asRecord(raw['status']);
  const internalIPs = asList(status['addresses'])
    .map(asRecord)
    .filter((address) => address['type'] === 'InternalIP')
    .flatMap((address) => asText(address['address']) ?? []);
  const podCIDRs = asTexts(spec['podCIDRs']);
  const ready = asList(status['conditions'])
    .map(asRecord)
    .find((condition) => condition['type'] === 'Ready');
  return {
    kind: 'Node',
    metadata: toMeta(raw, true),
    spec: {
      podCIDR: asText(spec['podCIDR']) ?? podCIDRs[0] ?? '',
      ...(podCIDRs.length > 1 ? { podCIDRs } : {}),
      unschedulable: asBool(spec['unschedulable']) ?? false,
      ...toTaints(spec['taints']),
    },
    status: {
      internalIP: internalIPs[0] ?? '',
      ...(internalIPs.length > 1 ? { internalIPs } : {}),
      ready: ready === undefined || ready['status'] === 'True',
      ...allocatableOf(status),
    },
  };
}

function toBackend(value: unknown): IngressBackend | undefined {
  const raw = asRecord(value);
  const service = asRecord(raw['service']);
  const port = asRecord(service['port']);
  const serviceName = asText(service['name']) ?? asText(raw['serviceName']);
  if (serviceName === undefined) return undefined;
  return {
    serviceName,
    port: asInt(port['number']) ?? asText(port['name']) ?? asIntOrText(raw['servicePort']) ?? 0,
  };
}

/** An Ingress; the old API versions had no pathType, which is ImplementationSpecific today. */
export function toIngress(raw: PlainRecord): Ingress {
  const metadata = toMeta(raw);
  const spec = asRecord(raw['spec']);
  return {
    kind: 'Ingress',
    metadata,
    spec: {
      ...ifThere(
        'ingressClassName',
        asText(spec['ingressClassName']) ?? metadata.annotations['kubernetes.io/ingress.class'],
      ),
      tls: asList(spec['tls']).map((item) => ({
        hosts: asTexts(asRecord(item)['hosts']),
        ...ifThere('secretName', asText(asRecord(item)['secretName'])),
      })),
      ...ifThere('defaultBackend', toBackend(spec['defaultBackend'] ?? spec['backend'])),
      rules: asList(spec['rules']).map((item) => {
        const rule = asRecord(item);
        return {
          ...ifThere('host', asText(rule['host'])),
          paths: asList(asRecord(rule['http'])['paths']).flatMap((entry) => {
            const path = asRecord(entry);
            const backend = toBackend(path['backend']);
            if (backend === undefined) return [];
            const pathType = asWord(path['pathType'], ['ImplementationSpecific', 'Prefix', 'Exact']);
            return [{ path: asText(path['path']) ?? '/', pathType, backend }];
          }),
        };
      }),
    },
  };
}

export function toConfigMap(raw: PlainRecord): ConfigMap {
  return { kind: 'ConfigMap', metadata: toMeta(raw), data: asTextRecord(raw['data']) };
}
