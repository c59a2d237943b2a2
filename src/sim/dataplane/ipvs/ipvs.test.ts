import { describe, expect, it } from 'vitest';
import { seconds, type Micros } from '../../kernel/time';
import type { FlowHeaders } from '../../packet/headers';
import { TCP_TIMEOUTS } from '../tcpTracking';
import { nodeProxyConfig, nodeProxyConfigProblems } from '../nodeProxyConfig';
import { shop } from '../testing/kubeProxyCases';
import { countConnections } from './connections';
import { printIpsetRestore, printIpvsadmList, printIpvsadmRestore, printIpvsIptables } from './print';
import { programIpvs, reprogramIpvs, withoutIdleLeavers, hasLeavers } from './program';
import { possibleIpvsTargets } from './possibleTargets';
import { isNodeAddress, walkIpvs, type IpvsPacket } from './walk';

function tcp(source: string, destination: string, port: number): FlowHeaders {
  return { protocol: 'tcp', source: { ip: source, port: 40000 }, destination: { ip: destination, port } };
}

const node = nodeProxyConfig({ nodeName: 'node-1' });
const pods = ['10.244.1.9', '10.244.2.10', '10.244.1.11'];
const { service, slices } = shop(pods);
const input = { services: [service], endpointSlices: slices, node };
const orders = programIpvs(input);
const toOrders: IpvsPacket = { flow: tcp('10.244.1.5', '10.96.34.7', 80), hook: 'prerouting', now: 0 };

/** What a node port with a load balancer has. */
function outside(spec: Parameters<typeof shop>[1] = {}) {
  return shop(pods, {
    type: 'LoadBalancer',
    ports: [{ name: 'http', protocol: 'TCP', port: 80, targetPort: 8080, nodePort: 30080 }],
    ...spec,
  });
}

describe('a node in IPVS mode', () => {
  it('[DP41] has a virtual server for each address, and real servers of weight 1', () => {
    const { service: open, slices: behind } = outside({ externalIPs: ['198.51.100.5'] });
    const withAddress = {
      ...open,
      status: { loadBalancer: [{ ip: '203.0.113.9', ipMode: 'VIP' as const }] },
    };
    const ruleSet = programIpvs({ services: [withAddress], endpointSlices: behind, node });
    const text = printIpvsadmRestore(ruleSet);
    for (const address of ['10.96.34.7:80', '198.51.100.5:80', '203.0.113.9:80', '192.168.56.11:30080']) {
      expect(text).toContain(`-A -t ${address} -s rr\n`);
      for (const pod of pods) expect(text).toContain(`-a -t ${address} -r ${pod}:8080 -m -w 1\n`);
    }
    expect(text).not.toContain('127.0.0.1');
    expect(ruleSet.sets['KUBE-IPVS-IPS']).toEqual(['10.96.34.7', '198.51.100.5', '203.0.113.9']);
    expect(ruleSet.sets['KUBE-NODE-PORT-TCP']).toEqual(['30080']);
    expect(ruleSet.sets['KUBE-LOAD-BALANCER']).toEqual(['203.0.113.9,tcp:80']);
    expect(ruleSet.sets['KUBE-EXTERNAL-IP']).toEqual(['198.51.100.5,tcp:80']);
  });

  it('[DP41] `ipvsadm -Ln` lists them', () => {
    const sticky = shop(pods.slice(0, 1), { sessionAffinity: 'ClientIP' });
    const ruleSet = programIpvs({ services: [sticky.service], endpointSlices: sticky.slices, node });
    expect(printIpvsadmRestore(ruleSet)).toContain('-A -t 10.96.34.7:80 -s rr -p 10800\n');
    expect(printIpvsadmList(ruleSet)).toBe(
      [
        'IP Virtual Server version 1.2.1 (size=4096)',
        'Prot LocalAddress:Port Scheduler Flags',
        '  -> RemoteAddress:Port           Forward Weight ActiveConn InActConn',
        'TCP  10.96.34.7:80 rr persistent 10800',
        '  -> 10.244.1.9:8080              Masq    1      0          0         ',
        '',
      ].join('\n'),
    );
  });

  it('[DP42] the VIP is an address of the node: that is why its packets come to IPVS', () => {
    expect(isNodeAddress(orders, '10.96.34.7')).toBe(true);
    expect(isNodeAddress(orders, '10.96.34.8')).toBe(false);
    const hooks = walkIpvs(orders, toOrders).examined.map((item) =>
      item.kind === 'rule' ? `${item.hook} ${item.table}` : `${item.hook} IPVS`,
    );
    expect([...new Set(hooks)]).toEqual([
      'PREROUTING nat',
      'INPUT filter',
      'INPUT IPVS',
      'OUTPUT filter',
      'POSTROUTING nat',
    ]);
  });

  it('[DP42] without endpoints IPVS itself refuses; the VIP stays on kube-ipvs0', () => {
    const none = programIpvs({ ...input, endpointSlices: [] });
    expect(none.sets['KUBE-IPVS-IPS']).toEqual(['10.96.34.7']);
    const refused = walkIpvs(none, toOrders);
    expect(refused).toMatchObject({ verdict: 'REJECT', masquerade: false });
    expect(refused.decidedBy).toMatchObject({ kind: 'virtual', real: null });
  });

  it('[DP42] on another port of a VIP KUBE-IPVS-FILTER refuses, also what the node sends itself', () => {
    for (const [source, hook] of [
      ['10.244.1.5', 'prerouting'],
      [node.nodeIP, 'output'],
    ] as const) {
      const refused = walkIpvs(orders, { ...toOrders, hook, flow: tcp(source, '10.96.34.7', 22) });
      expect(refused.verdict).toBe('REJECT');
      expect(refused.decidedBy).toMatchObject({ kind: 'rule', chain: 'KUBE-IPVS-FILTER' });
    }
  });

  it('[DP43] rules ask ipsets, so their number does not grow with the Services', () => {
    const many = [...Array(50).keys()].map((i) =>
      shop(pods, { clusterIP: `10.96.40.${i + 1}` }, `orders-${i}`),
    );
    const large = programIpvs({
      services: [service, ...many.map((one) => one.service)],
      endpointSlices: [...slices, ...many.flatMap((one) => one.slices)],
      node,
    });
    expect(large.rules).toEqual(orders.rules);
    expect(walkIpvs(large, toOrders).examinedCount).toBe(walkIpvs(orders, toOrders).examinedCount);
    expect(large.sets['KUBE-CLUSTER-IP']).toHaveLength(51);
  });

  it('[DP43] prints the rules as kube-proxy writes them', () => {
    const text = printIpvsIptables(orders);
    expect(text).toContain(
      '-A KUBE-SERVICES -m comment --comment "Kubernetes service cluster ip + port for masquerade purpose" -m set --match-set KUBE-CLUSTER-IP dst,dst ! -s 10.244.0.0/16 -j KUBE-MARK-MASQ\n',
    );
    expect(text).toContain(
      '-A KUBE-IPVS-FILTER -m conntrack --ctstate NEW -m set --match-set KUBE-IPVS-IPS dst -j REJECT\n',
    );
    expect(text).not.toContain('KUBE-NODE-PORT-TCP');
    expect(printIpsetRestore(orders)).toContain(
      'create KUBE-CLUSTER-IP hash:ip,port family inet hashsize 1024 maxelem 65536\nadd KUBE-CLUSTER-IP 10.96.34.7,tcp:80\n',
    );
  });

  it('[DP43] KUBE-LOOP-BACK masquerades a Pod that is sent back to itself', () => {
    const self = { ...toOrders, flow: tcp('10.244.1.9', '10.96.34.7', 80) };
    const here = shop(pods);
    const onNode = here.slices.map((slice) => ({
      ...slice,
      endpoints: slice.endpoints.map((one) => ({ ...one, nodeName: 'node-1' })),
    }));
    const ruleSet = programIpvs({ ...input, endpointSlices: onNode });
    const ends = possibleIpvsTargets(ruleSet, self);
    expect(ends.map(({ destination, masquerade }) => [destination.ip, masquerade])).toEqual([
      ['10.244.1.11', false],
      ['10.244.1.9', true],
      ['10.244.2.10', false],
    ]);
  });

  it('[DP44] a load balancer’s source ranges: others are dropped, and so is the node if it is not in them', () => {
    const guarded = outside({ loadBalancerSourceRanges: ['198.51.100.0/24'] });
    const closed = {
      ...guarded.service,
      status: { loadBalancer: [{ ip: '203.0.113.9', ipMode: 'VIP' as const }] },
    };
    const ruleSet = programIpvs({ services: [closed], endpointSlices: guarded.slices, node });
    const from = (source: string, hook: 'prerouting' | 'output', to = '203.0.113.9', port = 80) =>
      walkIpvs(ruleSet, { flow: tcp(source, to, port), hook, now: 0 }).verdict;
    expect(from('198.51.100.7', 'prerouting')).toBe('DNAT');
    expect(from('192.0.2.7', 'prerouting')).toBe('DROP');
    expect(from('192.0.2.7', 'prerouting', node.nodeIP, 30080)).toBe('DNAT');
    // A node's own packet to an address of kube-ipvs0 has that very address as its source.
    expect(from('203.0.113.9', 'output')).toBe('DROP');
    expect(printIpvsIptables(ruleSet)).toContain(
      '-A KUBE-IPVS-OUT-FILTER -s 203.0.113.9 -m ipvs --vaddr 203.0.113.9 --vproto tcp --vport 80 -j DROP\n',
    );
  });

  it('[DP45] under policy Local without local endpoints it takes those of other nodes that the Service uses at all', () => {
    const inside = shop(pods, { internalTrafficPolicy: 'Local' });
    const closed = programIpvs({ services: [inside.service], endpointSlices: inside.slices, node });
    expect(walkIpvs(closed, toOrders).verdict).toBe('REJECT');
    const open = outside({ internalTrafficPolicy: 'Local', externalTrafficPolicy: 'Local' });
    const ruleSet = programIpvs({ services: [open.service], endpointSlices: open.slices, node });
    const port = { ...toOrders, flow: tcp('192.0.2.7', node.nodeIP, 30080) };
    for (const packet of [toOrders, port]) {
      const ends = possibleIpvsTargets(ruleSet, packet);
      expect(ends.map(({ destination, masquerade }) => [destination.ip, masquerade])).toEqual(
        [...pods].sort().map((ip) => [ip, false]),
      );
    }
  });

  it('[DP46] written in parts it is what it is written whole, and unchanged Services keep their objects', () => {
    const other = shop(['10.244.3.3'], { clusterIP: '10.96.34.8' }, 'carts');
    const both = programIpvs({
      services: [service, other.service],
      endpointSlices: [...slices, ...other.slices],
      node,
    });
    const given = { service: other.service, slices: other.slices };
    const inParts = reprogramIpvs(orders, { 'shop/carts': given }, new Map());
    expect(inParts).toEqual(both);
    const again = reprogramIpvs(inParts, { 'shop/carts': null }, new Map());
    expect(again).toEqual(orders);
    expect(again.services['shop/orders']).toBe(orders.services['shop/orders']);
    expect(again.rules).toBe(orders.rules);
  });

  it('[DP47] a real server with connections leaves by weight 0, and goes when they have ended or were idle for 15 minutes', () => {
    const left = shop(pods.slice(1));
    const entry = {
      original: tcp('10.244.1.5', '10.96.34.7', 80),
      reply: tcp('10.244.1.9', '10.244.1.5', 40000),
      seenReply: true,
      assured: true,
      tcpState: 'ESTABLISHED' as const,
      createdAt: 0,
      expiresAt: TCP_TIMEOUTS.ESTABLISHED,
    };
    const reply = { ...entry.reply, source: { ip: '10.244.1.9', port: 8080 } };
    const open = countConnections([{ ...entry, reply }], 0);
    const change = { 'shop/orders': { service: left.service, slices: left.slices } };
    const leaving = reprogramIpvs(orders, change, open);
    expect(hasLeavers(leaving)).toBe(true);
    expect(printIpvsadmList(leaving, open)).toContain(
      '  -> 10.244.1.9:8080              Masq    0      1          0',
    );
    expect(possibleIpvsTargets(leaving, toOrders).map(({ destination }) => destination.ip)).not.toContain(
      '10.244.1.9',
    );
    expect(withoutIdleLeavers(leaving, open)).toBe(leaving);
    // IPVS forgets a connection that was idle for 15 minutes, whatever conntrack says.
    const after = (idle: Micros) =>
      withoutIdleLeavers(leaving, countConnections([{ ...entry, reply }], idle));
    expect(after(seconds(899))).toBe(leaving);
    expect(hasLeavers(after(seconds(900)))).toBe(false);
    const gone = withoutIdleLeavers(leaving, new Map());
    expect(gone.services['shop/orders']!.servers[0]!.reals.map(({ ip }) => ip)).not.toContain('10.244.1.9');
    const back = { 'shop/orders': { service, slices } };
    expect(reprogramIpvs(leaving, back, open)).toEqual(orders);
    expect(reprogramIpvs(orders, change, new Map()).services['shop/orders']!.servers[0]!.reals).toHaveLength(
      2,
    );
  });

  it('[DP48] IPv6 has sets of its own, with names that fit', () => {
    const six = nodeProxyConfig({ ipFamily: 'IPv6', nodeIP: 'fd00::11', podCIDR: 'fd00:10:244::/56' });
    const plain = shop([], { clusterIP: 'fd00:10:96::7' });
    const slice = {
      ...plain.slices[0]!,
      addressType: 'IPv6' as const,
      endpoints: shop(['fd00:10:244:1::9']).slices[0]!.endpoints,
    };
    const ruleSet = programIpvs({ services: [plain.service], endpointSlices: [slice], node: six });
    expect(printIpvsadmRestore(ruleSet)).toBe(
      '-A -t [fd00:10:96::7]:80 -s rr\n-a -t [fd00:10:96::7]:80 -r [fd00:10:244:1::9]:8080 -m -w 1\n',
    );
    const sets = printIpsetRestore(ruleSet);
    expect(sets).toContain('create KUBE-6-CLUSTER-IP hash:ip,port family inet6 ');
    expect(sets).toContain('create KUBE-6-LOAD-BALANCER-SOURCE-CID hash:ip,port,net');
    const packet = { ...toOrders, flow: tcp('fd00:10:244:1::5', 'fd00:10:96::7', 80) };
    expect(walkIpvs(ruleSet, packet)).toMatchObject({ verdict: 'DNAT', masquerade: false });
  });

  it('[DP23] a scheduler that IPVS does not have is named, and one that is not simulated', () => {
    expect(nodeProxyConfigProblems({ ipvs: { scheduler: 'sh' } })).toEqual([]);
    expect(nodeProxyConfigProblems({ ipvs: { scheduler: 'random' } })[0]).toContain('rr, wrr, lc');
    expect(nodeProxyConfigProblems({ ipvs: { scheduler: 'mh' } })[0]).toContain('the kernel has it, but');
    expect(nodeProxyConfigProblems({ ipvs: { schedular: 'rr' } })[0]).toContain(
      'unknown key "ipvs.schedular"',
    );
    expect(nodeProxyConfigProblems({ ipvs: 'rr' })[0]).toContain('must be an object');
  });
});
