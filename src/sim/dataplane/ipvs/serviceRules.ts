/**
 * What one Service port has on a node in IPVS mode: virtual servers, and entries in the ipsets.
 * Source: kubernetes pkg/proxy/ipvs/proxier.go syncProxyRules, syncService and syncEndpoint (v1.34).
 */
import type { SocketAddress } from '../../packet/headers';
import { addressMatches, familyOf, isLoopback } from '../addresses';
import type { EndpointInfo } from '../endpoints';
import type { RuleOrigin } from '../iptables/ruleSet';
import { nodePortAddresses } from '../nodePortAddresses';
import type { NodeProxyConfig } from '../nodeProxyConfig';
import { portPlan, type PortPlan } from '../portPlan';
import type { ServiceAddress, ServicePortInfo } from '../servicePorts';
import { entryOf, virtualKey, type IpsetName } from './ipsets';
import type { RealServer, VirtualServer } from './ruleSet';

/** What one Service adds. */
export interface IpvsContribution {
  readonly servers: VirtualServer[];
  readonly entries: Partial<Record<IpsetName, string[]>>;
  readonly closedToNode: string[];
}

interface Work {
  readonly port: ServicePortInfo;
  readonly node: NodeProxyConfig;
  readonly plan: PortPlan;
  readonly out: IpvsContribution;
}

/** Adds all that one Service port needs on this node to `out`. */
export function addIpvsServicePort(
  out: IpvsContribution,
  port: ServicePortInfo,
  endpoints: readonly EndpointInfo[],
  node: NodeProxyConfig,
): void {
  const work: Work = { port, node, plan: portPlan(port, endpoints, node), out };
  for (const endpoint of endpoints) {
    if (endpoint.isLocal) enter(work, 'KUBE-LOOP-BACK', entryOf(endpoint, port.protocol, endpoint.ip));
  }
  const { ip, field } = port.clusterIP;
  enter(work, 'KUBE-CLUSTER-IP', entryOf({ ip, port: port.port }, port.protocol));
  enter(work, 'KUBE-IPVS-IPS', ip);
  serve(work, { ip, port: port.port }, field, port.internalPolicyLocal);
  for (const address of port.externalIPs) externalIP(work, address);
  for (const address of port.loadBalancerIPs) loadBalancerIP(work, address);
  if (port.nodePort !== 0) nodePort(work);
  // kube-proxy goes on to the next port where no address of the node serves this one's node port.
  const isServed = port.nodePort === 0 || nodePortIPs(node).length > 0;
  if (port.healthCheckNodePort !== 0 && isServed)
    enter(work, 'KUBE-HEALTH-CHECK-NODE-PORT', String(port.healthCheckNodePort));
}

function enter({ out }: Work, set: IpsetName, entry: string): void {
  const entries = (out.entries[set] ??= []);
  if (!entries.includes(entry)) entries.push(entry);
}

function externalIP(work: Work, { ip, field }: ServiceAddress): void {
  const { port } = work;
  const set = port.externalPolicyLocal ? 'KUBE-EXTERNAL-IP-LOCAL' : 'KUBE-EXTERNAL-IP';
  enter(work, set, entryOf({ ip, port: port.port }, port.protocol));
  bind(work, ip);
  serve(work, { ip, port: port.port }, field, port.externalPolicyLocal);
}

/** An address that another interface of the node has is not put on `kube-ipvs0`. */
function bind(work: Work, ip: string): void {
  if (!work.node.nodeIPs.includes(ip)) enter(work, 'KUBE-IPVS-IPS', ip);
}

function loadBalancerIP(work: Work, { ip, field }: ServiceAddress): void {
  const { port, node, out } = work;
  const address = { ip, port: port.port };
  const entry = entryOf(address, port.protocol);
  enter(work, 'KUBE-LOAD-BALANCER', entry);
  if (port.externalPolicyLocal) enter(work, 'KUBE-LOAD-BALANCER-LOCAL', entry);
  if (port.sourceRanges.length > 0) {
    enter(work, 'KUBE-LOAD-BALANCER-FW', entry);
    for (const cidr of port.sourceRanges)
      enter(work, 'KUBE-LOAD-BALANCER-SOURCE-CIDR', entryOf(address, port.protocol, cidr));
    if (port.sourceRanges.some((cidr) => addressMatches(cidr, node.nodeIP)))
      enter(work, 'KUBE-LOAD-BALANCER-SOURCE-IP', entryOf(address, port.protocol, ip));
    else out.closedToNode.push(virtualKey(port.protocol, address));
  }
  bind(work, ip);
  serve(work, address, field, port.externalPolicyLocal);
}

const NODE_PORT_SETS = {
  tcp: ['KUBE-NODE-PORT-TCP', 'KUBE-NODE-PORT-LOCAL-TCP'],
  udp: ['KUBE-NODE-PORT-UDP', 'KUBE-NODE-PORT-LOCAL-UDP'],
  sctp: ['KUBE-NODE-PORT-SCTP-HASH', 'KUBE-NODE-PORT-LOCAL-SCTP-HASH'],
} as const;

function nodePort(work: Work): void {
  const { port, node } = work;
  const ips = nodePortIPs(node);
  const [set, localSet] = NODE_PORT_SETS[port.protocol];
  const entries =
    port.protocol === 'sctp'
      ? ips.map((ip) => entryOf({ ip, port: port.nodePort }, 'sctp'))
      : ips.length === 0
        ? []
        : [String(port.nodePort)];
  for (const entry of entries) {
    enter(work, set, entry);
    if (port.externalPolicyLocal) enter(work, localSet, entry);
  }
  const field = `spec.ports[${port.portIndex}].nodePort`;
  for (const ip of ips) serve(work, { ip, port: port.nodePort }, field, port.externalPolicyLocal);
}

/**
 * `--nodeport-addresses`: by default all of the node's addresses, but never loopback, nor an IPv6 link-local one
 * that no range names. Source: pkg/proxy/ipvs/netlink_linux.go isValidForSet; proxier.go syncProxyRules.
 */
export function nodePortIPs(node: NodeProxyConfig): readonly string[] {
  const addresses = nodePortAddresses(node);
  if (addresses !== 'all') return addresses.filter((ip) => !isLoopback(ip));
  return node.nodeIPs.filter((ip) => familyOf(ip) === node.ipFamily && !isLoopback(ip) && !isLinkLocal(ip));
}

function isLinkLocal(ip: string): boolean {
  return addressMatches('fe80::/10', ip);
}

/**
 * A virtual server. Under policy Local it has this node's endpoints; if there are none, those of all nodes that
 * the Service uses at all: unlike in the other modes nothing is dropped.
 * Source: proxier.go syncEndpoint; kubernetes#97081.
 */
function serve({ port, node, plan, out }: Work, address: SocketAddress, field: string, local: boolean): void {
  const key = virtualKey(port.protocol, address);
  if (out.servers.some((server) => server.key === key)) return;
  const { choice } = plan;
  const hasLocal = (choice.local?.length ?? 0) > 0;
  const endpoints = (local && hasLocal ? choice.local : choice.cluster) ?? [];
  const { service, name: servicePort, portIndex } = port;
  const origin: RuleOrigin = { service, servicePort, portIndex, field };
  out.servers.push({
    key,
    protocol: port.protocol,
    ...address,
    scheduler: node.ipvs.scheduler,
    persistSeconds: port.affinitySeconds,
    reals: endpoints.map((endpoint) => realServer(origin, endpoint)),
    origin,
  });
}

function realServer(origin: RuleOrigin, endpoint: EndpointInfo): RealServer {
  const { ip, port, address, slice, index, portIndex } = endpoint;
  return {
    ip,
    port,
    address,
    weight: 1,
    origin: { ...origin, endpoint: { slice, index, portIndex, address } },
  };
}
