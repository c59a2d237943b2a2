/**
 * Walks the chains of one hook, rule by rule, as the kernel's nf_tables does: expressions from left to
 * right, verdicts that jump, go or end. Knows nothing of randomness: whoever drives it answers which of n
 * chains a `numgen` takes, so that one driver can draw and another follow every way.
 * Source: Linux net/netfilter/nf_tables_core.c nft_do_chain; nft(8) "STATEMENTS" and "VERDICT STATEMENT".
 */
import type { Micros } from '../../kernel/time';
import type { FlowHeaders } from '../../packet/headers';
import { addressMatches } from '../addresses';
import { isRecent, type AffinityState, type AffinityUpdate } from '../iptables/affinity';
import {
  findNftChain,
  mapKey,
  type Expression,
  type MapEntry,
  type NftChain,
  type NftRule,
  type NftRuleSet,
  type Verdict,
} from './ruleSet';

/** What the kernel knows beside the packet. */
export interface NftContext {
  readonly isLocalAddress: (ip: string) => boolean;
  readonly affinity: AffinityState;
  readonly now: Micros;
  readonly onAffinity: (update: AffinityUpdate) => void;
}

interface Frame {
  readonly name: string;
  readonly chain: NftChain;
  next: number;
}

/** A packet on its way through one base chain. Changed in place; `forkNft` copies it. */
export interface NftTraversal {
  readonly frames: Frame[];
  flow: FlowHeaders;
  mark: number;
  /** The map entry followed last: what a bare `reject` at the end of its way is owed to. */
  via: MapEntry | undefined;
  end: NftEnd | null;
}

export interface NftEnd {
  /** `accept`: the base chain ended without another verdict. */
  readonly verdict: 'accept' | 'drop' | 'reject' | 'dnat' | 'masquerade';
  readonly rule?: NftRule;
  /** The map entry that led to a refusal. */
  readonly entry?: MapEntry;
}

/** What one step did. */
export interface NftStep {
  readonly chain: string;
  readonly depth: number;
  readonly index: number;
  readonly rule: NftRule | undefined;
  readonly matched: boolean;
  /** The map that was asked and the entry found, if one was. */
  readonly lookUp?: { readonly map: string; readonly key: string; readonly entry: MapEntry | undefined };
}

/** A packet at the beginning of a base chain. */
export function startNft(ruleSet: NftRuleSet, base: string, flow: FlowHeaders, mark: number): NftTraversal {
  const chain = findNftChain(ruleSet, base) ?? { rules: [] };
  return { frames: [{ name: base, chain, next: 0 }], flow, mark, via: undefined, end: null };
}

/** A copy that goes its own way. */
export function forkNft(at: NftTraversal): NftTraversal {
  return { ...at, frames: at.frames.map((frame) => ({ ...frame })) };
}

/** Takes one step. `choose` answers which of n chains a `numgen` takes, from 0. */
export function stepNft(
  ruleSet: NftRuleSet,
  at: NftTraversal,
  context: NftContext,
  choose: (count: number) => number,
): NftStep {
  const depth = at.frames.length - 1;
  const frame = at.frames[depth]!;
  const index = frame.next++;
  const rule = frame.chain.rules[index];
  const step = { chain: frame.name, depth, index, rule };
  if (rule === undefined) {
    leave(at);
    return { ...step, matched: false };
  }
  let lookUp: NftStep['lookUp'];
  for (const one of rule.expressions) {
    if (one.is === 'lookUp') {
      const { map } = one;
      const key = mapKey(one.key, at.flow.destination, at.flow.protocol);
      const entry = ruleSet.maps[map as keyof typeof ruleSet.maps].entries[key];
      lookUp = { map, key, entry };
      if (entry === undefined) return { ...step, matched: false, lookUp };
      at.via = entry;
      obey(ruleSet, at, entry.verdict, rule);
      continue;
    }
    if (!apply(ruleSet, at, one, rule, context, choose)) return { ...step, matched: false };
  }
  return lookUp === undefined ? { ...step, matched: true } : { ...step, matched: true, lookUp };
}

/** The end of a chain: back to where it was jumped to from. What was left by `goto` is not come back to. */
function leave(at: NftTraversal): void {
  at.frames.pop();
  if (at.frames.length === 0) at.end = { verdict: 'accept' };
}

/** Carries one expression out; false if it does not hold, which ends the rule. */
function apply(
  ruleSet: NftRuleSet,
  at: NftTraversal,
  one: Exclude<Expression, { is: 'lookUp' }>,
  rule: NftRule,
  context: NftContext,
  choose: (count: number) => number,
): boolean {
  const { flow } = at;
  const ipOf = (side: 'source' | 'destination') => (side === 'source' ? flow.source.ip : flow.destination.ip);
  switch (one.is) {
    case 'address':
      return addressMatches(one.cidr, ipOf(one.side)) !== (one.negated === true);
    case 'noneOf':
      return !one.cidrs.some((cidr) => addressMatches(cidr, ipOf(one.side)));
    case 'oneOf':
      return one.cidrs.some((cidr) => addressMatches(cidr, ipOf(one.side)));
    case 'member':
      return isMember(ruleSet, one.set, ipOf(one.side), context, rule);
    case 'port':
      return flow.protocol === one.protocol && flow.destination.port === one.port;
    case 'protocol':
      return flow.protocol === one.protocol;
    case 'newConnection':
      return true; // Only first packets come here: conntrack answers for the rest.
    case 'local':
      return context.isLocalAddress(ipOf(one.side));
    case 'unmarked':
      return (at.mark & one.mark) === 0;
    case 'mark':
      at.mark = one.operation === 'or' ? at.mark | one.value : at.mark ^ one.value;
      return true;
    case 'remember':
      context.onAffinity({ list: one.set, ip: flow.source.ip, at: context.now });
      return true;
    case 'dnat':
      at.flow = { ...flow, destination: { ip: one.ip, port: one.port } };
      at.end = { verdict: 'dnat', rule };
      return true;
    case 'masquerade':
      at.end = { verdict: 'masquerade', rule };
      return true;
    case 'balance': {
      const chain = one.chains[choose(one.chains.length)];
      if (chain !== undefined) obey(ruleSet, at, { is: 'goto', chain }, rule);
      return chain !== undefined;
    }
    default:
      obey(ruleSet, at, one, rule);
      return true;
  }
}

/** In a set of the table, or in an affinity set, whose entries the kernel itself adds and ages. */
function isMember(
  ruleSet: NftRuleSet,
  set: string,
  ip: string,
  { affinity, now }: NftContext,
  { origin }: NftRule,
): boolean {
  const shared = ruleSet.sets[set];
  if (shared !== undefined) return shared.elements.includes(ip);
  const own = origin === undefined ? undefined : ruleSet.services[origin.service]?.affinitySets[set];
  return own?.timeoutSeconds !== undefined && isRecent(affinity, set, ip, own.timeoutSeconds, now);
}

function obey(ruleSet: NftRuleSet, at: NftTraversal, verdict: Verdict, rule: NftRule): void {
  switch (verdict.is) {
    case 'return':
      leave(at);
      return;
    case 'drop':
    case 'reject':
      at.end = { verdict: verdict.is, rule, ...(at.via === undefined ? {} : { entry: at.via }) };
      return;
    case 'goto':
      at.frames.pop();
      break;
    case 'jump':
      break;
  }
  const chain = findNftChain(ruleSet, verdict.chain) ?? { rules: [] };
  at.frames.push({ name: verdict.chain, chain, next: 0 });
}
