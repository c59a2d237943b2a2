/**
 * Where NodePorts are served: what `--nodeport-addresses` comes to on one node.
 * Source: kubernetes pkg/proxy/util/nodeport_addresses.go; cmd/kube-proxy/app/server.go newProxyServer (`primary`).
 */
import { addressMatches, canonicalIP, familyOf, isLoopback, normalizeCIDR } from './addresses';
import type { NodeProxyConfig } from './nodeProxyConfig';

type Given = Pick<NodeProxyConfig, 'ipFamily' | 'nodeIP' | 'nodeIPs' | 'nodePortAddresses'>;

/** The ranges of the proxier's own family, in the order given; the whole family if there are none of it. */
export function nodePortRanges(node: Given): readonly string[] {
  const { ipFamily, nodeIP, nodePortAddresses: given } = node;
  const isPrimary = given.length === 1 && given[0] === 'primary';
  const primary = isLoopback(nodeIP) ? [] : [`${nodeIP}/${ipFamily === 'IPv6' ? 128 : 32}`];
  const ranges = (isPrimary ? primary : given)
    .flatMap((text) => normalizeCIDR(text) ?? [])
    .filter((cidr) => familyOf(cidr) === ipFamily);
  return ranges.length > 0 ? ranges : [ipFamily === 'IPv6' ? '::/0' : '0.0.0.0/0'];
}

/** The node's addresses at which NodePorts are served, loopback included; `all` if nothing is left out. */
export function nodePortAddresses(node: Given): 'all' | readonly string[] {
  const ranges = nodePortRanges(node);
  if (ranges.some((cidr) => cidr.endsWith('/0'))) return 'all';
  const ips = node.nodeIPs.flatMap((ip) => canonicalIP(ip) ?? []);
  return [...new Set(ips)].filter((ip) => ranges.some((cidr) => addressMatches(cidr, ip)));
}

/**
 * True if NodePorts also work at 127.0.0.1: asked for, IPv4, and the ranges have loopback in them. kube-proxy then
 * sets `route_localnet`, and guards it by KUBE-FIREWALL.
 * Source: kubernetes pkg/proxy/iptables/proxier.go NewProxier; NodePortAddresses.ContainsIPv4Loopback.
 */
export function servesLocalhost(node: Given & Pick<NodeProxyConfig, 'localhostNodePorts'>): boolean {
  if (node.ipFamily !== 'IPv4' || !node.localhostNodePorts) return false;
  return nodePortRanges(node).some((cidr) => cidr.startsWith('127.') || addressMatches(cidr, '127.0.0.0'));
}
