/**
 * What happened on one branch of a timeline, step by step, from its beginning:
 * append-only, with what is needed to find a moment in it.
 */
import type { Fact } from '../sim/kernel/draft';
import type { Micros } from '../sim/kernel/time';
import type { KernelTables, Table, World } from '../sim/kernel/world';
import type { Counters, StepRecord } from '../sim/step';

/** All rows at one moment, by table. Rows are shared, they never change; tables are not. */
export type TableCopies = Readonly<Record<string, Table<unknown>>>;

/** A place to start from when walking there would take longer. */
export interface Checkpoint {
  /** How many steps had happened. */
  readonly steps: number;
  readonly tables: TableCopies;
  readonly rows: number;
}

/** A table of its own with the same rows. Without a prototype, so that `constructor` is a key like any other. */
export function copyTable<Row>(table: Table<Row>): Table<Row> {
  return Object.assign(Object.create(null) as Table<Row>, table);
}

/** Tables of their own with the same rows. */
export function copyTables<Tables extends KernelTables>(tables: Tables): Tables {
  const copies: Record<string, Table<unknown>> = {};
  for (const [name, table] of Object.entries(tables)) copies[name] = copyTable(table as Table<unknown>);
  return copies as unknown as Tables;
}

/** How many of the sorted `items` are at or before `at`. */
export function countUntil<Item>(items: readonly Item[], timeOf: (item: Item) => Micros, at: Micros): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (timeOf(items[middle]!) <= at) low = middle + 1;
    else high = middle;
  }
  return low;
}

export interface HistoryOptions {
  /** Tables that do not change the picture's structure. */
  readonly ignoredTables: ReadonlySet<string>;
  /** At least so many changes lie between two checkpoints. */
  readonly checkpointEvery: number;
}

export class History {
  readonly records: StepRecord[] = [];
  readonly facts: Fact[] = [];
  readonly factsByType = new Map<string, Fact[]>();
  readonly checkpoints: Checkpoint[] = [];
  /** After n steps: how many changes there were in all. */
  readonly changesUntil: number[] = [0];
  /** After n steps: which revision the picture's structure has. */
  readonly revisions: number[] = [0];
  private rows: number;
  private touched = new Set<string>();

  /** Begins at `first`, which has to be a checkpoint of step 0. */
  constructor(
    readonly start: Counters,
    first: Checkpoint,
    readonly options: HistoryOptions,
  ) {
    this.checkpoints.push(first);
    this.rows = first.rows;
  }

  /** Begins with a world, of which it keeps a copy. */
  static of(world: World, options: HistoryOptions): History {
    const { now, nextSequence, nextFactId } = world;
    const tables = copyTables(world.tables) as unknown as TableCopies;
    const rows = Object.values(tables).reduce((sum, table) => sum + Object.keys(table).length, 0);
    return new History({ now, nextSequence, nextFactId }, { steps: 0, tables, rows }, options);
  }

  /** How many steps have happened. */
  get steps(): number {
    return this.records.length;
  }

  /**
   * Adds a step. `world` is the world after it, and read only to copy it now and then;
   * `revision` is the number to give to the structure if this step changed it.
   */
  append(record: StepRecord, world: World, revision: number): void {
    const { ignoredTables, checkpointEvery } = this.options;
    let isRelevant = false;
    for (const { table, before, after } of record.changes) {
      if (before === undefined) this.rows++;
      if (after === undefined) this.rows--;
      this.touched.add(table);
      isRelevant ||= !ignoredTables.has(table);
    }
    this.records.push(record);
    this.changesUntil.push(this.changesUntil.at(-1)! + record.changes.length);
    this.revisions.push(isRelevant ? revision : this.revisions.at(-1)!);
    for (const fact of record.facts) this.addFact(fact);

    const last = this.checkpoints.at(-1)!;
    const distance = this.changesUntil.at(-1)! - this.changesUntil[last.steps]!;
    // Never more often than every so many changes as there are rows: copies stay a fraction of all.
    if (distance >= Math.max(checkpointEvery, this.rows)) this.addCheckpoint(last, world);
  }

  /** The same history up to and including `steps` steps, to be continued otherwise. */
  prefix(steps: number): History {
    const copy = new History(this.start, this.checkpoints[0]!, this.options);
    copy.checkpoints.push(...this.checkpoints.slice(1, this.checkpointBefore(steps) + 1));
    const last = copy.checkpoints.at(-1)!;
    copy.rows = last.rows;
    for (let i = 0; i < steps; i++) {
      const record = this.records[i]!;
      copy.records.push(record);
      copy.changesUntil.push(this.changesUntil[i + 1]!);
      copy.revisions.push(this.revisions[i + 1]!);
      for (const fact of record.facts) copy.addFact(fact);
      if (i < last.steps) continue;
      for (const { table, before, after } of record.changes) {
        if (before === undefined) copy.rows++;
        if (after === undefined) copy.rows--;
        copy.touched.add(table);
      }
    }
    return copy;
  }

  /** How many steps had happened once all that was due until `at` was done. */
  stepsAt(at: Micros): number {
    return countUntil(this.records, (record) => record.to.now, at);
  }

  /** Time and counters after so many steps. */
  countersAfter(steps: number): Counters {
    return steps === 0 ? this.start : this.records[steps - 1]!.to;
  }

  /** Index of the last checkpoint that lies not beyond `steps`. */
  checkpointBefore(steps: number): number {
    return countUntil(this.checkpoints, (checkpoint) => checkpoint.steps, steps) - 1;
  }

  /** How many steps this history has in common with another that began alike. */
  stepsInCommon(other: History): number {
    let low = 0;
    let high = Math.min(this.steps, other.steps);
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.records[middle] === other.records[middle]) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  private addFact(fact: Fact): void {
    this.facts.push(fact);
    const alike = this.factsByType.get(fact.type);
    if (alike === undefined) this.factsByType.set(fact.type, [fact]);
    else alike.push(fact);
  }

  /** Copies the tables that have changed since `last`, and shares its copies of the others. */
  private addCheckpoint(last: Checkpoint, world: World): void {
    const tables: Record<string, Table<unknown>> = { ...last.tables };
    const present = world.tables as unknown as TableCopies;
    for (const name of this.touched) tables[name] = copyTable(present[name]!);
    this.checkpoints.push({ steps: this.steps, tables, rows: this.rows });
    this.touched = new Set();
  }
}
