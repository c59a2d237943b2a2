/** What the controllers remember beside the API objects. */
import type { ClusterTables } from '../cluster/tables';
import type { Draft } from '../kernel/draft';
import type { Table } from '../kernel/world';

/** The scheduler's picture of where a Pod is (its NodeInfo cache, seen from the Pod). */
export interface AssignmentRow {
  readonly node: string;
  /** `kind/namespace/name` of the owner, or empty. */
  readonly owner: string;
  readonly terminating: boolean;
}

export interface ControlTables extends ClusterTables {
  /** By Pod. */
  readonly assignments: Table<AssignmentRow>;
  /** Pods per node, by node. */
  readonly nodeLoads: Table<number>;
  /** Pods of one owner on one node that are not terminating, by `node|owner`. */
  readonly placements: Table<number>;
  /** Pods for which no node was found, and why. */
  readonly unschedulable: Table<{ readonly reason: string }>;
}

export type ControlDraft = Draft<ControlTables>;

/** Empty tables of this room, for a new world. */
export function emptyControlTables(): Omit<ControlTables, keyof ClusterTables> {
  return { assignments: {}, nodeLoads: {}, placements: {}, unschedulable: {} };
}
