import { describe, expect, it } from 'vitest';
import { formatSocket, type FlowHeaders } from '../../packet/headers';
import { possibleTargets } from '../iptables/possibleTargets';
import { programRules } from '../iptables/program';
import type { NewPacket } from '../iptables/walk';
import { nodeProxyConfig } from '../nodeProxyConfig';
import { inputOf, iptablesCases, shop, type FlowCase } from '../testing/kubeProxyCases';
import { possibleNftTargets } from './possibleTargets';
import { printNftTransaction } from './print';
import { programNftables, reprogramNftables } from './program';
import { walkNftables } from './walk';

function tcp(source: string, destination: string, port: number): FlowHeaders {
  return { protocol: 'tcp', source: { ip: source, port: 40000 }, destination: { ip: destination, port } };
}

function packetOf(nodeIPs: readonly string[], flow: FlowCase): NewPacket {
  const headers = { ...tcp(flow.source, flow.dest, flow.destPort), protocol: flow.protocol } as FlowHeaders;
  return { flow: headers, hook: nodeIPs.includes(flow.source) ? 'output' : 'prerouting', now: 0 };
}

const flows = iptablesCases.flatMap((given) =>
  given.expect.flows.map((flow) => ({ id: given.id, name: flow.name, given, flow })),
);

/**
 * Where nftables mode differs on purpose. Source: kubernetes pkg/proxy/nftables/README.md and proxier_test.go:
 * node ports are served on the primary address alone and never on loopback; other ports of a ClusterIP are
 * rejected; iptables mode lets those packets pass untouched.
 */
function expectedHere(flow: FlowCase, found: string, node: ReturnType<typeof nodeProxyConfig>): string {
  const isNodePort = flow.destPort >= 3000 && node.nodeIPs.includes(flow.dest);
  if (isNodePort && flow.dest !== node.nodeIP && node.nodePortAddresses.length === 0) return '';
  if (isNodePort && flow.dest.startsWith('127.')) return '';
  if (flow.expect.result === '' && found === 'REJECT') return 'REJECT';
  return flow.expect.result;
}

describe('[DP30] the same traffic under nftables', () => {
  it.each(flows)('$id: $name', ({ given, flow }) => {
    const input = inputOf(given);
    const ruleSet = programNftables(input);
    const packet = packetOf(ruleSet.node.nodeIPs, flow);
    const ends = possibleNftTargets(ruleSet, packet);
    const found = ends
      .map(({ verdict, destination }) =>
        verdict === 'DNAT' ? formatSocket(destination) : verdict === 'ACCEPT' ? '' : verdict,
      )
      .join(', ');
    const wanted = expectedHere(flow, found, ruleSet.node);
    expect(found).toBe(wanted === 'ACCEPT' ? '' : wanted);
    for (const number of [0, 0x3fffffff, 0x7fffffff]) {
      const { verdict, after, masquerade } = walkNftables(ruleSet, packet, () => number);
      expect(ends).toContainEqual(
        expect.objectContaining({ verdict, masquerade, destination: after.destination }),
      );
    }
  });
});

const node = nodeProxyConfig({ nodeName: 'node-1' });
const pods = ['10.244.1.9', '10.244.2.10', '10.244.1.11'];
const { service, slices } = shop(pods);
const input = { services: [service], endpointSlices: slices, node };
const orders = programNftables(input);
const toOrders: NewPacket = { flow: tcp('10.244.1.5', '10.96.34.7', 80), hook: 'prerouting', now: 0 };

describe('a node’s table', () => {
  it('[DP31] reaches the same endpoints with the same chances as iptables mode', () => {
    const ends = (list: ReturnType<typeof possibleTargets>) =>
      list.map(({ destination, probability }) => [formatSocket(destination), probability.toFixed(6)]).sort();
    expect(ends(possibleNftTargets(orders, toOrders))).toEqual(
      ends(possibleTargets(programRules(input), toOrders)),
    );
  });

  it('[DP31] looks a Service up in one step, however many there are', () => {
    const many = [...Array(50).keys()].map((i) =>
      shop(pods, { clusterIP: `10.96.40.${i + 1}` }, `orders-${i}`),
    );
    const large = programNftables({
      services: [service, ...many.map((one) => one.service)],
      endpointSlices: [...slices, ...many.flatMap((one) => one.slices)],
      node,
    });
    const count = (ruleSet: typeof orders) => walkNftables(ruleSet, toOrders, () => 7).examinedCount;
    expect(count(large)).toBe(count(orders));
  });

  it('[DP32] a Service without endpoints is rejected, one without endpoints here is dropped', () => {
    const none = programNftables({ ...input, endpointSlices: [] });
    expect(walkNftables(none, toOrders, () => 0)).toMatchObject({ verdict: 'REJECT', masquerade: false });
    const local = shop(pods, { internalTrafficPolicy: 'Local' });
    const elsewhere = programNftables({ services: [local.service], endpointSlices: local.slices, node });
    const dropped = walkNftables(elsewhere, toOrders, () => 0);
    expect(dropped.verdict).toBe('DROP');
    expect(dropped.decidedBy?.entry?.origin.service).toBe('shop/orders');
  });

  it('[DP32] another port of a ClusterIP is rejected, an address that nobody has is dropped', () => {
    const to = (ip: string, port: number) =>
      walkNftables(orders, { ...toOrders, flow: tcp('10.244.1.5', ip, port) }, () => 0).verdict;
    expect(to('10.96.34.7', 81)).toBe('REJECT');
    expect(to('10.96.99.99', 80)).toBe('DROP');
    expect(to('10.244.2.10', 8080)).toBe('ACCEPT');
  });

  it('[DP33] session affinity holds while it is renewed, and not longer', () => {
    const sticky = shop(pods, { sessionAffinity: 'ClientIP' });
    const table = programNftables({ services: [sticky.service], endpointSlices: sticky.slices, node });
    const first = walkNftables(table, toOrders, () => 0x7fffffff);
    const list = first.affinityUpdates[0]!.list;
    const affinity = { [list]: { '10.244.1.5': 0 } };
    const at = (now: number) =>
      walkNftables(table, { ...toOrders, now, affinity }, () => 0).after.destination.ip;
    expect(at(10_800 * 1_000_000)).toBe(first.after.destination.ip);
    expect(at(10_801 * 1_000_000)).toBe([...pods].sort()[0]);
  });

  it('[DP34] written in parts is the table written whole', () => {
    const other = shop(['10.244.3.3'], { clusterIP: '10.96.34.8' }, 'carts');
    const both = {
      services: [service, other.service],
      endpointSlices: [...slices, ...other.slices],
      node,
    };
    const inParts = reprogramNftables(programNftables(input), {
      'shop/carts': { service: other.service, slices: other.slices },
    });
    expect(printNftTransaction(inParts)).toBe(printNftTransaction(programNftables(both)));
    const again = reprogramNftables(inParts, { 'shop/carts': null });
    expect(printNftTransaction(again)).toBe(printNftTransaction(orders));
    expect(again.services['shop/orders']).toBe(inParts.services['shop/orders']);
  });

  it('[DP34] prints the rules of one Service as kube-proxy’s test has them', () => {
    const text = printNftTransaction(orders);
    expect(text).toContain(
      'add map ip kube-proxy service-nodeports { type inet_proto . inet_service : verdict ; comment "NodePort traffic" ; }',
    );
    expect(text).toMatch(
      /add element ip kube-proxy service-ips \{ 10\.96\.34\.7 \. tcp \. 80 : goto service-[A-Z2-7]{8}-shop\/orders\/tcp\/http \}/,
    );
    expect(text).toMatch(
      /numgen random mod 3 vmap \{ 0 : goto endpoint-\S+ , 1 : goto endpoint-\S+ , 2 : goto endpoint-\S+ \}/,
    );
    expect(text).toContain('ip daddr 10.96.34.7 ip saddr != 10.244.0.0/16 jump mark-for-masquerade');
  });
});
