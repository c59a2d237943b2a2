/** From a scenario as read to a world. */
import type { SimWorld } from '../sim/laws';
import { prepareScenario, type StartPlan } from './prepareScenario';
import { startPrepared, type StartOptions } from './startPrepared';

/** A world that is ready for its learner. */
export function startWorld(plan: StartPlan, options: StartOptions = {}): SimWorld {
  return startPrepared(prepareScenario(plan), options);
}
