/** Both tuples of the conntrack entry that a hop's packet made or used, out of its headers before and after. */
import { formatSocket, reverseFlow, type FlowHeaders } from '../sim/packet/headers';
import type { Hop } from '../sim/packet/hop';
import { addressOf } from './addresses';
import type { ConntrackRow } from './picture';
import type { WorldView } from './view';

export interface ConntrackTuples {
  readonly node: string;
  readonly protocol: string;
  readonly original: ConntrackRow['original'];
  readonly reply: ConntrackRow['reply'];
  /** Which of the two this packet matched; the one that makes an entry goes the original way. */
  readonly matched: 'original' | 'reply';
  /** What this connection has rewritten: in the original direction, and taken back in a reply. */
  readonly rewritten: 'none' | 'destination' | 'source' | 'both';
}

/** Null where conntrack took no part, or made no entry. */
export function conntrackTuples(view: WorldView, { decision, before, after }: Hop): ConntrackTuples | null {
  if (decision.by !== 'rules' && decision.by !== 'conntrack') return null;
  if (decision.conntrackKey === null || before === null) return null;
  const left = reverseFlow(after ?? before);
  const matched = decision.by === 'rules' ? 'original' : decision.direction;
  const [original, reply] = matched === 'original' ? [before, left] : [left, before];
  const side = (flow: FlowHeaders) => ({
    source: addressOf(view, flow.source),
    destination: addressOf(view, flow.destination),
  });
  return {
    node: decision.node,
    protocol: before.protocol,
    original: side(original),
    reply: side(reply),
    matched,
    rewritten: rewrittenBy(original, reply),
  };
}

/** A reply's source is where the packet was sent to, its destination whom it was made to come from. */
function rewrittenBy(original: FlowHeaders, reply: FlowHeaders): ConntrackTuples['rewritten'] {
  const isDestination = formatSocket(original.destination) !== formatSocket(reply.source);
  const isSource = formatSocket(original.source) !== formatSocket(reply.destination);
  if (isDestination) return isSource ? 'both' : 'destination';
  return isSource ? 'source' : 'none';
}
