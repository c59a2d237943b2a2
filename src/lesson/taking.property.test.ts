/** Whatever a learner does, in whatever order: the lesson is in a possible state, and can be finished. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LessonEvent, LessonState } from './lessonState';
import { isAnswered, openLesson } from './taking';
import { CHOICE, COUNT, lessonOf, Page, type Parts } from './testing/takers';

const parts: fc.Arbitrary<Parts> = fc
  .record({
    body: fc.boolean(),
    belief: fc.boolean(),
    asks: fc.constantFrom('nothing', 'choice', 'count'),
    run: fc.boolean(),
    goal: fc.boolean(),
    done: fc.boolean(),
    check: fc.boolean(),
  })
  .map(({ asks, ...rest }) => ({
    ...rest,
    ...(asks === 'nothing' ? {} : { prediction: asks === 'choice' ? CHOICE : COUNT }),
  }));

const moment = fc.nat(60_000);
const index = fc.integer({ min: -1, max: 4 });
const option = fc.constantFrom('a', 'b', 'right', 'wrong', 'nobody');
const step = fc.constantFrom('step-1', 'step-2', 'step-3');
const verdict = { isRight: true, option: 'a', shares: null };

/** What a learner may do, and what the trace may have to say; `goOn`: what is played comes to its end. */
const deed: fc.Arbitrary<LessonEvent | 'goOn' | 'oblige'> = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom('goOn' as const, 'oblige' as const) },
  { weight: 4, arbitrary: moment.map((at) => ({ type: 'next' as const, at })) },
  moment.map((at) => ({ type: 'previous' as const, at })),
  fc.record({ type: fc.constant('goToStep' as const), index, at: moment }),
  { weight: 3, arbitrary: option.map((one) => ({ type: 'choose' as const, option: one })) },
  { weight: 2, arbitrary: option.map((one) => ({ type: 'believe' as const, option: one })) },
  fc.record({
    type: fc.constant('setShare' as const),
    pod: fc.constantFrom('default/web-a', 'default/web-b', 'default/x'),
    count: fc.oneof(fc.integer({ min: -3, max: 9 }), fc.constant(NaN)),
  }),
  { weight: 3, arbitrary: moment.map((at) => ({ type: 'lock' as const, at })) },
  fc.constant({ type: 'hint' as const }),
  moment.map((at) => ({ type: 'showMe' as const, at })),
  moment.map((at) => ({ type: 'restartStep' as const, at })),
  moment.map((at) => ({ type: 'freePlay' as const, at, branch: '1' })),
  fc.constant({ type: 'backToLesson' as const }),
  moment.map((at) => ({ type: 'looked' as const, at, reference: 'rules/node-1' })),
  moment.map((at) => ({ type: 'acted' as const, at })),
  fc.record({ type: fc.constant('reached' as const), step, at: moment }),
  fc.record({ type: fc.constant('played' as const), step, from: fc.constant('run' as const), at: moment }),
  fc.record({
    type: fc.constant('judged' as const),
    step,
    question: fc.constantFrom('prediction' as const, 'check' as const),
    verdict: fc.constant(verdict),
  }),
);

function check(page: Page, before: LessonState): void {
  const { state, plan } = page;
  expect(JSON.parse(JSON.stringify(state))).toEqual(state);
  expect(state.step).toBeGreaterThanOrEqual(0);
  expect(state.step).toBeLessThan(plan.steps.length);
  expect(state.taken[plan.steps[state.step]!.id]).toBeDefined();
  expect(state.done).toEqual([...new Set([...before.done, ...state.done])]);
  expect(state.predicted).toMatchObject(before.predicted);
  for (const { id, phases, step: made } of plan.steps) {
    const taking = state.taken[id];
    if (taking === undefined) continue;
    expect(phases).toContain(taking.phase);
    const isAsked = made.prediction !== undefined || made.belief !== undefined;
    const isPast = phases.indexOf(taking.phase) > phases.indexOf('predict');
    if (isAsked && isPast) expect(taking.lockedAt).not.toBeNull();
    if (taking.lockedAt !== null) {
      expect(isAnswered(made.prediction, taking)).toBe(true);
      if (made.belief !== undefined) expect(taking.belief).not.toBeNull();
    } else if (isAsked) expect(taking.run).toBe('waiting');
    if (taking.doneAt !== null) expect(taking.doneAt).toBeGreaterThanOrEqual(0);
    if (taking.phase === 'check' || taking.phase === 'explain') expect(taking.doneAt).not.toBeNull();
    if (taking.isCheckLocked) expect(taking.checkAnswer).not.toBeNull();
    const said = Object.values(taking.shares);
    expect(said.every((count) => Number.isInteger(count) && count >= 0)).toBe(true);
    expect(said.reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(
      COUNT.kind === 'count' ? COUNT.of : 0,
    );
  }
}

describe('taking a lesson', () => {
  it('never comes into an impossible state, and can be finished from wherever one is', () => {
    fc.assert(
      fc.property(
        fc.array(parts, { minLength: 1, maxLength: 3 }),
        fc.array(deed, { maxLength: 60 }),
        (steps, deeds) => {
          const plan = lessonOf(steps);
          const { state, effects } = openLesson(plan, { at: 0 });
          const page = new Page(plan, state, effects);
          for (const one of deeds) {
            const before = page.state;
            if (one === 'goOn') page.goOn();
            else if (one === 'oblige') page.oblige();
            else page.happen(one);
            check(page, before);
          }
          for (let i = 0; i < 80 && !(page.state.hasEnded && page.state.freePlay === null); i++)
            page.oblige();
          expect(page.state.hasEnded).toBe(true);
          expect([...page.state.done].sort()).toEqual(expect.arrayContaining([plan.steps.at(-1)!.id]));
        },
      ),
      { numRuns: 400 },
    );
  });

  it('plays nothing to be watched before what is asked is locked', () => {
    fc.assert(
      fc.property(
        fc.array(parts, { minLength: 1, maxLength: 3 }),
        fc.array(deed, { maxLength: 60 }),
        (steps, deeds) => {
          const plan = lessonOf(steps);
          const { state, effects } = openLesson(plan, { at: 0 });
          const page = new Page(plan, state, effects);
          for (const one of deeds) {
            const count = page.played.length;
            if (one === 'goOn') page.goOn();
            else if (one === 'oblige') page.oblige();
            else page.happen(one);
            for (const { step: id } of page.played.slice(count)) {
              const made = plan.steps.find((each) => each.id === id)!.step;
              const isAsked = made.prediction !== undefined || made.belief !== undefined;
              if (isAsked) expect(page.state.taken[id]!.lockedAt).not.toBeNull();
            }
          }
        },
      ),
      { numRuns: 200 },
    );
  });
});
