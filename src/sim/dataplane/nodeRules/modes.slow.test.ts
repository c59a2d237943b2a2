import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatSocket, flowKey, reverseFlow, type FlowHeaders } from '../../packet/headers';
import { seconds } from '../../kernel/time';
import { createConnection, translate } from '../conntrack';
import { applyAffinityUpdates, type AffinityState } from '../iptables/affinity';
import { nodeProxyConfig, type NodeProxyConfig } from '../nodeProxyConfig';
import { serviceFrom, sliceFrom } from '../testing/kubeProxyCases';
import { SIMULATED_MODES, syncNode, type NodeRules, type SimulatedMode } from './nodeRules';
import { possibleEnds, walkNode, type NodePacket } from './walkNode';

const NODE = 'node-1';

/** What addresses look like in each family; `n` and `i` are small numbers. */
const FAMILIES = {
  IPv4: {
    nodeIP: '192.168.56.11',
    podCIDR: '10.244.0.0/16',
    pod: (node: number, i: number) => `10.244.${node}.${i}`,
    clusterIP: (i: number) => `10.96.0.${10 + i}`,
    externalIP: (i: number) => `198.51.100.${10 + i}`,
    ingress: (i: number) => `203.0.113.${10 + i}`,
    outside: '192.0.2.7',
    ranges: { all: [], outside: ['192.0.2.0/24'], pods: ['10.0.0.0/8'], nobody: ['100.64.0.0/10'] },
  },
  IPv6: {
    nodeIP: 'fd00:1::11',
    podCIDR: 'fd00:10:244::/56',
    pod: (node: number, i: number) => `fd00:10:244:${node}::${i}`,
    clusterIP: (i: number) => `fd00:10:96::${10 + i}`,
    externalIP: (i: number) => `2001:db8:99::${10 + i}`,
    ingress: (i: number) => `2001:db8:77::${10 + i}`,
    outside: '2001:db8::7',
    ranges: { all: [], outside: ['2001:db8::/64'], pods: ['fd00:10::/32'], nobody: ['2001:db8:1::/64'] },
  },
} as const;

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
  allowed: fc.constantFrom<keyof (typeof FAMILIES)['IPv4']['ranges']>('all', 'outside', 'pods', 'nobody'),
  sticky: fc.boolean(),
  protocol: fc.constantFrom('TCP', 'UDP'),
  endpoints: fc.array(endpointShape, { maxLength: 6 }),
});
type ServiceShape = typeof serviceShape extends fc.Arbitrary<infer Shape> ? Shape : never;

const clusterShape = fc.record({
  family: fc.constantFrom<'IPv4' | 'IPv6'>('IPv4', 'IPv6'),
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

function objectsOf(shape: ServiceShape, i: number, family: 'IPv4' | 'IPv6') {
  const at = FAMILIES[family];
  const nodePort = shape.type === 'ClusterIP' ? {} : { nodePort: 30_000 + i };
  const service = serviceFrom({
    metadata: { namespace: 'shop', name: `s${i}` },
    spec: {
      type: shape.type as 'ClusterIP',
      clusterIP: at.clusterIP(i),
      ports: [{ name: 'p', protocol: shape.protocol, port: 80, targetPort: 8080, ...nodePort }],
      internalTrafficPolicy: shape.internal as 'Cluster',
      externalTrafficPolicy: shape.external as 'Cluster',
      externalIPs: shape.externalIP ? [at.externalIP(i)] : [],
      loadBalancerSourceRanges: shape.type === 'LoadBalancer' ? at.ranges[shape.allowed] : [],
      sessionAffinity: shape.sticky ? 'ClientIP' : 'None',
    },
    ...(shape.type === 'LoadBalancer'
      ? { status: { loadBalancer: { ingress: [{ ip: at.ingress(i) }] } } }
      : {}),
  });
  const slice = sliceFrom({
    metadata: { namespace: 'shop', name: `s${i}-x`, labels: { 'kubernetes.io/service-name': `s${i}` } },
    addressType: family,
    ports: [{ name: 'p', protocol: shape.protocol, port: 8080 }],
    endpoints: shape.endpoints.map(({ state, here, zone }, j) => ({
      addresses: [at.pod(here ? 1 : 2, 10 * (i + 1) + j)],
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
  const { services, family, zone, masqueradeAll, detectLocal } = shape;
  const { nodeIP, podCIDR } = FAMILIES[family];
  const flags = { zone, masqueradeAll, detectLocal };
  const node = nodeProxyConfig({ nodeName: NODE, nodeIP, ipFamily: family, podCIDR, ...flags });
  const objects = services.map((one, i) => objectsOf(one, i, family));
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

/** A Pod of this node that is no endpoint, somebody outside, and the Service's first Pod if it is here: it may get itself. */
const CALLERS = ['pod', 'outside', 'itself'] as const;
type Caller = (typeof CALLERS)[number];

function sourceOf(caller: Caller, family: 'IPv4' | 'IPv6', service: ServiceShape, i: number): string {
  const at = FAMILIES[family];
  if (caller === 'outside') return at.outside;
  return caller === 'itself' && service.endpoints[0]?.here === true ? at.pod(1, 10 * (i + 1)) : at.pod(1, 5);
}

/** Everything that Services of these shapes can be dialled by. */
function addressesOf({ type, externalIP, allowed }: ServiceShape, i: number, family: 'IPv4' | 'IPv6') {
  const at = FAMILIES[family];
  return [
    { ip: at.clusterIP(i), port: 80, isInternal: true, isGuarded: false },
    ...(externalIP ? [{ ip: at.externalIP(i), port: 80, isInternal: false, isGuarded: false }] : []),
    ...(type === 'LoadBalancer'
      ? [{ ip: at.ingress(i), port: 80, isInternal: false, isGuarded: allowed !== 'all' }]
      : []),
    ...(type === 'ClusterIP'
      ? []
      : [{ ip: at.nodeIP, port: 30_000 + i, isInternal: false, isGuarded: false }]),
  ];
}

/** Each address from each caller. */
function everyCall(service: ServiceShape, i: number, family: 'IPv4' | 'IPv6') {
  return addressesOf(service, i, family).flatMap((to) => CALLERS.map((caller) => [to, caller] as const));
}

function packetTo(shape: ServiceShape, source: string, to: { ip: string; port: number }): NodePacket {
  const flow: FlowHeaders = {
    protocol: shape.protocol === 'UDP' ? 'udp' : 'tcp',
    source: { ip: source, port: 40_000 },
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

/** By endpoint: is the packet that goes there masqueraded? */
function masquerading(rules: NodeRules, packet: NodePacket): Record<string, boolean> {
  const ends = possibleEnds(rules, packet).filter(({ verdict }) => verdict === 'DNAT');
  return Object.fromEntries(ends.map((one) => [formatSocket(one.destination), one.masquerade]));
}

/** Which addresses does a policy Local speak of? There IPVS mode knows one list for all callers: see DP45. */
function isUnderLocal(shape: ServiceShape, isInternal: boolean): boolean {
  return isInternal ? shape.internal === 'Local' : shape.external === 'Local';
}

describe('whatever the cluster', () => {
  it('[DP56] all modes reach the same endpoints, and masquerade alike, where no policy is Local', () => {
    fc.assert(
      fc.property(clusterShape, (shape) => {
        const { rules, services } = programAll(shape);
        services.forEach((service, i) => {
          for (const [to, caller] of everyCall(service, i, shape.family)) {
            const packet = packetTo(service, sourceOf(caller, shape.family, service, i), to);
            // Without endpoints iptables mode rejects whoever it is, the others drop first whom source ranges keep out.
            const reached = (mode: SimulatedMode) =>
              targets(rules[mode], packet).map((end) => (to.isGuarded && end === 'REJECT' ? 'DROP' : end));
            const wanted = reached('iptables');
            expect(reached('nftables')).toEqual(wanted);
            if (isUnderLocal(service, to.isInternal)) continue;
            expect(reached('ipvs')).toEqual(wanted);
            expect(masquerading(rules.ipvs, packet)).toEqual(masquerading(rules.iptables, packet));
            expect(masquerading(rules.nftables, packet)).toEqual(masquerading(rules.iptables, packet));
          }
        });
      }),
      { numRuns: 120 },
    );
  });

  it('[DP45] [DP56] under a policy Local IPVS mode reaches local endpoints if there are any, else what it reaches without', () => {
    fc.assert(
      fc.property(clusterShape, fc.constantFrom(...CALLERS), (shape, caller) => {
        const { rules, services } = programAll(shape);
        const open = services.map(
          (one) => ({ ...one, internal: 'Cluster', external: 'Cluster' }) as ServiceShape,
        );
        const without = programAll({ ...shape, services: open });
        services.forEach((service, i) => {
          for (const to of addressesOf(service, i, shape.family)) {
            if (!isUnderLocal(service, to.isInternal) || to.isGuarded) continue;
            const packet = packetTo(service, sourceOf(caller, shape.family, service, i), to);
            const found = targets(rules.ipvs, packet);
            const usable = usableHere(service, i, shape.family);
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
        fc.constantFrom(...CALLERS),
        fc.nat(0x7fffffff),
        (shape, mode, caller, number) => {
          const { rules, node, services } = programAll(shape);
          services.forEach((service, i) => {
            for (const to of [
              ...addressesOf(service, i, shape.family),
              { ip: FAMILIES[shape.family].pod(2, 200), port: 8080 },
            ]) {
              const packet = packetTo(service, sourceOf(caller, shape.family, service, i), to);
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
      { numRuns: 120 },
    );
  });

  it('[DP56] a client of a sticky Service stays with its endpoint in every mode', () => {
    fc.assert(
      fc.property(
        clusterShape,
        fc.constantFrom(...SIMULATED_MODES),
        fc.array(fc.nat(0x7fffffff), { minLength: 2, maxLength: 4 }),
        (shape, mode, numbers) => {
          const sticky = shape.services.map((one) => ({ ...one, sticky: true }));
          const { rules } = programAll({ ...shape, services: sticky });
          sticky.forEach((service, i) => {
            const packet = packetTo(service, sourceOf('pod', shape.family, service, i), {
              ip: FAMILIES[shape.family].clusterIP(i),
              port: 80,
            });
            let affinity: AffinityState = {};
            const ends = numbers.map((number, second) => {
              const result = walkNode(
                rules[mode],
                { ...packet, now: seconds(second), affinity },
                () => number,
              );
              affinity = applyAffinityUpdates(affinity, result.affinityUpdates);
              return formatSocket(result.after.destination);
            });
            expect(new Set(ends).size).toBe(1);
          });
        },
      ),
      { numRuns: 100 },
    );
  });
});

/** A Service's usable endpoints on this node: ready ones, else those that are terminating and still serve. */
function usableHere({ endpoints }: ServiceShape, i: number, family: 'IPv4' | 'IPv6'): string[] {
  const here = (state: string) =>
    endpoints
      .flatMap((one, j) => (one.here && one.state === state ? [10 * (i + 1) + j] : []))
      .map((host) => formatSocket({ ip: FAMILIES[family].pod(1, host), port: 8080 }))
      .sort();
  const ready = here('ready');
  return ready.length > 0 ? ready : here('terminating');
}
