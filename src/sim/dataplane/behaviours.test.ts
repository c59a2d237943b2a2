/** What is subtle about kube-proxy and the VIP, number by number: see src/sim/testing/behaviours.md. */
import { describe, expect, it } from 'vitest';
import { chooseEndpoints } from './topology';
import { printRestore } from './iptables/print';
import type { RuleSet } from './iptables/ruleSet';
import { printNftTransaction } from './nftables/print';
import type { NftRuleSet } from './nftables/ruleSet';
import { DEFAULT_NODE_PROXY_CONFIG } from './nodeProxyConfig';
import { walkNode } from './nodeRules/walkNode';
import { dial, everyAnswer, rulesOn, socketsOf } from './testing/everyAnswer';

const BOTH = ['iptables', 'nftables'] as const;
const OUTSIDE = '198.51.100.7';
const NODES = { 'node-1': '192.168.56.11', 'node-2': '192.168.56.12', 'node-3': '192.168.56.13' } as const;
const NODE_NAMES = Object.keys(NODES) as (keyof typeof NODES)[];
const WEB = '10.96.10.1:80';
const webs = socketsOf('web', 8080);
const corners = socketsOf('corner', 8080);
const textOf = (mode: 'iptables' | 'nftables', node = 'node-1') => {
  const rules = rulesOn(node, mode);
  return mode === 'iptables' ? printRestore(rules as RuleSet) : printNftTransaction(rules as NftRuleSet);
};
const podOn = (node: string) =>
  everyAnswer().ipOf(
    everyAnswer()
      .pods('client-')
      .find((pod) => everyAnswer().nodeOf(pod) === node)!,
  );
const client = podOn('node-1');

describe.each(BOTH)('a VIP in %s mode', (mode) => {
  const rules = rulesOn('node-1', mode);

  it('[behaviours 1] is no address of any node or Pod: it stands in rules only', () => {
    const { nodes, podIPs } = everyAnswer().tables;
    const owners = [...Object.values(nodes).map(({ status }) => status.internalIP), ...Object.keys(podIPs)];
    expect(owners).not.toContain('10.96.10.1');
    expect(rules.node.nodeIPs).not.toContain('10.96.10.1');
    expect(dial(rules, client, WEB).verdict).toBe('DNAT');
  });

  it('[behaviours 3] gives each of n Pods the chance 1/n', () => {
    const { targets, chances } = dial(rules, client, WEB);
    expect([...targets].sort()).toEqual(webs);
    for (const chance of chances) expect(chance).toBeCloseTo(0.2, 8);
  });

  it('[behaviours 7] is known to every node, for Pods and for the node’s own processes', () => {
    for (const name of NODE_NAMES) {
      const here = rulesOn(name, mode);
      for (const from of [podOn(name), NODES[name]]) expect(dial(here, from, WEB).targets).toHaveLength(5);
    }
  });

  it('[behaviours 8] changes the port too: 80 to the named 8080, 90 to 9090', () => {
    expect(dial(rules, client, WEB).targets.every((target) => target.endsWith(':8080'))).toBe(true);
    expect([...dial(rules, client, '10.96.10.1:90').targets].sort()).toEqual(socketsOf('web', 9090));
  });

  it('[behaviours 9] leaves a Pod’s address as it is; a node’s and an outsider’s are masqueraded', () => {
    expect(dial(rules, client, WEB).masquerade).toBe(false);
    expect(dial(rules, NODES['node-1'], WEB).masquerade).toBe(true);
    expect(dial(rules, OUTSIDE, WEB).masquerade).toBe(true);
    expect(dial(rulesOn('node-1', mode, { masqueradeAll: true }), client, WEB).masquerade).toBe(true);
  });

  it('[behaviours 10] masquerades a Pod that comes back to itself, and only then', () => {
    const [own = ''] = socketsOf('alone', 8080);
    expect(dial(rules, own.split(':')[0]!, '10.96.10.6:80')).toMatchObject({
      targets: [own],
      masquerade: true,
    });
    expect(dial(rules, webs[0]!.split(':')[0]!, WEB).masquerade).toBeUndefined();
  });

  it('[behaviours 12] refuses where nobody is ready, and drops where nobody is ready here', () => {
    expect(dial(rules, client, '10.96.10.3:80').verdict).toBe('REJECT');
    expect(dial(rules, client, '10.96.10.4:80').verdict).toBe('DROP');
    expect(dial(rulesOn('node-2', mode), podOn('node-2'), '10.96.10.4:80').verdict).toBe('DNAT');
  });

  it('[behaviours 13] says nothing to a wrong port in iptables mode; nftables mode rejects it, and drops what nobody has', () => {
    expect(dial(rules, client, '10.96.10.1:81').verdict).toBe(mode === 'iptables' ? 'ACCEPT' : 'REJECT');
    expect(dial(rules, client, '10.96.99.99:80').verdict).toBe(mode === 'iptables' ? 'ACCEPT' : 'DROP');
  });

  it('[behaviours 16] a NodePort is taken by every node and masqueraded; no process listens there', () => {
    for (const name of NODE_NAMES) {
      const there = dial(rulesOn(name, mode), OUTSIDE, `${NODES[name]}:30080`);
      expect([there.verdict, there.masquerade, [...there.targets].sort()]).toEqual(['DNAT', true, webs]);
    }
    expect(dial(rules, OUTSIDE, `${NODES['node-1']}:30099`).verdict).toBe('ACCEPT');
    expect(dial(rules, OUTSIDE, `${NODES['node-2']}:30080`).verdict).toBe('ACCEPT');
    const { services } = everyAnswer().tables;
    const ports = Object.values(services).flatMap(({ spec }) =>
      spec.ports.map(({ nodePort }) => nodePort ?? 30_000),
    );
    expect(ports.every((port) => port >= 30_000 && port <= 32_767)).toBe(true);
  });

  it('[behaviours 17] a NodePort on 127.0.0.1 works in iptables mode alone, and there it can be closed', () => {
    const local = dial(rules, '127.0.0.1', '127.0.0.1:30080');
    expect(local.verdict).toBe(mode === 'iptables' ? 'DNAT' : 'ACCEPT');
    if (mode === 'nftables') return;
    expect(local.masquerade).toBe(true);
    expect(textOf(mode)).toMatch(/-A KUBE-FIREWALL .*-d 127\.0\.0\.0\/8 ! -s 127\.0\.0\.0\/8 .*-j DROP/);
    const closed = rulesOn('node-1', mode, { localhostNodePorts: false });
    expect(dial(closed, '127.0.0.1', '127.0.0.1:30080').verdict).toBe('ACCEPT');
  });

  it('[behaviours 18] externalTrafficPolicy Local: outsiders reach Pods of that node with their own address, or nobody; Pods and the node reach all', () => {
    const at = (name: keyof typeof NODES) => dial(rulesOn(name, mode), OUTSIDE, `${NODES[name]}:30083`);
    expect(at('node-2')).toMatchObject({ verdict: 'DNAT', masquerade: false });
    expect([...at('node-2').targets].sort()).toEqual(corners);
    expect([at('node-1').verdict, at('node-3').verdict]).toEqual(['DROP', 'DROP']);
    const fromPod = dial(rules, client, `${NODES['node-1']}:30083`);
    expect([...fromPod.targets].sort()).toEqual(corners);
    const fromNode = dial(rules, NODES['node-1'], `${NODES['node-1']}:30083`);
    expect([...fromNode.targets].sort()).toEqual(corners);
    expect([fromPod.masquerade, fromNode.masquerade]).toEqual([false, true]);
  });

  it('[behaviours 19] externalTrafficPolicy says nothing about the ClusterIP', () => {
    for (const name of NODE_NAMES) {
      expect([...dial(rulesOn(name, mode), podOn(name), '10.96.10.5:80').targets].sort()).toEqual(corners);
    }
  });

  it('[behaviours 20] internalTrafficPolicy Local keeps to the node, and does not fall back', () => {
    expect([...dial(rulesOn('node-2', mode), podOn('node-2'), '10.96.10.4:80').targets].sort()).toEqual(
      corners,
    );
    for (const name of ['node-1', 'node-3'] as const) {
      expect(dial(rulesOn(name, mode), podOn(name), '10.96.10.4:80')).toMatchObject({
        verdict: 'DROP',
        targets: [],
      });
    }
  });

  const balancer = (name: string) =>
    everyAnswer().tables.services[`default/${name}`]!.status.loadBalancer[0]!.ip;

  it('[behaviours 21] loadBalancerSourceRanges guard the load balancer’s address, not the NodePort; Pods outside are dropped too', () => {
    const guarded = `${balancer('guarded')}:80`;
    expect(dial(rules, OUTSIDE, guarded).verdict).toBe('DROP');
    expect(dial(rules, client, guarded).verdict).toBe('DROP');
    expect(dial(rules, '192.0.2.9', guarded).verdict).toBe('DNAT');
    expect(dial(rules, OUTSIDE, `${NODES['node-1']}:30084`).verdict).toBe('DNAT');
  });

  it('[behaviours 22] a Pod that dials a load balancer’s address is caught on its node', () => {
    const inside = dial(rules, client, `${balancer('outside-local')}:80`);
    expect([inside.verdict, [...inside.targets].sort()]).toEqual(['DNAT', corners]);
  });

  it('[behaviours 37] headless and ExternalName Services have no rules', () => {
    for (const name of ['headless', 'headless-empty', 'elsewhere']) {
      expect(Object.keys(rules.services).some((key) => key === `default/${name}`)).toBe(false);
      expect(textOf(mode)).not.toContain(`default/${name}`);
    }
    expect(textOf(mode)).toContain('default/web');
  });

  it('[behaviours 39] masquerading draws a random source port', () => {
    expect(textOf(mode)).toMatch(
      mode === 'iptables' ? /MASQUERADE --random-fully/ : /masquerade fully-random/,
    );
  });
});

describe('the text of the rules', () => {
  it('[behaviours 3] iptables: rule i of n has the probability 1/(n-i), the last none', () => {
    const chain = /-A (KUBE-SVC-\w+) .*default\/web:http ->/.exec(textOf('iptables'))![1]!;
    const lines = textOf('iptables')
      .split('\n')
      .filter((line) => line.startsWith(`-A ${chain} `) && line.includes('->'));
    expect(lines.map((line) => /--probability ([\d.]+)/.exec(line)?.[1])).toEqual([
      ...['0.2000000000', '0.2500000000', '0.3333333333', '0.5000000000'],
      undefined,
    ]);
  });

  it('[behaviours 11] KUBE-MARK-MASQ only marks; POSTROUTING clears the mark and masquerades', () => {
    const lines = textOf('iptables').split('\n');
    expect(lines.filter((line) => line.startsWith('-A KUBE-MARK-MASQ'))).toEqual([
      '-A KUBE-MARK-MASQ -j MARK --or-mark 0x4000',
    ]);
    expect(lines.filter((line) => line.startsWith('-A KUBE-POSTROUTING'))).toEqual([
      '-A KUBE-POSTROUTING -m mark ! --mark 0x4000/0x4000 -j RETURN',
      '-A KUBE-POSTROUTING -j MARK --xor-mark 0x4000',
      '-A KUBE-POSTROUTING -m comment --comment "kubernetes service traffic requiring SNAT" -j MASQUERADE --random-fully',
    ]);
    const flow = {
      protocol: 'tcp' as const,
      source: { ip: OUTSIDE, port: 1 },
      destination: { ip: '10.96.10.1', port: 80 },
    };
    const { examined } = walkNode(rulesOn('node-1'), { flow, hook: 'prerouting', now: 0 }, () => 0);
    const matched = examined.filter(({ matched: hit }) => hit).map(({ chain }) => chain);
    expect(matched.indexOf('KUBE-MARK-MASQ')).toBeGreaterThan(-1);
    expect(matched.indexOf('KUBE-MARK-MASQ')).toBeLessThan(matched.indexOf('KUBE-POSTROUTING'));
  });

  it('[behaviours 28] chain names are the same on every node', () => {
    const names = (node: string) =>
      textOf('iptables', node)
        .match(/KUBE-SVC-\w+/g)!
        .sort();
    expect(new Set(names('node-1'))).toEqual(new Set(names('node-2')));
    const endpoints = textOf('iptables').match(/:KUBE-SEP-\w+/g)!;
    expect(new Set(endpoints).size).toBe(endpoints.length);
  });

  it('[behaviours 29] endpoints stand in the order of their text', () => {
    const { targets } = dial(rulesOn('node-1'), client, WEB);
    expect(targets).toEqual(webs);
  });

  it('[behaviours 36] nftables mode draws with numgen and looks Services up in maps; iptables is the default', () => {
    expect(textOf('nftables')).toContain('numgen random mod 5 vmap { 0 : goto');
    expect(textOf('nftables')).toContain('ip daddr . meta l4proto . th dport vmap @service-ips');
    const { ruleSets } = everyAnswer().tables;
    expect(Object.values(ruleSets).map(({ mode }) => mode)).toEqual(['iptables', 'iptables', 'iptables']);
  });

  it('[behaviours 38] Service addresses come from 10.96.0.0/12, Pod addresses from a /24 of 10.244.0.0/16 for each node', () => {
    expect(DEFAULT_NODE_PROXY_CONFIG).toMatchObject({
      serviceCIDRs: ['10.96.0.0/12'],
      podCIDR: '10.244.0.0/16',
    });
    const { services, pods } = everyAnswer().tables;
    expect(services['kube-system/kube-dns']?.spec.clusterIP).toBe('10.96.0.10');
    for (const { spec } of Object.values(services)) {
      if (/^\d/.test(spec.clusterIP)) expect(spec.clusterIP).toMatch(/^10\.(9[6-9]|10\d|11[01])\./);
    }
    for (const { status, spec } of Object.values(pods)) {
      expect(status.podIP).toMatch(new RegExp(`^10\\.244\\.${spec.nodeName!.slice(-1)}\\.`));
    }
  });
});

describe('which endpoints are used', () => {
  const endpoint = (name: string, change = {}) => ({
    name,
    isLocal: false,
    ready: true,
    serving: true,
    terminating: false,
    forZones: [] as string[],
    forNodes: [] as string[],
    ...change,
  });
  const dying = { ready: false, serving: true, terminating: true };
  const node = { nodeName: 'node-1', zone: 'a' };
  const names = (list: readonly { name: string }[] | null) => list?.map(({ name }) => name);
  const choose = (...list: ReturnType<typeof endpoint>[]) =>
    chooseEndpoints(list, { cluster: true, local: true }, node);

  it('[behaviours 24] terminating ones only where no ready one is left, if they serve; local and cluster apart', () => {
    expect(names(choose(endpoint('a'), endpoint('b', dying)).cluster)).toEqual(['a']);
    expect(names(choose(endpoint('b', dying), endpoint('c', { ...dying, serving: false })).cluster)).toEqual([
      'b',
    ]);
    const mixed = choose(endpoint('far'), endpoint('near', { ...dying, isLocal: true }));
    expect([names(mixed.cluster), names(mixed.local)]).toEqual([['far'], ['near']]);
  });

  it('[behaviours 25] never one that is not ready and not terminating', () => {
    expect(names(choose(endpoint('a', { ready: false, serving: true })).cluster)).toEqual([]);
    expect(names(choose(endpoint('a', { ready: false, serving: false })).cluster)).toEqual([]);
  });

  it('[behaviours 26] hints count only if every ready one has some and one is for here; nodes before zones', () => {
    const [a, b] = [endpoint('a', { forZones: ['a'] }), endpoint('b', { forZones: ['b'] })];
    expect(names(choose(a, b).cluster)).toEqual(['a']);
    expect(names(choose(a, b, endpoint('c')).cluster)).toEqual(['a', 'b', 'c']);
    expect(names(choose(b, endpoint('c', { forZones: ['c'] })).cluster)).toEqual(['b', 'c']);
    const byNode = [
      { ...a, forNodes: ['node-2'] },
      { ...b, forNodes: ['node-1'] },
    ];
    expect(names(choose(...byNode).cluster)).toEqual(['b']);
  });
});
