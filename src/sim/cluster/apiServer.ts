/**
 * The API server's store: every write gets a new resourceVersion, every new object a
 * uid, and what was written reaches the watches (`kernel` schedules them after the
 * handler is done). Source: https://kubernetes.io/docs/reference/using-api/api-concepts/
 */
import type { Draft } from '../kernel/draft';
import { keyOf, type ApiObject, type Kind, type ObjectMeta } from './objects';
import { TABLE_OF_KIND, type ClusterTables } from './tables';

export type ClusterDraft = Draft<ClusterTables>;
type OfKind<K extends Kind> = Extract<ApiObject, { kind: K }>;

/** What a caller knows of a new object; the API server adds the rest. */
export type NewMeta = Omit<ObjectMeta, 'uid' | 'resourceVersion' | 'creationMicros' | 'generation'>;

/** Stores a new object and returns it as stored. Throws if the name is taken: callers check first. */
export function createObject<K extends Kind>(
  draft: ClusterDraft,
  object: Omit<OfKind<K>, 'metadata'> & { kind: K; metadata: NewMeta },
): OfKind<K> {
  const table = TABLE_OF_KIND[object.kind];
  const key = keyOf(object.metadata);
  if (draft.get(table, key) !== undefined) throw new Error(`${object.kind} "${key}" already exists`);
  const counters = draft.get('counters', 'cluster') ?? { resourceVersion: 0, nextUid: 1 };
  const resourceVersion = counters.resourceVersion + 1;
  draft.put('counters', 'cluster', { resourceVersion, nextUid: counters.nextUid + 1 });
  const stored = {
    ...object,
    metadata: {
      ...object.metadata,
      uid: uidOf(counters.nextUid),
      resourceVersion: String(resourceVersion),
      creationMicros: draft.now,
      generation: 1,
    },
  } as unknown as OfKind<K>;
  draft.put(table, key, stored as never);
  return stored;
}

/** Stores a changed object under a new resourceVersion; `specChanged` also raises its generation. */
export function updateObject<K extends Kind>(
  draft: ClusterDraft,
  object: OfKind<K>,
  options: { readonly specChanged?: boolean } = {},
): OfKind<K> {
  const counters = draft.get('counters', 'cluster') ?? { resourceVersion: 0, nextUid: 1 };
  const resourceVersion = counters.resourceVersion + 1;
  draft.put('counters', 'cluster', { ...counters, resourceVersion });
  const metadata: ObjectMeta = {
    ...object.metadata,
    resourceVersion: String(resourceVersion),
    generation: object.metadata.generation + (options.specChanged === true ? 1 : 0),
  };
  const stored = { ...object, metadata } as unknown as OfKind<K>;
  draft.put(TABLE_OF_KIND[object.kind as K], keyOf(metadata), stored as never);
  return stored;
}

/** Takes an object out of the store. */
export function deleteObject(draft: ClusterDraft, kind: Kind, key: string): void {
  const counters = draft.get('counters', 'cluster') ?? { resourceVersion: 0, nextUid: 1 };
  draft.put('counters', 'cluster', { ...counters, resourceVersion: counters.resourceVersion + 1 });
  draft.remove(TABLE_OF_KIND[kind], key);
}

function uidOf(number: number): string {
  return `00000000-0000-4000-8000-${number.toString(16).padStart(12, '0')}`;
}
