/**
 * How much of the cluster's CPU each zone has, which is what topology-aware hints share a Service's endpoints by.
 * Source: k8s.io/endpointslice topologycache/topologycache.go SetNodes, topologycache/utils.go serviceOverloaded.
 */
import type { Node } from '../cluster/objects';

export const ZONE_LABEL = 'topology.kubernetes.io/zone';

/** Zone → its part of all allocatable CPU, 0 … 1. Null where that cannot be told, or there is one zone only. */
export type ZoneShares = Readonly<Record<string, number>> | null;

/** How far above its fair part of the traffic an endpoint may get. */
export const OVERLOAD_THRESHOLD = 0.2;

const EXCLUDED = ['node-role.kubernetes.io/control-plane', 'node-role.kubernetes.io/master'];

/**
 * The shares of the zones. Control plane nodes and nodes that are not ready do not count; one node that counts
 * and has no zone or no allocatable CPU is enough for no hints at all.
 */
export function zoneShares(nodes: readonly Node[]): ZoneShares {
  const millisByZone = new Map<string, number>();
  let total = 0;
  for (const { metadata, status } of nodes) {
    if (EXCLUDED.some((label) => metadata.labels[label] !== undefined) || !status.ready) continue;
    const zone = metadata.labels[ZONE_LABEL] ?? '';
    const millis = cpuMillis(status.allocatable?.cpu ?? '');
    if (zone === '' || millis === 0) return null;
    millisByZone.set(zone, (millisByZone.get(zone) ?? 0) + millis);
    total += millis;
  }
  if (millisByZone.size < 2) return null;
  return Object.fromEntries([...millisByZone].sort(byName).map(([zone, millis]) => [zone, millis / total]));
}

function byName([a]: readonly [string, number], [b]: readonly [string, number]): number {
  return a < b ? -1 : 1;
}

/** Thousandths of a CPU of a quantity such as `4`, `3920m` or `0.5`, rounded up; 0 for what is no quantity. */
export function cpuMillis(quantity: string): number {
  const match = /^\+?(\d+(?:\.\d*)?|\.\d+)(?:([eE][+-]?\d+)|(n|u|m|k|M|G|Ki|Mi|Gi))?$/.exec(quantity.trim());
  if (match === null) return 0;
  const factor = match[3] === undefined ? 1 : (SUFFIX[match[3]] ?? 1);
  const millis = Number(`${match[1]!}${match[2] ?? ''}`) * factor * 1000;
  return Math.ceil(Number(millis.toFixed(6)));
}

const SUFFIX: Readonly<Record<string, number>> = {
  ...{ n: 1e-9, u: 1e-6, m: 1e-3, k: 1e3, M: 1e6, G: 1e9 },
  ...{ Ki: 1024, Mi: 1024 ** 2, Gi: 1024 ** 3 },
};

/** True if some zone has got fewer endpoints than it needs to stay below the threshold; then the hints are made anew. */
export function isOverloaded(endpointsByZone: Readonly<Record<string, number>>, shares: ZoneShares): boolean {
  const counts = Object.values(endpointsByZone);
  if (counts.length === 0) return false;
  if (shares === null) return true;
  const total = counts.reduce((sum, count) => sum + count, 0);
  return Object.entries(shares).some(([zone, share]) => {
    const count = endpointsByZone[zone];
    return count === undefined || count < Math.ceil(total * share * (1 / (1 + OVERLOAD_THRESHOLD)));
  });
}
