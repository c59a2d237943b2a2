/**
 * The network: a packet goes from a Pod (or a browser) to a node's kernel, perhaps on to
 * another node's, and to whoever has the address written on it. Every node's kernel on
 * the way looks into its conntrack table and, for the first packet of a connection, its rules.
 */
import type { FlowHeaders, Place } from '../packet/headers';
import { formatSocket } from '../packet/headers';
import type { Decision, Hop } from '../packet/hop';
import type { HopName } from './hopNames';
import { nameOfAddress, nameOfPlace, nameOfService, tellHop } from './hops';
import { meetKernel } from './kernelHook';
import { clientAt, firstKernel, nextId, nodeAt, onward, type TrafficDraft } from './places';
import type { PacketKind, PacketRow } from './tables';
import { TIMING } from './timing';

/** What a sender knows of a packet. */
export type PacketPlan = Pick<
  PacketRow,
  'kind' | 'label' | 'line' | 'request' | 'leg' | 'carrier' | 'dns' | 'isReply' | 'flow' | 'refusal'
> & { readonly delayMicros?: number };

export interface PacketDue {
  readonly packet: string;
}

/** Puts a packet on the wire. A sender that is gone sends nothing; a browser's packet may find no way in. */
export function sendPacket(draft: TrafficDraft, from: Place, plan: PacketPlan): void {
  const node = nodeAt(from);
  const stretch =
    node === undefined
      ? firstKernel(draft, from, plan.flow.destination.ip)
      : onward(draft, node, plan.flow.destination.ip);
  if (stretch === null) {
    if (clientAt(from) !== undefined) loseOutside(draft, from, plan);
    return;
  }
  const { delayMicros = 0, ...rest } = plan;
  const sentAt = draft.now + delayMicros;
  const packet: PacketRow = {
    ...rest,
    id: nextId(draft, 'packet', 'p'),
    from,
    to: stretch.to,
    sentAt,
    arrivesAt: sentAt + stretch.micros,
    trail: [{ place: from, at: sentAt }],
    before: plan.flow,
    rewriteAt: null,
    decision: { by: 'routing' },
    verdict:
      plan.kind === 'SYN-ACK' || plan.kind === 'response' || plan.kind === 'dnsAnswer'
        ? 'answered'
        : 'forwarded',
  };
  launch(draft, packet);
}

/** A browser's packet for an address to which the network outside knows no way. It never meets a node. */
function loseOutside(draft: TrafficDraft, from: Place, plan: PacketPlan): void {
  const { delayMicros = 0, ...rest } = plan;
  const sentAt = draft.now + delayMicros;
  const packet: PacketRow = {
    ...rest,
    id: nextId(draft, 'packet', 'p'),
    from,
    to: from,
    sentAt,
    arrivesAt: sentAt + TIMING.internetMicros,
    trail: [{ place: from, at: sentAt }],
    before: plan.flow,
    rewriteAt: null,
    decision: { by: 'routing' },
    verdict: 'dropped',
  };
  tellHop(draft, {
    name: 'lost.outside',
    params: wordsOf(draft, packet, ''),
    ...spanOf(packet),
    kind: 'lost',
    level: 'main',
    endAt: packet.arrivesAt,
    actor: from,
    after: packet.flow,
    verdict: 'dropped',
  });
}

function launch(draft: TrafficDraft, packet: PacketRow): void {
  draft.put('packets', packet.id, packet);
  draft.schedule({
    type: 'packet/arrives',
    delayMicros: packet.arrivesAt - draft.now,
    data: { packet: packet.id } satisfies PacketDue,
  });
}

/** A packet has reached a node's kernel: translate, route, and send it on, or let it die there. */
export function passKernel(draft: TrafficDraft, packet: PacketRow, node: string): void {
  const verdict = meetKernel(draft, packet, node);
  const at = draft.now + (verdict.isNew ? TIMING.rulesMicros : TIMING.conntrackMicros);
  const trail = [...packet.trail, { place: `node/${node}`, at }];
  const decision: Decision = verdict.decision ?? packet.decision;
  const changed = verdict.flow !== packet.flow;
  const rewritten: PacketRow = {
    ...packet,
    flow: verdict.flow,
    trail,
    decision,
    rewriteAt: changed ? at : packet.rewriteAt,
    verdict: changed ? (packet.isReply ? 'restored' : 'dnat') : packet.verdict,
  };
  if (verdict.outcome === 'reject' || verdict.outcome === 'drop') {
    dieByRule(draft, rewritten, node, verdict.outcome, at);
    return;
  }
  const byRules = verdict.isNew && changed;
  const onwards = byRules ? tellRewrite(draft, rewritten, node, at) : rewritten;
  const stretch = onward(draft, node, verdict.flow.destination.ip);
  if (stretch === null && isOwnAddress(draft, node, onwards) && onwards.kind === 'SYN') {
    refuseAtNode(draft, onwards, node, at);
  } else if (stretch === null) {
    getLost(draft, onwards, node, at, byRules ? 'lost.stale' : lossStory(rewritten));
  } else {
    launch(draft, {
      ...onwards,
      from: `node/${node}`,
      to: stretch.to,
      sentAt: at,
      arrivesAt: at + stretch.micros,
    });
  }
}

function isOwnAddress(draft: TrafficDraft, node: string, { flow }: PacketRow): boolean {
  return draft.lookup('nodes', 'byIP', flow.destination.ip).includes(node);
}

/** A SYN for the node itself, which no rule took elsewhere: no program of the node listens there. RFC 9293 §3.10.7.1. */
function refuseAtNode(draft: TrafficDraft, packet: PacketRow, node: string, at: number): void {
  draft.remove('packets', packet.id);
  const { request, leg, carrier, dns } = packet;
  sendPacket(draft, `node/${node}`, {
    ...{ request, leg, carrier, dns, line: null, isReply: true },
    kind: 'RST',
    label: 'RST',
    refusal: { reason: 'node', listens: '' },
    flow: answerFlow(packet.flow),
    delayMicros: at - draft.now,
  });
}

/** Who rewrote a new connection, and what the choice was like. */
function rewriteStory(draft: TrafficDraft, packet: PacketRow): HopName {
  const { before, flow, decision } = packet;
  const isMasqueraded = before.source.ip !== flow.source.ip;
  if (clientAt(packet.trail[0]!.place) !== undefined) {
    if (draft.lookup('nodes', 'byIP', before.destination.ip).length > 0) return 'nodePort';
    return isMasqueraded ? 'loadBalancer' : 'loadBalancerLocal';
  }
  if (isMasqueraded) return 'rewriteMasquerade';
  if (decision.by !== 'rules' || decision.choices.length < 2) return 'rewriteOnly';
  if (decision.ipvs?.isHeld === false) return 'rewriteIpvs';
  return decision.examined.some((rule) => rule.drawn !== undefined) ? 'rewrite' : 'rewriteAffinity';
}

/** Why nobody takes a packet that no rule has just sent there. */
function lossStory(packet: PacketRow): HopName {
  if (packet.isReply) return 'lost.reply';
  return packet.rewriteAt === null ? 'lost.noOwner' : 'lost.gone';
}

/** Tells the hop that ends with a rewrite by rules; the packet's next hop begins at this kernel. */
function tellRewrite(draft: TrafficDraft, packet: PacketRow, node: string, at: number): PacketRow {
  const isDns = packet.kind === 'dnsQuery';
  tellHop(draft, {
    name: isDns ? 'dnsQuery' : rewriteStory(draft, packet),
    params: wordsOf(draft, packet, node),
    ...spanOf(packet),
    kind: 'rewrite',
    level: isDns && packet.dns?.query.type !== 'A' ? 'fine' : 'main',
    endAt: at,
    actor: `node/${node}`,
    after: packet.flow,
    verdict: 'dnat',
  });
  return {
    ...packet,
    trail: [{ place: `node/${node}`, at }],
    before: packet.flow,
    rewriteAt: null,
    decision: { by: 'routing' },
    verdict: 'forwarded',
  };
}

/** Nobody has the address that is written on the packet now. */
function getLost(draft: TrafficDraft, packet: PacketRow, node: string, at: number, name: HopName): void {
  draft.remove('packets', packet.id);
  tellHop(draft, {
    name,
    params: wordsOf(draft, packet, node),
    ...spanOf(packet),
    kind: 'lost',
    level: 'main',
    endAt: at + TIMING.vethMicros,
    actor: `node/${node}`,
    after: packet.flow,
    verdict: 'dropped',
  });
}

function dieByRule(
  draft: TrafficDraft,
  packet: PacketRow,
  node: string,
  how: 'reject' | 'drop',
  at: number,
): void {
  draft.remove('packets', packet.id);
  tellHop(draft, {
    name: how === 'reject' ? rejectStory(packet) : dropStory(packet),
    params: wordsOf(draft, packet, node),
    ...spanOf(packet),
    kind: how === 'reject' ? 'refused' : 'lost',
    level: packet.dns === null || packet.dns.query.type === 'A' ? 'main' : 'fine',
    endAt: at,
    actor: `node/${node}`,
    after: packet.flow,
    verdict: how === 'reject' ? 'rejected' : 'dropped',
  });
  if (how === 'drop') return;
  // REJECT answers with ICMP "port unreachable", which the sender's socket reports as "connection refused".
  sendPacket(draft, `node/${node}`, {
    kind: 'ICMP',
    label: 'ICMP',
    line: null,
    request: packet.request,
    leg: packet.leg,
    carrier: packet.carrier,
    dns: packet.dns,
    isReply: true,
    flow: {
      protocol: packet.flow.protocol,
      source: packet.flow.destination,
      destination: packet.flow.source,
    },
    delayMicros: at - draft.now,
  });
}

/** Who turned the packet away: for want of an endpoint, or because no Service has that port. */
function rejectStory({ decision, dns }: PacketRow): HopName {
  if (dns !== null) return 'dnsRejected';
  if (decision.by !== 'rules') return 'rejected';
  if (decision.matched?.table === 'ipvs') return 'rejectedIpvs';
  return decision.matched?.service === undefined ? 'rejectedPort' : 'rejected';
}

/** Which rule threw the packet away; without one, conntrack held it for invalid. */
function dropStory({ decision }: PacketRow): HopName {
  if (decision.by !== 'rules') return 'droppedInvalid';
  return decision.matched?.text.includes('no local endpoints') ? 'droppedNoLocal' : 'droppedByRule';
}

const ALL_LEGS = ['ingress', 'web', 'gateway', 'service'] as const;

/** On which legs the delivery of each kind of packet counts as a main hop, and what kind of hop it is. */
const DELIVERY: Readonly<Record<PacketKind, { main: readonly Hop['leg'][]; kind: Hop['kind'] }>> = {
  SYN: { main: ['service'], kind: 'travel' },
  'SYN-ACK': { main: ['service'], kind: 'translate' },
  RST: { main: ALL_LEGS, kind: 'refused' },
  ICMP: { main: [], kind: 'refused' },
  request: { main: ALL_LEGS, kind: 'translate' },
  response: { main: ALL_LEGS, kind: 'translate' },
  dnsQuery: { main: [], kind: 'travel' },
  dnsAnswer: { main: ['gateway', 'service', 'web'], kind: 'translate' },
};

/** How the delivery of a packet is told; `translated` if a kernel rewrote it on this stretch. */
function deliveryStory(packet: PacketRow, translated: boolean): HopName {
  const { leg, dns } = packet;
  switch (packet.kind) {
    case 'SYN':
      if (nodeAt(packet.trail[0]!.place) === undefined) return 'toPodDirect';
      return packet.trail.length > 1 ? 'toPod' : 'toPodLocal';
    case 'SYN-ACK':
      return translated ? 'handshake' : 'handshakeDirect';
    case 'RST': {
      const reason = packet.refusal?.reason ?? 'reset';
      return reason === 'reset' ? 'reset' : `refused.${reason}`;
    }
    case 'ICMP':
      return 'icmp';
    case 'request':
      return translated ? `request.${leg}` : `requestDirect.${leg}`;
    case 'response':
      return translated ? `response.${leg}` : `responseDirect.${leg}`;
    case 'dnsQuery':
      return 'dnsToServer';
    case 'dnsAnswer':
      if (dns?.response?.kind !== 'ANSWER') return 'dnsAnswerNone';
      return translated ? 'dnsAnswer' : 'dnsAnswerDirect';
  }
}

/** Tells the hop that ends with the packet's arrival at a Pod or a browser. */
export function tellDelivery(draft: TrafficDraft, packet: PacketRow): void {
  const { main, kind } = DELIVERY[packet.kind];
  const isMain = main.includes(packet.leg) && (packet.dns === null || packet.dns.query.type === 'A');
  const translated = packet.rewriteAt !== null;
  tellHop(draft, {
    name: deliveryStory(packet, translated),
    params: wordsOf(draft, packet, actingNode(packet)),
    ...spanOf(packet),
    kind: kind === 'translate' && !translated ? 'travel' : kind,
    level: isMain ? 'main' : 'fine',
    endAt: draft.now,
    route: [...packet.trail, { place: packet.to, at: draft.now }],
    actor: translated ? `node/${actingNode(packet)}` : packet.trail[0]!.place,
    after: packet.flow,
    verdict: packet.kind === 'RST' ? 'refused' : packet.verdict,
  });
}

function actingNode(packet: PacketRow): string {
  const { decision } = packet;
  if (decision.by === 'conntrack' || decision.by === 'rules') return decision.node;
  return nodeAt(packet.trail.at(-1)!.place) ?? '';
}

/** Where a packet's hop stands, and what was written on the packet. */
export function spanOf(packet: PacketRow) {
  return {
    parents: [packet.request, packet.carrier, packet.id],
    request: packet.request,
    leg: packet.leg,
    layer:
      packet.dns !== null ? ('DNS' as const) : packet.line !== null ? ('HTTP' as const) : ('TCP' as const),
    label: packet.label,
    startAt: packet.trail[0]!.at,
    rewriteAt: packet.rewriteAt,
    route: packet.trail,
    before: packet.before,
    http: packet.line === null ? null : { line: packet.line },
    decision: packet.decision,
  };
}

/** What sentences about a packet may mention. */
export function wordsOf(
  draft: TrafficDraft,
  packet: PacketRow,
  node: string,
): Record<string, string | number> {
  const choices = packet.decision.by === 'rules' ? packet.decision.choices.length : 0;
  const targetNode = draft.get('podIPs', packet.flow.destination.ip)?.node ?? '';
  return {
    from: nameOfPlace(draft, packet.trail[0]!.place),
    to: nameOfAddress(draft, packet.flow.destination.ip),
    node,
    targetNode,
    sourceBefore: formatSocket(packet.before.source),
    destinationBefore: formatSocket(packet.before.destination),
    source: formatSocket(packet.flow.source),
    destination: formatSocket(packet.flow.destination),
    label: packet.label,
    line: packet.line ?? '',
    choices,
    scheduler: packet.decision.by === 'rules' ? (packet.decision.ipvs?.scheduler ?? '') : '',
    name: packet.dns?.query.name ?? '',
    server: packet.dns?.server ?? '',
    answer: packet.dns?.response?.answers.at(-1)?.data ?? packet.dns?.response?.rcode ?? '',
    type: packet.dns?.query.type ?? '',
    service: nameOfService(serviceOf(packet)),
    listens: packet.refusal?.listens ?? '',
    port: packet.before.source.port,
  };
}

function serviceOf(packet: PacketRow): string {
  return packet.decision.by === 'rules' ? (packet.decision.matched?.service ?? '') : '';
}

/** The flow as the far end sees it, for who answers on it. */
export function answerFlow(flow: FlowHeaders): FlowHeaders {
  return { protocol: flow.protocol, source: flow.destination, destination: flow.source };
}
