/** What kubelets remember about their Pods. */
import type { ClusterTables } from '../cluster/tables';
import type { Draft } from '../kernel/draft';
import type { Micros } from '../kernel/time';
import type { Table } from '../kernel/world';
import type { BackOffEntry } from './crashLoop';
import type { ProbeWorker } from './probeWorker';

/** A Pod's containers as its kubelet sees them; they start and end together here. */
export interface KubeletPodRow {
  readonly node: string;
  readonly ip: string | null;
  readonly restartCount: number;
  /** When the present container was started; null while there is none. */
  readonly startedAt: Micros | null;
  readonly exitedAt: Micros | null;
  /** The kubelet has seen the present container run. */
  readonly seenRunning: boolean;
  /** The startup probe has passed, or there is none. */
  readonly started: boolean;
  readonly ready: boolean;
  readonly backOff: BackOffEntry | null;
  readonly workers: readonly ProbeWorker[];
  /** The last fact of this Pod's life on the node: the cause of what its chart does next by itself. */
  readonly lastFact: number;
}

export interface NodeTables extends ClusterTables {
  /** By Pod. */
  readonly kubeletPods: Table<KubeletPodRow>;
}

export type NodeDraft = Draft<NodeTables>;

/** Empty tables of this room, for a new world. */
export function emptyNodeTables(): Omit<NodeTables, keyof ClusterTables> {
  return { kubeletPods: {} };
}
