/**
 * Watches: who is told when rows of a table change. After a handler is done, each
 * of its changes is shown to the watchers of that table, which may only schedule.
 */
import type { Change } from './change';
import type { Draft } from './draft';
import type { KernelTables } from './world';

/** A change as a watcher sees it; the rows' types are known to the watcher. */
export interface WatchedChange {
  readonly table: string;
  readonly key: string;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly before: any;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly after: any;
}

export interface Watcher<Tables extends KernelTables> {
  readonly tables: readonly (keyof Tables & string)[];
  /** Schedules what the watcher does about the change, after its own delay. */
  readonly notify: (draft: Draft<Tables>, change: WatchedChange) => void;
}

/** What one room of `sim` brings into the world. */
export interface Room<Tables extends KernelTables> {
  readonly handlers: import('./draft').Handlers<Tables>;
  readonly watchers: readonly Watcher<Tables>[];
}

/** Shows the changes of a finished handler to the watchers. */
export function notifyWatchers<Tables extends KernelTables>(
  draft: Draft<Tables>,
  changes: readonly Change[],
  watchers: ReadonlyMap<string, readonly Watcher<Tables>[]>,
): void {
  const count = changes.length; // what the watchers schedule is not shown again
  for (let i = 0; i < count; i++) {
    const change = changes[i]!;
    for (const watcher of watchers.get(change.table) ?? []) watcher.notify(draft, change);
  }
}

/** Watchers by the table they watch. */
export function watchersByTable<Tables extends KernelTables>(
  rooms: readonly Room<Tables>[],
): Map<string, Watcher<Tables>[]> {
  const map = new Map<string, Watcher<Tables>[]>();
  for (const room of rooms) {
    for (const watcher of room.watchers) {
      for (const table of watcher.tables) map.set(table, [...(map.get(table) ?? []), watcher]);
    }
  }
  return map;
}
