/**
 * The Deployment controller: one ReplicaSet per Pod template, sized step by step.
 * Source: kubernetes pkg/controller/deployment/deployment_controller.go syncDeployment,
 * rolling.go, recreate.go, sync.go.
 */
import { updateObject, type ClusterDraft } from '../cluster/apiServer';
import { keyOf, type ApiObject, type Deployment, type ReplicaSet } from '../cluster/objects';
import type { ControlTables } from './tables';
import type { Watcher } from '../kernel/watch';
import { CONTROL_DELAYS } from './delays';
import {
  cleanupHistory,
  createReplicaSet,
  maxReplicasBefore,
  ownedReplicaSets,
  renewRevision,
  scaleReplicaSet,
  wasScaled,
  type OwnedSets,
} from './deploymentReplicaSets';
import { proportionalSizes } from './proportionalScaling';
import { isComplete, maxSurge, newReplicaSetSize, oldReplicaSetSizes } from './rolloutArithmetic';
import { enqueue, ownersOf, specChanged, type KeyData } from './workqueue';
import { recordFact } from './facts';

const SYNC = 'deployment/syncDue';

/** Wakes the controller when a Deployment or one of its ReplicaSets changes, or a Pod of a Recreate is gone. */
export const deploymentWatcher: Watcher<ControlTables> = {
  tables: ['deployments', 'replicaSets', 'pods'],
  notify(draft, { table, key, before, after }) {
    if (table === 'deployments') {
      if (after !== undefined && specChanged(before, after)) wake(draft, key, key);
    } else if (table === 'replicaSets') {
      for (const owner of ownersOf((after ?? before) as ApiObject, 'Deployment')) wake(draft, owner, key);
    } else if (after === undefined) {
      // Recreate waits until the last old Pod is gone.
      for (const set of ownersOf(before as ApiObject, 'ReplicaSet')) {
        for (const owner of ownersOf(draft.get('replicaSets', set), 'Deployment')) {
          if (draft.get('deployments', owner)?.spec.strategy.type === 'Recreate') wake(draft, owner, key);
        }
      }
    }
  },
};

function wake(draft: ClusterDraft, key: string, about: string): void {
  enqueue(draft, SYNC, key, CONTROL_DELAYS.deploymentWatch, about);
}

export const deploymentHandlers = { [SYNC]: syncDeployment };

/** Brings a Deployment's ReplicaSets one step nearer to its spec. */
function syncDeployment(draft: ClusterDraft, { key }: KeyData): void {
  const deployment = draft.get('deployments', key);
  if (deployment === undefined) return;
  const sets = ownedReplicaSets(draft, deployment);
  const all = allOf(sets);
  if (deployment.spec.paused || wasScaled(deployment, all)) {
    scaleAll(draft, deployment, sets);
  } else if (deployment.spec.strategy.type === 'Recreate') {
    recreate(draft, deployment, sets);
  } else {
    rollOut(draft, deployment, sets);
  }
  updateStatus(draft, key);
}

function rollOut(draft: ClusterDraft, deployment: Deployment, { newest: found, old }: OwnedSets): void {
  const { strategy, replicas } = deployment.spec;
  const newest =
    found === undefined ? createReplicaSet(draft, deployment, old) : renewRevision(draft, found, old);
  const total = [...old, newest].reduce((sum, set) => sum + set.spec.replicas, 0);
  const size =
    newest.spec.replicas > replicas
      ? replicas
      : newReplicaSetSize(strategy, replicas, total, newest.spec.replicas);
  if (scaleReplicaSet(draft, deployment, newest, size)) return;
  const sizes = oldReplicaSetSizes(strategy, replicas, old.map(countOf), countOf(newest));
  let scaled = false;
  old.forEach((set, i) => {
    if (sizes[i] !== set.spec.replicas) scaled = scaleReplicaSet(draft, deployment, set, sizes[i]!) || scaled;
  });
  if (!scaled) cleanupHistory(draft, old);
}

/** Source: recreate.go rolloutRecreate: old Pods all go, and are gone, before the first new one comes. */
function recreate(draft: ClusterDraft, deployment: Deployment, { newest, old }: OwnedSets): void {
  const active = old.filter((set) => set.spec.replicas > 0);
  if (active.length > 0) {
    for (const set of active) scaleReplicaSet(draft, deployment, set, 0);
    return;
  }
  const remaining = old.some(
    (set) => draft.lookup('pods', 'byOwner', `ReplicaSet/${keyOf(set.metadata)}`).length > 0,
  );
  if (remaining) return;
  const set =
    newest === undefined ? createReplicaSet(draft, deployment, old) : renewRevision(draft, newest, old);
  if (!scaleReplicaSet(draft, deployment, set, deployment.spec.replicas)) cleanupHistory(draft, old);
}

/** Source: sync.go scale. No new template is rolled out here, so a paused Deployment can still be scaled. */
function scaleAll(draft: ClusterDraft, deployment: Deployment, { newest, old }: OwnedSets): void {
  const { replicas, strategy } = deployment.spec;
  const all = newest === undefined ? old : [...old, newest];
  const active = all.filter((set) => set.spec.replicas > 0);
  if (active.length <= 1) {
    const only = active[0] ?? newest ?? old.at(-1);
    if (only !== undefined) scaleReplicaSet(draft, deployment, only, replicas);
    return;
  }
  if (newest !== undefined && isSaturated(deployment, newest)) {
    for (const set of old.filter((one) => one.spec.replicas > 0)) scaleReplicaSet(draft, deployment, set, 0);
    scaleReplicaSet(draft, deployment, newest, newest.spec.replicas);
    return;
  }
  if (strategy.type !== 'RollingUpdate') {
    for (const set of active) scaleReplicaSet(draft, deployment, set, set.spec.replicas);
    return;
  }
  const sizes = proportionalSizes(
    active.map((set) => ({
      name: set.metadata.name,
      replicas: set.spec.replicas,
      creationMicros: set.metadata.creationMicros,
      maxReplicasBefore: maxReplicasBefore(deployment, set),
    })),
    replicas,
    maxSurge(strategy, replicas),
  );
  for (const set of active) scaleReplicaSet(draft, deployment, set, sizes.get(set.metadata.name)!);
}

/** Source: deployment_util.go IsSaturated. */
function isSaturated(deployment: Deployment, newest: ReplicaSet): boolean {
  const { replicas } = deployment.spec;
  return newest.spec.replicas === replicas && newest.status.availableReplicas === replicas;
}

function updateStatus(draft: ClusterDraft, key: string): void {
  const deployment = draft.get('deployments', key)!;
  const sets = ownedReplicaSets(draft, deployment);
  const all = allOf(sets);
  const sum = (field: 'replicas' | 'readyReplicas' | 'availableReplicas') =>
    all.reduce((total, set) => total + set.status[field], 0);
  const status = {
    replicas: sum('replicas'),
    updatedReplicas: sets.newest?.status.replicas ?? 0,
    readyReplicas: sum('readyReplicas'),
    availableReplicas: sum('availableReplicas'),
    observedGeneration: deployment.metadata.generation,
  };
  const before = deployment.status;
  if ((Object.keys(status) as (keyof typeof status)[]).every((field) => status[field] === before[field]))
    return;
  updateObject<'Deployment'>(draft, { ...deployment, status });
  const desired = deployment.spec.replicas;
  if (sets.newest !== undefined && completeIn(status, desired) && !completeIn(before, desired)) {
    recordFact(draft, 'deployment/completed', {
      deployment: key,
      replicaSet: keyOf(sets.newest.metadata),
      replicas: desired,
    });
  }
}

function completeIn(status: Deployment['status'], desired: number): boolean {
  return isComplete({
    desired,
    current: status.replicas,
    updated: status.updatedReplicas,
    available: status.availableReplicas,
  });
}

function allOf({ newest, old }: OwnedSets): ReplicaSet[] {
  return newest === undefined ? [...old] : [...old, newest];
}

function countOf(set: ReplicaSet) {
  return { replicas: set.spec.replicas, available: set.status.availableReplicas };
}
