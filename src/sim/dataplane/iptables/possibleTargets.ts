/** Every end that a new connection could come to, with its chance: the walk with both answers to each draw. */
import { formatSocket, type SocketAddress } from '../../packet/headers';
import type { MatchContext } from './matching';
import { STATISTIC_RANGE } from './matches';
import type { RuleLocation, RuleOrigin, RuleSet } from './ruleSet';
import {
  afterStage,
  firstStage,
  isRefused,
  laterStages,
  nodeAddressTest,
  startProgress,
  type Progress,
  type Stage,
  type Verdict,
} from './stages';
import { fork, startTraversal, stepTraversal, type Traversal } from './traversal';
import type { NewPacket } from './walk';

/** One possible end of a new connection. */
export interface PossibleTarget {
  readonly verdict: Verdict;
  /** Where the packet is then addressed to. */
  readonly destination: SocketAddress;
  readonly masquerade: boolean;
  /** From 0 to 1; all possible targets' chances add up to 1. */
  readonly probability: number;
  /** The rule that decided; absent if the chains' policy let the packet pass untouched. */
  readonly location?: RuleLocation;
  readonly origin?: RuleOrigin;
}

interface Branch {
  readonly progress: Progress;
  readonly probability: number;
}

interface Unfinished {
  readonly at: Traversal;
  readonly probability: number;
  readonly location: RuleLocation | undefined;
}

/** All outcomes of one table at one hook, in the order of the rules. */
function follow(
  ruleSet: RuleSet,
  packet: NewPacket,
  { progress, probability }: Branch,
  { hook, table }: Stage,
): Branch[] {
  const context: MatchContext = {
    isLocalAddress: packet.isLocalAddress ?? nodeAddressTest(ruleSet),
    affinity: packet.affinity ?? {},
    now: packet.now,
    states: progress.states,
    onAffinity: () => undefined,
  };
  const done: Branch[] = [];
  const open: Unfinished[] = [
    {
      at: startTraversal(ruleSet, table, hook, progress.flow, progress.mark),
      probability,
      location: undefined,
    },
  ];
  for (let one = open.pop(); one !== undefined; one = open.pop()) {
    const { at } = one;
    let { probability: chance, location } = one;
    while (at.end === null) {
      const { chain, index, matched } = stepTraversal(ruleSet, at, context, ({ threshold }) => {
        const share = threshold / STATISTIC_RANGE;
        open.push({ at: fork(at), probability: chance * (1 - share), location });
        chance *= share;
        return true;
      });
      if (matched) location = { table, chain, index };
    }
    done.push({ progress: afterStage(progress, at, location), probability: chance });
  }
  return done;
}

/**
 * Every end that this packet could come to, in the order of the rules, equal ends merged. No
 * randomness is used and nothing is remembered.
 */
export function possibleTargets(ruleSet: RuleSet, packet: NewPacket): PossibleTarget[] {
  const isLocalAddress = packet.isLocalAddress ?? nodeAddressTest(ruleSet);
  const start: Branch = { progress: startProgress(packet.flow), probability: 1 };
  const ends: Branch[] = [];
  for (const routed of follow(ruleSet, packet, start, firstStage(packet.hook))) {
    let branches = [routed];
    for (const stage of laterStages(packet.hook, isLocalAddress(routed.progress.flow.destination.ip))) {
      branches = branches.flatMap((branch) =>
        isRefused(branch.progress) ? [branch] : follow(ruleSet, packet, branch, stage),
      );
    }
    ends.push(...branches);
  }
  const merged = new Map<string, PossibleTarget>();
  for (const { progress, probability } of ends) {
    const { verdict, masquerade, decidedBy, flow } = progress;
    const key = `${verdict} ${formatSocket(flow.destination)} ${masquerade}`;
    const known = merged.get(key);
    if (known !== undefined) {
      merged.set(key, { ...known, probability: known.probability + probability });
      continue;
    }
    const location = decidedBy === undefined ? {} : { location: decidedBy.location };
    const origin = decidedBy?.rule.origin === undefined ? {} : { origin: decidedBy.rule.origin };
    merged.set(key, {
      verdict,
      destination: flow.destination,
      masquerade,
      probability,
      ...location,
      ...origin,
    });
  }
  return [...merged.values()];
}
