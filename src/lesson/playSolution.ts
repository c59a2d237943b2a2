/** Plays a lesson's own solution without a screen: the test that a lesson can be solved, and is not solved before. */
import type { ScenarioReading } from '../scenario/readScenario';
import type { Belief, ProxyMode, Question, Scenario, Step } from '../scenario/scenario';
import { startWorld } from '../scenario/startWorld';
import { applyIntent } from '../sim/intent';
import { millis, seconds, type Micros } from '../sim/kernel/time';
import { simLaws } from '../sim/laws';
import { Timeline } from '../trace/timeline';
import { expectedRequests, ghostRun } from './beliefs/ghostRun';
import { isReached, reachedAt, type Look, type StepRun } from './goals';
import { awaitRequests, dueActions, playAll } from './playActions';
import { rightOptions, trueShares } from './questions';
import { fixNames, numberedReferences, type LessonTimeline } from './references';

export { awaitRequests } from './playActions';

export interface PlayedQuestion {
  readonly id: string;
  /** The options that hold at the step's end: there should be one. Empty for `count`. */
  readonly right: readonly string[];
  /** For `count`: how many went to each Pod; null if there were too few requests. */
  readonly shares: Readonly<Record<string, number>> | null;
}

export interface PlayedBelief {
  readonly id: string;
  /** For each option, in which of its columns it parts from what happened; null if in none. */
  readonly partsAt: Readonly<Record<string, number | null>>;
}

export interface PlayedStep {
  readonly id: string;
  /** True if everything about it is as it should be; `reason` says what is not. */
  readonly solved: boolean;
  /** Why not, in English; null if it is solved. */
  readonly reason: string | null;
  /** Whether the goal was reached before anything was done. */
  readonly wasReached: boolean;
  readonly reached: boolean;
  /** The options of its prediction that hold at its end: there should be one. */
  readonly rightOptions: readonly string[];
  readonly prediction: PlayedQuestion | null;
  readonly check: PlayedQuestion | null;
  readonly belief: PlayedBelief | null;
}

export interface PlayedLesson {
  readonly id: string;
  readonly solved: boolean;
  readonly steps: readonly PlayedStep[];
}

/** A scenario as read, with everything that playing it needs. */
export type PlayableScenario = Pick<ScenarioReading, 'manifests' | 'ocelot'> & {
  readonly scenario: Scenario;
};

export interface PlayOptions {
  /** Another run of luck than the scenario's own. */
  readonly seed?: string;
  readonly proxyMode?: ProxyMode;
}

/** How long requests may still be under way after a step's last action. */
const PATIENCE: Micros = seconds(180);
/** One step begins so much after the one before it has ended. */
const PAUSE: Micros = millis(1);

/** Plays the solutions of all steps, one after the other, in one world. */
export function playSolution(lesson: PlayableScenario, { seed, proxyMode }: PlayOptions = {}): PlayedLesson {
  const scenario: Scenario = { ...lesson.scenario, proxyMode: proxyMode ?? lesson.scenario.proxyMode };
  const start = startWorld({ ...lesson, scenario }, seed === undefined ? {} : { seed });
  const timeline = new Timeline(start, simLaws, applyIntent);
  const steps: PlayedStep[] = [];
  for (const step of scenario.steps) steps.push(playStep(step, timeline));
  return { id: scenario.id, solved: steps.every((step) => step.solved), steps };
}

function playStep(step: Step, timeline: LessonTimeline): PlayedStep {
  const scene = play(step.set, { ...begin(timeline), looks: [] });
  const startedAt = timeline.endAt();
  const looks: Look[] = [];
  const names = fixNames(numberedReferences(step), timeline, startedAt);
  const run: StepRun = { timeline, startedAt, names, looks };
  const wasReached = step.goal !== undefined && isReached(step.goal, run, startedAt);
  const refusal = scene ?? play(step.run, run) ?? play(step.solution, run);

  const now = timeline.endAt();
  const reached = step.goal === undefined || isReached(step.goal, run, now);
  const prediction = step.prediction === undefined ? null : answer(step.prediction, run, now);
  const check = step.check === undefined ? null : answer(step.check, run, now);
  const belief = step.belief === undefined ? null : playBelief(step, step.belief, run, now);
  const problems = [
    refusal,
    wasReached ? 'its goal is reached before anything is done' : null,
    reached ? null : 'its goal is not reached by its solution',
    prediction === null ? null : problemOf('prediction', step.prediction!, prediction),
    check === null ? null : problemOf('check', step.check!, check),
    belief === null ? null : problemOfBelief(step.belief!, belief),
    changeOfMind(step, run, now),
  ];
  const reason = problems.find((problem) => problem !== null) ?? null;
  const right = prediction?.right ?? [];
  return {
    id: step.id,
    solved: reason === null,
    reason,
    wasReached,
    reached,
    rightOptions: right,
    prediction,
    check,
    belief,
  };
}

/** A moment after what was before. */
function begin(timeline: LessonTimeline): Omit<StepRun, 'looks'> {
  const startedAt = timeline.endAt() + PAUSE;
  timeline.extend(startedAt);
  return { timeline, startedAt, names: {} };
}

/** Plays actions from where the timeline ends, until their requests have ended. Returns why it cannot be done. */
function play(actions: Step['run'], { timeline, names, looks }: StepRun): string | null {
  if (actions.length === 0) return null;
  const played = playAll(dueActions(actions, { startAt: timeline.endAt(), names }), timeline);
  (looks as Look[]).push(...played.looks);
  awaitRequests(timeline, timeline.endAt() + PATIENCE);
  return played.refusal;
}

function answer(question: Question, run: StepRun, at: Micros): PlayedQuestion {
  const right = rightOptions(question, run, at);
  const shares = question.kind === 'count' ? trueShares(question, run, run.startedAt, at) : null;
  return { id: question.id, right, shares };
}

function problemOf(name: string, question: Question, { right, shares }: PlayedQuestion): string | null {
  if (question.kind === 'count') {
    return shares !== null
      ? null
      : `its ${name} counts ${question.of} requests, and fewer are answered by ${question.among}`;
  }
  if (right.length === 1) return null;
  const which = right.length === 0 ? '' : ` (${right.join(', ')})`;
  return `of the options of its ${name} ${right.length} are right${which}, and it must be one`;
}

function playBelief(step: Step, belief: Belief, run: StepRun, at: Micros): PlayedBelief {
  const expected = expectedRequests(step);
  const partsAt = Object.fromEntries(
    belief.options.map(({ id }) => [id, ghostRun(belief, id, run, at, expected).partsAt]),
  );
  return { id: belief.id, partsAt };
}

/** The truth parts from what happens nowhere, and every other model somewhere: else there is nothing to see. */
function problemOfBelief({ options }: Belief, { partsAt }: PlayedBelief): string | null {
  for (const { id, model } of options) {
    const parts = partsAt[id] !== null;
    if (model === 'truth' && parts) return `what happens is not what its belief "${id}" (truth) foretells`;
    if (model !== 'truth' && !parts)
      return `its belief "${id}" (${model}) is not shown wrong by what happens`;
  }
  return null;
}

/** A learner is told as soon as the goal is reached: the answer must not be another one later. */
function changeOfMind(step: Step, run: StepRun, end: Micros): string | null {
  if (step.goal === undefined) return null;
  const doneAt = reachedAt(step.goal, run, end);
  if (doneAt === null) return null;
  for (const [name, question] of Object.entries({ prediction: step.prediction, check: step.check })) {
    if (question === undefined) continue;
    const early = rightOptions(question, run, doneAt);
    const late = rightOptions(question, run, end);
    if (early.length === 1 && late.length === 1 && early[0] !== late[0]) {
      return `the answer to its ${name} is "${early[0]}" when its goal is reached, and "${late[0]}" at its end`;
    }
  }
  return null;
}
