/**
 * Taints and tolerations. Source: k8s.io/component-helpers scheduling/corev1/helpers.go, k8s.io/api core/v1
 * toleration.go ToleratesTaint, kubernetes plugin/pkg/admission/defaulttolerationseconds/admission.go,
 * pkg/controller/tainteviction/taint_eviction.go getMinTolerationTime.
 */
import type { PodSpec, Taint, Toleration } from './objects';

export const NOT_READY = 'node.kubernetes.io/not-ready';
export const UNREACHABLE = 'node.kubernetes.io/unreachable';
const DEFAULT_SECONDS = 300;

/** What a Pod tolerates: what its manifest says and, as the API server adds to each Pod, 300 s on a node that is gone. */
export function tolerationsOf(spec: Pick<PodSpec, 'tolerations'>): readonly Toleration[] {
  const said = spec.tolerations ?? [];
  const added = [NOT_READY, UNREACHABLE].filter(
    (key) =>
      !said.some(
        (one) =>
          (one.key === key || one.key === '') && (one.effect === 'NoExecute' || one.effect === undefined),
      ),
  );
  return [
    ...said,
    ...added.map((key): Toleration => ({
      key,
      operator: 'Exists',
      effect: 'NoExecute',
      tolerationSeconds: DEFAULT_SECONDS,
    })),
  ];
}

/** An empty key with `Exists` tolerates everything; without an effect all effects are meant. */
export function tolerates(toleration: Toleration, taint: Taint): boolean {
  if (toleration.effect !== undefined && toleration.effect !== taint.effect) return false;
  if (toleration.key !== '' && toleration.key !== taint.key) return false;
  return toleration.operator === 'Exists' || (toleration.value ?? '') === taint.value;
}

/** The first taint that keeps a Pod from being scheduled to a node, or undefined. */
export function taintInTheWay(
  taints: readonly Taint[],
  tolerations: readonly Toleration[],
): Taint | undefined {
  return taints.find(
    (taint) =>
      taint.effect !== 'PreferNoSchedule' && !tolerations.some((toleration) => tolerates(toleration, taint)),
  );
}

/**
 * How many seconds a Pod may stay on a node with these taints: 0 if it has to go at once, null if it may stay
 * for ever. Only `NoExecute` counts.
 */
export function secondsTolerated(
  taints: readonly Taint[],
  tolerations: readonly Toleration[],
): number | null {
  const used: Toleration[] = [];
  for (const taint of taints) {
    if (taint.effect !== 'NoExecute') continue;
    const match = tolerations.find((toleration) => tolerates(toleration, taint));
    if (match === undefined) return 0;
    used.push(match);
  }
  const limits = used.flatMap(({ tolerationSeconds }) => tolerationSeconds ?? []);
  return limits.length === 0 ? null : Math.max(0, Math.min(...limits));
}
