/** Packets that come to a node without power, or to a Pod on one. Source: a host that is off sends nothing (RFC 9293 §3.8.3). */
import { tellHop } from './hops';
import { hasNoPower, nodeAt, podAt, type TrafficDraft } from './places';
import type { PacketRow } from './tables';
import { spanOf, wordsOf } from './transmit';

/** Takes a packet that nobody is there for, and returns true: nobody refuses it, and nobody tells its sender. */
export function isLostInTheDark(draft: TrafficDraft, packet: PacketRow): boolean {
  if (!hasNoPower(draft, packet.to)) return false;
  const node = nodeAt(packet.to) ?? draft.get('pods', podAt(packet.to) ?? '')?.spec.nodeName ?? '';
  draft.remove('packets', packet.id);
  tellHop(draft, {
    name: 'lost.noPower',
    params: wordsOf(draft, packet, node),
    ...spanOf(packet),
    route: [...packet.trail, { place: `node/${node}`, at: draft.now }],
    kind: 'lost',
    level: 'main',
    endAt: draft.now,
    actor: `node/${node}`,
    after: packet.flow,
    verdict: 'dropped',
  });
  return true;
}
