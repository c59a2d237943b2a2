/** The world at one moment as projections read it. */
import type { Draft } from '../sim/kernel/draft';
import type { Micros } from '../sim/kernel/time';
import type { SimTables } from '../sim/laws';

export interface WorldView {
  /** The moment asked for: at or after the world's last event. */
  readonly at: Micros;
  readonly tables: SimTables;
  /** Keys of the rows of a table that have a value under an index, sorted. */
  lookup(table: string, indexName: string, value: string): readonly string[];
}

/** A view as those functions of the simulation want it that only read. */
export function reader(view: WorldView): Pick<Draft<SimTables>, 'get'> {
  return {
    get: (table, key) => (view.tables[table] as Record<string, never>)[key],
  } as Pick<Draft<SimTables>, 'get'>;
}
