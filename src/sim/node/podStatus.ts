/**
 * What the kubelet tells the API server about a Pod, a little after it knows. Source:
 * kubernetes pkg/kubelet/status/status_manager.go, kubelet_pods.go generateAPIPodStatus.
 */
import { updateObject } from '../cluster/apiServer';
import type { ContainerStatus, Pod } from '../cluster/objects';
import { stateOf } from '../kernel/machines';
import { NODE_DELAYS } from './delays';
import { podEntity } from './podChart';
import { podReadyCondition } from './podReady';
import type { KubeletPodRow, NodeDraft } from './tables';
import { recordFact } from './facts';

export const STATUS_DUE = 'kubelet/statusDue';

/** Asks for the Pod's status to be written soon. A request that is pending keeps its time; the newest cause counts. */
export function requestStatus(draft: NodeDraft, key: string): void {
  const timer = `${STATUS_DUE}/${key}`;
  const pending = draft.get('queue', timer);
  const delayMicros = pending === undefined ? NODE_DELAYS.statusPatch : pending.dueAt - draft.now;
  draft.schedule({ type: STATUS_DUE, delayMicros, data: { key }, timer });
}

/** Writes the Pod's status if it differs from what the API server has. */
export function patchStatus(draft: NodeDraft, key: string): void {
  const pod = draft.get('pods', key);
  const row = draft.get('kubeletPods', key);
  const state = stateOf(draft, podEntity(key));
  if (pod === undefined || row === undefined || state === undefined) return;
  const status = statusOf(draft, pod, row, state);
  if (JSON.stringify(status) === JSON.stringify(pod.status)) return;
  if (status.ready !== pod.status.ready) {
    const type = status.ready ? 'pod/becameReady' : 'pod/becameUnready';
    recordFact(draft, type, { pod: key, node: row.node, ip: row.ip ?? '' });
  }
  updateObject<'Pod'>(draft, { ...pod, status });
}

function statusOf(draft: NodeDraft, pod: Pod, row: KubeletPodRow, state: string): Pod['status'] {
  const seen = row.seenRunning || row.restartCount > 0;
  const names = pod.spec.containers.map((container) => container.name);
  const perContainer = Object.fromEntries(names.map((name) => [name, row.ready]));
  const { ready } = podReadyCondition({ containers: names, ready: perContainer });
  const hostIP = draft.get('nodes', row.node)?.status.internalIP;
  const since = ready === pod.status.ready ? pod.status.readySinceMicros : ready ? draft.now : undefined;
  return {
    phase: seen ? 'Running' : 'Pending',
    ...(row.ip !== null && seen ? { podIP: row.ip } : {}),
    ...(hostIP === undefined ? {} : { hostIP }),
    startMicros: pod.status.startMicros ?? draft.now,
    ready,
    ...(since === undefined ? {} : { readySinceMicros: since }),
    containerStatuses: names.map((name) => ({
      name,
      ...containerState(row, state),
      ready: row.ready,
      restartCount: row.restartCount,
    })),
  };
}

function containerState(row: KubeletPodRow, state: string): Pick<ContainerStatus, 'state' | 'reason'> {
  if (state === 'backOff') return { state: 'waiting', reason: 'CrashLoopBackOff' };
  if (state === 'gone') return { state: 'terminated', reason: 'Completed' };
  if (row.seenRunning) return { state: 'running' };
  return { state: 'waiting', reason: 'ContainerCreating' };
}
