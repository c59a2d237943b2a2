/** A Pod as it is named on the command line. */
import type { Pod } from '../sim/cluster/objects';
import type { ClusterAtRest } from './clusterAtRest';
import { didYouMean } from './arguments';
import { InputError } from './errors';

/** `namespace/name` taken apart; undefined if it is not of that form. */
export function readPodName(text: string): { namespace: string; name: string } | undefined {
  const match = /^([a-z0-9][a-z0-9-]*)\/([a-z0-9.-]*)$/.exec(text);
  return match === null ? undefined : { namespace: match[1]!, name: match[2]! };
}

/**
 * The Pod of that name, or else the first whose name begins with it and `-`, as a Deployment's Pods do.
 * Throws `InputError` if there is none.
 */
export function findPod(cluster: ClusterAtRest, namespace: string, name: string): Pod {
  const pods = cluster.pods.filter((pod) => pod.metadata.namespace === namespace);
  const found =
    pods.find((pod) => pod.metadata.name === name) ??
    pods.find((pod) => pod.metadata.name.startsWith(`${name}-`));
  if (found !== undefined) return found;
  if (pods.length === 0) {
    const known = [...new Set(cluster.pods.map((pod) => pod.metadata.namespace ?? 'default'))];
    const mend = didYouMean(namespace, known) || `; there are Pods in ${known.join(', ')}`;
    throw new InputError(`no Pods in namespace "${namespace}"${mend}`);
  }
  const names = pods.map((pod) => pod.metadata.name);
  throw new InputError(`no Pod "${namespace}/${name}"; there are ${names.slice(0, 12).join(', ')}`);
}
