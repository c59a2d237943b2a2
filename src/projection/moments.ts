/** The moments worth stopping at: each at which something with a name happened, or only those that changed the road. */
import type { Micros } from '../sim/kernel/time';
import type { FactLog } from './factLog';

/**
 * `event`: anything that the timeline has a word for. `turn`: what a learner looks for: a deed, a change of endpoints,
 * a node's rules following it, a request that failed.
 */
export type MomentKind = 'event' | 'turn';

/** The first such moment after `at`, as far as the log reaches; null if there is none. */
export function momentAfter(log: FactLog, at: Micros, kind: MomentKind): Micros | null {
  let found = Infinity;
  for (const moment of momentsOf(log, kind)) if (moment > at && moment < found) found = moment;
  return found === Infinity ? null : found;
}

/** The last such moment before `at`; null if there is none. */
export function momentBefore(log: FactLog, at: Micros, kind: MomentKind): Micros | null {
  let found = -Infinity;
  for (const moment of momentsOf(log, kind)) if (moment < at && moment > found) found = moment;
  return found === -Infinity ? null : found;
}

/** In no order, and some more than once. */
function* momentsOf(log: FactLog, kind: MomentKind): Generator<Micros> {
  const lists =
    kind === 'event' ? [log.intents, log.events, log.pods, log.slices] : [log.intents, log.slices];
  for (const list of lists) for (const { at } of list) if (at >= 0) yield at;
  for (const { at, added, removed } of log.syncs) if (added.length + removed.length > 0 && at >= 0) yield at;
  for (const { sentAt, endedAt, outcome } of log.sent) {
    if (kind === 'event') yield sentAt;
    if (endedAt !== null && (kind === 'event' || (outcome !== null && outcome.kind !== 'ok'))) yield endedAt;
  }
}
