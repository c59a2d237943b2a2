import { describe, expect, it } from 'vitest';
import type { LessonState, StepTaking } from './lessonState';
import { openLesson } from './taking';
import { CHOICE, COUNT, lessonOf, Page, type Parts } from './testing/takers';
import type { Phase } from './view';

const FULL: Parts = {
  body: true,
  belief: true,
  prediction: CHOICE,
  run: true,
  goal: true,
  done: true,
  check: true,
};

function page(...steps: Parts[]): Page {
  const plan = lessonOf(steps);
  const { state, effects } = openLesson(plan, { at: 0 });
  return new Page(plan, state, effects);
}

function taking({ step, taken }: LessonState): StepTaking {
  return taken[`step-${step + 1}`]!;
}

const at = 5_000;

describe('the phases of a step', () => {
  it.each<[string, Parts, Phase[]]>([
    ['all of them, in order', FULL, ['scene', 'predict', 'watch', 'act', 'explain', 'check']],
    ['something to read', { body: true }, ['scene']],
    ['nothing at all', {}, ['scene']],
    ['a task', { goal: true, done: true }, ['act', 'explain']],
    ['a prediction, which is explained in any case', { prediction: CHOICE }, ['predict', 'explain']],
    ['a belief to watch', { belief: true, run: true }, ['predict', 'watch', 'explain']],
    ['a question only', { check: true }, ['check']],
  ])('are those that it needs: %s', (_, parts, phases) => {
    const one = page(parts);
    expect(one.plan.steps[0]!.phases).toEqual(phases);
    expect(taking(one.state).phase).toBe(phases[0]);
    const seen = new Set<Phase>([taking(one.state).phase]);
    for (let i = 0; i < 30 && !one.state.hasEnded; i++) seen.add(taking(one.oblige().state).phase);
    expect([...seen]).toEqual(phases);
    expect(one.state).toMatchObject({ hasEnded: true, done: ['step-1'] });
  });
});

describe('the prediction', () => {
  const predicting = () => page(FULL).happen({ type: 'next', at });

  it('lets nothing run before it is locked', () => {
    const one = predicting();
    one.happen({ type: 'next', at }).happen({ type: 'showMe', at });
    expect(one.played).toEqual([]);
    one.happen({ type: 'choose', option: 'a' }).happen({ type: 'lock', at });
    expect(taking(one.state).lockedAt, 'the belief is still to be chosen').toBeNull();
    one.happen({ type: 'believe', option: 'right' }).happen({ type: 'lock', at: 9_000 });
    expect(taking(one.state)).toMatchObject({ phase: 'watch', lockedAt: 9_000, run: 'playing' });
    expect(one.played).toEqual([expect.objectContaining({ from: 'run', step: 'step-1' })]);
  });

  it('can be changed until then, and not afterwards', () => {
    const one = predicting();
    one.happen({ type: 'choose', option: 'a' }).happen({ type: 'choose', option: 'b' });
    one.happen({ type: 'choose', option: 'nobody' }).happen({ type: 'believe', option: 'nobody' });
    expect(taking(one.state)).toMatchObject({ answer: 'b', belief: null });
    one.happen({ type: 'believe', option: 'wrong' }).happen({ type: 'lock', at });
    one.happen({ type: 'previous', at });
    expect(taking(one.state).phase).toBe('predict');
    one.happen({ type: 'choose', option: 'a' }).happen({ type: 'believe', option: 'right' });
    expect(taking(one.state)).toMatchObject({ answer: 'b', belief: 'wrong' });
    expect(one.happen({ type: 'next', at }).played, 'it runs once').toHaveLength(1);
  });

  it('shares out as many requests as there are', () => {
    const one = page({ prediction: COUNT });
    one.happen({ type: 'setShare', pod: 'default/web-a', count: 4 }).happen({ type: 'lock', at });
    expect(taking(one.state).lockedAt).toBeNull();
    one.happen({ type: 'setShare', pod: 'default/web-b', count: 9 });
    one.happen({ type: 'setShare', pod: 'default/nobody', count: 1 });
    expect(taking(one.state).shares).toEqual({ 'default/web-a': 4, 'default/web-b': 2 });
    expect(taking(one.happen({ type: 'lock', at }).state)).toMatchObject({ phase: 'explain', doneAt: at });
  });

  it('counts the first time it is judged', () => {
    const verdict = (isRight: boolean) => ({ isRight, option: 'a', shares: null });
    const one = page({ prediction: CHOICE, body: true });
    one.happen({ type: 'judged', step: 'step-1', question: 'prediction', verdict: verdict(false) });
    one.happen({ type: 'restartStep', at });
    one.happen({ type: 'judged', step: 'step-1', question: 'prediction', verdict: verdict(true) });
    expect(one.state.predicted).toEqual({ 'step-1': false });
    expect(taking(one.state).prediction).toEqual(verdict(true));
  });
});

describe('the task', () => {
  const acting = () => page({ goal: true, done: true }, { body: true });

  it('goes on by itself when its goal is reached, which stays reached', () => {
    const one = acting().happen({ type: 'reached', step: 'step-1', at: 7_000 });
    expect(taking(one.state)).toMatchObject({ phase: 'explain', goalAt: 7_000, doneAt: 7_000 });
    one.happen({ type: 'acted', at: 0 }).happen({ type: 'previous', at: 0 });
    expect(taking(one.state)).toMatchObject({ phase: 'act', goalAt: 7_000 });
    one.happen({ type: 'next', at }).happen({ type: 'next', at });
    expect(one.state).toMatchObject({ step: 1, done: ['step-1', 'step-2'] });
  });

  it('gives one hint after the other, and shows how if asked', () => {
    const one = acting().happen({ type: 'hint' }).happen({ type: 'hint' });
    expect(taking(one.state).hints).toBe(1);
    one.happen({ type: 'showMe', at }).happen({ type: 'showMe', at });
    expect(one.played).toEqual([expect.objectContaining({ from: 'solution' })]);
    expect(taking(one.state).isShowing).toBe(true);
    expect(taking(one.goOn().state)).toMatchObject({ isShowing: false, phase: 'act' });
  });

  it('counts from an earlier moment if the learner acts there', () => {
    const one = page({ body: true }, { goal: true });
    one.now = 40_000;
    one.happen({ type: 'next', at: 40_000 });
    expect(taking(one.state).startedAt).toBeGreaterThanOrEqual(40_000);
    expect(taking(one.happen({ type: 'acted', at: 12_000 }).state).startedAt).toBe(12_000);
    expect(taking(one.happen({ type: 'acted', at: 30_000 }).state).startedAt).toBe(12_000);
  });

  it('notes what was looked at', () => {
    const one = acting().happen({ type: 'looked', reference: 'rules/node-1', at });
    expect(taking(one.state).looks).toEqual([{ reference: 'rules/node-1', at }]);
  });
});

describe('going about in a lesson', () => {
  const two = () => page({ goal: true, check: true }, { goal: true }, { body: true });

  it('goes back to what was taken without touching the world', () => {
    const one = two();
    while (one.state.step === 0) one.oblige();
    const before = one.effects.length;
    one.happen({ type: 'previous', at });
    expect(one.state.step).toBe(0);
    expect(taking(one.state).phase).toBe('check');
    one.happen({ type: 'next', at });
    expect(one.state.step).toBe(1);
    expect(one.effects).toHaveLength(before);
  });

  it('makes the world for a step that one jumps to', () => {
    const one = two().happen({ type: 'goToStep', index: 2, at });
    expect(one.state).toMatchObject({ step: 2, done: ['step-3'] });
    expect(Object.keys(one.state.taken)).toEqual(['step-3']);
    const [rewind, scene] = one.effects.slice(-2);
    expect(rewind).toEqual({ type: 'rewind', at: 0 });
    expect(scene).toMatchObject({ type: 'setScene' });
    expect(
      scene?.type === 'setScene' && scene.actions.filter((action) => action.type === 'send'),
    ).toHaveLength(2);
    one.happen({ type: 'restartStep', at });
    expect(one.effects.at(-1)).toEqual(scene);
    expect(one.happen({ type: 'goToStep', index: 9, at }).state.step).toBe(2);
  });

  it('begins a step anew, and forgets those after it, but not that they were done', () => {
    const one = two();
    while (!one.state.hasEnded) one.oblige();
    one.happen({ type: 'goToStep', index: 1, at }).happen({ type: 'restartStep', at });
    expect(Object.keys(one.state.taken)).toEqual(['step-1', 'step-2']);
    expect(taking(one.state)).toMatchObject({ phase: 'act', goalAt: null });
    expect(one.state).toMatchObject({ hasEnded: false, done: ['step-1', 'step-2', 'step-3'] });
    const { enteredAt } = taking(one.state);
    expect(one.effects).toContainEqual({ type: 'rewind', at: enteredAt });
  });

  it('comes back from free play, and plays again what was interrupted', () => {
    const one = page({ run: true, body: true }, { body: true }).happen({ type: 'next', at });
    one.happen({ type: 'freePlay', at: 6_000, branch: '1' });
    const away = one.state;
    one.happen({ type: 'next', at }).happen({ type: 'goToStep', index: 1, at });
    one.happen({ type: 'looked', reference: 'rules/node-1', at });
    expect(one.state).toBe(away);
    one.happen({ type: 'backToLesson' });
    expect(one.state.freePlay).toBeNull();
    expect(one.effects.slice(-3)).toMatchObject([
      { type: 'return', branch: '1', at: 6_000 },
      { type: 'rewind', at },
      { type: 'play', from: 'run' },
    ]);
    expect(taking(one.goOn().state).run).toBe('over');
  });

  it('begins where an earlier visit ended', () => {
    const plan = lessonOf([{ goal: true }, { body: true }]);
    const opened = openLesson(plan, { at: 0, step: 1, done: ['step-1'], predicted: { 'step-1': true } });
    expect(opened.state).toMatchObject({ step: 1, done: ['step-1'], predicted: { 'step-1': true } });
    expect(opened.effects).toMatchObject([
      { type: 'setScene', actions: [{ type: 'wait' }, { type: 'send' }, { type: 'wait' }] },
    ]);
    expect(openLesson(lessonOf([]), { at: 0 }).state.hasEnded).toBe(true);
  });
});
