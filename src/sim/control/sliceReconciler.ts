/**
 * The writes that lead from a Service's EndpointSlices of one address family to the endpoints that should be,
 * with their hints. Source: k8s.io/endpointslice reconciler.go reconcileByAddressType, reconcileByPortMapping,
 * finalize.
 */
import type { Endpoint, EndpointPort, EndpointSlice, Service } from '../cluster/objects';
import type { PlannedSlice, SliceContent, SlicePlan } from './plannedSlices';
import { removeHints } from './plannedSlices';
import { labelsOfSlices, ownLabels } from './sliceLabels';
import { packEndpoints, reuseDeleted } from './slicePacking';
import { canonicalJson } from './templateHash';
import { addTopologyHints, wantsTopologyHints, type HintsByZone } from './topologyHints';
import { addNearHints, wantsNearTraffic } from './trafficDistribution';
import type { ZoneShares } from './zoneCapacity';

export type AddressFamily = 'IPv4' | 'IPv6';

export interface SliceInput {
  readonly service: Service;
  readonly family: AddressFamily;
  /** The desired endpoints by `portsId`. */
  readonly groups: ReadonlyMap<string, SliceContent>;
  /** The slices of this family that this controller manages. */
  readonly existing: readonly EndpointSlice[];
  readonly shares: ZoneShares;
  /** The annotation has brought hints before. */
  readonly hadTopologyHints: boolean;
  readonly max?: number;
}

/** What the controller tells about a Service. Source: k8s.io/endpointslice topologycache/event.go. */
export interface HintsEvent {
  readonly type: 'Normal' | 'Warning';
  readonly reason: 'TopologyAwareHintsEnabled' | 'TopologyAwareHintsDisabled';
  readonly message: string;
}

export interface SliceWrites {
  readonly creates: readonly SliceContent[];
  readonly updates: readonly { readonly slice: EndpointSlice; readonly content: SliceContent }[];
  readonly deletes: readonly EndpointSlice[];
  readonly event: HintsEvent | null;
  /** Of the annotation's hints; null if it brought none. */
  readonly hintsByZone: HintsByZone | null;
}

/** Plans all writes for one family. */
export function reconcileSlices(input: SliceInput): SliceWrites {
  const packed = pack(input);
  const { plan, hintsByZone, event } = addHints(packed, input);
  const final = reuseDeleted(
    plan.creates,
    plan.deletes.map((slice) => slice.metadata.name),
  );
  const byName = new Map(input.existing.map((slice) => [slice.metadata.name, slice]));
  const updates = [
    ...plan.updates.map((planned) => ({ slice: planned.slice!, content: contentOf(planned) })),
    ...final.reused.map(({ name, content }) => ({ slice: byName.get(name)!, content: contentOf(content) })),
  ];
  const deletes = final.deletes.map((name) => byName.get(name)!);
  return { creates: final.creates.map(contentOf), updates, deletes, event, hintsByZone };
}

function contentOf({ ports, endpoints }: PlannedSlice): SliceContent {
  return { ports, endpoints };
}

/** What is to be written for the endpoints alone. */
function pack({ service, groups, existing, max }: SliceInput): SlicePlan {
  const labels = canonicalJson(ownLabels(labelsOfSlices(service)));
  const byName = new Map(existing.map((slice) => [slice.metadata.name, slice]));
  const creates: PlannedSlice[] = [];
  const updates: PlannedSlice[] = [];
  const deletes: EndpointSlice[] = [];
  const idOf = new Map(existing.map((slice) => [slice, portsId(slice.ports)]));
  for (const [id, group] of groups) {
    const mine = existing.filter((slice) => idOf.get(slice) === id);
    const packing = packEndpoints(
      mine.map((slice) => ({
        name: slice.metadata.name,
        endpoints: slice.endpoints,
        isStale: canonicalJson(ownLabels(slice.metadata.labels)) !== labels,
      })),
      group.endpoints,
      ENDPOINT_IDENTITY,
      max,
    );
    for (const endpoints of packing.creates) creates.push({ slice: null, ports: group.ports, endpoints });
    for (const { name, endpoints } of packing.updates) {
      updates.push({ slice: byName.get(name)!, ports: group.ports, endpoints });
    }
    deletes.push(...packing.deletes.map((name) => byName.get(name)!));
  }
  deletes.push(...existing.filter((slice) => !groups.has(idOf.get(slice)!)));
  // Without any endpoint one empty slice stays, so that watchers know the Service was looked at.
  if (creates.length === 0 && deletes.length === existing.length) {
    const [only] = deletes;
    const isPlaceholder =
      deletes.length === 1 &&
      only!.endpoints.length === 0 &&
      only!.ports.length === 0 &&
      canonicalJson(ownLabels(only!.metadata.labels)) === labels;
    if (isPlaceholder) deletes.pop();
    else creates.push({ slice: null, ports: [], endpoints: [] });
  }
  const touched = new Set([...updates.map(({ slice }) => slice), ...deletes]);
  return { creates, updates, deletes, unchanged: existing.filter((slice) => !touched.has(slice)) };
}

function addHints(
  plan: SlicePlan,
  { service, family, shares, hadTopologyHints }: SliceInput,
): { plan: SlicePlan; hintsByZone: HintsByZone | null; event: HintsEvent | null } {
  if (wantsTopologyHints(service.metadata.annotations)) {
    const { plan: hinted, byZone, refusal } = addTopologyHints(plan, shares);
    return { plan: hinted, hintsByZone: byZone, event: eventOf(refusal, hadTopologyHints, family) };
  }
  const event = hadTopologyHints
    ? eventOf('Topology Aware Hints has been disabled', hadTopologyHints, family)
    : null;
  const isNear = wantsNearTraffic(service);
  const withNodes = service.spec.trafficDistribution === 'PreferSameNode';
  return { plan: isNear ? addNearHints(plan, withNodes) : removeHints(plan), hintsByZone: null, event };
}

function eventOf(refusal: string | null, hadHints: boolean, family: AddressFamily): HintsEvent | null {
  if (refusal !== null) {
    const message = `${refusal}, addressType: ${family}`;
    return { type: 'Warning', reason: 'TopologyAwareHintsDisabled', message };
  }
  if (hadHints) return null;
  const message = `Topology Aware Hints has been enabled, addressType: ${family}`;
  return { type: 'Normal', reason: 'TopologyAwareHintsEnabled', message };
}

/**
 * An endpoint is the same one if it is of the same Pod at the same address under the same host name; hints do
 * not count. Source: k8s.io/endpointslice util/endpointset.go, util/controller_utils.go EndpointsEqualBeyondHash.
 */
const ENDPOINT_IDENTITY = {
  keyOf: ({ addresses, hostname = '', targetRef }: Endpoint) =>
    `${addresses.join(',')} ${hostname} ${targetRef?.namespace ?? ''}/${targetRef?.name ?? ''}`,
  equal: (a: Endpoint, b: Endpoint) =>
    a.conditions.ready === b.conditions.ready &&
    a.conditions.serving === b.conditions.serving &&
    a.conditions.terminating === b.conditions.terminating &&
    a.nodeName === b.nodeName &&
    a.zone === b.zone &&
    a.targetRef?.uid === b.targetRef?.uid,
};

/** The same for slices with the same ports, in whatever order. */
export function portsId(ports: readonly EndpointPort[]): string {
  return ports
    .map((port) => `${port.name} ${port.protocol} ${port.port} ${port.appProtocol ?? ''}`)
    .sort()
    .join(';');
}
