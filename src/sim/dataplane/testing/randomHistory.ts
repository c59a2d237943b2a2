/** A random cluster and what happens to it: Services and slices that come, change and go. For tests only. */
import {
  Dice,
  randomCluster,
  type Json,
  type RandomCluster,
  type RandomClusterOptions,
} from './randomCluster';

/** What changes before one sync. */
export interface HistoryStep {
  /** New or changed, whole. */
  readonly services: readonly Json[];
  readonly endpointSlices: readonly Json[];
  /** `namespace/name`. */
  readonly deleteServices: readonly string[];
  readonly deleteSlices: readonly string[];
  /** More than kube-proxy's `syncPeriod` has gone by since the sync before. */
  readonly periodPassed: boolean;
}

export interface RandomHistory extends RandomCluster {
  readonly steps: readonly HistoryStep[];
}

/** `namespace/name` of an object as it is stored. */
export function nameOf(object: Json): string {
  const { name, namespace = 'default' } = object['metadata'] as { name: string; namespace?: string };
  return `${namespace}/${name}`;
}

/** The Service that a slice belongs to, as `namespace/name`. */
export function ownerOf(slice: Json): string {
  const { namespace = 'default', labels } = slice['metadata'] as {
    namespace?: string;
    labels: Record<string, string>;
  };
  return `${namespace}/${labels['kubernetes.io/service-name']}`;
}

function byName(objects: readonly Json[]): Map<string, Json> {
  return new Map(objects.map((object) => [nameOf(object), object]));
}

function stepBetween(before: RandomCluster, after: RandomCluster, periodPassed: boolean): HistoryStep {
  const fresh = (old: readonly Json[], now: readonly Json[]) => {
    const known = byName(old);
    return now.filter((one) => JSON.stringify(known.get(nameOf(one))) !== JSON.stringify(one));
  };
  const gone = (old: readonly Json[], now: readonly Json[]) => {
    const kept = byName(now);
    return old.map(nameOf).filter((name) => !kept.has(name));
  };
  return {
    services: fresh(before.services, after.services),
    endpointSlices: fresh(before.endpointSlices, after.endpointSlices),
    deleteServices: gone(before.services, after.services),
    deleteSlices: gone(before.endpointSlices, after.endpointSlices),
    periodPassed,
  };
}

/** The history of that seed, with so many changes, at most 8. Most Services stay as they were from one to the next. */
export function randomHistory(
  seed: number,
  length: number,
  options: RandomClusterOptions = {},
): RandomHistory {
  const dice = new Dice(seed ^ 0x5eed);
  const first = randomCluster(seed, options);
  const steps: HistoryStep[] = [];
  let now: RandomCluster = first;
  for (let at = 1; at <= length; at++) {
    const ipFamily = first.config.ipFamily ?? 'IPv4';
    const other = randomCluster(seed + at * 100_003, { ...options, ipFamily, generation: at });
    const next = mixed(dice, now, other);
    steps.push(stepBetween(now, next, dice.chance(0.5)));
    now = next;
  }
  return { ...first, steps };
}

/** One or two Services of the cluster are as in the other one, or gone, or lose a slice. */
function mixed(dice: Dice, now: RandomCluster, other: RandomCluster): RandomCluster {
  const services = byName(now.services);
  const slices = byName(now.endpointSlices);
  const dropSlices = (service: string) => {
    for (const [name, slice] of slices) if (ownerOf(slice) === service) slices.delete(name);
  };
  for (const service of other.services.slice(0, dice.int(0, 2))) {
    const name = nameOf(service);
    services.set(name, service);
    dropSlices(name);
    for (const slice of other.endpointSlices) if (ownerOf(slice) === name) slices.set(nameOf(slice), slice);
  }
  const victim = dice.pick([...services.keys(), undefined]);
  if (victim !== undefined) {
    if (dice.chance(0.4)) services.delete(victim);
    if (dice.chance(0.5)) dropSlices(victim);
  }
  const late = dice.pick([...slices.values(), undefined]);
  if (late !== undefined && dice.chance(0.5)) {
    const endpoints = late['endpoints'] as readonly Json[];
    slices.set(nameOf(late), { ...late, endpoints: endpoints.slice(1) });
  }
  return { ...now, services: [...services.values()], endpointSlices: [...slices.values()] };
}
