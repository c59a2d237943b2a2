import { describe, expect, it } from 'vitest';
import { formatSocket, type FlowHeaders } from '../../packet/headers';
import { nodeProxyConfig } from '../nodeProxyConfig';
import { inputOf, iptablesCases, shop, type FlowCase } from '../testing/kubeProxyCases';
import { applyAffinityUpdates, type AffinityState } from './affinity';
import { possibleTargets } from './possibleTargets';
import { programRules } from './program';
import { ruleAt, type RuleSet } from './ruleSet';
import { walk, type ExaminedRule, type NewPacket } from './walk';

function tcp(source: string, destination: string, port: number): FlowHeaders {
  return { protocol: 'tcp', source: { ip: source, port: 40000 }, destination: { ip: destination, port } };
}

/** A case's packet. The tests know SCTP, which flows elsewhere do not. */
function packetOf(ruleSet: RuleSet, flow: FlowCase): NewPacket {
  const headers = { ...tcp(flow.source, flow.dest, flow.destPort), protocol: flow.protocol } as FlowHeaders;
  return {
    flow: headers,
    hook: ruleSet.node.nodeIPs.includes(flow.source) ? 'output' : 'prerouting',
    now: 0,
  };
}

/** What the walk found, in the words of kube-proxy's tests. */
function describeEnds(ruleSet: RuleSet, packet: NewPacket): { result: string; masq: boolean } {
  const ends = possibleTargets(ruleSet, packet);
  const words = ends.map(({ verdict, destination, location }) => {
    if (verdict === 'DNAT') return formatSocket(destination);
    return verdict === 'ACCEPT' && location === undefined ? '' : verdict;
  });
  return { result: words.join(', '), masq: ends.every(({ masquerade }) => masquerade) };
}

const flows = iptablesCases.flatMap((given) =>
  given.expect.flows.map((flow) => ({ id: given.id, name: flow.name, given, flow })),
);

describe('[DP8] packets end where kube-proxy’s tests say', () => {
  it('has all flows', () => expect(flows.length).toBe(113));

  it.each(flows)('$id: $name', ({ given, flow }) => {
    const ruleSet = programRules(inputOf(given));
    const packet = packetOf(ruleSet, flow);
    const found = describeEnds(ruleSet, packet);
    expect(found.result).toBe(flow.expect.result);
    if (flow.expect.masq !== null) expect(found.masq).toBe(flow.expect.masq);
    // Any single walk ends at one of the possible targets.
    const possible = possibleTargets(ruleSet, packet);
    for (const number of [0, 0x3fffffff, 0x7fffffff]) {
      const { verdict, after, masquerade } = walk(ruleSet, packet, () => number);
      expect(possible).toContainEqual(
        expect.objectContaining({ verdict, masquerade, destination: after.destination }),
      );
    }
  });
});

const node = nodeProxyConfig({ nodeName: 'node-1' });
const pods = ['10.244.1.9', '10.244.2.10', '10.244.1.11'];
const { service, slices } = shop(pods);
const orders = programRules({ services: [service], endpointSlices: slices, node });
const toOrders: NewPacket = { flow: tcp('10.244.1.5', '10.96.34.7', 80), hook: 'prerouting', now: 0 };

describe('a walk', () => {
  it('[DP9] draws once per statistic rule it reaches, and matches below the threshold', () => {
    const third = Math.round(0x80000000 * 0.3333333333);
    const draws = [third, 0x40000000 - 1];
    const result = walk(orders, toOrders, () => draws.shift()!);
    expect(draws).toEqual([]);
    expect(formatSocket(result.after.destination)).toBe('10.244.1.9:8080');
    const drawn = result.examined.filter(
      (seen): seen is ExaminedRule => seen.kind === 'rule' && seen.draw !== undefined,
    );
    expect(drawn.map(({ draw, threshold, matched }) => ({ draw, threshold, matched }))).toEqual([
      { draw: third, threshold: third, matched: false },
      { draw: 0x40000000 - 1, threshold: 0x40000000, matched: true },
    ]);
  });

  it('[DP10] says which line of which object each rule comes from', () => {
    const result = walk(orders, toOrders, () => 0);
    expect(result.decidedBy!.rule.origin).toEqual({
      service: 'shop/orders',
      servicePort: 'shop/orders:http',
      portIndex: 0,
      field: 'spec.ports[0]',
      endpoint: { slice: 'shop/orders-1', index: 2, portIndex: 0, address: '10.244.1.11:8080' },
    });
    expect(ruleAt(orders, result.decidedBy!.location)).toBe(result.decidedBy!.rule);
    for (const seen of result.examined) {
      if (seen.kind === 'rule') expect(ruleAt(orders, seen)).toBeDefined();
    }
  });

  it('[DP11] passes nat, routing, filter and nat again in the kernel’s order', () => {
    const hooks = walk(orders, toOrders, () => 0).examined.map(({ hook, table }) => `${hook} ${table}`);
    expect([...new Set(hooks)]).toEqual(['PREROUTING nat', 'FORWARD filter', 'POSTROUTING nat']);
    const fromNode = walk(
      orders,
      { ...toOrders, flow: tcp(node.nodeIP, '10.96.34.7', 80), hook: 'output' },
      () => 0,
    );
    const nodeHooks = fromNode.examined.map(({ hook, table }) => `${hook} ${table}`);
    expect([...new Set(nodeHooks)]).toEqual(['OUTPUT nat', 'OUTPUT filter', 'POSTROUTING nat']);
    expect(fromNode.masquerade).toBe(true);
  });

  it('[DP12] masquerades a Pod that is sent back to itself', () => {
    const itself = { ...toOrders, flow: tcp('10.244.1.11', '10.96.34.7', 80) };
    const ends = possibleTargets(orders, itself);
    expect(ends.map(({ destination, masquerade }) => [destination.ip, masquerade])).toEqual([
      ['10.244.1.11', true],
      ['10.244.1.9', false],
      ['10.244.2.10', false],
    ]);
  });

  it('[DP13] matches nothing on a wrong port of a ClusterIP: the packet goes on untouched', () => {
    const result = walk(orders, { ...toOrders, flow: tcp('10.244.1.5', '10.96.34.7', 81) }, () => 0);
    expect(result).toMatchObject({ verdict: 'ACCEPT', masquerade: false });
    expect(result.decidedBy).toBeUndefined();
    expect(result.after.destination.ip).toBe('10.96.34.7');
  });

  it('[DP14] costs no more steps with 2000 Services, yet counts what the kernel compares', () => {
    const many = Array.from({ length: 2000 }, (_, i) => {
      const clusterIP = `10.97.${i >> 8}.${i & 255}`;
      return shop(['10.244.3.1'], { clusterIP }, `a${String(i).padStart(4, '0')}`);
    });
    const everything = [...many, { service, slices }];
    const crowded = programRules({
      services: everything.map((each) => each.service),
      endpointSlices: everything.flatMap((each) => each.slices),
      node,
    });
    const alone = walk(orders, toOrders, () => 0);
    const result = walk(crowded, toOrders, () => 0);
    expect(result.after).toEqual(alone.after);
    expect(result.examined.length).toBe(alone.examined.length + 1);
    expect(result.examined).toContainEqual(
      expect.objectContaining({ kind: 'skipped', chain: 'KUBE-SERVICES', from: 0, to: 1999 }),
    );
    expect(result.examinedCount).toBe(alone.examinedCount + 2000);
  });
});

describe('[DP15] session affinity', () => {
  const sticky = shop(pods, { sessionAffinity: 'ClientIP' });
  const rules = programRules({ services: [sticky.service], endpointSlices: sticky.slices, node });
  const at = (seconds: number, affinity: AffinityState, number: number) => {
    const result = walk(rules, { ...toOrders, now: seconds * 1_000_000, affinity }, () => number);
    return {
      ip: result.after.destination.ip,
      affinity: applyAffinityUpdates(affinity, result.affinityUpdates),
    };
  };

  it('sends a client to the same Pod until it was quiet for the timeout', () => {
    const first = at(0, {}, 0);
    const again = at(10_000, first.affinity, 0x7fffffff);
    expect(again.ip).toBe(first.ip);
    const muchLater = at(20_000, again.affinity, 0x7fffffff);
    expect(muchLater.ip).toBe(first.ip);
    const tooLate = at(20_000 + 10_801, muchLater.affinity, 0x7fffffff);
    expect(tooLate.ip).not.toBe(first.ip);
    expect(Object.keys(tooLate.affinity)).toHaveLength(1);
  });

  it('remembers at most 100 clients per endpoint, as the kernel does', () => {
    let state: AffinityState = {};
    for (let i = 0; i < 150; i++)
      state = applyAffinityUpdates(state, [{ list: 'L', ip: `10.0.0.${i}`, at: i }]);
    expect(Object.keys(state['L']!)).toHaveLength(100);
    expect(state['L']!['10.0.0.49']).toBeUndefined();
  });
});
