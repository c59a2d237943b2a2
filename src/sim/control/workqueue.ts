/**
 * Controllers work off keys: a key that is already queued is not queued twice.
 * Source: k8s.io/client-go util/workqueue.
 */
import type { ClusterDraft } from '../cluster/apiServer';
import { causeAbout } from '../cluster/causes';
import type { ApiObject, ObjectMeta } from '../cluster/objects';
import type { Micros } from '../kernel/time';

/** Queues a key for a controller because the object `about` changed; the event's data is `{ key }`. */
export function enqueue(
  draft: ClusterDraft,
  type: string,
  key: string,
  delayMicros: Micros,
  about: string,
): void {
  const timer = `${type}/${key}`;
  if (draft.isPending(timer)) return;
  draft.schedule({ type, delayMicros, data: { key }, timer, causeId: causeAbout(draft, about) });
}

/** What a controller's queue holds. */
export interface KeyData {
  readonly key: string;
}

/** Keys of the owners of that kind. */
export function ownersOf(object: ApiObject | undefined, kind: string): string[] {
  if (object === undefined) return [];
  return object.metadata.ownerReferences
    .filter((owner) => owner.kind === kind)
    .map((owner) => `${object.metadata.namespace}/${owner.name}`);
}

/** The owner reference that names an object as controller. */
export function ownedBy(kind: string, metadata: ObjectMeta) {
  return { kind, name: metadata.name, uid: metadata.uid };
}

/** True if somebody asked for something else: a new object, a new spec, new labels or annotations. */
export function specChanged(before: ApiObject | undefined, after: ApiObject | undefined): boolean {
  if (before === undefined || after === undefined) return before !== after;
  return (
    before.metadata.generation !== after.metadata.generation ||
    before.metadata.labels !== after.metadata.labels ||
    before.metadata.annotations !== after.metadata.annotations ||
    before.metadata.deletionMicros !== after.metadata.deletionMicros
  );
}
