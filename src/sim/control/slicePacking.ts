/**
 * Putting endpoints into EndpointSlices with as few writes as possible. Source:
 * k8s.io/endpointslice reconciler.go reconcileByPortMapping and finalize.
 */

/** The default of `--max-endpoints-per-slice`. */
export const MAX_ENDPOINTS_PER_SLICE = 100;

export interface PackedSlice<E> {
  readonly name: string;
  readonly endpoints: readonly E[];
  /** To be written even if its endpoints stay as they are: its labels are old. */
  readonly isStale?: boolean;
}

export interface Packing<E> {
  /** One list of endpoints for each slice to be made. */
  readonly creates: readonly (readonly E[])[];
  readonly updates: readonly PackedSlice<E>[];
  readonly deletes: readonly string[];
}

export interface EndpointIdentity<E> {
  readonly keyOf: (endpoint: E) => string;
  readonly equal: (a: E, b: E) => boolean;
}

/**
 * Packs the desired endpoints of one port set into the slices that exist for it:
 * changes in place, fills the slices that change anyway (fullest first), then one
 * unchanged slice if all the rest fits there, then new slices.
 */
export function packEndpoints<E>(
  existing: readonly PackedSlice<E>[],
  desired: readonly E[],
  identity: EndpointIdentity<E>,
  max = MAX_ENDPOINTS_PER_SLICE,
): Packing<E> {
  const left = new Map(desired.map((endpoint) => [identity.keyOf(endpoint), endpoint]));
  const unchanged: PackedSlice<E>[] = [];
  const updates: { name: string; endpoints: E[] }[] = [];
  const deletes: string[] = [];
  for (const slice of existing) {
    const kept: E[] = [];
    let changed = false;
    for (const endpoint of slice.endpoints) {
      const wanted = left.get(identity.keyOf(endpoint));
      if (wanted === undefined) continue;
      kept.push(wanted);
      if (!identity.equal(wanted, endpoint)) changed = true;
      left.delete(identity.keyOf(endpoint));
    }
    if (!changed && kept.length === slice.endpoints.length) {
      if (slice.isStale === true) updates.push({ name: slice.name, endpoints: [...slice.endpoints] });
      else unchanged.push(slice);
    } else if (kept.length === 0) deletes.push(slice.name);
    else updates.push({ name: slice.name, endpoints: kept });
  }
  const rest = [...left.values()];
  for (const slice of [...updates].sort((a, b) => b.endpoints.length - a.endpoints.length)) {
    slice.endpoints.push(...rest.splice(0, Math.max(0, max - slice.endpoints.length)));
  }
  const creates: E[][] = [];
  while (rest.length > 0) {
    const fitting = rest.length < max ? closestFit(unchanged, rest.length, max) : undefined;
    if (fitting === undefined) {
      creates.push(rest.splice(0, max));
    } else {
      updates.push({ name: fitting.name, endpoints: [...fitting.endpoints, ...rest.splice(0)] });
      unchanged.splice(unchanged.indexOf(fitting), 1);
    }
  }
  return { creates, updates, deletes };
}

/**
 * Turns deletions into updates while slices are also to be made: a reused slice is one
 * write instead of two. The slice that was to be made last is the first to get such a name.
 */
export function reuseDeleted<C>(
  creates: readonly C[],
  deletes: readonly string[],
): { creates: readonly C[]; reused: readonly { name: string; content: C }[]; deletes: readonly string[] } {
  const count = Math.min(creates.length, deletes.length);
  return {
    reused: deletes.slice(0, count).map((name, i) => ({ name, content: creates.at(-1 - i)! })),
    creates: creates.slice(0, creates.length - count),
    deletes: deletes.slice(count),
  };
}

/** The slice that comes nearest to being full with `count` more, if any can take them all. */
function closestFit<E>(slices: readonly PackedSlice<E>[], count: number, max: number) {
  let best: PackedSlice<E> | undefined;
  for (const slice of slices) {
    const size = slice.endpoints.length;
    if (size + count <= max && (best === undefined || size > best.endpoints.length)) best = slice;
  }
  return best;
}
