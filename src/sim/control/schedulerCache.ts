/**
 * The scheduler's own picture of the nodes, so that choosing one costs the same
 * however many Pods there are. Source: kubernetes pkg/scheduler/backend/cache/cache.go (AssumePod, NodeInfo).
 */
import type { Pod } from '../cluster/objects';
import type { ControlDraft } from './tables';

/** `kind/namespace/name` of a Pod's owner; empty if it has none. */
export function ownerOf(pod: Pod): string {
  const owner = pod.metadata.ownerReferences[0];
  return owner === undefined ? '' : `${owner.kind}/${pod.metadata.namespace}/${owner.name}`;
}

/** Counts a Pod on its node, once. */
export function observePod(draft: ControlDraft, key: string, pod: Pod): void {
  const node = pod.spec.nodeName;
  if (node === undefined || draft.get('assignments', key) !== undefined) return;
  const owner = ownerOf(pod);
  draft.put('assignments', key, { node, owner, terminating: false });
  add(draft, 'nodeLoads', node, 1);
  if (owner !== '') add(draft, 'placements', `${node}|${owner}`, 1);
}

/** A Pod that is being deleted no longer counts for spreading, but still sits on its node. */
export function markTerminating(draft: ControlDraft, key: string): void {
  const assigned = draft.get('assignments', key);
  if (assigned === undefined || assigned.terminating) return;
  draft.put('assignments', key, { ...assigned, terminating: true });
  if (assigned.owner !== '') add(draft, 'placements', `${assigned.node}|${assigned.owner}`, -1);
}

/** A Pod is gone. */
export function forgetPod(draft: ControlDraft, key: string): void {
  markTerminating(draft, key);
  const assigned = draft.get('assignments', key);
  if (assigned === undefined) return;
  draft.remove('assignments', key);
  add(draft, 'nodeLoads', assigned.node, -1);
}

function add(draft: ControlDraft, table: 'nodeLoads' | 'placements', key: string, count: number): void {
  const total = (draft.get(table, key) ?? 0) + count;
  if (total <= 0) draft.remove(table, key);
  else draft.put(table, key, total);
}
