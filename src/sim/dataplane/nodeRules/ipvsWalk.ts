/** A new connection's first packet in IPVS mode, told as lines: the rules, the sets they asked, and IPVS' choice. */
import type { ExaminedRuleView } from '../../packet/hop';
import { printIpvsRule } from '../ipvs/print';
import { originOfIpvs } from '../ipvs/possibleTargets';
import { virtualServers, type IpvsRuleSet } from '../ipvs/ruleSet';
import { openReals } from '../ipvs/scheduler';
import { walkIpvs, type IpvsExamined, type IpvsPacket } from '../ipvs/walk';
import { IPVS_CHAIN, realLines, setChain, virtualChain, virtualLine } from './ipvsLines';
import { ownerOf, type NodeWalk } from './walkNode';

/** Walks the packet. Nothing is drawn: the scheduler's choice follows from what the kernel remembers. */
export function ipvsWalk(ruleSet: IpvsRuleSet, packet: IpvsPacket): NodeWalk {
  const result = walkIpvs(ruleSet, packet);
  const { verdict, after, masquerade, randomFully, examinedCount, decidedBy, affinityUpdates } = result;
  const examined = result.examined.flatMap((item) => viewsOf(ruleSet, item));
  const matched = decidedBy === undefined ? null : (viewsOf(ruleSet, decidedBy).at(-1) ?? null);
  const virtual = decidedBy?.kind === 'virtual' ? decidedBy : undefined;
  return {
    verdict,
    after,
    masquerade,
    randomFully,
    examined,
    examinedCount,
    matched,
    service: decidedBy === undefined ? undefined : originOfIpvs(decidedBy)?.service,
    choices: virtual === undefined ? [] : openReals(virtual.server).map(({ address }) => address),
    affinityUpdates,
    ...(virtual === undefined
      ? {}
      : { ipvs: { scheduler: virtual.server.scheduler, isHeld: virtual.by === 'persistence' } }),
  };
}

function viewsOf(ruleSet: IpvsRuleSet, item: IpvsExamined): ExaminedRuleView[] {
  if (item.kind === 'rule') {
    const { table, chain, index, rule, matched, asked } = item;
    const text = printIpvsRule(chain, rule).slice(`-A ${chain} `.length);
    const line: ExaminedRuleView = { table, chain, index, text, matched };
    if (!matched || asked?.entry === undefined) return [line];
    const at = ruleSet.sets[asked.set].indexOf(asked.entry);
    const found: ExaminedRuleView = {
      table: 'ipvs',
      chain: setChain(ruleSet, asked.set),
      index: at,
      text: asked.entry,
      matched: true,
    };
    return [line, found];
  }
  const { server, real } = item;
  const entry: ExaminedRuleView = {
    table: 'ipvs',
    chain: IPVS_CHAIN,
    index: virtualServers(ruleSet).findIndex(({ key }) => key === server.key),
    text: virtualLine(server).text,
    matched: true,
    ...ownerOf(server.origin),
  };
  if (real === null) return [entry];
  const index = server.reals.indexOf(real);
  const chosen: ExaminedRuleView = {
    table: 'ipvs',
    chain: virtualChain(server),
    index,
    text: realLines(server)[index]!.text,
    matched: true,
    ...ownerOf(real.origin),
  };
  return [entry, chosen];
}
