/** Every end that a packet could come to in a node's nftables table, with its chance. */
import { formatSocket } from '../../packet/headers';
import type { PossibleTarget } from '../iptables/possibleTargets';
import type { NewPacket } from '../iptables/walk';
import type { BaseChain, HookName, NftRuleSet } from './ruleSet';
import { forkNft, startNft, stepNft, type NftContext, type NftTraversal } from './traversal';
import {
  afterBaseChain,
  baseChainsAt,
  firstHook,
  isNftRefused,
  laterHooks,
  nftNodeAddressTest,
  originOfDecision,
  startNftProgress,
  type NftProgress,
} from './walk';

interface Branch {
  readonly progress: NftProgress;
  readonly probability: number;
}

/** Follows every way through one base chain. */
function follow(ruleSet: NftRuleSet, context: NftContext, start: Branch, base: BaseChain): Branch[] {
  const done: Branch[] = [];
  interface Open {
    readonly at: NftTraversal;
    readonly probability: number;
    readonly forced: number | null;
    place: { chain: string; index: number } | undefined;
  }
  const { flow, mark } = start.progress;
  const open: Open[] = [
    {
      at: startNft(ruleSet, base.name, flow, mark),
      probability: start.probability,
      forced: null,
      place: undefined,
    },
  ];
  for (let one = open.pop(); one !== undefined; one = open.pop()) {
    const { at } = one;
    let { probability, forced, place } = one;
    while (at.end === null) {
      const before = forkNft(at);
      const step = stepNft(ruleSet, at, context, (of) => {
        if (forced !== null) return forced;
        for (let other = of - 1; other > 0; other--) {
          open.push({ at: forkNft(before), probability: probability / of, forced: other, place });
        }
        probability /= of;
        return 0;
      });
      const isBalance = step.rule?.expressions.some(({ is }) => is === 'balance') === true;
      if (isBalance) forced = null;
      if (step.matched) place = { chain: step.chain, index: step.index };
    }
    done.push({ progress: afterBaseChain(start.progress, at, place), probability });
  }
  return done;
}

/** Every end, in the order of the endpoints, equal ends merged. Nothing is drawn and nothing remembered. */
export function possibleNftTargets(ruleSet: NftRuleSet, packet: NewPacket): PossibleTarget[] {
  const isLocalAddress = packet.isLocalAddress ?? nftNodeAddressTest(ruleSet);
  const context: NftContext = {
    isLocalAddress,
    affinity: packet.affinity ?? {},
    now: packet.now,
    onAffinity: () => undefined,
  };
  const throughHook = (branches: readonly Branch[], hook: HookName): Branch[] => {
    let now = [...branches];
    for (const base of baseChainsAt(ruleSet, hook)) {
      now = now.flatMap((branch) =>
        isNftRefused(branch.progress) ? [branch] : follow(ruleSet, context, branch, base),
      );
    }
    return now;
  };
  const routed = throughHook(
    [{ progress: startNftProgress(packet.flow), probability: 1 }],
    firstHook(packet.hook),
  );
  const ends = routed.flatMap((branch) => {
    const hooks = laterHooks(packet.hook, isLocalAddress(branch.progress.flow.destination.ip));
    return hooks.reduce((so: Branch[], hook) => throughHook(so, hook), [branch]);
  });
  const merged = new Map<string, PossibleTarget>();
  for (const { progress, probability } of ends) {
    const { verdict, flow, masquerade, decidedBy } = progress;
    const key = `${verdict} ${formatSocket(flow.destination)} ${masquerade}`;
    const known = merged.get(key);
    const origin = decidedBy === undefined ? undefined : originOfDecision(decidedBy);
    merged.set(
      key,
      known === undefined
        ? {
            verdict,
            destination: flow.destination,
            masquerade,
            probability,
            ...(origin === undefined ? {} : { origin }),
          }
        : { ...known, probability: known.probability + probability },
    );
  }
  return [...merged.values()];
}
