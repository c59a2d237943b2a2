/** What moves: the focused request's road, the capsule on it, and every other packet as a dot. */
import type { Hop } from '../sim/packet/hop';
import type { FlowHeaders } from '../sim/packet/headers';
import { addressOf, kindOfIP, serviceOnPacket } from './addresses';
import type { Focus } from './focus';
import type { Capsule, PacketDot, RoadMark } from './picture';
import type { WorldView } from './view';

/** The stretches of the focused request's road, in order. */
export function roadMarks(view: WorldView, focus: Focus): RoadMark[] {
  return focus.hops.flatMap((hop, index) => {
    const state = stateOf(focus, index);
    const service = serviceOnPacket(view, hop.before, hop.after);
    return hop.route.slice(1).flatMap((point, leg): RoadMark[] => {
      const from = hop.route[leg]!;
      if (from.place === point.place) return [];
      const flow = headersAt(hop, point.at - 1) ?? hop.after;
      return [
        {
          hopId: hop.hopId,
          from: from.place,
          to: point.place,
          service,
          state,
          tone: flow === null ? 'external' : kindOfIP(view, flow.destination.ip),
          verdict: hop.verdict,
          isReply: isReply(hop),
        },
      ];
    });
  });
}

function stateOf({ current }: Focus, index: number): RoadMark['state'] {
  if (index < current) return 'past';
  if (index === current) return 'now';
  return index === current + 1 ? 'next' : 'future';
}

/** True for hops on the way back. */
export function isReply(hop: Hop): boolean {
  return hop.verdict === 'restored' || hop.verdict === 'answered' || hop.verdict === 'refused';
}

/** The headers that a hop's packet bears at a moment. */
export function headersAt(hop: Hop, at: number): FlowHeaders | null {
  return hop.rewriteAt !== null && at >= hop.rewriteAt ? hop.after : hop.before;
}

/** The packet in focus; null when no packet is on the wire (a program decides or works), or before the first hop. */
export function capsule(view: WorldView, focus: Focus): Capsule | null {
  const { hop } = focus;
  if (hop === null || hop.before === null || hop.after === null) return null;
  const span = Math.max(1, hop.endAt - hop.startAt);
  const at = (moment: number) => Math.min(1, Math.max(0, (moment - hop.startAt) / span));
  const changesSource = !sameSocket(hop.before.source, hop.after.source);
  const changesDestination = !sameSocket(hop.before.destination, hop.after.destination);
  return {
    hopId: hop.hopId,
    service: serviceOnPacket(view, hop.before, hop.after),
    label: hop.label,
    kind: hop.kind,
    source: addressOf(view, hop.before.source),
    destination: addressOf(view, hop.before.destination),
    rewrite:
      changesSource || changesDestination
        ? {
            end: changesSource && changesDestination ? 'both' : changesSource ? 'source' : 'destination',
            source: addressOf(view, hop.after.source),
            destination: addressOf(view, hop.after.destination),
          }
        : null,
    fraction: at(view.at),
    route: hop.route.map((point) => ({ place: point.place, fraction: at(point.at) })),
    rewriteFraction: hop.rewriteAt === null ? null : at(hop.rewriteAt),
    verdict: hop.verdict,
  };
}

function sameSocket(a: { ip: string; port: number }, b: { ip: string; port: number }): boolean {
  return a.ip === b.ip && a.port === b.port;
}

/** Every packet on the wire that is not the capsule. Cheap: called for each frame. */
export function packetDots(view: WorldView, focusRequest: string | null): PacketDot[] {
  const dots: PacketDot[] = [];
  const { packets } = view.tables;
  for (const id in packets) {
    const packet = packets[id]!;
    if (packet.request === focusRequest || view.at < packet.sentAt) continue;
    const span = Math.max(1, packet.arrivesAt - packet.sentAt);
    dots.push({
      id,
      request: packet.request,
      from: packet.from,
      to: packet.to,
      fraction: Math.min(1, (view.at - packet.sentAt) / span),
      tone: kindOfIP(view, packet.flow.destination.ip),
      isReply: packet.isReply,
      failed: packet.kind === 'RST' || packet.kind === 'ICMP',
    });
  }
  return dots;
}
