/**
 * The world: all that is true at one instant, as plain JSON. Rows are immutable
 * values, replaced and never edited; a table is a record of rows by key. Each room
 * of `sim` names the tables it owns in an interface that extends `Tables`.
 */
import type { Micros } from './time';
import type { SimEvent } from './event';

/** Rows by key. Iterate only through `sortedKeys` or an index: insertion order is not part of the world. */
export type Table<Row> = Record<string, Row>;

/** What every world has, whatever rooms take part. */
export interface KernelTables {
  /** What is due, by event id. */
  readonly queue: Table<SimEvent>;
  /** State of each random stream, by stream name. */
  readonly random: Table<readonly number[]>;
  /** State of each entity's statechart, by entity. */
  readonly machines: Table<MachineRow>;
}

/** Where an entity's statechart stands. */
export interface MachineRow {
  /** Id of the chart definition, for the inspector: `pod`, `tcpConnection` … */
  readonly chart: string;
  /** Dotted path of the active leaf state: `running.ready`. */
  readonly state: string;
  readonly since: Micros;
}

export interface World<Tables extends KernelTables = KernelTables> {
  readonly version: 1;
  readonly seed: string;
  now: Micros;
  /** Gives each scheduled event its place among those due at one instant. */
  nextSequence: number;
  /** Gives each fact its id; a fact's id is its index in the trace. */
  nextFactId: number;
  readonly tables: Tables;
}

/** The keys of a table in an order that does not depend on history. */
export function sortedKeys(table: Table<unknown>): string[] {
  return Object.keys(table).sort();
}

/**
 * Derived look-ups (`pods` by owner, by IP …): not part of the world, rebuilt
 * from it at any moment, kept up to date as changes are applied.
 */
export type IndexSpec = Readonly<
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- a row's type is known only to the room that owns the table
  Record<string, Readonly<Record<string, (row: any) => readonly string[]>>>
>;

/** Table → index name → value → sorted keys of the rows that have that value. */
export class WorldIndex {
  private readonly maps = new Map<string, Map<string, Map<string, string[]>>>();

  constructor(
    private readonly spec: IndexSpec,
    tables: Readonly<Record<string, Table<unknown>>>,
  ) {
    for (const table of Object.keys(spec)) {
      this.maps.set(table, new Map(Object.keys(spec[table]!).map((name) => [name, new Map()])));
      const rows = tables[table] ?? {};
      for (const key of Object.keys(rows)) this.update(table, key, undefined, rows[key]);
    }
  }

  /** Follows one change of a row; `undefined` means the row is not there. */
  update(table: string, key: string, before: unknown, after: unknown): void {
    const indexes = this.spec[table];
    if (indexes === undefined) return;
    for (const name of Object.keys(indexes)) {
      const valuesOf = indexes[name]!;
      const map = this.map(table, name);
      const old = before === undefined ? [] : valuesOf(before);
      const fresh = after === undefined ? [] : valuesOf(after);
      for (const value of old) {
        if (fresh.includes(value)) continue;
        const keys = map.get(value);
        if (keys === undefined) continue;
        const at = placeOf(keys, key);
        if (keys[at] === key) keys.splice(at, 1);
        if (keys.length === 0) map.delete(value);
      }
      for (const value of fresh) {
        if (old.includes(value)) continue;
        const keys = map.get(value);
        if (keys === undefined) {
          map.set(value, [key]);
          continue;
        }
        const at = placeOf(keys, key);
        if (keys[at] !== key) keys.splice(at, 0, key);
      }
    }
  }

  /** Keys of the rows of `table` that have `value` under index `name`, sorted. Throws if there is no such index. */
  lookup(table: string, name: string, value: string): string[] {
    return this.map(table, name).get(value)?.slice() ?? [];
  }

  /** How many rows have that value; cheaper than a look-up. */
  count(table: string, name: string, value: string): number {
    return this.map(table, name).get(value)?.length ?? 0;
  }

  private map(table: string, name: string): Map<string, string[]> {
    const map = this.maps.get(table)?.get(name);
    if (map === undefined) throw new Error(`no index "${name}" of the table "${table}"`);
    return map;
  }
}

/** Where `key` stands in a sorted list, or would stand. */
function placeOf(keys: readonly string[], key: string): number {
  let low = 0;
  let high = keys.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (keys[middle]! < key) low = middle + 1;
    else high = middle;
  }
  return low;
}
