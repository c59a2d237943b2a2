/**
 * Which real server a new connection gets. Nothing is random: the same state gives the same choice.
 * Source: Linux net/netfilter/ipvs/ip_vs_{rr,wrr,lc,sed,nq,dh,sh}.c, ip_vs_core.c ip_vs_sched_persist.
 */
import type { Micros } from '../../kernel/time';
import type { FlowHeaders } from '../../packet/headers';
import { addressBytes } from '../addresses';
import { isRecent, type AffinityState, type AffinityUpdate } from '../iptables/affinity';
import { connectionsOf, type OpenConnections } from './connections';
import type { RealServer, VirtualServer } from './ruleSet';

/** What the kernel remembers of earlier connections. */
export interface SchedulerState {
  /** Persistence templates and the last real server used, as lists of the node's affinity table. */
  readonly affinity: AffinityState;
  readonly open: OpenConnections;
  readonly now: Micros;
}

export interface Choice {
  readonly real: RealServer;
  /** Why: a template holds the client, or the scheduler chose. */
  readonly by: 'persistence' | 'scheduler';
  readonly updates: readonly AffinityUpdate[];
}

/** The list in which the real server that was used last stands alone. */
export function turnList(server: VirtualServer): string {
  return `ipvs ${server.key} turn`;
}

/** The list in which a client's real server stands. */
export function templateList(server: VirtualServer, client: string): string {
  return `ipvs ${server.key} client ${client}`;
}

/** Real servers that take new connections. */
export function openReals(server: VirtualServer): RealServer[] {
  return server.reals.filter(({ weight }) => weight > 0);
}

/** The real server of a new connection; null if there is none that takes it. */
export function schedule(server: VirtualServer, flow: FlowHeaders, state: SchedulerState): Choice | null {
  const held = heldBy(server, flow, state);
  const real = held ?? scheduled(server, flow, state);
  if (real === null) return null;
  const updates: AffinityUpdate[] = held === null ? turn(server, real, state) : [];
  if (server.persistSeconds > 0) {
    const list = templateList(server, flow.source.ip);
    updates.push(...replaced(state.affinity, list, real.address, state.now));
  }
  return { real, by: held === null ? 'scheduler' : 'persistence', updates };
}

/** Every real server that could be chosen as time goes on, with its share. */
export function possibleReals(
  server: VirtualServer,
  flow: FlowHeaders,
  state: SchedulerState,
): { readonly real: RealServer; readonly share: number }[] {
  const held = heldBy(server, flow, state);
  if (held !== null) return [{ real: held, share: 1 }];
  if (server.scheduler === 'dh' || server.scheduler === 'sh') {
    const real = scheduled(server, flow, state);
    return real === null ? [] : [{ real, share: 1 }];
  }
  const reals = openReals(server);
  return reals.map((real) => ({ real, share: 1 / reals.length }));
}

/** The real server that a template holds the client to. One of weight 0 holds nobody (`expire_quiescent_template`). */
function heldBy(
  server: VirtualServer,
  flow: FlowHeaders,
  { affinity, now }: SchedulerState,
): RealServer | null {
  if (server.persistSeconds === 0) return null;
  const list = templateList(server, flow.source.ip);
  const isHeld = ({ address }: RealServer) => isRecent(affinity, list, address, server.persistSeconds, now);
  return openReals(server).find(isHeld) ?? null;
}

/** A list with one entry alone. */
function replaced(affinity: AffinityState, list: string, entry: string, at: Micros): AffinityUpdate[] {
  const old = Object.keys(affinity[list] ?? {}).filter((ip) => ip !== entry);
  return [...old.map((ip): AffinityUpdate => ({ list, ip, at: null })), { list, ip: entry, at }];
}

function turn(server: VirtualServer, real: RealServer, { affinity, now }: SchedulerState): AffinityUpdate[] {
  const isInTurn = server.scheduler === 'rr' || server.scheduler === 'wrr';
  return isInTurn ? replaced(affinity, turnList(server), real.address, now) : [];
}

function scheduled(server: VirtualServer, flow: FlowHeaders, state: SchedulerState): RealServer | null {
  const reals = openReals(server);
  if (reals.length === 0) return null;
  switch (server.scheduler) {
    // kube-proxy gives every real server the weight 1, with which wrr goes round like rr.
    case 'rr':
    case 'wrr':
      return nextInTurn(server, reals, state.affinity);
    case 'lc':
      return least(reals, (real) => {
        const { active, inactive } = connectionsOf(state.open, server.key, real.address);
        return active * 256 + inactive;
      });
    case 'sed':
    case 'nq':
      return shortestDelay(server, reals, state.open);
    case 'dh':
      return fromTable(server, flow.destination.ip);
    case 'sh':
      return fromTable(server, flow.source.ip);
  }
}

/** The one after the last used, in the order of the list; the first if none was. */
function nextInTurn(
  server: VirtualServer,
  reals: readonly RealServer[],
  affinity: AffinityState,
): RealServer {
  const last = Object.keys(affinity[turnList(server)] ?? {})[0] ?? '';
  return reals.find(({ address }) => address > last) ?? reals[0]!;
}

/** The first of those with the least. */
function least(reals: readonly RealServer[], loadOf: (real: RealServer) => number): RealServer {
  return reals.reduce((best, real) => (loadOf(real) < loadOf(best) ? real : best));
}

/** sed: the least (active + 1) by weight. nq: an idle one first; with weights of 1 that is the same one. */
function shortestDelay(
  server: VirtualServer,
  reals: readonly RealServer[],
  open: OpenConnections,
): RealServer {
  const active = (real: RealServer) => connectionsOf(open, server.key, real.address).active;
  if (server.scheduler === 'nq') {
    const idle = reals.find((real) => active(real) === 0);
    if (idle !== undefined) return idle;
  }
  return least(reals, (real) => active(real) + 1);
}

const TABLE_BITS = 8;

/**
 * dh and sh: 256 buckets, dealt out to the real servers in turn; an address has one bucket. A bucket whose real
 * server is leaving takes nothing: there is no fall-back.
 * Source: ip_vs_sh.c ip_vs_sh_hashkey, ip_vs_sh_reassign; include/linux/hash.h hash_32.
 */
function fromTable(server: VirtualServer, ip: string): RealServer | null {
  const { reals } = server;
  const bucket = Math.imul(foldAddress(ip), 0x61c88647) >>> (32 - TABLE_BITS);
  const real = reals[bucket % reals.length];
  return real === undefined || real.weight === 0 ? null : real;
}

/** An IPv4 address as a number; of an IPv6 address its four parts, xor-ed. */
function foldAddress(ip: string): number {
  const bytes = addressBytes(ip);
  let folded = 0;
  for (let at = 0; at < bytes.length; at += 4) {
    folded ^= (bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!;
  }
  return folded;
}
