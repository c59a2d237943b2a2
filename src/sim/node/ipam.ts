/**
 * Pod addresses of a node: CNI's host-local plugin. It goes on after the last address
 * it handed out, so that an address that was freed rests before it comes back.
 * Source: containernetworking/plugins plugins/ipam/host-local/backend/allocator (round robin, gateway first).
 */
import ipaddr from 'ipaddr.js';
import type { NodeDraft } from './tables';

/**
 * The next free address after `last` in the CIDR, or null if all are taken. The network
 * and broadcast addresses and the first, the bridge's own, are never handed out. IPv4.
 */
export function nextAddress(
  cidr: string,
  last: string | undefined,
  isTaken: (ip: string) => boolean,
): string | null {
  const [network, bits] = ipaddr.IPv4.parseCIDR(cidr);
  const base = toNumber(network.toByteArray());
  const size = 2 ** (32 - bits);
  const usable = size - 3; // without network, bridge and broadcast
  if (usable <= 0) return null;
  const after = last === undefined ? -1 : toNumber(ipaddr.IPv4.parse(last).toByteArray()) - base - 2;
  for (let step = 1; step <= usable; step++) {
    const ip = toText(base + 2 + ((after + step + usable) % usable));
    if (!isTaken(ip)) return ip;
  }
  return null;
}

/** The first address of the CIDR: that of the node's bridge. */
export function bridgeAddress(cidr: string): string {
  const [network] = ipaddr.IPv4.parseCIDR(cidr);
  return toText(toNumber(network.toByteArray()) + 1);
}

/** Hands an address of the node's Pod CIDR to a Pod; null if none is left or the node has no CIDR. */
export function allocateAddress(draft: NodeDraft, node: string, pod: string): string | null {
  const ip = freeOne(draft, node);
  if (ip === null) return null;
  draft.put('podIPs', ip, { pod, node });
  draft.put('ipam', node, { lastIP: ip });
  return ip;
}

/** True if the node could give one more Pod an address. */
export function hasFreeAddress(draft: NodeDraft, node: string): boolean {
  return freeOne(draft, node) !== null;
}

function freeOne(draft: NodeDraft, node: string): string | null {
  const cidr = draft.get('nodes', node)?.spec.podCIDR;
  if (cidr === undefined || cidr === '') return null;
  return nextAddress(cidr, draft.get('ipam', node)?.lastIP, (ip) => draft.get('podIPs', ip) !== undefined);
}

/** Takes a Pod's address back. Does nothing if it belongs to someone else. */
export function freeAddress(draft: NodeDraft, ip: string, pod: string): void {
  if (draft.get('podIPs', ip)?.pod === pod) draft.remove('podIPs', ip);
}

function toNumber(bytes: readonly number[]): number {
  return bytes.reduce((number, byte) => number * 256 + byte, 0);
}

function toText(number: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 256).join('.');
}
