/** The truth about the packet of the hop in focus: headers by layer, rules with counters and sources, the DNS exchange. */
import { dnsExchange, type DnsRow } from './dnsExchange';
import type { FactLog } from './factLog';
import type { Focus } from './focus';
import { conntrackTuples, type ConntrackTuples } from './conntrackTuples';
import { headerLayers, headerTurn, type HeaderLayer, type HeaderTurn } from './headerLayers';
import { ruleTruths, type ObjectSources, type RuleTruth } from './ruleTruth';
import type { WorldView } from './view';

export interface PacketCard {
  /** The hop that it is about. */
  readonly hopId: string;
  readonly layers: readonly HeaderLayer[];
  readonly turn: HeaderTurn;
  /** The conntrack entry that it made or used; null where none took part. */
  readonly tracked: ConntrackTuples | null;
  /** One for each examined rule, in their order; empty where no rules decided. */
  readonly rules: readonly RuleTruth[];
  readonly dns: readonly DnsRow[];
}

/** Null while there is no hop to look at. */
export function packetCard(
  view: WorldView,
  log: FactLog,
  { request, hop, current, hops }: Focus,
  sources: ObjectSources,
): PacketCard | null {
  if (hop === null || request === null) return null;
  return {
    hopId: hop.hopId,
    layers: headerLayers(hop, hops.slice(0, current), request.hops),
    turn: headerTurn(hop),
    tracked: conntrackTuples(view, hop),
    rules: ruleTruths(view, log, hop, sources),
    dns: dnsExchange(hop, request.hops, Math.max(view.at, hop.endAt)),
  };
}
