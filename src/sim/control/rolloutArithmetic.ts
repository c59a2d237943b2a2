/**
 * The numbers of a rolling update, without a cluster. Source: kubernetes
 * pkg/controller/deployment/util/deployment_util.go (ResolveFenceposts, MaxUnavailable,
 * NewRSNewReplicas, DeploymentComplete) and pkg/controller/deployment/rolling.go.
 */
import type { Deployment, IntOrPercent } from '../cluster/objects';

type Strategy = Deployment['spec']['strategy'];

/** What arithmetic needs to know of a ReplicaSet. */
export interface ReplicaCount {
  readonly replicas: number;
  readonly available: number;
}

/**
 * A count or percentage of `total` as a count. Throws on text that is no percentage.
 * Source: k8s.io/apimachinery pkg/util/intstr/intstr.go GetScaledValueFromIntOrPercent.
 */
export function scaledValue(value: IntOrPercent, total: number, round: 'up' | 'down'): number {
  if (typeof value === 'number') return value;
  const match = /^(\d+)%$/.exec(value);
  if (match === null) throw new Error(`"${value}" is neither a whole number nor a percentage such as 25%`);
  const exact = (Number(match[1]) * total) / 100;
  return round === 'up' ? Math.ceil(exact) : Math.floor(exact);
}

/** Surge rounds up, unavailable rounds down; both 0 would never move, so unavailable becomes 1. Null counts as 0. */
export function resolveFenceposts(
  maxSurge: IntOrPercent | null,
  maxUnavailable: IntOrPercent | null,
  desired: number,
): { surge: number; unavailable: number } {
  const surge = scaledValue(maxSurge ?? 0, desired, 'up');
  const unavailable = scaledValue(maxUnavailable ?? 0, desired, 'down');
  return surge === 0 && unavailable === 0 ? { surge, unavailable: 1 } : { surge, unavailable };
}

/** How many replicas may be missing during an update: 0 unless it rolls, never more than there are. */
export function maxUnavailable(strategy: Strategy, replicas: number): number {
  if (strategy.type !== 'RollingUpdate' || replicas === 0) return 0;
  const { unavailable } = resolveFenceposts(strategy.maxSurge, strategy.maxUnavailable, replicas);
  return Math.min(unavailable, replicas);
}

/** How many replicas may exist beyond the desired ones during an update. */
export function maxSurge(strategy: Strategy, replicas: number): number {
  if (strategy.type !== 'RollingUpdate') return 0;
  return resolveFenceposts(strategy.maxSurge, strategy.maxUnavailable, replicas).surge;
}

/** The size that the newest ReplicaSet may have now. `all` is the sum of all ReplicaSets' replicas. */
export function newReplicaSetSize(strategy: Strategy, desired: number, all: number, current: number): number {
  if (strategy.type === 'Recreate' || current >= desired) return desired;
  const maxTotal = desired + scaledValue(strategy.maxSurge, desired, 'up');
  if (all >= maxTotal) return current;
  return current + Math.min(maxTotal - all, desired - current);
}

/** The first step down: old replicas that are not available go first. Returns the new sizes, oldest first. */
export function cleanupUnhealthy(
  old: readonly ReplicaCount[],
  maxCleanup: number,
): { sizes: number[]; cleaned: number } {
  let cleaned = 0;
  const sizes = old.map((set) => {
    const unhealthy = Math.max(0, set.replicas - set.available);
    const less = Math.min(Math.max(0, maxCleanup - cleaned), unhealthy, set.replicas);
    cleaned += less;
    return set.replicas - less;
  });
  return { sizes, cleaned };
}

/** The second step down: as many old replicas go as there are more available than needed. */
export function scaleDownForRollingUpdate(
  oldSizes: readonly number[],
  available: number,
  minAvailable: number,
): number[] {
  let left = Math.max(0, available - minAvailable);
  return oldSizes.map((size) => {
    const less = Math.min(size, left);
    left -= less;
    return size - less;
  });
}

/** New sizes of the old ReplicaSets (oldest first) at one step of a rolling update. */
export function oldReplicaSetSizes(
  strategy: Strategy,
  desired: number,
  old: readonly ReplicaCount[],
  newest: ReplicaCount,
): number[] {
  const sizes = old.map((set) => set.replicas);
  const oldTotal = sum(sizes);
  if (oldTotal === 0) return sizes;
  const minAvailable = desired - maxUnavailable(strategy, desired);
  const newUnavailable = newest.replicas - newest.available;
  const maxScaledDown = oldTotal + newest.replicas - minAvailable - newUnavailable;
  if (maxScaledDown <= 0) return sizes;
  const cleaned = cleanupUnhealthy(old, maxScaledDown);
  const available = sum(old.map((set) => set.available)) + newest.available;
  return scaleDownForRollingUpdate(cleaned.sizes, available, minAvailable);
}

/** True if a rollout is over: updated, existing and available replicas all equal the desired ones. */
export function isComplete(counts: {
  desired: number;
  current: number;
  updated: number;
  available: number;
}): boolean {
  return (
    counts.updated === counts.desired &&
    counts.current === counts.desired &&
    counts.available === counts.desired
  );
}

/** True if a rollout made no progress for longer than its deadline. Times in seconds. */
export function hasTimedOut(progressDeadlineSeconds: number, elapsedSeconds: number): boolean {
  return elapsedSeconds > progressDeadlineSeconds;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
