import { describe, expect, it } from 'vitest';
import type { Node } from '../../cluster/objects';
import { configOf } from './configOfNode';

const metadata = { name: 'n', uid: 'u', resourceVersion: '1', labels: {}, annotations: {} };

function node(podCIDRs: string[], internalIPs: string[]): Node {
  return {
    kind: 'Node',
    metadata: { ...metadata, creationMicros: 0 } as unknown as Node['metadata'],
    spec: { podCIDR: podCIDRs[0] ?? '', podCIDRs, unschedulable: false },
    status: { internalIP: internalIPs[0] ?? '', internalIPs, ready: true },
  };
}

describe("a Node's kube-proxy has a proxier for each family", () => {
  const dual = node(['10.9.3.0/24', 'fd00:10:9:0:3::/80'], ['192.168.0.13', 'fd00:192::13']);

  it.each([
    ['IPv4', '192.168.0.13', '127.0.0.1', '10.9.0.0/16'],
    ['IPv6', 'fd00:192::13', '::1', 'fd00:10:9::/56'],
  ] as const)('%s: its own address and range', (family, nodeIP, loopback, podCIDR) => {
    expect(configOf(dual, family)).toMatchObject({
      ipFamily: family,
      nodeIP,
      nodeIPs: [nodeIP, loopback],
      podCIDR,
      detectLocal: true,
    });
  });

  it('an IPv6 proxier on a node of IPv4 alone takes nobody for a Pod, and has the loopback only', () => {
    const config = configOf(node(['10.9.3.0/24'], ['192.168.0.13']), 'IPv6');
    expect(config).toMatchObject({ nodeIP: '::1', podCIDR: '', detectLocal: false });
  });
});
