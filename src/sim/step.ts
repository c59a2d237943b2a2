/**
 * One step of the simulated world: take the next event, react, tell the watches.
 * The only file that moves simulated time. Pure with respect to what it is given:
 * same world, same events, same facts, on every machine.
 */
import { Draft, type Engine, type Fact, type Handlers } from './kernel/draft';
import { revertChanges, type Change, type LooseTables } from './kernel/change';
import { EventHeap } from './kernel/eventHeap';
import type { Micros } from './kernel/time';
import { notifyWatchers, watchersByTable, type Room, type Watcher } from './kernel/watch';
import { WorldIndex, type IndexSpec, type KernelTables, type World } from './kernel/world';

/** All that one step did: what a timeline keeps. Reverting `changes` and restoring the counters undoes it. */
export interface StepRecord {
  readonly from: Counters;
  readonly to: Counters;
  readonly changes: readonly Change[];
  readonly facts: readonly Fact[];
  /** Type of the event that was handled, or `intent`. */
  readonly eventType: string;
}

export interface Counters {
  readonly now: Micros;
  readonly nextSequence: number;
  readonly nextFactId: number;
}

/** The rules of a simulated world: who reacts to what, and who watches what. */
export interface Laws<Tables extends KernelTables> {
  readonly handlers: Handlers<Tables>;
  readonly watchers: ReadonlyMap<string, readonly Watcher<Tables>[]>;
  readonly indexes: IndexSpec;
}

/** Puts rooms together. Throws if two of them handle the same event. */
export function lawsOf<Tables extends KernelTables>(
  rooms: readonly Room<Tables>[],
  indexes: IndexSpec,
): Laws<Tables> {
  const handlers: Record<string, Handlers<Tables>[string]> = {};
  for (const room of rooms) {
    for (const [type, handler] of Object.entries(room.handlers)) {
      if (type in handlers) throw new Error(`two rooms handle "${type}"`);
      handlers[type] = handler;
    }
  }
  return { handlers, watchers: watchersByTable(rooms), indexes };
}

/** Derives the indexes and the heap of a world. */
export function engineOf<Tables extends KernelTables>(
  world: World<Tables>,
  laws: Laws<Tables>,
): Engine<Tables> {
  const tables = world.tables as unknown as Record<string, Record<string, unknown>>;
  return { world, index: new WorldIndex(laws.indexes, tables), heap: new EventHeap(world.tables.queue) };
}

/** When the next event is due; undefined if the world is at rest for ever. */
export function nextDueAt(engine: Engine): Micros | undefined {
  return engine.heap.peek()?.dueAt;
}

/**
 * Handles the next event. Returns null if there is none. Throws if nobody handles its
 * type, or what the handler throws; then nothing has happened.
 */
export function step<Tables extends KernelTables>(
  engine: Engine<Tables>,
  laws: Laws<Tables>,
): StepRecord | null {
  const event = engine.heap.peek();
  if (event === undefined) return null;
  const handler = laws.handlers[event.type];
  if (handler === undefined) throw new Error(`nobody handles the event "${event.type}"`);
  const from = countersOf(engine.world);
  engine.world.now = event.dueAt;
  const draft = new Draft(engine, event.causeId);
  return attempt(engine, draft, from, () => {
    draft.remove('queue', event.id);
    handler(draft, event.data, event);
    return finish(engine, laws, draft, from, event.type);
  });
}

/**
 * Lets someone act from outside at the present moment `at`, which must not lie
 * before the world's own time nor beyond its next event. If `act` throws, nothing has happened.
 */
export function intervene<Tables extends KernelTables>(
  engine: Engine<Tables>,
  laws: Laws<Tables>,
  at: Micros,
  act: (draft: Draft<Tables>) => void,
): StepRecord {
  const due = nextDueAt(engine);
  if (at < engine.world.now || (due !== undefined && due < at)) {
    throw new Error(`cannot act at ${at}: the world is at ${engine.world.now} and its next event at ${due}`);
  }
  const from = countersOf(engine.world);
  engine.world.now = at;
  const draft = new Draft(engine, -1);
  return attempt(engine, draft, from, () => {
    act(draft);
    return finish(engine, laws, draft, from, 'intent');
  });
}

/** All or nothing: if `work` throws, the world is as it was before. */
function attempt<Tables extends KernelTables>(
  engine: Engine<Tables>,
  draft: Draft<Tables>,
  from: Counters,
  work: () => StepRecord,
): StepRecord {
  try {
    return work();
  } catch (error) {
    const { changes } = draft.reaction;
    revertChanges(engine.world.tables as unknown as LooseTables, changes, engine.index);
    setCounters(engine.world, from);
    // The heap may have dropped what was cancelled and now is pending again.
    for (const change of changes) {
      const pending = engine.world.tables.queue[change.key];
      if (change.table === 'queue' && pending !== undefined) engine.heap.push(pending);
    }
    throw error;
  }
}

function finish<Tables extends KernelTables>(
  engine: Engine<Tables>,
  laws: Laws<Tables>,
  draft: Draft<Tables>,
  from: Counters,
  eventType: string,
): StepRecord {
  notifyWatchers(draft, draft.reaction.changes, laws.watchers);
  const { changes, facts } = draft.reaction;
  return { from, to: countersOf(engine.world), changes, facts, eventType };
}

export function countersOf(world: World): Counters {
  return { now: world.now, nextSequence: world.nextSequence, nextFactId: world.nextFactId };
}

/** Sets the counters of a world that a timeline moves along its records. */
export function setCounters(world: World, counters: Counters): void {
  world.now = counters.now;
  world.nextSequence = counters.nextSequence;
  world.nextFactId = counters.nextFactId;
}
