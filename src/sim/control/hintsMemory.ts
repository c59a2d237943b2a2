/**
 * What the EndpointSlice controller remembers of topology-aware hints, and the Events it records about them.
 * Source: k8s.io/endpointslice topologycache/topologycache.go SetHints, RemoveHints, GetOverloadedServices;
 * client-go tools/record/events_cache.go (equal Events are counted).
 */
import { recordFact } from './facts';
import type { AddressFamily, HintsEvent } from './sliceReconciler';
import type { ControlDraft, TopologyHintsRow } from './tables';
import type { HintsByZone } from './topologyHints';
import { isOverloaded, zoneShares, type ZoneShares } from './zoneCapacity';

/** The zones' shares of CPU, as the nodes are now. */
export function zonesHave(draft: Pick<ControlDraft, 'keys' | 'get'>): ZoneShares {
  return zoneShares(draft.keys('nodes').map((name) => draft.get('nodes', name)!));
}

/** Services of which some zone now has too few endpoints for its share. */
export function servicesOutOfProportion(draft: Pick<ControlDraft, 'keys' | 'get'>): string[] {
  const shares = zonesHave(draft);
  return draft
    .keys('topologyHints')
    .filter((key) =>
      Object.values(draft.get('topologyHints', key)!.byFamily).some((zones) => isOverloaded(zones, shares)),
    );
}

export interface HintsOutcome {
  readonly family: AddressFamily;
  readonly hintsByZone: HintsByZone | null;
  readonly event: HintsEvent | null;
}

/** Keeps what came of a sync of one family; null: the Service is gone. */
export function noteHints(draft: ControlDraft, service: string, outcome: HintsOutcome | null): void {
  if (outcome === null) {
    if (draft.get('topologyHints', service) !== undefined) draft.remove('topologyHints', service);
    if (draft.get('events', eventsKey(service)) !== undefined) draft.remove('events', eventsKey(service));
    return;
  }
  const { family, hintsByZone, event } = outcome;
  const { [family]: _old, ...others } = draft.get('topologyHints', service)?.byFamily ?? {};
  if (hintsByZone !== null) {
    keep(draft, service, { isPopulated: true, byFamily: { ...others, [family]: hintsByZone } });
  } else if (Object.keys(others).length > 0) {
    keep(draft, service, { isPopulated: false, byFamily: others });
  } else if (draft.get('topologyHints', service) !== undefined) draft.remove('topologyHints', service);
  if (event === null) return;
  recordEvent(draft, service, event);
  const { reason, message } = event;
  recordFact(draft, 'service/topologyHints', { service, reason, message });
}

function keep(draft: ControlDraft, service: string, row: TopologyHintsRow): void {
  draft.put('topologyHints', service, row);
}

function recordEvent(draft: ControlDraft, service: string, event: HintsEvent): void {
  const key = eventsKey(service);
  const all = draft.get('events', key) ?? [];
  const old = all.find(({ reason, message }) => reason === event.reason && message === event.message);
  const row = {
    ...event,
    from: 'endpoint-slice-controller',
    count: (old?.count ?? 0) + 1,
    firstMicros: old?.firstMicros ?? draft.now,
    lastMicros: draft.now,
  };
  draft.put('events', key, [...all.filter((one) => one !== old), row]);
}

/** The key of a Service's Events. */
export function eventsKey(service: string): string {
  return `Service/${service}`;
}
