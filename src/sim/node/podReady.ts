/** The Ready condition. Source: kubernetes pkg/kubelet/status/generate.go GeneratePodReadyCondition. */

export interface ReadyInput {
  readonly containers: readonly string[];
  /** Container → ready; absent if the kubelet has no status of it. */
  readonly ready: Readonly<Record<string, boolean>>;
  readonly phase?: string;
  readonly readinessGates?: readonly string[];
  /** Condition type → status text. */
  readonly conditions?: Readonly<Record<string, string>>;
}

export interface ReadyCondition {
  readonly ready: boolean;
  readonly reason: 'PodCompleted' | 'ContainersNotReady' | 'ReadinessGatesNotReady' | null;
}

/** Ready means that all containers are ready and every readiness gate's condition is True. */
export function podReadyCondition(input: ReadyInput): ReadyCondition {
  if (input.containers.some((name) => input.ready[name] !== true)) {
    return { ready: false, reason: input.phase === 'Succeeded' ? 'PodCompleted' : 'ContainersNotReady' };
  }
  const gates = input.readinessGates ?? [];
  if (gates.some((gate) => input.conditions?.[gate] !== 'True')) {
    return { ready: false, reason: 'ReadinessGatesNotReady' };
  }
  return { ready: true, reason: null };
}
