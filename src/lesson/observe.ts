/** What the trace has to say to a lesson that is being taken. */
import type { LessonEvent, LessonState, StepTaking } from './lessonState';
import type { Texts } from '../scenario/readScenario';
import type { Micros } from '../sim/kernel/time';
import { isReached, reachedAt, type StepRun } from './goals';
import type { LessonPlan, StepPlan } from './plan';
import { countedPods, verdictOn } from './questions';
import { fixNames, numberedReferences, type LessonTimeline } from './references';

/** A step that is being taken, as goals and questions look at it; null while its scene is being set. */
export function runOf(taking: StepTaking, timeline: LessonTimeline): StepRun | null {
  const { startedAt, looks, names } = taking;
  return startedAt === null ? null : { timeline, startedAt, looks, names };
}

/** The event that ends the setting of a scene. `texts` name Pods, too. Looks at the timeline. */
export function sceneSet(
  { id, step }: StepPlan,
  texts: readonly Texts[],
  timeline: LessonTimeline,
  at: Micros,
): LessonEvent {
  const own = texts.flatMap((all) =>
    textsOf(step.id, step.prediction?.id, step.check?.id, step.belief?.id, all),
  );
  const names = fixNames(numberedReferences([step, own]), timeline, at);
  return { type: 'sceneSet', step: id, at, names, pods: countedPods(step.prediction, { timeline }, at) };
}

function textsOf(
  step: string,
  prediction: string | undefined,
  check: string | undefined,
  belief: string | undefined,
  texts: Texts,
): string[] {
  const heads = [`steps.${step}.`, `predictions.${prediction}.`, `checks.${check}.`, `beliefs.${belief}.`];
  return Object.entries(texts).flatMap(([key, text]) =>
    heads.some((head) => key.startsWith(head)) ? [text] : [],
  );
}

/**
 * The events that have come about by the moment shown: the goal is reached, a question is decided. To be asked
 * whenever something may have changed, and each to be handed to `take`. Looks at the timeline.
 */
export function observe(
  plan: LessonPlan,
  state: LessonState,
  timeline: LessonTimeline,
  at: Micros,
): readonly LessonEvent[] {
  const now = plan.steps[state.step];
  const taking = now === undefined ? undefined : state.taken[now.id];
  if (now === undefined || taking === undefined || state.freePlay !== null) return [];
  const run = runOf(taking, timeline);
  if (run === null || at < run.startedAt) return [];
  const { step } = now;
  const events: LessonEvent[] = [];
  if (step.goal !== undefined && taking.goalAt === null && taking.phase === 'act') {
    // The exact moment costs more than the question whether: it is asked for once.
    const reached = isReached(step.goal, run, at) ? reachedAt(step.goal, run, at) : null;
    if (reached !== null) events.push({ type: 'reached', step: step.id, at: reached });
  }
  const { doneAt } = taking;
  if (doneAt === null || at < doneAt) return events;
  if (step.prediction !== undefined && taking.prediction === null) {
    const verdict = verdictOn(step.prediction, { ...taking, option: taking.answer }, run, doneAt, at);
    if (verdict !== null) events.push({ type: 'judged', step: step.id, question: 'prediction', verdict });
  }
  if (step.check !== undefined && taking.isCheckLocked && taking.check === null) {
    const verdict = verdictOn(step.check, { ...taking, option: taking.checkAnswer }, run, doneAt, at);
    if (verdict !== null) events.push({ type: 'judged', step: step.id, question: 'check', verdict });
  }
  return events;
}
