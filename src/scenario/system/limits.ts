/** What of a large system is run: so much that it can be drawn and followed. */
import type { ApiObject, Deployment } from '../../sim/cluster/objects';

/** So many Pods are run; Deployments that ask for more get fewer, the largest first. */
export const MOST_PODS = 300;
/** So many Deployments are run; the rest is left out. */
export const MOST_DEPLOYMENTS = 80;

export interface Limited {
  readonly objects: readonly ApiObject[];
  /** `namespace/name` of Deployments that run fewer Pods than they ask for. */
  readonly scaledDown: readonly string[];
  /** `Deployment/name` of those that are left out. */
  readonly leftOut: readonly string[];
}

/** Leaves out and scales down what is too much. */
export function withinLimits(objects: readonly ApiObject[]): Limited {
  const deployments = objects.filter((object): object is Deployment => object.kind === 'Deployment');
  const dropped = new Set(deployments.slice(MOST_DEPLOYMENTS));
  const kept = deployments.slice(0, MOST_DEPLOYMENTS);
  const cap = capFor(kept.map(({ spec }) => spec.replicas));
  const scaledDown: string[] = [];
  const limited = objects
    .filter((object) => !dropped.has(object as Deployment))
    .map((object) => {
      if (object.kind !== 'Deployment' || object.spec.replicas <= cap) return object;
      scaledDown.push(object.metadata.name);
      return { ...object, spec: { ...object.spec, replicas: cap } };
    });
  return {
    objects: limited,
    scaledDown,
    leftOut: [...dropped].map(({ metadata }) => `Deployment/${metadata.name}`),
  };
}

/** The most that one Deployment may have so that all together stay within the limit. */
function capFor(replicas: readonly number[]): number {
  const total = (cap: number): number => replicas.reduce((sum, count) => sum + Math.min(count, cap), 0);
  let cap = MOST_PODS;
  while (cap > 1 && total(cap) > MOST_PODS) cap--;
  return cap;
}
