/** Notes what a visit looks at, and through which lens: with the session's deeds it is all that a lesson needs. */
import type { RecordedLens, RecordedLook } from '../scenario/skeleton';
import { wayTo } from './branchBook';
import type { Host, Part } from './parts';

export interface Notes {
  readonly looks: readonly RecordedLook[];
  readonly lenses: readonly RecordedLens[];
}

/** The branch it belongs to, by letter. */
type OnBranch<What> = What & { readonly branch: string };

export class Recorder implements Part {
  private looks: OnBranch<RecordedLook>[] = [];
  private lenses: OnBranch<RecordedLens>[] = [];

  constructor(private readonly host: Pick<Host, 'session' | 'lens'>) {}

  looked(reference: string): void {
    const { session } = this.host;
    const last = this.looks.at(-1);
    // An open panel goes with the request from node to node: nobody has opened anything.
    const follows =
      session.isPlaying() && isOfNode(reference) && headOf(last?.reference) === headOf(reference);
    const now = { at: session.at(), reference, branch: this.branch() };
    const isAgain = last?.reference === reference && last.at === now.at && last.branch === now.branch;
    if (!follows && !isAgain) this.looks.push(now);
  }

  refresh(): void {
    const { session, lens } = this.host;
    const last = this.lenses.at(-1);
    if (last?.lens === lens) return;
    this.lenses.push({ at: last === undefined ? 0 : session.at(), lens, branch: this.branch() });
  }

  sessionChanged(): void {
    this.looks = [];
    this.lenses = [];
  }

  /** What belongs to the branch that is looked at, in the order of its time. */
  notes(): Notes {
    const way = wayTo(this.host.session.book.list(), this.branch());
    const isHere = ({ at, branch }: OnBranch<{ at: number }>) => at <= (way.get(branch) ?? -1);
    const byTime = (a: { at: number }, b: { at: number }) => a.at - b.at;
    return {
      looks: this.looks
        .filter(isHere)
        .map(({ at, reference }) => ({ at, reference }))
        .sort(byTime),
      lenses: this.lenses
        .filter(isHere)
        .map(({ at, lens }) => ({ at, lens }))
        .sort(byTime),
    };
  }

  private branch(): string {
    return this.host.session.book.list().find(({ isCurrent }) => isCurrent)!.letter;
  }
}

function isOfNode(reference: string): boolean {
  return /^(?:rules|conntrack)\//.test(reference);
}

function headOf(reference: string | undefined): string | undefined {
  return reference?.slice(0, reference.indexOf('/'));
}
