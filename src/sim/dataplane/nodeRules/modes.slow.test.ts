import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatSocket, flowKey, reverseFlow, type FlowHeaders } from '../../packet/headers';
import { createConnection, translate } from '../conntrack';
import { nodeProxyConfig, type NodeProxyConfig } from '../nodeProxyConfig';
import { serviceFrom, sliceFrom } from '../testing/kubeProxyCases';
import { SIMULATED_MODES, syncNode, type NodeRules, type SimulatedMode } from './nodeRules';
import { possibleEnds, walkNode, type NodePacket } from './walkNode';

const NODE = 'node-1';
const NODE_IP = '192.168.56.11';

/** Conditions of an endpoint, its zone hint, and whether it is here. */
const endpointShape = fc.record({
  state: fc.constantFrom('ready', 'unready', 'terminating', 'gone'),
  here: fc.boolean(),
  zone: fc.constantFrom(undefined, 'a', 'b'),
});

const serviceShape = fc.record({
  type: fc.constantFrom('ClusterIP', 'NodePort', 'LoadBalancer'),
  internal: fc.constantFrom('Cluster', 'Local'),
  external: fc.constantFrom('Cluster', 'Local'),
  externalIP: fc.boolean(),
  sticky: fc.boolean(),
  protocol: fc.constantFrom('TCP', 'UDP'),
  endpoints: fc.array(endpointShape, { maxLength: 6 }),
});
type ServiceShape = typeof serviceShape extends fc.Arbitrary<infer Shape> ? Shape : never;

const clusterShape = fc.record({
  services: fc.array(serviceShape, { minLength: 1, maxLength: 4 }),
  zone: fc.constantFrom('', 'a'),
  masqueradeAll: fc.boolean(),
  detectLocal: fc.boolean(),
});

const CONDITIONS = {
  ready: { ready: true, serving: true, terminating: false },
  unready: { ready: false, serving: false, terminating: false },
  terminating: { ready: false, serving: true, terminating: true },
  gone: { ready: false, serving: false, terminating: true },
};

function objectsOf(shape: ServiceShape, i: number) {
  const nodePort = shape.type === 'ClusterIP' ? {} : { nodePort: 30_000 + i };
  const service = serviceFrom({
    metadata: { namespace: 'shop', name: `s${i}` },
    spec: {
      type: shape.type as 'ClusterIP',
      clusterIP: `10.96.0.${10 + i}`,
      ports: [{ name: 'p', protocol: shape.protocol, port: 80, targetPort: 8080, ...nodePort }],
      internalTrafficPolicy: shape.internal as 'Cluster',
      externalTrafficPolicy: shape.external as 'Cluster',
      externalIPs: shape.externalIP ? [`198.51.100.${10 + i}`] : [],
      sessionAffinity: shape.sticky ? 'ClientIP' : 'None',
    },
    ...(shape.type === 'LoadBalancer'
      ? { status: { loadBalancer: { ingress: [{ ip: `203.0.113.${10 + i}` }] } } }
      : {}),
  });
  const slice = sliceFrom({
    metadata: { namespace: 'shop', name: `s${i}-x`, labels: { 'kubernetes.io/service-name': `s${i}` } },
    addressType: 'IPv4',
    ports: [{ name: 'p', protocol: shape.protocol, port: 8080 }],
    endpoints: shape.endpoints.map(({ state, here, zone }, j) => ({
      addresses: [`10.244.${here ? 1 : 2}.${10 * (i + 1) + j}`],
      nodeName: here ? NODE : 'node-2',
      conditions: CONDITIONS[state as keyof typeof CONDITIONS],
      ...(zone === undefined ? {} : { hints: { forZones: [zone] } }),
    })),
  });
  return { service, slice };
}

interface Case {
  readonly rules: Readonly<Record<SimulatedMode, NodeRules>>;
  readonly node: NodeProxyConfig;
  readonly services: readonly ServiceShape[];
}

function programAll(shape: typeof clusterShape extends fc.Arbitrary<infer Shape> ? Shape : never): Case {
  const { services, zone, masqueradeAll, detectLocal } = shape;
  const node = nodeProxyConfig({ nodeName: NODE, nodeIP: NODE_IP, zone, masqueradeAll, detectLocal });
  const objects = services.map(objectsOf);
  const input = {
    services: objects.map((one) => one.service),
    endpointSlices: objects.map((one) => one.slice),
    node,
  };
  const program = (mode: SimulatedMode) =>
    syncNode(mode, undefined, input, { now: 0, syncPeriodMicros: 0 }).rules;
  return {
    rules: { iptables: program('iptables'), ipvs: program('ipvs'), nftables: program('nftables') },
    node,
    services,
  };
}

const CALLERS = { pod: '10.244.1.5', outside: '192.0.2.7' } as const;
type Caller = keyof typeof CALLERS;

/** Everything that Services of these shapes can be dialled by. */
function addressesOf({ type, externalIP }: ServiceShape, i: number) {
  return [
    { ip: `10.96.0.${10 + i}`, port: 80, isInternal: true },
    ...(externalIP ? [{ ip: `198.51.100.${10 + i}`, port: 80, isInternal: false }] : []),
    ...(type === 'LoadBalancer' ? [{ ip: `203.0.113.${10 + i}`, port: 80, isInternal: false }] : []),
    ...(type === 'ClusterIP' ? [] : [{ ip: NODE_IP, port: 30_000 + i, isInternal: false }]),
  ];
}

function packetTo(shape: ServiceShape, caller: Caller, to: { ip: string; port: number }): NodePacket {
  const flow: FlowHeaders = {
    protocol: shape.protocol === 'UDP' ? 'udp' : 'tcp',
    source: { ip: CALLERS[caller], port: 40_000 },
    destination: { ip: to.ip, port: to.port },
  };
  return { flow, hook: 'prerouting', now: 0 };
}

function targets(rules: NodeRules, packet: NodePacket): string[] {
  const ends = possibleEnds(rules, packet).map(({ verdict, destination }) =>
    verdict === 'DNAT' ? formatSocket(destination) : verdict,
  );
  return [...new Set(ends)].sort();
}

/** Which addresses does a policy Local speak of? There IPVS mode knows one list for all callers: see DP45. */
function isUnderLocal(shape: ServiceShape, isInternal: boolean): boolean {
  return isInternal ? shape.internal === 'Local' : shape.external === 'Local';
}

describe('whatever the cluster', () => {
  it('[DP56] all modes reach the same endpoints, and masquerade alike, where no policy is Local', () => {
    fc.assert(
      fc.property(clusterShape, fc.constantFrom<Caller>('pod', 'outside'), (shape, caller) => {
        const { rules, services } = programAll(shape);
        services.forEach((service, i) => {
          for (const to of addressesOf(service, i)) {
            const packet = packetTo(service, caller, to);
            const wanted = targets(rules.iptables, packet);
            expect(targets(rules.nftables, packet)).toEqual(wanted);
            if (isUnderLocal(service, to.isInternal)) continue;
            expect(targets(rules.ipvs, packet)).toEqual(wanted);
            const isMasqueraded = (mode: SimulatedMode) =>
              possibleEnds(rules[mode], packet).map(({ masquerade }) => masquerade);
            expect(new Set(isMasqueraded('ipvs'))).toEqual(new Set(isMasqueraded('iptables')));
            expect(new Set(isMasqueraded('nftables'))).toEqual(new Set(isMasqueraded('iptables')));
          }
        });
      }),
      { numRuns: 150 },
    );
  });

  it('[DP45] [DP56] under a policy Local IPVS mode reaches local endpoints if there are any, else what it reaches without', () => {
    fc.assert(
      fc.property(clusterShape, fc.constantFrom<Caller>('pod', 'outside'), (shape, caller) => {
        const { rules, services } = programAll(shape);
        const open = services.map(
          (one) => ({ ...one, internal: 'Cluster', external: 'Cluster' }) as ServiceShape,
        );
        const without = programAll({ ...shape, services: open });
        services.forEach((service, i) => {
          for (const to of addressesOf(service, i)) {
            if (!isUnderLocal(service, to.isInternal)) continue;
            const packet = packetTo(service, caller, to);
            const found = targets(rules.ipvs, packet);
            const usable = usableHere(service, i);
            const isOutside = service.type !== 'ClusterIP' || service.externalIP;
            if (usable.length > 0) expect(found).toEqual(usable);
            else if (isOutside) expect(found).toEqual(targets(without.rules.ipvs, packet));
            else expect(found).toEqual(['REJECT']);
          }
        });
      }),
      { numRuns: 150 },
    );
  });

  it('[DP56] a packet is rewritten where a rule says so and nowhere else, and the client gets its own back', () => {
    fc.assert(
      fc.property(
        clusterShape,
        fc.constantFrom(...SIMULATED_MODES),
        fc.constantFrom<Caller>('pod', 'outside'),
        fc.nat(0x7fffffff),
        (shape, mode, caller, number) => {
          const { rules, node, services } = programAll(shape);
          services.forEach((service, i) => {
            for (const to of [...addressesOf(service, i), { ip: '10.244.2.200', port: 8080 }]) {
              const packet = packetTo(service, caller, to);
              const result = walkNode(rules[mode], packet, () => number);
              const isChanged = formatSocket(result.after.destination) !== formatSocket(to);
              expect(isChanged).toBe(result.verdict === 'DNAT');
              expect(result.after.source).toEqual(packet.flow.source);
              if (isChanged) expect(result.matched?.endpoint).toBe(formatSocket(result.after.destination));
              if (result.verdict !== 'DNAT') continue;
              const entry = createConnection({
                flow: packet.flow,
                translation: result,
                masqueradeTo: node.nodeIP,
                now: 0,
                isTaken: () => false,
                draw: () => number,
              })!;
              expect(translate(entry, 'reply')).toEqual(reverseFlow(packet.flow));
              const sent = translate(entry, 'original');
              expect(sent.destination).toEqual(result.after.destination);
              expect(sent.source.ip).toBe(result.masquerade ? node.nodeIP : packet.flow.source.ip);
              expect(flowKey(entry.reply)).toBe(flowKey(reverseFlow(sent)));
            }
          });
        },
      ),
      { numRuns: 200 },
    );
  });
});

/** A Service's usable endpoints on this node: ready ones, else those that are terminating and still serve. */
function usableHere({ endpoints }: ServiceShape, i: number): string[] {
  const here = (state: string) =>
    endpoints
      .flatMap((one, j) => (one.here && one.state === state ? [`10.244.1.${10 * (i + 1) + j}:8080`] : []))
      .sort();
  const ready = here('ready');
  return ready.length > 0 ? ready : here('terminating');
}
