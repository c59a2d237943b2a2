/**
 * Walks the first packet of a connection through a node in IPVS mode. The VIP is an address of `kube-ipvs0`, so the
 * packet is routed into the node; after INPUT's filter IPVS takes it, rewrites it, and sends it out again through
 * OUTPUT's filter and POSTROUTING. A packet of the node's own is taken right after OUTPUT's nat table.
 * Source: Linux net/netfilter/ipvs/ip_vs_core.c ip_vs_ops (hooks and priorities), ip_vs_schedule, ip_vs_leave;
 * ip_vs_xmit.c ip_vs_nat_xmit, ip_vs_nat_send_or_cont.
 */
import type { FlowHeaders } from '../../packet/headers';
import { addressMatches, isLoopback } from '../addresses';
import type { AffinityUpdate } from '../iptables/affinity';
import type { MatchContext } from '../iptables/matching';
import type { Rule, RuleLocation } from '../iptables/ruleSet';
import {
  afterStage,
  firstStage,
  isRefused,
  laterStages,
  startProgress,
  type HookName,
  type Progress,
  type Stage,
  type Verdict,
} from '../iptables/stages';
import { startTraversal, stepTraversal } from '../iptables/traversal';
import type { NewPacket } from '../iptables/walk';
import { NO_CONNECTIONS, type OpenConnections } from './connections';
import { findEntry, virtualKey, type IpsetName } from './ipsets';
import {
  findVirtual,
  iptablesPart,
  setNamed,
  type IpvsRuleSet,
  type RealServer,
  type VirtualServer,
} from './ruleSet';
import { possibleReals, schedule, type SchedulerState } from './scheduler';

/** A new connection's first packet, and what the kernel knows of the others. */
export interface IpvsPacket extends NewPacket {
  readonly open?: OpenConnections;
}

/** One rule that was looked at, or IPVS itself. */
export type IpvsExamined =
  | (RuleLocation & {
      readonly kind: 'rule';
      readonly hook: HookName;
      readonly rule: Rule;
      readonly matched: boolean;
      /** The set that was asked, and the entry found. */
      readonly asked?: { readonly set: IpsetName; readonly entry: string | undefined };
    })
  | {
      readonly kind: 'virtual';
      readonly hook: HookName;
      readonly server: VirtualServer;
      /** Null if there was none to send it to. */
      readonly real: RealServer | null;
      readonly by: 'persistence' | 'scheduler';
    };

export interface IpvsWalkResult {
  readonly verdict: Verdict;
  readonly after: FlowHeaders;
  readonly masquerade: boolean;
  readonly randomFully: boolean;
  readonly examined: readonly IpvsExamined[];
  /** A look-up in an ipset or among the virtual servers counts as one, however many entries there are. */
  readonly examinedCount: number;
  readonly decidedBy?: IpvsExamined;
  readonly affinityUpdates: readonly AffinityUpdate[];
}

/** The packet on its way, and what decided so far. */
interface Way {
  readonly progress: Progress;
  readonly virtual: string | null;
  readonly decidedBy?: IpvsExamined;
}

/** How the walk asks for a real server: one, or each of them in turn. */
type Chooser = (
  server: VirtualServer,
  flow: FlowHeaders,
) => { real: RealServer; by: 'persistence' | 'scheduler' } | null;

/** Walks a new connection's first packet. */
export function walkIpvs(ruleSet: IpvsRuleSet, packet: IpvsPacket): IpvsWalkResult {
  const affinityUpdates: AffinityUpdate[] = [];
  const state = stateOf(packet);
  return walkWith(ruleSet, packet, affinityUpdates, (server, flow) => {
    const choice = schedule(server, flow, state);
    affinityUpdates.push(...(choice?.updates ?? []));
    return choice;
  });
}

/** The walk with each real server that could be chosen, and its share. */
export function walkEveryWay(
  ruleSet: IpvsRuleSet,
  packet: IpvsPacket,
): { readonly result: IpvsWalkResult; readonly share: number }[] {
  const state = stateOf(packet);
  let ways = 1;
  const results: { result: IpvsWalkResult; share: number }[] = [];
  for (let way = 0; way < ways; way++) {
    let share = 1;
    const result = walkWith(ruleSet, packet, [], (server, flow) => {
      const possible = possibleReals(server, flow, state);
      ways = Math.max(1, possible.length);
      const one = possible[way];
      if (one === undefined) return null;
      share = one.share;
      return { real: one.real, by: 'scheduler' };
    });
    results.push({ result, share });
  }
  return results;
}

function stateOf(packet: IpvsPacket): SchedulerState {
  return { affinity: packet.affinity ?? {}, open: packet.open ?? NO_CONNECTIONS, now: packet.now };
}

/** The node's own addresses: its interfaces', loopback, and what is on `kube-ipvs0`. */
export function isNodeAddress({ node, sets }: IpvsRuleSet, ip: string): boolean {
  return isLoopback(ip) || node.nodeIPs.includes(ip) || isOnDummy(sets['KUBE-IPVS-IPS'], ip);
}

function isOnDummy(bound: readonly string[], ip: string): boolean {
  const flow = { protocol: 'tcp', source: { ip, port: 0 }, destination: { ip, port: 0 } } as const;
  return findEntry('KUBE-IPVS-IPS', bound, ['destination'], flow) !== undefined;
}

function walkWith(
  ruleSet: IpvsRuleSet,
  packet: IpvsPacket,
  affinityUpdates: readonly AffinityUpdate[],
  choose: Chooser,
): IpvsWalkResult {
  const examined: IpvsExamined[] = [];
  const isOwn = (ip: string) => (packet.isLocalAddress?.(ip) ?? false) || isNodeAddress(ruleSet, ip);
  const rules = iptablesPart(ruleSet);

  const run = (way: Way, { hook, table }: Stage): Way => {
    if (isRefused(way.progress)) return way;
    const at = startTraversal(rules, table, hook, way.progress.flow, way.progress.mark);
    const context = contextOf(ruleSet, packet, way, isOwn);
    let last: Extract<IpvsExamined, { kind: 'rule' }> | undefined;
    while (at.end === null) {
      const before = at.flow;
      const { chain, index, rule, matched } = stepTraversal(rules, at, context, () => false);
      if (rule === undefined) continue;
      const asked = askedBy(ruleSet, rule, before);
      const seen = { kind: 'rule' as const, hook, table, chain, index, rule, matched };
      const one = asked === undefined ? seen : { ...seen, asked };
      examined.push(one);
      if (matched) last = one;
    }
    const progress = afterStage(way.progress, at, last);
    if (last === undefined || !isRefused(progress)) return { ...way, progress };
    return { ...way, progress, decidedBy: last };
  };

  const balance = (way: Way, hook: HookName): Way => {
    const { flow } = way.progress;
    const server = findVirtual(ruleSet, virtualKey(flow.protocol, flow.destination));
    if (server === undefined || isRefused(way.progress)) return way;
    const choice = choose(server, flow);
    const one: IpvsExamined = {
      kind: 'virtual',
      hook,
      server,
      real: choice?.real ?? null,
      by: choice?.by ?? 'scheduler',
    };
    examined.push(one);
    if (choice === null) {
      // ip_vs_leave: ICMP port unreachable, whatever the protocol.
      const progress: Progress = { ...way.progress, verdict: 'REJECT', masquerade: false };
      return { ...way, progress, decidedBy: one };
    }
    const { ip, port } = choice.real;
    const progress: Progress = {
      ...way.progress,
      verdict: 'DNAT',
      flow: { ...flow, destination: { ip, port } },
      states: [...way.progress.states, 'DNAT'],
    };
    return { progress, virtual: server.key, decidedBy: one };
  };

  let way = run({ progress: startProgress(packet.flow), virtual: null }, firstStage(packet.hook));
  if (packet.hook === 'output') {
    way = balance(way, 'OUTPUT');
    for (const stage of laterStages('output', isOwn(way.progress.flow.destination.ip))) way = run(way, stage);
  } else if (!isOwn(way.progress.flow.destination.ip)) {
    for (const stage of laterStages('prerouting', false)) way = run(way, stage);
  } else {
    way = balance(run(way, { hook: 'INPUT', table: 'filter' }), 'INPUT');
    const leaves = way.virtual !== null && !isOwn(way.progress.flow.destination.ip);
    if (leaves) for (const stage of laterStages('output', false)) way = run(way, stage);
  }
  const { flow, verdict, masquerade, randomFully } = way.progress;
  return {
    verdict,
    after: flow,
    masquerade,
    randomFully,
    examined,
    examinedCount: examined.length,
    ...(way.decidedBy === undefined ? {} : { decidedBy: way.decidedBy }),
    affinityUpdates,
  };
}

function contextOf(
  ruleSet: IpvsRuleSet,
  packet: IpvsPacket,
  { progress, virtual }: Way,
  isLocalAddress: (ip: string) => boolean,
): MatchContext {
  const { node, sets } = ruleSet;
  return {
    isLocalAddress,
    affinity: {},
    now: packet.now,
    states: progress.states,
    onAffinity: () => undefined,
    ipvs: {
      isInSet: (name, sides, flow) => {
        const set = setNamed(ruleSet, name);
        return set !== undefined && findEntry(set, sets[set], sides, flow) !== undefined;
      },
      // Pods hang on the node's bridge; all that comes from their range is taken to come over it.
      isBridged: packet.hook === 'prerouting' && addressMatches(node.podCIDR, packet.flow.source.ip),
      virtual,
    },
  };
}

function askedBy(
  ruleSet: IpvsRuleSet,
  rule: Rule,
  flow: FlowHeaders,
): { set: IpsetName; entry: string | undefined } | undefined {
  const match = rule.matches.find((one) => one.kind === 'set');
  if (match?.kind !== 'set') return undefined;
  const set = setNamed(ruleSet, match.set);
  return set === undefined ? undefined : { set, entry: findEntry(set, ruleSet.sets[set], match.sides, flow) };
}
