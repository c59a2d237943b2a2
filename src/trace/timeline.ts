/**
 * A simulated world with its past: any moment of it can be looked at, and from any
 * moment it can go on differently. The only way in is an intent; looking changes nothing.
 */
import type { Draft, Engine, Fact } from '../sim/kernel/draft';
import type { Micros } from '../sim/kernel/time';
import type { KernelTables, World, WorldIndex } from '../sim/kernel/world';
import { engineOf, intervene, nextDueAt, step, type Laws, type StepRecord } from '../sim/step';
import { BranchReader } from './branchReader';
import { copyTables, countUntil, History } from './history';
import { TraceHasher } from './traceEvent';
import { View } from './view';

/** Carries out what someone asks. If it throws, nothing has happened. */
export type ApplyIntent<Tables extends KernelTables, Intent> = (draft: Draft<Tables>, intent: Intent) => void;

/** What was asked, and when: with the start it is all that a branch needs to be told again. */
export interface TimedIntent<Intent> {
  readonly at: Micros;
  readonly intent: Intent;
}

/** One of the futures of a timeline. */
export interface Branch {
  readonly id: string;
  /** The branch it left; null for the first. */
  readonly parent: string | null;
  /** Until when it is the same as its parent; null for the first. */
  readonly forkAt: Micros | null;
  readonly endAt: Micros;
}

export interface TimelineOptions {
  /** Tables that do not count for `revisionAt`; `queue` and `random` if not said otherwise. */
  readonly ignoredTables?: readonly string[];
  /** At least so many changes lie between two checkpoints; 4,096 if not said otherwise. */
  readonly checkpointEvery?: number;
}

interface BranchState<Tables extends KernelTables, Intent> {
  readonly id: string;
  parent: string | null;
  forkAt: Micros | null;
  readonly history: History;
  readonly engine: Engine<Tables>;
  readonly intents: TimedIntent<Intent>[];
  readonly hasher: TraceHasher;
  endAt: Micros;
}

/** So many events at one instant are taken for a loop without end. */
const MAX_STEPS_AT_ONE_INSTANT = 100_000;

export class Timeline<Tables extends KernelTables, Intent> {
  private readonly all: BranchState<Tables, Intent>[] = [];
  private readonly view: View<Tables>;
  private current: BranchState<Tables, Intent>;
  private lastBranch = 1;
  private lastRevision = 0;

  /** Begins at `start`, which it copies and leaves as it is. */
  constructor(
    start: World<Tables>,
    private readonly laws: Laws<Tables>,
    private readonly applyIntent: ApplyIntent<Tables, Intent>,
    options: TimelineOptions = {},
  ) {
    const history = History.of(start, {
      ignoredTables: new Set(options.ignoredTables ?? ['queue', 'random']),
      checkpointEvery: options.checkpointEvery ?? 4_096,
    });
    this.view = new View(start.seed, history, laws.indexes);
    const engine = engineOf({ ...start, tables: copyTables(start.tables) }, laws);
    const origin = { id: '1', parent: null, forkAt: null };
    this.current = this.addBranch({ ...origin, history, engine, intents: [], endAt: start.now });
    this.extend(start.now);
  }

  /** The timeline that the same intents lead to: the same facts, to the last byte. */
  static replay<Tables extends KernelTables, Intent>(
    start: World<Tables>,
    laws: Laws<Tables>,
    applyIntent: ApplyIntent<Tables, Intent>,
    intents: readonly TimedIntent<Intent>[],
    options: TimelineOptions = {},
  ): Timeline<Tables, Intent> {
    const timeline = new Timeline(start, laws, applyIntent, options);
    for (const { at, intent } of intents) timeline.act(at, intent);
    return timeline;
  }

  // --- going on -------------------------------------------------------------------

  /** Until when everything due has happened, in microseconds. */
  endAt(): Micros {
    return this.current.endAt;
  }

  /**
   * Simulates on until everything due at or before `until` has happened, or until
   * `maxSteps` steps are taken; an instant that was begun is finished in any case.
   * Says whether `until` was reached. Throws what a handler throws.
   */
  extend(until: Micros, limits: { readonly maxSteps?: number } = {}): boolean {
    return this.extendBranch(this.current, until, limits);
  }

  private extendBranch(
    branch: BranchState<Tables, Intent>,
    until: Micros,
    limits: { readonly maxSteps?: number } = {},
  ): boolean {
    const { engine } = branch;
    const maxSteps = limits.maxSteps ?? Infinity;
    let atThisInstant = 0;
    for (let steps = 0; ; steps++) {
      const due = nextDueAt(engine);
      if (due === undefined || due > until) break;
      const isNewInstant = due > engine.world.now;
      if (isNewInstant && steps >= maxSteps) {
        branch.endAt = Math.max(branch.endAt, due - 1);
        return false;
      }
      atThisInstant = isNewInstant ? 0 : atThisInstant + 1;
      if (atThisInstant > MAX_STEPS_AT_ONE_INSTANT) {
        const type = branch.history.records.at(-1)?.eventType;
        throw new Error(`time stands still at ${due}: events never stop coming due, the last was "${type}"`);
      }
      this.append(branch, step(engine, this.laws)!);
    }
    branch.endAt = Math.max(branch.endAt, until);
    return true;
  }

  /**
   * Lets someone act at `at`. If anything has happened since, that stays as a branch
   * of its own, and a new one is made and switched to. Throws what carrying out the
   * intent throws; then nothing has happened. Returns what the intent did.
   */
  act(at: Micros, intent: Intent): StepRecord {
    const before = this.current;
    if (at < before.history.start.now) throw new Error(`cannot act at ${at}, before the beginning`);
    const isInPast = before.history.stepsAt(at) < before.history.steps;
    if (isInPast) this.fork(at);
    else this.extend(at);
    const branch = this.current;
    let record: StepRecord;
    try {
      record = intervene(branch.engine, this.laws, at, (draft) => this.applyIntent(draft, intent));
    } catch (error) {
      if (isInPast) {
        this.switchTo(before.id);
        this.all.splice(this.all.indexOf(branch), 1);
      }
      throw error;
    }
    this.append(branch, record);
    branch.intents.push({ at, intent });
    branch.endAt = at; // new things may be due before what was the end
    this.extend(at);
    return record;
  }

  // --- branches -------------------------------------------------------------------

  /**
   * Makes a branch that shares everything until `at`, switches to it and returns its id.
   * The branch it left stays as it is.
   */
  fork(at: Micros): string {
    const parent = this.current;
    if (at < parent.history.start.now) throw new Error(`cannot fork at ${at}, before the beginning`);
    if (at > parent.endAt) this.extend(at);
    const steps = parent.history.stepsAt(at);
    this.view.moveTo(steps);
    const history = parent.history.prefix(steps);
    const world = { ...this.view.world, tables: copyTables(this.view.world.tables) };
    const intents = parent.intents.filter((timed) => timed.at <= at);
    const engine = engineOf(world, this.laws);
    const id = String(++this.lastBranch);
    this.addBranch({ id, parent: parent.id, forkAt: at, history, engine, intents, endAt: at });
    this.switchTo(id);
    return id;
  }

  /** Goes over to another branch. Throws if there is none of that id. */
  switchTo(id: string): void {
    const branch = this.branchOf(id);
    this.view.follow(branch.history);
    this.current = branch;
  }

  /**
   * Forgets a branch. Those that left it now leave the one it had left; where the first is dropped, the oldest
   * of those that left it takes its place. Throws for the branch that is looked at, and if there is none of that id.
   */
  drop(id: string): void {
    const dropped = this.branchOf(id);
    if (dropped === this.current) throw new Error(`branch "${id}" is looked at and cannot be dropped`);
    this.all.splice(this.all.indexOf(dropped), 1);
    const heirs = this.all.filter((one) => one.parent === id);
    const first = dropped.parent === null ? heirs[0] : undefined;
    const sharedUntil = first?.forkAt ?? dropped.forkAt ?? Infinity;
    for (const heir of heirs) {
      heir.parent = heir === first ? null : (first?.id ?? dropped.parent);
      heir.forkAt = heir === first ? null : Math.min(heir.forkAt!, sharedUntil);
    }
  }

  /** All branches, oldest first. */
  branches(): readonly Branch[] {
    return this.all.map(({ id, parent, forkAt, endAt }) => ({ id, parent, forkAt, endAt }));
  }

  /** The id of the branch that is looked at and acted on. */
  currentBranch(): string {
    return this.current.id;
  }

  /** What was asked on a branch (the one looked at, if none is named), from the beginning: enough to replay it. */
  intents(id?: string): readonly TimedIntent<Intent>[] {
    return id === undefined ? this.current.intents : this.branchOf(id).intents;
  }

  /** A way to look at a branch, whichever is looked at here, with a world of its own. */
  readerOf(id: string): BranchReader<Tables> {
    const branch = this.branchOf(id);
    return new BranchReader(this.view.world.seed, branch.history, this.laws.indexes, (until) => {
      if (until > branch.endAt) this.extendBranch(branch, until);
      return branch.endAt;
    });
  }

  // --- looking --------------------------------------------------------------------

  /**
   * The world when everything due at or before `at` has happened, with its clock at
   * `at`; extends the timeline if that lies beyond its end. Read only, and the same
   * object every time: it holds until the next look.
   */
  worldAt(at: Micros): World<Tables> {
    if (at > this.current.endAt) this.extend(at);
    const { history } = this.current;
    this.view.moveToMoment(history.stepsAt(at), Math.max(at, history.start.now));
    return this.view.world;
  }

  /** The world right after the record of that index; -1 for the beginning. As `worldAt`, it holds until the next look. */
  worldAfter(recordIndex: number): World<Tables> {
    const steps = Math.min(recordIndex + 1, this.current.history.steps);
    this.view.moveTo(Math.max(0, steps));
    return this.view.world;
  }

  /** Look-ups in the world that was looked at last. */
  viewIndex(): WorldIndex {
    return this.view.currentIndex();
  }

  /** What happened, step by step. */
  records(): readonly StepRecord[] {
    return this.current.history.records;
  }

  /** Index of the last record at or before `at`; -1 if there is none. */
  recordIndexAt(at: Micros): number {
    return this.current.history.stepsAt(at) - 1;
  }

  /**
   * A number that differs between two moments if and only if a row was written between them in
   * a table that is not ignored. Unlike moments of two branches have unlike numbers, too.
   */
  revisionAt(at: Micros): number {
    const { history } = this.current;
    return history.revisions[history.stepsAt(at)]!;
  }

  // --- facts ----------------------------------------------------------------------

  /** All facts of this branch so far, in order. */
  facts(): readonly Fact[] {
    return this.current.history.facts;
  }

  /** The fact of that id; undefined if there is none. */
  factOf(id: number): Fact | undefined {
    return this.current.history.facts[id - this.current.history.start.nextFactId];
  }

  /** The facts later than `after` and not later than `until`. */
  factsBetween(after: Micros, until: Micros): readonly Fact[] {
    const { facts } = this.current.history;
    const timeOf = (fact: Fact) => fact.at;
    return facts.slice(countUntil(facts, timeOf, after), countUntil(facts, timeOf, until));
  }

  /** The facts of one type, in order. */
  factsOfType(type: string): readonly Fact[] {
    return this.current.history.factsByType.get(type) ?? [];
  }

  /** Why that happened: its cause, the cause of that, and so on to the beginning. */
  causesOf(factId: number): readonly Fact[] {
    const causes: Fact[] = [];
    let fact = this.factOf(factId);
    while (fact !== undefined) {
      const cause = fact.causeId < fact.id ? this.factOf(fact.causeId) : undefined;
      if (cause !== undefined) causes.push(cause);
      fact = cause;
    }
    return causes;
  }

  /** SHA-256 over all facts of this branch so far: equal runs have equal hashes. */
  traceHash(): string {
    this.current.hasher.follow(this.current.history.facts);
    return this.current.hasher.digest();
  }

  private branchOf(id: string): BranchState<Tables, Intent> {
    const branch = this.all.find((one) => one.id === id);
    if (branch === undefined) throw new Error(`no branch "${id}"`);
    return branch;
  }

  private append({ history, engine }: BranchState<Tables, Intent>, record: StepRecord): void {
    history.append(record, engine.world, ++this.lastRevision);
  }

  private addBranch(branch: Omit<BranchState<Tables, Intent>, 'hasher'>): BranchState<Tables, Intent> {
    const state = { ...branch, hasher: new TraceHasher() };
    this.all.push(state);
    return state;
  }
}
