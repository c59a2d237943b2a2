/** Service ports: what kube-proxy works with, in every mode. One per port of a Service and IP family. */
import { keyOf, type Service } from '../cluster/objects';
import { canonicalIP, familyOf, normalizeCIDR } from './addresses';

/** An address of a Service and where in the object it stands. */
export interface ServiceAddress {
  readonly ip: string;
  readonly field: string;
}

export interface ServicePortInfo {
  /** `namespace/name` of the Service. */
  readonly service: string;
  /** `namespace/name:port`, or `namespace/name` if the port has no name. */
  readonly name: string;
  readonly portName: string;
  readonly portIndex: number;
  readonly protocol: 'tcp' | 'udp' | 'sctp';
  readonly clusterIP: ServiceAddress;
  readonly port: number;
  /** 0 if it has none. */
  readonly nodePort: number;
  readonly externalIPs: readonly ServiceAddress[];
  /** Ingress IPs of the load balancer that the node itself handles (not `ipMode: Proxy`). */
  readonly loadBalancerIPs: readonly ServiceAddress[];
  readonly sourceRanges: readonly string[];
  /** 0 without session affinity. */
  readonly affinitySeconds: number;
  readonly internalPolicyLocal: boolean;
  readonly externalPolicyLocal: boolean;
  /** 0 if it has none. */
  readonly healthCheckNodePort: number;
}

/** Services with this label are another proxy's business. */
export const SERVICE_PROXY_NAME_LABEL = 'service.kubernetes.io/service-proxy-name';
/** Services and EndpointSlices with this label are headless. */
export const HEADLESS_LABEL = 'service.kubernetes.io/headless';

/**
 * True if kube-proxy writes nothing for the Service: headless, ExternalName, or another proxy's.
 * Source: kubernetes v1.34 pkg/proxy/util/utils.go ShouldSkipService; cmd/kube-proxy/app/server.go (label selector).
 */
export function isSkippedService(service: Service): boolean {
  const { clusterIP, type } = service.spec;
  if (clusterIP === '' || clusterIP === 'None' || type === 'ExternalName') return true;
  return isAnothersBusiness(service.metadata);
}

/** True if a Service or slice has a label that keeps kube-proxy from seeing it. */
export function isAnothersBusiness({ labels }: Service['metadata']): boolean {
  return Object.hasOwn(labels, SERVICE_PROXY_NAME_LABEL) || Object.hasOwn(labels, HEADLESS_LABEL);
}

/** True if the Service can be reached from outside: a NodePort, a load balancer IP or an external IP. */
export function isExternallyAccessible(port: ServicePortInfo): boolean {
  return port.nodePort !== 0 || port.loadBalancerIPs.length > 0 || port.externalIPs.length > 0;
}

/** True if some traffic may go to endpoints on any node. With outside access that is so even under policy Local. */
export function usesClusterEndpoints(port: ServicePortInfo): boolean {
  return !port.internalPolicyLocal || isExternallyAccessible(port);
}

/** True if some traffic may go to this node's endpoints only. */
export function usesLocalEndpoints(port: ServicePortInfo): boolean {
  return port.internalPolicyLocal || (port.externalPolicyLocal && isExternallyAccessible(port));
}

/** `namespace/name:port`; without the colon if the port has no name. */
export function servicePortName(service: string, portName: string): string {
  return portName === '' ? service : `${service}:${portName}`;
}

/**
 * The source ranges of one family; none if one of them allows everybody, as if there were none at all.
 * Source: kubernetes pkg/proxy/serviceport.go newBaseServiceInfo, IsZeroCIDR.
 */
function sourceRangesOf({ spec }: Service, family: 'IPv4' | 'IPv6'): readonly string[] {
  const ranges = spec.loadBalancerSourceRanges
    .flatMap((text) => normalizeCIDR(text) ?? [])
    .filter((cidr) => familyOf(cidr) === family);
  return ranges.some((cidr) => cidr.endsWith('/0')) ? [] : ranges;
}

/**
 * The Service's ports in one IP family, in the order of `spec.ports`; none if kube-proxy skips the
 * Service or it has no address in that family.
 * Source: kubernetes pkg/proxy/serviceport.go newBaseServiceInfo and servicechangetracker.go.
 */
export function servicePorts(service: Service, family: 'IPv4' | 'IPv6'): ServicePortInfo[] {
  if (isSkippedService(service)) return [];
  const { spec, status } = service;
  const ips = (spec.clusterIPs.length > 0 ? spec.clusterIPs : [spec.clusterIP]).map(
    (ip) => canonicalIP(ip) ?? ip,
  );
  const ipIndex = ips.findIndex((ip) => familyOf(ip) === family);
  if (ipIndex < 0) return [];
  const clusterIP = {
    ip: ips[ipIndex]!,
    field: ipIndex === 0 ? 'spec.clusterIP' : `spec.clusterIPs[${ipIndex}]`,
  };
  const key = keyOf(service.metadata);
  const inFamily = (text: string, field: string): ServiceAddress[] => {
    const ip = canonicalIP(text);
    return ip === undefined || familyOf(ip) !== family ? [] : [{ ip, field }];
  };
  const externalIPs = spec.externalIPs.flatMap((ip, i) => inFamily(ip, `spec.externalIPs[${i}]`));
  const loadBalancerIPs = status.loadBalancer.flatMap(({ ip, ipMode }, i) =>
    ipMode === 'VIP' ? inFamily(ip, `status.loadBalancer.ingress[${i}].ip`) : [],
  );
  const external =
    spec.type === 'NodePort' ||
    spec.type === 'LoadBalancer' ||
    (spec.type === 'ClusterIP' && spec.externalIPs.length > 0);
  const needsHealthCheck = spec.type === 'LoadBalancer' && spec.externalTrafficPolicy === 'Local';
  return spec.ports.map((port, portIndex) => ({
    service: key,
    name: servicePortName(key, port.name),
    portName: port.name,
    portIndex,
    protocol: port.protocol.toLowerCase() as 'tcp' | 'udp' | 'sctp',
    clusterIP,
    port: port.port,
    nodePort: port.nodePort ?? 0,
    externalIPs,
    loadBalancerIPs,
    sourceRanges: sourceRangesOf(service, family),
    affinitySeconds: spec.sessionAffinity === 'ClientIP' ? spec.sessionAffinityTimeoutSeconds : 0,
    internalPolicyLocal: spec.internalTrafficPolicy === 'Local',
    externalPolicyLocal: external && spec.externalTrafficPolicy === 'Local',
    healthCheckNodePort: needsHealthCheck ? (spec.healthCheckNodePort ?? 0) : 0,
  }));
}
