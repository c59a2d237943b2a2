/**
 * The ReplicaSet controller: as many Pods as the spec says. Source: kubernetes
 * pkg/controller/replicaset/replica_set.go (syncReplicaSet, manageReplicas, slowStartBatch),
 * replica_set_utils.go calculateStatus, pkg/controller/controller_ref_manager.go ClaimPods.
 */
import { updateObject, type ClusterDraft } from '../cluster/apiServer';
import { keyOf, type ApiObject, type Pod, type ReplicaSet } from '../cluster/objects';
import { requestPodDeletion } from '../cluster/podDeletion';
import { findPods, matchesLabels, selectorsThatMayMatch } from '../cluster/selectors';
import { seconds, type Micros } from '../kernel/time';
import type { Watcher } from '../kernel/watch';
import { CONTROL_DELAYS } from './delays';
import { createPod } from './podFromTemplate';
import { chooseVictims, rankedPod } from './scaleDownRanking';
import type { ControlTables } from './tables';
import { enqueue, ownedBy, ownersOf, specChanged, type KeyData } from './workqueue';
import { recordFact } from './facts';

const SYNC = 'replicaSet/syncDue';
const BATCH = 'replicaSet/nextBatchDue';
const AVAILABLE = 'replicaSet/availabilityDue';
/** At most so many creations or deletions in one sync: BurstReplicas. */
const BURST = 500;

/** Wakes the controller when a ReplicaSet, or a Pod that it owns or could own, changes. */
export const replicaSetWatcher: Watcher<ControlTables> = {
  tables: ['replicaSets', 'pods'],
  notify(draft, { table, key, before, after }) {
    if (table === 'replicaSets') {
      if (after !== undefined && specChanged(before, after)) wake(draft, key, key);
      return;
    }
    const old = before as Pod | undefined;
    const pod = after as Pod | undefined;
    if (!matters(old, pod)) return;
    const owners = new Set([...ownersOf(old, 'ReplicaSet'), ...ownersOf(pod, 'ReplicaSet')]);
    if (pod !== undefined && pod.metadata.ownerReferences.length === 0) {
      const { namespace = '', labels } = pod.metadata;
      for (const set of selectorsThatMayMatch(draft, 'replicaSets', namespace, labels)) owners.add(set);
    }
    for (const owner of owners) wake(draft, owner, key);
  },
};

/** What of a Pod the controller cares about. */
function matters(before: Pod | undefined, after: Pod | undefined): boolean {
  if (before === undefined || after === undefined) return before !== after;
  return (
    specChanged(before as ApiObject, after as ApiObject) ||
    before.metadata.ownerReferences !== after.metadata.ownerReferences ||
    before.status.ready !== after.status.ready ||
    before.status.phase !== after.status.phase
  );
}

function wake(draft: ClusterDraft, key: string, about: string): void {
  enqueue(draft, SYNC, key, CONTROL_DELAYS.replicaSetWatch, about);
}

export const replicaSetHandlers = {
  [SYNC]: syncReplicaSet,
  [AVAILABLE]: syncReplicaSet,
  [BATCH]: (draft: ClusterDraft, { key, batch }: KeyData & { batch: number }) => {
    const set = draft.get('replicaSets', key);
    if (set !== undefined) createBatch(draft, set, set.spec.replicas - activePods(draft, set).length, batch);
  },
};

/** Claims Pods, makes or deletes some, and writes the status. */
function syncReplicaSet(draft: ClusterDraft, { key }: KeyData): void {
  const set = draft.get('replicaSets', key);
  if (set === undefined) return;
  const cause = draft.causeId;
  claimPods(draft, set);
  const pods = activePods(draft, set);
  draft.because(cause);
  const missing = set.spec.replicas - pods.length;
  if (missing > 0 && !draft.isPending(`${BATCH}/${key}`))
    createBatch(draft, set, Math.min(missing, BURST), 1);
  else if (missing < 0) deletePods(draft, set, pods, Math.min(-missing, BURST));
  draft.because(cause);
  updateStatus(draft, set, activePods(draft, set));
}

/** Pods of the set that neither ended nor are being deleted. Source: controller_utils.go IsPodActive. */
function activePods(draft: ClusterDraft, set: ReplicaSet): Pod[] {
  return draft
    .lookup('pods', 'byOwner', `ReplicaSet/${keyOf(set.metadata)}`)
    .map((key) => draft.get('pods', key)!)
    .filter(isActive);
}

function isActive(pod: Pod): boolean {
  const { phase } = pod.status;
  return phase !== 'Succeeded' && phase !== 'Failed' && pod.metadata.deletionMicros === undefined;
}

/** Lets go of Pods whose labels no longer match, and takes in orphans whose labels do. */
function claimPods(draft: ClusterDraft, set: ReplicaSet): void {
  const key = keyOf(set.metadata);
  const selector = set.spec.selector.matchLabels;
  const cause = draft.causeId;
  const owned = new Set(draft.lookup('pods', 'byOwner', `ReplicaSet/${key}`));
  for (const podKey of owned) {
    const pod = draft.get('pods', podKey)!;
    if (matchesLabels(selector, pod.metadata.labels) || !isActive(pod)) continue;
    draft.because(cause);
    recordFact(draft, 'replicaSet/releasedPod', { replicaSet: key, pod: podKey });
    updateObject<'Pod'>(draft, { ...pod, metadata: { ...pod.metadata, ownerReferences: [] } });
  }
  for (const podKey of findPods(draft, set.metadata.namespace ?? '', selector)) {
    const pod = draft.get('pods', podKey)!;
    if (owned.has(podKey) || pod.metadata.ownerReferences.length > 0 || !isActive(pod)) continue;
    draft.because(cause);
    recordFact(draft, 'replicaSet/adoptedPod', { replicaSet: key, pod: podKey });
    const ownerReferences = [ownedBy('ReplicaSet', set.metadata)];
    updateObject<'Pod'>(draft, { ...pod, metadata: { ...pod.metadata, ownerReferences } });
  }
}

/** Slow start: 1, 2, 4 … Pods at a time, so that a Pod that cannot be made fails once and not 500 times. */
function createBatch(draft: ClusterDraft, set: ReplicaSet, missing: number, batch: number): void {
  if (missing <= 0) return;
  const key = keyOf(set.metadata);
  const cause = draft.causeId;
  const count = Math.min(batch, missing);
  for (let i = 0; i < count; i++) {
    draft.because(cause);
    createPod(draft, set);
  }
  draft.because(cause);
  if (missing > count) {
    draft.schedule({
      type: BATCH,
      delayMicros: CONTROL_DELAYS.replicaSetBatch,
      data: { key, batch: batch * 2 },
      timer: `${BATCH}/${key}`,
    });
  }
}

function deletePods(draft: ClusterDraft, set: ReplicaSet, pods: readonly Pod[], count: number): void {
  const key = keyOf(set.metadata);
  const cause = draft.causeId;
  const related = relatedPodsByNode(draft, set);
  const ranked = pods.map((pod) => rankedPod(pod, related.get(pod.spec.nodeName ?? '') ?? 0));
  for (const victim of chooseVictims(ranked, count, draft.now)) {
    const podKey = `${set.metadata.namespace}/${victim.name}`;
    draft.because(cause);
    recordFact(draft, 'replicaSet/choseVictim', { replicaSet: key, pod: podKey });
    requestPodDeletion(draft, podKey, { by: 'replicaset-controller' });
  }
}

/** Active Pods of all ReplicaSets of the same Deployment, by node. Source: getIndirectlyRelatedPods. */
function relatedPodsByNode(draft: ClusterDraft, set: ReplicaSet): Map<string, number> {
  const counts = new Map<string, number>();
  const siblings = new Set([keyOf(set.metadata)]);
  for (const owner of ownersOf(set, 'Deployment')) {
    for (const key of draft.lookup('replicaSets', 'byOwner', `Deployment/${owner}`)) siblings.add(key);
  }
  for (const sibling of siblings) {
    for (const pod of activePods(draft, draft.get('replicaSets', sibling)!)) {
      const node = pod.spec.nodeName ?? '';
      counts.set(node, (counts.get(node) ?? 0) + 1);
    }
  }
  return counts;
}

/** Ready for minReadySeconds makes available; the controller looks again when the next Pod gets there. */
function updateStatus(draft: ClusterDraft, set: ReplicaSet, pods: readonly Pod[]): void {
  const wait = seconds(set.spec.minReadySeconds);
  let ready = 0;
  let available = 0;
  let soonest: Micros | undefined;
  for (const pod of pods) {
    if (!pod.status.ready) continue;
    ready++;
    const left = (pod.status.readySinceMicros ?? draft.now) + wait - draft.now;
    if (left <= 0) available++;
    else soonest = Math.min(soonest ?? left, left);
  }
  const key = keyOf(set.metadata);
  if (soonest !== undefined) {
    draft.schedule({ type: AVAILABLE, delayMicros: soonest, data: { key }, timer: `${AVAILABLE}/${key}` });
  }
  const { status } = set;
  const observedGeneration = set.metadata.generation;
  const same =
    status.replicas === pods.length &&
    status.readyReplicas === ready &&
    status.availableReplicas === available &&
    status.observedGeneration === observedGeneration;
  if (same) return;
  updateObject<'ReplicaSet'>(draft, {
    ...set,
    status: { replicas: pods.length, readyReplicas: ready, availableReplicas: available, observedGeneration },
  });
}
