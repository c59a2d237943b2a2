import { describe, expect, it } from 'vitest';
import { seconds } from '../../kernel/time';
import { formatSocket, reverseFlow, type FlowHeaders } from '../../packet/headers';
import type { ConntrackEntry } from '../conntrack';
import { TCP_TIMEOUTS } from '../tcpTracking';
import { applyAffinityUpdates, type AffinityState } from '../iptables/affinity';
import { nodeProxyConfig, type IpvsScheduler } from '../nodeProxyConfig';
import { shop } from '../testing/kubeProxyCases';
import { connectionsOf, countConnections, type OpenConnections } from './connections';
import { virtualKey } from './ipsets';
import { programIpvs, reprogramIpvs } from './program';
import { possibleIpvsTargets } from './possibleTargets';
import type { IpvsRuleSet } from './ruleSet';
import { walkIpvs, type IpvsPacket } from './walk';

const PODS = ['10.244.1.11', '10.244.1.9', '10.244.2.10'];
const VIP = '10.96.34.7';

function program(scheduler: IpvsScheduler, pods = PODS, spec: Parameters<typeof shop>[1] = {}): IpvsRuleSet {
  const { service, slices } = shop(pods, spec);
  const node = nodeProxyConfig({ nodeName: 'node-1', ipvs: { scheduler } });
  return programIpvs({ services: [service], endpointSlices: slices, node });
}

function packet(source: string, more: Partial<IpvsPacket> = {}): IpvsPacket {
  const flow: FlowHeaders = {
    protocol: 'tcp',
    source: { ip: source, port: 40000 },
    destination: { ip: VIP, port: 80 },
  };
  return { flow, hook: 'prerouting', now: 0, ...more };
}

/** Connections one after the other on one node, which remembers. */
function run(ruleSet: IpvsRuleSet, sources: readonly string[], affinity: AffinityState = {}) {
  const chosen: string[] = [];
  for (const source of sources) {
    const result = walkIpvs(ruleSet, packet(source, { affinity }));
    chosen.push(result.after.destination.ip);
    affinity = applyAffinityUpdates(affinity, result.affinityUpdates);
  }
  return { chosen, affinity };
}

/** Open connections of the VIP: so many established and so many others, by Pod. */
function open(counts: readonly (readonly [active: number, inactive: number])[]): OpenConnections {
  const byReal = PODS.map((ip, i): [string, { active: number; inactive: number }] => [
    `${ip}:8080`,
    { active: counts[i]![0], inactive: counts[i]![1] },
  ]);
  return new Map([[`tcp ${VIP}:80`, new Map(byReal)]]);
}

const clients = Array.from({ length: 9 }, (_, i) => `10.244.1.${100 + i}`);

describe('IPVS’ schedulers', () => {
  it.each(['rr', 'wrr'] as const)('[DP50] %s goes round, whoever asks', (scheduler) => {
    const { chosen } = run(program(scheduler), clients);
    expect(chosen).toEqual([...PODS, ...PODS, ...PODS]);
  });

  it('[DP50] rr goes on after the last used one, when Pods come and go', () => {
    const all = program('rr');
    const { affinity } = run(all, clients.slice(0, 2));
    const without = (gone: string) => {
      const { service, slices } = shop(PODS.filter((pod) => pod !== gone));
      return reprogramIpvs(all, { 'shop/orders': { service, slices } }, new Map());
    };
    expect(run(without(PODS[1]!), clients.slice(0, 2), affinity).chosen).toEqual([PODS[2], PODS[0]]);
    expect(run(without(PODS[2]!), clients.slice(0, 2), affinity).chosen).toEqual([PODS[0], PODS[1]]);
  });

  it('[DP50] each virtual server has a turn of its own', () => {
    const { service, slices } = shop(PODS, {
      type: 'NodePort',
      ports: [{ name: 'http', protocol: 'TCP', port: 80, targetPort: 8080, nodePort: 30080 }],
    });
    const node = nodeProxyConfig({ nodeName: 'node-1' });
    const ruleSet = programIpvs({ services: [service], endpointSlices: slices, node });
    const { affinity } = run(ruleSet, clients.slice(0, 1));
    const flow = { ...packet('192.0.2.1').flow, destination: { ip: node.nodeIP, port: 30080 } };
    expect(walkIpvs(ruleSet, { flow, hook: 'prerouting', now: 0, affinity }).after.destination.ip).toBe(
      PODS[0],
    );
  });

  it('[DP51] lc takes the one with the fewest connections, active ones counting 256 times', () => {
    const pick = (counts: Parameters<typeof open>[0]) =>
      walkIpvs(program('lc'), packet('10.244.1.5', { open: open(counts) })).after.destination.ip;
    expect(pick([[0, 0], [0, 0], [0, 0]])).toBe(PODS[0]); // prettier-ignore
    expect(pick([[1, 0], [0, 0], [0, 0]])).toBe(PODS[1]); // prettier-ignore
    expect(pick([[1, 0], [0, 200], [0, 199]])).toBe(PODS[2]); // prettier-ignore
    expect(pick([[1, 0], [0, 300], [0, 400]])).toBe(PODS[0]); // prettier-ignore
  });

  it.each(['sed', 'nq'] as const)('[DP51] %s looks at active connections alone', (scheduler) => {
    const pick = (counts: Parameters<typeof open>[0]) =>
      walkIpvs(program(scheduler), packet('10.244.1.5', { open: open(counts) })).after.destination.ip;
    expect(pick([[0, 900], [0, 0], [0, 0]])).toBe(PODS[0]); // prettier-ignore
    expect(pick([[2, 0], [1, 0], [1, 0]])).toBe(PODS[1]); // prettier-ignore
  });

  it('[DP51] a connection is active from its SYN until its first FIN, one of UDP never', () => {
    const flow = packet('10.244.1.5').flow;
    const real = { ip: PODS[0]!, port: 8080 };
    const counted = (tcpState: ConntrackEntry['tcpState']) => {
      const reply = { ...reverseFlow(flow), source: real };
      const expiresAt = TCP_TIMEOUTS.ESTABLISHED;
      const entry = { original: flow, reply, seenReply: false, assured: false, createdAt: 0, expiresAt };
      const counts = countConnections([tcpState === undefined ? entry : { ...entry, tcpState }], 1);
      return connectionsOf(counts, virtualKey(flow.protocol, flow.destination), formatSocket(real));
    };
    for (const state of ['SYN_SENT', 'SYN_RECV', 'ESTABLISHED'] as const)
      expect(counted(state), state).toEqual({ active: 1, inactive: 0 });
    for (const state of ['FIN_WAIT', 'CLOSE_WAIT', 'LAST_ACK', 'TIME_WAIT', 'CLOSE', undefined] as const)
      expect(counted(state), state ?? 'UDP').toEqual({ active: 0, inactive: 1 });
  });

  it('[DP52] sh gives a client one Pod, and dh a VIP one Pod', () => {
    const sh = program('sh');
    const once = run(sh, clients).chosen;
    expect(run(sh, clients).chosen).toEqual(once);
    expect(new Set(once).size).toBeGreaterThan(1);
    const dh = program('dh');
    expect(new Set(run(dh, clients).chosen).size).toBe(1);
    expect(possibleIpvsTargets(dh, packet(clients[0]!))).toHaveLength(1);
    expect(possibleIpvsTargets(sh, packet(clients[0]!)).map(({ destination }) => destination.ip)).toEqual([
      once[0],
    ]);
  });

  it('[DP52] the bucket is hash_32 of the address: the upper eight bits of its product with 0x61C88647', () => {
    // The same product, with whole numbers of any size.
    const bucket = (ip: string) => {
      const value = ip.split('.').reduce((sum, part) => sum * 256n + BigInt(part), 0n);
      return Number(((value * 0x61c88647n) & 0xffffffffn) >> 24n);
    };
    expect(run(program('sh'), clients).chosen).toEqual(clients.map((ip) => PODS[bucket(ip) % PODS.length]));
  });

  it('[DP53] ClientIP affinity is a persistence template: per virtual server, renewed by each new connection', () => {
    const sticky = program('rr', PODS, { sessionAffinity: 'ClientIP' });
    const first = run(sticky, ['10.244.1.5', '10.244.1.6', '10.244.1.5', '10.244.1.5']);
    expect(first.chosen).toEqual([PODS[0], PODS[1], PODS[0], PODS[0]]);
    const at = (now: number) =>
      walkIpvs(sticky, packet('10.244.1.5', { affinity: first.affinity, now })).after.destination.ip;
    expect(at(seconds(10_800))).toBe(PODS[0]);
    expect(at(seconds(10_801))).toBe(PODS[2]);
    expect(
      possibleIpvsTargets(sticky, packet('10.244.1.5', { affinity: first.affinity })).map(
        ({ destination, probability }) => [destination.ip, probability],
      ),
    ).toEqual([[PODS[0], 1]]);
  });

  it('[DP53] a client of a real server that leaves is given another one', () => {
    const sticky = program('rr', PODS, { sessionAffinity: 'ClientIP' });
    const { affinity } = run(sticky, ['10.244.1.5']);
    const left = shop(PODS.slice(1), { sessionAffinity: 'ClientIP' });
    const change = { 'shop/orders': { service: left.service, slices: left.slices } };
    const leaving = reprogramIpvs(sticky, change, open([[1, 0], [0, 0], [0, 0]])); // prettier-ignore
    expect(leaving.services['shop/orders']!.servers[0]!.reals[0]).toMatchObject({ weight: 0 });
    expect(walkIpvs(leaving, packet('10.244.1.5', { affinity })).after.destination.ip).toBe(PODS[1]);
  });

  it('[DP54] nothing is drawn: the same state gives the same choice, and every end has its share', () => {
    for (const scheduler of ['rr', 'wrr', 'lc', 'sed', 'nq'] as const) {
      const ends = possibleIpvsTargets(program(scheduler), packet('10.244.1.5'));
      expect(ends.map(({ destination, probability }) => [destination.ip, probability])).toEqual(
        PODS.map((ip) => [ip, 1 / 3]),
      );
    }
  });
});
