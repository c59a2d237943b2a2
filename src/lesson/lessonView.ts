/** A lesson that is being taken, as the interface draws it: sentences filled in, questions with what is known of them. */
import type { LoadedScenario } from '../scenario/prepareFiles';
import type { Texts } from '../scenario/readScenario';
import type { Language } from '../scenario/scenario';
import type { Micros } from '../sim/kernel/time';
import { beliefView } from './beliefView';
import { fillText } from './fillText';
import type { LessonState, StepTaking } from './lessonState';
import { runOf } from './observe';
import type { LessonPlan, StepPlan } from './plan';
import { checkView, predictionView } from './questionView';
import type { LessonTimeline } from './references';
import type { StepSource } from './stepSource';
import { waitsFor } from './taking';
import { taskView } from './taskView';
import type { LessonEnd, LessonView, Phase } from './view';

/** Where a lesson stands in the course. */
export interface CoursePlace {
  /** From 1; null for a lesson that is not part of it. */
  readonly number: number | null;
  readonly count: number;
  readonly next: { readonly id: string; readonly title: string } | null;
}

export interface LessonSource {
  readonly plan: LessonPlan;
  readonly state: LessonState;
  readonly loaded: Pick<LoadedScenario, 'scenario' | 'texts'>;
  readonly language: Language;
  readonly timeline: LessonTimeline;
  /** The moment shown. */
  readonly at: Micros;
  readonly course: CoursePlace;
}

const EMPTY_STEP = { belief: null, prediction: null, task: null, explanation: null, check: null };

/** The view at the moment shown. Looks at the timeline, and leaves it looking at that moment. */
export function lessonView(source: LessonSource): LessonView {
  const { plan, state, loaded, timeline, at, course, language } = source;
  const texts = loaded.texts[language];
  const now = plan.steps[state.step];
  const taking = now === undefined ? undefined : state.taken[now.id];
  const view: LessonView = {
    id: state.lesson,
    title: texts['title'] ?? state.lesson,
    number: course.number,
    count: course.count,
    minutes: loaded.scenario.minutes,
    steps: plan.steps.map(({ id }, index) => ({
      id,
      title: texts[`steps.${id}.title`] ?? id,
      state: index === state.step && !state.hasEnded ? 'now' : state.done.includes(id) ? 'done' : 'next',
    })),
    step: state.step,
    end: state.hasEnded ? lessonEnd(source) : null,
    canGoBack: canGoBack(plan, state, now, taking),
    isFreePlay: state.freePlay !== null,
    isShowing: taking?.isShowing === true,
    waitsFor: now === undefined || taking === undefined || state.hasEnded ? null : waitsFor(now, taking),
    ...(now === undefined || taking === undefined
      ? { ...EMPTY_STEP, phases: [], phase: 'scene' as const, stepTitle: '', body: '' }
      : stepOf(now, taking, texts, source)),
  };
  timeline.worldAt(at);
  return view;
}

function stepOf(
  now: StepPlan,
  taking: StepTaking,
  texts: Texts,
  { timeline, at, plan, state }: LessonSource,
) {
  const { id } = now;
  const { startedAt, names } = taking;
  const say = (key: string, moment: Micros) =>
    fillText(texts[key] ?? '', timeline, { at: moment, startedAt: startedAt ?? moment, names });
  const following = state.taken[plan.steps[state.step + 1]?.id ?? ''];
  const until = following === undefined ? at : Math.min(at, following.enteredAt);
  const source: StepSource = {
    now,
    taking,
    timeline,
    at,
    until,
    say,
    has: (key) => texts[key] !== undefined,
  };
  const current = now.phases.indexOf(taking.phase);
  const isExplained = taking.phase === 'explain' || taking.phase === 'check';
  return {
    phases: now.phases.map((phase: Phase, index) => {
      const place =
        index < current ? ('done' as const) : index === current ? ('now' as const) : ('next' as const);
      return { phase, state: place };
    }),
    phase: taking.phase,
    stepTitle: texts[`steps.${id}.title`] ?? id,
    // What a step begins with is told as it was when it began.
    body: say(`steps.${id}.body`, startedAt ?? at),
    belief: beliefView(source, runOf(taking, timeline)),
    prediction: predictionView(source),
    task: taskView(source, runOf(taking, timeline)),
    explanation: isExplained ? say(`steps.${id}.done`, taking.doneAt ?? at) : null,
    check: checkView(source),
  };
}

function canGoBack(
  plan: LessonPlan,
  state: LessonState,
  now: StepPlan | undefined,
  taking: StepTaking | undefined,
): boolean {
  if (now === undefined || taking === undefined || state.freePlay !== null) return false;
  const before = plan.steps[state.step - 1];
  const isFirstPhase = now.phases[0] === taking.phase;
  return state.hasEnded || !isFirstPhase || (before !== undefined && state.taken[before.id] !== undefined);
}

function lessonEnd({ plan, state, loaded, language, course }: LessonSource): LessonEnd {
  const texts = loaded.texts[language];
  const { docs } = loaded.scenario;
  const asked = plan.steps.filter(({ step }) => step.prediction !== undefined);
  return {
    recap: texts['recap'] ?? '',
    simplified: texts['simplified'] ?? '',
    docs: docs === null ? null : { ...docs, title: texts['docs'] ?? docs.url },
    rightPredictions: asked.filter(({ id }) => state.predicted[id] === true).length,
    predictions: asked.length,
    next: course.next,
  };
}
