/** Every end that a packet could come to in IPVS mode, with its share over many connections. */
import { formatSocket } from '../../packet/headers';
import type { PossibleTarget } from '../iptables/possibleTargets';
import type { IpvsRuleSet } from './ruleSet';
import { walkEveryWay, type IpvsExamined, type IpvsPacket } from './walk';

/** Every end, in the order in which the real servers take turns, equal ends merged. Nothing is remembered. */
export function possibleIpvsTargets(ruleSet: IpvsRuleSet, packet: IpvsPacket): PossibleTarget[] {
  const merged = new Map<string, PossibleTarget>();
  for (const { result, share } of walkEveryWay(ruleSet, packet)) {
    const { verdict, after, masquerade, decidedBy } = result;
    const key = `${verdict} ${formatSocket(after.destination)} ${masquerade}`;
    const known = merged.get(key);
    const origin = decidedBy === undefined ? undefined : originOfIpvs(decidedBy);
    merged.set(
      key,
      known === undefined
        ? {
            verdict,
            destination: after.destination,
            masquerade,
            probability: share,
            ...(decidedBy?.kind === 'rule' ? { location: placeOf(decidedBy) } : {}),
            ...(origin === undefined ? {} : { origin }),
          }
        : { ...known, probability: known.probability + share },
    );
  }
  return [...merged.values()];
}

/** Whose object asked for what decided. */
export function originOfIpvs(decidedBy: IpvsExamined) {
  if (decidedBy.kind === 'rule') return decidedBy.rule.origin;
  return decidedBy.real?.origin ?? decidedBy.server.origin;
}

function placeOf({ table, chain, index }: Extract<IpvsExamined, { kind: 'rule' }>) {
  return { table, chain, index };
}
