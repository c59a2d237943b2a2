/**
 * An answer that comes from another address than the one that was dialled: a Pod on another node that was reached
 * without masquerading answers the client itself, past the node that had rewritten the destination. The client knows
 * no such connection and throws it away. Only IPVS mode sends packets that way: externalTrafficPolicy Local on a
 * node without local endpoints. Source: kubernetes pkg/proxy/ipvs/proxier.go syncEndpoint, kubernetes#97081.
 */
import { formatSocket } from '../packet/headers';
import { tellHop } from './hops';
import type { TrafficDraft } from './places';
import type { PacketRow } from './tables';
import { spanOf, wordsOf } from './transmit';

/** Tells of a SYN-ACK from a stranger and returns true; false if it comes from who was dialled. */
export function isStray(draft: TrafficDraft, packet: PacketRow): boolean {
  if (packet.kind !== 'SYN-ACK') return false;
  const connection = draft.get('connections', packet.carrier);
  if (connection === undefined) return false;
  const dialled = formatSocket(connection.flow.destination);
  if (formatSocket(packet.flow.source) === dialled) return false;
  tellHop(draft, {
    name: 'lost.stray',
    params: { ...wordsOf(draft, packet, ''), dialled },
    ...spanOf(packet),
    route: [...packet.trail, { place: packet.to, at: draft.now }],
    kind: 'lost',
    level: 'main',
    endAt: draft.now,
    actor: packet.to,
    after: packet.flow,
    verdict: 'dropped',
  });
  return true;
}
