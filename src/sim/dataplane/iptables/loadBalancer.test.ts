import { describe, expect, it } from 'vitest';
import { nodeProxyConfig, nodeProxyConfigProblems } from '../nodeProxyConfig';
import { serviceFrom, shop, sliceFrom } from '../testing/kubeProxyCases';
import { pruneAffinity } from './affinity';
import { possibleTargets } from './possibleTargets';
import { printRestore } from './print';
import { printSave } from './printSave';
import { programRules } from './program';
import type { RuleSet } from './ruleSet';

const node = nodeProxyConfig({ nodeName: 'node-1', nodeIP: '192.168.56.11' });

function balanced(sourceRanges: string[]): RuleSet {
  const { service, slices } = shop(['10.244.1.9'], {
    type: 'LoadBalancer',
    loadBalancerSourceRanges: sourceRanges,
  });
  const open = { ...service, status: { loadBalancer: [{ ip: '203.0.113.80', ipMode: 'VIP' as const }] } };
  return programRules({ services: [open], endpointSlices: slices, node });
}

const ends = (rules: RuleSet, source: string, destination: string, port: number) =>
  possibleTargets(rules, {
    flow: { protocol: 'tcp', source: { ip: source, port: 40000 }, destination: { ip: destination, port } },
    hook: node.nodeIPs.includes(source) ? 'output' : 'prerouting',
    now: 0,
  }).map(({ verdict, masquerade }) => `${verdict}${masquerade ? ' masquerade' : ''}`);

describe('[DP22] loadBalancerSourceRanges', () => {
  const rules = balanced([' 198.51.100.7/24', '192.168.56.0/24']);

  it('lets only those clients use the load balancer IP, and drops the rest', () => {
    expect(ends(rules, '198.51.100.200', '203.0.113.80', 80)).toEqual(['DNAT masquerade']);
    expect(ends(rules, '203.0.113.2', '203.0.113.80', 80)).toEqual(['DROP']);
    expect(ends(rules, '10.244.1.5', '203.0.113.80', 80)).toEqual(['DROP']);
    expect(ends(rules, '10.244.1.5', '10.96.34.7', 80)).toEqual(['DNAT']);
  });

  it('clears the bits behind the mask, and lets the node use the IP if a range holds the node', () => {
    const fw = printRestore(rules)
      .split('\n')
      .filter((line) => line.startsWith('-A KUBE-FW-'))
      .map((line) => line.replace(/KUBE-(FW|EXT)-\w+/g, 'KUBE-$1'));
    expect(fw).toEqual([
      '-A KUBE-FW -m comment --comment "shop/orders:http loadbalancer IP" -s 198.51.100.0/24 -j KUBE-EXT',
      '-A KUBE-FW -m comment --comment "shop/orders:http loadbalancer IP" -s 192.168.56.0/24 -j KUBE-EXT',
      '-A KUBE-FW -m comment --comment "shop/orders:http loadbalancer IP" -s 203.0.113.80 -j KUBE-EXT',
      '-A KUBE-FW -m comment --comment "other traffic to shop/orders:http will be dropped by KUBE-PROXY-FIREWALL"',
    ]);
    const elsewhere = printRestore(balanced(['198.51.100.0/24']));
    expect(elsewhere).not.toContain('-s 203.0.113.80');
  });
});

describe('[DP23] a node’s configuration', () => {
  const { service, slices } = shop(['10.244.1.9'], {
    type: 'NodePort',
    ports: [{ name: 'http', protocol: 'TCP', port: 80, targetPort: 8080, nodePort: 30080 }],
  });
  const on = (config: Parameters<typeof nodeProxyConfig>[0]) =>
    programRules({
      services: [service],
      endpointSlices: slices,
      node: nodeProxyConfig({ ...node, ...config }),
    });

  it('--iptables-localhost-nodeports=false closes NodePorts on 127.0.0.1', () => {
    expect(ends(on({}), '192.168.56.11', '127.0.0.1', 30080)).toEqual(['DNAT masquerade']);
    const closed = on({ localhostNodePorts: false });
    expect(ends(closed, '192.168.56.11', '127.0.0.1', 30080)).toEqual(['ACCEPT']);
    expect(printRestore(closed)).toContain('--dst-type LOCAL ! -d 127.0.0.0/8 -j KUBE-NODEPORTS');
    expect(printRestore(closed)).not.toContain('KUBE-FIREWALL');
  });

  it('--nodeport-addresses limits NodePorts to those addresses', () => {
    const limited = on({
      nodeIPs: ['192.168.56.11', '10.0.2.15', '127.0.0.1'],
      nodePortAddresses: ['10.0.2.0/24'],
    });
    expect(ends(limited, '203.0.113.2', '10.0.2.15', 30080)).toEqual(['DNAT masquerade']);
    expect(ends(limited, '203.0.113.2', '192.168.56.11', 30080)).toEqual(['ACCEPT']);
  });

  it('conntrackTCPLiberal leaves the INVALID rule out; masqueradeAll masquerades Pods too', () => {
    expect(printRestore(on({}))).toContain('--ctstate INVALID -j DROP');
    expect(printRestore(on({ conntrackTCPLiberal: true }))).not.toContain('INVALID');
    expect(ends(on({ masqueradeAll: true }), '10.244.1.5', '10.96.34.7', 80)).toEqual(['DNAT masquerade']);
    expect(ends(on({ podCIDR: '', detectLocal: false }), '203.0.113.2', '10.96.34.7', 80)).toEqual(['DNAT']);
  });

  it('names what is wrong with it', () => {
    expect(nodeProxyConfigProblems({ ...node })).toEqual([]);
    expect(nodeProxyConfigProblems({ podCidr: 'x' })[0]).toContain('unknown key "podCidr"');
    expect(nodeProxyConfigProblems({ nodeIPs: '10.0.0.1' })).toEqual([
      '"nodeIPs" in the node\'s configuration must be a list of texts, not "10.0.0.1"',
    ]);
    expect(nodeProxyConfigProblems({ randomFully: 'yes' })[0]).toContain('must be a boolean');
  });
});

describe('[DP24] IPv6', () => {
  it('programs the family it is for, and no other', () => {
    const service = serviceFrom({
      metadata: { namespace: 'shop', name: 'six' },
      spec: {
        type: 'ClusterIP',
        clusterIP: '10.96.0.6',
        clusterIPs: ['10.96.0.6', 'fd00:10:96::6'],
        ports: [{ name: 'http', protocol: 'TCP', port: 80, targetPort: 8080 }],
      },
    });
    const slice = (addressType: 'IPv4' | 'IPv6', address: string) =>
      sliceFrom({
        metadata: {
          namespace: 'shop',
          name: `six-${addressType}`,
          labels: { 'kubernetes.io/service-name': 'six' },
        },
        addressType,
        ports: [{ name: 'http', protocol: 'TCP', port: 8080 }],
        endpoints: [{ addresses: [address] }],
      });
    const six = nodeProxyConfig({ ipFamily: 'IPv6', nodeIP: 'fd00::11', podCIDR: 'fd00:10:244::/56' });
    const endpointSlices = [slice('IPv4', '10.244.1.9'), slice('IPv6', 'fd00:10:244::9')];
    const text = printRestore(programRules({ services: [service], endpointSlices, node: six }));
    expect(text).toContain('-d fd00:10:96::6 --dport 80 -j KUBE-SVC-');
    expect(text).toContain('-j DNAT --to-destination [fd00:10:244::9]:8080');
    expect(text).toContain('--dst-type LOCAL ! -d ::1/128 -j KUBE-NODEPORTS');
    expect(text).not.toMatch(/10\.96|10\.244\.1/);
  });
});

describe('[DP25] Services that kube-proxy leaves alone', () => {
  it('writes nothing for another proxy’s Service or a headless one', () => {
    const { service, slices } = shop(['10.244.1.9']);
    const labels = { 'service.kubernetes.io/service-proxy-name': 'mine' };
    const other = { ...service, metadata: { ...service.metadata, labels } };
    const headless = { ...service, spec: { ...service.spec, clusterIP: 'None', clusterIPs: ['None'] } };
    const empty = printRestore(programRules({ services: [], endpointSlices: [], node }));
    expect(printRestore(programRules({ services: [other], endpointSlices: slices, node }))).toBe(empty);
    expect(printRestore(programRules({ services: [headless], endpointSlices: slices, node }))).toBe(empty);
  });
});

describe('[DP26] iptables-save', () => {
  const { service, slices } = shop(['10.244.1.9', '10.244.2.10', '10.244.1.11'], {
    sessionAffinity: 'ClientIP',
  });
  const rules = programRules({ services: [service], endpointSlices: slices, node });
  const lines = printSave(rules).split('\n');

  it('prints the kernel’s form of each rule', () => {
    expect(lines).toContain(
      '-A KUBE-SERVICES -d 10.96.34.7/32 -p tcp -m comment --comment "shop/orders:http cluster IP" -m tcp --dport 80 -j KUBE-SVC-AIOWKCZMN5S45HKT',
    );
    expect(lines).toContain(
      '-A KUBE-SVC-AIOWKCZMN5S45HKT -m comment --comment "shop/orders:http -> 10.244.1.11:8080" -m statistic --mode random --probability 0.33333333349 -j KUBE-SEP-ELSQXVZP3R46H4X5',
    );
    expect(lines).toContain('-A KUBE-MARK-MASQ -j MARK --set-xmark 0x4000/0x4000');
    expect(lines).toContain('-A KUBE-POSTROUTING -j MARK --set-xmark 0x4000/0x0');
    expect(lines).toContain(
      '-A FORWARD -m conntrack --ctstate NEW -m comment --comment "kubernetes service portals" -j KUBE-SERVICES',
    );
    expect(lines).toContain(':PREROUTING ACCEPT [0:0]');
  });

  it('quotes comments and names the ICMP answer', () => {
    const saved = printSave(programRules({ services: [service], endpointSlices: [], node }), 'filter');
    expect(saved).toContain(
      '--comment "shop/orders:http has no endpoints" -m tcp --dport 80 -j REJECT --reject-with icmp-port-unreachable',
    );
    expect(lines.filter((line) => line.endsWith('--to-destination 10.244.1.9:8080'))).toEqual([
      '-A KUBE-SEP-PY75N2Q3LS3GBKS7 -p tcp -m comment --comment "shop/orders:http" -m recent --set --name KUBE-SEP-PY75N2Q3LS3GBKS7 --mask 255.255.255.255 --rsource -m tcp -j DNAT --to-destination 10.244.1.9:8080',
    ]);
  });

  it('has every rule that was fed in', () => {
    const fed = printRestore(rules)
      .split('\n')
      .filter((line) => line.startsWith('-A'));
    const kept = lines.filter((line) => line.startsWith('-A KUBE-'));
    expect(kept.length).toBe(fed.length);
  });

  it('[DP27] forgets the clients of endpoints that are gone', () => {
    const [chain] = Object.keys(rules.services['shop/orders']!.chains).filter((name) =>
      name.startsWith('KUBE-SEP-'),
    );
    const state = { [chain!]: { '10.244.1.5': 1 }, 'KUBE-SEP-GONE': { '10.244.1.5': 1 } };
    expect(pruneAffinity(state, rules)).toEqual({ [chain!]: { '10.244.1.5': 1 } });
    const plain = programRules({ services: [shop([]).service], endpointSlices: slices, node });
    expect(pruneAffinity(state, plain)).toEqual({});
  });
});
