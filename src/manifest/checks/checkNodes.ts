/** What a Node says of its own kube-proxy. */
import type { Node } from '../../sim/cluster/objects';
import { IPVS_SCHEDULERS, SCHEDULER_ANNOTATION } from '../../sim/dataplane/nodeProxyConfig';
import { problemAt, type Problem } from '../problem';
import type { ReadObject } from '../readManifests';
import { placeIn } from '../source';

/** Schedulers of IPVS mode that are not simulated, `mh` among them, or that nobody knows. */
export function checkSchedulers(nodes: readonly ReadObject<Node>[]): Problem[] {
  return nodes.flatMap((read): Problem[] => {
    const { annotations } = read.object.metadata;
    if (!Object.hasOwn(annotations, SCHEDULER_ANNOTATION)) return [];
    const found = annotations[SCHEDULER_ANNOTATION]!;
    if (IPVS_SCHEDULERS.some((known) => known === found)) return [];
    const place = placeIn(read.places, `metadata.annotations.${SCHEDULER_ANNOTATION}`);
    const expected = IPVS_SCHEDULERS.join(', ').replace(/, (\w+)$/, ' or $1');
    return [problemAt(place, 'annotation/value', { name: SCHEDULER_ANNOTATION, found, expected })];
  });
}
