/** A hand-made picture for tests and for looking at: one Pod killed, its substitute up, hop 8 on its way. */
import type {
  Address,
  Capsule,
  ConntrackRow,
  EndpointRow,
  NodeBox,
  Picture,
  PodBox,
  PodState,
  RoadMark,
  RuleRow,
  ServiceBox,
  WorkloadBox,
} from '../../projection/picture';

export const CLIENT = 'client/browser';

/** The place of a Pod in the default namespace. */
export function podPlace(name: string): string {
  return `pod/default/${name}`;
}

export function podAddress(text: string): Address {
  return { kind: 'pod', text };
}

export function vipAddress(text: string): Address {
  return { kind: 'vip', text };
}

/** A Pod; its name ends in the short name. */
export function samplePod(
  workload: string,
  short: string,
  ip: string | null,
  node: string | null,
  served: number,
  more: Partial<PodBox> = {},
): PodBox {
  const name = `${workload}-7c9d8b5f4-${short}`;
  return {
    place: podPlace(name),
    name,
    shortName: short,
    ip,
    node,
    state: 'ready',
    restarts: 0,
    served,
    isNew: false,
    graceLeftSeconds: null,
    onRoad: null,
    ...more,
  };
}

export function sampleWorkload(
  name: string,
  role: WorkloadBox['role'],
  layer: WorkloadBox['layer'],
  pods: readonly PodBox[],
  more: Partial<WorkloadBox> = {},
): WorkloadBox {
  return {
    key: `Deployment/default/${name}`,
    name,
    namespace: 'default',
    role,
    layer,
    labels: `app=${name.replace('-deployment', '')}`,
    desired: pods.filter((p) => p.state !== 'terminating').length,
    ready: pods.filter((p) => p.state === 'ready').length,
    pods,
    service: null,
    ...more,
  };
}

export function endpointOf(pod: PodBox, more: Partial<EndpointRow> = {}): EndpointRow {
  const states: Partial<Record<PodState, EndpointRow['state']>> = {
    ready: 'ready',
    terminating: 'terminating',
  };
  return {
    address: `${pod.ip}:8080`,
    ip: pod.ip ?? '',
    pod: pod.place,
    node: pod.node,
    state: states[pod.state] ?? 'notReady',
    probability: pod.state === 'ready' ? 1 / 3 : null,
    isNew: pod.isNew,
    isChosen: false,
    ...more,
  };
}

export const ingressPod = samplePod('ingress-nginx-controller', 'z7k1p', '10.244.0.3', 'node-1', 19, {
  onRoad: 'past',
});
export const webPods = [
  samplePod('web-mvc', 'x9k4d', '10.244.0.4', 'node-1', 10, { onRoad: 'past' }),
  samplePod('web-mvc', 'p2v7n', '10.244.2.4', 'node-3', 9),
];
export const gatewayPods = [
  samplePod('api-gateway', 'hq4zn', '10.244.1.3', 'node-2', 9, { onRoad: 'past' }),
  samplePod('api-gateway', 'c8t5j', '10.244.2.3', 'node-3', 10),
];
export const userPods = [
  samplePod('user-api', 't8rqz', '10.244.0.5', 'node-1', 5),
  samplePod('user-api', 'w6m2k', '10.244.1.2', 'node-2', 6, { onRoad: 'next' }),
  samplePod('user-api', 'n5b9x', '10.244.2.6', 'node-3', 0, { isNew: true }),
  samplePod('user-api', 'kx7pw', '10.244.2.2', 'node-3', 6, { state: 'terminating', graceLeftSeconds: 29.6 }),
];
export const contactPods = [
  samplePod('contact-api', 'v3d8s', '10.244.1.4', 'node-2', 0),
  samplePod('contact-api', 'm7q1f', '10.244.2.5', 'node-3', 0),
];
export const corednsPods = [
  samplePod('coredns', 'm4c2w', '10.244.0.2', 'node-1', 0),
  samplePod('coredns', 'r6h8d', '10.244.1.5', 'node-2', 0),
];

const VIP = '10.103.22.45';

/** The focus Service over some Pods. */
export function userService(endpoints: readonly EndpointRow[]): ServiceBox {
  return {
    key: 'default/user-api-service',
    name: 'user-api-service',
    namespace: 'default',
    vip: vipAddress(`${VIP}:80`),
    externalIP: null,
    port: 80,
    targetPort: '8080',
    protocol: 'TCP',
    endpoints,
    isFocus: true,
    isBypassed: false,
    role: 'service',
  };
}

const gatewayService: ServiceBox = {
  ...userService(gatewayPods.map((pod) => endpointOf(pod, { probability: 0.5 }))),
  key: 'default/api-gateway',
  name: 'api-gateway',
  vip: vipAddress('10.101.7.30:80'),
  isFocus: false,
  isBypassed: false,
  role: 'gateway',
};

/** Rules in the order of `ip:port`, as kube-proxy writes them. */
export function sampleRules(
  endpoints: readonly string[],
  verdicts: readonly RuleRow['verdict'][],
): RuleRow[] {
  const draws = [0.71, 0.28, null];
  const names = ['KUBE-SEP-6YANIEVOPEZPTE6J', 'KUBE-SEP-GLQ2XPSSQBTHNVDT', 'KUBE-SEP-QO2RDVXFLS4UCCMD'];
  return endpoints.map((endpoint, i) => {
    const left = endpoints.length - i;
    return {
      chain: 'KUBE-SVC-GLVBA6XVKR35DFNR',
      text: `-m statistic --mode random --probability ${(1 / left).toFixed(11)} -j ${names[i % 3]}`,
      probability: left === 1 ? null : 1 / left,
      target: names[i % 3]!,
      endpoint,
      verdict: verdicts[i] ?? null,
      drawn: verdicts[i] === 'hit' || verdicts[i] === 'miss' ? (draws[i % 3] ?? null) : null,
      isStale: false,
    };
  });
}

const track: ConntrackRow = {
  key: 'tcp 10.244.1.3:41822 10.103.22.45:80',
  protocol: 'tcp',
  state: 'SYN_SENT',
  original: { source: podAddress('10.244.1.3:41822'), destination: vipAddress(`${VIP}:80`) },
  reply: { source: podAddress('10.244.1.2:8080'), destination: podAddress('10.244.1.3:41822') },
  secondsLeft: 120,
  isCurrent: true,
};

/** A node that holds the focus Service's rules. */
export function sampleNode(
  index: number,
  pods: readonly PodBox[],
  rules: readonly RuleRow[],
  more: Partial<NodeBox> = {},
): NodeBox {
  const name = `node-${index}`;
  return {
    place: `node/${name}`,
    name,
    ip: `203.0.113.${10 + index}`,
    podCIDR: `10.244.${index - 1}.0/24`,
    proxy: {
      state: 'synced',
      syncedAt: 4_180_000,
      staleMicros: 0,
      watchDelayMicros: 10_000,
      resourceVersion: '1846',
    },
    serviceRule: {
      text: `-d ${VIP}/32 -p tcp --dport 80 -j KUBE-SVC-GLVBA6XVKR35DFNR`,
      vip: vipAddress(VIP),
      hit: more.isActing === true,
    },
    chain: 'KUBE-SVC-GLVBA6XVKR35DFNR',
    rules,
    rejects: false,
    conntrack: more.isActing === true ? [track] : [],
    conntrackCount: more.isActing === true ? 6 : 3,
    pods: pods.filter((pod) => pod.node === name).map((pod) => pod.place),
    isActing: false,
    ...more,
  };
}

const acting = gatewayPods[0]!;
const chosen = userPods[1]!;

export const rewriteCapsule: Capsule = {
  hopId: 'r19/8',
  service: 'default/user-api-service',
  label: 'SYN',
  kind: 'rewrite',
  source: podAddress('10.244.1.3:41822'),
  destination: vipAddress(`${VIP}:80`),
  rewrite: {
    end: 'destination',
    source: podAddress('10.244.1.3:41822'),
    destination: podAddress('10.244.1.2:8080'),
  },
  fraction: 1,
  route: [
    { place: acting.place, fraction: 0 },
    { place: 'node/node-2', fraction: 0.55 },
  ],
  rewriteFraction: 0.9,
  verdict: 'dnat',
};

function mark(
  hop: number,
  from: string,
  to: string,
  state: RoadMark['state'],
  tone: RoadMark['tone'],
): RoadMark {
  const services: Readonly<Record<number, string>> = {
    4: 'kube-system/kube-dns',
    5: 'default/api-gateway',
    7: 'kube-system/kube-dns',
    8: 'default/user-api-service',
    9: 'default/user-api-service',
  };
  return {
    hopId: `r19/${hop}`,
    from,
    to,
    service: services[hop] ?? null,
    state,
    tone,
    verdict: 'forwarded',
    isReply: false,
  };
}

export const sampleRoad: readonly RoadMark[] = [
  mark(2, CLIENT, 'node/node-1', 'past', 'external'),
  mark(2, 'node/node-1', ingressPod.place, 'past', 'pod'),
  mark(3, ingressPod.place, 'node/node-1', 'past', 'pod'),
  mark(3, 'node/node-1', webPods[0]!.place, 'past', 'pod'),
  mark(4, webPods[0]!.place, 'node/node-1', 'past', 'vip'),
  mark(4, 'node/node-1', corednsPods[0]!.place, 'past', 'pod'),
  mark(5, webPods[0]!.place, 'node/node-1', 'past', 'vip'),
  mark(5, 'node/node-1', 'node/node-2', 'past', 'pod'),
  mark(5, 'node/node-2', acting.place, 'past', 'pod'),
  mark(7, acting.place, 'node/node-2', 'past', 'vip'),
  mark(7, 'node/node-2', corednsPods[1]!.place, 'past', 'pod'),
  mark(8, acting.place, 'node/node-2', 'now', 'vip'),
  mark(9, 'node/node-2', chosen.place, 'next', 'pod'),
];

const everyPod = [ingressPod, ...webPods, ...gatewayPods, ...userPods, ...contactPods, ...corednsPods];
const endpoints = userPods.map((pod) => endpointOf(pod, { isChosen: pod === chosen }));
const fresh = ['10.244.0.5:8080', '10.244.1.2:8080', '10.244.2.6:8080'];

/** Hop 8: node-2 rewrites the VIP to a Pod's address. */
export const samplePicture: Picture = {
  at: 4_210_000,
  revision: 1,
  clients: [
    {
      place: CLIENT,
      name: 'browser',
      ip: '198.51.100.7',
      url: 'https://shop.example/users/123',
      state: 'waiting',
      status: null,
    },
  ],
  workloads: [
    sampleWorkload('ingress-nginx-controller', 'ingress', 1, [ingressPod]),
    sampleWorkload('web-mvc', 'web', 1, webPods),
    sampleWorkload('api-gateway', 'gateway', 1, gatewayPods, { service: gatewayService.key }),
    sampleWorkload('user-api-deployment', 'service', 2, userPods, { service: 'default/user-api-service' }),
    sampleWorkload('contact-api-deployment', 'service', 2, contactPods),
    sampleWorkload('coredns', 'dns', 1.5, corednsPods, { namespace: 'kube-system' }),
  ],
  services: [gatewayService, userService(endpoints)],
  dns: {
    service: 'kube-system/kube-dns',
    vip: vipAddress('10.96.0.10:53'),
    pods: corednsPods,
    exchange: {
      question: 'user-api-service.default.svc.cluster.local',
      type: 'A',
      rcode: 'NOERROR',
      answer: VIP,
      ttlSeconds: 30,
    },
  },
  route: {
    file: 'ocelot.json',
    line: 12,
    method: 'GET',
    upstream: '/users/{id}',
    target: 'user-api-service:80',
    downstream: '/api/users/{id}',
    placeholders: { '{id}': '123' },
    state: 'matched',
  },
  slice: {
    name: 'user-api-service-7fk2x',
    service: 'default/user-api-service',
    resourceVersion: '1846',
    changedAt: 4_130_000,
    rows: endpoints,
    added: ['10.244.2.6'],
    removed: ['10.244.2.2'],
  },
  nodes: [
    sampleNode(1, everyPod, sampleRules(fresh, [])),
    sampleNode(2, everyPod, sampleRules(fresh, ['miss', 'hit', 'notReached']), {
      isActing: true,
      proxy: {
        state: 'synced',
        syncedAt: 4_150_000,
        staleMicros: 0,
        watchDelayMicros: 10_000,
        resourceVersion: '1846',
      },
    }),
    sampleNode(
      3,
      everyPod,
      sampleRules(['10.244.0.5:8080', '10.244.1.2:8080', '10.244.2.2:8080'], []).map((rule, i) => ({
        ...rule,
        isStale: i === 2,
      })),
      {
        proxy: {
          state: 'behind',
          syncedAt: 590_000,
          staleMicros: 400_000,
          watchDelayMicros: 700_000,
          resourceVersion: '1812',
        },
      },
    ),
  ],
  wavefronts: [
    { node: 'node-3', resourceVersion: '1841', fraction: 0.57, change: '− 10.244.2.2' },
    { node: 'node-3', resourceVersion: '1846', fraction: 0.11, change: '+ 10.244.2.6' },
  ],
  capsule: rewriteCapsule,
  road: sampleRoad,
  dots: [],
  lit: [],
  caption: { key: 'scene.picture', params: {} },
  outcomes: [
    { id: '200', count: 17 },
    { id: '502', count: 1 },
    { id: 'timeout', count: 0 },
  ],
  inFlight: 1,
};
