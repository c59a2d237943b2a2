/**
 * What the simulation says to a question: every end that a new connection could come to, and what a row of
 * connections really does. Rules, walk, affinity and conntrack are the simulation's own; only who stands where
 * (which kernel is met first, who owns an address) comes from the machines.
 */
import { isLoopback } from '../../sim/dataplane/addresses';
import {
  createConnection,
  conntrackKeys,
  lookUpConnection,
  translate,
  type ConntrackEntry,
} from '../../sim/dataplane/conntrack';
import { applyAffinityUpdates, type AffinityState } from '../../sim/dataplane/iptables/affinity';
import type { EntryHook } from '../../sim/dataplane/iptables/stages';
import type { NewPacket } from '../../sim/dataplane/iptables/walk';
import type { NodeRules } from '../../sim/dataplane/nodeRules/nodeRules';
import { possibleEnds, walkNode } from '../../sim/dataplane/nodeRules/walkNode';
import { formatSocket, type FlowHeaders, type SocketAddress } from '../../sim/packet/headers';
import type { Machines, NodeMachine } from '../machines';
import type { Question } from './questions';

/** `mixed`: some ends serve, and others do not. */
export type Outcome = 'served' | 'refused' | 'timeout' | 'mixed';

/** One Pod that may answer. */
export interface End {
  readonly pod: string;
  /** `ip:port` at which it answers. */
  readonly target: string;
  /** Whom it takes for the client. */
  readonly source: string;
  /** From 0 to 1. */
  readonly chance: number;
}

export interface Answer {
  readonly outcome: Outcome;
  /** In the order of the rules; empty unless served. */
  readonly ends: readonly End[];
  /** True if all new connections of one client go to one Pod, though there are more. */
  readonly isPinned: boolean;
  /** True if the ends take turns, in their order: IPVS's round robin. */
  readonly takesTurns: boolean;
  /** True if all requests of one connection go to one Pod. */
  readonly staysInConnection: boolean;
}

export interface SimulatedKernel {
  readonly machines: Machines;
  /** By node. */
  readonly rules: ReadonlyMap<string, NodeRules>;
}

const CLIENT_PORT = 40_000;
/** So many connections show whether a client is pinned: without affinity they would all meet by a chance below 1e-8. */
const ROW = 30;

/** Asks the simulation. Throws if it knows no end. */
export function simulate(kernel: SimulatedKernel, question: Question): Answer {
  const start = firstKernel(kernel, question);
  if (start === null)
    return { outcome: 'timeout', ends: [], isPinned: false, takesTurns: false, staysInConnection: true };
  const reached = endsOf(kernel, start);
  const outcomes = [...new Set(reached.map(({ outcome }) => outcome))];
  const [outcome] = outcomes;
  if (outcome === undefined) throw new Error(`${question.about} from ${question.from} ends nowhere`);
  if (outcomes.length > 1)
    return { outcome: 'mixed', ends: [], isPinned: false, takesTurns: false, staysInConnection: true };
  const ends = reached.flatMap(({ end }) => end ?? []);
  const row = ends.length > 1 ? connectInARow(kernel, start) : [];
  const isPinned = ends.length > 1 && new Set(row.flat()).size === 1;
  const rules = kernel.rules.get(start.node.name)!;
  const isInTurn = rules.mode === 'ipvs' && ['rr', 'wrr'].includes(rules.node.ipvs.scheduler);
  return {
    outcome,
    ends,
    isPinned,
    takesTurns: isInTurn && ends.length > 1 && !isPinned,
    staysInConnection: row.every((requests) => new Set(requests).size === 1),
  };
}

interface Start {
  readonly node: NodeMachine;
  readonly packet: NewPacket;
}

function firstKernel(kernel: SimulatedKernel, { from, to, protocol }: Question): Start | null {
  const { nodes, pods, outside, announced } = kernel.machines;
  const flowFrom = (ip: string): FlowHeaders => ({
    protocol,
    source: { ip, port: CLIENT_PORT },
    destination: to,
  });
  const at = (node: NodeMachine | undefined, hook: EntryHook, ip: string): Start | null =>
    node === undefined ? null : { node, packet: { flow: flowFrom(ip), hook, now: 0 } };
  const pod = pods.find(({ place }) => place === from);
  if (pod !== undefined)
    return at(
      nodes.find(({ name }) => name === pod.node),
      'prerouting',
      pod.ip,
    );
  const node = nodes.find(({ place }) => place === from);
  // Linux gives a packet to one of its own addresses that address as its source.
  if (node !== undefined) {
    const rules = kernel.rules.get(node.name);
    const isOwn =
      isLoopback(to.ip) || (rules?.mode === 'ipvs' && rules.sets['KUBE-IPVS-IPS'].includes(to.ip));
    return at(node, 'output', isOwn ? to.ip : node.ip);
  }
  const entry = announced.find(({ ip }) => ip === to.ip)?.node;
  return at(
    nodes.find(({ ip, name }) => ip === to.ip || name === entry),
    'prerouting',
    outside.ip,
  );
}

interface Reached {
  readonly outcome: Outcome;
  readonly end?: End;
}

/** Every end; a packet for another node's address goes on there, and meets that node's rules. */
function endsOf(kernel: SimulatedKernel, { node, packet }: Start, chance = 1, isSecond = false): Reached[] {
  const { flow } = packet;
  return possibleEnds(kernel.rules.get(node.name)!, packet).flatMap((end): Reached[] => {
    if (end.verdict === 'REJECT') return [{ outcome: 'refused' }];
    if (end.verdict === 'DROP') return [{ outcome: 'timeout' }];
    const translation = { after: { ...flow, destination: end.destination }, masquerade: end.masquerade };
    const after = translate(newEntry(node, flow, { ...translation, randomFully: false }), 'original');
    const chanceHere = chance * end.probability;
    const further = onward(kernel.machines, node, packet, after);
    if (further !== undefined) return endsOf(kernel, further, chanceHere, true);
    const pod = kernel.machines.pods.find(({ ip }) => ip === after.destination.ip);
    if (pod === undefined) {
      const isOwn = after.destination.ip === node.ip || isLoopback(after.destination.ip);
      return [{ outcome: isOwn ? 'refused' : 'timeout' }];
    }
    // The answer to a Pod of another node takes the direct way, past the kernel that could translate it back.
    if (isSecond && !end.masquerade && pod.node !== node.name) return [{ outcome: 'timeout' }];
    if (!pod.ports[flow.protocol].includes(after.destination.port)) return [{ outcome: 'refused' }];
    const { key } = pod;
    const target = formatSocket(after.destination);
    return [{ outcome: 'served', end: { pod: key, target, source: after.source.ip, chance: chanceHere } }];
  });
}

/** The next kernel whose rules a packet meets: that of the node whose address is on it. Undefined if there is none. */
function onward(
  { nodes }: Machines,
  node: NodeMachine,
  packet: NewPacket,
  flow: FlowHeaders,
): Start | undefined {
  const next = nodes.find(({ ip }) => ip === flow.destination.ip);
  if (next === undefined || next.name === node.name) return undefined;
  return { node: next, packet: { ...packet, flow, hook: 'prerouting' } };
}

function newEntry(
  node: NodeMachine,
  flow: FlowHeaders,
  translation: { after: FlowHeaders; masquerade: boolean; randomFully: boolean },
): ConntrackEntry {
  const entry = createConnection({
    flow,
    translation,
    masqueradeTo: node.ip,
    now: 0,
    isTaken: () => false,
    draw: () => 0,
  });
  if (entry === null) throw new Error('no free port in an empty table');
  return entry;
}

/** Connections of one client one after the other, a few requests on each: the targets by connection. */
function connectInARow(kernel: SimulatedKernel, start: Start): string[][] {
  const draw = drawing(start.node.name);
  const affinity = new Map<string, AffinityState>();
  /** One packet through the kernels that it meets, each with its table. */
  const send = (from: Start, tables: Map<string, ConntrackEntry>): string => {
    const { node, packet } = from;
    const tracked = lookUpConnection((key) => tables.get(`${node.name} ${key}`), packet.flow, packet.now);
    let after: FlowHeaders;
    if (tracked === undefined) {
      const known = affinity.get(node.name) ?? {};
      const result = walkNode(kernel.rules.get(node.name)!, { ...packet, affinity: known }, draw);
      affinity.set(node.name, applyAffinityUpdates(known, result.affinityUpdates));
      const entry = newEntry(node, packet.flow, result);
      for (const key of conntrackKeys(entry)) tables.set(`${node.name} ${key}`, entry);
      after = translate(entry, 'original');
    } else {
      after = translate(tracked.entry, tracked.direction);
    }
    const next = onward(kernel.machines, node, packet, after);
    return next === undefined ? formatSocket(after.destination) : send(next, tables);
  };
  return Array.from({ length: ROW }, (_, index) => {
    const source: SocketAddress = { ...start.packet.flow.source, port: CLIENT_PORT + index };
    const packet = { ...start.packet, flow: { ...start.packet.flow, source }, now: index * 1000 };
    const tables = new Map<string, ConntrackEntry>();
    return Array.from({ length: 3 }, () => send({ ...start, packet }, tables));
  });
}

/** Numbers from 0 to 2^31-1 that follow from a text: Park and Miller's generator, CACM 31 (1988). */
function drawing(seed: string): () => number {
  let state = [...seed].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 2147483647, 7) || 1;
  return () => (state = (state * 48271) % 2147483647);
}
