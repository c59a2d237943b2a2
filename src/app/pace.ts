/**
 * How simulated time maps to screen time. A request's microseconds and a rollout's seconds are
 * both watchable, because each phase has a pace of its own: hop by hop while one request is
 * followed, slow motion while many are under way, and real time while only the cluster works.
 * Pure: a function of the hops, the moment and the time that has passed on the screen.
 */
import type { Micros } from '../sim/kernel/time';
import type { Hop } from '../sim/packet/hop';

/** Screen milliseconds that a hop takes at speed 1. */
export function screenMillisOf(hop: Hop): number {
  switch (hop.kind) {
    case 'rewrite':
      return 1600;
    case 'translate':
    case 'travel':
    case 'resolve':
      return 1200;
    default:
      return 1000;
  }
}

/** Between two hops, when nothing is on the wire: the programs work. */
const PAUSE_MILLIS = 160;

/** Simulated microseconds per screen millisecond when only the cluster works: real time. */
export const CLUSTER_RATE = 1000;
/** While the two clocks disagree (a node's rules lag, a Pod is leaving): slow enough to see who knows what. */
export const LAG_RATE = 150;
/** While a lost node is waited for, and nothing else happens: minutes in seconds. */
export const WAIT_RATE = 15_000;
/** While many requests are under way: ten times slower than real. */
export const TRAFFIC_RATE = 100;

/** A stretch of simulated time that is played in so many screen milliseconds. */
export interface Stretch {
  readonly from: Micros;
  readonly to: Micros;
  readonly millis: number;
}

/** The stretches of one request's hops, in order and without gaps, from its sending to its last hop's end. */
export function stretchesOf(sentAt: Micros, hops: readonly Hop[]): Stretch[] {
  const stretches: Stretch[] = [];
  let at = sentAt;
  hops.forEach((hop, index) => {
    if (hop.startAt > at) stretches.push({ from: at, to: hop.startAt, millis: PAUSE_MILLIS });
    const start = Math.max(at, hop.startAt);
    const next = hops[index + 1];
    const end =
      next === undefined ? hop.endAt : Math.max(start, Math.min(hop.endAt, Math.max(next.startAt, start)));
    if (end > start) stretches.push({ from: start, to: end, millis: screenMillisOf(hop) });
    at = Math.max(at, end);
  });
  return stretches;
}

/** Simulated microseconds per screen millisecond at a moment (going forwards). */
export function rateAt(
  stretches: readonly Stretch[],
  at: Micros,
  otherwise: number,
): { rate: number; until: Micros } {
  for (const stretch of stretches) {
    if (at < stretch.from) return { rate: otherwise, until: stretch.from };
    if (at < stretch.to) return { rate: (stretch.to - stretch.from) / stretch.millis, until: stretch.to };
  }
  return { rate: otherwise, until: Infinity };
}

/** The moment that lies `millis` of screen time after `at`, at most `limit`. */
export function advance(
  stretches: readonly Stretch[],
  at: Micros,
  millis: number,
  otherwise: number,
  limit: Micros,
): Micros {
  let now = at;
  let left = millis;
  for (let guard = 0; left > 0 && now < limit && guard < 1000; guard++) {
    const { rate, until } = rateAt(stretches, now, otherwise);
    const reach = now + rate * left;
    const end = Math.min(until, limit);
    if (reach < end) return reach;
    left -= (end - now) / rate;
    now = end;
  }
  return now;
}

/** The moment that lies `millis` of screen time before `at`, at least `limit`. */
export function retreat(
  stretches: readonly Stretch[],
  at: Micros,
  millis: number,
  otherwise: number,
  limit: Micros,
): Micros {
  let now = at;
  let left = millis;
  for (let guard = 0; left > 0 && now > limit && guard < 1000; guard++) {
    const inside = stretches.findLast((stretch) => stretch.from < now);
    const isIn = inside !== undefined && now <= inside.to;
    const rate = isIn ? (inside.to - inside.from) / inside.millis : otherwise;
    const begin = Math.max(limit, isIn ? inside.from : (inside?.to ?? -Infinity));
    const reach = now - rate * left;
    if (reach > begin) return reach;
    left -= (now - begin) / rate;
    now = begin;
  }
  return now;
}
