/**
 * The EndpointSlice controller: which Pods stand behind a Service. Source: kubernetes
 * pkg/controller/endpointslice/endpointslice_controller.go syncService;
 * k8s.io/endpointslice reconciler.go reconcile.
 */
import type { ClusterDraft } from '../cluster/apiServer';
import type { Node, Pod, Service } from '../cluster/objects';
import { findPods, matchesLabels, selectorsThatMayMatch } from '../cluster/selectors';
import type { Watcher } from '../kernel/watch';
import { CONTROL_DELAYS } from './delays';
import { desiredEndpoints } from './desiredEndpoints';
import { noteHints, servicesOutOfProportion, zonesHave } from './hintsMemory';
import { MANAGED_BY } from './sliceLabels';
import { reconcileSlices, type AddressFamily } from './sliceReconciler';
import { createSlice, deleteSlice, updateSlice } from './sliceWrites';
import type { ControlDraft, ControlTables } from './tables';
import { wantsTopologyHints } from './topologyHints';
import { enqueue, type KeyData } from './workqueue';
import { ZONE_LABEL } from './zoneCapacity';

const SYNC = 'endpointSlice/syncDue';
const NODES_CHANGED = 'endpointSlice/nodesChanged';

/** Wakes the controller for Services that changed, and for those that select a Pod that changed. */
export const endpointSliceWatcher: Watcher<ControlTables> = {
  tables: ['services', 'pods', 'nodes'],
  notify(draft, { table, key, before, after }) {
    if (table === 'services') {
      const old = before as Service | undefined;
      const service = after as Service | undefined;
      if (serviceMatters(old, service)) wake(draft, key, key);
    } else if (table === 'nodes') {
      if (zonesChange(before as Node | undefined, after as Node | undefined)) checkZones(draft, key);
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

function serviceMatters(before: Service | undefined, after: Service | undefined): boolean {
  return (
    before?.spec !== after?.spec ||
    before?.metadata.labels !== after?.metadata.labels ||
    before?.metadata.annotations !== after?.metadata.annotations
  );
}

/** Source: pkg/controller/endpointslice/endpointslice_controller.go addNode, updateNode, deleteNode. */
function zonesChange(before: Node | undefined, after: Node | undefined): boolean {
  if (before === undefined || after === undefined) return true;
  const zone = ({ metadata }: Node) => metadata.labels[ZONE_LABEL];
  return before.status.ready !== after.status.ready || zone(before) !== zone(after);
}

/** Services whose hints follow the zones' CPU are looked at again, if there are any. */
function checkZones(draft: Pick<ControlDraft, 'keys' | 'schedule'>, node: string): void {
  if (draft.keys('topologyHints').length === 0) return;
  draft.schedule({
    type: NODES_CHANGED,
    delayMicros: CONTROL_DELAYS.endpointSliceWatch,
    data: { key: node } satisfies KeyData,
    timer: NODES_CHANGED,
  });
}

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

export const endpointSliceHandlers = { [SYNC]: syncService, [NODES_CHANGED]: onNodesChanged };

function onNodesChanged(draft: ControlDraft, { key }: KeyData): void {
  for (const service of servicesOutOfProportion(draft)) wake(draft, service, key);
}

/**
 * Brings a Service's slices up to date, one address family after the other. A Service that is gone takes its
 * slices with it (in a real cluster through the garbage collector); one of type ExternalName is left as it is.
 */
function syncService(draft: ControlDraft, { key }: KeyData): void {
  const service = draft.get('services', key);
  const existing = draft
    .lookup('endpointSlices', 'byService', key)
    .map((slice) => draft.get('endpointSlices', slice)!)
    .filter((slice) => slice.metadata.labels[MANAGED_BY.label] === MANAGED_BY.value);
  if (service === undefined) {
    for (const slice of existing) deleteSlice(draft, key, slice);
    noteHints(draft, key, null);
    return;
  }
  if (service.spec.type === 'ExternalName' || service.spec.selector === null) return;
  const cause = draft.causeId;
  const written = (write: () => void) => {
    draft.because(cause);
    write();
  };
  const { ipFamilies } = service.spec;
  const families: readonly AddressFamily[] = ipFamilies.length === 0 ? ['IPv4'] : ipFamilies;
  const { uid, namespace = '' } = service.metadata;
  const pods = findPods(draft, namespace, service.spec.selector).map((pod) => draft.get('pods', pod)!);
  const isOwned = (slice: (typeof existing)[number]) =>
    families.some((family) => family === slice.addressType) &&
    slice.metadata.ownerReferences.some((owner) => owner.uid === uid);
  for (const family of families) {
    const memory = draft.get('topologyHints', key);
    const plan = reconcileSlices({
      service,
      family,
      groups: desiredEndpoints(service, pods, (node) => draft.get('nodes', node), family),
      existing: existing.filter((slice) => slice.addressType === family && isOwned(slice)),
      shares: wantsTopologyHints(service.metadata.annotations) ? zonesHave(draft) : null,
      hadTopologyHints: memory?.isPopulated === true,
    });
    for (const content of plan.creates) written(() => createSlice(draft, service, family, content));
    for (const { slice, content } of plan.updates) {
      written(() => updateSlice(draft, service, slice, content));
    }
    for (const slice of plan.deletes) written(() => deleteSlice(draft, key, slice));
    written(() => noteHints(draft, key, { family, ...plan }));
  }
  for (const slice of existing.filter((one) => !isOwned(one))) written(() => deleteSlice(draft, key, slice));
}
