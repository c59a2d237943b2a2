/**
 * How many endpoints each zone gets under `topology-mode: Auto`, and which zones give some to which.
 * Source: k8s.io/endpointslice topologycache/topologycache.go getAllocations, topologycache/utils.go
 * getGivingAndReceivingZones. Where Go takes any of several equals, the first by name is taken here.
 */
import { OVERLOAD_THRESHOLD, type ZoneShares } from './zoneCapacity';

export interface Allocation {
  readonly minimum: number;
  readonly maximum: number;
  /** Not a whole number. */
  readonly desired: number;
}

/** By zone, sorted by name. */
export type Allocations = ReadonlyMap<string, Allocation>;

/** What every zone should have of so many ready endpoints; or the reason why there are no hints, in the controller's words. */
export function allocate(shares: ZoneShares, endpoints: number): Allocations | string {
  if (shares === null) {
    return 'Insufficient Node information: allocatable CPU or zone not specified on one or more nodes';
  }
  const zones = Object.entries(shares);
  const numbers = `(${endpoints} endpoints, ${zones.length} zones)`;
  if (zones.length > endpoints) return `Insufficient number of endpoints ${numbers}`;
  const wanted = zones.map(([zone, share]) => {
    const exact = share * endpoints;
    const minimum = Math.ceil(exact * (1 / (1 + OVERLOAD_THRESHOLD)));
    return { zone, minimum, desired: Math.max(exact, minimum) };
  });
  const left = endpoints - wanted.reduce((sum, { minimum }) => sum + minimum, 0);
  if (left < 0) {
    return `Unable to allocate minimum required endpoints to each zone without exceeding overload threshold ${numbers}`;
  }
  return new Map(
    wanted.map(({ zone, minimum, desired }) => [zone, { minimum, maximum: minimum + left, desired }]),
  );
}

/** How many endpoints each zone gives away, and how many each receives. */
export interface Exchange {
  readonly giving: Map<string, number>;
  readonly receiving: Map<string, number>;
}

/** From what each zone has to what it should have, in whole endpoints. */
export function exchangeOf(allocations: Allocations, has: Readonly<Record<string, number>>): Exchange {
  const over = new Map<string, number>();
  const under = new Map<string, number>();
  for (const [zone, { desired }] of allocations) {
    const count = has[zone] ?? 0;
    if (count > desired) over.set(zone, count - desired);
    else if (count < desired) under.set(zone, desired - count);
  }
  const giving = new Map<string, number>();
  const receiving = new Map<string, number>();
  for (;;) {
    const from = most(over);
    const to = most(under);
    if (from === null || to === null || (from.amount < 1 && to.amount < 1)) break;
    if (from.amount < 0.5 || to.amount < 0.5) break;
    giving.set(from.zone, (giving.get(from.zone) ?? 0) + 1);
    receiving.set(to.zone, (receiving.get(to.zone) ?? 0) + 1);
    over.set(from.zone, from.amount - 1);
    under.set(to.zone, to.amount - 1);
  }
  return { giving, receiving };
}

function most(zones: ReadonlyMap<string, number>): { zone: string; amount: number } | null {
  let best: { zone: string; amount: number } | null = null;
  for (const [zone, amount] of zones) if (amount > (best?.amount ?? 0)) best = { zone, amount };
  return best;
}
