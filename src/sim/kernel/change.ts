/**
 * A change is a reversible value: which row, what was there before, what is there
 * after. The world moves along a timeline by applying and reverting changes.
 */
import type { Table, WorldIndex } from './world';

/** `undefined` means that the row is not there. */
export interface Change {
  readonly table: string;
  readonly key: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** The tables of a world seen without their names, as changes see them. */
export type LooseTables = Readonly<Record<string, Table<unknown>>>;

function write(tables: LooseTables, table: string, key: string, row: unknown): void {
  const rows = tables[table];
  if (rows === undefined) throw new Error(`no table "${table}" in this world`);
  if (row === undefined) delete rows[key];
  else rows[key] = row;
}

/** Applies changes in order. */
export function applyChanges(tables: LooseTables, changes: readonly Change[], index?: WorldIndex) {
  for (const change of changes) {
    write(tables, change.table, change.key, change.after);
    index?.update(change.table, change.key, change.before, change.after);
  }
}

/** Takes changes back, last first: the inverse of `applyChanges`. */
export function revertChanges(tables: LooseTables, changes: readonly Change[], index?: WorldIndex) {
  for (let i = changes.length - 1; i >= 0; i--) {
    const change = changes[i]!;
    write(tables, change.table, change.key, change.before);
    index?.update(change.table, change.key, change.after, change.before);
  }
}

/** The same effect with at most one change per row; rows that end as they began drop out. */
export function squashChanges(changes: readonly Change[]): Change[] {
  const byRow = new Map<string, Change>();
  for (const change of changes) {
    const id = `${change.table}\u0000${change.key}`;
    const first = byRow.get(id);
    byRow.set(id, first === undefined ? change : { ...first, after: change.after });
  }
  return [...byRow.values()].filter((change) => change.before !== change.after);
}
