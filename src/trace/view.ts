/**
 * A world that can be put to any moment of a history, for looking only. It walks
 * along the changes, or leaps to a checkpoint and walks from there, whichever is less work.
 */
import { applyChanges, revertChanges } from '../sim/kernel/change';
import type { Micros } from '../sim/kernel/time';
import { WorldIndex, type IndexSpec, type KernelTables, type Table, type World } from '../sim/kernel/world';
import { setCounters } from '../sim/step';
import { copyTables, type Checkpoint, type History, type TableCopies } from './history';

export class View<Tables extends KernelTables> {
  /** One and the same object always; what it holds is that of the last `moveTo`. */
  readonly world: World<Tables>;
  private readonly tables: Record<string, Table<unknown>>;
  private index: WorldIndex | undefined;
  private steps = 0;
  /** The checkpoint's table that each of ours was last made equal to … */
  private bases: TableCopies;
  /** … and those of ours that have changed since. */
  private readonly touched = new Set<string>();

  constructor(
    seed: string,
    private history: History,
    private readonly indexes: IndexSpec,
  ) {
    const first = history.checkpoints[0]!;
    this.bases = first.tables;
    const tables = copyTables(first.tables as unknown as Tables);
    this.world = { version: 1, seed, ...history.start, tables };
    this.tables = tables as unknown as Record<string, Table<unknown>>;
  }

  /** Puts the world to where so many steps had happened, counters and all. */
  moveTo(steps: number): void {
    const until = this.history.changesUntil;
    const checkpoint = this.nearestCheckpoint(steps);
    const leap = checkpoint.rows + Math.abs(until[steps]! - until[checkpoint.steps]!);
    if (leap < Math.abs(until[steps]! - until[this.steps]!)) this.leapTo(checkpoint);
    this.walkTo(steps);
    setCounters(this.world, this.history.countersAfter(steps));
  }

  /** As `moveTo`, and lets the clock show `at`. */
  moveToMoment(steps: number, at: Micros): void {
    this.moveTo(steps);
    setCounters(this.world, { ...this.history.countersAfter(steps), now: at });
  }

  /** From now on, moves along another history that began alike. */
  follow(history: History): void {
    this.moveTo(Math.min(this.steps, this.history.stepsInCommon(history)));
    this.history = history;
  }

  /** Look-ups in the world as it is now; kept in step with it from the first call on. */
  currentIndex(): WorldIndex {
    this.index ??= new WorldIndex(this.indexes, this.tables);
    return this.index;
  }

  private nearestCheckpoint(steps: number): Checkpoint {
    const { checkpoints, changesUntil } = this.history;
    const at = this.history.checkpointBefore(steps);
    const before = checkpoints[at]!;
    const after = checkpoints[at + 1];
    if (after === undefined) return before;
    const middle = (changesUntil[before.steps]! + changesUntil[after.steps]!) / 2;
    return changesUntil[steps]! <= middle ? before : after;
  }

  private walkTo(steps: number): void {
    const { records } = this.history;
    while (this.steps < steps) {
      const { changes } = records[this.steps++]!;
      applyChanges(this.tables, changes, this.index);
      for (const change of changes) this.touched.add(change.table);
    }
    while (this.steps > steps) {
      const { changes } = records[--this.steps]!;
      revertChanges(this.tables, changes, this.index);
      for (const change of changes) this.touched.add(change.table);
    }
  }

  /** Makes each table equal to the checkpoint's, row by row, so that the index can follow. */
  private leapTo(checkpoint: Checkpoint): void {
    for (const [name, wanted] of Object.entries(checkpoint.tables)) {
      if (this.bases[name] === wanted && !this.touched.has(name)) continue;
      const rows = this.tables[name]!;
      for (const key of Object.keys(rows)) {
        if (wanted[key] !== undefined) continue;
        this.index?.update(name, key, rows[key], undefined);
        delete rows[key];
      }
      for (const key of Object.keys(wanted)) {
        if (rows[key] === wanted[key]) continue;
        this.index?.update(name, key, rows[key], wanted[key]);
        rows[key] = wanted[key];
      }
    }
    this.bases = checkpoint.tables;
    this.touched.clear();
    this.steps = checkpoint.steps;
  }
}
