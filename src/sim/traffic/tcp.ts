/** TCP connections: dialling, being accepted or refused, giving up, closing. */
import { sendToMachine, startMachine } from '../kernel/machines';
import { formatSocket, type SocketAddress } from '../packet/headers';
import { tcpConnectionChart } from './charts/tcpConnection';
import { tellHop, nameOfPlace } from './hops';
import { clientAt, ephemeralPort, ipOf, nextId, podAt, podPlace, type TrafficDraft } from './places';
import { dropConnection, poolOf } from './pools';
import { answerFlow, sendPacket } from './transmit';
import type { ExchangeRow, PacketRow, Refusal } from './tables';

/** How a connection or call went wrong. */
export type FailureCause =
  | 'refused'
  | 'rejected'
  | 'connectTimeout'
  | 'requestTimeout'
  | 'reset'
  | 'nameNotFound'
  | 'dnsTimeout'
  | 'senderGone';

/** Dials an address for an exchange: the SYN goes out. Returns the connection's id, or null if the sender is gone. */
export function openConnection(draft: TrafficDraft, exchange: ExchangeRow, to: SocketAddress): string | null {
  const ip = ipOf(draft, exchange.owner);
  if (ip === undefined) return null;
  const id = nextId(draft, 'connection', 'c');
  const flow = {
    protocol: 'tcp' as const,
    source: { ip, port: ephemeralPort(draft, exchange.owner) },
    destination: to,
  };
  draft.put('connections', id, {
    id,
    owner: exchange.owner,
    pool: poolOf(exchange),
    flow,
    arrived: null,
    server: null,
    exchange: exchange.id,
    state: 'opening',
    leg: exchange.leg,
    handler: exchange.handler,
    openedAt: draft.now,
    idleSince: null,
    carried: 1,
    closedByServer: false,
  });
  startMachine(draft, tcpConnectionChart, id, {
    delays: { connectTimeout: exchange.connectTimeoutMicros },
  });
  sendPacket(draft, exchange.owner, {
    kind: 'SYN',
    label: 'SYN',
    line: null,
    request: exchange.request,
    leg: exchange.leg,
    carrier: id,
    dns: null,
    isReply: false,
    flow,
  });
  return id;
}

/**
 * A SYN has reached a Pod. Its kernel accepts if a process listens on that port, whatever
 * Kubernetes thinks of the Pod; otherwise it answers with RST: "connection refused".
 * Source: RFC 9293 §3.10.7.1.
 */
export function onSyn(draft: TrafficDraft, packet: PacketRow, pod: string): void {
  const connection = draft.get('connections', packet.carrier);
  const process = draft.get('processes', pod);
  const accepts = process?.state === 'listening' && process.ports.includes(packet.flow.destination.port);
  const reply = {
    line: null,
    request: packet.request,
    leg: packet.leg,
    carrier: packet.carrier,
    dns: null,
    isReply: true,
    flow: answerFlow(packet.flow),
  };
  if (accepts && connection !== undefined) {
    draft.put('connections', connection.id, { ...connection, arrived: packet.flow, server: pod });
    sendPacket(draft, podPlace(pod), { ...reply, kind: 'SYN-ACK', label: 'SYN-ACK' });
    return;
  }
  sendPacket(draft, podPlace(pod), { ...reply, kind: 'RST', label: 'RST', refusal: refusalOf(draft, pod) });
}

/** Which reason a Pod has for refusing a connection: for captions. */
function refusalOf(draft: TrafficDraft, pod: string): Refusal {
  const process = draft.get('processes', pod);
  if (process === undefined || process.state === 'exited') return { reason: 'noProcess', listens: '' };
  const reason = process.state === 'listening' ? 'wrongPort' : process.state;
  return { reason, listens: process.ports.join(', ') };
}

/** The handshake is complete. Returns the exchange that waits for it, if it still does. */
export function onSynAck(draft: TrafficDraft, packet: PacketRow): string | null {
  const connection = draft.get('connections', packet.carrier);
  if (connection === undefined) return null;
  if (sendToMachine(draft, tcpConnectionChart, connection.id, 'SYN_ACK') === null) return null;
  draft.put('connections', connection.id, { ...connection, state: 'busy', openedAt: draft.now });
  return connection.exchange;
}

/** RST or ICMP has come back. Returns the exchange that it hits and why it fails. */
export function onRefusal(
  draft: TrafficDraft,
  packet: PacketRow,
): { exchange: string; cause: FailureCause; address: string } | null {
  const connection = draft.get('connections', packet.carrier);
  if (connection === undefined) return null;
  const event = packet.kind === 'ICMP' ? 'ICMP_UNREACHABLE' : 'RST';
  const moved = sendToMachine(draft, tcpConnectionChart, connection.id, event);
  const { exchange } = connection;
  const address = formatSocket(connection.arrived?.destination ?? connection.flow.destination);
  dropConnection(draft, connection.id);
  if (moved === null || exchange === null) return null;
  const cause = moved.to === 'reset' ? 'reset' : packet.kind === 'ICMP' ? 'rejected' : 'refused';
  return { exchange, cause, address };
}

/** The opener's patience is over: nobody has answered its SYN. */
export function onConnectTimeout(
  draft: TrafficDraft,
  id: string,
  event: string,
): { exchange: string; address: string } | null {
  const connection = draft.get('connections', id);
  if (connection === undefined) return null;
  const moved = sendToMachine(draft, tcpConnectionChart, id, event);
  if (moved?.to !== 'timedOut') return null;
  const { exchange } = connection;
  const address = formatSocket(connection.flow.destination);
  dropConnection(draft, id);
  return exchange === null ? null : { exchange, address };
}

/** Tells that someone gave up waiting. */
export function tellTimeout(
  draft: TrafficDraft,
  exchange: ExchangeRow,
  address: string,
  startAt: number,
  awaited: 'lookup' | 'connect' | 'response',
): void {
  tellHop(draft, {
    name: clientAt(exchange.owner) === undefined ? `timeout.${awaited}` : 'timeout.browser',
    params: {
      from: nameOfPlace(draft, exchange.owner),
      address,
      seconds: Math.round((draft.now - startAt) / 100_000) / 10,
    },
    parents: [exchange.request, exchange.id],
    request: exchange.request,
    leg: exchange.leg,
    kind: 'timeout',
    level: 'main',
    layer: 'TCP',
    label: '⏱',
    startAt,
    endAt: draft.now,
    rewriteAt: null,
    route: [{ place: exchange.owner, at: startAt }],
    actor: exchange.owner,
    before: null,
    after: null,
    http: null,
    decision: { by: 'socket', pod: podAt(exchange.owner) ?? null, reason: 'timeout' },
    verdict: 'failed',
  });
}
