import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawUint31, firstState } from '../kernel/random';
import { seconds } from '../kernel/time';
import { flowKey, reverseFlow, type FlowHeaders } from '../packet/headers';
import {
  conntrackKeys,
  createConnection,
  lookUpConnection,
  trackPacket,
  translate,
  type ConntrackEntry,
  type Translation,
} from './conntrack';
import { staleUdpTest } from './conntrackCleanup';
import { endpointsOf } from './endpoints';
import { programRules } from './iptables/program';
import { walk } from './iptables/walk';
import { nodeProxyConfig } from './nodeProxyConfig';
import { printConntrack } from './printConntrack';
import { servicePorts } from './servicePorts';
import type { Direction, TcpFlags } from './tcpTracking';
import { shop } from './testing/kubeProxyCases';

const node = nodeProxyConfig({ nodeName: 'node-1' });
const flow: FlowHeaders = {
  protocol: 'tcp',
  source: { ip: '10.244.1.5', port: 40000 },
  destination: { ip: '10.96.34.7', port: 80 },
};
const toPod: Translation = {
  after: { ...flow, destination: { ip: '10.244.2.10', port: 8080 } },
  masquerade: false,
  randomFully: false,
};
const never = () => {
  throw new Error('no port should be drawn');
};
const base = {
  flow,
  translation: toPod,
  masqueradeTo: '10.244.1.1',
  now: 0,
  isTaken: () => false,
  draw: never,
};

/** A table of rows by both of their keys. */
function finder(...entries: ConntrackEntry[]) {
  const rows = new Map(entries.flatMap((entry) => conntrackKeys(entry).map((key) => [key, entry])));
  return (key: string) => rows.get(key);
}

/** Sends segments over one connection and says what became of its row. */
function after(segments: readonly (readonly [Direction, TcpFlags])[], at = 0) {
  let entry: ConntrackEntry | null | 'invalid' = createConnection(base)!;
  for (const [direction, flags] of segments) {
    if (entry === null || entry === 'invalid') return entry;
    entry = trackPacket({ entry, direction }, at, flags);
  }
  return entry;
}

const OPEN = [
  ['reply', 'synAck'],
  ['original', 'ack'],
] as const;

describe('conntrack', () => {
  it('[CK1] translates the client’s packets to the Pod and the Pod’s replies back to the VIP', () => {
    const entry = createConnection(base)!;
    expect(translate(entry, 'original')).toEqual(toPod.after);
    const reply = reverseFlow(toPod.after);
    const found = lookUpConnection(finder(entry), reply, 0)!;
    expect(found.direction).toBe('reply');
    expect(translate(entry, found.direction)).toEqual(reverseFlow(flow));
  });

  it('[CK2] gives a masqueraded connection the node’s address, and a random port with --random-fully', () => {
    const kept = createConnection({ ...base, translation: { ...toPod, masquerade: true } })!;
    expect(kept.reply.destination).toEqual({ ip: '10.244.1.1', port: 40000 });
    const translation = { ...toPod, masquerade: true, randomFully: true };
    const drawn = createConnection({ ...base, translation, draw: () => 5 })!;
    expect(drawn.reply.destination).toEqual({ ip: '10.244.1.1', port: 1029 });
  });

  it('[CK3] moves to another port if the tuple is taken, and gives up when none is found', () => {
    const first = createConnection(base)!;
    const direct = { ...base, flow: toPod.after };
    const isTaken = (key: string) => conntrackKeys(first).includes(key);
    const second = createConnection({ ...direct, isTaken, draw: () => 0x10000 })!;
    expect(second.reply.destination.port).toBe(1024);
    expect(createConnection({ ...direct, isTaken: () => true, draw: () => 1 })).toBeNull();
  });

  it('[CK4] follows a TCP connection from SYN to TIME_WAIT', () => {
    expect(after([])).toMatchObject({ tcpState: 'SYN_SENT', expiresAt: seconds(120), assured: false });
    expect(after([OPEN[0]])).toMatchObject({ tcpState: 'SYN_RECV', expiresAt: seconds(60), seenReply: true });
    expect(after(OPEN, 7)).toMatchObject({
      tcpState: 'ESTABLISHED',
      expiresAt: seconds(86_400) + 7,
      assured: true,
    });
    const closing = [
      ...OPEN,
      ['original', 'fin'],
      ['reply', 'ack'],
      ['reply', 'fin'],
      ['original', 'ack'],
    ] as const;
    const states = closing.map((_, i) => {
      const entry = after(closing.slice(0, i + 1));
      return entry === null || entry === 'invalid' ? entry : entry.tcpState;
    });
    expect(states).toEqual(['SYN_RECV', 'ESTABLISHED', 'FIN_WAIT', 'CLOSE_WAIT', 'LAST_ACK', 'TIME_WAIT']);
    expect(after(closing)).toMatchObject({ expiresAt: seconds(120) });
  });

  it('[CK5] forgets a refused connection, keeps a reset one for 10 s, and calls stray segments invalid', () => {
    expect(after([['reply', 'rst']])).toBeNull();
    expect(after([...OPEN, ['reply', 'rst']])).toMatchObject({ tcpState: 'CLOSE', expiresAt: seconds(10) });
    expect(after([['original', 'ack']])).toBe('invalid');
    expect(after([...OPEN, ['reply', 'rst'], ['original', 'syn']])).toBeNull();
  });

  it('[CK6] keeps UDP for 30 s, and for 120 s once it is a stream', () => {
    const udp = { ...flow, protocol: 'udp' } as const;
    const translation = { ...toPod, after: { ...toPod.after, protocol: 'udp' } } as const;
    const entry = createConnection({ ...base, flow: udp, translation })!;
    expect(entry.expiresAt).toBe(seconds(30));
    const answered = trackPacket({ entry, direction: 'reply' }, seconds(1)) as ConntrackEntry;
    expect(answered).toMatchObject({ seenReply: true, assured: false, expiresAt: seconds(31) });
    const stream = trackPacket({ entry: answered, direction: 'original' }, seconds(3));
    expect(stream).toMatchObject({ assured: true, expiresAt: seconds(123) });
    expect(lookUpConnection(finder(entry), udp, seconds(29))).toBeDefined();
    expect(lookUpConnection(finder(entry), udp, seconds(30))).toBeUndefined();
  });

  it('[CK7] drops UDP entries of a removed endpoint, and no TCP ones', () => {
    const dns = {
      ports: [{ name: 'dns', protocol: 'UDP', port: 53, targetPort: 53 }],
      clusterIP: '10.96.0.10',
    };
    const entryTo = (pod: string, protocol: 'udp' | 'tcp', port: number) => {
      const asked: FlowHeaders = { protocol, source: flow.source, destination: { ip: '10.96.0.10', port } };
      const translation = { ...toPod, after: { ...asked, destination: { ip: pod, port } } };
      return createConnection({ ...base, flow: asked, translation })!;
    };
    const test = (pods: string[]) => {
      const { service, slices } = shop(pods, dns, 'kube-dns');
      const [port] = servicePorts(service, 'IPv4');
      return staleUdpTest([{ port: port!, endpoints: endpointsOf(port!, slices, 'IPv4', 'node-1') }]);
    };
    const isStale = test(['10.244.0.3']);
    expect(isStale(entryTo('10.244.0.2', 'udp', 53))).toBe(true);
    expect(isStale(entryTo('10.244.0.3', 'udp', 53))).toBe(false);
    expect(isStale(entryTo('10.244.0.2', 'tcp', 53))).toBe(false);
    expect(isStale(entryTo('10.244.0.2', 'udp', 54))).toBe(false);
    expect(test([])(entryTo('10.244.0.2', 'udp', 53))).toBe(false);
  });

  it('[CK8] prints rows as conntrack -L does', () => {
    const entry = after(OPEN) as ConntrackEntry;
    expect(printConntrack([createConnection(base)!, entry], seconds(1))).toBe(
      'tcp      6 119 SYN_SENT src=10.244.1.5 dst=10.96.34.7 sport=40000 dport=80 [UNREPLIED] ' +
        'src=10.244.2.10 dst=10.244.1.5 sport=8080 dport=40000 mark=0 use=1\n' +
        'tcp      6 86399 ESTABLISHED src=10.244.1.5 dst=10.96.34.7 sport=40000 dport=80 ' +
        'src=10.244.2.10 dst=10.244.1.5 sport=8080 dport=40000 [ASSURED] mark=0 use=1\n',
    );
  });
});

describe('properties of rewriting', () => {
  const ip = fc.tuple(
    fc.constantFrom(10, 172, 192, 203),
    fc.nat(255),
    fc.nat(255),
    fc.integer({ min: 1, max: 254 }),
  );
  const address = fc.record({
    ip: ip.map((bytes) => bytes.join('.')),
    port: fc.integer({ min: 1, max: 65535 }),
  });
  const flows = fc.record<FlowHeaders>({
    protocol: fc.constantFrom('tcp', 'udp'),
    source: address,
    destination: address,
  });
  const drawing = (seed: number) => {
    let state = firstState(String(seed), 'test');
    return () => {
      const drawn = drawUint31(state);
      state = drawn.state;
      return drawn.value;
    };
  };

  it('[CK9] what DNAT and masquerading did is undone for the client', () => {
    const pods = ['10.244.1.9', '10.244.2.10', '10.244.1.11'];
    const { service, slices } = shop(pods, { type: 'NodePort' });
    const ports = [{ ...service.spec.ports[0]!, nodePort: 30080 }];
    const open = { ...service, spec: { ...service.spec, ports } };
    const rules = programRules({ services: [open], endpointSlices: slices, node });
    const destination = fc.constantFrom({ ip: '10.96.34.7', port: 80 }, { ip: node.nodeIP, port: 30080 });
    fc.assert(
      fc.property(address, destination, fc.nat(), (source, dst, seed) => {
        const asked: FlowHeaders = { protocol: 'tcp', source, destination: dst };
        const draw = drawing(seed);
        const translation = walk(rules, { flow: asked, hook: 'prerouting', now: 0 }, draw);
        expect(translation.verdict).toBe('DNAT');
        const entry = createConnection({
          ...base,
          flow: asked,
          translation,
          masqueradeTo: node.nodeIP,
          draw,
        })!;
        const sent = translate(entry, 'original');
        expect(pods).toContain(sent.destination.ip);
        expect(sent.source.ip).toBe(translation.masquerade ? node.nodeIP : source.ip);
        const answer = lookUpConnection(finder(entry), reverseFlow(sent), 0)!;
        expect(flowKey(translate(answer.entry, answer.direction))).toBe(flowKey(reverseFlow(asked)));
      }),
    );
  });

  it('[DP20] without Services nothing is rewritten', () => {
    const empty = programRules({ services: [], endpointSlices: [], node });
    fc.assert(
      fc.property(flows, fc.constantFrom('prerouting', 'output'), (any, hook) => {
        const result = walk(empty, { flow: any, hook, now: 0 }, never);
        expect(result).toMatchObject({ verdict: 'ACCEPT', after: any, masquerade: false });
      }),
    );
  });

  it('[DP21] chooses each of n endpoints about equally often', () => {
    for (const n of [2, 3, 5, 10]) {
      const pods = Array.from({ length: n }, (_, i) => `10.244.1.${i + 1}`);
      const { service, slices } = shop(pods);
      const rules = programRules({ services: [service], endpointSlices: slices, node });
      const draw = drawing(n);
      const counts = new Map<string, number>();
      const rounds = 4000;
      for (let i = 0; i < rounds; i++) {
        const { after: sent } = walk(rules, { flow, hook: 'prerouting', now: 0 }, draw, { record: false });
        counts.set(sent.destination.ip, (counts.get(sent.destination.ip) ?? 0) + 1);
      }
      const even = rounds / n;
      const chiSquare = pods.reduce((sum, pod) => sum + ((counts.get(pod) ?? 0) - even) ** 2 / even, 0);
      // 27.9 is the 99.9th percentile for nine degrees of freedom, the widest case here.
      expect(chiSquare, `${n} endpoints`).toBeLessThan(27.9);
    }
  });
});
