import { describe, expect, it } from 'vitest';
import type { EndpointSlice, Service } from '../../cluster/objects';
import { seconds } from '../../kernel/time';
import { nodeProxyConfig } from '../nodeProxyConfig';
import { inputOf, iptablesCases, largeClusterCase, shop } from '../testing/kubeProxyCases';
import type { ServiceWithSlices } from './contribution';
import { printSync } from './print';
import { joinSlices, programRules, reprogram, syncAll, type Sync } from './program';
import { findChain, type RuleSet } from './ruleSet';

type Input = ReturnType<typeof inputOf>;

/** Services that differ between two inputs, as `reprogram` wants them. */
function changesBetween(before: Input, after: Input): Record<string, ServiceWithSlices | null> {
  const texts = (input: Input) =>
    new Map(
      joinSlices(input.services, input.endpointSlices).map((given) => [
        `${given.service.metadata.namespace}/${given.service.metadata.name}`,
        given,
      ]),
    );
  const old = texts(before);
  const fresh = texts(after);
  const changes: Record<string, ServiceWithSlices | null> = {};
  for (const key of new Set([...old.keys(), ...fresh.keys()])) {
    const now = fresh.get(key) ?? null;
    if (JSON.stringify(old.get(key) ?? null) !== JSON.stringify(now)) changes[key] = now;
  }
  return changes;
}

function ruleCount({ tables, services, stale }: RuleSet): number {
  const builtIn = ['PREROUTING', 'INPUT', 'OUTPUT', 'POSTROUTING'];
  const own = Object.entries(tables.nat.chains).filter(([name]) => !builtIn.includes(name));
  const chains = [
    ...own.map(([, chain]) => chain),
    ...Object.values(services).flatMap((service) => Object.values(service.chains)),
    ...Object.values(stale),
  ];
  return chains.reduce((sum, chain) => sum + chain.length, 0);
}

const history = iptablesCases.filter(({ id }) => id.startsWith('sync-sequence-'));
const FULL = [0, 8];

describe('[DP16] a sync writes the chains of changed Services alone', () => {
  it('has nine steps', () => expect(history.length).toBe(9));

  it('does as TestSyncProxyRulesRepeated', () => {
    let sync: Sync | undefined;
    let before: Input | undefined;
    history.forEach(({ expect: expected, ...given }, step) => {
      const input = inputOf({ ...given, expect: expected });
      sync =
        sync === undefined || before === undefined || FULL.includes(step)
          ? syncAll(sync?.ruleSet, input)
          : reprogram(sync.ruleSet, changesBetween(before, input));
      before = input;
      expect(printSync(sync).trimEnd().split('\n'), `step ${step}`).toEqual(expected.restoreInput);
      expect(
        sync.deleted.map((name) => `-X ${name}`),
        `step ${step}`,
      ).toEqual(expected.deletedChains);
      expect(ruleCount(sync.ruleSet), `step ${step}`).toBe(expected.natRulesTotalAfter);
      expect(sync.ruleSet, `step ${step}`).toEqual({ ...programRules(input), cleanedAt: 0 });
    });
  });

  it('[DP17] leaves the chains of other Services the very same objects', () => {
    const node = nodeProxyConfig({});
    const orders = shop(['10.244.1.1', '10.244.1.2']);
    const cart = shop(['10.244.2.1'], { clusterIP: '10.96.0.9' }, 'cart');
    const services = [orders.service, cart.service];
    const before = programRules({ services, endpointSlices: [...orders.slices, ...cart.slices], node });
    const grown = shop(['10.244.1.1', '10.244.1.2', '10.244.1.3']);
    const { ruleSet, written } = reprogram(before, { 'shop/orders': grown });
    expect(ruleSet.services['shop/cart']).toBe(before.services['shop/cart']);
    expect(ruleSet.services['shop/orders']).not.toBe(before.services['shop/orders']);
    // One more endpoint changes no line of KUBE-SERVICES.
    expect(ruleSet.tables).toBe(before.tables);
    expect(written).toHaveLength(4);
    const jumps = findChain(ruleSet, 'nat', 'KUBE-SVC-AIOWKCZMN5S45HKT')!;
    expect(jumps).toHaveLength(4);
  });

  it('[DP18] gives nodes the same objects where their rules are equal', () => {
    const orders = shop(['10.244.1.1', '10.244.1.2']);
    const on = (nodeName: string, nodeIP: string) =>
      programRules({
        services: [orders.service],
        endpointSlices: orders.slices,
        node: nodeProxyConfig({ nodeName, nodeIP }),
      });
    const chains = (ruleSet: RuleSet) => ruleSet.services['shop/orders']!.chains;
    expect(chains(on('node-1', '192.168.56.11'))).toBe(chains(on('node-2', '192.168.56.12')));
    const local = { internalTrafficPolicy: 'Local' } as const;
    const near = shop(['10.244.1.1'], local);
    const here = {
      ...near.slices[0]!,
      endpoints: [{ ...near.slices[0]!.endpoints[0]!, nodeName: 'node-1' }],
    };
    const of = (nodeName: string) =>
      programRules({ services: [near.service], endpointSlices: [here], node: nodeProxyConfig({ nodeName }) });
    expect(Object.keys(of('node-1').services['shop/orders']!.chains)).toHaveLength(2);
    expect(of('node-2').services['shop/orders']!.chains).toEqual({});
  });
});

describe('[DP19] large-cluster mode', () => {
  /** A Service of TestSyncProxyRulesLargeClusterMode with its endpoints. */
  function big(
    name: string,
    number: number,
    portName: string,
    port: number,
    ips: readonly string[],
  ): ServiceWithSlices {
    const ports = [{ name: portName, protocol: 'TCP', port, targetPort: port }];
    const made = shop(ips, { clusterIP: `172.30.0.4${number}`, ports }, name);
    const rename = <T extends Service | EndpointSlice>(object: T): T => ({
      ...object,
      metadata: { ...object.metadata, namespace: `ns${number}` },
    });
    return { service: rename(made.service), slices: made.slices.map(rename) };
  }
  const many = (second: number) => Array.from({ length: 499 }, (_, i) => `10.${second}.${i >> 8}.${i & 255}`);
  const svc1 = big('svc1', 1, 'p80', 80, many(0));
  const svc2 = big('svc2', 2, 'p8080', 8080, many(1));
  const svc3 = big('svc3', 3, 'p8081', 8081, ['203.0.113.4', '203.0.113.8', '203.0.113.12']);
  const svc4 = big('svc4', 4, 'p8082', 8082, ['10.4.0.1']);
  const input = (...given: ServiceWithSlices[]) => ({
    services: given.map(({ service }) => service),
    endpointSlices: given.flatMap(({ slices }) => slices),
    node: nodeProxyConfig({ masqueradeAll: largeClusterCase.config.masqueradeAll }),
  });
  const expectStep = (step: number, sync: Sync) => {
    const { sepDnatLinesWritten, withComment, line, deletedChains } = largeClusterCase.steps[step]!.expect;
    const lines = printSync(sync).split('\n');
    const dnat = lines.filter((text) => text.startsWith('-A KUBE-SEP-') && text.includes('-j DNAT'));
    expect(dnat.length, `step ${step}`).toBe(sepDnatLinesWritten);
    if (withComment !== undefined) {
      expect(dnat.filter((text) => text.includes('--comment')).length, `step ${step}`).toBe(withComment);
    }
    if (line !== undefined) expect(dnat).toContain(line);
    if (deletedChains !== undefined) expect([...sync.deleted].sort()).toEqual([...deletedChains].sort());
  };

  it('does as TestSyncProxyRulesLargeClusterMode', () => {
    const syncPeriodMicros = seconds(largeClusterCase.config.syncPeriodSeconds);
    const at = (now: number) => ({ now: seconds(now), syncPeriodMicros });
    let sync = syncAll(undefined, input(svc1, svc2), at(0));
    expectStep(0, sync);
    sync = reprogram(sync.ruleSet, { 'ns3/svc3': svc3 }, at(1));
    expectStep(1, sync);
    sync = syncAll(sync.ruleSet, input(svc1, svc2, svc3), at(2));
    expectStep(2, sync);
    sync = reprogram(sync.ruleSet, { 'ns4/svc4': svc4 }, at(3));
    expectStep(3, sync);
    sync = reprogram(sync.ruleSet, { 'ns4/svc4': null }, at(4));
    expectStep(4, sync);
    expect(Object.keys(sync.ruleSet.stale)).toHaveLength(2);
    sync = reprogram(sync.ruleSet, {}, at(40));
    expectStep(5, sync);
    expect(sync.ruleSet.stale).toEqual({});
  });
});
