/** What a lesson consists of when it is taken: its steps, and the phases that each of them has. */
import type { Texts } from '../scenario/readScenario';
import type { Action, Scenario, Step } from '../scenario/scenario';
import { seconds } from '../sim/kernel/time';
import { PHASES, type Phase } from './view';

export interface StepPlan {
  readonly id: string;
  readonly step: Step;
  /** At least one, in order. */
  readonly phases: readonly Phase[];
  readonly hints: number;
}

export interface LessonPlan {
  readonly id: string;
  readonly steps: readonly StepPlan[];
}

/** The plan of a lesson. `texts` may be of any language: all have the same keys. */
export function planOf(scenario: Pick<Scenario, 'id' | 'steps'>, texts: Texts): LessonPlan {
  return {
    id: scenario.id,
    steps: scenario.steps.map((step) => ({
      id: step.id,
      step,
      phases: phasesOf(step, texts),
      hints: hintKeys(step.id, (key) => texts[key] !== undefined).length,
    })),
  };
}

function phasesOf(step: Step, texts: Texts): Phase[] {
  const isAsked = step.prediction !== undefined || step.belief !== undefined;
  const has: Readonly<Record<Phase, boolean>> = {
    scene: step.set.length > 0 || texts[`steps.${step.id}.body`] !== undefined,
    predict: isAsked,
    watch: step.run.length > 0,
    act: step.goal !== undefined,
    explain: isAsked || texts[`steps.${step.id}.done`] !== undefined,
    check: step.check !== undefined,
  };
  const phases = PHASES.filter((phase) => has[phase]);
  return phases.length === 0 ? ['scene'] : phases;
}

/** The keys of a step's hints, from a nudge to the exact command. */
export function hintKeys(step: string, has: (key: string) => boolean): string[] {
  const keys = [`steps.${step}.hint`].filter(has);
  for (let number = 1; has(`steps.${step}.hints.${number}`); number++)
    keys.push(`steps.${step}.hints.${number}`);
  return keys;
}

/** What must be played so that the world is as a step expects it, if nobody has taken the steps before it. */
export function catchUp(plan: LessonPlan, step: number): Action[] {
  const rest: Action = { type: 'wait', micros: seconds(2) };
  return plan.steps
    .slice(0, step)
    .flatMap(({ step: { set, run, solution } }) => [...set, ...run, rest, ...solution, rest])
    .filter((action) => action.type !== 'look');
}
