/**
 * Scaling a Deployment in the middle of a rollout: the change is shared among its
 * ReplicaSets in proportion to their sizes. Source: kubernetes
 * pkg/controller/deployment/sync.go scale, util/deployment_util.go GetReplicaSetProportion.
 */

export interface ScalableSet {
  readonly name: string;
  readonly replicas: number;
  readonly creationMicros: number;
  /** Desired replicas plus surge when this set was last scaled (annotation `max-replicas`). */
  readonly maxReplicasBefore: number;
}

/** The new size of each active ReplicaSet by name. */
export function proportionalSizes(
  sets: readonly ScalableSet[],
  desired: number,
  surge: number,
): ReadonlyMap<string, number> {
  const allowed = desired > 0 ? desired + surge : 0;
  const toAdd = allowed - sets.reduce((total, set) => total + set.replicas, 0);
  const sorted = [...sets].sort((a, b) => b.replicas - a.replicas || byAge(a, b, toAdd));
  const sizes = new Map<string, number>();
  let added = 0;
  for (const set of sorted) {
    const share = toAdd === 0 ? 0 : proportion(set, desired, surge, toAdd, added);
    sizes.set(set.name, set.replicas + share);
    added += share;
  }
  const largest = sorted[0];
  if (largest !== undefined && toAdd !== 0) {
    sizes.set(largest.name, Math.max(0, sizes.get(largest.name)! + toAdd - added));
  }
  return sizes;
}

/** Growing favours the newer of two equal sets, shrinking takes from the older first. */
function byAge(a: ScalableSet, b: ScalableSet, toAdd: number): number {
  const older = a.creationMicros - b.creationMicros || (a.name < b.name ? -1 : 1);
  return toAdd > 0 ? -older : older;
}

function proportion(set: ScalableSet, desired: number, surge: number, toAdd: number, added: number): number {
  if (set.replicas === 0 || toAdd === added) return 0;
  const fraction =
    desired === 0
      ? -set.replicas
      : set.maxReplicasBefore === 0
        ? 0
        : Math.round((set.replicas * (desired + surge)) / set.maxReplicasBefore) - set.replicas;
  const left = toAdd - added;
  return toAdd > 0 ? Math.min(fraction, left) : Math.max(fraction, left);
}
