/**
 * A node's connection tracking: who remembers which translation was chosen, applies it to later
 * packets, and takes it back for replies. Rows are plain JSON; all functions are pure.
 * Source: Linux net/netfilter/nf_conntrack_core.c and nf_nat_core.c.
 */
import { seconds, type Micros } from '../kernel/time';
import { flowKey, reverseFlow, type FlowHeaders } from '../packet/headers';
import { nextTcpState, TCP_TIMEOUTS, type Direction, type TcpFlags, type TcpTrackState } from './tcpTracking';

/** UDP has no states: unreplied and replied tell apart how long an entry lives. */
export const UDP_TIMEOUTS: { readonly unreplied: Micros; readonly stream: Micros } = {
  unreplied: seconds(30),
  stream: seconds(120),
};
/** A UDP flow counts as a stream (and as assured) once it has run for so long with replies. */
const UDP_STREAM_AFTER = seconds(2);

/** One tracked connection, as one row. */
export interface ConntrackEntry {
  /** What the client's packets have on them when they come in. */
  readonly original: FlowHeaders;
  /** What the server's packets have on them when they come in. Not the reverse of `original` if rewritten. */
  readonly reply: FlowHeaders;
  /** Absent for UDP. */
  readonly tcpState?: TcpTrackState;
  readonly seenReply: boolean;
  /** Assured entries are kept when the table is full. */
  readonly assured: boolean;
  readonly createdAt: Micros;
  readonly expiresAt: Micros;
  /** The Service whose rule rewrote the destination, as `namespace/name`. */
  readonly service?: string;
}

/** Both ways in which a packet of this connection can look: the keys by which to find its row. */
export function conntrackKeys(entry: ConntrackEntry): readonly [original: string, reply: string] {
  return [flowKey(entry.original), flowKey(entry.reply)];
}

/** The direction in which a packet with these headers goes; undefined if it is not of this connection. */
export function directionOf(entry: ConntrackEntry, flow: FlowHeaders): Direction | undefined {
  const key = flowKey(flow);
  const [original, reply] = conntrackKeys(entry);
  return key === original ? 'original' : key === reply ? 'reply' : undefined;
}

/** A packet's connection and direction. */
export interface TrackedPacket {
  readonly entry: ConntrackEntry;
  readonly direction: Direction;
}

/**
 * Finds a packet's connection, either way; undefined for a new one. `find` looks a row up by one of
 * its `conntrackKeys`. Rows that have expired are not found.
 */
export function lookUpConnection(
  find: (key: string) => ConntrackEntry | undefined,
  flow: FlowHeaders,
  now: Micros,
): TrackedPacket | undefined {
  const entry = find(flowKey(flow));
  if (entry === undefined || entry.expiresAt <= now) return undefined;
  const direction = directionOf(entry, flow);
  return direction === undefined ? undefined : { entry, direction };
}

/** The headers a packet leaves with: the destination and source that its connection was given, or the originals in a reply. */
export function translate(entry: ConntrackEntry, direction: Direction): FlowHeaders {
  return reverseFlow(direction === 'original' ? entry.reply : entry.original);
}

/** How a new connection is translated: what the walk through the rules said. */
export interface Translation {
  /** Headers after the destination was rewritten. */
  readonly after: FlowHeaders;
  readonly masquerade: boolean;
  readonly randomFully: boolean;
  /** The Service whose rule rewrote it. */
  readonly service?: string | undefined;
}

export interface CreateOptions {
  readonly flow: FlowHeaders;
  readonly translation: Translation;
  /** The address that masquerading gives: the node's address on the interface the packet leaves by. */
  readonly masqueradeTo: string;
  readonly now: Micros;
  /** True if a connection already has this key (see `conntrackKeys`), in either direction. */
  readonly isTaken: (key: string) => boolean;
  /** A whole number from 0 to 2^31-1; asked only if a port must be drawn. */
  readonly draw: () => number;
}

/** Tries so many ports, then half as many from another place, down to 16. */
const MAX_PORT_ATTEMPTS = 128;

/** Ports keep to their class: below 512, below 1024, or above. */
function portRange(port: number): { readonly low: number; readonly size: number } {
  if (port < 512) return { low: 1, size: 511 };
  if (port < 1024) return { low: 600, size: 424 };
  return { low: 1024, size: 64_512 };
}

/**
 * The source port of a connection whose source the node chooses: the old one if it is free (and
 * `--random-fully` does not forbid it), else one from a random place on. Undefined if none was found.
 * Source: Linux nf_nat_core.c get_unique_tuple, nf_nat_l4proto_unique_tuple.
 */
function chooseSourcePort(
  wanted: FlowHeaders,
  randomly: boolean,
  { isTaken, draw }: Pick<CreateOptions, 'isTaken' | 'draw'>,
): number | undefined {
  const isFree = (port: number) =>
    !isTaken(flowKey(reverseFlow({ ...wanted, source: { ...wanted.source, port } })));
  if (!randomly && isFree(wanted.source.port)) return wanted.source.port;
  const { low, size } = portRange(wanted.source.port);
  for (let attempts = Math.min(size, MAX_PORT_ATTEMPTS); attempts >= 16; attempts >>= 1) {
    const start = draw() & 0xffff;
    for (let i = 0; i < attempts; i++) {
      const port = low + ((start + i) % size);
      if (isFree(port)) return port;
    }
  }
  return undefined;
}

/**
 * The row of a new connection: its destination as the rules rewrote it, its source masqueraded if
 * they asked for it. Null if no free source port was found: the kernel then drops the packet.
 */
export function createConnection(options: CreateOptions): ConntrackEntry | null {
  const { flow, translation, now } = options;
  const { after, masquerade, randomFully } = translation;
  const wanted = masquerade ? { ...after, source: { ...after.source, ip: options.masqueradeTo } } : after;
  const port = chooseSourcePort(wanted, masquerade && randomFully, options);
  if (port === undefined) return null;
  const outgoing = { ...wanted, source: { ...wanted.source, port } };
  const { service } = translation;
  return {
    original: flow,
    reply: reverseFlow(outgoing),
    ...(flow.protocol === 'tcp' ? { tcpState: 'SYN_SENT' as const } : {}),
    seenReply: false,
    assured: false,
    createdAt: now,
    expiresAt: now + (flow.protocol === 'tcp' ? TCP_TIMEOUTS.SYN_SENT : UDP_TIMEOUTS.unreplied),
    ...(service === undefined ? {} : { service }),
  };
}

/**
 * What conntrack makes of a packet of a known connection: the row after it; null if the row goes
 * (a refused TCP connection, or one that is opened anew); 'invalid' if the packet does not belong
 * there, which KUBE-FORWARD drops. `flags` is for TCP alone.
 */
export function trackPacket(
  { entry, direction }: TrackedPacket,
  now: Micros,
  flags: TcpFlags = 'ack',
): ConntrackEntry | null | 'invalid' {
  return entry.tcpState === undefined
    ? trackUdp(entry, direction, now)
    : trackTcp(entry, entry.tcpState, direction, flags, now);
}

function trackTcp(
  entry: ConntrackEntry,
  state: TcpTrackState,
  direction: Direction,
  flags: TcpFlags,
  now: Micros,
) {
  const next = nextTcpState(state, direction, flags);
  if (next === 'invalid' || next === 'ignore') return next === 'invalid' ? next : entry;
  // A SYN on a closed connection opens a new one, with a new choice of endpoint.
  if (flags === 'syn' && (state === 'TIME_WAIT' || state === 'CLOSE')) return null;
  // A SYN that was answered by RST leaves nothing behind.
  if (flags === 'rst' && direction === 'reply' && !entry.seenReply) return null;
  const isOpen = state === 'SYN_RECV' || state === 'ESTABLISHED';
  return {
    ...entry,
    tcpState: next,
    seenReply: entry.seenReply || direction === 'reply',
    assured: entry.assured || (isOpen && next === 'ESTABLISHED' && entry.seenReply),
    expiresAt: now + TCP_TIMEOUTS[next],
  };
}

/** Source: Linux net/netfilter/nf_conntrack_proto_udp.c nf_conntrack_udp_packet. */
function trackUdp(entry: ConntrackEntry, direction: Direction, now: Micros): ConntrackEntry {
  const seenReply = entry.seenReply || direction === 'reply';
  const isStream = seenReply && now > entry.createdAt + UDP_STREAM_AFTER;
  return {
    ...entry,
    seenReply,
    assured: entry.assured || isStream,
    expiresAt: now + (isStream ? UDP_TIMEOUTS.stream : UDP_TIMEOUTS.unreplied),
  };
}
