/**
 * Runs the Pod's chart: asks its guards, measures its delays, and carries out its
 * actions on process, address and status. Source: see podChart.ts.
 */
import { ANNOTATION, durationOf } from '../cluster/annotations';
import { deleteObject } from '../cluster/apiServer';
import type { Pod } from '../cluster/objects';
import { sendToMachine, stopMachine, type ChartContext } from '../kernel/machines';
import { seconds, type Micros } from '../kernel/time';
import { afterRestart, remainingWait } from './crashLoop';
import { NODE_DELAYS } from './delays';
import { allocateAddress, freeAddress, hasFreeAddress } from './ipam';
import { listeningPorts } from './listeningPorts';
import { podChart, podEntity, type PodChartEvent } from './podChart';
import { STATUS_DUE, requestStatus } from './podStatus';
import { PROBE_DUE, stopProbing } from './probing';
import { probeOf } from './probeOutcome';
import type { KubeletPodRow, NodeDraft } from './tables';
import { recordFact, type ProbeKind } from './facts';

export const LISTEN_DUE = 'kubelet/listenDue';
export const RELIST_DUE = 'kubelet/relistDue';
export const TEARDOWN_DUE = 'kubelet/teardownDue';

/** Sends an event to a Pod's chart and does what the transition demands. A Pod without a machine ignores it. */
export function movePod(draft: NodeDraft, key: string, event: PodChartEvent['type'] | string): void {
  const moved = sendToMachine(draft, podChart, podEntity(key), event, contextOf(draft, key));
  if (moved === null) return;
  for (const action of moved.actions) ACTIONS[action]!(draft, key);
  update(draft, key, { lastFact: draft.causeId });
}

/** A delay of a Pod's chart has passed: what comes now follows from the last thing that happened to the Pod. */
export function chartDelayPassed(draft: NodeDraft, key: string, event: string): void {
  const row = draft.get('kubeletPods', key);
  if (row !== undefined) draft.because(row.lastFact);
  movePod(draft, key, event);
}

/** The program ended: its sockets are closed at once, whoever knows of it. */
export function endProcess(draft: NodeDraft, key: string, by: 'itself' | 'sigkill' | 'crash'): boolean {
  const process = draft.get('processes', key);
  if (process === undefined || process.state === 'exited') return false;
  const row = draft.get('kubeletPods', key);
  recordFact(draft, 'pod/containerExited', { pod: key, node: row?.node ?? '', ip: row?.ip ?? '', by });
  draft.put('processes', key, { ...process, state: 'exited', since: draft.now });
  return true;
}

/** The container is no more: notes when, and takes back what was still to happen in it. */
export function noteExit(draft: NodeDraft, key: string): void {
  draft.cancel(timer(LISTEN_DUE, key));
  draft.cancel(timer(RELIST_DUE, key));
  stopProbing(draft, key);
  update(draft, key, { exitedAt: draft.now, startedAt: null });
}

/** Everything of a Pod on its node goes: process, address, timers; and the object, if it waits to be deleted. */
export function tearDownPod(draft: NodeDraft, key: string): void {
  for (const type of [LISTEN_DUE, RELIST_DUE, TEARDOWN_DUE, STATUS_DUE, PROBE_DUE])
    draft.cancel(timer(type, key));
  const row = draft.get('kubeletPods', key);
  if (row !== undefined && row.ip !== null) freeAddress(draft, row.ip, key);
  draft.remove('kubeletPods', key);
  draft.remove('processes', key);
  draft.remove('random', streamOf(key));
  stopMachine(draft, podChart, podEntity(key));
  const pod = draft.get('pods', key);
  if (pod?.metadata.deletionMicros === undefined || row === undefined) return;
  deleteObject(draft, 'Pod', key);
  recordFact(draft, 'pod/removed', { pod: key, node: row.node, ip: row.ip });
}

const ACTIONS: Readonly<Record<string, (draft: NodeDraft, key: string) => void>> = {
  getAddress(draft, key) {
    const row = draft.get('kubeletPods', key)!;
    const pod = draft.get('pods', key)!;
    const ip = pod.spec.hostNetwork
      ? (draft.get('nodes', row.node)?.status.internalIP ?? null)
      : allocateAddress(draft, row.node, key);
    update(draft, key, { ip });
    recordFact(draft, 'pod/gotAddress', { pod: key, node: row.node, ip: ip ?? '' });
  },
  noteNoAddress(draft, key) {
    const node = draft.get('kubeletPods', key)!.node;
    const podCIDR = draft.get('nodes', node)?.spec.podCIDR ?? '';
    recordFact(draft, 'pod/gotNoAddress', { pod: key, node, podCIDR });
  },
  startContainer(draft, key) {
    const pod = draft.get('pods', key);
    const row = draft.get('kubeletPods', key);
    if (pod === undefined || row === undefined) return;
    const { node, restartCount } = row;
    recordFact(draft, 'pod/startedContainer', { pod: key, node, ip: row.ip ?? '', restartCount });
    update(draft, key, { startedAt: draft.now, exitedAt: null, seenRunning: false });
    const before = draft.get('processes', key);
    const failing = before?.failingPaths === undefined ? {} : { failingPaths: before.failingPaths };
    const ports = listeningPorts(pod.spec);
    draft.put('processes', key, { pod: key, state: 'starting', ports, since: draft.now, ...failing });
    later(draft, LISTEN_DUE, key, annotated(pod, ANNOTATION.startupTime, NODE_DELAYS.startupTime));
    later(draft, RELIST_DUE, key, untilRelist(draft, key));
  },
  beginPreStop(draft, key) {
    const node = draft.get('kubeletPods', key)?.node ?? '';
    recordFact(draft, 'pod/beganPreStop', {
      pod: key,
      node,
      seconds: preStopSeconds(draft.get('pods', key)),
    });
  },
  sendSigterm(draft, key) {
    const process = draft.get('processes', key);
    if (process === undefined || process.state === 'exited' || process.state === 'draining') return;
    const row = draft.get('kubeletPods', key);
    recordFact(draft, 'pod/receivedSigterm', { pod: key, node: row?.node ?? '', ip: row?.ip ?? '' });
    draft.cancel(timer(LISTEN_DUE, key));
    draft.put('processes', key, { ...process, state: 'draining', since: draft.now });
  },
  exit(draft, key) {
    endProcess(draft, key, 'itself');
    noteExit(draft, key);
  },
  kill(draft, key) {
    endProcess(draft, key, 'sigkill');
    noteExit(draft, key);
  },
  noticeExit(draft, key) {
    update(draft, key, { ready: false, seenRunning: false });
    requestStatus(draft, key);
  },
  beginBackOff(draft, key) {
    const row = draft.get('kubeletPods', key)!;
    const waitSeconds = (row.backOff?.waitMicros ?? 0) / seconds(1);
    const { node, restartCount } = row;
    recordFact(draft, 'pod/backedOff', { pod: key, node, waitSeconds, restartCount });
  },
  noteRestart(draft, key) {
    const row = draft.get('kubeletPods', key)!;
    const backOff = afterRestart(row.backOff, row.exitedAt ?? draft.now, draft.now);
    update(draft, key, { backOff, restartCount: row.restartCount + 1 });
  },
  tearDown(draft, key) {
    noteExit(draft, key);
    update(draft, key, { ready: false });
    requestStatus(draft, key);
    later(draft, TEARDOWN_DUE, key, NODE_DELAYS.teardown);
  },
};

/** Guards and delays of the chart; a delay is measured, and drawn, only when a state is entered that needs it. */
function contextOf(draft: NodeDraft, key: string): ChartContext {
  const pod = draft.get('pods', key);
  const row = draft.get('kubeletPods', key);
  const deleting = pod?.metadata.deletionMicros !== undefined;
  const graceSeconds = deleting
    ? (pod.metadata.deletionGraceSeconds ?? 30)
    : (probeGrace(pod, row) ?? pod?.spec.terminationGracePeriodSeconds ?? 30);
  const preStop = seconds(Math.min(preStopSeconds(pod), graceSeconds));
  const waitMicros = () => remainingWait(row?.backOff ?? null, row?.exitedAt ?? draft.now, draft.now);
  return {
    guards: {
      addressLeft: () => hasAddressLeft(draft, key),
      backsOff: () => waitMicros() > 0,
      hasPreStop: () => preStop > 0,
      deletionRequested: () => deleting,
    },
    delays: {
      get sandbox() {
        return draft.drawBetween(streamOf(key), NODE_DELAYS.sandboxLow, NODE_DELAYS.sandboxHigh);
      },
      get create() {
        return draft.drawBetween(streamOf(key), NODE_DELAYS.createLow, NODE_DELAYS.createHigh);
      },
      get relist() {
        return untilRelist(draft, key);
      },
      get backOff() {
        return waitMicros();
      },
      sandboxRetry: NODE_DELAYS.sandboxRetry,
      preStop,
      shutdown: pod === undefined ? 0 : annotated(pod, ANNOTATION.shutdownTime, NODE_DELAYS.shutdownTime),
      killAfter: Math.max(NODE_DELAYS.minimumGrace, seconds(graceSeconds) - preStop),
    },
  };
}

/**
 * The grace period of the probe that has the container killed, if it sets one: it may be shorter or longer
 * than the Pod's. Source: pkg/kubelet/kuberuntime/kuberuntime_container.go setTerminationGracePeriod;
 * liveness is asked before startup, as in kuberuntime_manager.go computePodActions.
 */
function probeGrace(pod: Pod | undefined, row: KubeletPodRow | undefined): number | undefined {
  const failed = (kind: ProbeKind) =>
    row?.workers.find((worker) => worker.kind === kind && worker.verdict === 'Failure');
  const worker = failed('liveness') ?? failed('startup');
  const container = pod?.spec.containers.find((one) => one.name === worker?.container);
  if (worker === undefined || container === undefined) return undefined;
  return probeOf(container, worker.kind)?.terminationGracePeriodSeconds;
}

function hasAddressLeft(draft: NodeDraft, key: string): boolean {
  const pod = draft.get('pods', key);
  const node = draft.get('nodes', pod?.spec.nodeName ?? '');
  if (pod === undefined || node === undefined) return false;
  return pod.spec.hostNetwork || hasFreeAddress(draft, node.metadata.name);
}

function untilRelist(draft: NodeDraft, key: string): Micros {
  return draft.drawBetween(streamOf(key), 0, NODE_DELAYS.relistPeriod);
}

function preStopSeconds(pod: Pod | undefined): number {
  return Math.max(0, ...(pod?.spec.containers.map((container) => container.preStopSleepSeconds ?? 0) ?? []));
}

function annotated(pod: Pod, name: string, fallback: Micros): Micros {
  return durationOf(pod.metadata.annotations, name, fallback);
}

function update(draft: NodeDraft, key: string, change: Partial<KubeletPodRow>): void {
  const row = draft.get('kubeletPods', key);
  if (row !== undefined) draft.put('kubeletPods', key, { ...row, ...change });
}

function later(draft: NodeDraft, type: string, key: string, delayMicros: Micros): void {
  draft.schedule({ type, delayMicros, data: { key }, timer: timer(type, key) });
}

function timer(type: string, key: string): string {
  return `${type}/${key}`;
}

function streamOf(key: string): string {
  return `pod/${key}`;
}
