/**
 * Whether a goal of a lesson's step has been reached. Goals are a small closed vocabulary (`Goal` in
 * scenario/scenario.ts); each word has its meaning here and nowhere else.
 */
import type { Goal, Reference, Scalar } from '../scenario/scenario';
import type { Fact } from '../sim/kernel/draft';
import type { Micros } from '../sim/kernel/time';
import type { Outcome } from '../sim/packet/hop';
import { remembered } from './memory';
import { plainReference, type LessonTimeline, type PodNames } from './references';
import { answersOf, isSpread, membersOf, type Answer } from './requests';
import { changesBetween, rowsAt } from './rowHistory';

/** The learner opened something. */
export interface Look {
  readonly at: Micros;
  readonly reference: Reference;
}

/** One step of a lesson as it is being taken. */
export interface StepRun {
  readonly timeline: LessonTimeline;
  /** When the step began, its scene being set: what happened earlier does not count for it. */
  readonly startedAt: Micros;
  /** What numbered references mean in this step. */
  readonly names: PodNames;
  readonly looks: readonly Look[];
}

/**
 * True if the goal is reached at the moment `at`. Objects are taken as they are then; requests, facts and looks
 * are counted from the step's beginning. Looks at the timeline: look again for what you need afterwards.
 */
export function isReached(goal: Goal, run: StepRun, at: Micros): boolean {
  switch (goal.type) {
    case 'object':
      return rowsAt(goal.object, run.timeline, run.names, at).some((object) => has(object, goal.has));
    case 'request':
      return endedRequests(goal, run, at).length >= goal.times;
    case 'served':
      return isServed(goal, run, at);
    case 'fact':
      return facts(run, goal, at).length > 0;
    case 'looked':
      return looks(run, goal.at, at).length > 0;
    case 'all':
      return goal.goals.every((one) => isReached(one, run, at));
    case 'any':
      return goal.goals.some((one) => isReached(one, run, at));
    case 'not':
      return !isReached(goal.goal, run, at);
    case 'inOrder':
      return lastInOrder(goal.goals, run, at) !== null;
  }
}

/**
 * The first moment, from the step's beginning to `until`, at which the goal is reached; null if there is none.
 * Every moment at which it could change is tried.
 */
export function reachedAt(goal: Goal, run: StepRun, until: Micros): Micros | null {
  if (run.startedAt > until) return null;
  const moments = new Set([run.startedAt, ...turningPoints(goal, run, until)]);
  for (const at of [...moments].sort((a, b) => a - b)) if (isReached(goal, run, at)) return at;
  return null;
}

/** How much of a goal is reached, 0 … 1: for those that count; for others nothing or all. Looks at the timeline. */
export function progressOf(goal: Goal, run: StepRun, at: Micros): number {
  if (isReached(goal, run, at)) return 1;
  switch (goal.type) {
    case 'request':
      return Math.min(1, endedRequests(goal, run, at).length / Math.max(1, goal.times));
    case 'served':
      return Math.min(1, servedAnswers(goal, run, at).length / Math.max(1, goal.requests));
    case 'all':
    case 'inOrder':
      return goal.goals.reduce((sum, one) => sum + progressOf(one, run, at), 0) / goal.goals.length;
    case 'any':
      return Math.max(...goal.goals.map((one) => progressOf(one, run, at)));
    default:
      return 0;
  }
}

/** Each goal counts from the moment at which the one before it was reached. */
function lastInOrder(goals: readonly Goal[], run: StepRun, until: Micros): Micros | null {
  let at: Micros | null = run.startedAt;
  for (const goal of goals) {
    at = reachedAt(goal, { ...run, startedAt: at }, until);
    if (at === null) return null;
  }
  return at;
}

function turningPoints(goal: Goal, run: StepRun, until: Micros): Micros[] {
  switch (goal.type) {
    case 'object':
      return changesBetween(goal.object, run.timeline, run.names, run.startedAt, until);
    case 'request':
      return endedRequests(goal, run, until).map((fact) => fact.at);
    case 'served':
      return servedAnswers(goal, run, until).map((answer) => answer.at);
    case 'fact':
      return facts(run, goal, until).map((fact) => fact.at);
    case 'looked':
      return looks(run, goal.at, until).map((look) => look.at);
    case 'not':
      return turningPoints(goal.goal, run, until);
    case 'all':
    case 'any':
    case 'inOrder':
      return goal.goals.flatMap((one) => turningPoints(one, run, until));
  }
}

type FactGoal = Extract<Goal, { type: 'fact' }>;

function facts(run: StepRun, { fact: type, where }: Pick<FactGoal, 'fact' | 'where'>, until: Micros): Fact[] {
  return run.timeline.factsOfType(type).filter((fact) => {
    const isInTime = fact.at >= run.startedAt && fact.at <= until;
    return isInTime && isMeant(subjectOf(fact), where, run.names);
  });
}

function looks(run: StepRun, reference: Reference, until: Micros): Look[] {
  const wanted = plainReference(reference, run.names);
  return run.looks.filter((look) => {
    const isIt = plainReference(look.reference, run.names) === wanted;
    return isIt && look.at >= run.startedAt && look.at <= until;
  });
}

function endedRequests(goal: Extract<Goal, { type: 'request' }>, run: StepRun, until: Micros): Fact[] {
  const sent = new Map(run.timeline.factsOfType('request/sent').map((fact) => [fact['request'], fact]));
  return facts(run, { fact: 'request/ended', where: {} }, until).filter((fact) => {
    const request = sent.get(fact['request']);
    const client = request?.['client'];
    const url = request?.['url'];
    const { status, kind } = fact['outcome'] as Outcome;
    const isOutcome = [undefined, kind, fact['outcomeId']].includes(goal.outcome);
    const isStatus = goal.status === undefined || goal.status === status;
    return isOutcome && isStatus && (goal.client ?? client) === client && (goal.url ?? url) === url;
  });
}

type ServedGoal = Extract<Goal, { type: 'served' }>;

function servedAnswers({ by }: ServedGoal, { timeline, names, startedAt }: StepRun, until: Micros): Answer[] {
  const pods = membersOf(by, timeline, names, startedAt, until);
  return answersOf(pods, timeline, startedAt, until);
}

/** The first so many count: what comes later does not change how they were spread. */
function isServed(goal: ServedGoal, run: StepRun, at: Micros): boolean {
  const answers = servedAnswers(goal, run, at).slice(0, goal.requests);
  const first = answers[0];
  if (first === undefined || answers.length < goal.requests) return false;
  const sentFirst = Math.min(...answers.map(({ sentAt }) => sentAt));
  return isSpread(goal.pattern, answers, readyPods(goal.by, run, sentFirst));
}

/** How many of its Pods were ready then. */
function readyPods(by: Reference, { timeline, names }: StepRun, at: Micros): number {
  return remembered(timeline, at, `ready ${plainReference(by, names)}`, () => {
    return countReady(membersOf(by, timeline, names, at, at), timeline, at);
  });
}

function countReady(members: ReadonlySet<string>, timeline: LessonTimeline, at: Micros): number {
  const { pods } = timeline.worldAt(at).tables;
  return [...members].filter((key) => {
    const pod = pods[key];
    return pod !== undefined && pod.status.ready && pod.metadata.deletionMicros === undefined;
  }).length;
}

/** What a fact is about: a hop's fact is about that hop. */
function subjectOf(fact: Fact): unknown {
  return fact.type === 'hop' ? fact['hop'] : fact;
}

function has(value: unknown, wanted: Readonly<Record<string, Scalar>>): boolean {
  return Object.entries(wanted).every(([path, scalar]) => valueAt(value, path) === scalar);
}

/** As `has`, where a numbered reference stands for its Pod: by key, or by place. */
function isMeant(value: unknown, wanted: Readonly<Record<string, Scalar>>, names: PodNames): boolean {
  return Object.entries(wanted).every(([path, scalar]) => {
    const found = valueAt(value, path);
    const pod = typeof scalar === 'string' ? names[scalar] : undefined;
    return found === scalar || (pod !== undefined && (found === pod || found === `pod/${pod}`));
  });
}

/** The value at a dotted path. A key may hold dots itself: `metadata.labels.app.kubernetes.io/name`. */
export function valueAt(value: unknown, path: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  const fields = value as Readonly<Record<string, unknown>>;
  const at = path.replace(/\[(\d+)\]/g, '.$1');
  if (Object.hasOwn(fields, at)) return fields[at];
  for (let dot = at.indexOf('.'); dot !== -1; dot = at.indexOf('.', dot + 1)) {
    const head = at.slice(0, dot);
    const found = Object.hasOwn(fields, head) ? valueAt(fields[head], at.slice(dot + 1)) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}
