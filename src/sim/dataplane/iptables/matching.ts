/** Whether a packet matches a rule. */
import { formatSocket, type FlowHeaders } from '../../packet/headers';
import type { Micros } from '../../kernel/time';
import { addressMatches } from '../addresses';
import { isRecent, reapable, type AffinityState, type AffinityUpdate } from './affinity';
import type { ConnectionState, Match, Rule, StatisticMatch } from './ruleSet';

/** What the kernel knows beside the packet's headers. */
export interface MatchContext {
  readonly isLocalAddress: (ip: string) => boolean;
  readonly affinity: AffinityState;
  readonly now: Micros;
  /** The connection's states: NEW for a first packet, and DNAT once its destination was rewritten. */
  readonly states: readonly ConnectionState[];
  /** Told about every effect of a `recent` match. */
  readonly onAffinity: (update: AffinityUpdate) => void;
  /** What only the rules of IPVS mode ask for; without it they do not match. */
  readonly ipvs?: IpvsContext;
}

export interface IpvsContext {
  readonly isInSet: (set: string, sides: readonly ('source' | 'destination')[], flow: FlowHeaders) => boolean;
  /** It came in over a bridge. */
  readonly isBridged: boolean;
  /** `protocol ip:port` of the virtual server that IPVS balances it for. */
  readonly virtual: string | null;
}

/** The packet itself: its headers and its mark. */
interface Packet {
  readonly flow: FlowHeaders;
  readonly mark: number;
}

/**
 * True if all matches of the rule hold. They are tried in their order, and the first that fails
 * ends it, so that effects (`recent`, `statistic`) come only where the kernel has them.
 */
export function matchRule(
  rule: Rule,
  packet: Packet,
  context: MatchContext,
  decide: (match: StatisticMatch) => boolean,
): boolean {
  for (const match of rule.matches) if (!holds(match, packet, context, decide)) return false;
  return true;
}

function holds(
  match: Match,
  packet: Packet,
  context: MatchContext,
  decide: (match: StatisticMatch) => boolean,
): boolean {
  const { flow } = packet;
  switch (match.kind) {
    case 'protocol':
      return flow.protocol === match.protocol;
    case 'source':
      return addressMatches(match.cidr, flow.source.ip) !== (match.negated === true);
    case 'destination':
      return addressMatches(match.cidr, flow.destination.ip) !== (match.negated === true);
    case 'destinationPort':
      return flow.destination.port === match.port;
    case 'addressType':
      return (
        context.isLocalAddress(match.side === 'source' ? flow.source.ip : flow.destination.ip) !==
        (match.negated === true)
      );
    case 'mark':
      return ((packet.mark & match.mask) === match.value) !== (match.negated === true);
    case 'connectionState':
      return match.states.some((state) => context.states.includes(state)) !== (match.negated === true);
    case 'account':
      return true;
    case 'statistic':
      return decide(match);
    case 'recentCheck': {
      const old = reapable(context.affinity, match.list, match.seconds, context.now);
      if (old !== undefined) context.onAffinity({ list: match.list, ip: old, at: null });
      return isRecent(context.affinity, match.list, flow.source.ip, match.seconds, context.now);
    }
    case 'recentSet':
      context.onAffinity({ list: match.list, ip: flow.source.ip, at: context.now });
      return true;
    case 'set':
      return context.ipvs?.isInSet(match.set, match.sides, flow) === true;
    case 'notBridged':
      return context.ipvs?.isBridged === false;
    case 'virtualServer':
      return context.ipvs?.virtual === `${match.protocol} ${formatSocket(match)}`;
  }
}
