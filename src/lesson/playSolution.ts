/** Plays a lesson's own solution without a screen: the test that a lesson can be solved, and is not solved before. */
import { readLine } from '../kubectl/readLine';
import type { ScenarioReading } from '../scenario/readScenario';
import type { Action, Scenario, Step } from '../scenario/scenario';
import type { StartPlan } from '../scenario/prepareScenario';
import { startWorld } from '../scenario/startWorld';
import { applyIntent, type Intent } from '../sim/intent';
import { millis, seconds, type Micros } from '../sim/kernel/time';
import { simLaws, type SimTables } from '../sim/laws';
import { Timeline } from '../trace/timeline';
import { isReached, type Look, type StepRun } from './goals';

export interface PlayedStep {
  readonly id: string;
  /** True if the goal was not reached before and is reached after the solution; a step without goal is solved by reading it. */
  readonly solved: boolean;
  /** Why not, in English; null if it is solved. */
  readonly reason: string | null;
  /** The options of its prediction that hold at its end: there should be one. */
  readonly rightOptions: readonly string[];
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

/** How long requests may still be under way after a step's last action. */
const PATIENCE: Micros = seconds(180);
/** One step begins so much after the one before it has ended. */
const PAUSE: Micros = millis(1);

/** Plays the solutions of all steps, one after the other, in one world. */
export function playSolution(lesson: PlayableScenario): PlayedLesson {
  const { scenario } = lesson;
  const timeline = new Timeline(startWorld(lesson as StartPlan), simLaws, applyIntent);
  const steps: PlayedStep[] = [];
  for (const step of scenario.steps) steps.push(playStep(step, timeline));
  return { id: scenario.id, solved: steps.every((step) => step.solved), steps };
}

/** What a solution's action does at its time, or why it cannot. */
interface Due {
  readonly at: Micros;
  readonly act: () => string | null;
}

function playStep(step: Step, timeline: Timeline<SimTables, Intent>): PlayedStep {
  const startedAt = timeline.endAt() + PAUSE;
  timeline.extend(startedAt);
  const looks: Look[] = [];
  const run: StepRun = { timeline, startedAt, looks };
  const wasReached = step.goal !== undefined && isReached(step.goal, run, startedAt);

  const { dues, end } = schedule(step.solution, run, looks);
  let failure: string | null = null;
  for (const { at, act } of dues) {
    timeline.extend(at);
    failure ??= act();
  }
  timeline.extend(end);
  awaitRequests(timeline, timeline.endAt() + PATIENCE);
  const now = timeline.endAt();
  const reached = step.goal === undefined || isReached(step.goal, run, now);
  const options = step.prediction?.options ?? [];
  const rightOptions = options.filter(({ when }) => isReached(when, run, now)).map(({ id }) => id);
  const reason =
    failure ??
    (wasReached
      ? 'its goal is reached before anything is done'
      : !reached
        ? 'its goal is not reached by its solution'
        : options.length > 0 && rightOptions.length !== 1
          ? `of the options of its prediction ${rightOptions.length} are right, and it must be one`
          : null);
  return { id: step.id, solved: reason === null, reason, rightOptions };
}

/** When each action is done. Sending goes on in the background; waiting moves what comes after it. */
function schedule(actions: readonly Action[], run: StepRun, looks: Look[]): { dues: Due[]; end: Micros } {
  const { timeline } = run;
  const dues: Due[] = [];
  let now = run.startedAt;
  for (const action of actions) {
    const at = now;
    switch (action.type) {
      case 'wait':
        now += action.micros;
        break;
      case 'look':
        dues.push({
          at,
          act: () => {
            looks.push({ at, reference: action.at });
            return null;
          },
        });
        break;
      case 'send':
        for (let i = 0; i < action.times; i++) {
          const sendAt = at + i * action.everyMicros;
          const intent: Intent = { type: 'sendRequest', client: action.client, url: action.url };
          dues.push({ at: sendAt, act: () => ask(timeline, sendAt, intent) });
        }
        break;
      case 'kubectl': {
        const reading = readLine(action.command);
        dues.push({
          at,
          act: () => {
            if (!reading.ok) return `${reading.message} Usage: ${reading.usage}`;
            return (
              reading.intents.map((intent) => ask(timeline, at, intent)).find((one) => one !== null) ?? null
            );
          },
        });
        break;
      }
      case 'deletePod':
        dues.push({
          at,
          act: () => {
            const pod = podsOf(timeline, action.owner, at)[action.ordinal];
            if (pod === undefined) return `${action.owner} has no Pod number ${action.ordinal}`;
            return ask(timeline, at, { type: 'deletePod', pod });
          },
        });
        break;
    }
  }
  // Equal times keep the order in which they were written.
  return { dues: dues.sort((a, b) => a.at - b.at), end: now };
}

/** Lets an intent happen; returns why it was refused, or null. */
function ask(timeline: Timeline<SimTables, Intent>, at: Micros, intent: Intent): string | null {
  const { facts } = timeline.act(at, intent);
  const refused = facts.find((fact) => fact.type === 'intent/refused');
  return refused === undefined ? null : String(refused['message']);
}

/**
 * Keys of the Pods of a workload that are not being deleted, sorted by name.
 * A Deployment's Pods are those of its ReplicaSets.
 */
export function podsOf(timeline: Timeline<SimTables, Intent>, owner: string, at: Micros): string[] {
  timeline.worldAt(at);
  const index = timeline.viewIndex();
  const { pods } = timeline.worldAt(at).tables;
  const replicaSets = index.lookup('replicaSets', 'byOwner', owner).map((key) => `ReplicaSet/${key}`);
  return [owner, ...replicaSets]
    .flatMap((one) => index.lookup('pods', 'byOwner', one))
    .filter((key) => pods[key]?.metadata.deletionMicros === undefined)
    .sort();
}

/** Simulates on until no request is under way, or until `limit`. */
export function awaitRequests(timeline: Timeline<SimTables, Intent>, limit: Micros): void {
  const open = () =>
    timeline.factsOfType('request/sent').length - timeline.factsOfType('request/ended').length;
  while (open() > 0 && !timeline.extend(limit, { maxSteps: 1 }));
}
