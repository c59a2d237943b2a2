/**
 * Walks one table at one hook, rule by rule, as the kernel's ip_tables does: into chains,
 * back out of them, up to a verdict. Knows nothing of randomness: whoever drives it answers
 * each `statistic` question, which lets one driver draw and another follow every branch.
 * Source: Linux net/ipv4/netfilter/ip_tables.c ipt_do_table.
 */
import type { FlowHeaders } from '../../packet/headers';
import { nextCandidate } from './chainIndex';
import { matchRule, type MatchContext } from './matching';
import {
  findChain,
  type Chain,
  type Rule,
  type RuleSet,
  type StatisticMatch,
  type TableName,
} from './ruleSet';

/** A chain that the packet is in, and the index of the rule that comes next. */
interface Frame {
  readonly name: string;
  readonly chain: Chain;
  next: number;
}

/** A packet on its way through one table. Changed in place by each step, because there are many; `fork` copies it. */
export interface Traversal {
  readonly table: TableName;
  readonly frames: Frame[];
  flow: FlowHeaders;
  mark: number;
  end: TraversalEnd | null;
}

export interface TraversalEnd {
  /** `policy`: the built-in chain ended, and its policy (ACCEPT) applies. */
  readonly verdict: 'accept' | 'drop' | 'reject' | 'dnat' | 'masquerade' | 'policy';
  /** The rule that decided; absent for `policy`. */
  readonly rule?: Rule;
}

/** What one step did: rules passed over, then one rule looked at. */
export interface TraversalStep {
  readonly chain: string;
  /** How deep in jumps: 0 in the built-in chain. */
  readonly depth: number;
  /** First of the rules passed over because they name another address or port; equals `index` if none. */
  readonly from: number;
  /** The rule looked at; the chain's length if its end was reached. */
  readonly index: number;
  readonly rule: Rule | undefined;
  readonly matched: boolean;
}

/** A packet at the beginning of a built-in chain. */
export function startTraversal(
  ruleSet: RuleSet,
  table: TableName,
  hook: string,
  flow: FlowHeaders,
  mark: number,
): Traversal {
  const chain = findChain(ruleSet, table, hook) ?? [];
  return { table, frames: [{ name: hook, chain, next: 0 }], flow, mark, end: null };
}

/** A copy that goes its own way. Taken while `decide` is asked, it is the packet that did not match. */
export function fork(at: Traversal): Traversal {
  return { ...at, frames: at.frames.map((frame) => ({ ...frame })) };
}

/** Takes one step. `decide` answers whether a `statistic` match holds. */
export function stepTraversal(
  ruleSet: RuleSet,
  at: Traversal,
  context: MatchContext,
  decide: (match: StatisticMatch) => boolean,
): TraversalStep {
  const depth = at.frames.length - 1;
  const frame = at.frames[depth]!;
  const from = frame.next;
  const index = nextCandidate(frame.chain, from, at.flow);
  const rule = frame.chain[index];
  frame.next = index + 1;
  const matched = rule !== undefined && matchRule(rule, at, context, decide);
  if (rule === undefined) leave(at);
  else if (matched) follow(ruleSet, at, rule);
  return { chain: frame.name, depth, from, index, rule, matched };
}

/** The end of a chain: back to where it was called from, or the built-in chain's policy. */
function leave(at: Traversal): void {
  at.frames.pop();
  if (at.frames.length === 0) at.end = { verdict: 'policy' };
}

/** What a matching rule's target does. */
function follow(ruleSet: RuleSet, at: Traversal, rule: Rule): void {
  const { target } = rule;
  switch (target.kind) {
    case 'jump': {
      const chain = findChain(ruleSet, at.table, target.chain, rule.origin?.service) ?? [];
      at.frames.push({ name: target.chain, chain, next: 0 });
      return;
    }
    case 'mark':
      at.mark = target.operation === 'or' ? at.mark | target.value : at.mark ^ target.value;
      return;
    case 'return':
      leave(at);
      return;
    case 'none':
      return;
    case 'dnat':
      at.flow = {
        protocol: at.flow.protocol,
        source: at.flow.source,
        destination: { ip: target.ip, port: target.port },
      };
      at.end = { verdict: 'dnat', rule };
      return;
    default:
      at.end = { verdict: target.kind, rule };
  }
}
