/** All that was done in a session, on each of its branches: what a link or a trace file needs to tell it again. */
import type { Micros } from '../sim/kernel/time';
import type { TimedAction } from './actionCodec';

export interface StoryBranch {
  /** `A` to `Z`: what the learner calls it by. */
  readonly letter: string;
  /** What the learner has named it; null while it has no name of its own. */
  readonly name: string | null;
  /** Letter of the branch that it left; null for the first. */
  readonly parent: string | null;
  /** When it left it; 0 for the first. */
  readonly forkAt: Micros;
  /** What was done on it since. */
  readonly actions: readonly TimedAction[];
}

/** A moment that the learner wants to find again. */
export interface Bookmark {
  readonly at: Micros;
  readonly name: string;
}

export interface Story {
  /** At least one; a branch comes after the one it left. */
  readonly branches: readonly StoryBranch[];
  /** Letter of the branch that is looked at. */
  readonly current: string;
  /** In the order of time. */
  readonly bookmarks: readonly Bookmark[];
}

/** The story of one who has done these things and nothing else. */
export function storyOf(actions: readonly TimedAction[]): Story {
  const branch: StoryBranch = { letter: 'A', name: null, parent: null, forkAt: 0, actions };
  return { branches: [branch], current: 'A', bookmarks: [] };
}
