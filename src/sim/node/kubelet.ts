/** The kubelet's sync loop: what it does when a Pod, a process or its own timers call. Source: kubernetes pkg/kubelet/kubelet.go syncLoop. */
import { causeAbout } from '../cluster/causes';
import type { Pod } from '../cluster/objects';
import { isDark } from '../cluster/nodePower';
import { startMachine, stateOf, type ChartDelayData } from '../kernel/machines';
import type { Watcher } from '../kernel/watch';
import { NODE_DELAYS } from './delays';
import { podChart, podEntity } from './podChart';
import {
  LISTEN_DUE,
  RELIST_DUE,
  TEARDOWN_DUE,
  chartDelayPassed,
  movePod,
  noteExit,
  tearDownPod,
} from './podLifecycle';
import { STATUS_DUE, patchStatus, requestStatus } from './podStatus';
import { PROBE_DUE, beginProbing, settleProbes, workersOf } from './probing';
import type { NodeDraft, NodeTables } from './tables';
import { recordFact } from './facts';

const APPEARED = 'kubelet/podAppeared';
export const POD_DUE = 'kubelet/podDue';
const PROCESS_DUE = 'kubelet/processDue';

interface KeyData {
  readonly key: string;
}

/** Pods that are bound, marked for deletion or gone reach their kubelet after its watch's delay; processes at once. */
export const kubeletWatcher: Watcher<NodeTables> = {
  tables: ['pods', 'processes'],
  notify(draft, { table, key, before, after }) {
    if (table === 'processes') {
      if (after === undefined || draft.get('kubeletPods', key) === undefined) return;
      draft.schedule({
        type: PROCESS_DUE,
        delayMicros: 0,
        data: { key },
        timer: `${PROCESS_DUE}/${key}`,
        ifPending: 'keep',
        causeId: causeAbout(draft, key),
      });
      return;
    }
    const old = before as Pod | undefined;
    const pod = after as Pod | undefined;
    const causeId = causeAbout(draft, key);
    if (old === undefined) draft.schedule({ type: APPEARED, delayMicros: 0, data: { key }, causeId });
    const known = stateOf(draft, podEntity(key)) !== undefined;
    const concerns =
      pod === undefined
        ? known
        : pod.spec.nodeName !== old?.spec.nodeName ||
          pod.metadata.deletionMicros !== old?.metadata.deletionMicros;
    if (!concerns) return;
    const timer = `${POD_DUE}/${key}`;
    const delayMicros = NODE_DELAYS.kubeletWatch;
    draft.schedule({ type: POD_DUE, delayMicros, data: { key }, timer, ifPending: 'keep', causeId });
  },
};

export const kubeletHandlers = {
  [APPEARED]: podAppeared,
  [POD_DUE]: syncPod,
  [PROCESS_DUE]: processChanged,
  [LISTEN_DUE]: startListening,
  [RELIST_DUE]: seeRunning,
  [PROBE_DUE]: (draft: NodeDraft, { key }: KeyData) => tell(draft, key, settleProbes(draft, key)),
  [STATUS_DUE]: (draft: NodeDraft, { key }: KeyData) => patchStatus(draft, key),
  [TEARDOWN_DUE]: (draft: NodeDraft, { key }: KeyData) => tearDownPod(draft, key),
  [`${podChart.id}/after`]: (draft: NodeDraft, { entity, event }: ChartDelayData) =>
    chartDelayPassed(draft, entity.slice(podEntity('').length), event),
};

/** A Pod object came into being: its life begins, before any node knows of it. */
function podAppeared(draft: NodeDraft, { key }: KeyData): void {
  if (draft.get('pods', key) === undefined) return;
  if (stateOf(draft, podEntity(key)) !== undefined) tearDownPod(draft, key); // an older Pod of that name
  startMachine(draft, podChart, podEntity(key));
}

/** What the kubelet does about a Pod of its node that came, is to go, or went; a node without power does nothing. */
export function syncPod(draft: NodeDraft, { key }: KeyData): void {
  const pod = draft.get('pods', key);
  const state = stateOf(draft, podEntity(key));
  if (state === undefined) return;
  if (isDark(draft, draft.get('kubeletPods', key)?.node ?? pod?.spec.nodeName ?? '')) return;
  if (pod === undefined) {
    movePod(draft, key, 'REMOVED');
    return;
  }
  const node = pod.spec.nodeName;
  if (node === undefined) return;
  if (state === 'pending') {
    draft.put('kubeletPods', key, {
      node,
      ip: null,
      restartCount: 0,
      startedAt: null,
      exitedAt: null,
      seenRunning: false,
      started: false,
      ready: false,
      backOff: null,
      workers: workersOf(pod),
      lastFact: draft.causeId,
    });
    requestStatus(draft, key);
    movePod(draft, key, 'BOUND');
  }
  if (pod.metadata.deletionMicros === undefined) return;
  movePod(draft, key, 'DELETE');
  settleProbes(draft, key);
}

/** The process opened or closed its ports, or ended. */
function processChanged(draft: NodeDraft, { key }: KeyData): void {
  const process = draft.get('processes', key);
  const row = draft.get('kubeletPods', key);
  if (process === undefined || row === undefined) return;
  if (process.state !== 'exited') tell(draft, key, settleProbes(draft, key));
  else if (row.startedAt !== null) {
    noteExit(draft, key);
    movePod(draft, key, 'EXITED');
  }
}

function startListening(draft: NodeDraft, { key }: KeyData): void {
  const process = draft.get('processes', key);
  if (process?.state !== 'starting') return;
  const row = draft.get('kubeletPods', key);
  const { ports } = process;
  recordFact(draft, 'pod/startedListening', { pod: key, node: row?.node ?? '', ip: row?.ip ?? '', ports });
  draft.put('processes', key, { ...process, state: 'listening', since: draft.now });
}

/** The relist shows the new container: its status is reported and its probes begin. */
function seeRunning(draft: NodeDraft, { key }: KeyData): void {
  tell(draft, key, beginProbing(draft, key));
  requestStatus(draft, key);
}

function tell(draft: NodeDraft, key: string, event: string | null): void {
  if (event !== null) movePod(draft, key, event);
}
