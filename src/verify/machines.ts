/**
 * A simulated cluster as machines to build: namespaces for nodes, Pods, a router and somebody outside, and the
 * commands that wire them. Pods hang on their node by a veth pair each and are routed, nodes hang on one bridge:
 * as Calico wires them (https://docs.tigera.io/calico/latest/reference/faq), so that a masqueraded packet carries
 * the node's address on every way out, as in the simulation.
 */
import type { ClusterAtRest } from '../cli/clusterAtRest';
import { keyOf, type Service } from '../sim/cluster/objects';
import { listeningPorts } from '../sim/node/listeningPorts';

/** A namespace to be: `node/node-1`, `pod/default/web-1`, `outside`, `router`. */
export interface Machine {
  readonly place: string;
  readonly namespace: string;
  readonly ip: string;
}

export interface NodeMachine extends Machine {
  readonly name: string;
  readonly podCIDR: string;
}

export interface PodMachine extends Machine {
  /** `namespace/name` of the Pod. */
  readonly key: string;
  readonly node: string;
  /** What its program opens, as the simulation has it. */
  readonly ports: readonly number[];
}

export interface Machines {
  readonly nodes: readonly NodeMachine[];
  readonly pods: readonly PodMachine[];
  readonly router: Machine;
  readonly outside: Machine;
  /** Addresses that one node announces to the outside: load balancers' and external IPs. */
  readonly announced: readonly { readonly ip: string; readonly node: string }[];
}

/** What a command is run in (undefined: where we are), and its lines for `ip -batch`, or `path = value` for sysctls. */
export interface WiringStep {
  readonly namespace: string | undefined;
  readonly ip: readonly string[];
  readonly sysctls: readonly (readonly [path: string, value: string])[];
}

/** Somebody outside; an address of TEST-NET-2 (RFC 5737), as the lessons' visitor has. */
export const OUTSIDE_IP = '198.51.100.7';
/** Next hop of every Pod, on the node's end of its veth pair. Of link scope: masquerading never picks it. */
const POD_GATEWAY = '169.254.1.1';
const ROUTER_IP = '169.254.77.1';

/** Where so many machines end: more would say nothing more, and take minutes to build. */
export const MOST_PODS = 60;

/** Machines for the Pods that run and have an IPv4 address of their own. `prefix` begins every namespace's name. */
export function machinesOf(cluster: ClusterAtRest, prefix: string): Machines {
  const nodes = cluster.nodes
    .filter(({ status }) => isIPv4(status.internalIP))
    .map((node, index) => ({
      place: `node/${node.metadata.name}`,
      name: node.metadata.name,
      namespace: `${prefix}n${index + 1}`,
      ip: node.status.internalIP,
      podCIDR: node.spec.podCIDR,
    }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const names = new Set(nodes.map(({ name }) => name));
  const pods = cluster.pods
    .filter(({ spec, status }) => {
      const isUp = status.phase === 'Running' && isIPv4(status.podIP ?? '');
      return isUp && !spec.hostNetwork && names.has(spec.nodeName ?? '');
    })
    .map((pod, index) => ({
      place: `pod/${keyOf(pod.metadata)}`,
      key: keyOf(pod.metadata),
      namespace: `${prefix}p${index + 1}`,
      ip: pod.status.podIP!,
      node: pod.spec.nodeName!,
      ports: listeningPorts(pod.spec),
    }));
  const ready = cluster.nodes.filter(({ status }) => status.ready).map(({ metadata }) => metadata.name);
  const announcer = nodes.find(({ name }) => ready.includes(name))?.name;
  const taken = new Set(nodes.map(({ ip }) => ip));
  const announced = [...new Set(cluster.services.flatMap(outsideIPs))]
    .filter((ip) => isIPv4(ip) && !taken.has(ip))
    .flatMap((ip) => (announcer === undefined ? [] : [{ ip, node: announcer }]));
  return {
    nodes,
    pods,
    router: { place: 'router', namespace: `${prefix}router`, ip: ROUTER_IP },
    outside: { place: 'outside', namespace: `${prefix}outside`, ip: OUTSIDE_IP },
    announced,
  };
}

function isIPv4(ip: string): boolean {
  return /^\d+\.\d+\.\d+\.\d+$/.test(ip);
}

/** Addresses of a Service that the network outside knows a way to. */
export function outsideIPs({ spec, status }: Service): string[] {
  return [...spec.externalIPs, ...status.loadBalancer.map(({ ip }) => ip)];
}

/** Every namespace, in the order in which it is made. */
export function namespacesOf({ nodes, pods, router, outside }: Machines): string[] {
  return [router, outside, ...nodes, ...pods].map(({ namespace }) => namespace);
}

/** The commands that wire the machines, in order. Nothing outside of the new namespaces is touched. */
export function wiring(machines: Machines): WiringStep[] {
  const { nodes, pods, router, outside } = machines;
  const links = [
    `link add eth0 netns ${outside.namespace} type veth peer name out netns ${router.namespace}`,
    ...nodes.map(
      ({ namespace }, index) =>
        `link add eth0 netns ${namespace} type veth peer name n${index + 1} netns ${router.namespace}`,
    ),
    ...pods.map(({ namespace, node }, index) => {
      const host = nodes.find(({ name }) => name === node)!;
      return `link add eth0 netns ${namespace} type veth peer name p${index + 1} netns ${host.namespace}`;
    }),
  ];
  return [
    { namespace: undefined, ip: links, sysctls: [] },
    routerStep(machines),
    {
      namespace: outside.namespace,
      ip: ['link set lo up', `addr add ${outside.ip}/32 dev eth0`, 'link set eth0 up', ...byRouter()],
      sysctls: [],
    },
    ...nodes.map((node) => nodeStep(machines, node)),
    ...pods.map(({ namespace, ip }): WiringStep => {
      const route = [`route add ${POD_GATEWAY} dev eth0 scope link`, `route add default via ${POD_GATEWAY}`];
      const up = ['link set lo up', `addr add ${ip}/32 dev eth0`, 'link set eth0 up'];
      return { namespace, ip: [...up, ...route], sysctls: [] };
    }),
  ];
}

function byRouter(): string[] {
  return [`route add ${ROUTER_IP} dev eth0 scope link`, `route add default via ${ROUTER_IP}`];
}

/** The bridge between the nodes, and the way to the outside. What nobody has is dropped without a word. */
function routerStep({ nodes, router, outside, announced }: Machines): WiringStep {
  const ports = nodes.map((_, index) => `n${index + 1}`);
  return {
    namespace: router.namespace,
    ip: [
      'link set lo up',
      'link add br0 type bridge',
      ...ports.flatMap((port) => [`link set ${port} master br0`, `link set ${port} up`]),
      'link set br0 up',
      'link set out up',
      `addr add ${router.ip}/32 dev br0`,
      `route add ${outside.ip} dev out scope link`,
      ...nodes.map(({ ip }) => `route add ${ip} dev br0 scope link`),
      ...announced.map(({ ip, node }) => {
        const announcer = nodes.find(({ name }) => name === node)!;
        return `route add ${ip} via ${announcer.ip} dev br0 onlink`;
      }),
      'route add blackhole default',
    ],
    sysctls: FORWARDING,
  };
}

const FORWARDING: WiringStep['sysctls'] = [
  ['net/ipv4/ip_forward', '1'],
  ['net/ipv4/conf/all/rp_filter', '0'],
  ['net/ipv4/conf/default/rp_filter', '0'],
];

function nodeStep({ nodes, pods }: Machines, node: NodeMachine): WiringStep {
  const others = nodes.filter(({ name }) => name !== node.name);
  const own = pods
    .map((pod, index) => ({ pod, port: `p${index + 1}` }))
    .filter((one) => one.pod.node === node.name);
  return {
    namespace: node.namespace,
    ip: [
      'link set lo up',
      `addr add ${node.ip}/32 dev eth0`,
      'link set eth0 up',
      ...byRouter(),
      ...others.flatMap(({ ip, podCIDR }) => [
        `route add ${ip} dev eth0 scope link`,
        ...(isIPv4(podCIDR.split('/')[0]!) ? [`route add ${podCIDR} via ${ip} dev eth0 onlink`] : []),
      ]),
      ...own.flatMap(({ pod, port }) => [
        `addr add ${POD_GATEWAY}/32 dev ${port} scope link`,
        `link set ${port} up`,
        `route add ${pod.ip} dev ${port} scope link src ${node.ip}`,
      ]),
    ],
    // kube-proxy sets route_localnet itself, for NodePorts on 127.0.0.1. The kernel sends a host few ICMP messages a
    // second: many questions at once would look like dropped ones.
    sysctls: [
      ...FORWARDING,
      ['net/ipv4/icmp_ratelimit', '0'],
      ['net/ipv4/conf/all/route_localnet', '1'],
      ...['eth0', ...own.map(({ port }) => port)].map(
        (port) => [`net/ipv4/conf/${port}/rp_filter`, '0'] as const,
      ),
    ],
  };
}
