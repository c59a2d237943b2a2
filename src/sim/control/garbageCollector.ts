/**
 * The garbage collector: what belonged to an owner goes when the owner is gone.
 * Source: https://kubernetes.io/docs/concepts/architecture/garbage-collection/ (background deletion).
 */
import { deleteObject, type ClusterDraft } from '../cluster/apiServer';
import { causeAbout } from '../cluster/causes';
import { requestPodDeletion } from '../cluster/podDeletion';
import type { Watcher } from '../kernel/watch';
import { CONTROL_DELAYS } from './delays';
import type { ControlTables } from './tables';

const COLLECT = 'garbageCollector/orphansDue';

interface Collected {
  readonly owner: string;
}

/** Waits for Deployments and ReplicaSets to be removed. EndpointSlices follow their Service through their own controller. */
export const garbageWatcher: Watcher<ControlTables> = {
  tables: ['deployments', 'replicaSets'],
  notify(draft, { table, key, after }) {
    if (after !== undefined) return;
    const kind = table === 'deployments' ? 'Deployment' : 'ReplicaSet';
    draft.schedule({
      type: COLLECT,
      delayMicros: CONTROL_DELAYS.garbageCollection,
      data: { owner: `${kind}/${key}` } satisfies Collected,
      causeId: causeAbout(draft, key),
    });
  },
};

export const garbageHandlers = { [COLLECT]: collect };

function collect(draft: ClusterDraft, { owner }: Collected): void {
  const [kind, ...rest] = owner.split('/');
  const table = kind === 'Deployment' ? 'deployments' : 'replicaSets';
  if (draft.get(table, rest.join('/')) !== undefined) return; // made again meanwhile
  const cause = draft.causeId;
  for (const key of draft.lookup('replicaSets', 'byOwner', owner)) deleteObject(draft, 'ReplicaSet', key);
  for (const key of draft.lookup('pods', 'byOwner', owner)) {
    draft.because(cause);
    requestPodDeletion(draft, key, { by: 'generic-garbage-collector' });
  }
}
