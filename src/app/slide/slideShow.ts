/** Slides on a session: the script's frames, what plays between them, and excursions off the script. */
import { captionText } from './liveCaption';
import { startFrames } from '../frameClock';
import type { Micros } from '../../sim/kernel/time';
import type { Language, Lens } from '../../ui/contract';
import type { SlideActions, SlideView } from '../../ui/slide/contract';
import { translate } from '../../i18n/translate';
import type { SlideFrame, Slides, SlidesEvent, SlidesState } from './contract';
import { killNow, scaleNow, sendNow } from './offScript';
import type { Script } from './script';
import { indexOfFrame, type SlideProblem } from './slideAddress';
import { SlideStage, type StageLook } from './slideStage';
import { hastenedSpeed } from './haste';
import { slideViewOf } from './slideViewOf';
import { stillOf } from './stillOf';

/** While playing, the words around the scene follow at most so often. */
const WORDS_EVERY_MILLIS = 110;

export interface ShowChoices {
  readonly language: Language;
  /** For all frames; null: each step's own. */
  readonly lens: Lens | null;
  readonly controls: SlideView['controls'];
  readonly first: number;
  readonly last: number;
  readonly index: number;
  readonly problems: readonly SlideProblem[];
  /** Play the first frame as soon as it is seen. */
  readonly plays: boolean;
  /** True if nothing shall move. Asked anew each time. */
  readonly isStill: () => boolean;
}

export class SlideShow implements Slides, SlideActions {
  private language: Language;
  private lens: Lens;
  private index: number;
  private asleep = false;
  /** The branch of an excursion; null while on the script. */
  private excursion: string | null = null;
  private playedMillis = 0;
  private sinceWords = Infinity;
  private dirty = true;
  private notices: readonly (SlideProblem & { readonly id: number })[];
  private lastNotice = 0;
  private stopFrames: (() => void) | null = null;
  private shown: SlideView;
  private readonly listeners = new Set<(event: SlidesEvent) => void>();
  private readonly watchers = new Set<() => void>();
  private readonly stage = new SlideStage({
    press: () => undefined,
    scale: (workload, replicas) => void this.scale(replicas, workload),
    resized: () => this.changed(),
  });

  constructor(
    private readonly script: Script,
    private readonly choices: ShowChoices,
  ) {
    this.language = choices.language;
    this.index = choices.index;
    this.lens = choices.lens ?? this.frame.lens;
    this.notices = choices.problems.map((problem) => ({ ...problem, id: ++this.lastNotice }));
    this.rest();
    this.shown = this.viewNow();
    if (choices.plays && this.frame.endAt > this.frame.startAt && !choices.isStill()) this.playFrame();
    this.start();
  }

  /** Ends everything. */
  destroy(): void {
    this.sleep();
    this.stage.attach(null);
    this.listeners.clear();
    this.watchers.clear();
  }

  private get session() {
    return this.script.session;
  }
  private get frames(): readonly SlideFrame[] {
    return this.script.frames[this.language];
  }
  private get frame(): SlideFrame {
    return this.frames[this.index]!;
  }

  // --- what others see --------------------------------------------------------------

  state(): SlidesState {
    const { session, language, frames, index, lens, choices } = this;
    const { scenario, texts } = session.loaded;
    return {
      scenario: scenario.id,
      title: texts[language]['title'] ?? scenario.id,
      language,
      frames,
      index,
      first: choices.first,
      last: choices.last,
      isPlaying: session.isPlaying(),
      lens,
      isAsleep: this.asleep,
      isOffScript: this.excursion !== null,
    };
  }

  listen(listener: (event: SlidesEvent) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** For React: what is drawn now, and being told when that changes. */
  readonly view = (): SlideView => this.shown;
  readonly watch = (watcher: () => void): (() => void) => {
    this.watchers.add(watcher);
    return () => this.watchers.delete(watcher);
  };

  private tell(event: SlidesEvent): void {
    for (const listener of [...this.listeners]) listener(event);
  }

  attach(host: HTMLElement | null): void {
    this.stage.attach(host);
    this.changed();
  }

  dismiss(id: number): void {
    this.notices = this.notices.filter((notice) => notice.id !== id);
    this.changed();
  }

  private complain(problem: SlideProblem): void {
    this.notices = [...this.notices, { ...problem, id: ++this.lastNotice }];
    this.changed();
  }

  // --- from frame to frame ----------------------------------------------------------

  next(): boolean {
    if (this.excursion !== null) return this.comeBack();
    if (this.isUnderWay()) return this.arrive();
    if (this.index >= this.choices.last) {
      this.tell({ type: 'done' });
      return false;
    }
    this.enter(this.index + 1);
    if (this.frame.endAt === this.frame.startAt || this.choices.isStill()) this.arrive();
    else this.playFrame();
    return true;
  }

  previous(): boolean {
    if (this.excursion !== null) return this.comeBack();
    if (this.index <= this.choices.first) return this.isUnderWay() ? this.arrive() : false;
    this.enter(this.index - 1);
    return this.arrive();
  }

  goTo(wanted: number | string, { still = false }: { readonly still?: boolean } = {}): boolean {
    const index = typeof wanted === 'number' ? wanted : indexOfFrame(wanted, this.frames);
    if (index === null || !Number.isInteger(index)) return false;
    if (index < this.choices.first || index > this.choices.last) return false;
    if (this.excursion !== null) this.leaveExcursion();
    this.enter(index);
    if (still || this.frame.endAt === this.frame.startAt || this.choices.isStill()) return this.arrive();
    this.playFrame();
    return true;
  }

  play(): void {
    if (this.session.isPlaying()) return;
    if (this.excursion !== null) this.session.play();
    else if (this.isUnderWay()) this.session.playTo(this.nextStop());
    else if (this.frame.endAt > this.frame.startAt) this.playFrame();
    else {
      this.next();
      return;
    }
    this.changed();
    this.tell({ type: 'state' });
  }

  pause(): void {
    if (!this.session.isPlaying()) return;
    this.session.pause();
    this.changed();
    this.tell({ type: 'state' });
  }

  /** True while the frame has begun and has not come to its rest, playing or not. */
  private isUnderWay(): boolean {
    return this.session.at() < this.frame.endAt;
  }

  private enter(index: number): void {
    const before = this.frame;
    this.index = index;
    if (this.frame.lens !== before.lens && this.choices.lens === null) this.lens = this.frame.lens;
    this.session.pause();
    if (before.id !== this.frame.id) this.tell({ type: 'stepchange', index, id: this.frame.id });
  }

  private playFrame(): void {
    this.session.seek(this.frame.startAt);
    this.session.playTo(this.nextStop());
    this.playedMillis = 0;
    this.changed();
    this.tell({ type: 'state' });
  }

  /** The frame's end, or before it a request that is followed: from its first moment on, time goes by hops. */
  private nextStop(): Micros {
    const at = this.session.at();
    const { endAt, isSeries } = this.script.moments[this.index]!;
    const sent = this.session.log.sent.find(({ sentAt }) => sentAt > at && sentAt < endAt);
    return isSeries || sent === undefined ? endAt : sent.sentAt;
  }

  /** Shows the frame at its rest, and says what has come of it. */
  private arrive(): true {
    this.rest();
    this.changed();
    const { frame } = this;
    const moment = this.script.moments[this.index]!;
    if (moment.reachesGoal) this.tell({ type: 'goal', step: frame.step });
    if (frame.kind === 'predict' || frame.kind === 'check') this.tell({ type: 'needsinput', id: frame.id });
    this.tell({ type: 'state' });
    return true;
  }

  private rest(): void {
    const { session } = this;
    const { endAt, hop } = this.script.moments[this.index]!;
    session.speed = 1;
    session.seek(endAt);
    if (hop !== null) session.seekHop(hop.hopId);
  }

  // --- off the script ---------------------------------------------------------------

  send(): boolean {
    return this.stray(() => sendNow(this.session));
  }
  kill(pod?: string): boolean {
    return this.stray(() => killNow(this.session, pod));
  }
  scale(replicas: number, deployment?: string): boolean {
    return this.stray(() => scaleNow(this.session, replicas, deployment));
  }

  private stray(act: () => SlideProblem | null): boolean {
    const { session } = this;
    session.speed = 1;
    const refusal = act();
    const branch = session.timeline.currentBranch();
    this.excursion = branch === this.script.branch ? null : branch;
    this.stage.forget();
    if (refusal !== null) this.complain(refusal);
    else if (session.refusal !== null)
      this.complain({ key: 'slide.refusal.said', params: { text: session.refusal } });
    this.changed();
    this.tell({ type: 'state' });
    return refusal === null && session.refusal === null;
  }

  private comeBack(): true {
    this.leaveExcursion();
    return this.arrive();
  }

  private leaveExcursion(): void {
    const left = this.excursion;
    this.excursion = null;
    this.session.switchBranch(this.script.branch);
    if (left !== null) this.session.book.drop(left);
    this.stage.forget();
  }

  // --- how it looks -----------------------------------------------------------------

  setLens(lens: Lens): void {
    this.lens = lens;
    this.changed();
    this.tell({ type: 'state' });
  }

  setLanguage(language: Language): void {
    this.language = language;
    this.stage.forget();
    this.changed();
    this.tell({ type: 'state' });
  }

  sleep(): void {
    if (this.asleep) return;
    this.stopFrames?.();
    this.stopFrames = null;
    this.asleep = true;
    this.tell({ type: 'state' });
  }

  wake(): void {
    if (!this.asleep) return;
    this.asleep = false;
    this.start();
    this.changed();
    this.tell({ type: 'state' });
  }

  async still(wanted: number | string): Promise<string> {
    const index = typeof wanted === 'number' ? wanted : indexOfFrame(wanted, this.frames);
    if (index === null || this.frames[index] === undefined) return '';
    return stillOf(this.script, index, { language: this.language, lens: this.choices.lens });
  }

  // --- frames -----------------------------------------------------------------------

  private start(): void {
    this.stopFrames ??= startFrames((elapsed) => this.tick(elapsed));
  }

  private changed(): void {
    this.dirty = true;
  }

  private tick(elapsed: number): void {
    const { session } = this;
    this.sinceWords += elapsed;
    const wasPlaying = session.isPlaying();
    if (wasPlaying) this.hasten(elapsed);
    const moved = session.tick(elapsed);
    const hasArrived = wasPlaying && !session.isPlaying();
    if (hasArrived && this.excursion !== null) this.changed();
    else if (hasArrived && this.isUnderWay()) session.playTo(this.nextStop());
    else if (hasArrived) this.arrive();
    const look = this.look();
    const morphs = this.stage.morph(elapsed, look);
    if (!moved && !morphs && !this.dirty) return;
    const isFinal = this.dirty || !session.isPlaying();
    this.dirty = false;
    const shown = this.stage.draw(session, look, isFinal);
    if (!isFinal && this.sinceWords < WORDS_EVERY_MILLIS) return;
    this.sinceWords = 0;
    this.show(this.viewNow(shown));
    if (hasArrived && this.excursion !== null) this.tell({ type: 'state' });
  }

  private hasten(elapsed: number): void {
    const { session } = this;
    this.playedMillis += elapsed;
    session.speed = 1;
    session.speed = hastenedSpeed(this.playedMillis, session.ratePerMillisecond());
  }

  private look(): StageLook {
    const place = this.excursion === null ? this.script.moments[this.index]!.place : null;
    return { lens: this.lens, language: this.language, place, isStill: this.choices.isStill() };
  }

  private show(view: SlideView): void {
    this.shown = view;
    for (const watcher of [...this.watchers]) watcher();
  }

  private viewNow(shown = this.stage.draw(this.session, this.look(), true)): SlideView {
    const onScript = this.excursion === null;
    const isAtRest = onScript && !this.isUnderWay();
    // Where many requests go by, the outcome of each would only flicker.
    const keepsCaption = isAtRest || (onScript && this.script.moments[this.index]!.isSeries);
    const { caption } = shown.picture;
    return slideViewOf(this.state(), {
      controls: this.choices.controls,
      strip: shown.strip,
      caption: keepsCaption ? this.frame.caption : captionText(this.language, caption),
      isAtRest,
      seed: this.session.seed === this.session.loaded.scenario.seed ? null : this.session.seed,
      notices: this.notices.map(({ id, key, params }) => ({
        id,
        text: translate(this.language, key, params),
      })),
    });
  }

  /** The moment shown, for tests. */
  at(): Micros {
    return this.session.at();
  }
}
