/** The presenter's side of a show: what its window shows, and what its buttons do. Both follow from the shared stage. */
import type { SlideFrame, Slides } from '../slide/contract';
import type {
  PresenterActions,
  PresenterFrame,
  PresenterQuestion,
  PresenterView,
} from '../../ui/presenter/contract';
import { notesShown, questionShown } from './questionShown';
import type { StageLink } from './stageLink';

const SECOND_MILLIS = 1000;

export class PresenterShow implements PresenterActions {
  private readonly stills = new Map<number, string | null>();
  private readonly listeners = new Set<() => void>();
  private laserIsOn = false;
  /** Milliseconds on the clock up to `ranSince`. */
  private before = 0;
  private ranSince: number | null = Date.now();
  private readonly tick: number;
  private readonly deaf: () => void;
  private shown: PresenterView;

  constructor(
    private readonly slides: Pick<Slides, 'state' | 'still'>,
    private readonly link: StageLink,
    private readonly openWindow: () => void,
  ) {
    this.shown = this.make();
    this.deaf = link.listen(() => this.changed());
    this.tick = window.setInterval(() => this.ranSince !== null && this.changed(), SECOND_MILLIS);
  }

  readonly watch = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly view = (): PresenterView => this.shown;

  destroy(): void {
    clearInterval(this.tick);
    this.deaf();
    this.listeners.clear();
    for (const address of this.stills.values()) if (address !== null) URL.revokeObjectURL(address);
    this.stills.clear();
  }

  next(): void {
    this.goTo(this.link.current().index + 1);
  }

  previous(): void {
    const { index } = this.link.current();
    this.goTo(index - 1, true);
  }

  goTo(index: number, isStill = false): void {
    const { first, last } = this.slides.state();
    if (index < first || index > last) return;
    this.link.change({ index, isStill });
  }

  reveal(on: boolean): void {
    this.link.change({ isRevealed: on });
  }

  count(option: string, hands: number): void {
    this.link.count(option, hands);
  }

  /** Thawed, the audience sees at once, without playing, where the presenter is. */
  freeze(on: boolean): void {
    const { index } = this.link.current();
    this.link.change(on ? { frozenAt: index } : { frozenAt: null, isStill: true });
  }

  blank(on: boolean): void {
    this.link.change({ isBlank: on });
  }

  setLaser(on: boolean): void {
    this.laserIsOn = on;
    this.link.point(null);
    this.changed();
  }

  point(place: { readonly x: number; readonly y: number } | null): void {
    this.link.point(place);
  }

  runTimer(on: boolean): void {
    const now = Date.now();
    if (this.ranSince !== null) this.before += now - this.ranSince;
    this.ranSince = on ? now : null;
    this.changed();
  }

  resetTimer(): void {
    this.before = 0;
    if (this.ranSince !== null) this.ranSince = Date.now();
    this.changed();
  }

  openAudience(): void {
    this.openWindow();
  }

  isBlank(): boolean {
    return this.link.current().isBlank;
  }

  hasLaser(): boolean {
    return this.laserIsOn;
  }

  private changed(): void {
    this.shown = this.make();
    for (const listener of this.listeners) listener();
  }

  private make(): PresenterView {
    const state = this.slides.state();
    const stage = this.link.current();
    const index = Math.min(state.last, Math.max(state.first, stage.index));
    const now = state.frames[index]!;
    const following = index < state.last ? state.frames[index + 1]! : null;
    const frozen = stage.frozenAt === null ? null : (state.frames[stage.frozenAt] ?? null);
    const elapsed = this.before + (this.ranSince === null ? 0 : Date.now() - this.ranSince);
    return {
      language: state.language,
      title: state.title,
      number: index - state.first + 1,
      count: state.last - state.first + 1,
      now: this.frameView(index, now),
      next: following === null ? null : this.frameView(index + 1, following),
      notes: notesShown(now, stage.isRevealed),
      question: now.question === null ? null : this.questionOf(now.question),
      isRevealed: stage.isRevealed,
      frozen:
        frozen === null || stage.frozenAt === null
          ? null
          : { number: stage.frozenAt - state.first + 1, title: frozen.title },
      isBlank: stage.isBlank,
      hasCompany: this.link.hasCompany(),
      laserIsOn: this.laserIsOn,
      laser: this.link.laser(),
      timer: { seconds: Math.floor(elapsed / SECOND_MILLIS), isRunning: this.ranSince !== null },
    };
  }

  private questionOf(question: NonNullable<SlideFrame['question']>): PresenterQuestion {
    return questionShown(question, this.link.current().hands);
  }

  private frameView(index: number, frame: SlideFrame): PresenterFrame {
    if (!this.stills.has(index)) {
      this.stills.set(index, null);
      void this.slides.still(index).then((svg) => {
        this.stills.set(index, URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' })));
        this.changed();
      });
    }
    return { title: frame.title, caption: frame.caption, still: this.stills.get(index) ?? null };
  }
}
