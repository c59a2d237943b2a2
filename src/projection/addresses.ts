/** Which kind of thing an address belongs to: one accent each. */
import ipaddr from 'ipaddr.js';
import { formatSocket, type FlowHeaders, type SocketAddress } from '../sim/packet/headers';
import type { Address, AddressKind } from './picture';
import type { WorldView } from './view';

/** The kind of an IP address at a moment. A Pod's address stays one after the Pod is gone: its node's Pod CIDR holds it. */
export function kindOfIP(view: WorldView, ip: string): AddressKind {
  if (view.lookup('clients', 'byIP', ip).length > 0) return 'client';
  if (view.tables.podIPs[ip] !== undefined) return 'pod';
  const [service] = view.lookup('services', 'byIP', ip);
  if (service !== undefined) {
    return view.tables.services[service]!.spec.clusterIPs.includes(ip) ? 'vip' : 'external';
  }
  if (view.lookup('nodes', 'byIP', ip).length > 0) return 'node';
  return isPodAddress(view, ip) ? 'pod' : 'external';
}

function isPodAddress(view: WorldView, ip: string): boolean {
  if (!ipaddr.isValid(ip)) return false;
  const address = ipaddr.parse(ip);
  return Object.values(view.tables.nodes).some(({ spec }) => {
    if (!ipaddr.isValidCIDR(spec.podCIDR)) return false;
    const [range, bits] = ipaddr.parseCIDR(spec.podCIDR);
    return address.kind() === range.kind() && address.match(range, bits);
  });
}

/** `ip:port` with its kind. */
export function addressOf(view: WorldView, socket: SocketAddress): Address {
  return { kind: kindOfIP(view, socket.ip), text: formatSocket(socket) };
}

/** The Service that an address belongs to, as `namespace/name`; null if it is none's. */
export function serviceOfIP(view: WorldView, ip: string): string | null {
  return view.lookup('services', 'byIP', ip)[0] ?? null;
}

/** The Service whose address stands on either version of a packet's headers. */
export function serviceOnPacket(
  view: WorldView,
  before: FlowHeaders | null,
  after: FlowHeaders | null,
): string | null {
  for (const flow of [before, after]) {
    if (flow === null) continue;
    const found = serviceOfIP(view, flow.destination.ip) ?? serviceOfIP(view, flow.source.ip);
    if (found !== null) return found;
  }
  return null;
}
