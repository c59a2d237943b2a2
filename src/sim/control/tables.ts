/** What the controllers remember beside the API objects. */
import type { ClusterTables } from '../cluster/tables';
import type { Draft } from '../kernel/draft';
import type { Micros } from '../kernel/time';
import type { Table } from '../kernel/world';

/** The scheduler's picture of where a Pod is (its NodeInfo cache, seen from the Pod). */
export interface AssignmentRow {
  readonly node: string;
  /** `kind/namespace/name` of the owner, or empty. */
  readonly owner: string;
  readonly terminating: boolean;
}

/** What the EndpointSlice controller remembers of a Service with `topology-mode: Auto`. Source: k8s.io/endpointslice topologycache. */
export interface TopologyHintsRow {
  /** It has said that the hints are enabled. */
  readonly isPopulated: boolean;
  /** Address family → zone → endpoints that are meant for it. */
  readonly byFamily: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

/** An Event that a controller has recorded about an object. Source: k8s.io/api core/v1 Event. */
export interface EventRow {
  readonly type: 'Normal' | 'Warning';
  readonly reason: string;
  readonly from: string;
  readonly message: string;
  readonly count: number;
  readonly firstMicros: number;
  readonly lastMicros: number;
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
  /** By Service. */
  readonly topologyHints: Table<TopologyHintsRow>;
  /** By object, `Kind/namespace/name`; oldest first. */
  readonly events: Table<readonly EventRow[]>;
  /** When a node of a zone was last tainted NoExecute, by `region/zone`: further ones wait. */
  readonly zoneEvictions: Table<{ readonly lastAt: Micros }>;
}

export type ControlDraft = Draft<ControlTables>;

/** Empty tables of this room, for a new world. */
export function emptyControlTables(): Omit<ControlTables, keyof ClusterTables> {
  return {
    ...{ assignments: {}, nodeLoads: {}, placements: {}, unschedulable: {}, zoneEvictions: {} },
    ...{ topologyHints: {}, events: {} },
  };
}
