/**
 * Looks at one branch of a timeline beside the one that is looked at there: two branches can be drawn at once,
 * each with a world of its own. It reads only; what it needs computed, the timeline computes.
 */
import type { Fact } from '../sim/kernel/draft';
import type { Micros } from '../sim/kernel/time';
import type { IndexSpec, KernelTables, World, WorldIndex } from '../sim/kernel/world';
import type { History } from './history';
import { View } from './view';

export class BranchReader<Tables extends KernelTables> {
  private readonly view: View<Tables>;

  /** `computeUntil` computes the branch that far, if it is not yet, and says how far it is computed. */
  constructor(
    seed: string,
    private readonly history: History,
    indexes: IndexSpec,
    private readonly computeUntil: (until: Micros) => Micros,
  ) {
    this.view = new View(seed, history, indexes);
  }

  /** Computes on, until everything due at or before `until` has happened. Says how far the branch is computed. */
  extend(until: Micros): Micros {
    return this.computeUntil(until);
  }

  /** As `Timeline.worldAt`: always the same object, and it holds until the next look through this reader. */
  worldAt(at: Micros): World<Tables> {
    this.computeUntil(at);
    this.view.moveToMoment(this.history.stepsAt(at), Math.max(at, this.history.start.now));
    return this.view.world;
  }

  /** Look-ups in the world that was looked at last through this reader. */
  viewIndex(): WorldIndex {
    return this.view.currentIndex();
  }

  /** All facts of the branch so far, in order. */
  facts(): readonly Fact[] {
    return this.history.facts;
  }

  /** As `Timeline.revisionAt`. */
  revisionAt(at: Micros): number {
    return this.history.revisions[this.history.stepsAt(at)]!;
  }
}
