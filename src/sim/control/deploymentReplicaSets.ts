/**
 * The ReplicaSets of a Deployment: finding, making and scaling them. Source: kubernetes
 * pkg/controller/deployment/sync.go (getNewReplicaSet, scaleReplicaSet), util/deployment_util.go.
 */
import { createObject, deleteObject, updateObject, type ClusterDraft } from '../cluster/apiServer';
import { keyOf, type Deployment, type ReplicaSet } from '../cluster/objects';
import { maxSurge, newReplicaSetSize } from './rolloutArithmetic';
import { POD_TEMPLATE_HASH, templateHash, templateText } from './templateHash';
import { ownedBy } from './workqueue';
import { recordFact } from './facts';

export const DESIRED_REPLICAS = 'deployment.kubernetes.io/desired-replicas';
export const MAX_REPLICAS = 'deployment.kubernetes.io/max-replicas';
export const REVISION = 'deployment.kubernetes.io/revision';
/** How many ReplicaSets of earlier templates stay for a rollback: the default of revisionHistoryLimit. */
const REVISION_HISTORY_LIMIT = 10;

export interface OwnedSets {
  readonly newest: ReplicaSet | undefined;
  /** All others, oldest first. */
  readonly old: readonly ReplicaSet[];
}

/** The Deployment's ReplicaSets: the one of the present template, and the others. */
export function ownedReplicaSets(draft: ClusterDraft, deployment: Deployment): OwnedSets {
  const owner = `Deployment/${keyOf(deployment.metadata)}`;
  const sets = draft
    .lookup('replicaSets', 'byOwner', owner)
    .map((key) => draft.get('replicaSets', key)!)
    .sort(
      (a, b) =>
        a.metadata.creationMicros - b.metadata.creationMicros || (a.metadata.name < b.metadata.name ? -1 : 1),
    );
  const template = templateText(deployment.spec.template);
  const newest = sets.find((set) => templateText(set.spec.template) === template);
  return { newest, old: sets.filter((set) => set !== newest) };
}

/** Makes the ReplicaSet of the present template, as large as the rollout allows at once. */
export function createReplicaSet(
  draft: ClusterDraft,
  deployment: Deployment,
  old: readonly ReplicaSet[],
): ReplicaSet {
  const { spec, metadata } = deployment;
  const hash = templateHash(spec.template);
  const oldTotal = old.reduce((sum, set) => sum + set.spec.replicas, 0);
  const replicas = newReplicaSetSize(spec.strategy, spec.replicas, oldTotal, 0);
  const labels = { ...spec.template.labels, [POD_TEMPLATE_HASH]: hash };
  const set = createObject<'ReplicaSet'>(draft, {
    kind: 'ReplicaSet',
    metadata: {
      name: `${metadata.name}-${hash}`,
      ...(metadata.namespace === undefined ? {} : { namespace: metadata.namespace }),
      labels,
      annotations: {
        ...scaleAnnotations(deployment),
        [REVISION]: String(1 + Math.max(0, ...old.map(revisionOf))),
      },
      ownerReferences: [ownedBy('Deployment', metadata)],
    },
    spec: {
      replicas,
      selector: { matchLabels: { ...spec.selector.matchLabels, [POD_TEMPLATE_HASH]: hash } },
      template: { ...spec.template, labels },
      minReadySeconds: spec.minReadySeconds,
    },
    status: { replicas: 0, readyReplicas: 0, availableReplicas: 0, observedGeneration: 0 },
  });
  recordFact(draft, 'deployment/createdReplicaSet', {
    deployment: keyOf(metadata),
    replicaSet: keyOf(set.metadata),
    replicas,
  });
  return set;
}

/** Gives a ReplicaSet its new size and notes what the Deployment wanted then. Returns true if its size changed. */
export function scaleReplicaSet(
  draft: ClusterDraft,
  deployment: Deployment,
  set: ReplicaSet,
  size: number,
): boolean {
  const noted = scaleAnnotations(deployment);
  const annotations = { ...set.metadata.annotations, ...noted };
  const sized = set.spec.replicas !== size;
  const stale = Object.entries(noted).some(([key, value]) => set.metadata.annotations[key] !== value);
  if (!sized && !stale) return false;
  if (sized) {
    recordFact(draft, 'deployment/scaledReplicaSet', {
      deployment: keyOf(deployment.metadata),
      replicaSet: keyOf(set.metadata),
      from: set.spec.replicas,
      to: size,
    });
  }
  updateObject<'ReplicaSet'>(
    draft,
    { ...set, metadata: { ...set.metadata, annotations }, spec: { ...set.spec, replicas: size } },
    { specChanged: sized },
  );
  return sized;
}

/** An earlier template is wanted again: its ReplicaSet becomes the latest revision. */
export function renewRevision(
  draft: ClusterDraft,
  newest: ReplicaSet,
  old: readonly ReplicaSet[],
): ReplicaSet {
  const latest = Math.max(0, ...old.map(revisionOf));
  if (revisionOf(newest) > latest) return newest;
  const annotations = { ...newest.metadata.annotations, [REVISION]: String(latest + 1) };
  return updateObject<'ReplicaSet'>(draft, { ...newest, metadata: { ...newest.metadata, annotations } });
}

/** Removes the oldest empty ReplicaSets beyond the history limit. */
export function cleanupHistory(draft: ClusterDraft, old: readonly ReplicaSet[]): void {
  const empty = old
    .filter((set) => set.spec.replicas === 0 && set.status.replicas === 0)
    .sort((a, b) => revisionOf(a) - revisionOf(b));
  for (const set of empty.slice(0, Math.max(0, empty.length - REVISION_HISTORY_LIMIT))) {
    deleteObject(draft, 'ReplicaSet', keyOf(set.metadata));
  }
}

/** True if the Deployment was scaled since its ReplicaSets were last sized. Source: sync.go isScalingEvent. */
export function wasScaled(deployment: Deployment, sets: readonly ReplicaSet[]): boolean {
  const desired = String(deployment.spec.replicas);
  return sets.some(
    (set) => set.spec.replicas > 0 && (set.metadata.annotations[DESIRED_REPLICAS] ?? desired) !== desired,
  );
}

/** How large all ReplicaSets could be when this one was last sized. */
export function maxReplicasBefore(deployment: Deployment, set: ReplicaSet): number {
  return Number(set.metadata.annotations[MAX_REPLICAS] ?? 0) || deployment.status.replicas;
}

function scaleAnnotations(deployment: Deployment): Record<string, string> {
  const { replicas, strategy } = deployment.spec;
  const surge = strategy.type === 'RollingUpdate' ? maxSurge(strategy, replicas) : 0;
  return { [DESIRED_REPLICAS]: String(replicas), [MAX_REPLICAS]: String(replicas + surge) };
}

function revisionOf(set: ReplicaSet): number {
  return Number(set.metadata.annotations[REVISION] ?? 0);
}
