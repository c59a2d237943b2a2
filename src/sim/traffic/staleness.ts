/** How far a node's rules lag behind what the API server holds: the two clocks. */
import type { EndpointSlice } from '../cluster/objects';
import type { Draft } from '../kernel/draft';
import type { Micros } from '../kernel/time';
import type { Watcher } from '../kernel/watch';
import type { SliceChange, TrafficTables } from './tables';

/** How many of a slice's changes are remembered. */
const REMEMBERED = 16;

export interface SliceNoteDue {
  readonly slice: string;
  readonly resourceVersion: number;
  /** `namespace/name` of the Service that it belongs to; empty if it belongs to none. */
  readonly service: string;
}

/** Notes when each EndpointSlice was written. */
export const sliceWatcher: Watcher<TrafficTables> = {
  tables: ['endpointSlices'],
  notify: (draft, { key, before, after }) => {
    const slice = (after ?? before) as EndpointSlice;
    draft.schedule({
      type: 'traffic/sliceWritten',
      delayMicros: 0,
      data: {
        slice: key,
        resourceVersion: Number(slice.metadata.resourceVersion),
        service: serviceOf(slice),
      } satisfies SliceNoteDue,
    });
  },
};

function serviceOf({ metadata }: EndpointSlice): string {
  const name = metadata.labels['kubernetes.io/service-name'];
  return name === undefined ? '' : `${metadata.namespace ?? 'default'}/${name}`;
}

/** Remembers the write. */
export function onSliceWritten(draft: Draft<TrafficTables>, { slice, resourceVersion }: SliceNoteDue): void {
  const known: readonly SliceChange[] = draft.get('sliceChanges', slice) ?? [];
  draft.put('sliceChanges', slice, [...known.slice(1 - REMEMBERED), { resourceVersion, at: draft.now }]);
}

/** What `staleness` reads: a draft, or a view of a past moment. */
export interface StalenessView {
  readonly now: Micros;
  rules(node: string): { readonly seenVersion: number } | undefined;
  slicesOf(service: string): readonly string[];
  changes(slice: string): readonly SliceChange[];
}

/**
 * For how long the API server has held a state of a Service's EndpointSlices that this
 * node's rules do not follow yet, in microseconds; 0 if they do.
 */
export function staleness(view: StalenessView, node: string, service: string): Micros {
  const rules = view.rules(node);
  if (rules === undefined) return 0;
  let since: Micros | null = null;
  for (const slice of view.slicesOf(service)) {
    const first = view.changes(slice).find((change) => change.resourceVersion > rules.seenVersion);
    if (first !== undefined && (since === null || first.at < since)) since = first.at;
  }
  return since === null ? 0 : view.now - since;
}

/** The same, from within a handler. */
export function stalenessNow(draft: Draft<TrafficTables>, node: string, service: string): Micros {
  return staleness(
    {
      now: draft.now,
      rules: (name) => draft.get('ruleSets', name),
      slicesOf: (key) => draft.lookup('endpointSlices', 'byService', key),
      changes: (slice) => draft.get('sliceChanges', slice) ?? [],
    },
    node,
    service,
  );
}
