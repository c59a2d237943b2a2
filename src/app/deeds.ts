/** Things to be done by themselves when their time has come: what "show me" plays. */
import type { Intent } from '../sim/intent';
import type { Micros } from '../sim/kernel/time';
import type { SimTables } from '../sim/laws';
import type { Timeline } from '../trace/timeline';

export interface Deed {
  readonly at: Micros;
  /** Does it, and says why it was refused, or null. */
  act(timeline: Timeline<SimTables, Intent>): string | null;
}

/** Deeds in the order of time. */
export class DeedQueue {
  private deeds: readonly Deed[];

  constructor(
    deeds: readonly Deed[] = [],
    /** Many requests, one after the other: too many to follow each hop by hop. */
    readonly isSeries = false,
  ) {
    this.deeds = [...deeds].sort((a, b) => a.at - b.at);
  }

  get isEmpty(): boolean {
    return this.deeds.length === 0;
  }

  /** When the next is due; what comes after that moment is not known before. Infinity if none is left. */
  nextAt(): Micros {
    return this.deeds[0]?.at ?? Infinity;
  }

  /** The next deed that is due at a moment, taken out; undefined if none is. */
  take(at: Micros): Deed | undefined {
    const [next, ...rest] = this.deeds;
    if (next === undefined || next.at > at) return undefined;
    this.deeds = rest;
    return next;
  }
}
