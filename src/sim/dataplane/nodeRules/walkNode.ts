/** A new connection's first packet in a node's kernel, whatever the mode: verdict, new headers, and what was looked at. */
import type { FlowHeaders } from '../../packet/headers';
import type { ExaminedRuleView } from '../../packet/hop';
import type { AffinityUpdate } from '../iptables/affinity';
import { possibleTargets, type PossibleTarget } from '../iptables/possibleTargets';
import { printRule } from '../iptables/print';
import { ruleAt, type RuleOrigin, type RuleSet } from '../iptables/ruleSet';
import type { Verdict } from '../iptables/stages';
import { walk, type WalkResult } from '../iptables/walk';
import { possibleIpvsTargets } from '../ipvs/possibleTargets';
import type { IpvsPacket } from '../ipvs/walk';
import { possibleNftTargets } from '../nftables/possibleTargets';
import { printNftRule, printVerdict } from '../nftables/print';
import { findNftChain, type NftRuleSet } from '../nftables/ruleSet';
import { originOfDecision, walkNftables, type NftExamined } from '../nftables/walk';
import { firstLine, mapChain, mapKeys, serviceLines } from './lines';
import { ipvsWalk } from './ipvsWalk';
import type { NodeRules } from './nodeRules';

/** A new connection's first packet; `open` counts the node's other connections, which some IPVS schedulers compare. */
export type NodePacket = IpvsPacket;

export interface NodeWalk {
  readonly verdict: Verdict;
  readonly after: FlowHeaders;
  readonly masquerade: boolean;
  readonly randomFully: boolean;
  readonly examined: readonly ExaminedRuleView[];
  /** How many rules the kernel compared, the unlisted misses of long chains too. */
  readonly examinedCount: number;
  /** The line that decided; null if nothing did. */
  readonly matched: ExaminedRuleView | null;
  /** The Service whose rules decided. */
  readonly service: string | undefined;
  /** The endpoints among which the choice was made. */
  readonly choices: readonly string[];
  readonly affinityUpdates: readonly AffinityUpdate[];
  /** How IPVS chose; absent where another mode did, or nobody. */
  readonly ipvs?: { readonly scheduler: string; readonly isHeld: boolean };
}

/** Walks the packet. `draw` gives a whole number from 0 to 2^31-1 whenever the rules draw lots. */
export function walkNode(rules: NodeRules, packet: NodePacket, draw: () => number): NodeWalk {
  if (rules.mode === 'ipvs') return ipvsWalk(rules, packet);
  return rules.mode === 'nftables' ? nftWalk(rules, packet, draw) : iptablesWalk(rules, packet, draw);
}

/** Every end that it could come to. */
export function possibleEnds(rules: NodeRules, packet: NodePacket): PossibleTarget[] {
  if (rules.mode === 'ipvs') return possibleIpvsTargets(rules, packet);
  return rules.mode === 'nftables' ? possibleNftTargets(rules, packet) : possibleTargets(rules, packet);
}

/** The Service port and endpoint that a line is there for. */
export function ownerOf(origin: RuleOrigin | undefined): Pick<ExaminedRuleView, 'service' | 'endpoint'> {
  return {
    ...(origin === undefined ? {} : { service: origin.servicePort }),
    ...(origin?.endpoint === undefined ? {} : { endpoint: origin.endpoint.address }),
  };
}

function iptablesWalk(rules: RuleSet, packet: NodePacket, draw: () => number): NodeWalk {
  const result = walk(rules, packet, draw);
  const examined = viewsOf(rules, result);
  const { decidedBy: decided } = result;
  const matched =
    decided === undefined
      ? null
      : (examined.findLast(
          (rule) =>
            rule.matched &&
            rule.table === decided.location.table &&
            rule.chain === decided.location.chain &&
            rule.index === decided.location.index,
        ) ?? null);
  const { verdict, after, masquerade, randomFully, examinedCount, affinityUpdates } = result;
  const service = decided?.rule.origin?.service;
  const choices = choicesAmong(rules, examined);
  return {
    verdict,
    after,
    masquerade,
    randomFully,
    examined,
    examinedCount,
    matched,
    service,
    choices,
    affinityUpdates,
  };
}

function viewsOf(rules: RuleSet, result: WalkResult): ExaminedRuleView[] {
  return result.examined.flatMap((item): ExaminedRuleView[] => {
    if (item.kind === 'skipped') return [];
    const rule = ruleAt(rules, item);
    if (rule === undefined) return [];
    const { table, chain, index, matched } = item;
    const drawn =
      item.draw === undefined || item.threshold === undefined
        ? {}
        : { probability: item.threshold / 0x80000000, drawn: item.draw / 0x80000000 };
    const text = printRule(chain, rule).slice(`-A ${chain} `.length);
    return [{ table, chain, index, text, matched, ...drawn, ...ownerOf(rule.origin) }];
  });
}

/** The endpoints of the chain in which the choice was made, in its order. */
function choicesAmong(rules: RuleSet, examined: readonly ExaminedRuleView[]): string[] {
  const at = examined.find((rule) => rule.endpoint !== undefined && rule.chain.startsWith('KUBE-SV'));
  if (at === undefined) return [];
  const service = at.service?.split(':')[0];
  const chain = service === undefined ? undefined : rules.services[service]?.chains[at.chain];
  const endpoints = (chain ?? []).flatMap((rule) => rule.origin?.endpoint?.address ?? []);
  return [...new Set(endpoints)];
}

function nftWalk(rules: NftRuleSet, packet: NodePacket, draw: () => number): NodeWalk {
  let lastDraw = 0;
  const result = walkNftables(rules, packet, () => (lastDraw = draw()));
  const examined = result.examined.flatMap((item) => nftViews(rules, item, lastDraw / 0x80000000));
  const { verdict, after, masquerade, examinedCount, decidedBy, affinityUpdates } = result;
  const origin = decidedBy === undefined ? undefined : originOfDecision(decidedBy);
  const service = origin?.service;
  const isRefused = verdict === 'REJECT' || verdict === 'DROP';
  const hits = examined.filter((rule) => rule.matched);
  // Who refuses for want of endpoints is the map's entry: it knows its Service, the shared reject chain does not.
  const refusing = isRefused ? hits.findLast(({ chain }) => chain.startsWith('@no-endpoint')) : undefined;
  const matched =
    decidedBy === undefined
      ? null
      : (refusing ?? hits.findLast(({ chain }) => chain === decidedBy.chain) ?? null);
  const choices =
    verdict !== 'DNAT' || service === undefined
      ? []
      : (drawnAmong(rules, result.examined) ??
        serviceLines(rules, service).lines.flatMap(({ endpoint }) => endpoint ?? []));
  return {
    verdict,
    after,
    masquerade,
    randomFully: true,
    examined,
    examinedCount,
    matched,
    service,
    choices: [...new Set(choices)],
    affinityUpdates,
  };
}

/** The endpoints of the rule that drew, in its order: a Service with several ports has such a rule for each. */
function drawnAmong(rules: NftRuleSet, examined: readonly NftExamined[]): string[] | null {
  for (const { rule } of examined) {
    const last = rule.expressions.at(-1);
    if (last?.is !== 'balance') continue;
    const chains = rules.services[rule.origin?.service ?? '']?.chains ?? {};
    return last.chains.flatMap((chain) => chains[chain]?.rules[0]?.origin?.endpoint?.address ?? []);
  }
  return null;
}

/** One examined rule as lines: itself, the map entry that it found, or the chain that it drew. */
function nftViews(rules: NftRuleSet, item: NftExamined, drawn: number): ExaminedRuleView[] {
  const { type: table, chain, rule, matched, lookUp } = item;
  const index = firstLine(findNftChain(rules, chain) ?? { rules: [] }, item.index);
  const last = rule.expressions.at(-1)!;
  const head = { table, chain, index, matched, ...ownerOf(rule.origin) };
  if (last.is === 'balance' && item.drawn !== undefined) {
    const { index: chosen, of } = item.drawn;
    const to = last.chains[chosen]!;
    const origin = rules.services[rule.origin?.service ?? '']?.chains[to]?.rules[0]?.origin;
    const close = chosen === of - 1 ? ' }' : ' ,';
    return [
      { ...head, text: `numgen random mod ${of} vmap {` },
      {
        table,
        chain,
        index: index + 1 + chosen,
        text: `${chosen} : goto ${to}${close}`,
        matched: true,
        ...(of === 1 ? {} : { probability: 1 / of, drawn }),
        ...ownerOf(origin),
      },
    ];
  }
  const line: ExaminedRuleView = { ...head, text: printNftRule(rules.family, rule) };
  if (lookUp?.entry === undefined) return [line];
  const { map, key, entry } = lookUp;
  const found: ExaminedRuleView = {
    table,
    chain: mapChain(map),
    index: mapKeys(rules, map).indexOf(key),
    text: `${key} : ${printVerdict(entry.verdict)}`,
    matched: true,
    ...ownerOf(entry.origin),
  };
  return [line, found];
}
