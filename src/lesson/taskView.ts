/** What the learner is to do, how far that is, and the hints asked for. */
import type { Goal } from '../scenario/scenario';
import type { Micros } from '../sim/kernel/time';
import { isReached, progressOf, reachedAt, type StepRun } from './goals';
import type { StepSource } from './stepSource';
import { hintKeys } from './plan';
import type { TaskView } from './view';

type PartState = TaskView['parts'][number]['state'];

/** The task; null for a step without a goal. */
export function taskView({ now, taking, at, say, has }: StepSource, run: StepRun | null): TaskView | null {
  const { goal, id } = now.step;
  if (goal === undefined) return null;
  const isOver = taking.goalAt !== null;
  const shown = taking.phase === 'act' ? at : (taking.goalAt ?? at);
  const states = statesOf(goal, run, shown, isOver);
  return {
    task: say(`steps.${id}.task`, taking.startedAt ?? at),
    parts: states.flatMap((state, index) => {
      const key = `steps.${id}.goals.${index + 1}`;
      return has(key) ? [{ text: say(key, taking.startedAt ?? at), state }] : [];
    }),
    isReached: isOver,
    hints: hintKeys(id, has)
      .slice(0, taking.hints)
      .map((key) => say(key, at)),
    hintsLeft: now.hints - taking.hints,
  };
}

function statesOf(goal: Goal, run: StepRun | null, at: Micros, isOver: boolean): PartState[] {
  if (goal.type !== 'all' && goal.type !== 'inOrder') return [];
  if (isOver || run === null || at < run.startedAt) return goal.goals.map(() => (isOver ? 'done' : 'open'));
  if (goal.type === 'all') return goal.goals.map((part) => stateOf(part, run, at));
  let since: Micros | null = run.startedAt;
  return goal.goals.map((part) => {
    if (since === null) return 'open';
    const from: StepRun = { ...run, startedAt: since };
    since = reachedAt(part, from, at);
    return since === null ? stateOf(part, from, at) : 'done';
  });
}

function stateOf(goal: Goal, run: StepRun, at: Micros): PartState {
  if (isReached(goal, run, at)) return 'done';
  return progressOf(goal, run, at) > 0 ? 'half' : 'open';
}
