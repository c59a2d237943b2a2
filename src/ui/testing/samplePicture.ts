/** The cluster of the sample: three nodes, a Service with three endpoints and one that is leaving. */
import type { EndpointRow, NodeBox, Picture, PodBox, WorkloadBox } from '../../projection/picture';
import { NOW, type Say } from './sampleHops';

const API = 'user-api-deployment-5c9f6d7b8';

const pods: readonly [string, string, string, PodBox['state'], number][] = [
  ['t8rqz', '10.244.0.5', 'node-1', 'ready', 5],
  ['w6m2k', '10.244.1.2', 'node-2', 'ready', 6],
  ['n5b9x', '10.244.2.6', 'node-3', 'ready', 0],
  ['kx7pw', '10.244.2.2', 'node-3', 'terminating', 6],
];

const podBoxes: PodBox[] = pods.map(([shortName, ip, node, state, served]) => ({
  place: `pod/default/${API}-${shortName}`,
  name: `${API}-${shortName}`,
  shortName,
  ip,
  node,
  state,
  restarts: 0,
  served,
  isNew: shortName === 'n5b9x',
  graceLeftSeconds: state === 'terminating' ? 29.6 : null,
  onRoad: shortName === 'w6m2k' ? 'next' : null,
}));

export const rows: EndpointRow[] = pods.map(([shortName, ip, node, state]) => ({
  address: `${ip}:8080`,
  ip,
  pod: `pod/default/${API}-${shortName}`,
  node,
  state: state === 'terminating' ? 'terminating' : 'ready',
  probability: state === 'terminating' ? null : 1 / 3,
  isNew: shortName === 'n5b9x',
  isChosen: shortName === 'w6m2k',
}));

const workload: WorkloadBox = {
  key: 'default/user-api-deployment',
  name: 'user-api-deployment',
  namespace: 'default',
  role: 'service',
  layer: 2,
  labels: 'app=user-api',
  desired: 3,
  ready: 3,
  pods: podBoxes,
  service: 'default/user-api-service',
};

function node(index: number, staleMicros: number, syncedAt: number, resourceVersion: string): NodeBox {
  const name = `node-${index}`;
  return {
    place: `node/${name}`,
    name,
    ip: `203.0.113.1${index}`,
    podCIDR: `10.244.${index - 1}.0/24`,
    proxy: {
      state: staleMicros > 0 ? 'behind' : 'synced',
      syncedAt,
      staleMicros,
      watchDelayMicros: staleMicros > 0 ? 700_000 : 0,
      resourceVersion,
    },
    serviceRule: null,
    chain: null,
    rules: [],
    rejects: false,
    conntrack: [],
    conntrackCount: 2,
    pods: [],
    isActing: index === 2,
  };
}

/** What is drawn at 4.210 s. */
export function samplePicture(say: Say): Picture {
  return {
    at: NOW,
    revision: 1,
    clients: [
      {
        place: 'client/browser',
        name: 'browser',
        ip: '198.51.100.7',
        url: 'https://shop.example/users/123',
        state: 'waiting',
        status: null,
      },
    ],
    workloads: [workload],
    services: [
      {
        key: 'default/user-api-service',
        name: 'user-api-service',
        namespace: 'default',
        vip: { kind: 'vip', text: '10.103.22.45:80' },
        externalIP: null,
        port: 80,
        targetPort: '8080',
        protocol: 'TCP',
        endpoints: rows,
        isFocus: true,
        isBypassed: false,
        role: 'service',
      },
    ],
    dns: null,
    route: null,
    slice: null,
    nodes: [
      node(1, 0, 4_180_000, '1846'),
      node(2, 0, 4_150_000, '1846'),
      node(3, 400_000, 2_400_000, '1812'),
    ],
    wavefronts: [],
    capsule: null,
    road: [],
    dots: [],
    lit: [],
    caption: say(
      '网关只认 VIP。node-2 的内核抽签选中 Pod **10.244.1.2:8080**，当场改写目的地址；网关的配置一个字也没动。',
      'The gateway only knows the VIP. The kernel of node-2 draws Pod **10.244.1.2:8080** and rewrites the destination on the spot.',
    ),
    outcomes: [
      { id: '200', count: 17 },
      { id: '502.refused', count: 1 },
    ],
    inFlight: 1,
  };
}
