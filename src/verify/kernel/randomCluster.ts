/**
 * Random Services and EndpointSlices on machines that are always the same: whatever kube-proxy's rules can be made to
 * say, said at random. The same seed and number give the same cluster.
 */
import type { NodeProxyConfig } from '../../sim/dataplane/nodeProxyConfig';
import { drawUint31, firstState } from '../../sim/kernel/random';

/** A cluster as manifests, and how kube-proxy runs in it. */
export interface RandomCluster {
  /** Documents of JSON, which are YAML. */
  readonly manifests: string;
  readonly config: Partial<NodeProxyConfig>;
}

const NODES = [
  { name: 'node-1', zone: 'a', ip: '192.168.56.11', pods: '10.244.1' },
  { name: 'node-2', zone: 'a', ip: '192.168.56.12', pods: '10.244.2' },
  { name: 'node-3', zone: 'b', ip: '192.168.56.13', pods: '10.244.3' },
] as const;

/** On each node, servers and one that only asks. */
const SERVERS = 3;
/** The last part of these Pods' addresses, beyond those that the cluster's own Pods get. */
const FIRST_HOST = 100;
const NAMESPACE = 'shop';
const TCP_PORTS = [8080, 8081];
const UDP_PORT = 7000;

const CONDITIONS = [
  { ready: true, serving: true, terminating: false },
  { ready: true, serving: true, terminating: false },
  { ready: true, serving: true, terminating: false },
  { ready: false, serving: false, terminating: false },
  { ready: false, serving: true, terminating: true },
  { ready: false, serving: false, terminating: true },
];

/** Who may come to a load balancer: whoever is outside here, others, Pods, or the node that announces it. */
const SOURCE_RANGES = ['198.51.100.0/24', '192.0.2.0/24', '10.244.0.0/16', '192.168.56.11/32'];

class Dice {
  private state: readonly number[];

  constructor(seed: string, stream: string) {
    this.state = firstState(seed, stream);
  }

  below(count: number): number {
    const { value, state } = drawUint31(this.state);
    this.state = state;
    return value % count;
  }

  /** True once in so many times. */
  once(times: number): boolean {
    return this.below(times) === 0;
  }

  oneOf<Item>(items: readonly Item[]): Item {
    return items[this.below(items.length)]!;
  }

  some<Item>(items: readonly Item[], once: number): Item[] {
    return items.filter(() => this.once(once));
  }
}

/** The cluster of that seed and number. */
export function randomCluster(seed: string, index: number): RandomCluster {
  const dice = new Dice(seed, `cluster/${index}`);
  const services = Array.from({ length: 3 + dice.below(3) }, (_, i) => serviceAndSlices(dice, i));
  const documents = [...NODES.flatMap(nodeAndPods), ...services.flat()];
  return {
    manifests: documents.map((one) => `--- ${JSON.stringify(one)}\n`).join(''),
    config: {
      ...(dice.once(5) ? { masqueradeAll: true } : {}),
      ...(dice.once(6) ? { localhostNodePorts: false } : {}),
      ...(dice.once(6) ? { detectLocal: false } : {}),
      ...(dice.once(5)
        ? { nodePortAddresses: [dice.oneOf(['192.168.56.0/24', '0.0.0.0/0', '10.9.0.0/16'])] }
        : {}),
      ...(dice.once(5) ? { randomFully: false } : {}),
    },
  };
}

function nodeAndPods({ name, zone, ip, pods }: (typeof NODES)[number]): unknown[] {
  const container = {
    name: 'server',
    image: 'example/server:1',
    ports: [
      ...TCP_PORTS.map((containerPort) => ({ containerPort })),
      { containerPort: UDP_PORT, protocol: 'UDP' },
    ],
  };
  const pod = (podName: string, podIP: string, containers: unknown[]) => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: podName, namespace: NAMESPACE },
    spec: { nodeName: name, containers },
    status: { phase: 'Running', podIP },
  });
  const labels = { 'kubernetes.io/hostname': name, 'topology.kubernetes.io/zone': zone };
  return [
    {
      apiVersion: 'v1',
      kind: 'Node',
      metadata: { name, labels },
      spec: { podCIDR: `${pods}.0/24` },
      status: {
        addresses: [{ type: 'InternalIP', address: ip }],
        conditions: [{ type: 'Ready', status: 'True' }],
      },
    },
    pod(`client-${name}`, `${pods}.${FIRST_HOST}`, [{ name: 'client', image: 'example/client:1' }]),
    ...Array.from({ length: SERVERS }, (_, i) =>
      pod(podNameOf(name, i), `${pods}.${serverHost(i)}`, [container]),
    ),
  ];
}

function serverHost(index: number): number {
  return FIRST_HOST + 1 + index;
}

function podNameOf(node: string, index: number): string {
  return `server-${node}-${index}`;
}

function serviceAndSlices(dice: Dice, index: number): unknown[] {
  const name = `s${index}`;
  const type = dice.oneOf(['ClusterIP', 'NodePort', 'LoadBalancer', 'LoadBalancer']);
  const hasNodePorts = type !== 'ClusterIP';
  const ports = Array.from({ length: 1 + dice.below(2) }, (_, i) => {
    const protocol = dice.oneOf(['TCP', 'TCP', 'UDP']);
    // Now and then nobody listens there.
    const targetPort = dice.once(12) ? 9999 : protocol === 'UDP' ? UDP_PORT : dice.oneOf(TCP_PORTS);
    return {
      name: `p${i}`,
      protocol,
      port: 80 + i,
      targetPort,
      ...(hasNodePorts ? { nodePort: 30_000 + 10 * index + i } : {}),
    };
  });
  const external = hasNodePorts ? dice.oneOf(['Cluster', 'Local']) : undefined;
  const isBalanced = type === 'LoadBalancer' && !dice.once(6);
  const spec = {
    type,
    clusterIP: `10.96.1.${10 + index}`,
    ports,
    internalTrafficPolicy: dice.oneOf(['Cluster', 'Cluster', 'Local']),
    ...(external === undefined ? {} : { externalTrafficPolicy: external }),
    ...(type === 'LoadBalancer' && external === 'Local' ? { healthCheckNodePort: 32_000 + index } : {}),
    sessionAffinity: dice.oneOf(['None', 'None', 'ClientIP']),
    externalIPs: dice.once(3) ? [`203.0.113.${10 + index}`] : [],
    ...(type === 'LoadBalancer' ? { loadBalancerSourceRanges: dice.some(SOURCE_RANGES, 5) } : {}),
  };
  const ingress = { ip: `203.0.113.${110 + index}`, ipMode: dice.once(6) ? 'Proxy' : 'VIP' };
  const service = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace: NAMESPACE },
    spec,
    status: { loadBalancer: { ingress: isBalanced ? [ingress] : [] } },
  };
  const hasHints = dice.once(3);
  const slices = Array.from({ length: dice.oneOf([0, 1, 1, 1, 2]) }, (_, i) => ({
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: {
      name: `${name}-${i}`,
      namespace: NAMESPACE,
      labels: { 'kubernetes.io/service-name': name },
    },
    addressType: 'IPv4',
    ports: ports.map((port) => ({ name: port.name, protocol: port.protocol, port: port.targetPort })),
    endpoints: endpoints(dice, hasHints),
  }));
  return [service, ...slices];
}

function endpoints(dice: Dice, hasHints: boolean): unknown[] {
  const nodes = dice.once(3) ? [dice.oneOf(NODES)] : NODES;
  const all = nodes.flatMap((node) => Array.from({ length: SERVERS }, (_, i) => ({ node, i })));
  return dice.some(all, 2).map(({ node, i }) => ({
    addresses: [`${node.pods}.${serverHost(i)}`],
    nodeName: node.name,
    zone: node.zone,
    conditions: dice.oneOf(CONDITIONS),
    targetRef: { kind: 'Pod', namespace: NAMESPACE, name: podNameOf(node.name, i) },
    ...(hasHints && !dice.once(10)
      ? { hints: { forZones: [{ name: dice.oneOf([node.zone, node.zone, 'a']) }] } }
      : {}),
  }));
}
