/**
 * Walks the first packet of a connection through a node's nftables table, base chain after base chain in the
 * order of hooks and priorities. Later packets do not come here: conntrack translates them.
 * Source: Linux netfilter hooks; kubernetes pkg/proxy/nftables/helpers_test.go, which traces packets likewise.
 */
import type { FlowHeaders } from '../../packet/headers';
import { isLoopback } from '../addresses';
import type { RuleOrigin } from '../iptables/ruleSet';
import type { AffinityUpdate } from '../iptables/affinity';
import type { EntryHook, Verdict } from '../iptables/stages';
import type { NewPacket } from '../iptables/walk';
import type { BaseChain, HookName, MapEntry, NftRule, NftRuleSet } from './ruleSet';
import { startNft, stepNft, type NftContext, type NftStep, type NftTraversal } from './traversal';

/** One rule that was looked at. */
export interface NftExamined {
  readonly hook: HookName;
  readonly type: BaseChain['type'];
  readonly chain: string;
  readonly index: number;
  readonly depth: number;
  readonly rule: NftRule;
  readonly matched: boolean;
  /** The map asked, the key, and what stands there. */
  readonly lookUp?: NftStep['lookUp'];
  /** The chain drawn by `numgen`, from 0, of how many. */
  readonly drawn?: { readonly index: number; readonly of: number };
}

/** Where the walk has come to between two base chains. */
export interface NftProgress {
  readonly flow: FlowHeaders;
  readonly mark: number;
  readonly verdict: Verdict;
  readonly masquerade: boolean;
  readonly decidedBy?: {
    readonly rule: NftRule;
    readonly entry?: MapEntry;
    readonly chain: string;
    readonly index: number;
  };
}

export interface NftWalkResult {
  readonly verdict: Verdict;
  readonly after: FlowHeaders;
  readonly masquerade: boolean;
  readonly examined: readonly NftExamined[];
  /** A look-up in a map counts as one rule, however many Services are in it. */
  readonly examinedCount: number;
  readonly decidedBy?: NftProgress['decidedBy'];
  readonly affinityUpdates: readonly AffinityUpdate[];
}

/** Whose object asked for the rule or entry that decided. */
export function originOfDecision({
  rule,
  entry,
}: NonNullable<NftProgress['decidedBy']>): RuleOrigin | undefined {
  return entry?.origin ?? rule.origin;
}

/** The base chains of a hook, first come first. */
export function baseChainsAt(ruleSet: NftRuleSet, hook: HookName): BaseChain[] {
  return ruleSet.baseChains.filter((base) => base.hook === hook).sort((a, b) => a.priority - b.priority);
}

/** The hook before the routing decision. */
export function firstHook(entry: EntryHook): HookName {
  return entry === 'output' ? 'output' : 'prerouting';
}

/** The hooks after it, once the destination is known. */
export function laterHooks(entry: EntryHook, isForThisNode: boolean): readonly HookName[] {
  if (entry === 'output') return isForThisNode ? ['postrouting', 'input'] : ['postrouting'];
  return isForThisNode ? ['input'] : ['forward', 'postrouting'];
}

export function startNftProgress(flow: FlowHeaders): NftProgress {
  return { flow, mark: 0, verdict: 'ACCEPT', masquerade: false };
}

export function isNftRefused({ verdict }: NftProgress): boolean {
  return verdict === 'DROP' || verdict === 'REJECT';
}

/** Takes a finished base chain's outcome over. A refused packet is not masqueraded any more. */
export function afterBaseChain(
  before: NftProgress,
  { flow, mark, end }: NftTraversal,
  at: { readonly chain: string; readonly index: number } | undefined,
): NftProgress {
  const next = { ...before, flow, mark };
  if (end?.rule === undefined || at === undefined) return next;
  const decidedBy = {
    rule: end.rule,
    ...(end.entry === undefined ? {} : { entry: end.entry }),
    ...at,
  };
  switch (end.verdict) {
    case 'accept':
      return next;
    case 'masquerade':
      return { ...next, masquerade: true };
    case 'dnat':
      return { ...next, verdict: 'DNAT', decidedBy };
    case 'drop':
    case 'reject':
      return {
        ...next,
        verdict: end.verdict === 'drop' ? 'DROP' : 'REJECT',
        masquerade: false,
        decidedBy,
      };
  }
}

/** Says which addresses are the node's own. */
export function nftNodeAddressTest({ node }: NftRuleSet): (ip: string) => boolean {
  return (ip) => isLoopback(ip) || node.nodeIPs.includes(ip);
}

/** Walks a new connection's first packet. `draw` gives a whole number from 0 to 2^31-1 for each `numgen`. */
export function walkNftables(ruleSet: NftRuleSet, packet: NewPacket, draw: () => number): NftWalkResult {
  const isLocalAddress = packet.isLocalAddress ?? nftNodeAddressTest(ruleSet);
  const examined: NftExamined[] = [];
  const affinityUpdates: AffinityUpdate[] = [];
  const context: NftContext = {
    isLocalAddress,
    affinity: packet.affinity ?? {},
    now: packet.now,
    onAffinity: (update) => affinityUpdates.push(update),
  };
  const run = (before: NftProgress, base: BaseChain): NftProgress => {
    const at = startNft(ruleSet, base.name, before.flow, before.mark);
    let place: { chain: string; index: number } | undefined;
    while (at.end === null) {
      let drawn: NftExamined['drawn'];
      const step = stepNft(ruleSet, at, context, (of) => {
        drawn = { index: Math.floor((draw() * of) / 0x80000000), of };
        return drawn.index;
      });
      const { chain, index, depth, rule, matched, lookUp } = step;
      if (rule === undefined) continue;
      examined.push({
        hook: base.hook,
        type: base.type,
        chain,
        index,
        depth,
        rule,
        matched,
        ...(lookUp === undefined ? {} : { lookUp }),
        ...(drawn === undefined ? {} : { drawn }),
      });
      if (matched) place = { chain, index };
    }
    return afterBaseChain(before, at, place);
  };
  const runHook = (before: NftProgress, hook: HookName): NftProgress => {
    let progress = before;
    for (const base of baseChainsAt(ruleSet, hook)) {
      progress = run(progress, base);
      if (isNftRefused(progress)) break;
    }
    return progress;
  };
  let progress = runHook(startNftProgress(packet.flow), firstHook(packet.hook));
  if (!isNftRefused(progress)) {
    for (const hook of laterHooks(packet.hook, isLocalAddress(progress.flow.destination.ip))) {
      progress = runHook(progress, hook);
      if (isNftRefused(progress)) break;
    }
  }
  const { flow, verdict, masquerade, decidedBy } = progress;
  return {
    verdict,
    after: flow,
    masquerade,
    examined,
    examinedCount: examined.length,
    ...(decidedBy === undefined ? {} : { decidedBy }),
    affinityUpdates,
  };
}
