/** What kube-proxy removes from a node's conntrack table after a sync. */
import type { EndpointInfo } from './endpoints';
import type { ConntrackEntry } from './conntrack';
import type { ServicePortInfo } from './servicePorts';

/**
 * True for entries that kube-proxy removes: UDP ones to a Service address or NodePort whose chosen
 * endpoint no longer serves. TCP connections are left alone, and so is everything of a Service
 * without any serving endpoint.
 * Source: kubernetes pkg/proxy/conntrack/cleanup.go CleanStaleEntries.
 */
export function staleUdpTest(
  ports: readonly { readonly port: ServicePortInfo; readonly endpoints: readonly EndpointInfo[] }[],
): (entry: ConntrackEntry) => boolean {
  const byAddress = new Map<string, ReadonlySet<string>>();
  const byNodePort = new Map<number, ReadonlySet<string>>();
  for (const { port, endpoints } of ports) {
    if (port.protocol !== 'udp') continue;
    const serving = new Set(endpoints.filter((endpoint) => endpoint.serving).map(({ ip }) => ip));
    if (serving.size === 0) continue;
    for (const { ip } of [port.clusterIP, ...port.loadBalancerIPs, ...port.externalIPs]) {
      byAddress.set(`${ip} ${port.port}`, serving);
    }
    if (port.nodePort !== 0) byNodePort.set(port.nodePort, serving);
  }
  return ({ original, reply }) => {
    if (original.protocol !== 'udp') return false;
    const { ip, port } = original.destination;
    const gone = (serving: ReadonlySet<string> | undefined) =>
      serving !== undefined && !serving.has(reply.source.ip);
    return gone(byAddress.get(`${ip} ${port}`)) || gone(byNodePort.get(port));
  };
}
