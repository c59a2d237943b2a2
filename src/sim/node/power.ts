/**
 * A node loses its power, and gets it back. At that moment everything on it stops and nobody is told; the API objects
 * stay as they were. When the node is up again its kubelet finds the Pods that are bound to it without a sandbox: each
 * gets a new one, with a new address, its containers are started again, and those that are to be deleted go at last.
 * Sources: kubernetes pkg/kubelet/kubelet.go (HandlePodAdditions, syncNodeStatus), pkg/kubelet/kuberuntime/util/util.go
 * PodSandboxChanged, pkg/kubelet/kuberuntime/kuberuntime_container.go startContainer (restartCount + 1).
 */
import { updateObject } from '../cluster/apiServer';
import { isDark, leaseRenewedAt } from '../cluster/nodePower';
import { stateOf } from '../kernel/machines';
import { NODE_DELAYS } from './delays';
import { recordFact } from './facts';
import type { NodeIntentProblem } from './intents';
import { freeAddress } from './ipam';
import { POD_DUE, syncPod } from './kubelet';
import { podEntity } from './podChart';
import { LISTEN_DUE, RELIST_DUE, TEARDOWN_DUE, movePod, tearDownPod } from './podLifecycle';
import { STATUS_DUE, requestStatus } from './podStatus';
import { PROBE_DUE } from './probing';
import { resetWorker } from './probeWorker';
import type { NodeDraft } from './tables';

const BOOTED = 'node/booted';
const POST_STATUS = 'node/statusDue';

interface NodeData {
  readonly node: string;
}

/** Cuts a node's power. Returns null, or what is wrong. */
export function failNode(draft: NodeDraft, node: string): NodeIntentProblem | null {
  if (draft.get('nodes', node) === undefined)
    return { code: 'notFound', message: `nodes "${node}" not found` };
  const before = draft.get('nodePower', node);
  if (before?.state === 'off') return { code: 'invalid', message: `node "${node}" has no power already` };
  draft.cancel(`${BOOTED}/${node}`);
  draft.cancel(`${POST_STATUS}/${node}`);
  const renewedAt = leaseRenewedAt(node, before, draft.now);
  draft.put('nodePower', node, { state: 'off', since: draft.now, renewedAt });
  const pods = podsWithKubelet(draft, node);
  const cause = recordFact(draft, 'node/lostPower', { node, pods: pods.length });
  for (const key of pods) {
    draft.because(cause);
    stopPod(draft, key);
  }
  draft.because(cause);
  return null;
}

/** Gives a node its power back: it boots. Returns null, or what is wrong. */
export function recoverNode(draft: NodeDraft, node: string): NodeIntentProblem | null {
  if (draft.get('nodes', node) === undefined)
    return { code: 'notFound', message: `nodes "${node}" not found` };
  const row = draft.get('nodePower', node);
  if (row?.state !== 'off') return { code: 'invalid', message: `node "${node}" has power` };
  draft.put('nodePower', node, { ...row, state: 'booting', since: draft.now });
  recordFact(draft, 'node/gotPower', { node });
  draft.schedule({
    type: BOOTED,
    delayMicros: NODE_DELAYS.boot,
    data: { node } satisfies NodeData,
    timer: `${BOOTED}/${node}`,
  });
  return null;
}

export const powerHandlers = {
  [BOOTED]: finishBoot,
  [POST_STATUS]: postStatus,
};

/** Pods of which the node has something, sorted: also such whose object is gone. */
function podsWithKubelet(draft: NodeDraft, node: string): string[] {
  return draft.keys('kubeletPods').filter((key) => draft.get('kubeletPods', key)!.node === node);
}

/** What ran in a Pod ends without a word: no exit is noticed, no probe fails, no socket is closed. */
function stopPod(draft: NodeDraft, key: string): void {
  for (const type of [LISTEN_DUE, RELIST_DUE, TEARDOWN_DUE, STATUS_DUE, PROBE_DUE, POD_DUE])
    draft.cancel(`${type}/${key}`);
  movePod(draft, key, 'POWER_OFF');
  const row = draft.get('kubeletPods', key)!;
  draft.put('kubeletPods', key, {
    ...row,
    startedAt: null,
    exitedAt: draft.now,
    seenRunning: false,
    started: false,
    ready: false,
    backOff: null,
    workers: row.workers.map(resetWorker),
  });
  const process = draft.get('processes', key);
  if (process !== undefined && process.state !== 'exited')
    draft.put('processes', key, { ...process, state: 'exited', since: draft.now });
}

/** The kernel is up and the kubelet runs: it renews its Lease, posts its status, and looks after its Pods. */
function finishBoot(draft: NodeDraft, { node }: NodeData): void {
  const row = draft.get('nodePower', node);
  if (row === undefined || draft.get('nodes', node) === undefined) return;
  draft.put('nodePower', node, { ...row, state: 'on', since: draft.now });
  const cause = recordFact(draft, 'node/booted', { node });
  draft.schedule({
    type: POST_STATUS,
    delayMicros: NODE_DELAYS.statusPatch,
    data: { node } satisfies NodeData,
    timer: `${POST_STATUS}/${node}`,
  });
  const known = podsWithKubelet(draft, node);
  for (const key of known) {
    draft.because(cause);
    startPod(draft, key);
  }
  for (const key of draft.lookup('pods', 'byNode', node)) {
    draft.because(cause);
    if (draft.get('kubeletPods', key) === undefined) syncPod(draft, { key });
  }
  draft.because(cause);
}

/** The old sandbox is cleaned away, its address free again; then a new one, or the Pod's end. */
function startPod(draft: NodeDraft, key: string): void {
  const row = draft.get('kubeletPods', key)!;
  const pod = draft.get('pods', key);
  if (pod === undefined || stateOf(draft, podEntity(key)) === undefined) {
    tearDownPod(draft, key);
    return;
  }
  if (row.ip !== null) freeAddress(draft, row.ip, key);
  const hadContainer = draft.get('processes', key) !== undefined;
  draft.put('kubeletPods', key, {
    ...row,
    ip: null,
    restartCount: row.restartCount + (hadContainer ? 1 : 0),
    lastFact: draft.causeId,
  });
  requestStatus(draft, key);
  movePod(draft, key, 'POWER_ON');
}

/** Source: kubernetes pkg/kubelet/nodestatus/setters.go ReadyCondition. */
function postStatus(draft: NodeDraft, { node }: NodeData): void {
  const object = draft.get('nodes', node);
  if (object === undefined || isDark(draft, node) || object.status.ready) return;
  recordFact(draft, 'node/becameReady', { node });
  const { unknown: _was, ...status } = object.status;
  updateObject<'Node'>(draft, { ...object, status: { ...status, ready: true, readySinceMicros: draft.now } });
}
