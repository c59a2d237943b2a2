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

/** Where the traversal stands in one chain. */
interface Frame {
  readonly name: string;
  readonly chain: Chain;
  readonly index: number;
}

/** The state of a packet on its way through one table; a value, so that it can be forked. */
export interface Traversal {
  readonly table: TableName;
  readonly frames: readonly Frame[];
  readonly flow: FlowHeaders;
  readonly mark: number;
  readonly end?: TraversalEnd;
}

export interface TraversalEnd {
  /** `policy`: the built-in chain ended, and its policy (ACCEPT) applies. */
  readonly verdict: 'accept' | 'drop' | 'reject' | 'dnat' | 'masquerade' | 'policy';
  /** The rule that decided; absent for `policy`. */
  readonly rule?: Rule;
}

/** One step: rules passed over, then one rule looked at. */
export interface TraversalStep {
  readonly next: Traversal;
  readonly chain: string;
  /** How deep in jumps: 0 in the built-in chain. */
  readonly depth: number;
  /** First of the rules passed over because they name another address or port; equals `index` if none. */
  readonly from: number;
  /** The rule looked at; the chain's length if its end was reached. */
  readonly index: number;
  readonly rule?: Rule;
  readonly matched: boolean;
}

export function startTraversal(
  ruleSet: RuleSet,
  table: TableName,
  hook: string,
  flow: FlowHeaders,
  mark: number,
): Traversal {
  const chain = findChain(ruleSet, table, hook) ?? [];
  return { table, frames: [{ name: hook, chain, index: 0 }], flow, mark };
}

/** The traversal's next step. `decide` answers whether a `statistic` match holds. */
export function stepTraversal(
  ruleSet: RuleSet,
  at: Traversal,
  context: MatchContext,
  decide: (match: StatisticMatch) => boolean,
): TraversalStep {
  const depth = at.frames.length - 1;
  const frame = at.frames[depth]!;
  const outer = at.frames.slice(0, depth);
  const index = nextCandidate(frame.chain, frame.index, at.flow);
  const seen = { chain: frame.name, depth, from: frame.index, index };
  const rule = frame.chain[index];
  if (rule === undefined) return { ...seen, matched: false, next: leave(at, outer) };
  const here: Traversal = { ...at, frames: [...outer, { ...frame, index: index + 1 }] };
  const matched = matchRule(rule, { ...context, table: at.table, flow: at.flow, mark: at.mark }, decide);
  const next = matched ? follow(ruleSet, here, outer, rule) : here;
  return { ...seen, rule, matched, next };
}

/** The end of a chain: back to where it was called from, or the built-in chain's policy. */
function leave(at: Traversal, outer: readonly Frame[]): Traversal {
  return outer.length === 0 ? { ...at, frames: outer, end: { verdict: 'policy' } } : { ...at, frames: outer };
}

/** What a matching rule's target does. */
function follow(ruleSet: RuleSet, at: Traversal, outer: readonly Frame[], rule: Rule): Traversal {
  const { target } = rule;
  switch (target.kind) {
    case 'jump': {
      const chain = findChain(ruleSet, at.table, target.chain, rule.origin?.service) ?? [];
      return { ...at, frames: [...at.frames, { name: target.chain, chain, index: 0 }] };
    }
    case 'mark':
      return { ...at, mark: target.operation === 'or' ? at.mark | target.value : at.mark ^ target.value };
    case 'return':
      return leave(at, outer);
    case 'none':
      return at;
    case 'dnat': {
      const flow = { ...at.flow, destination: { ip: target.ip, port: target.port } };
      return { ...at, flow, end: { verdict: 'dnat', rule } };
    }
    default:
      return { ...at, end: { verdict: target.kind, rule } };
  }
}
