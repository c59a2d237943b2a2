/**
 * The commands that wire machines. Pods hang on their node by a veth pair each and are routed, nodes hang on one
 * bridge: as Calico wires them (https://docs.tigera.io/calico/latest/reference/faq), so that a masqueraded packet
 * carries the node's address on every way out, as in the simulation.
 */
import { familyOf } from '../sim/dataplane/addresses';
import type { Family, Machines, NodeMachine } from './machines';

/** What a command is run in (undefined: where we are), its lines for `ip -batch`, and `path = value` for sysctls, which come first. */
export interface WiringStep {
  readonly namespace: string | undefined;
  readonly ip: readonly string[];
  readonly sysctls: readonly Sysctl[];
}

type Sysctl = readonly [path: string, value: string];

/** What the families write differently. */
interface Dialect {
  /** Of one address alone. */
  readonly length: 32 | 128;
  /** Next hop of every Pod, on the node's end of its veth pair. Of link scope: masquerading never picks it. */
  readonly podGateway: string;
  /** The length of link-scope addresses, and what is said with them. */
  readonly linkScope: string;
  /** Said with an address that is used at once: IPv6 would ask the neighbours for a second first. */
  readonly atOnce: string;
  readonly everything: string;
  readonly forwarding: readonly Sysctl[];
  /** Of machines whatever they are, by the names of their links. */
  readonly always: (links: readonly string[]) => readonly Sysctl[];
}

const DIALECTS: Readonly<Record<Family, Dialect>> = {
  IPv4: {
    length: 32,
    podGateway: '169.254.1.1',
    linkScope: '/32 scope link',
    atOnce: '',
    everything: '0.0.0.0/0',
    forwarding: [
      ['net/ipv4/ip_forward', '1'],
      ['net/ipv4/conf/all/rp_filter', '0'],
      ['net/ipv4/conf/default/rp_filter', '0'],
    ],
    // The kernel sends a host few ICMP messages a second: many questions at once would look like dropped ones.
    always: () => [['net/ipv4/icmp_ratelimit', '0']],
  },
  IPv6: {
    length: 128,
    podGateway: 'fe80::1',
    linkScope: '/64 nodad',
    atOnce: ' nodad',
    everything: '::/0',
    forwarding: [['net/ipv6/conf/all/forwarding', '1']],
    always: (links) => [
      ['net/ipv6/icmp/ratelimit', '0'],
      ...['all', 'default', ...links].map((link) => [`net/ipv6/conf/${link}/accept_dad`, '0'] as const),
    ],
  },
};

/** The commands for one or both families, in order. Nothing outside of the new namespaces is touched. */
export function wiring(sides: readonly Machines[]): WiringStep[] {
  const [first] = sides;
  if (first === undefined) return [];
  return [linkStep(first), { namespace: first.router.namespace, ip: bridge(first), sysctls: [] }].concat(
    sides.flatMap(addressSteps),
  );
}

function linkStep({ nodes, pods, router, outside }: Machines): WiringStep {
  const pair = (namespace: string, name: string, host: string) =>
    `link add eth0 netns ${namespace} type veth peer name ${name} netns ${host}`;
  const ip = [
    pair(outside.namespace, 'out', router.namespace),
    ...nodes.map(({ namespace }, index) => pair(namespace, nodeLink(index), router.namespace)),
    ...pods.map(({ namespace, node }, index) =>
      pair(namespace, podLink(index), nodes.find(({ name }) => name === node)!.namespace),
    ),
  ];
  return { namespace: undefined, ip, sysctls: [] };
}

/** The router's end of a node's link. */
function nodeLink(index: number): string {
  return `n${index + 1}`;
}

/** The node's end of a Pod's link. */
function podLink(index: number): string {
  return `p${index + 1}`;
}

/** The bridge between the nodes. */
function bridge({ nodes }: Machines): string[] {
  return [
    'link add br0 type bridge mcast_snooping 0',
    ...nodes.map((_, index) => `link set ${nodeLink(index)} master br0`),
  ];
}

function addressSteps(machines: Machines): WiringStep[] {
  const { family, nodes, pods, outside } = machines;
  const { length, always, podGateway, atOnce } = DIALECTS[family];
  const end = (namespace: string, ip: string, routes: readonly string[]): WiringStep => ({
    namespace,
    ip: [
      'link set lo up',
      'link set eth0 up',
      `addr add ${ip}/${length} dev eth0${atOnce}`,
      ...routes.map((route) => `route add ${route}`),
    ],
    sysctls: always(['eth0']),
  });
  const byGateway = [`${podGateway} dev eth0 scope link`, `default via ${podGateway} dev eth0`];
  return [
    routerStep(machines),
    end(outside.namespace, outside.ip, byRouter(machines)),
    ...nodes.map((node) => nodeStep(machines, node)),
    ...pods.map(({ namespace, ip }) => end(namespace, ip, byGateway)),
  ];
}

function byRouter({ router }: Machines): string[] {
  return [`${router.ip} dev eth0 scope link`, `default via ${router.ip} dev eth0`];
}

/** The way to the outside. What nobody has is dropped without a word. */
function routerStep({ family, nodes, router, outside, announced }: Machines): WiringStep {
  const { linkScope, everything, forwarding, always } = DIALECTS[family];
  const ports = nodes.map((_, index) => nodeLink(index));
  return {
    namespace: router.namespace,
    ip: [
      ...['lo', ...ports, 'br0', 'out'].map((link) => `link set ${link} up`),
      `addr add ${router.ip}${linkScope} dev br0`,
      `addr add ${router.ip}${linkScope} dev out`,
      `route add ${outside.ip} dev out scope link`,
      ...nodes.map(({ ip }) => `route add ${ip} dev br0 scope link`),
      ...announced.map(({ ip, node }) => {
        const announcer = nodes.find(({ name }) => name === node)!;
        return `route add ${ip} via ${announcer.ip} dev br0 onlink`;
      }),
      `route add blackhole ${everything}`,
    ],
    sysctls: [...forwarding, ...always(['br0', 'out', ...ports])],
  };
}

function nodeStep(machines: Machines, node: NodeMachine): WiringStep {
  const { family, nodes, pods } = machines;
  const { length, podGateway, linkScope, atOnce, forwarding, always } = DIALECTS[family];
  const others = nodes.filter(({ name }) => name !== node.name);
  const own = pods
    .map((pod, index) => ({ pod, port: podLink(index) }))
    .filter((one) => one.pod.node === node.name);
  const links = ['eth0', ...own.map(({ port }) => port)];
  const isRoutable = (cidr: string) => cidr !== '' && familyOf(cidr) === family;
  return {
    namespace: node.namespace,
    ip: [
      'link set lo up',
      'link set eth0 up',
      `addr add ${node.ip}/${length} dev eth0${atOnce}`,
      ...byRouter(machines).map((route) => `route add ${route}`),
      ...others.flatMap(({ ip, podCIDR }) => [
        `route add ${ip} dev eth0 scope link`,
        ...(isRoutable(podCIDR) ? [`route add ${podCIDR} via ${ip} dev eth0 onlink`] : []),
      ]),
      ...own.flatMap(({ pod, port }) => [
        `link set ${port} up`,
        `addr add ${podGateway}${linkScope} dev ${port}`,
        `route add ${pod.ip} dev ${port} scope link src ${node.ip}`,
      ]),
    ],
    sysctls: [
      ...forwarding,
      ...always(links),
      // kube-proxy sets route_localnet itself, for NodePorts on 127.0.0.1.
      ...(family === 'IPv6' ? [] : ([['net/ipv4/conf/all/route_localnet', '1']] satisfies Sysctl[])),
      ...(family === 'IPv6' ? [] : links.map((link): Sysctl => [`net/ipv4/conf/${link}/rp_filter`, '0'])),
    ],
  };
}
