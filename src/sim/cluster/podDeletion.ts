/**
 * Asking the API server to delete a Pod. Nothing stops at that moment: the object is
 * marked, and everybody who watches reacts in parallel.
 * Source: https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-termination,
 * staging/src/k8s.io/apiserver pkg/registry/rest/delete.go BeforeDelete, pkg/registry/core/pod/strategy.go CheckGracefulDelete.
 */
import { deleteObject, updateObject, type ClusterDraft } from './apiServer';
import type { Pod } from './objects';

export interface PodDeletionOptions {
  /** Overrides the Pod's terminationGracePeriodSeconds; 0 removes the object at once. */
  readonly graceSeconds?: number;
  /** Who asked, for the fact: `user`, `replicaset-controller` … */
  readonly by: string;
}

/**
 * Marks a Pod for deletion, or removes it at once if no kubelet is responsible for it
 * (not scheduled yet) or the grace period is 0. Returns false if there is no such Pod.
 * A second request cannot lengthen the grace period; one of 0 still removes at once.
 */
export function requestPodDeletion(draft: ClusterDraft, key: string, options: PodDeletionOptions): boolean {
  const pod = draft.get('pods', key);
  if (pod === undefined) return false;
  const owner = workloadOf(draft, pod);
  const asked = options.graceSeconds ?? pod.spec.terminationGracePeriodSeconds;
  const graceSeconds = pod.spec.nodeName === undefined ? 0 : Math.max(0, asked);
  if (graceSeconds === 0) {
    draft.fact({ type: 'pod/deletionRequested', pod: key, graceSeconds, by: options.by, owner });
    deleteObject(draft, 'Pod', key);
    draft.fact({
      type: 'pod/removed',
      pod: key,
      node: pod.spec.nodeName ?? null,
      ip: pod.status.podIP ?? null,
    });
    return true;
  }
  const before = pod.metadata.deletionGraceSeconds;
  if (before !== undefined && before <= graceSeconds) return true;
  draft.fact({ type: 'pod/deletionRequested', pod: key, graceSeconds, by: options.by, owner });
  updateObject<'Pod'>(draft, {
    ...pod,
    metadata: {
      ...pod.metadata,
      deletionMicros: pod.metadata.deletionMicros ?? draft.now,
      deletionGraceSeconds: graceSeconds,
    },
  });
  return true;
}

/** `Kind/namespace/name` of the workload that a Pod belongs to: of a ReplicaSet, its Deployment. Null for a bare Pod. */
function workloadOf(draft: ClusterDraft, { metadata: { namespace, ownerReferences } }: Pod): string | null {
  const owner = ownerReferences[0];
  if (owner === undefined) return null;
  const replicaSet =
    owner.kind === 'ReplicaSet' ? draft.get('replicaSets', `${namespace}/${owner.name}`) : undefined;
  const { kind, name } = replicaSet?.metadata.ownerReferences[0] ?? owner;
  return `${kind}/${namespace}/${name}`;
}
