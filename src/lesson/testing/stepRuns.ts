/** Steps played for tests, in the world of the first lesson unless said otherwise. */
import { readLesson } from '../../scenario/testing/lessons';
import type { Action } from '../../scenario/scenario';
import { startWorld } from '../../scenario/startWorld';
import { applyIntent } from '../../sim/intent';
import { seconds, type Micros } from '../../sim/kernel/time';
import { simLaws } from '../../sim/laws';
import { Timeline } from '../../trace/timeline';
import type { StepRun } from '../goals';
import { awaitRequests, dueActions, playAll } from '../playActions';
import { fixNames, type LessonTimeline } from '../references';

export const USER_API = 'Deployment/default/user-api-deployment';
export const USER_SERVICE = 'Service/default/user-api-service';
export const USER_URL = 'https://shop.example/users/123';

/** The world in which a lesson begins. */
export function worldOf(slug = 'where-a-service-works', seed?: string): LessonTimeline {
  const { scenario, ...reading } = readLesson(slug);
  if (scenario === undefined) throw new Error(`the lesson ${slug} cannot be read`);
  const start = startWorld({ ...reading, scenario }, seed === undefined ? {} : { seed });
  return new Timeline(start, simLaws, applyIntent);
}

export interface StepOptions {
  readonly timeline?: LessonTimeline;
  /** Played before the step begins. */
  readonly before?: readonly Action[];
  /** Numbered references to be fixed when it begins. */
  readonly references?: readonly string[];
}

/** A step in which these are played, and the moment at which all requests of it have ended. */
export function playedStep(
  actions: readonly Action[],
  options: StepOptions = {},
): { run: StepRun; at: Micros } {
  const timeline = options.timeline ?? worldOf();
  play(options.before ?? [], timeline, {});
  const startedAt = timeline.endAt() + 1_000;
  timeline.extend(startedAt);
  const names = fixNames(options.references ?? [], timeline, startedAt);
  const looks = play(actions, timeline, names);
  return { run: { timeline, startedAt, names, looks }, at: timeline.endAt() };
}

/** Plays actions from where the timeline ends, until their requests have ended. Returns the looks. */
export function play(
  actions: readonly Action[],
  timeline: LessonTimeline,
  names: StepRun['names'],
): StepRun['looks'] {
  if (actions.length === 0) return [];
  const { looks, refusal } = playAll(
    dueActions(actions, { startAt: timeline.endAt() + 1_000, names }),
    timeline,
  );
  if (refusal !== null) throw new Error(refusal);
  awaitRequests(timeline, timeline.endAt() + seconds(200));
  return looks;
}

/** So many requests, one after the other. */
export function send(times = 1, everySeconds = 0.2, url = USER_URL): Action {
  return { type: 'send', client: 'learner', url, times, everyMicros: seconds(everySeconds) };
}

export function wait(forSeconds: number): Action {
  return { type: 'wait', micros: seconds(forSeconds) };
}

export const DELETE_FIRST: Action = { type: 'deletePod', owner: USER_API, ordinal: 0 };
