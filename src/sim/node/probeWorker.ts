/**
 * A probe worker as arithmetic. Between two changes of the process every probe has
 * the same outcome, so nothing has to be polled: which probe will change the verdict,
 * and when it runs, can be computed. Source: kubernetes pkg/kubelet/prober/worker.go doProbe.
 */
import type { Probe } from '../cluster/objects';
import { seconds, type Micros } from '../kernel/time';
import type { ProbeKind } from './facts';

export type Verdict = 'Success' | 'Failure' | 'Unknown';

/** The verdict before the first probe has run. */
export const INITIAL_VERDICT: Readonly<Record<ProbeKind, Verdict>> = {
  startup: 'Unknown',
  readiness: 'Failure',
  liveness: 'Success',
};

export interface ProbeWorker {
  readonly container: string;
  readonly kind: ProbeKind;
  readonly verdict: Verdict;
  /** The outcome of the probe before, and how many in a row had it. */
  readonly lastResult: Verdict | null;
  readonly resultRun: number;
  /** Probes run at `firstAt + n × period`. Null while the worker does not probe. */
  readonly firstAt: Micros | null;
  /** Probes up to this moment are in `resultRun`. */
  readonly countedUntil: Micros;
  /** What a probe would find since then. */
  readonly outcome: 'Success' | 'Failure';
}

/** A worker of a new Pod. */
export function newWorker(container: string, kind: ProbeKind): ProbeWorker {
  return {
    container,
    kind,
    verdict: INITIAL_VERDICT[kind],
    lastResult: null,
    resultRun: 0,
    firstAt: null,
    countedUntil: 0,
    outcome: 'Failure',
  };
}

/** Begins to probe at the first tick, counted from `tick`, that is not within the initial delay. */
export function startProbing(
  worker: ProbeWorker,
  probe: Probe,
  startedAt: Micros,
  tick: Micros,
): ProbeWorker {
  const period = seconds(probe.periodSeconds);
  const allowedFrom = startedAt + seconds(probe.initialDelaySeconds);
  const firstAt = tick + Math.max(0, Math.ceil((allowedFrom - tick) / period)) * period;
  return { ...worker, firstAt, countedUntil: tick - 1 };
}

/** Stops probing, and puts the verdict back for a new container. The run of results goes on, as in the source. */
export function resetWorker(worker: ProbeWorker): ProbeWorker {
  return { ...worker, firstAt: null, verdict: INITIAL_VERDICT[worker.kind] };
}

/** Takes one probe's result into account. */
export function takeResult(worker: ProbeWorker, result: 'Success' | 'Failure', probe: Probe): ProbeWorker {
  const resultRun = worker.lastResult === result ? worker.resultRun + 1 : 1;
  const verdict = resultRun < threshold(probe, result) ? worker.verdict : result;
  return { ...worker, lastResult: result, resultRun, verdict };
}

/** Counts the probes that have run until now, all with the outcome that the worker expects. */
export function advance(worker: ProbeWorker, probe: Probe, now: Micros): ProbeWorker {
  if (worker.firstAt === null) return worker;
  const count = ticksUntil(worker, probe, now) - ticksUntil(worker, probe, worker.countedUntil);
  if (count <= 0) return { ...worker, countedUntil: Math.max(worker.countedUntil, now) };
  const first = takeResult(worker, worker.outcome, probe);
  const resultRun = first.resultRun + count - 1;
  const verdict = resultRun < threshold(probe, worker.outcome) ? first.verdict : worker.outcome;
  return { ...first, resultRun, verdict, countedUntil: now };
}

/** When the probe runs that changes the verdict, if nothing else changes; null if none will. */
export function nextVerdictAt(worker: ProbeWorker, probe: Probe): Micros | null {
  if (worker.firstAt === null || worker.verdict === worker.outcome) return null;
  const run = worker.lastResult === worker.outcome ? worker.resultRun : 0;
  const needed = Math.max(1, threshold(probe, worker.outcome) - run);
  const done = ticksUntil(worker, probe, worker.countedUntil);
  return worker.firstAt + (done + needed - 1) * seconds(probe.periodSeconds);
}

/** How many probes have run at moments up to and including `at`. */
function ticksUntil(worker: ProbeWorker, probe: Probe, at: Micros): number {
  if (worker.firstAt === null || at < worker.firstAt) return 0;
  return Math.floor((at - worker.firstAt) / seconds(probe.periodSeconds)) + 1;
}

function threshold(probe: Probe, result: 'Success' | 'Failure'): number {
  return result === 'Success' ? probe.successThreshold : probe.failureThreshold;
}
