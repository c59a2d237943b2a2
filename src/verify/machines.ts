/**
 * A simulated cluster as machines to build: namespaces for nodes, Pods, a router and somebody outside.
 * `wiring.ts` has the commands that wire them.
 */
import type { ClusterAtRest } from '../cli/clusterAtRest';
import { keyOf, type PodSpec, type Service } from '../sim/cluster/objects';
import { familyOf } from '../sim/dataplane/addresses';
import { listeningPorts } from '../sim/node/listeningPorts';
import type { Transport } from '../sim/packet/headers';
import { ipv6Of } from './ipv6Half';

export type Family = 'IPv4' | 'IPv6';

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
  /** What its program opens: TCP as the simulation has it, UDP as its containers declare. */
  readonly ports: Readonly<Record<Transport, readonly number[]>>;
}

/** Machines with their addresses of one family. Places and namespaces are the same in both. */
export interface Machines {
  readonly family: Family;
  readonly nodes: readonly NodeMachine[];
  readonly pods: readonly PodMachine[];
  readonly router: Machine;
  readonly outside: Machine;
  /** Addresses that one node announces to the outside: load balancers' and external IPs. */
  readonly announced: readonly { readonly ip: string; readonly node: string }[];
}

/** Somebody outside; an address of TEST-NET-2 (RFC 5737), as the lessons' visitor has. */
export const OUTSIDE_IP = '198.51.100.7';
/** The router's own, of link scope. */
const ROUTER_IPS: Readonly<Record<Family, string>> = { IPv4: '169.254.77.1', IPv6: 'fe80::2' };

/** Where so many machines end: more would say nothing more, and take minutes to build. */
export const MOST_PODS = 60;

/**
 * Machines for the Pods that run and have an address of their own in that family. `prefix` begins every namespace's
 * name.
 */
export function machinesOf(cluster: ClusterAtRest, prefix: string, family: Family = 'IPv4'): Machines {
  const isOurs = (ip: string) => ip !== '' && familyOf(ip) === family;
  const nodes = cluster.nodes
    .filter(({ status }) => isOurs(status.internalIP))
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
      const isUp = status.phase === 'Running' && isOurs(status.podIP ?? '');
      return isUp && !spec.hostNetwork && names.has(spec.nodeName ?? '');
    })
    .map((pod, index) => ({
      place: `pod/${keyOf(pod.metadata)}`,
      key: keyOf(pod.metadata),
      namespace: `${prefix}p${index + 1}`,
      ip: pod.status.podIP!,
      node: pod.spec.nodeName!,
      ports: { tcp: listeningPorts(pod.spec), udp: datagramPorts(pod.spec) },
    }));
  const ready = cluster.nodes.filter(({ status }) => status.ready).map(({ metadata }) => metadata.name);
  const announcer = nodes.find(({ name }) => ready.includes(name))?.name;
  const taken = new Set(nodes.map(({ ip }) => ip));
  const announced = [...new Set(cluster.services.flatMap(outsideIPs))]
    .filter((ip) => isOurs(ip) && !taken.has(ip))
    .flatMap((ip) => (announcer === undefined ? [] : [{ ip, node: announcer }]));
  const outsideIP = family === 'IPv4' ? OUTSIDE_IP : ipv6Of(OUTSIDE_IP);
  return {
    family,
    nodes,
    pods,
    router: { place: 'router', namespace: `${prefix}router`, ip: ROUTER_IPS[family] },
    outside: { place: 'outside', namespace: `${prefix}outside`, ip: outsideIP },
    announced,
  };
}

function datagramPorts({ containers }: PodSpec): number[] {
  const ports = containers.flatMap((container) => container.ports);
  return [
    ...new Set(ports.flatMap(({ protocol, containerPort }) => (protocol === 'UDP' ? containerPort : []))),
  ];
}

/** Addresses of a Service that the network outside knows a way to. */
export function outsideIPs({ spec, status }: Service): string[] {
  return [...spec.externalIPs, ...status.loadBalancer.map(({ ip }) => ip)];
}

/** Every namespace, in the order in which it is made. */
export function namespacesOf({ nodes, pods, router, outside }: Machines): string[] {
  return [router, outside, ...nodes, ...pods].map(({ namespace }) => namespace);
}
