/** EndpointSlices on their way from what is there to what should be, before they are written. */
import type { Endpoint, EndpointPort, EndpointSlice } from '../cluster/objects';

/** What one slice is to hold. */
export interface SliceContent {
  readonly ports: readonly EndpointPort[];
  readonly endpoints: readonly Endpoint[];
}

/** A slice that is to be written: an existing one, or null for a new one. */
export interface PlannedSlice extends SliceContent {
  readonly slice: EndpointSlice | null;
}

/** The slices of one address family, by what becomes of them. */
export interface SlicePlan {
  readonly creates: readonly PlannedSlice[];
  readonly updates: readonly PlannedSlice[];
  readonly unchanged: readonly EndpointSlice[];
  readonly deletes: readonly EndpointSlice[];
}

/** An existing slice, to be written with the same content but for its hints. */
export function rewritten(slice: EndpointSlice): PlannedSlice {
  return { slice, ports: slice.ports, endpoints: slice.endpoints };
}

/** Changes the endpoints of everything that is going to be written. */
export function mapEndpoints(plan: SlicePlan, change: (endpoint: Endpoint) => Endpoint): SlicePlan {
  const all = (slices: readonly PlannedSlice[]) =>
    slices.map((planned) => ({ ...planned, endpoints: planned.endpoints.map(change) }));
  return { ...plan, creates: all(plan.creates), updates: all(plan.updates) };
}

/** Has the unchanged slices of which that is true written, too. */
export function alsoWrite(plan: SlicePlan, isWrong: (slice: EndpointSlice) => boolean): SlicePlan {
  const wrong = plan.unchanged.filter(isWrong);
  if (wrong.length === 0) return plan;
  return {
    ...plan,
    updates: [...plan.updates, ...wrong.map(rewritten)],
    unchanged: plan.unchanged.filter((slice) => !wrong.includes(slice)),
  };
}

/** An endpoint without hints. */
export function withoutHints(endpoint: Endpoint): Endpoint {
  if (endpoint.hints === undefined) return endpoint;
  const { hints: _hints, ...rest } = endpoint;
  return rest;
}

/** Takes all hints away. Source: k8s.io/endpointslice topologycache/utils.go RemoveHintsFromSlices. */
export function removeHints(plan: SlicePlan): SlicePlan {
  const hasHints = (slice: EndpointSlice) => slice.endpoints.some(({ hints }) => hints !== undefined);
  return mapEndpoints(alsoWrite(plan, hasHints), withoutHints);
}
