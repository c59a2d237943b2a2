/** What is shown of branches, bookmarks and a comparison, and what can be done with them. */
import type { Message } from '../projected';
import type { ShareView } from '../share/contract';

export interface BranchView {
  readonly letter: string;
  /** The learner's own name for it; null while it has none. */
  readonly name: string | null;
  /** What was done on it first; null if nothing was. */
  readonly deed: Message | null;
  /** How many deeds more. */
  readonly more: number;
  /** Letter of the branch it left, and when; null for the first. */
  readonly parent: string | null;
  readonly forkAt: number;
  /** How many branches it is away from the first. */
  readonly depth: number;
  readonly isCurrent: boolean;
}

export interface BookmarkView {
  readonly at: number;
  readonly name: string;
}

export interface DifferenceView {
  readonly at: number;
  readonly message: Message;
  readonly inner: Readonly<Record<string, Message>>;
}

/** Two branches side by side, at one moment. */
export interface ComparisonView {
  readonly left: BranchView;
  readonly right: BranchView;
  /** Until then both are the same. */
  readonly forkAt: number;
  readonly at: number;
  /** What has come of the deeds; the first comes first. */
  readonly differences: readonly DifferenceView[];
}

export interface TimeView {
  readonly branches: readonly BranchView[];
  readonly bookmarks: readonly BookmarkView[];
  /** True if the moment shown has a bookmark. */
  readonly isMarked: boolean;
  readonly comparison: ComparisonView | null;
  /** The dialog for sharing; null while it is closed. */
  readonly share: ShareView | null;
}

export interface TimeActions {
  /** To the next (1) or last (-1) event; `turn`: only to those that changed something on the road. */
  stepEvent(direction: 1 | -1, kind: 'event' | 'turn'): void;
  /** Marks the moment shown, or takes its mark away. */
  toggleBookmark(): void;
  renameBookmark(at: number, name: string): void;
  dropBookmark(at: number): void;
  seek(at: number): void;
  switchBranch(letter: string): void;
  renameBranch(letter: string, name: string): void;
  dropBranch(letter: string): void;
  compare(left: string, right: string): void;
  endComparison(): void;
  /** The element in which one side of the comparison is drawn has come, or gone. */
  attachSide(side: 0 | 1, host: HTMLElement | null): void;
  openShare(): void;
}
