/**
 * Plays a scenario's own solution and notes where its frames begin and rest: language plays no part in it. All that
 * is done stays on the timeline, so that every frame is a moment of it.
 */
import type { FactLog } from '../../projection/factLog';
import type { Texts } from '../../scenario/readScenario';
import type { Action, Lens, Question, Scenario, Step } from '../../scenario/scenario';
import { millis, seconds, type Micros } from '../../sim/kernel/time';
import type { Hop } from '../../sim/packet/hop';
import { isReached, type Look, type StepRun } from '../goals';
import { sceneSet } from '../observe';
import { planOf, type StepPlan } from '../plan';
import { awaitRequests, dueActions, playAll } from '../playActions';
import { rightOptions, trueShares } from '../questions';
import { placeOf, type LessonTimeline } from '../references';
import type { Detail, FrameKind } from './frame';

/** One step begins so much after the one before it has ended; an outcome is shown so much after it is known. */
const PAUSE: Micros = millis(1);
/** How long requests may still be under way after a step's last action. */
const PATIENCE: Micros = seconds(180);
/** Of more requests than these none is followed hop by hop. */
const MOST_FOLLOWED = 2;

/** What a step asks, and what the trace answers. */
export interface Asked {
  /** Where its texts stand: `predictions.<id>`, `checks.<id>`, `beliefs.<id>`. */
  readonly texts: string;
  readonly options: readonly { readonly id: string; readonly isRight: boolean }[];
  /** For a question that counts: how many went to each Pod. */
  readonly shares: Readonly<Record<string, number>> | null;
}

/** A frame without its sentences. */
export interface Moment {
  readonly id: string;
  readonly kind: FrameKind;
  readonly step: string;
  readonly startAt: Micros;
  readonly endAt: Micros;
  readonly lens: Lens;
  readonly asked: Asked | null;
  readonly hop: Hop | null;
  /** The step's goal is reached in this frame. */
  readonly reachesGoal: boolean;
  /** Many requests go by, none of which is followed. */
  readonly isSeries: boolean;
  /** What the step points at, as a place of the picture; null for nothing. */
  readonly place: string | null;
}

export interface StepMoments {
  readonly plan: StepPlan;
  readonly run: StepRun;
  /** When all that the step does is done. */
  readonly doneAt: Micros;
  readonly moments: readonly Moment[];
}

export interface Storyboard {
  readonly steps: readonly StepMoments[];
  /** Why a step could not be played as its lesson has it, in English; null if all could. */
  readonly refusal: string | null;
}

export interface StoryboardSource {
  readonly scenario: Scenario;
  /** Of all languages: what they name is fixed when a step begins. */
  readonly texts: readonly Texts[];
  /** A world that has just begun. All is played on it. */
  readonly timeline: LessonTimeline;
  readonly detail: Detail;
  /** The requests of the timeline as told so far. */
  readonly follow: () => FactLog;
}

/** Plays all steps, one after the other. A scenario without steps: one request of its first client, hop by hop. */
export function playStoryboard(source: StoryboardSource): Storyboard {
  const steps = playSteps(source);
  for (let played = steps.next(); ; played = steps.next()) if (played.done === true) return played.value;
}

/** The same step by step, for a page that must not stand still meanwhile: yields the number of steps played. */
export function* playSteps(source: StoryboardSource): Generator<number, Storyboard> {
  const { scenario, timeline } = source;
  const isLesson = scenario.steps.length > 0;
  const plan = planOf(
    isLesson ? scenario : { id: scenario.id, steps: [oneRequest(scenario)] },
    source.texts[0] ?? {},
  );
  const detail = isLesson ? source.detail : 'hops';
  let { lens } = scenario;
  let from = timeline.endAt();
  const steps: PlayedMoments[] = [];
  for (const one of plan.steps) {
    lens = one.step.lens ?? lens;
    const played = playStep({ ...source, detail }, one, lens, from);
    steps.push(played);
    from = played.doneAt;
    yield steps.length;
  }
  timeline.extend(Math.max(timeline.endAt(), from + seconds(2)));
  return { steps, refusal: steps.find(({ refusal }) => refusal !== null)?.refusal ?? null };
}

function oneRequest({ id, clients }: Scenario): Step {
  const client = clients[0];
  const url = client?.urls[0];
  const send: Action[] =
    client === undefined || url === undefined || url === ''
      ? []
      : [{ type: 'send', client: client.id, url, times: 1, everyMicros: 0 }];
  return { id, set: [], run: [], solution: send };
}

interface PlayedMoments extends StepMoments {
  readonly refusal: string | null;
}

function playStep(source: StoryboardSource, plan: StepPlan, lens: Lens, from: Micros): PlayedMoments {
  const { timeline } = source;
  const { step } = plan;
  const looks: Look[] = [];
  let refusal: string | null = null;
  let now = from + PAUSE;
  const play = (actions: readonly Action[], names: StepRun['names']): void => {
    if (actions.length === 0) return;
    const table = dueActions(actions, { startAt: now, names });
    const played = playAll(table, timeline);
    looks.push(...played.looks);
    refusal ??= played.refusal;
    awaitRequests(timeline, table.endAt + PATIENCE);
    // Nothing happens between the last fact and the end of the timeline.
    now = Math.max(table.endAt, timeline.facts().at(-1)?.at ?? 0);
  };
  play(step.set, {});
  timeline.extend(now);
  const startedAt = now;
  const set = sceneSet(plan, source.texts, timeline, startedAt);
  const run: StepRun = { timeline, startedAt, names: set.type === 'sceneSet' ? set.names : {}, looks };
  // What is done is done a moment later: the scene itself stays as it was.
  now += PAUSE;
  play(step.run, run.names);
  play(step.solution, run.names);
  const doneAt = now + PAUSE;
  timeline.extend(doneAt);
  return { plan, run, doneAt, refusal, moments: momentsOf(source, plan, run, doneAt, lens) };
}

function momentsOf(
  source: StoryboardSource,
  plan: StepPlan,
  run: StepRun,
  doneAt: Micros,
  lens: Lens,
): Moment[] {
  const { step } = plan;
  const predicted = step.prediction ?? step.belief;
  const question = predicted === undefined ? null : askedOf(step, run, doneAt);
  const check = step.check === undefined ? null : answered('checks', step.check, run, doneAt);
  const hasRun = [...step.run, ...step.solution].some(({ type }) => type !== 'look' && type !== 'wait');
  const reached = step.goal !== undefined && isReached(step.goal, run, doneAt);
  const place = step.show === undefined ? null : placeOf(step.show, run.names);
  const base = { step: step.id, lens, asked: null, hop: null, reachesGoal: false, isSeries: false, place };
  const begin = { ...base, startAt: run.startedAt, endAt: run.startedAt };
  const end = { ...base, startAt: doneAt, endAt: doneAt };
  const moments: Moment[] = [{ ...begin, id: `${step.id}/scene`, kind: 'scene' }];
  if (question !== null)
    moments.push({ ...begin, id: `${step.id}/predict`, kind: 'predict', asked: question });
  if (hasRun)
    moments.push(...runMoments(source, { ...base, startAt: run.startedAt, endAt: doneAt }, reached));
  if (plan.phases.includes('explain')) {
    const tells = reached && !hasRun;
    moments.push({ ...end, id: `${step.id}/explain`, kind: 'explain', asked: question, reachesGoal: tells });
  }
  if (check !== null) {
    moments.push({ ...end, id: `${step.id}/check`, kind: 'check', asked: check });
    moments.push({ ...end, id: `${step.id}/answer`, kind: 'explain', asked: check });
  }
  return moments;
}

/** The run, or, if a request is followed in it, its hops and then what is left of it. */
function runMoments(
  { detail, follow }: StoryboardSource,
  whole: Omit<Moment, 'id' | 'kind'>,
  reachesGoal: boolean,
): Moment[] {
  const { step, startAt, endAt } = whole;
  const sent = follow().sent.filter((story) => story.sentAt >= startAt && story.sentAt <= endAt);
  const isSeries = sent.length > MOST_FOLLOWED;
  const run: Moment = { ...whole, id: `${step}/run`, kind: 'run', reachesGoal, isSeries };
  if (detail === 'steps' || isSeries) return [run];
  const hops = sent.flatMap((story, index) => {
    const until = Math.min(endAt, sent[index + 1]?.sentAt ?? endAt);
    return story.hops.filter((hop) => hop.level === 'main' && hop.endAt <= until);
  });
  let from = startAt;
  const moments = hops.map((hop, index): Moment => {
    const begins = from;
    from = Math.max(from, hop.endAt);
    return { ...whole, id: `${step}/hop-${index + 1}`, kind: 'hop', startAt: begins, endAt: from, hop };
  });
  return [...moments, { ...run, startAt: from }];
}

function askedOf(step: Step, run: StepRun, at: Micros): Asked | null {
  if (step.prediction !== undefined) return answered('predictions', step.prediction, run, at);
  if (step.belief === undefined) return null;
  const options = step.belief.options.map(({ id, model }) => ({ id, isRight: model === 'truth' }));
  return { texts: `beliefs.${step.belief.id}`, options, shares: null };
}

function answered(where: string, question: Question, run: StepRun, at: Micros): Asked {
  const texts = `${where}.${question.id}`;
  if (question.kind === 'count')
    return { texts, options: [], shares: trueShares(question, run, run.startedAt, at) };
  const right = rightOptions(question, run, at);
  return {
    texts,
    options: question.options.map(({ id }) => ({ id, isRight: right.includes(id) })),
    shares: null,
  };
}
