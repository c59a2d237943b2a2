/**
 * The hooks and tables that a new connection's first packet passes, and what each leaves behind.
 * Source: Linux netfilter hooks; https://www.netfilter.org/documentation/HOWTO/netfilter-hacking-HOWTO-3.html
 */
import type { FlowHeaders } from '../../packet/headers';
import { isLoopback } from '../addresses';
import type { ConnectionState, Rule, RuleLocation, RuleSet, TableName } from './ruleSet';
import type { Traversal } from './traversal';

export type HookName = 'PREROUTING' | 'INPUT' | 'FORWARD' | 'OUTPUT' | 'POSTROUTING';

/** `prerouting`: it comes in from a Pod or the wire; `output`: a process of the node sends it. */
export type EntryHook = 'prerouting' | 'output';

/** One table at one hook. */
export interface Stage {
  readonly hook: HookName;
  readonly table: TableName;
}

export type Verdict = 'DNAT' | 'REJECT' | 'DROP' | 'ACCEPT';

/** What is known of a packet between two stages. */
export interface Progress {
  readonly flow: FlowHeaders;
  readonly mark: number;
  /** The connection's states: NEW, and DNAT once its destination was rewritten. */
  readonly states: readonly ConnectionState[];
  readonly verdict: Verdict;
  readonly masquerade: boolean;
  readonly randomFully: boolean;
  readonly decidedBy?: { readonly rule: Rule; readonly location: RuleLocation };
}

export function startProgress(flow: FlowHeaders): Progress {
  return { flow, mark: 0, states: ['NEW'], verdict: 'ACCEPT', masquerade: false, randomFully: false };
}

/** True if the packet goes no further. */
export function isRefused({ verdict }: Progress): boolean {
  return verdict === 'DROP' || verdict === 'REJECT';
}

/** The stage before the routing decision. */
export function firstStage(entry: EntryHook): Stage {
  return { hook: entry === 'output' ? 'OUTPUT' : 'PREROUTING', table: 'nat' };
}

/**
 * The stages after the first, once the destination is known: into the node, through it, or out of
 * it. A process that calls its own node passes OUTPUT and then, over loopback, INPUT.
 */
export function laterStages(entry: EntryHook, isForThisNode: boolean): readonly Stage[] {
  const input: Stage = { hook: 'INPUT', table: 'filter' };
  const postrouting: Stage = { hook: 'POSTROUTING', table: 'nat' };
  if (entry === 'output') {
    const output: Stage = { hook: 'OUTPUT', table: 'filter' };
    return isForThisNode ? [output, postrouting, input] : [output, postrouting];
  }
  return isForThisNode ? [input] : [{ hook: 'FORWARD', table: 'filter' }, postrouting];
}

/** Takes a finished traversal's outcome over. A refused packet is not masqueraded any more. */
export function afterStage(
  before: Progress,
  { flow, mark, end }: Traversal,
  location: RuleLocation | undefined,
): Progress {
  const next = { ...before, flow, mark };
  if (end?.rule === undefined || location === undefined) return next;
  const decidedBy = { rule: end.rule, location };
  const { target } = end.rule;
  switch (end.verdict) {
    case 'masquerade':
      return { ...next, masquerade: true, randomFully: target.kind === 'masquerade' && target.randomFully };
    case 'dnat':
      return { ...next, verdict: 'DNAT', states: [...before.states, 'DNAT'], decidedBy };
    case 'accept':
      return before.verdict === 'DNAT' ? next : { ...next, decidedBy };
    default:
      return {
        ...next,
        verdict: end.verdict === 'drop' ? 'DROP' : 'REJECT',
        masquerade: false,
        randomFully: false,
        decidedBy,
      };
  }
}

/** Says which addresses are the node's own: those of its configuration, and loopback. */
export function nodeAddressTest(ruleSet: RuleSet): (ip: string) => boolean {
  return (ip) => isLoopback(ip) || ruleSet.node.nodeIPs.includes(ip);
}
