/**
 * How changes of Services and EndpointSlices reach each node's kube-proxy: in order,
 * each node after its own delay. Source: kubernetes pkg/proxy/config/config.go;
 * cmd/kube-proxy/app/server.go (headless Services and those of other proxies are not watched).
 */
import { causeAbout } from '../../cluster/causes';
import { isDark } from '../../cluster/nodePower';
import { keyOf, type EndpointSlice, type Node, type Service } from '../../cluster/objects';
import type { Micros } from '../../kernel/time';
import type { Watcher } from '../../kernel/watch';
import { serviceOfSlice } from '../endpoints';
import { HEADLESS_LABEL, isSkippedService } from '../servicePorts';
import { PROXY_DEFAULTS, knownKey, type ProxyDraft, type ProxyRow, type ProxyTables } from './tables';
import { recordFact } from './facts';

export const DELIVERED = 'kubeProxy/changeDelivered';
export const LIST_DUE = 'kubeProxy/listDue';
export const NODE_GONE = 'kubeProxy/nodeGone';

type Watched = Service | EndpointSlice;

/** One change on its way to one node. */
export interface Delivery {
  readonly node: string;
  readonly kind: 'Service' | 'EndpointSlice';
  readonly key: string;
  readonly version: number;
  /** The object as it was stored then; null if it was deleted. */
  readonly object: Watched | null;
  readonly service: string;
}

/** Sends each change of a Service or EndpointSlice to every node; a new or changed Node lists everything. */
export const proxyWatcher: Watcher<ProxyTables> = {
  tables: ['services', 'endpointSlices', 'nodes'],
  notify(draft, { table, key, before, after }) {
    const causeId = causeAbout(draft, key);
    if (table === 'nodes') {
      if (after === undefined)
        draft.schedule({ type: NODE_GONE, delayMicros: 0, data: { node: key }, causeId });
      else if (before === undefined || !sameForProxy(before as Node, after as Node)) scheduleList(draft, key);
      return;
    }
    const object = (after ?? null) as Watched | null;
    const subject = (after ?? before) as Watched;
    if (!isWatched(before as Watched | undefined) && !isWatched(object ?? undefined)) return;
    const service = subject.kind === 'Service' ? key : serviceOfSlice(subject);
    if (service === undefined) return;
    const version = draft.get('counters', 'cluster')?.resourceVersion ?? 0;
    const kind = subject.kind;
    for (const node of draft.keys('proxies')) {
      if (isDark(draft, node)) continue;
      const data: Delivery = {
        node,
        kind,
        key,
        version,
        object: isWatched(object ?? undefined) ? object : null,
        service,
      };
      const delayMicros = draft.get('proxies', node)!.watchDelayMicros;
      draft.schedule({
        type: DELIVERED,
        delayMicros,
        data,
        causeId,
        timer: `${prefixOf(node)}${version}/${key}`,
      });
    }
  },
};

function isWatched(object: Watched | undefined): boolean {
  if (object === undefined) return false;
  if (object.kind === 'Service') return !isSkippedService(object);
  return !(HEADLESS_LABEL in object.metadata.labels) && serviceOfSlice(object) !== undefined;
}

function sameForProxy(a: Node, b: Node): boolean {
  return (
    a.status.internalIP === b.status.internalIP &&
    a.spec.podCIDR === b.spec.podCIDR &&
    a.metadata.labels === b.metadata.labels
  );
}

/** A kube-proxy starts: it lists everything as soon as the API server answers. */
export function scheduleList(draft: ProxyDraft, node: string): void {
  const delayMicros = draft.get('proxies', node)?.watchDelayMicros ?? PROXY_DEFAULTS.watchDelay;
  draft.schedule({
    type: LIST_DUE,
    delayMicros,
    data: { node },
    timer: `${LIST_DUE}/${node}`,
    ifPending: 'keep',
  });
}

/** A kube-proxy starts, or its node changed: it knows what the API server has now. */
export function listEverything(draft: ProxyDraft, node: string): void {
  const pending: Record<string, number> = {};
  for (const key of knownServices(draft, node)) pending[key] = draft.causeId;
  for (const key of draft.keys('proxyKnown')) if (key.startsWith(`${node}|`)) draft.remove('proxyKnown', key);
  for (const key of draft.keys('services')) {
    const object = draft.get('services', key)!;
    if (!isWatched(object)) continue;
    draft.put('proxyKnown', knownKey(node, 'Service', key), { node, object });
    pending[key] = draft.causeId;
  }
  for (const key of draft.keys('endpointSlices')) {
    const object = draft.get('endpointSlices', key)!;
    if (isWatched(object)) draft.put('proxyKnown', knownKey(node, 'EndpointSlice', key), { node, object });
  }
  const version = draft.get('counters', 'cluster')?.resourceVersion ?? 0;
  const row = draft.get('proxies', node) ?? newProxy(draft, node);
  draft.put('proxies', node, { ...row, listedVersion: version, seenVersion: version, pending });
}

/** A kube-proxy that has heard of nothing yet. */
export function newProxy(draft: ProxyDraft, node: string): ProxyRow {
  return {
    node,
    mode: draft.get('proxyDefaults', 'cluster')?.mode ?? 'iptables',
    watchDelayMicros: PROXY_DEFAULTS.watchDelay,
    minSyncMicros: PROXY_DEFAULTS.minSync,
    lastSyncMicros: null,
    listedVersion: 0,
    seenVersion: 0,
    pending: {},
  };
}

/** A change arrived. Returns true if it was news. */
export function takeDelivery(draft: ProxyDraft, delivery: Delivery): boolean {
  const { node, kind, key, version, object, service } = delivery;
  const row = draft.get('proxies', node);
  if (row === undefined || version <= row.listedVersion) return false;
  const cause = recordFact(draft, 'kubeProxy/sawChange', {
    node,
    service,
    kind,
    object: key,
    resourceVersion: object?.metadata.resourceVersion ?? String(version),
    change: object === null ? 'deleted' : 'stored',
  });
  if (object === null) draft.remove('proxyKnown', knownKey(node, kind, key));
  else draft.put('proxyKnown', knownKey(node, kind, key), { node, object });
  const pending = service in row.pending ? row.pending : { ...row.pending, [service]: cause };
  draft.put('proxies', node, { ...row, seenVersion: version, pending });
  return true;
}

/** Everything that is on its way to a node arrives no later than `delayMicros` from now, still in order. */
export function hurryDeliveries(draft: ProxyDraft, node: string, delayMicros: Micros): void {
  const prefix = prefixOf(node);
  const late = draft
    .keys('queue')
    .filter((id) => id.startsWith(prefix))
    .map((id) => draft.get('queue', id)!)
    .filter((event) => event.dueAt > draft.now + delayMicros)
    .sort((a, b) => a.sequence - b.sequence);
  for (const { id, type, data, causeId } of late) {
    draft.schedule({ type, delayMicros, data, causeId, timer: id });
  }
}

/** Takes away all that a removed node's kube-proxy knew. */
export function forgetNode(draft: ProxyDraft, node: string): void {
  emptyNode(draft, node);
  draft.remove('proxies', node);
}

/** A node without power: its kernel's rules and connections are gone, and what its kube-proxy knew. */
export function emptyNode(draft: ProxyDraft, node: string): void {
  for (const key of draft.keys('proxyKnown')) if (key.startsWith(`${node}|`)) draft.remove('proxyKnown', key);
  for (const key of draft.lookup('conntrack', 'byNode', node)) draft.remove('conntrack', key);
  for (const id of draft.keys('queue')) if (id.startsWith(prefixOf(node))) draft.cancel(id);
  draft.remove('ruleSets', node);
}

/** `namespace/name` of all Services that a node knows. Looks at every row: for a full sync. */
export function knownServices(draft: ProxyDraft, node: string): string[] {
  const prefix = knownKey(node, 'Service', '');
  return draft
    .keys('proxyKnown')
    .filter((key) => key.startsWith(prefix))
    .map((key) => key.slice(prefix.length));
}

/** The EndpointSlices of a Service that a node knows, by name. */
export function knownSlices(draft: ProxyDraft, node: string, service: string): EndpointSlice[] {
  return draft
    .lookup('proxyKnown', 'slicesOf', `${node}|${service}`)
    .map((key) => draft.get('proxyKnown', key)!.object as EndpointSlice)
    .sort((a, b) => (keyOf(a.metadata) < keyOf(b.metadata) ? -1 : 1));
}

function prefixOf(node: string): string {
  return `${DELIVERED}/${node}/`;
}
