/**
 * Walks the first packet of a connection through a node's rules, in the kernel's order: nat and
 * filter at each hook it passes. Later packets do not come here: conntrack translates them.
 * Source: Linux net/ipv4/netfilter/ip_tables.c; kubernetes pkg/proxy/iptables/proxier.go.
 */
import type { Micros } from '../../kernel/time';
import type { FlowHeaders } from '../../packet/headers';
import type { AffinityState, AffinityUpdate } from './affinity';
import type { MatchContext } from './matching';
import type { RuleLocation, RuleSet, StatisticMatch, TableName } from './ruleSet';
import {
  afterStage,
  firstStage,
  isRefused,
  laterStages,
  nodeAddressTest,
  startProgress,
  type EntryHook,
  type HookName,
  type Progress,
  type Stage,
  type Verdict,
} from './stages';
import { startTraversal, stepTraversal } from './traversal';

/** The first packet of a new connection, as it enters a node's network stack. */
export interface NewPacket {
  readonly flow: FlowHeaders;
  readonly hook: EntryHook;
  readonly now: Micros;
  /** What this node's kernel remembers for session affinity; nothing if absent. */
  readonly affinity?: AffinityState;
  /** True for the node's own addresses; by default those of the rule set's configuration, and loopback. */
  readonly isLocalAddress?: (ip: string) => boolean;
}

/** One rule that was looked at. */
export interface ExaminedRule extends RuleLocation {
  readonly kind: 'rule';
  readonly hook: HookName;
  /** How deep in jumps, for indenting: 0 in the built-in chain. */
  readonly depth: number;
  readonly matched: boolean;
  /** For a rule with a `statistic` match that was reached: the number drawn and what it had to be below. */
  readonly draw?: number;
  readonly threshold?: number;
}

/** A run of rules of a long chain, none of which names this packet's address and port. */
export interface SkippedRules {
  readonly kind: 'skipped';
  readonly hook: HookName;
  readonly table: TableName;
  readonly chain: string;
  readonly depth: number;
  /** First and last index. */
  readonly from: number;
  readonly to: number;
}

export type Examined = ExaminedRule | SkippedRules;

export interface WalkResult {
  readonly verdict: Verdict;
  /** The headers with the destination rewritten; conntrack rewrites the source if `masquerade`. */
  readonly after: FlowHeaders;
  /** True if POSTROUTING gives it a source address of the node. */
  readonly masquerade: boolean;
  /** With `--random-fully`, masquerading draws a new port always; else only if the old one is taken. */
  readonly randomFully: boolean;
  /** The rule that gave the verdict; absent if none did and the chains' policy let the packet pass. */
  readonly decidedBy?: NonNullable<Progress['decidedBy']>;
  readonly examined: readonly Examined[];
  /** How many rules the kernel compared, those passed over included: it has no index. */
  readonly examinedCount: number;
  readonly affinityUpdates: readonly AffinityUpdate[];
}

export interface WalkOptions {
  /** False leaves `examined` empty, for bulk traffic that nobody looks at. */
  readonly record?: boolean;
}

/**
 * Walks a new connection's first packet. `draw` gives a whole number from 0 to 2^31-1; it is
 * asked once for each `statistic` match that is reached.
 */
export function walk(
  ruleSet: RuleSet,
  packet: NewPacket,
  draw: () => number,
  options: WalkOptions = {},
): WalkResult {
  const record = options.record ?? true;
  const examined: Examined[] = [];
  const affinityUpdates: AffinityUpdate[] = [];
  const isLocalAddress = packet.isLocalAddress ?? nodeAddressTest(ruleSet);
  let examinedCount = 0;
  let drawn: { draw: number; threshold: number } | undefined;
  const decide = ({ threshold }: StatisticMatch) => {
    drawn = { draw: draw(), threshold };
    return drawn.draw < threshold;
  };

  const run = (before: Progress, { hook, table }: Stage): Progress => {
    const at = startTraversal(ruleSet, table, hook, before.flow, before.mark);
    const context: MatchContext = {
      isLocalAddress,
      affinity: packet.affinity ?? {},
      now: packet.now,
      states: before.states,
      onAffinity: (update) => affinityUpdates.push(update),
    };
    let location: RuleLocation | undefined;
    while (at.end === null) {
      drawn = undefined;
      const { chain, depth, from, index, rule, matched } = stepTraversal(ruleSet, at, context, decide);
      examinedCount += index - from + (rule === undefined ? 0 : 1);
      if (record && index > from)
        examined.push({ kind: 'skipped', hook, table, chain, depth, from, to: index - 1 });
      if (record && rule !== undefined) {
        const seen: ExaminedRule = { kind: 'rule', hook, table, chain, index, depth, matched };
        examined.push(drawn === undefined ? seen : Object.assign(seen, drawn));
      }
      if (matched) location = { table, chain, index };
    }
    return afterStage(before, at, location);
  };

  let progress = run(startProgress(packet.flow), firstStage(packet.hook));
  for (const stage of laterStages(packet.hook, isLocalAddress(progress.flow.destination.ip))) {
    progress = run(progress, stage);
    if (isRefused(progress)) break;
  }
  const { flow, verdict, masquerade, randomFully, decidedBy } = progress;
  const decided = decidedBy === undefined ? {} : { decidedBy };
  return {
    verdict,
    after: flow,
    masquerade,
    randomFully,
    ...decided,
    examined,
    examinedCount,
    affinityUpdates,
  };
}
