/**
 * How long the kubelet waits before it starts a crashed container again. Source: kubernetes
 * pkg/kubelet/kuberuntime/kuberuntime_manager.go doBackOff,
 * k8s.io/client-go util/flowcontrol/backoff.go (Next, IsInBackOffSince), pkg/kubelet/kubelet.go (10 s, 300 s).
 */
import { seconds, type Micros } from '../kernel/time';

const INITIAL = seconds(10);
const MAXIMUM = seconds(300);

export interface BackOffEntry {
  readonly waitMicros: Micros;
  readonly updatedAt: Micros;
}

/** How much longer a container that ended at `exitedAt` has to wait; 0 if it may start now. */
export function remainingWait(entry: BackOffEntry | null, exitedAt: Micros, now: Micros): Micros {
  if (entry === null || hasExpired(entry, exitedAt)) return 0;
  return Math.max(0, entry.waitMicros - (now - exitedAt));
}

/** The entry after a restart: 10 s for the next time, then twice as long each time, at most 300 s. */
export function afterRestart(entry: BackOffEntry | null, exitedAt: Micros, now: Micros): BackOffEntry {
  const waitMicros =
    entry === null || hasExpired(entry, exitedAt) ? INITIAL : Math.min(entry.waitMicros * 2, MAXIMUM);
  return { waitMicros, updatedAt: now };
}

/** A container that ran for more than twice the longest wait starts afresh. */
function hasExpired(entry: BackOffEntry, exitedAt: Micros): boolean {
  return exitedAt - entry.updatedAt > 2 * MAXIMUM;
}
