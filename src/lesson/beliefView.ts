/** What the learner believes, as the interface draws it: the ghost beside the truth. */
import { expectedRequests, ghostRun } from './beliefs/ghostRun';
import type { StepRun } from './goals';
import type { StepSource } from './stepSource';
import type { BeliefView } from './view';

/** The belief; null if the step has none. */
export function beliefView(
  { now, taking, at, until, say }: StepSource,
  run: StepRun | null,
): BeliefView | null {
  const { belief } = now.step;
  if (belief === undefined) return null;
  const { belief: chosen, startedAt, doneAt } = taking;
  const text = (key: string) => say(`beliefs.${belief.id}.${key}`, startedAt ?? at);
  const options = belief.options.map(({ id }) => ({ id, text: text(`options.${id}`) }));
  const isShown = run !== null && chosen !== null;
  const moment = run === null ? until : Math.max(until, run.startedAt);
  const ghost = isShown ? ghostRun(belief, chosen, run, moment, expectedRequests(now.step)) : null;
  const name = options.find(({ id }) => id === chosen)?.text ?? '';
  const isSaid = taking.lockedAt !== null && ghost !== null && (ghost.partsAt !== null || doneAt !== null);
  return {
    id: belief.id,
    question: text('question'),
    options,
    chosen,
    ghost: ghost === null ? null : { ...ghost, belief: withoutMarks(name) },
    because: isSaid ? say(`beliefs.${belief.id}.because`, doneAt ?? at) : null,
  };
}

/** Markdown as plain words. */
function withoutMarks(markdown: string): string {
  return markdown.replace(/[`*]/g, '');
}
