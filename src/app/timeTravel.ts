/** Branches, bookmarks and comparing, as the page's own: what its buttons and keys do, and what React is told. */
import type { SceneLook } from '../scene/scene';
import { deedMessage } from '../projection/deeds';
import type { BranchView, TimeActions, TimeView } from '../ui/branches/contract';
import type { View } from '../ui/contract';
import type { LinkChoice } from '../ui/share/contract';
import { keepBookmarks, keptBookmarks } from './bookmarks';
import type { KnownBranch } from './branchBook';
import type { Comparison } from './comparison';
import type { Host } from './parts';
import type { Session } from './session';
import { Sharing } from './sharing';
import { useTime } from './timeStore';

type TimeHost = Pick<Host, 'session' | 'changed' | 'language' | 'lens'> & {
  linkOf(choice: LinkChoice): string;
};

export class TimeTravel implements TimeActions {
  readonly sharing: Sharing;
  private comparison: Comparison | null = null;
  private readonly sides: (HTMLElement | null)[] = [null, null];
  private told = '';

  constructor(private readonly host: TimeHost) {
    this.sharing = new Sharing(host);
    useTime.setState({ comparison: null, share: null });
  }

  private get session(): Session {
    return this.host.session;
  }

  // --- what is shown ------------------------------------------------------------------

  /** Puts the view into the store, where it has changed; and the strip of both runs, while two are compared. */
  refresh(view: View): View {
    const branches = branchViews(this.session.book.list());
    const comparison = this.comparison?.view(branches, this.session.at()) ?? null;
    if (this.comparison !== null && comparison === null) this.endComparison();
    const { bookmarks } = this.session;
    const isMarked = bookmarks.some(({ at }) => at === this.session.at());
    const shown = { branches, bookmarks, comparison, isMarked };
    const key = JSON.stringify(shown);
    if (key !== this.told) {
      this.told = key;
      useTime.setState(shown satisfies Partial<TimeView>);
    }
    if (branches.length < 2) return view;
    const timeline = comparison === null ? view.timeline : this.comparison!.timeline(view);
    return { ...view, timeline: { ...timeline, flagRows: 1 } };
  }

  /** Draws both sides of a comparison, for one frame. */
  draw(look: SceneLook): void {
    this.comparison?.draw(this.session.at(), look);
  }

  /** The session is another one. */
  sessionChanged(): void {
    this.endComparison();
    this.takeUpBookmarks();
  }

  destroy(): void {
    this.comparison?.destroy();
  }

  // --- stepping and marking -----------------------------------------------------------

  stepEvent(direction: 1 | -1, kind: 'event' | 'turn'): void {
    this.session.stepEvent(direction, kind);
    this.host.changed();
  }

  seek(at: number): void {
    this.session.seek(at);
    this.host.changed();
  }

  toggleBookmark(): void {
    const at = this.session.at();
    const { bookmarks } = this.session;
    if (bookmarks.some((mark) => mark.at === at)) return this.dropBookmark(at);
    const name = String(1 + Math.max(0, ...bookmarks.map((mark) => Number(mark.name) || 0)));
    this.mark([...bookmarks, { at, name }].sort((a, b) => a.at - b.at));
  }

  renameBookmark(at: number, name: string): void {
    const text = name.trim().slice(0, 60);
    if (text === '') return;
    this.mark(this.session.bookmarks.map((mark) => (mark.at === at ? { at, name: text } : mark)));
  }

  dropBookmark(at: number): void {
    this.mark(this.session.bookmarks.filter((mark) => mark.at !== at));
  }

  /** Takes up the bookmarks that this device keeps for the scenario, beside those of the link. */
  takeUpBookmarks(): void {
    const { session } = this;
    const own = session.bookmarks;
    const kept = keptBookmarks(session.loaded.scenario.id, session.seed);
    const more = kept.filter(({ at }) => !own.some((mark) => mark.at === at));
    session.bookmarks = [...own, ...more].sort((a, b) => a.at - b.at);
  }

  private mark(bookmarks: Session['bookmarks']): void {
    this.session.bookmarks = bookmarks;
    keepBookmarks(this.session.loaded.scenario.id, this.session.seed, bookmarks);
    this.host.changed();
  }

  // --- branches -----------------------------------------------------------------------

  switchBranch(letter: string): void {
    const id = this.session.book.idOf(letter);
    if (id === null) return;
    this.session.switchBranch(id);
    this.host.changed();
  }

  renameBranch(letter: string, name: string): void {
    const id = this.session.book.idOf(letter);
    if (id !== null) this.session.book.rename(id, name);
    this.host.changed();
  }

  /** Forgets a branch. From the current one it goes over to the one that it left, or to another. */
  dropBranch(letter: string): void {
    const { book } = this.session;
    const list = book.list();
    const branch = list.find((one) => one.letter === letter);
    if (branch === undefined || list.length < 2) return;
    if (branch.isCurrent) {
      const next = list.find((one) => one.letter === branch.parent) ?? list.find((one) => one !== branch)!;
      this.session.switchBranch(next.id);
    }
    book.drop(branch.id);
    this.host.changed();
  }

  compare(left: string, right: string): void {
    void import('./comparison').then(({ Comparison: Made }) => {
      this.comparison?.destroy();
      const { book } = this.session;
      if (book.idOf(left) === null || book.idOf(right) === null) return;
      this.comparison = new Made(this.session, left, right);
      this.sides.forEach((host, side) => this.comparison?.attach(side as 0 | 1, host));
      this.host.changed();
    });
  }

  endComparison(): void {
    this.comparison?.destroy();
    this.comparison = null;
    this.host.changed();
  }

  attachSide(side: 0 | 1, host: HTMLElement | null): void {
    this.sides[side] = host;
    this.comparison?.attach(side, host);
    this.host.changed();
  }

  // --- sharing ------------------------------------------------------------------------

  openShare(): void {
    this.sharing.open();
  }
}

/** What is shown of each branch. */
export function branchViews(list: readonly KnownBranch[]): BranchView[] {
  const depths = new Map<string, number>();
  return list.map(({ letter, name, parent, forkAt, actions, isCurrent }) => {
    const depth = parent === null ? 0 : (depths.get(parent) ?? 0) + 1;
    depths.set(letter, depth);
    const first = actions[0];
    const deed = first === undefined ? null : deedMessage(first.intent);
    const more = Math.max(0, actions.length - 1);
    return { letter, name, deed, more, parent, forkAt, depth, isCurrent };
  });
}
