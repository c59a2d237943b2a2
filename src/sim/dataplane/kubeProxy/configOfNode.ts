/** What a Node object says of the kube-proxy that runs on it. */
import ipaddr from 'ipaddr.js';
import type { Node } from '../../cluster/objects';
import {
  IPVS_SCHEDULERS,
  nodeProxyConfig,
  SCHEDULER_ANNOTATION,
  type NodeProxyConfig,
} from '../nodeProxyConfig';

/** How kube-proxy's proxier of a family runs on this node: kubeadm's defaults, and a cluster CIDR around the node's. */
export function configOf(node: Node, family: NodeProxyConfig['ipFamily'] = 'IPv4'): NodeProxyConfig {
  const isOurs = (address: string) => address.includes(':') === (family === 'IPv6');
  const { podCIDR, podCIDRs = [podCIDR] } = node.spec;
  const { internalIP, internalIPs = [internalIP] } = node.status;
  const wanted = node.metadata.annotations[SCHEDULER_ANNOTATION];
  const scheduler = IPVS_SCHEDULERS.find((known) => known === wanted);
  return nodeProxyConfig({
    nodeName: node.metadata.name,
    ipFamily: family,
    // A node without an address of the family: kube-proxy goes on with the loopback.
    nodeIP: internalIPs.find(isOurs) ?? (family === 'IPv6' ? '::1' : internalIP),
    zone: node.metadata.labels['topology.kubernetes.io/zone'] ?? '',
    ...clusterCIDR(podCIDRs.find(isOurs), family),
    ...(scheduler === undefined ? {} : { ipvs: { scheduler } }),
  });
}

/**
 * The range of all Pods, `--cluster-cidr`: the /16 around a node's IPv4 range, the /56 around its IPv6 range (a node
 * has a /24 and a /64 of it by default). Without an IPv6 range nothing counts as a Pod.
 * Source: kubernetes cmd/kube-controller-manager `--node-cidr-mask-size-ipv4`, `--node-cidr-mask-size-ipv6`.
 */
function clusterCIDR(own: string | undefined, family: NodeProxyConfig['ipFamily']): { podCIDR?: string } {
  if (family === 'IPv6') {
    if (own === undefined) return { podCIDR: '' };
    const [address] = own.split('/');
    return { podCIDR: `${ipaddr.IPv6.networkAddressFromCIDR(`${address}/56`).toRFC5952String()}/56` };
  }
  const [a, b] = (own ?? '').split('.');
  return a === undefined || b === undefined ? {} : { podCIDR: `${a}.${b}.0.0/16` };
}
