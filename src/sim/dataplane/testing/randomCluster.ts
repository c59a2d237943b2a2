/**
 * Random clusters: Services and EndpointSlices as Kubernetes stores them, and how kube-proxy runs on one of
 * their nodes. They are valid but rich: every field that kube-proxy reads, alone and together. For tests only.
 */
import type { NodeProxyConfig } from '../nodeProxyConfig';

export type Json = Readonly<Record<string, unknown>>;

export interface RandomCluster {
  readonly config: Partial<NodeProxyConfig>;
  readonly services: readonly Json[];
  readonly endpointSlices: readonly Json[];
}

export interface RandomClusterOptions {
  /** At most so many Services; 8 if not said otherwise. */
  readonly services?: number;
  /** Above 1000 endpoints, or just not: kube-proxy leaves comments out then. */
  readonly large?: boolean;
  readonly ipFamily?: 'IPv4' | 'IPv6';
  /** Clusters of different generations, from 0 to 8, have no ClusterIP, Pod or node port in common. */
  readonly generation?: number;
}

/** Random choices that a seed decides: `mulberry32`. */
export class Dice {
  constructor(private state: number) {}

  /** In [0, 1). */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  }

  /** From `low` to `high`, both included. */
  int(low: number, high: number): number {
    return low + Math.floor(this.next() * (high - low + 1));
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  pick<T>(items: readonly T[]): T {
    return items[this.int(0, items.length - 1)]!;
  }

  /** Each item with that probability. */
  some<T>(items: readonly T[], probability = 0.5): T[] {
    return items.filter(() => this.chance(probability));
  }
}

const NODES = ['node-1', 'node-2', 'node-3', 'worker.example.org'] as const;
const ZONES = ['zone-a', 'zone-b', 'zone-c'] as const;
const NAMESPACES = [
  'default',
  'kube-system',
  'shop',
  'a',
  'constructor',
  'team-42',
  '1',
  'ns-with-a-long-name',
];
const NAMES = ['orders', 'web', 'constructor', 'x', 'kube-dns', 'a-b-c', 'web-2', `long-${'n'.repeat(58)}`];
const PORT_NAMES = ['http', 'p80', 'dns', 'dns-tcp', 'constructor', '80', 'metrics', 'a', 'grpc-web'];
const PROTOCOLS = ['TCP', 'TCP', 'TCP', 'UDP', 'SCTP'] as const;

/** Not every address is written as Go prints it. */
function loose(dice: Dice, ip: string): string {
  if (!ip.includes(':') || dice.chance(0.7)) return ip;
  return dice.chance(0.5) ? ip.toUpperCase() : ip.replace('::', ':0:0:0:0:');
}

/** Leaves out the keys without a value. */
function there(fields: Readonly<Record<string, unknown>>): Json {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

interface Taken {
  readonly names: Set<string>;
  readonly nodePorts: Set<string>;
  readonly generation: number;
  addresses: number;
}

function servicePortsOf(dice: Dice, hasNodePorts: boolean, taken: Taken): Json[] {
  const count = dice.pick([1, 1, 1, 2, 3]);
  const names = new Set<string>();
  const seen = new Set<string>();
  const ports: Json[] = [];
  while (ports.length < count) {
    const name = count === 1 && dice.chance(0.5) ? '' : dice.pick(PORT_NAMES);
    const protocol = dice.pick(PROTOCOLS);
    const port = dice.pick([53, 80, 80, 443, 8080, 65535, 1]);
    if (names.has(name) || seen.has(`${protocol} ${port}`)) continue;
    names.add(name);
    seen.add(`${protocol} ${port}`);
    let nodePort: number | undefined;
    if (hasNodePorts) {
      do nodePort = 30000 + taken.generation * 300 + dice.int(0, 299);
      while (taken.nodePorts.has(`${protocol} ${nodePort}`));
      taken.nodePorts.add(`${protocol} ${nodePort}`);
    }
    ports.push(
      there({
        name: name === '' && dice.chance(0.5) ? undefined : name,
        protocol: protocol === 'TCP' && dice.chance(0.4) ? undefined : protocol,
        port,
        targetPort: dice.pick([undefined, 8080, 'web']),
        nodePort: nodePort ?? dice.pick([undefined, 0]),
        appProtocol: dice.pick([undefined, undefined, 'kubernetes.io/h2c']),
      }),
    );
  }
  return ports;
}

function ingressOf(dice: Dice): Json[] {
  const all = ['203.0.113.10', '203.0.113.11', '2001:db8:ffff::10', '198.51.100.1', ''];
  return dice
    .some(all, 0.45)
    .map((ip) =>
      ip === ''
        ? { hostname: 'lb.example.org' }
        : there({ ip: loose(dice, ip), ipMode: dice.pick([undefined, 'VIP', 'VIP', 'Proxy']) }),
    );
}

const RANGES = [
  '203.0.113.0/25',
  '192.168.0.0/16',
  ' 10.0.0.0/8 ',
  '198.51.100.77/24',
  '2001:db8::/32',
  'FD00:0:0::5/64',
  '192.168.0.11/32',
];

function serviceOf(dice: Dice, taken: Taken): Json {
  let name: string, namespace: string;
  do {
    namespace = dice.pick(NAMESPACES);
    name = dice.pick(NAMES);
  } while (taken.names.has(`${namespace}/${name}`));
  taken.names.add(`${namespace}/${name}`);
  const metadata = there({
    name,
    namespace: namespace === 'default' && dice.chance(0.3) ? undefined : namespace,
  });
  const rare = dice.next();
  if (rare < 0.05) {
    const spec = { type: 'ExternalName', externalName: 'db.example.org', ports: [{ port: 80 }] };
    return { metadata, spec };
  }
  const ports = (has: boolean) => servicePortsOf(dice, has, taken);
  if (rare < 0.1) return { metadata, spec: { clusterIP: 'None', ports: ports(false) } };
  const type = dice.pick([undefined, 'ClusterIP', 'NodePort', 'LoadBalancer', 'LoadBalancer'] as const);
  const at = ++taken.addresses;
  const v4 = `10.96.${at >> 8}.${at & 255}`;
  const v6 = `fd00:10:96::${at.toString(16)}`;
  const families = dice.pick([['IPv4'], ['IPv4'], ['IPv4', 'IPv6'], ['IPv6', 'IPv4'], ['IPv6']] as const);
  const ips = families.map((family) => (family === 'IPv4' ? v4 : loose(dice, v6)));
  const externalIPs = dice.chance(0.3)
    ? dice.some(['192.0.2.80', '192.0.2.81', '2001:db8:e::80', '192.168.99.11'])
    : [];
  const external = type === 'NodePort' || type === 'LoadBalancer' || externalIPs.length > 0;
  const balanced = type === 'LoadBalancer';
  const noNodePorts = balanced && dice.chance(0.25);
  const externalPolicy = external ? dice.pick([undefined, 'Cluster', 'Local', 'Local']) : undefined;
  const sticky = dice.chance(0.25);
  const labels = dice.chance(0.04)
    ? { [dice.pick(['service.kubernetes.io/service-proxy-name', 'service.kubernetes.io/headless'])]: '' }
    : undefined;
  const spec = there({
    type,
    clusterIP: ips[0],
    clusterIPs: families.length === 1 && dice.chance(0.4) ? undefined : ips,
    ipFamilies: families.length === 1 && dice.chance(0.4) ? undefined : families,
    ipFamilyPolicy: families.length === 1 ? undefined : 'PreferDualStack',
    selector: dice.chance(0.5) ? { app: name } : undefined,
    ports: ports((type === 'NodePort' || balanced) && !noNodePorts),
    allocateLoadBalancerNodePorts: balanced ? !noNodePorts : undefined,
    externalIPs: externalIPs.length > 0 ? externalIPs : undefined,
    sessionAffinity: sticky ? 'ClientIP' : dice.pick([undefined, 'None']),
    sessionAffinityConfig:
      sticky && dice.chance(0.6) ? { clientIP: { timeoutSeconds: dice.pick([1, 60, 86400]) } } : undefined,
    internalTrafficPolicy: dice.pick([undefined, 'Cluster', 'Local']),
    externalTrafficPolicy: externalPolicy,
    healthCheckNodePort: balanced && externalPolicy === 'Local' ? 31000 + at : undefined,
    loadBalancerSourceRanges: balanced && dice.chance(0.4) ? rangesOf(dice) : undefined,
    publishNotReadyAddresses: dice.pick([undefined, undefined, true]),
    trafficDistribution: dice.pick([undefined, undefined, 'PreferClose', 'PreferSameNode', 'PreferSameZone']),
  });
  const status = balanced ? { loadBalancer: { ingress: ingressOf(dice) } } : undefined;
  return there({ metadata: there({ ...metadata, labels }), spec, status });
}

function rangesOf(dice: Dice): string[] {
  const ranges = dice.some(RANGES, 0.35);
  return dice.chance(0.1) ? [...ranges, dice.pick(['0.0.0.0/0', '::/0'])] : ranges;
}

type Hinted = 'none' | 'zones' | 'nodes' | 'both';

function endpointOf(dice: Dice, ip: string, hinted: Hinted): Json {
  const node = dice.pick([...NODES, undefined]);
  const zones = dice.some(ZONES, 0.4).map((name) => ({ name }));
  const wanted = dice.chance(0.08) ? 'none' : hinted;
  const hints = there({
    forZones: wanted === 'zones' || wanted === 'both' ? zones : undefined,
    forNodes: wanted === 'nodes' || wanted === 'both' ? [{ name: node ?? 'node-1' }] : undefined,
  });
  return there({
    addresses: dice.chance(0.04) ? [ip, ip.includes(':') ? 'fd00:bad::1' : '10.99.99.99'] : [ip],
    conditions: dice.pick([
      undefined,
      {},
      { ready: true },
      { ready: true, serving: true, terminating: false },
      { ready: true, serving: true, terminating: false },
      { ready: false, serving: true, terminating: true },
      { ready: false, serving: false, terminating: true },
      { ready: false, terminating: true },
      { ready: false, serving: false, terminating: false },
      { ready: false },
    ]),
    nodeName: node,
    zone: dice.pick([undefined, ...ZONES]),
    hints: wanted === 'none' ? dice.pick([undefined, {}]) : hints,
    targetRef: dice.chance(0.2) ? { kind: 'Pod', name: 'some-pod', namespace: 'default' } : undefined,
  });
}

/** Sometimes most endpoints are in one state, so that fall-backs are met. */
function inOneState(dice: Dice, endpoints: readonly Json[]): readonly Json[] {
  const mood = dice.next();
  if (mood < 0.5) return endpoints;
  const conditions = dice.pick([
    { ready: true },
    { ready: true },
    { ready: false, serving: true, terminating: true },
    { ready: false, serving: false, terminating: false },
  ]);
  return endpoints.map((endpoint) => (dice.chance(0.9) ? { ...endpoint, conditions } : endpoint));
}

function slicesOf(dice: Dice, service: Json, taken: Taken, many: number): Json[] {
  const { name, namespace, labels } = service['metadata'] as Record<string, unknown>;
  const spec = service['spec'] as Record<string, unknown>;
  const slices: Json[] = [];
  for (const family of ['IPv4', 'IPv6'] as const) {
    const count = many > 0 ? (family === 'IPv4' ? Math.ceil(many / 100) : 0) : dice.pick([0, 1, 1, 1, 2, 3]);
    const hinted = dice.pick(['none', 'none', 'zones', 'nodes', 'both'] as const);
    for (let at = 0; at < count; at++) {
      const size = many > 0 ? Math.min(100, many - at * 100) : dice.pick([0, 1, 2, 3, 4, 7]);
      const fresh = Array.from({ length: size }, () => {
        const n = ++taken.addresses;
        const ip =
          family === 'IPv4' ? `10.244.${n >> 8}.${n & 255}` : loose(dice, `fd00:10:244::${n.toString(16)}`);
        return endpointOf(dice, ip, hinted);
      });
      const before = slices.at(-1);
      const twins =
        before?.['addressType'] === family && dice.chance(0.3) ? (before['endpoints'] as Json[]) : [];
      const endpoints = many > 0 ? fresh : [...inOneState(dice, fresh), ...twins.slice(0, 2)];
      const extra = dice.chance(0.04) ? { 'service.kubernetes.io/headless': '' } : {};
      slices.push(
        there({
          metadata: there({
            name: `${String(name)}-${family.toLowerCase()}-${at}`,
            namespace,
            labels: { 'kubernetes.io/service-name': name, ...(labels as object | undefined), ...extra },
          }),
          addressType: family,
          endpoints,
          ports: slicePortsOf(dice, spec['ports'] as Json[]),
        }),
      );
    }
  }
  return slices;
}

/** The Service's ports as the controller writes them; some are missing, some belong to nobody. */
function slicePortsOf(dice: Dice, ports: readonly Json[]): Json[] | undefined {
  if (dice.chance(0.02)) return undefined;
  const kept = ports.filter(() => dice.chance(0.95));
  const own = kept.map((port) =>
    there({
      name: port['name'] ?? (dice.chance(0.5) ? '' : undefined),
      protocol: port['protocol'],
      port: dice.pick([8080, 8080, 80, 9090, port['port']]),
    }),
  );
  return dice.chance(0.1) ? [{ name: 'nobody', protocol: 'TCP', port: 1234 }, ...own] : own;
}

function configOf(dice: Dice, wanted: 'IPv4' | 'IPv6' | undefined): Partial<NodeProxyConfig> {
  const ipFamily = wanted ?? (dice.chance(0.3) ? 'IPv6' : 'IPv4');
  const isV4 = ipFamily === 'IPv4';
  return {
    nodeName: dice.pick(NODES),
    nodeIP: isV4 ? '192.168.0.11' : '2001:db8::11',
    nodeIPs: dice.pick([
      ['192.168.0.11', '127.0.0.1', '2001:db8::11', '::1'],
      ['192.168.0.11', '192.168.1.11', '127.0.0.1', '2001:db8::11', '2001:db8:1::11', '::1'],
    ]),
    zone: dice.pick(['', ...ZONES]),
    ipFamily,
    podCIDR: isV4 ? dice.pick(['10.244.0.0/16', '10.0.0.0/8']) : 'fd00:10:244::/56',
    detectLocal: dice.chance(0.85),
    masqueradeAll: dice.chance(0.15),
    localhostNodePorts: dice.chance(0.7),
    nodePortAddresses: dice.pick([
      [],
      [],
      [],
      ['192.168.0.0/24'],
      ['192.168.0.0/16', '127.0.0.0/8', '2001:db8::/64'],
      ['2001:db8::/32', '::1/128'],
      ['127.0.0.1/32', '10.0.0.0/8'],
      ['0.0.0.0/0', '::/0'],
      ['192.168.1.0/24', '0.0.0.0/0'],
      ['203.0.113.0/24'],
    ]),
    nfacct: dice.chance(0.3),
    conntrackTCPLiberal: dice.chance(0.2),
    randomFully: dice.chance(0.5),
  };
}

/** The cluster of that seed. */
export function randomCluster(seed: number, options: RandomClusterOptions = {}): RandomCluster {
  const dice = new Dice(seed);
  const { generation = 0 } = options;
  const addresses = generation * 2000;
  const taken: Taken = { names: new Set(), nodePorts: new Set(), generation, addresses };
  const config = configOf(dice, options.ipFamily);
  const count = dice.int(1, options.services ?? 8);
  const services = Array.from({ length: count }, () => serviceOf(dice, taken));
  const many = options.large === true ? dice.pick([995, 1000, 1001, 1050]) : 0;
  const endpointSlices = services.flatMap((service, at) =>
    slicesOf(dice, service, taken, at === 0 ? many : 0),
  );
  return { config, services, endpointSlices };
}

/** The cluster's objects as a manifest: a List, as `kubectl get -o json` prints. */
export function manifestOf({ services, endpointSlices }: Omit<RandomCluster, 'config'>): string {
  const items = [
    ...services.map((object) => ({ apiVersion: 'v1', kind: 'Service', ...object })),
    ...endpointSlices.map((object) => ({
      apiVersion: 'discovery.k8s.io/v1',
      kind: 'EndpointSlice',
      ...object,
    })),
  ];
  return JSON.stringify({ apiVersion: 'v1', kind: 'List', items });
}
