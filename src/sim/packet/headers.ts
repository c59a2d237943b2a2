/** What is written on a packet, and where it can be. */

/** An address and port as written in an IP and TCP/UDP header. */
export interface SocketAddress {
  readonly ip: string;
  /** 0 where the protocol has no ports (ICMP). */
  readonly port: number;
}

export type Transport = 'tcp' | 'udp';

/** The five-tuple that routers, rules and conntrack look at. */
export interface FlowHeaders {
  readonly protocol: Transport;
  readonly source: SocketAddress;
  readonly destination: SocketAddress;
}

/** `10.0.0.1:80`, or `[fd00::1]:80` for IPv6. */
export function formatSocket(address: SocketAddress): string {
  const ip = address.ip.includes(':') ? `[${address.ip}]` : address.ip;
  return `${ip}:${address.port}`;
}

/** One text per flow and direction, usable as a key: `tcp 10.0.0.1:4000 10.0.0.2:80`. */
export function flowKey(flow: FlowHeaders): string {
  return `${flow.protocol} ${formatSocket(flow.source)} ${formatSocket(flow.destination)}`;
}

/** The same flow seen from the other end. */
export function reverseFlow(flow: FlowHeaders): FlowHeaders {
  return { protocol: flow.protocol, source: flow.destination, destination: flow.source };
}

/**
 * Somewhere a packet can be. Text, so that it can be a key:
 * `client/<id>` (a browser outside), `internet/dns` (the public resolver),
 * `node/<name>` (that node's kernel), `pod/<namespace>/<name>` (inside that Pod).
 */
export type Place = string;
