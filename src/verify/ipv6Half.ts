/**
 * The IPv6 half of a dual-stack cluster. The simulation gives Pods and nodes one address each; here each IPv4 address
 * gets an IPv6 one with the same bits behind `fd00::`, and each range the range of these, so that the two halves are
 * the same cluster. What the manifests themselves say of IPv6 (a Service's second address, EndpointSlices) stays.
 */
import type { ClusterAtRest } from '../cli/clusterAtRest';
import type { EndpointSlice, Node, Pod, Service } from '../sim/cluster/objects';
import { keyOf } from '../sim/cluster/objects';
import { familyOf } from '../sim/dataplane/addresses';
import { serviceOfSlice } from '../sim/dataplane/endpoints';
import { nodeProxyConfig, type NodeProxyConfig } from '../sim/dataplane/nodeProxyConfig';

const PREFIX_BITS = 96;

/** `10.244.1.5` → `fd00::af4:105`, `10.244.0.0/16` → `fd00::af4:0/112`; what is IPv6 already stays as it is. */
export function ipv6Of(address: string): string {
  const [ip = '', length] = address.split('/');
  if (familyOf(ip) === 'IPv6') return address;
  if (ip === '127.0.0.1') return '::1';
  const [a = 0, b = 0, c = 0, d = 0] = ip.split('.').map(Number);
  const text = `fd00::${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`;
  return length === undefined ? text : `${text}/${PREFIX_BITS + Number(length)}`;
}

/** The same cluster with IPv6 addresses alone. */
export function ipv6Half(cluster: ClusterAtRest): ClusterAtRest {
  const given = cluster.endpointSlices.filter(({ addressType }) => addressType === 'IPv6');
  const withOwn = new Set(given.map(serviceOfSlice));
  const made = cluster.endpointSlices.filter(
    (slice) => slice.addressType === 'IPv4' && !withOwn.has(serviceOfSlice(slice)),
  );
  const written = writtenPodIPs(given);
  return {
    ...cluster,
    nodes: cluster.nodes.map(ofNode),
    pods: cluster.pods.map((pod) => ofPod(pod, written)),
    services: cluster.services.map(ofService),
    endpointSlices: [...given, ...made.map(ofSlice)],
  };
}

/** By Pod, the address that an IPv6 slice of the manifests gives it. */
function writtenPodIPs(slices: readonly EndpointSlice[]): ReadonlyMap<string, string> {
  const endpoints = slices.flatMap((slice) => slice.endpoints);
  return new Map(
    endpoints.flatMap(({ targetRef, addresses: [ip] }) =>
      targetRef === undefined || ip === undefined ? [] : [[keyOf(targetRef), ip] as const],
    ),
  );
}

function ofNode(node: Node): Node {
  const { spec, status } = node;
  const podCIDR = spec.podCIDR === '' ? '' : ipv6Of(spec.podCIDR);
  return {
    ...node,
    spec: { ...spec, podCIDR },
    status: { ...status, internalIP: ipv6Of(status.internalIP) },
  };
}

function ofPod(pod: Pod, written: ReadonlyMap<string, string>): Pod {
  const { podIP } = pod.status;
  if (podIP === undefined) return pod;
  return { ...pod, status: { ...pod.status, podIP: written.get(keyOf(pod.metadata)) ?? ipv6Of(podIP) } };
}

function ofService(service: Service): Service {
  const { spec, status } = service;
  const all = spec.clusterIPs.length > 0 ? spec.clusterIPs : [spec.clusterIP];
  const own = all.find((ip) => ip.includes(':'));
  const clusterIP = own ?? (/^\d/.test(spec.clusterIP) ? ipv6Of(spec.clusterIP) : spec.clusterIP);
  const inIPv6 = (addresses: readonly string[]) => [...new Set(addresses.map(ipv6Of))];
  return {
    ...service,
    spec: {
      ...spec,
      clusterIP,
      clusterIPs: [clusterIP],
      ipFamilies: ['IPv6'],
      externalIPs: inIPv6(spec.externalIPs),
      loadBalancerSourceRanges: inIPv6(spec.loadBalancerSourceRanges.map((range) => range.trim())),
    },
    status: { loadBalancer: status.loadBalancer.map((one) => ({ ...one, ip: ipv6Of(one.ip) })) },
  };
}

function ofSlice(slice: EndpointSlice): EndpointSlice {
  const endpoints = slice.endpoints.map((one) => ({ ...one, addresses: one.addresses.map(ipv6Of) }));
  const metadata = { ...slice.metadata, name: `${slice.metadata.name}-ipv6` };
  return { ...slice, metadata, addressType: 'IPv6', endpoints };
}

/**
 * How the other kube-proxy of a dual-stack node runs. There are no NodePorts on `::1`: Linux has no `route_localnet`
 * for IPv6. Source: kubernetes pkg/proxy/iptables/proxier.go NewProxier.
 */
export function ipv6Config(config: NodeProxyConfig): NodeProxyConfig {
  const nodeIP = ipv6Of(config.nodeIP);
  return nodeProxyConfig({
    ...config,
    ipFamily: 'IPv6',
    nodeIP,
    nodeIPs: [nodeIP, '::1'],
    podCIDR: config.podCIDR === '' ? '' : ipv6Of(config.podCIDR),
    localhostNodePorts: false,
    nodePortAddresses: config.nodePortAddresses.map(ipv6Of),
    serviceCIDRs: config.serviceCIDRs.map(ipv6Of),
  });
}
