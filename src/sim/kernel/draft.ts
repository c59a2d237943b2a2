/**
 * What a handler holds while it reacts to one event: it reads the world, and
 * writes through to it, and all it does is recorded as one `Reaction`, which is
 * data and can be reverted. Handlers call no other handler: they schedule.
 */
import type { Change, LooseTables } from './change';
import type { EventRequest, SimEvent } from './event';
import type { EventHeap } from './eventHeap';
import { drawUint31, firstState } from './random';
import type { Micros } from './time';
import { sortedKeys, type KernelTables, type World, type WorldIndex } from './world';

/** A fact before the kernel has given it its id, time and cause. `type` is in the past tense: `pod/becameReady`. */
export interface NewFact {
  readonly type: string;
  readonly [field: string]: unknown;
}

/** Something that happened. The trace is an array of these; `id` is the index. */
export interface Fact {
  readonly id: number;
  readonly at: Micros;
  /** The fact that led to this one; -1 for the scenario's beginning. */
  readonly causeId: number;
  readonly type: string;
  readonly [field: string]: unknown;
}

/** A handler's whole answer, as data. */
export interface Reaction {
  readonly changes: Change[];
  readonly facts: Fact[];
}

/** A world with what is derived from it. */
export interface Engine<Tables extends KernelTables = KernelTables> {
  readonly world: World<Tables>;
  readonly index: WorldIndex;
  readonly heap: EventHeap;
}

type Row<Tables, Name extends keyof Tables> = Tables[Name] extends Record<string, infer R> ? R : never;

export class Draft<Tables extends KernelTables = KernelTables> {
  readonly reaction: Reaction = { changes: [], facts: [] };
  private lastCause: number;

  constructor(
    private readonly engine: Engine<Tables>,
    causeId: number,
  ) {
    this.lastCause = causeId;
  }

  get now(): Micros {
    return this.engine.world.now;
  }

  /** Read only. Write with `put` and `remove`. */
  get tables(): Readonly<Tables> {
    return this.engine.world.tables;
  }

  get seed(): string {
    return this.engine.world.seed;
  }

  /** The row, or undefined. */
  get<Name extends keyof Tables & string>(table: Name, key: string): Row<Tables, Name> | undefined {
    return rowOf(this.engine.world.tables[table] as Record<string, Row<Tables, Name>>, key);
  }

  /** All keys of a table, sorted: for small tables and rare events. */
  keys(table: keyof Tables & string): string[] {
    return sortedKeys(this.engine.world.tables[table] as Record<string, unknown>);
  }

  /** Keys of the rows with that value under an index, sorted. */
  lookup(table: keyof Tables & string, indexName: string, value: string): string[] {
    return this.engine.index.lookup(table, indexName, value);
  }

  /** Puts a row: a new value, never the old one edited. */
  put<Name extends keyof Tables & string>(table: Name, key: string, row: Row<Tables, Name>): void {
    this.write(table, key, row);
  }

  remove(table: keyof Tables & string, key: string): void {
    this.write(table, key, undefined);
  }

  /** Records what happened and returns its id, which later facts and events of this handler name as cause. */
  fact(fact: NewFact, causeId = this.lastCause): number {
    const id = this.engine.world.nextFactId++;
    // `{ ...fact, id, at, causeId }` would be twenty times slower: V8 adds to a copied shape at great cost.
    const recorded = { id, at: 0, causeId, ...fact };
    recorded.id = id;
    recorded.at = this.now;
    recorded.causeId = causeId;
    this.reaction.facts.push(recorded);
    this.lastCause = id;
    return id;
  }

  /** The fact that what is done now will name as its cause. */
  get causeId(): number {
    return this.lastCause;
  }

  /** From here on, facts and events name this cause. */
  because(causeId: number): void {
    this.lastCause = causeId;
  }

  /** Puts an event into the queue. Throws if its delay is not a finite number. */
  schedule(request: EventRequest): void {
    if (!Number.isFinite(request.delayMicros)) {
      throw new Error(`the event "${request.type}" has a delay of ${request.delayMicros}`);
    }
    const world = this.engine.world;
    const sequence = world.nextSequence++;
    const id = request.timer ?? `#${sequence}`;
    if (request.timer !== undefined && request.ifPending === 'keep' && this.isPending(id)) return;
    const event: SimEvent = {
      id,
      dueAt: world.now + Math.max(0, Math.round(request.delayMicros)),
      sequence,
      causeId: request.causeId ?? this.lastCause,
      type: request.type,
      data: request.data,
    };
    this.write('queue', id, event);
    this.engine.heap.push(event);
  }

  /** Takes a pending timer out of the queue; does nothing if there is none. */
  cancel(timer: string): void {
    if (this.isPending(timer)) this.write('queue', timer, undefined);
  }

  /** True if that timer is pending. */
  isPending(timer: string): boolean {
    return rowOf(this.engine.world.tables.queue, timer) !== undefined;
  }

  /** The next number of a stream, 0 … 2^31-1. */
  drawUint31(stream: string): number {
    const state = rowOf(this.engine.world.tables.random, stream) ?? firstState(this.seed, stream);
    const drawn = drawUint31(state);
    this.write('random', stream, drawn.state);
    return drawn.value;
  }

  /** The next number of a stream as a fraction, 0 ≤ x < 1. */
  drawFraction(stream: string): number {
    return this.drawUint31(stream) / 0x80000000;
  }

  /** A whole number of a stream, from `low` to `high`, both included. */
  drawBetween(stream: string, low: number, high: number): number {
    return low + Math.floor(this.drawFraction(stream) * (high - low + 1));
  }

  private write(table: string, key: string, after: unknown): void {
    const tables = this.engine.world.tables as unknown as LooseTables;
    const rows = tables[table];
    if (rows === undefined) throw new Error(`no table "${table}" in this world`);
    const before = rowOf(rows, key);
    if (before === after) return;
    if (after === undefined) delete rows[key];
    else rows[key] = after;
    this.engine.index.update(table, key, before, after);
    this.reaction.changes.push({ table, key, before, after });
  }
}

/** A row, and never what every object inherits: a Node may be called `constructor`. */
function rowOf<R>(rows: Readonly<Record<string, R>>, key: string): R | undefined {
  const row = rows[key]; // one look-up, not two: rows are JSON, and all that is inherited is functions
  return typeof row === 'function' || row === Object.prototype ? undefined : row;
}

/** Reacts to one event by writing through the draft. */
export type Handler<Tables extends KernelTables, Data> = (
  draft: Draft<Tables>,
  data: Data,
  event: SimEvent,
) => void;

/** Handlers by event type. `any` because each handler knows its own event's data. */
export type Handlers<Tables extends KernelTables> = Readonly<
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  Record<string, Handler<Tables, any>>
>;
