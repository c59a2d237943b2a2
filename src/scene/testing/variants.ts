/** Other moments of the sample: idle, a reply, nothing to send to, many Pods, packets in flight. */
import type { PacketDot, Picture, PodBox, PodState } from '../../projection/picture';
import {
  CLIENT,
  contactPods,
  corednsPods,
  endpointOf,
  gatewayPods,
  ingressPod,
  podAddress,
  rewriteCapsule,
  sampleNode,
  samplePicture,
  samplePod,
  sampleRules,
  sampleWorkload,
  userPods,
  userService,
  vipAddress,
  webPods,
} from './samplePicture';

/** Before the first request. */
export const idlePicture: Picture = {
  ...samplePicture,
  revision: 2,
  capsule: null,
  road: [],
  wavefronts: [],
  outcomes: [],
  inFlight: 0,
  clients: samplePicture.clients.map((client) => ({ ...client, state: 'idle' as const })),
  route: { ...samplePicture.route!, state: 'idle' },
  nodes: samplePicture.nodes.map((node) => ({
    ...node,
    isActing: false,
    serviceRule: { ...node.serviceRule!, hit: false },
    rules: node.rules.map((rule) => ({ ...rule, verdict: null, drawn: null })),
    conntrack: [],
  })),
};

/** Hop 12: conntrack puts the VIP back as the source of the reply. */
export const replyPicture: Picture = {
  ...samplePicture,
  revision: 3,
  capsule: {
    ...rewriteCapsule,
    hopId: 'r19/12',
    label: '200',
    kind: 'translate',
    source: podAddress('10.244.1.2:8080'),
    destination: podAddress('10.244.1.3:41822'),
    rewrite: {
      end: 'source',
      source: vipAddress('10.103.22.45:80'),
      destination: podAddress('10.244.1.3:41822'),
    },
    route: [
      { place: userPods[1]!.place, fraction: 0 },
      { place: 'node/node-2', fraction: 0.5 },
      { place: gatewayPods[0]!.place, fraction: 1 },
    ],
    rewriteFraction: 0.6,
    fraction: 0.7,
    verdict: 'restored',
  },
  road: [
    ...samplePicture.road.map((mark) => ({ ...mark, state: 'past' as const })),
    {
      hopId: 'r19/12',
      from: userPods[1]!.place,
      to: 'node/node-2',
      service: 'default/user-api-service',
      state: 'now',
      tone: 'pod',
      verdict: 'restored',
      isReply: true,
    },
    {
      hopId: 'r19/12',
      from: 'node/node-2',
      to: gatewayPods[0]!.place,
      service: 'default/user-api-service',
      state: 'now',
      tone: 'pod',
      verdict: 'restored',
      isReply: true,
    },
  ],
};

/** No Pod is ready: the rules reject. */
export const noEndpointsPicture: Picture = {
  ...samplePicture,
  revision: 4,
  workloads: samplePicture.workloads.map((w) =>
    w.role === 'service' && w.service !== null
      ? {
          ...w,
          ready: 0,
          pods: [
            { ...userPods[0]!, state: 'pending' as const, ip: null, node: null },
            { ...userPods[2]!, state: 'starting' as const },
            { ...userPods[1]!, state: 'backOff' as const, restarts: 4, onRoad: null },
          ],
        }
      : w,
  ),
  services: samplePicture.services.map((service) =>
    service.isFocus ? userService([endpointOf({ ...userPods[1]!, state: 'crashed' })]) : service,
  ),
  slice: {
    ...samplePicture.slice!,
    rows: [endpointOf({ ...userPods[1]!, state: 'crashed' })],
    added: [],
    removed: ['10.244.0.5'],
  },
  nodes: samplePicture.nodes.map((node) => ({
    ...node,
    chain: null,
    rules: [],
    rejects: true,
    pods: node.pods.filter((place) => place !== userPods[0]!.place && place !== userPods[3]!.place),
    serviceRule: { ...node.serviceRule!, text: '-d 10.103.22.45/32 -p tcp --dport 80 -j REJECT' },
    conntrack: [],
  })),
  capsule: { ...rewriteCapsule, kind: 'refused', rewrite: null, rewriteFraction: null, verdict: 'rejected' },
  road: samplePicture.road
    .filter((mark) => mark.hopId !== 'r19/9')
    .map((mark) => (mark.state === 'now' ? { ...mark, verdict: 'rejected' as const } : mark)),
  clients: samplePicture.clients.map((client) => ({ ...client, state: 'failed' as const, status: '502' })),
};

/** A cluster with no gateway, no DNS and a workload of unknown role. */
export const barePicture: Picture = {
  ...samplePicture,
  revision: 5,
  workloads: [
    sampleWorkload('web-mvc', 'web', 1, webPods),
    sampleWorkload('user-api-deployment', 'service', 2, userPods, { service: 'default/user-api-service' }),
    sampleWorkload('a-very-long-named-background-worker', 'other', 2, contactPods),
    sampleWorkload('redis', 'other', 2, [samplePod('redis', 'k2k2k', '10.244.0.9', 'node-1', 0)]),
  ],
  services: [userService(userPods.map((pod) => endpointOf(pod)))],
  dns: null,
  route: null,
  capsule: null,
  road: [],
};

const STATES: readonly PodState[] = [
  'ready',
  'ready',
  'ready',
  'ready',
  'notReady',
  'starting',
  'ready',
  'terminating',
];

/** `count` Pods behind the Service on `nodeCount` nodes, and `dotCount` packets in flight. */
export function crowdPicture(count: number, dotCount = 0, nodeCount = 3): Picture {
  const pods: PodBox[] = Array.from({ length: count }, (_, i) => {
    const node = (i % nodeCount) + 1;
    const short = (i * 7919 + 46656).toString(36).slice(-5).padStart(5, 'x');
    return samplePod('user-api', `${short}`, `10.244.${node - 1}.${(i % 240) + 10}`, `node-${node}`, i % 7, {
      state: STATES[i % STATES.length]!,
      place: `pod/default/user-api-${i}`,
      onRoad: i === 1 ? 'next' : null,
    });
  });
  const ready = pods.filter((pod) => pod.state === 'ready');
  const everyPod = [ingressPod, ...webPods, ...gatewayPods, ...pods, ...contactPods, ...corednsPods];
  const rules = sampleRules(
    ready.map((pod) => `${pod.ip}:8080`),
    [],
  ).map((rule, i) => ({
    ...rule,
    verdict: i === 0 ? ('miss' as const) : i === 1 ? ('hit' as const) : ('notReached' as const),
  }));
  const endpoints = pods.map((pod) =>
    endpointOf(pod, { probability: 1 / ready.length, isChosen: pod === pods[1] }),
  );
  return {
    ...samplePicture,
    revision: 100 + count,
    workloads: samplePicture.workloads.map((w) =>
      w.service === 'default/user-api-service' ? { ...w, pods, desired: count, ready: ready.length } : w,
    ),
    services: samplePicture.services.map((service) => (service.isFocus ? userService(endpoints) : service)),
    slice: { ...samplePicture.slice!, rows: endpoints },
    nodes: Array.from({ length: nodeCount }, (_, i) =>
      sampleNode(i + 1, everyPod, rules, { isActing: i === 1 }),
    ),
    road: samplePicture.road.map((mark) =>
      mark.hopId === 'r19/9' && pods[1] ? { ...mark, to: pods[1].place } : mark,
    ),
    dots: sampleDots(pods, dotCount, 0),
  };
}

/** Packets between gateways and Pods; `phase` moves them on. */
export function sampleDots(pods: readonly PodBox[], count: number, phase: number): PacketDot[] {
  return Array.from({ length: count }, (_, i) => {
    const pod = pods[i % pods.length]!;
    const gateway = gatewayPods[i % 2]!;
    const legs: readonly (readonly [string, string, PacketDot['tone'], boolean])[] = [
      [CLIENT, 'node/node-1', 'external', false],
      [ingressPod.place, webPods[i % 2]!.place, 'pod', false],
      [webPods[i % 2]!.place, 'node/node-1', 'vip', false],
      [gateway.place, `node/${gateway.node}`, 'vip', false],
      [`node/${gateway.node}`, pod.place, 'pod', false],
      [pod.place, `node/${gateway.node}`, 'pod', true],
    ];
    const [from, to, tone, isReply] = legs[i % legs.length]!;
    return {
      id: `dot-${i}`,
      request: `r${i}`,
      from,
      to,
      fraction: (i * 0.618 + phase) % 1,
      tone,
      isReply,
      failed: i % 31 === 0,
    };
  });
}
