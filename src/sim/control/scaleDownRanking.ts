/**
 * Which Pods a ReplicaSet gives up first. Source: kubernetes
 * pkg/controller/controller_utils.go ActivePodsWithRanks.Less.
 */
import type { Pod } from '../cluster/objects';
import type { Micros } from '../kernel/time';

/** What the ranking looks at. */
export interface RankedPod {
  readonly name: string;
  readonly uid: string;
  readonly node: string;
  readonly phase: Pod['status']['phase'];
  readonly ready: boolean;
  readonly readySince: Micros | null;
  readonly deletionCost: number;
  /** Active Pods of the same owner's owner on the same node. */
  readonly rank: number;
  readonly restarts: number;
  readonly created: Micros | null;
}

const PHASE_ORDER: Readonly<Record<string, number>> = { Pending: 0, Unknown: 1, Running: 2 };
export const DELETION_COST = 'controller.kubernetes.io/pod-deletion-cost';

/** Negative if `a` is to be deleted before `b`; 0 if the order says nothing. */
export function compareVictims(a: RankedPod, b: RankedPod, now: Micros): number {
  if ((a.node === '') !== (b.node === '')) return a.node === '' ? -1 : 1;
  const phase = (PHASE_ORDER[a.phase] ?? 0) - (PHASE_ORDER[b.phase] ?? 0);
  if (phase !== 0) return phase;
  if (a.ready !== b.ready) return a.ready ? 1 : -1;
  if (a.deletionCost !== b.deletionCost) return a.deletionCost - b.deletionCost;
  if (a.rank !== b.rank) return b.rank - a.rank;
  if (a.ready && a.readySince !== b.readySince) return compareAge(a.readySince, b.readySince, now, a, b);
  if (a.restarts !== b.restarts) return b.restarts - a.restarts;
  if (a.created !== b.created) return compareAge(a.created, b.created, now, a, b);
  return 0;
}

/** The Pods to delete, first victim first. Ties by name, so that the choice can be repeated. */
export function chooseVictims(pods: readonly RankedPod[], count: number, now: Micros): RankedPod[] {
  return [...pods].sort((a, b) => compareVictims(a, b, now) || (a.name < b.name ? -1 : 1)).slice(0, count);
}

/** The ranking's view of a Pod. */
export function rankedPod(pod: Pod, rank: number): RankedPod {
  return {
    name: pod.metadata.name,
    uid: pod.metadata.uid,
    node: pod.spec.nodeName ?? '',
    phase: pod.status.phase,
    ready: pod.status.ready,
    readySince: pod.status.readySinceMicros ?? null,
    deletionCost: Number(pod.metadata.annotations[DELETION_COST] ?? 0) || 0,
    rank,
    restarts: pod.status.containerStatuses.reduce((most, status) => Math.max(most, status.restartCount), 0),
    created: pod.metadata.creationMicros,
  };
}

/** No time counts as youngest. Otherwise the age in nanoseconds is compared by its power of two, then the uid. */
function compareAge(a: Micros | null, b: Micros | null, now: Micros, x: RankedPod, y: RankedPod): number {
  if (a === null || b === null) return a === null ? -1 : 1;
  const difference = bucket(now - a) - bucket(now - b);
  if (difference !== 0) return difference;
  return x.uid === y.uid ? 0 : x.uid < y.uid ? -1 : 1;
}

function bucket(age: Micros): number {
  return age <= 0 ? -1 : Math.floor(Math.log2(age * 1_000));
}
