/** Runs what someone believes beside the truth. */
import type { Belief, BeliefModel } from '../../scenario/scenario';
import type { Micros } from '../../sim/kernel/time';
import type { StepRun } from '../goals';
import type { GhostRun } from '../view';
import { browserReaches } from './browserReaches';
import { choose, type Model } from './column';
import { gatewayKnowsPods } from './gatewayKnowsPods';
import { goneAtOnce } from './goneAtOnce';
import { nameWorksAnywhere } from './nameWorksAnywhere';
import { newVip } from './newVip';
import { perRequest } from './perRequest';
import { proxyProcess } from './proxyProcess';
import { roundRobin } from './roundRobin';
import { runningIsReady } from './runningIsReady';
import { sightOf } from './sight';
import { truth } from './truth';

/** Every model but the truth. */
const MODELS: Readonly<Record<Exclude<BeliefModel, 'truth'>, Model>> = {
  roundRobin,
  perRequest,
  proxyProcess,
  gatewayKnowsPods,
  goneAtOnce,
  newVip,
  runningIsReady,
  nameWorksAnywhere,
  browserReaches,
};

/** Foretold requests, if nothing says how many there will be. */
const USUAL_REQUESTS = 6;

/**
 * What the option's model foretells, as far as the step has come at the moment `at`, and where it parts from what
 * happened. The truth is shown in the columns of the model that stands beside it in the list of options.
 * `expected`: how many requests the step will send, if that is known. Throws if the belief has no such option.
 * Looks at the timeline.
 */
export function ghostRun(
  belief: Belief,
  option: string,
  run: StepRun,
  at: Micros,
  expected: number = USUAL_REQUESTS,
): GhostRun {
  const chosen = belief.options.find(({ id }) => id === option);
  if (chosen === undefined) throw new Error(`the belief "${belief.id}" has no option "${option}"`);
  const rival = belief.options.map(({ model }) => model).find((model) => model !== 'truth');
  const model = chosen.model === 'truth' ? (rival ?? 'roundRobin') : chosen.model;
  const seen = MODELS[model](sightOf(run, belief.about, at, expected));
  const columns = choose(chosen.model === 'truth' ? truth(seen) : seen);
  const partsAt = columns.findIndex((one) => one.agrees === false);
  return { belief: chosen.model, columns, partsAt: partsAt < 0 ? null : partsAt };
}

/** How many requests a step sends by itself or has its learner send, as far as its actions say. */
export function expectedRequests(step: {
  readonly run: readonly unknown[];
  readonly solution: readonly unknown[];
}): number {
  const actions = [...step.run, ...step.solution] as readonly { type: string; times?: number }[];
  const sent = actions.reduce((sum, { type, times }) => (type === 'send' ? sum + (times ?? 1) : sum), 0);
  return sent === 0 ? USUAL_REQUESTS : Math.min(sent, 8);
}
