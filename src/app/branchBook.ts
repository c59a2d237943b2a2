/**
 * The branches that a learner knows of, by letter and name. The timeline is computed ahead of the moment shown, so
 * that whoever acts while it plays leaves a future behind that nobody has seen: such branches are dropped. Kept is
 * what has been seen beyond the moment of acting, and what holds deeds of its own.
 */
import type { Intent } from '../sim/intent';
import type { Micros } from '../sim/kernel/time';
import type { SimTables } from '../sim/laws';
import type { Timeline } from '../trace/timeline';
import type { TimedAction } from './actionCodec';
import type { Bookmark, Story } from './story';

/** So many are kept; then the oldest without a name makes room. */
export const MAX_BRANCHES = 12;
const LETTERS = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];

interface Note {
  letter: string;
  name: string | null;
  /** The latest moment of it that was shown. */
  seenUntil: Micros;
}

/** A branch as the learner knows it. */
export interface KnownBranch {
  /** The timeline's id for it. */
  readonly id: string;
  readonly letter: string;
  readonly name: string | null;
  /** Letter of the branch it left; null for the first. */
  readonly parent: string | null;
  /** When it left it; 0 for the first. */
  readonly forkAt: Micros;
  /** What was done on it, and not on the branch it left. */
  readonly actions: readonly TimedAction[];
  readonly isCurrent: boolean;
}

export class BranchBook {
  private readonly notes = new Map<string, Note>();
  private lastLetter = 0;

  constructor(private readonly timeline: Timeline<SimTables, Intent>) {
    this.notes.set(timeline.currentBranch(), { letter: LETTERS[0]!, name: null, seenUntil: 0 });
  }

  /** That moment of the current branch is shown. */
  saw(at: Micros): void {
    const note = this.notes.get(this.timeline.currentBranch());
    if (note !== undefined && at > note.seenUntil) note.seenUntil = Math.floor(at);
  }

  /**
   * Someone is going to act at that moment. Where the timeline would just go on, because nothing has happened since,
   * but the learner has seen that nothing happened, a branch is made all the same: it can be compared with.
   */
  beforeActing(at: Micros): void {
    const { timeline } = this;
    const note = this.notes.get(timeline.currentBranch());
    if (note === undefined || note.seenUntil <= at) return;
    if (timeline.recordIndexAt(at) < timeline.records().length - 1) return;
    timeline.fork(at);
    this.settle();
  }

  /** Takes note of branches that have come by acting. To be called after anything that may have acted. */
  settle(): void {
    for (const { id, parent, forkAt } of this.timeline.branches()) {
      if (this.notes.has(id)) continue;
      const left = this.notes.get(parent ?? '');
      const at = forkAt ?? 0;
      const isWorthKeeping =
        left !== undefined &&
        (left.seenUntil > at || this.timeline.intents(parent!).some((action) => action.at > at));
      if (left !== undefined && !isWorthKeeping) {
        this.timeline.drop(parent!);
        this.notes.delete(parent!);
        this.notes.set(id, { ...left, seenUntil: Math.min(left.seenUntil, at) });
      } else this.notes.set(id, { letter: this.freeLetter(), name: null, seenUntil: at });
    }
    this.makeRoom();
  }

  /** All of them, a branch after the one it left. */
  list(): KnownBranch[] {
    const current = this.timeline.currentBranch();
    return this.timeline.branches().map(({ id, parent, forkAt }) => {
      const { letter, name } = this.notes.get(id)!;
      const all = this.timeline.intents(id);
      const shared = parent === null ? 0 : sharedCount(all, this.timeline.intents(parent), forkAt!);
      return {
        id,
        letter,
        name,
        parent: parent === null ? null : this.notes.get(parent)!.letter,
        forkAt: forkAt ?? 0,
        actions: all.slice(shared),
        isCurrent: id === current,
      };
    });
  }

  /** The timeline's id for a letter; null if there is no such branch. */
  idOf(letter: string): string | null {
    for (const [id, note] of this.notes) if (note.letter === letter) return id;
    return null;
  }

  rename(id: string, name: string): void {
    const note = this.notes.get(id);
    if (note !== undefined) note.name = name.trim() === '' ? null : name.trim().slice(0, 60);
  }

  /** Forgets a branch that is not the current one. */
  drop(id: string): void {
    this.timeline.drop(id);
    this.notes.delete(id);
  }

  // --- as a story -------------------------------------------------------------------

  story(bookmarks: readonly Bookmark[]): Story {
    const list = this.list();
    return {
      branches: list.map(({ letter, name, parent, forkAt, actions }) => ({
        ...{ letter, name, parent, forkAt },
        actions: actions.map(({ at, intent }) => ({ at, intent })),
      })),
      current: list.find((branch) => branch.isCurrent)!.letter,
      bookmarks,
    };
  }

  /** Does all that a story tells, on a timeline on which nothing was done. Says whether all of it could be done. */
  tell({ branches, current }: Story): boolean {
    const { timeline } = this;
    let isWhole = true;
    for (const { letter, name, parent, forkAt, actions } of branches) {
      if (parent !== null) {
        timeline.switchTo(this.idOf(parent)!);
        timeline.fork(forkAt);
      }
      for (const { at, intent } of actions) {
        try {
          timeline.act(at, intent);
        } catch {
          isWhole = false;
          break;
        }
      }
      const seenUntil = letter === current ? (actions.at(-1)?.at ?? forkAt) : Infinity;
      this.notes.set(timeline.currentBranch(), { letter, name, seenUntil });
      this.lastLetter = Math.max(this.lastLetter, LETTERS.indexOf(letter));
    }
    timeline.switchTo(this.idOf(current)!);
    return isWhole;
  }

  private freeLetter(): string {
    const taken = new Set([...this.notes.values()].map((note) => note.letter));
    const next = LETTERS.find((letter, index) => index > this.lastLetter && !taken.has(letter));
    const letter = next ?? LETTERS.find((one) => !taken.has(one))!;
    this.lastLetter = Math.max(this.lastLetter, LETTERS.indexOf(letter));
    return letter;
  }

  private makeRoom(): void {
    const current = this.timeline.currentBranch();
    while (this.notes.size > MAX_BRANCHES) {
      const all = this.timeline.branches();
      const own = all.find(({ id }) => id === current)!;
      const may = all.filter(({ id }) => id !== current && id !== own.parent);
      this.drop((may.find(({ id }) => this.notes.get(id)!.name === null) ?? may[0])!.id);
    }
  }
}

/** How many of a branch's actions were done before it left the other. */
function sharedCount(
  actions: readonly TimedAction[],
  others: readonly TimedAction[],
  forkAt: Micros,
): number {
  let count = 0;
  while (count < actions.length && actions[count] === others[count] && actions[count]!.at <= forkAt) count++;
  return count;
}

/** How long two branches of a list are the same: until one of them leaves what they have in common. */
export function partingOf(list: readonly KnownBranch[], a: string, b: string): Micros {
  const theirs = wayTo(list, b);
  for (const [letter, until] of wayTo(list, a)) {
    const met = theirs.get(letter);
    if (met !== undefined) return Math.min(until, met);
  }
  return 0;
}

/** The branch, the one it left, and so on to the first; each with the moment at which the way leaves it. */
export function wayTo(list: readonly KnownBranch[], letter: string): Map<string, Micros> {
  const way = new Map<string, Micros>();
  let until = Infinity;
  let branch = list.find((one) => one.letter === letter);
  while (branch !== undefined) {
    way.set(branch.letter, until);
    const { parent, forkAt } = branch;
    until = Math.min(until, forkAt);
    branch = list.find((one) => one.letter === parent);
  }
  return way;
}
