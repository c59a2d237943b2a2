/**
 * Hints for the annotation `service.kubernetes.io/topology-mode: Auto`: the zones get endpoints in proportion
 * to their CPU, some of them from other zones if need be; if that cannot be done fairly, there are no hints.
 * Source: k8s.io/endpointslice topologycache/topologycache.go AddHints, topologycache/sliceinfo.go,
 * topologycache/utils.go redistributeHints, getHintsByZone; reconciler.go reconcileByAddressType.
 */
import type { Endpoint, EndpointSlice, Labels } from '../cluster/objects';
import { allocate, exchangeOf, type Allocations, type Exchange } from './hintAllocation';
import { alsoWrite, mapEndpoints, removeHints, type SlicePlan } from './plannedSlices';
import type { ZoneShares } from './zoneCapacity';

/** True if the annotation asks for it; the older annotation of the two wins. Source: utils.go hintsEnabled. */
export function wantsTopologyHints(annotations: Labels): boolean {
  const value =
    annotations['service.kubernetes.io/topology-aware-hints'] ??
    annotations['service.kubernetes.io/topology-mode'];
  return value === 'Auto' || value === 'auto';
}

/** Endpoints by the zone that they are meant for. */
export type HintsByZone = Readonly<Record<string, number>>;

export interface TopologyHints {
  readonly plan: SlicePlan;
  /** Null where there are no hints. */
  readonly byZone: HintsByZone | null;
  /** Why there are none, in the words of the controller's event. */
  readonly refusal: string | null;
}

/** Gives the ready endpoints their zones, or takes all hints away and says why. */
export function addTopologyHints(plan: SlicePlan, shares: ZoneShares): TopologyHints {
  const refuse = (refusal: string) => ({ plan: removeHints(plan), byZone: null, refusal });
  const all = [...plan.creates, ...plan.updates, ...plan.unchanged].flatMap((slice) => slice.endpoints);
  const allocations = allocate(shares, all.filter(isReady).length);
  if (typeof allocations === 'string') return refuse(allocations);

  const byZone: Record<string, number> = {};
  const fresh = alsoWrite(plan, (slice) => {
    const kept = keptHints(slice, byZone, allocations);
    for (const [zone, count] of Object.entries(kept ?? {})) byZone[zone] = (byZone[zone] ?? 0) + count;
    return kept === null;
  });
  const written = [...fresh.creates, ...fresh.updates].flatMap((slice) => slice.endpoints).filter(isReady);
  if (written.some(({ zone }) => zone === undefined)) {
    return refuse('One or more endpoints do not have a zone specified');
  }
  for (const { zone } of written) byZone[zone!] = (byZone[zone!] ?? 0) + 1;
  const exchange = exchangeOf(allocations, byZone);
  const hinted = mapEndpoints(fresh, (endpoint) => {
    if (!isReady(endpoint)) return endpoint;
    const zone = zoneFor(endpoint.zone!, exchange);
    byZone[endpoint.zone!] = byZone[endpoint.zone!]! - 1;
    byZone[zone] = (byZone[zone] ?? 0) + 1;
    return { ...endpoint, hints: { forZones: [zone] } };
  });
  if (Object.keys(byZone).length === 0) return refuse('No hints allocated for zones');
  return { plan: hinted, byZone, refusal: null };
}

function isReady(endpoint: Endpoint): boolean {
  return endpoint.conditions.ready;
}

/** The hints of a slice that may stay as they are; null if it has to be written anew. */
function keptHints(
  slice: EndpointSlice,
  already: HintsByZone,
  allocations: Allocations,
): Record<string, number> | null {
  const counts: Record<string, number> = {};
  for (const { hints } of slice.endpoints.filter(isReady)) {
    const zones = hints?.forZones ?? [];
    if (zones.length === 0 || zones.some((zone) => !allocations.has(zone))) return null;
    for (const zone of zones) counts[zone] = (counts[zone] ?? 0) + 1;
  }
  const tooMany = Object.entries(counts).some(
    ([zone, count]) => count + (already[zone] ?? 0) > allocations.get(zone)!.maximum,
  );
  return tooMany ? null : counts;
}

/** The zone that an endpoint serves: its own, or one that receives while its own gives. */
function zoneFor(own: string, { giving, receiving }: Exchange): string {
  const [to] = [...receiving.keys()].sort();
  if (to === undefined || !giving.has(own)) return own;
  countDown(giving, own);
  countDown(receiving, to);
  return to;
}

function countDown(counts: Map<string, number>, zone: string): void {
  const left = counts.get(zone)! - 1;
  if (left === 0) counts.delete(zone);
  else counts.set(zone, left);
}
