/** What became of the rows that a reference means, read off the changes: no look at the world is needed. */
import type { Reference } from '../scenario/scenario';
import type { Micros } from '../sim/kernel/time';
import { pointerOf, type LessonTimeline, type PodNames, type Pointer, plainReference } from './references';

interface RowChange {
  readonly at: Micros;
  readonly key: string;
  /** Undefined: the row is gone. */
  readonly row: unknown;
}

interface RowHistory {
  readonly pointer: Pointer;
  readonly first: ReadonlyMap<string, unknown>;
  readonly changes: RowChange[];
  /** So many records have been read. */
  read: number;
}

const histories = new WeakMap<LessonTimeline, Map<string, RowHistory>>();

/** The rows that a reference means at a moment; none if it means nothing. */
export function rowsAt(
  reference: Reference,
  timeline: LessonTimeline,
  names: PodNames,
  at: Micros,
): unknown[] {
  const history = historyOf(reference, timeline, names, at);
  if (history === null) return [];
  const rows = new Map(history.first);
  for (const change of history.changes) {
    if (change.at > at) break;
    if (change.row === undefined) rows.delete(change.key);
    else rows.set(change.key, change.row);
  }
  return [...rows.values()];
}

/** The moments after `since` and not after `until` at which any of those rows changed. */
export function changesBetween(
  reference: Reference,
  timeline: LessonTimeline,
  names: PodNames,
  since: Micros,
  until: Micros,
): Micros[] {
  const changes = historyOf(reference, timeline, names, until)?.changes ?? [];
  return [...new Set(changes.flatMap(({ at }) => (at > since && at <= until ? [at] : [])))];
}

function historyOf(
  reference: Reference,
  timeline: LessonTimeline,
  names: PodNames,
  until: Micros,
): RowHistory | null {
  const pointer = pointerOf(reference, names);
  if (pointer === undefined) return null;
  timeline.extend(until);
  const known = histories.get(timeline) ?? new Map<string, RowHistory>();
  histories.set(timeline, known);
  const id = `${timeline.currentBranch()} ${plainReference(reference, names)}`;
  const history = known.get(id) ?? begin(pointer, timeline);
  known.set(id, history);
  readOn(history, timeline);
  return history;
}

function begin(pointer: Pointer, timeline: LessonTimeline): RowHistory {
  const rows: Readonly<Record<string, unknown>> = timeline.worldAfter(-1).tables[pointer.table];
  const first = new Map(Object.entries(rows).filter(([key, row]) => pointer.selects(key, row)));
  return { pointer, first, changes: [], read: 0 };
}

function readOn(history: RowHistory, timeline: LessonTimeline): void {
  const records = timeline.records();
  const { table, selects } = history.pointer;
  for (; history.read < records.length; history.read++) {
    const { changes, to } = records[history.read]!;
    for (const change of changes) {
      if (change.table !== table || !selects(change.key, change.after ?? change.before)) continue;
      history.changes.push({ at: to.now, key: change.key, row: change.after });
    }
  }
}
