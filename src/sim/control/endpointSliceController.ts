/**
 * The EndpointSlice controller: which Pods stand behind a Service. Source: kubernetes
 * pkg/controller/endpointslice/endpointslice_controller.go syncService;
 * k8s.io/endpointslice reconciler.go reconcile.
 */
import type { ClusterDraft } from '../cluster/apiServer';
import {
  type Endpoint,
  type EndpointPort,
  type EndpointSlice,
  type Node,
  type Pod,
  type Service,
} from '../cluster/objects';
import { findPods, matchesLabels, selectorsThatMayMatch } from '../cluster/selectors';
import type { Watcher } from '../kernel/watch';
import { CONTROL_DELAYS } from './delays';
import { belongsInEndpoints, endpointPorts, knownNodesOnly, podToEndpoint } from './endpointConditions';
import { MANAGED_BY, createSlice, deleteSlice, updateSlice } from './sliceWrites';
import { packEndpoints, reuseDeleted } from './slicePacking';
import type { ControlTables } from './tables';
import { canonicalJson } from './templateHash';
import { enqueue, type KeyData } from './workqueue';

const SYNC = 'endpointSlice/syncDue';

/** Wakes the controller for Services that changed, and for those that select a Pod that changed. */
export const endpointSliceWatcher: Watcher<ControlTables> = {
  tables: ['services', 'pods', 'nodes'],
  notify(draft, { table, key, before, after }) {
    if (table === 'services') {
      const old = before as Service | undefined;
      const service = after as Service | undefined;
      if (old?.spec !== service?.spec || old?.metadata.labels !== service?.metadata.labels)
        wake(draft, key, key);
    } else if (table === 'nodes') {
      const there = before !== undefined;
      if (there === (after !== undefined)) return;
      for (const pod of draft.lookup('pods', 'byNode', (after ?? (before as Node)).metadata.name)) {
        wakeServicesOf(draft, draft.get('pods', pod), pod);
      }
    } else if (podMatters(before as Pod | undefined, after as Pod | undefined)) {
      wakeServicesOf(draft, before as Pod | undefined, key);
      wakeServicesOf(draft, after as Pod | undefined, key);
    }
  },
};

function podMatters(before: Pod | undefined, after: Pod | undefined): boolean {
  if (before === undefined || after === undefined) return before !== after;
  return (
    before.status.podIP !== after.status.podIP ||
    before.status.ready !== after.status.ready ||
    before.status.phase !== after.status.phase ||
    before.spec.nodeName !== after.spec.nodeName ||
    before.metadata.labels !== after.metadata.labels ||
    before.metadata.deletionMicros !== after.metadata.deletionMicros
  );
}

function wakeServicesOf(draft: ClusterDraft, pod: Pod | undefined, about: string): void {
  if (pod === undefined) return;
  const { namespace = '', labels } = pod.metadata;
  for (const key of selectorsThatMayMatch(draft, 'services', namespace, labels)) {
    if (matchesLabels(draft.get('services', key)?.spec.selector ?? {}, labels)) wake(draft, key, about);
  }
}

function wake(draft: ClusterDraft, key: string, about: string): void {
  enqueue(draft, SYNC, key, CONTROL_DELAYS.endpointSliceWatch, about);
}

export const endpointSliceHandlers = { [SYNC]: syncService };

/** What one slice is to hold. */
export interface SliceContent {
  readonly ports: readonly EndpointPort[];
  readonly endpoints: readonly Endpoint[];
}

function syncService(draft: ClusterDraft, { key }: KeyData): void {
  const service = draft.get('services', key);
  const existing = draft
    .lookup('endpointSlices', 'byService', key)
    .map((slice) => draft.get('endpointSlices', slice)!)
    .filter((slice) => slice.metadata.labels[MANAGED_BY.label] === MANAGED_BY.value);
  if (service === undefined || service.spec.type === 'ExternalName') {
    for (const slice of existing) deleteSlice(draft, key, slice);
    return;
  }
  if (service.spec.selector === null) return;
  const cause = draft.causeId;
  const plan = planSlices(service, desiredGroups(draft, service), existing);
  const written = (write: () => void) => {
    draft.because(cause);
    write();
  };
  for (const slice of plan.deletes) written(() => deleteSlice(draft, key, slice));
  for (const { slice, content } of plan.updates) written(() => updateSlice(draft, key, slice, content));
  for (const content of plan.creates) written(() => createSlice(draft, service, content));
}

/** The Service's Pods as endpoints, by the ports they offer: a named target port may differ from Pod to Pod. */
function desiredGroups(draft: ClusterDraft, service: Service): Map<string, SliceContent> {
  const publish = service.spec.publishNotReadyAddresses;
  const namespace = service.metadata.namespace ?? '';
  const pods = findPods(draft, namespace, service.spec.selector ?? {})
    .map((key) => draft.get('pods', key)!)
    .filter((pod) =>
      belongsInEndpoints(
        {
          phase: pod.status.phase,
          podIP: pod.status.podIP ?? '',
          deleting: pod.metadata.deletionMicros !== undefined,
        },
        true,
      ),
    )
    .map((pod) => ({ pod, node: pod.spec.nodeName ?? '' }));
  const nodes = new Set(
    pods.map(({ node }) => node).filter((node) => draft.get('nodes', node) !== undefined),
  );
  const groups = new Map<string, { ports: EndpointPort[]; endpoints: Endpoint[] }>();
  for (const { pod, node } of knownNodesOnly(pods, nodes, publish).kept) {
    const ports = endpointPorts(service, pod);
    const id = portsId(ports);
    const group = groups.get(id) ?? { ports, endpoints: [] };
    group.endpoints.push(podToEndpoint(pod, draft.get('nodes', node), publish));
    groups.set(id, group);
  }
  return groups;
}

/** The writes that lead from the slices that are there to the endpoints that should be. */
export function planSlices(
  service: Pick<Service, 'spec'>,
  groups: ReadonlyMap<string, SliceContent>,
  existing: readonly EndpointSlice[],
  max?: number,
): {
  creates: readonly SliceContent[];
  updates: readonly { slice: EndpointSlice; content: SliceContent }[];
  deletes: readonly EndpointSlice[];
} {
  const family = service.spec.ipFamilies[0] ?? 'IPv4';
  const byName = new Map(existing.map((slice) => [slice.metadata.name, slice]));
  const creates: SliceContent[] = [];
  const updates: { slice: EndpointSlice; content: SliceContent }[] = [];
  const usable = existing.filter((slice) => slice.addressType === family);
  const deletes = usable.filter((slice) => !groups.has(portsId(slice.ports))).map(nameOf);
  for (const [id, group] of groups) {
    const mine = usable.filter((slice) => portsId(slice.ports) === id);
    const packing = packEndpoints(
      mine.map((slice) => ({ name: nameOf(slice), endpoints: slice.endpoints })),
      group.endpoints,
      ENDPOINT_IDENTITY,
      max,
    );
    for (const endpoints of packing.creates) creates.push({ ports: group.ports, endpoints });
    for (const { name, endpoints } of packing.updates) {
      updates.push({ slice: byName.get(name)!, content: { ports: group.ports, endpoints } });
    }
    deletes.push(...packing.deletes);
  }
  // Without any endpoint one empty slice stays, so that watchers know the Service was looked at.
  if (creates.length === 0 && deletes.length === usable.length) {
    const placeholder = usable.length === 1 && isPlaceholder(usable[0]!);
    if (placeholder) return { creates, updates, deletes: [] };
    creates.push({ ports: [], endpoints: [] });
  }
  const final = reuseDeleted(creates, deletes);
  for (const { name, content } of final.reused) updates.push({ slice: byName.get(name)!, content });
  return {
    creates: final.creates,
    updates,
    deletes: [
      ...final.deletes.map((name) => byName.get(name)!),
      ...existing.filter((s) => !usable.includes(s)),
    ],
  };
}

/** An endpoint is the same one if it is of the same Pod at the same address. Source: k8s.io/endpointslice util/endpointset.go. */
const ENDPOINT_IDENTITY = {
  keyOf: (endpoint: Endpoint) =>
    `${endpoint.addresses.join(',')} ${endpoint.targetRef?.namespace ?? ''}/${endpoint.targetRef?.name ?? ''}`,
  equal: (a: Endpoint, b: Endpoint) =>
    a.conditions.ready === b.conditions.ready &&
    a.conditions.serving === b.conditions.serving &&
    a.conditions.terminating === b.conditions.terminating &&
    a.nodeName === b.nodeName &&
    a.zone === b.zone &&
    a.hostname === b.hostname &&
    (a.hints === b.hints || canonicalJson(a.hints ?? null) === canonicalJson(b.hints ?? null)),
};

function isPlaceholder(slice: EndpointSlice): boolean {
  return slice.endpoints.length === 0 && slice.ports.length === 0;
}

function portsId(ports: readonly EndpointPort[]): string {
  return ports
    .map((port) => `${port.name} ${port.protocol} ${port.port}`)
    .sort()
    .join(';');
}

function nameOf(slice: EndpointSlice): string {
  return slice.metadata.name;
}
