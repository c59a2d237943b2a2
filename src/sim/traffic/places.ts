/** Places and addresses: who has an IP, and where a packet goes next. */
import type { Draft } from '../kernel/draft';
import type { Micros } from '../kernel/time';
import { isDark } from '../cluster/nodePower';
import type { Place } from '../packet/headers';
import type { TrafficTables } from './tables';
import { TIMING } from './timing';

export type TrafficDraft = Draft<TrafficTables>;

export function podPlace(podKey: string): Place {
  return `pod/${podKey}`;
}

export function nodePlace(node: string): Place {
  return `node/${node}`;
}

export function clientPlace(client: string): Place {
  return `client/${client}`;
}

/** `namespace/name` of the Pod at a place, or undefined. */
export function podAt(place: Place): string | undefined {
  return place.startsWith('pod/') ? place.slice(4) : undefined;
}

/** Name of the node whose kernel is the place, or undefined. */
export function nodeAt(place: Place): string | undefined {
  return place.startsWith('node/') ? place.slice(5) : undefined;
}

/** Id of the client at a place, or undefined. */
export function clientAt(place: Place): string | undefined {
  return place.startsWith('client/') ? place.slice(7) : undefined;
}

/** The address that a place sends from; undefined if it has none (any more). */
export function ipOf(draft: TrafficDraft, place: Place): string | undefined {
  const pod = podAt(place);
  if (pod !== undefined) return draft.get('pods', pod)?.status.podIP;
  const node = nodeAt(place);
  if (node !== undefined) return draft.get('nodes', node)?.status.internalIP;
  const client = clientAt(place);
  return client === undefined ? undefined : draft.get('clients', client)?.ip;
}

export interface Stretch {
  readonly to: Place;
  readonly micros: Micros;
}

/** True if a place is on a node that has no power: nothing is sent from there, and what arrives meets nobody. */
export function hasNoPower(draft: TrafficDraft, place: Place): boolean {
  const pod = podAt(place);
  const node = pod === undefined ? nodeAt(place) : draft.get('pods', pod)?.spec.nodeName;
  return node !== undefined && isDark(draft, node);
}

/** The kernel that a packet from this place meets first. Null if the place is gone, or has no power. */
export function firstKernel(draft: TrafficDraft, place: Place, destinationIP: string): Stretch | null {
  const pod = podAt(place);
  if (pod !== undefined) {
    const node = draft.get('pods', pod)?.spec.nodeName;
    return node === undefined || isDark(draft, node)
      ? null
      : { to: nodePlace(node), micros: TIMING.vethMicros };
  }
  if (clientAt(place) !== undefined) {
    const node = edgeNode(draft, destinationIP);
    return node === null ? null : { to: nodePlace(node), micros: TIMING.internetMicros };
  }
  return null;
}

/**
 * Where a node's kernel sends a packet to this address. Null if nobody has the address:
 * the packet is lost. Pod IPs are routed to the node of their Pod (a flat Pod network).
 * Source: https://kubernetes.io/docs/concepts/cluster-administration/networking/
 */
export function onward(draft: TrafficDraft, node: string, ip: string): Stretch | null {
  const owner = draft.get('podIPs', ip);
  if (owner !== undefined) {
    if (owner.node === node) return { to: podPlace(owner.pod), micros: TIMING.vethMicros };
    return { to: nodePlace(owner.node), micros: TIMING.wireMicros };
  }
  const [other] = draft.lookup('nodes', 'byIP', ip);
  if (other !== undefined) return other === node ? null : { to: nodePlace(other), micros: TIMING.wireMicros };
  const [client] = draft.lookup('clients', 'byIP', ip);
  if (client !== undefined) return { to: clientPlace(client), micros: TIMING.internetMicros };
  return null;
}

/**
 * The node at which traffic from outside for an address enters. For a node's own address
 * that node; for a LoadBalancer address or an external IP the node that announces it, here the
 * first Ready one by name (as MetalLB's layer 2 mode has one announcing node per address). Null
 * for all others: a ClusterIP is virtual and a Pod IP belongs to the Pod network, and no router
 * outside knows a way to either.
 * Source: https://kubernetes.io/docs/concepts/services-networking/service/ type: ClusterIP,
 * https://kubernetes.io/docs/concepts/cluster-administration/networking/
 */
export function edgeNode(draft: TrafficDraft, ip: string): string | null {
  const [own] = draft.lookup('nodes', 'byIP', ip);
  if (own !== undefined) return own;
  if (draft.lookup('services', 'byOutsideIP', ip).length === 0) return null;
  return draft.keys('nodes').find((name) => draft.get('nodes', name)?.status.ready === true) ?? null;
}

/** The next id of a kind: `r1`, `r2` … */
export function nextId(draft: TrafficDraft, kind: string, prefix: string): string {
  const number = (draft.get('numbers', kind) ?? 0) + 1;
  draft.put('numbers', kind, number);
  return `${prefix}${number}`;
}

const FIRST_PORT = 32768;
const LAST_PORT = 60999;

/**
 * An ephemeral port for a new socket at a place: counts up from a random start within
 * Linux' range. Source: ip_local_port_range, https://docs.kernel.org/networking/ip-sysctl.html
 */
export function ephemeralPort(draft: TrafficDraft, place: Place): number {
  const last = draft.get('ports', place) ?? draft.drawBetween(`ports/${place}`, FIRST_PORT, LAST_PORT);
  const port = last + 2 > LAST_PORT ? FIRST_PORT : last + 2;
  draft.put('ports', place, port);
  return port;
}
