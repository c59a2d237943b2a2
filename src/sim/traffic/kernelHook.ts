/**
 * A packet meets a node's kernel: conntrack first; for the first packet of a connection
 * the node's rules, as its kube-proxy programmed them, and a new conntrack entry.
 */
import { translate, trackPacket, createConnection } from '../dataplane/conntrack';
import { applyAffinityUpdates } from '../dataplane/iptables/affinity';
import { conntrackRowKey } from '../dataplane/kubeProxy/tables';
import { countConnections, type OpenConnections } from '../dataplane/ipvs/connections';
import { comparesConnections, type NodeRules, type SimulatedMode } from '../dataplane/nodeRules/nodeRules';
import { walkNode, type NodeWalk } from '../dataplane/nodeRules/walkNode';
import type { TcpFlags } from '../dataplane/tcpTracking';
import type { FlowHeaders } from '../packet/headers';
import type { Decision } from '../packet/hop';
import { findConnection, isTracked, putConnection, removeConnection } from './conntrackTable';
import { nodeAt, type TrafficDraft } from './places';
import { isDark } from '../cluster/nodePower';
import { stalenessNow } from './staleness';
import type { ConnectionRow, PacketKind, PacketRow } from './tables';

/** What the kernel made of a packet. */
export interface KernelVerdict {
  readonly flow: FlowHeaders;
  readonly outcome: 'forward' | 'reject' | 'drop';
  /** The packet met the rules: it was the first of its connection here. */
  readonly isNew: boolean;
  /** Null where the kernel only forwarded. */
  readonly decision: Decision | null;
}

const FLAGS: Readonly<Record<PacketKind, TcpFlags>> = {
  SYN: 'syn',
  'SYN-ACK': 'synAck',
  RST: 'rst',
  ICMP: 'ack',
  request: 'ack',
  response: 'ack',
  dnsQuery: 'ack',
  dnsAnswer: 'ack',
};

/** Runs a packet through a node's kernel. */
export function meetKernel(draft: TrafficDraft, packet: PacketRow, node: string): KernelVerdict {
  const tracked = findConnection(draft, node, packet.flow);
  if (tracked !== undefined) {
    const key = conntrackRowKey(node, tracked.entry);
    const after = trackPacket(tracked, draft.now, FLAGS[packet.kind]);
    const flow = translate(tracked.entry, tracked.direction);
    if (after === 'invalid') {
      return { flow: packet.flow, outcome: 'drop', isNew: false, decision: null };
    }
    if (after !== null) {
      putConnection(draft, node, after);
      return {
        flow: same(flow, packet.flow),
        outcome: 'forward',
        isNew: false,
        decision: conntrackDecision(node, key, tracked.direction),
      };
    }
    removeConnection(draft, key);
    if (packet.kind !== 'SYN') {
      return {
        flow: same(flow, packet.flow),
        outcome: 'forward',
        isNew: false,
        decision: conntrackDecision(node, key, tracked.direction),
      };
    }
  }
  const opens = packet.kind === 'SYN' || packet.kind === 'dnsQuery';
  // A second kernel on the way sees a Pod's address, which no Service rule names; or its own, which NodePort rules do.
  const isForItself = draft.lookup('nodes', 'byIP', packet.flow.destination.ip).includes(node);
  const isSecond = !isForItself && (packet.trail.length > 1 || nodeAt(packet.trail[0]!.place) !== undefined);
  if (!opens || isSecond) return { flow: packet.flow, outcome: 'forward', isNew: false, decision: null };
  return meetRules(draft, packet, node);
}

function conntrackDecision(node: string, conntrackKey: string, direction: 'original' | 'reply'): Decision {
  return { by: 'conntrack', node, conntrackKey, direction };
}

function same(a: FlowHeaders, b: FlowHeaders): FlowHeaders {
  const isSame =
    a.source.ip === b.source.ip &&
    a.source.port === b.source.port &&
    a.destination.ip === b.destination.ip &&
    a.destination.port === b.destination.port;
  return isSame ? b : a;
}

function meetRules(draft: TrafficDraft, packet: PacketRow, node: string): KernelVerdict {
  const row = draft.get('ruleSets', node);
  if (row === undefined) return { flow: packet.flow, outcome: 'forward', isNew: true, decision: null };
  const stream = `node/${node}/kernel`;
  const affinity = draft.get('affinity', node) ?? {};
  const open = openConnections(draft, node, row.rules);
  const result = walkNode(
    row.rules,
    { flow: packet.flow, hook: 'prerouting', now: draft.now, affinity, ...(open === null ? {} : { open }) },
    () => draft.drawUint31(stream),
  );
  if (result.affinityUpdates.length > 0) {
    draft.put('affinity', node, applyAffinityUpdates(affinity, result.affinityUpdates));
  }
  if (result.verdict === 'REJECT' || result.verdict === 'DROP') {
    const outcome = result.verdict === 'REJECT' ? 'reject' : 'drop';
    return {
      flow: packet.flow,
      outcome,
      isNew: true,
      decision: rulesDecision(draft, node, row.mode, result, null),
    };
  }
  const entry = createConnection({
    flow: packet.flow,
    translation: result,
    masqueradeTo: draft.get('nodes', node)?.status.internalIP ?? '',
    now: draft.now,
    isTaken: (key) => isTracked(draft, node, key),
    draw: () => draft.drawUint31(stream),
  });
  if (entry === null) {
    return {
      flow: packet.flow,
      outcome: 'drop',
      isNew: true,
      decision: rulesDecision(draft, node, row.mode, result, null),
    };
  }
  putConnection(draft, node, entry);
  const flow = same(translate(entry, 'original'), packet.flow);
  const key = conntrackRowKey(node, entry);
  return {
    flow,
    outcome: 'forward',
    isNew: true,
    decision: rulesDecision(draft, node, row.mode, result, key),
  };
}

/** The node's connections by real server, if its rules compare them; null if they do not. */
function openConnections(draft: TrafficDraft, node: string, rules: NodeRules): OpenConnections | null {
  if (!comparesConnections(rules)) return null;
  const rows = draft.lookup('conntrack', 'byNode', node).map((key) => draft.get('conntrack', key)!);
  return countConnections(rows, draft.now);
}

function rulesDecision(
  draft: TrafficDraft,
  node: string,
  mode: SimulatedMode,
  result: NodeWalk,
  conntrackKey: string | null,
): Decision {
  const { examined, examinedCount, matched, choices, masquerade, service, ipvs } = result;
  return {
    by: 'rules',
    mode,
    node,
    hook: 'PREROUTING',
    examined,
    examinedCount,
    matched,
    choices,
    masquerade,
    conntrackKey,
    staleMicros: service === undefined ? 0 : stalenessNow(draft, node, service),
    ...(ipvs === undefined ? {} : { ipvs }),
  };
}

/** The opener has closed its connection: FIN both ways, then TIME_WAIT, then gone. Each node that tracks it follows. */
export function closeConntrack(draft: TrafficDraft, connection: ConnectionRow): void {
  const node = connection.owner.startsWith('pod/')
    ? draft.get('pods', connection.owner.slice(4))?.spec.nodeName
    : undefined;
  const nodes = node === undefined ? draft.keys('nodes') : [node];
  for (const name of nodes) {
    if (isDark(draft, name)) continue;
    const tracked = findConnection(draft, name, connection.flow);
    if (tracked === undefined) continue;
    let entry = tracked.entry;
    for (const [direction, flags] of CLOSING) {
      const next = trackPacket({ entry, direction }, draft.now, flags);
      if (next !== null && next !== 'invalid') entry = next;
    }
    putConnection(draft, name, entry);
  }
}

const CLOSING = [
  ['original', 'fin'],
  ['reply', 'ack'],
  ['reply', 'fin'],
  ['original', 'ack'],
] as const;
