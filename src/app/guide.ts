/**
 * The guide through a lesson: ties the lesson's pure state to the page. Events come in from buttons, from the
 * picture and from the trace; effects go out to the session, the lens and the panels.
 */
import { translate } from '../i18n/translate';
import type { LessonEffect, LessonEvent, LessonState } from '../lesson/lessonState';
import { lessonView } from '../lesson/lessonView';
import { observe, sceneSet } from '../lesson/observe';
import { planOf, type LessonPlan } from '../lesson/plan';
import { placeOf } from '../lesson/references';
import { openLesson, take, type Taken } from '../lesson/taking';
import type { LessonView } from '../lesson/view';
import type { LoadedCourse } from '../scenario/course';
import type { LoadedScenario } from '../scenario/prepareFiles';
import type { Intent } from '../sim/intent';
import type { Micros } from '../sim/kernel/time';
import { coursePlace, courseView, countFinished, lessonsOf, stepToContinue } from './course';
import { isStillAsked, marksOf, optionAt, pictureOf } from './guideMarks';
import { hasRoomForPanels, isPhone, openReference, panelFor } from './guidePanels';
import { startGuide, tellGuide, tellLesson, type GuideActions } from './guideStore';
import {
  asTold,
  comeBack,
  isPlayed,
  leaveFor,
  playToBeWatched,
  playUnseen,
  rewind,
  type Playing,
} from './guideWorld';
import type { Host, Part } from './parts';
import { progressIn, readProgress, writeProgress, type Progress } from './progress';
import { Session } from './session';

/** Events that follow from one another at one instant; more would be a circle in a lesson. */
const MAX_FOLLOWING = 40;
/** A panel that the lesson opens reports itself as looked at: for so long that is not the learner's doing. */
const OPENING_MILLIS = 700;
const GATE = 'lesson.gate';

/** Where a lesson is begun. */
export interface Entry {
  /** Id of a step; absent: the first that is not done. */
  readonly step?: string;
  /** The world has been told already, by a link: it is not played again. */
  readonly worldIsTold?: boolean;
}

interface OpenLesson {
  readonly loaded: LoadedScenario;
  readonly plan: LessonPlan;
  readonly state: LessonState;
}

export class Guide implements Part, GuideActions {
  private open: OpenLesson | null = null;
  private shown: LessonView | null = null;
  private playing: Playing | null = null;
  private pointed: string | null = null;
  /** Where the learner plays freely. */
  private freeBranch: string | null = null;
  private progress: Progress = readProgress();
  private courseIsOpen = false;
  private invites = false;
  private isReplacing = false;
  private isTold = false;
  private asked = 0;
  /** The latest moment that was shown of the branch that is looked at. */
  private shownUntil: Micros = 0;
  private branch = '';
  private sinceOpening = Infinity;
  private readonly onFrames = new Set<() => void>();

  constructor(
    private readonly host: Host,
    private readonly course: LoadedCourse,
    private readonly load: (id: string) => Promise<LoadedScenario>,
  ) {
    const lessons = lessonsOf(course);
    startGuide({
      actions: this,
      count: lessons.length,
      first: lessons[0]?.id ?? null,
      picture: pictureOf(host, this.onFrames),
    });
  }

  /** Begins the lesson of the session that is open. A scenario without steps has none. */
  begin({ step, worldIsTold = false }: Entry = {}): void {
    const { loaded } = this.host.session;
    const { id, steps } = loaded.scenario;
    if (steps.length === 0) return;
    const plan = planOf(loaded.scenario, loaded.texts[this.host.language]);
    const stepIds = steps.map((one) => one.id);
    const named = step === undefined ? -1 : stepIds.indexOf(step);
    const index = named === -1 ? stepToContinue(stepIds, this.progress, id) : named;
    const at = this.host.session.at();
    this.forget();
    this.shownUntil = at;
    const taken = openLesson(plan, { at, step: index, ...progressIn(this.progress, id) });
    const { state, effects } = worldIsTold ? asTold(taken) : taken;
    this.open = { loaded, plan, state };
    this.isTold = worldIsTold;
    this.apply({ state, effects });
    this.isTold = false;
  }

  /** Offers the course to somebody who has come for the first time. */
  invite(): void {
    this.invites = Object.keys(this.progress).length === 0;
    this.host.changed();
  }

  /** Takes the offer away. */
  declineInvitation(): void {
    this.invites = false;
    this.host.changed();
  }

  // --- as a part of the page --------------------------------------------------------

  refresh(): void {
    this.follow();
    const { open, course, progress, host } = this;
    const view = open === null ? null : this.viewOf(open);
    if (JSON.stringify(view) !== JSON.stringify(this.shown)) this.shown = view;
    const overview = this.courseIsOpen
      ? courseView(course, progress, host.language, open?.plan.id ?? null)
      : null;
    tellLesson(this.shown, overview);
    tellGuide({
      marks: marksOf(this.shown, this.pointed),
      finished: countFinished(course, progress),
      invites: this.invites && open === null,
    });
  }

  frame(elapsedMillis: number): void {
    this.sinceOpening += elapsedMillis;
    for (const listener of this.onFrames) listener();
  }

  looked(reference: string): void {
    if (this.sinceOpening < OPENING_MILLIS) return;
    this.happen({ type: 'looked', reference, at: this.host.session.at() });
  }

  picks(place: string): boolean {
    const option = this.shown === null ? null : optionAt(this.shown, place);
    if (option === null) return false;
    this.choose(option);
    return true;
  }

  isAsking(): boolean {
    return this.open !== null && isStillAsked(this.open.plan, this.open.state);
  }

  /** Nothing is done in a world about which something is still to be predicted. */
  blocks(): boolean {
    if (!this.isAsking()) return false;
    this.host.dismissNotice(GATE);
    this.host.withNotice({
      id: GATE,
      tone: 'info',
      text: translate(this.host.language, 'lesson.gate.text'),
      mend: translate(this.host.language, 'lesson.gate.mend'),
    });
    return true;
  }

  acted(_: Intent): void {
    this.happen({ type: 'acted', at: this.host.session.at() });
  }

  /** Started over, or somebody's own system was opened. */
  sessionChanged(): void {
    if (this.isReplacing || this.open === null) return;
    const { plan, state } = this.open;
    const step = plan.steps[state.step]?.id;
    if (this.host.session.loaded.scenario.id !== plan.id) return this.leave();
    this.begin(step === undefined ? {} : { step });
  }

  address(): Readonly<Record<string, string>> {
    if (this.open === null) return {};
    const { plan, state } = this.open;
    const step = plan.steps[state.step]?.id;
    return step === undefined || state.hasEnded || state.freePlay !== null ? {} : { step };
  }

  destroy(): void {
    this.onFrames.clear();
  }

  // --- what the learner asks for ----------------------------------------------------

  next(): void {
    this.happen({ type: 'next', at: this.present() });
  }
  previous(): void {
    this.happen({ type: 'previous', at: this.host.session.at() });
  }
  goToStep(index: number): void {
    this.happen({ type: 'goToStep', index, at: this.present() });
  }
  choose(option: string): void {
    this.happen({ type: 'choose', option });
  }
  setShare(pod: string, count: number): void {
    this.happen({ type: 'setShare', pod, count });
  }
  lock(): void {
    this.host.dismissNotice(GATE);
    this.happen({ type: 'lock', at: this.present() });
  }
  believe(option: string): void {
    this.happen({ type: 'believe', option });
  }
  hint(): void {
    this.happen({ type: 'hint' });
  }
  showMe(): void {
    this.happen({ type: 'showMe', at: this.present() });
  }
  restartStep(): void {
    this.happen({ type: 'restartStep', at: this.host.session.at() });
  }
  freePlay(): void {
    const { session } = this.host;
    this.host.dismissNotice(GATE);
    this.happen({ type: 'freePlay', at: session.at(), branch: session.timeline.currentBranch() });
  }
  backToLesson(): void {
    this.happen({ type: 'backToLesson' });
  }
  leave(): void {
    this.host.session.stopPerforming();
    this.forget();
    this.host.changed();
  }
  openLesson(id: string): void {
    void this.change(id);
  }
  openCourse(): void {
    this.courseIsOpen = true;
    this.host.changed();
  }
  closeCourse(): void {
    this.courseIsOpen = false;
    this.host.changed();
  }

  // --- within -----------------------------------------------------------------------

  /** Goes over to another lesson, in a world of its own. */
  private async change(id: string): Promise<void> {
    const asked = ++this.asked;
    let loaded: LoadedScenario;
    try {
      loaded = await this.load(id);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.host.withNotice({ id: `lesson.${id}`, tone: 'bad', text: reason, mend: null });
      return;
    }
    if (asked !== this.asked) return;
    this.courseIsOpen = false;
    this.invites = false;
    this.isReplacing = true;
    this.host.replaceSession(new Session(loaded, loaded.scenario.seed));
    this.isReplacing = false;
    this.host.setLens(loaded.scenario.lens);
    this.begin();
  }

  private forget(): void {
    this.open = null;
    this.playing = null;
    this.pointed = null;
    this.host.dismissNotice(GATE);
  }

  /** The latest moment that was shown: what comes next comes after it. */
  private present(): Micros {
    this.noteMoment();
    return Math.max(this.host.session.at(), this.shownUntil);
  }

  private noteMoment(): void {
    const { session } = this.host;
    const branch = session.timeline.currentBranch();
    this.shownUntil = branch === this.branch ? Math.max(this.shownUntil, session.at()) : session.at();
    this.branch = branch;
  }

  /** Takes in what the trace has come to say by the moment shown. */
  private follow(): void {
    this.noteMoment();
    for (let round = 0; round < MAX_FOLLOWING && this.open !== null; round++) {
      const { plan, state } = this.open;
      const { session } = this.host;
      const events = [...observe(plan, state, session.timeline, session.at()), ...this.played()];
      for (const event of events) this.happen(event);
      if (events.length === 0 || this.open?.state === state) return;
    }
  }

  private played(): readonly LessonEvent[] {
    const { playing } = this;
    if (playing === null || !isPlayed(this.host.session, playing)) return [];
    this.playing = null;
    return [{ type: 'played', step: playing.step, from: playing.from, at: this.host.session.at() }];
  }

  private happen(event: LessonEvent): void {
    const { open } = this;
    if (open === null) return;
    this.apply(take(open.plan, open.state, event));
  }

  private apply({ state, effects }: Taken): void {
    const { open } = this;
    if (open === null) return;
    if (state.step !== open.state.step || state.hasEnded) this.pointed = null;
    this.open = { ...open, state };
    this.keep(state);
    for (const effect of effects) this.carryOut(effect);
    this.host.changed();
  }

  private keep({ lesson, done, predicted }: LessonState): void {
    const before = progressIn(this.progress, lesson);
    if (before.done === done && before.predicted === predicted) return;
    if (done.length === 0 && Object.keys(predicted).length === 0) return;
    this.progress = { ...this.progress, [lesson]: { done, predicted } };
    writeProgress(this.progress);
  }

  private carryOut(effect: LessonEffect): void {
    const { open, host } = this;
    if (open === null) return;
    const { session } = host;
    switch (effect.type) {
      case 'setScene': {
        this.playing = null;
        // What was opened for the step before would take the picture's room.
        host.openPanel(null);
        if (!this.isTold) playUnseen(session, effect.actions, this.present());
        const step = open.plan.steps.find(({ id }) => id === effect.step)!;
        const texts = Object.values(open.loaded.texts);
        return this.happen(sceneSet(step, texts, session.timeline, session.at()));
      }
      case 'play': {
        if (session.at() < this.shownUntil) session.seek(this.shownUntil);
        if (isPhone()) host.openPanel(null);
        const names = open.state.taken[effect.step]?.names ?? {};
        const what = { step: effect.step, from: effect.from, names };
        this.playing = playToBeWatched(session, effect.actions, what, (reference, at) => {
          this.happen({ type: 'looked', reference, at });
          openReference(host, reference);
        });
        return;
      }
      case 'stop':
        this.playing = null;
        return session.stopPerforming();
      case 'rewind':
        rewind(session, effect.at);
        this.shownUntil = effect.at;
        return;
      case 'fork':
        this.freeBranch = leaveFor(session, effect.at);
        return;
      case 'return':
        if (!comeBack(session, effect.branch, this.freeBranch, effect.at)) host.restart();
        return;
      case 'lens':
        return host.setLens(effect.lens);
      case 'point':
        this.pointed = placeOf(effect.reference, {});
        return;
      case 'open': {
        const panel = panelFor(effect.panel, effect.reference);
        if (panel === null || !hasRoomForPanels()) return;
        this.sinceOpening = 0;
        if (panel.panel === 'inspector' && effect.reference !== null)
          host.select(placeOf(effect.reference, {}));
        return host.openPanel(panel.panel, panel.node);
      }
    }
  }

  private viewOf({ loaded, plan, state }: OpenLesson): LessonView {
    const { language, session } = this.host;
    const course = coursePlace(this.course, plan.id, language);
    const { timeline } = session;
    return lessonView({ plan, state, loaded, language, timeline, at: session.at(), course });
  }
}
