/** The world at one moment, as kubectl sees it: what the API server holds, and the clock. */
import type { Micros } from '../sim/kernel/time';
import type { SimTables } from '../sim/laws';

export interface ClusterView {
  /** The moment asked at. */
  readonly at: Micros;
  readonly tables: SimTables;
  /** Keys of the rows of a table that have a value under an index, sorted. */
  lookup(table: string, indexName: string, value: string): readonly string[];
}
