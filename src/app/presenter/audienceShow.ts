/** The audience's side of a show: its slides follow the stage, and a clicker pressed in its window moves the stage. */
import type { Slides } from '../slide/contract';
import type { AudienceView } from '../../ui/presenter/AudienceLayer';
import { questionShown } from './questionShown';
import { frameSeen } from './stage';
import type { StageLink } from './stageLink';

export class AudienceShow {
  private readonly stops: readonly (() => void)[];
  private readonly listeners = new Set<() => void>();
  private shown: AudienceView;
  /** The slides are being led by the stage: their move is no news. */
  private isLed = false;

  constructor(
    private readonly slides: Slides,
    private readonly link: StageLink,
  ) {
    this.shown = this.make();
    this.stops = [
      link.listen(() => this.follow()),
      slides.listen((event) => {
        if (event.type === 'stepchange' && !this.isLed) this.lead();
        if (event.type === 'state') this.changed();
      }),
    ];
    this.follow();
  }

  readonly watch = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly view = (): AudienceView => this.shown;

  destroy(): void {
    for (const stop of this.stops) stop();
    this.listeners.clear();
  }

  toggleBlank(): void {
    this.link.change({ isBlank: !this.link.current().isBlank });
  }

  point(place: { readonly x: number; readonly y: number } | null): void {
    this.link.point(place);
  }

  /** Someone pressed a key here: the show goes on from here, and is frozen no more. */
  private lead(): void {
    this.link.change({ index: this.slides.state().index, isStill: false, frozenAt: null });
  }

  private follow(): void {
    const stage = this.link.current();
    const wanted = frameSeen(stage);
    if (wanted !== this.slides.state().index) {
      this.isLed = true;
      this.slides.goTo(wanted, { still: stage.isStill });
      this.isLed = false;
    }
    this.changed();
  }

  private changed(): void {
    this.shown = this.make();
    for (const listener of this.listeners) listener();
  }

  private make(): AudienceView {
    const { frames, index, language } = this.slides.state();
    const stage = this.link.current();
    const question = frames[index]?.question ?? null;
    const isAsked = stage.isRevealed && stage.handsAt === index && question !== null;
    return {
      language,
      revealed: isAsked ? questionShown(question, stage.hands) : null,
      isBlank: stage.isBlank,
      laser: this.link.laser(),
    };
  }
}
