/**
 * The taint eviction controller: Pods on a node with a NoExecute taint are deleted, at once or when their tolerated
 * time is over; if the taint goes before that, they stay.
 * Source: kubernetes pkg/controller/tainteviction/taint_eviction.go (handleNodeUpdate, processPodOnNode).
 */
import { causeAbout } from '../cluster/causes';
import type { Node, Pod, Taint } from '../cluster/objects';
import { requestPodDeletion } from '../cluster/podDeletion';
import { secondsTolerated, tolerationsOf } from '../cluster/tolerations';
import { seconds } from '../kernel/time';
import type { Watcher } from '../kernel/watch';
import { CONTROL_DELAYS } from './delays';
import { recordFact } from './facts';
import type { ControlDraft, ControlTables } from './tables';

const NODE_DUE = 'taintEviction/nodeDue';
const POD_DUE = 'taintEviction/podDue';
const EVICT_DUE = 'taintEviction/evictDue';

interface KeyData {
  readonly key: string;
}

/** A node's taints change, or a Pod comes to a node that has some. */
export const taintEvictionWatcher: Watcher<ControlTables> = {
  tables: ['nodes', 'pods'],
  notify(draft, { table, key, before, after }) {
    if (table === 'nodes') {
      const old = before as Node | undefined;
      const node = after as Node | undefined;
      if (node === undefined || old?.spec.taints === node.spec.taints) return;
      wake(draft, NODE_DUE, key);
      return;
    }
    const pod = after as Pod | undefined;
    if (pod === undefined) {
      draft.cancel(timerOf(EVICT_DUE, key));
      return;
    }
    const node = pod.spec.nodeName;
    if (node === undefined || node === (before as Pod | undefined)?.spec.nodeName) return;
    if (taintsOf(draft, node).length > 0) wake(draft, POD_DUE, key);
  },
};

export const taintEvictionHandlers = {
  [NODE_DUE](draft: ControlDraft, { key: node }: KeyData): void {
    const cause = draft.causeId;
    for (const key of draft.lookup('pods', 'byNode', node)) {
      draft.because(cause);
      processPod(draft, key);
    }
  },
  [POD_DUE]: (draft: ControlDraft, { key }: KeyData) => processPod(draft, key),
  [EVICT_DUE](draft: ControlDraft, { key }: KeyData): void {
    const node = draft.get('pods', key)?.spec.nodeName ?? '';
    recordFact(draft, 'pod/evicted', { pod: key, node });
    requestPodDeletion(draft, key, { by: 'taint-eviction-controller' });
  },
};

function wake(draft: ControlDraft, type: string, key: string): void {
  draft.schedule({
    type,
    delayMicros: CONTROL_DELAYS.nodeWatch,
    data: { key } satisfies KeyData,
    timer: timerOf(type, key),
    causeId: causeAbout(draft, key),
  });
}

/** Has a Pod's eviction come when its time is over; takes one back that is no longer due. */
function processPod(draft: ControlDraft, key: string): void {
  const pod = draft.get('pods', key);
  if (pod?.spec.nodeName === undefined) return;
  const timer = timerOf(EVICT_DUE, key);
  const taints = taintsOf(draft, pod.spec.nodeName);
  const wait = taints.length === 0 ? null : secondsTolerated(taints, tolerationsOf(pod.spec));
  if (wait === null || pod.metadata.deletionMicros !== undefined) {
    draft.cancel(timer);
    return;
  }
  draft.schedule({
    type: EVICT_DUE,
    delayMicros: seconds(wait),
    data: { key } satisfies KeyData,
    timer,
    ifPending: wait === 0 ? 'replace' : 'keep',
  });
}

function taintsOf(draft: ControlDraft, node: string): readonly Taint[] {
  return (draft.get('nodes', node)?.spec.taints ?? []).filter((taint) => taint.effect === 'NoExecute');
}

function timerOf(type: string, key: string): string {
  return `${type}/${key}`;
}
