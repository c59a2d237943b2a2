/**
 * The kubelet's probe workers in the world: which verdict changes next is one event
 * per Pod, so a Pod at rest costs nothing. Source: kubernetes pkg/kubelet/prober
 * (worker.go, prober_manager.go UpdatePodStatus).
 */
import type { Container, Pod, Probe } from '../cluster/objects';
import { stateOf } from '../kernel/machines';
import type { Micros } from '../kernel/time';
import { recordFact, type ProbeKind } from './facts';
import { podEntity, type PodChartEvent } from './podChart';
import { probeOf, probeOutcome } from './probeOutcome';
import {
  advance,
  newWorker,
  nextVerdictAt,
  resetWorker,
  startProbing,
  type ProbeWorker,
} from './probeWorker';
import { requestStatus } from './podStatus';
import type { KubeletPodRow, NodeDraft } from './tables';

export const PROBE_DUE = 'kubelet/probeDue';
const KINDS: readonly ProbeKind[] = ['startup', 'readiness', 'liveness'];

/** One worker for each probe of each container. */
export function workersOf(pod: Pod): ProbeWorker[] {
  return pod.spec.containers.flatMap((container) =>
    KINDS.filter((kind) => probeOf(container, kind) !== undefined).map((kind) =>
      newWorker(container.name, kind),
    ),
  );
}

/** The kubelet has seen the new container run: it probes at once, and then each period. */
export function beginProbing(draft: NodeDraft, key: string): PodChartEvent['type'] | null {
  const row = draft.get('kubeletPods', key);
  if (row === undefined || row.startedAt === null) return null;
  const started = !row.workers.some((worker) => worker.kind === 'startup');
  draft.put('kubeletPods', key, { ...row, seenRunning: true, started });
  startWorkers(draft, key, started ? ['readiness', 'liveness'] : ['startup'], draft.now);
  return settleProbes(draft, key);
}

/** The container is gone: nothing is probed until the next one runs. */
export function stopProbing(draft: NodeDraft, key: string): void {
  draft.cancel(timerOf(key));
  const row = draft.get('kubeletPods', key);
  if (row !== undefined) draft.put('kubeletPods', key, { ...row, workers: row.workers.map(resetWorker) });
}

/**
 * Counts the probes up to now, looks at the process again, and sets the event for the
 * next verdict. Returns what the Pod's chart is to be told, if a verdict changed.
 */
export function settleProbes(draft: NodeDraft, key: string): PodChartEvent['type'] | null {
  const pod = draft.get('pods', key);
  const row = draft.get('kubeletPods', key);
  if (pod === undefined || row === undefined) return null;
  const deleting = pod.metadata.deletionMicros !== undefined;
  const process = draft.get('processes', key);
  const changed: ProbeWorker[] = [];
  const workers = row.workers.map((worker) => {
    const { container, probe } = specOf(pod, worker);
    const outcome = probeOutcome(probe, container, process);
    if (worker.firstAt === null) return worker;
    // After deletion was requested only readiness is still probed.
    if (deleting && worker.kind !== 'readiness') return { ...worker, firstAt: null };
    const advanced = { ...advance(worker, probe, draft.now), outcome };
    if (advanced.verdict !== worker.verdict) changed.push(advanced);
    return advanced;
  });
  draft.put('kubeletPods', key, { ...row, workers });
  const event = changed.length === 0 ? null : applyVerdicts(draft, key, changed);
  setNextVerdict(draft, key, pod);
  return event ?? readinessEvent(draft, key);
}

function applyVerdicts(
  draft: NodeDraft,
  key: string,
  changed: readonly ProbeWorker[],
): PodChartEvent['type'] | null {
  let event: PodChartEvent['type'] | null = null;
  for (const worker of changed) {
    const { container, kind, verdict, resultRun } = worker;
    if (verdict === 'Success') recordFact(draft, 'pod/passedProbe', { pod: key, container, probe: kind });
    else recordFact(draft, 'pod/failedProbe', { pod: key, container, probe: kind, failures: resultRun });
    if (kind === 'readiness') continue;
    if (verdict === 'Failure') {
      holdWorker(draft, key, worker);
      event = 'PROBE_KILLED';
    } else if (kind === 'startup') finishStartup(draft, key);
  }
  return event;
}

/** A worker whose container is to be restarted waits for the new one. */
function holdWorker(draft: NodeDraft, key: string, held: ProbeWorker): void {
  const row = draft.get('kubeletPods', key)!;
  const workers = row.workers.map((worker) =>
    isSame(worker, held) ? { ...worker, firstAt: null, resultRun: 0 } : worker,
  );
  draft.put('kubeletPods', key, { ...row, workers });
}

/** Once every startup probe has passed, the others begin, readiness at once. */
function finishStartup(draft: NodeDraft, key: string): void {
  const row = draft.get('kubeletPods', key)!;
  const workers = row.workers.map((worker) =>
    worker.kind === 'startup' && worker.verdict === 'Success' ? { ...worker, firstAt: null } : worker,
  );
  const started = workers.every((worker) => worker.kind !== 'startup' || worker.verdict === 'Success');
  draft.put('kubeletPods', key, { ...row, workers, started });
  if (!started) return;
  startWorkers(draft, key, ['readiness', 'liveness'], draft.now);
}

function startWorkers(draft: NodeDraft, key: string, kinds: readonly ProbeKind[], tick: Micros): void {
  const row = draft.get('kubeletPods', key)!;
  const pod = draft.get('pods', key);
  if (pod === undefined || row.startedAt === null) return;
  const process = draft.get('processes', key);
  const workers = row.workers.map((worker) => {
    if (!kinds.includes(worker.kind)) return worker;
    const { container, probe } = specOf(pod, worker);
    const begun = startProbing(worker, probe, row.startedAt!, tick);
    return { ...begun, outcome: probeOutcome(probe, container, process) };
  });
  draft.put('kubeletPods', key, { ...row, workers });
}

function setNextVerdict(draft: NodeDraft, key: string, pod: Pod): void {
  const row = draft.get('kubeletPods', key)!;
  let soonest: Micros | null = null;
  for (const worker of row.workers) {
    const at = nextVerdictAt(worker, specOf(pod, worker).probe);
    if (at !== null && (soonest === null || at < soonest)) soonest = at;
  }
  if (soonest === null) draft.cancel(timerOf(key));
  else {
    const delayMicros = soonest - draft.now;
    draft.schedule({ type: PROBE_DUE, delayMicros, data: { key }, timer: timerOf(key) });
  }
}

/** Follows the readiness workers: ready when the container runs, has started, and all of them say Success. */
function readinessEvent(draft: NodeDraft, key: string): PodChartEvent['type'] | null {
  const row = draft.get('kubeletPods', key)!;
  const ready = isReady(row);
  if (ready === row.ready) return null;
  draft.put('kubeletPods', key, { ...row, ready });
  requestStatus(draft, key);
  const running = stateOf(draft, podEntity(key))?.startsWith('running.') === true;
  return running ? (ready ? 'READY' : 'UNREADY') : null;
}

function isReady(row: KubeletPodRow): boolean {
  if (!row.seenRunning || !row.started || row.startedAt === null) return false;
  return row.workers.every((worker) => worker.kind !== 'readiness' || worker.verdict === 'Success');
}

function specOf(pod: Pod, worker: ProbeWorker): { container: Container; probe: Probe } {
  const container = pod.spec.containers.find((one) => one.name === worker.container)!;
  return { container, probe: probeOf(container, worker.kind)! };
}

function isSame(a: ProbeWorker, b: ProbeWorker): boolean {
  return a.kind === b.kind && a.container === b.container;
}

function timerOf(key: string): string {
  return `${PROBE_DUE}/${key}`;
}
