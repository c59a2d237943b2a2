/** Events: what is due, when, and why. Ordered by (dueAt, sequence) and nothing else. */
import type { Micros } from './time';

/**
 * Something due. `type` is `room/whatIsDue` (`pod/readinessProbeDue`); `data` is
 * whatever its handler needs, as JSON.
 */
export interface SimEvent {
  readonly id: string;
  readonly dueAt: Micros;
  readonly sequence: number;
  /** The fact that led to this event, for "why?"; -1 for the scenario's beginning. */
  readonly causeId: number;
  readonly type: string;
  readonly data: unknown;
}

export interface EventRequest {
  readonly type: string;
  readonly delayMicros: Micros;
  readonly data: unknown;
  /**
   * Names a timer, so that it can be cancelled or merged: at most one event per
   * timer name is pending. Without it the event stands alone.
   */
  readonly timer?: string;
  /** What happens when that timer is already pending: `replace` (default) or `keep` the pending one. */
  readonly ifPending?: 'replace' | 'keep';
  /** Defaults to the fact recorded last by the same handler, else to the handled event's cause. */
  readonly causeId?: number;
}

/** True if `a` comes before `b`. */
export function isBefore(a: SimEvent, b: SimEvent): boolean {
  return a.dueAt < b.dueAt || (a.dueAt === b.dueAt && a.sequence < b.sequence);
}
