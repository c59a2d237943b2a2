/** What a lesson's references mean: in the tables of the world, and in the picture. */
import type { Reference } from '../scenario/scenario';
import { SERVICE_NAME_LABEL, type Kind } from '../sim/cluster/objects';
import { TABLE_OF_KIND } from '../sim/cluster/tables';
import type { Intent } from '../sim/intent';
import type { Micros } from '../sim/kernel/time';
import type { SimTables } from '../sim/laws';
import type { Timeline } from '../trace/timeline';

export type LessonTimeline = Timeline<SimTables, Intent>;

/** Keys of the Pods that references such as `Deployment/default/web#0` mean during a step. */
export type PodNames = Readonly<Record<Reference, string>>;

const NUMBERED = /^([^#]+)#(\d+)$/;

/** The owner and the number in `Deployment/default/web#0`; null if the reference has no number. */
export function numbered(reference: Reference): { owner: Reference; ordinal: number } | null {
  const match = NUMBERED.exec(reference);
  return match === null ? null : { owner: match[1]!, ordinal: Number(match[2]) };
}

/**
 * Keys of the Pods of a workload that are not being deleted, sorted by name. A Deployment's Pods are those of
 * its ReplicaSets. Looks at the timeline: look again for what you need afterwards.
 */
export function podsOf(timeline: LessonTimeline, owner: Reference, at: Micros): string[] {
  const { pods } = timeline.worldAt(at).tables;
  return ownedPods(timeline, owner)
    .filter((key) => pods[key]?.metadata.deletionMicros === undefined)
    .sort();
}

/** Keys of all Pods that belong to a workload in the world that was looked at last. */
export function ownedPods(timeline: LessonTimeline, owner: Reference): string[] {
  const index = timeline.viewIndex();
  const replicaSets = index.lookup('replicaSets', 'byOwner', owner).map((key) => `ReplicaSet/${key}`);
  return [owner, ...replicaSets].flatMap((one) => index.lookup('pods', 'byOwner', one));
}

/** Which Pods numbered references mean from now on: fixed, so that they stay the same when Pods come and go. */
export function fixNames(references: Iterable<Reference>, timeline: LessonTimeline, at: Micros): PodNames {
  const names: Record<Reference, string> = {};
  for (const reference of references) {
    const one = numbered(reference);
    const pod = one === null ? undefined : podsOf(timeline, one.owner, at)[one.ordinal];
    if (pod !== undefined) names[reference] = pod;
  }
  return names;
}

/** Every numbered reference that a piece of a lesson holds, however deep. `value` is plain JSON or texts. */
export function numberedReferences(value: unknown, found: Set<Reference> = new Set()): Set<Reference> {
  if (typeof value === 'string') {
    for (const [reference] of value.matchAll(/\b(?:Deployment|ReplicaSet)\/[a-z0-9./-]+#\d+/g))
      found.add(reference);
  } else if (typeof value === 'object' && value !== null) {
    for (const child of Object.values(value)) numberedReferences(child, found);
  }
  return found;
}

/** The same thing is written in one way only: a numbered reference as `Pod/namespace/name`. */
export function plainReference(reference: Reference, names: PodNames): Reference {
  const pod = names[reference];
  return pod === undefined ? reference : `Pod/${pod}`;
}

/** Where a reference points: a table and what selects its rows. */
export interface Pointer {
  readonly table: keyof SimTables;
  readonly selects: (key: string, row: unknown) => boolean;
}

/** The rows that a reference means; undefined if it means none. */
export function pointerOf(reference: Reference, names: PodNames): Pointer | undefined {
  const plain = plainReference(reference, names);
  const slash = plain.indexOf('/');
  const head = plain.slice(0, slash);
  const wanted = plain.slice(slash + 1);
  const isWanted = (key: string) => key === wanted;
  if (head === 'rules') return { table: 'ruleSets', selects: isWanted };
  if (head === 'client') return { table: 'clients', selects: isWanted };
  if (head === 'conntrack') {
    return { table: 'conntrack', selects: (_, row) => (row as { node: string }).node === wanted };
  }
  if (!Object.hasOwn(TABLE_OF_KIND, head)) return undefined;
  const table = TABLE_OF_KIND[head as Kind];
  if (head !== 'EndpointSlice') return { table, selects: isWanted };
  return { table, selects: (_, row) => serviceOfSlice(row) === wanted };
}

/** `namespace/name` of a slice's Service. */
function serviceOfSlice(row: unknown): string {
  const { metadata } = row as { metadata: { namespace?: string; labels: Readonly<Record<string, string>> } };
  return `${metadata.namespace ?? 'default'}/${metadata.labels[SERVICE_NAME_LABEL] ?? ''}`;
}

const DNS_BOX: ReadonlySet<Reference> = new Set([
  'Service/kube-system/kube-dns',
  'EndpointSlice/kube-system/kube-dns',
  'Deployment/kube-system/coredns',
]);

/**
 * Where a reference is in the picture: `pod/…`, `workload/…`, `service/…`, `node/…`, `client/…`, `dns`, or
 * `field/source` and `field/destination` in the header strip; null if it is not drawn.
 */
export function placeOf(reference: Reference, names: PodNames): string | null {
  if (DNS_BOX.has(reference)) return 'dns';
  const plain = plainReference(reference, names);
  const slash = plain.indexOf('/');
  const rest = plain.slice(slash + 1);
  switch (plain.slice(0, slash)) {
    case 'Pod':
      return `pod/${rest}`;
    case 'Deployment':
      return numbered(plain) === null ? `workload/${rest}` : null;
    case 'Service':
    case 'EndpointSlice':
      return `service/${rest}`;
    case 'Node':
    case 'rules':
    case 'conntrack':
      return `node/${rest}`;
    case 'client':
    case 'field':
      return plain;
    default:
      return null;
  }
}

/** What a learner has looked at who opened a place of the picture; null for a place without a reference. */
export function referenceOf(place: string): Reference | null {
  if (place === 'dns') return 'Service/kube-system/kube-dns';
  const slash = place.indexOf('/');
  const rest = place.slice(slash + 1);
  const kind = KIND_OF_PLACE[place.slice(0, slash)];
  return kind === undefined ? null : `${kind}/${rest}`;
}

const KIND_OF_PLACE: Readonly<Record<string, string>> = {
  pod: 'Pod',
  workload: 'Deployment',
  service: 'Service',
  node: 'Node',
  client: 'client',
};
