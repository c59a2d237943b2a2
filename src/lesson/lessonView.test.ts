import { describe, expect, it, vi } from 'vitest';
import type { Texts } from '../scenario/readScenario';
import type { Step } from '../scenario/scenario';
import { readLesson } from '../scenario/testing/lessons';
import type { LessonEvent, LessonState } from './lessonState';
import { lessonView } from './lessonView';
import { observe, sceneSet } from './observe';
import { planOf } from './plan';
import { openLesson, take } from './taking';
import {
  DELETE_FIRST,
  play,
  send,
  USER_API,
  USER_SERVICE,
  USER_URL,
  wait,
  worldOf,
} from './testing/stepRuns';

vi.setConfig({ testTimeout: 60_000 });

const request = (times: number) => ({ type: 'request', url: USER_URL, status: 200, times }) as const;
const STEPS: readonly Step[] = [
  {
    id: 'ask',
    set: [],
    run: [],
    solution: [send(2)],
    belief: {
      id: 'road',
      about: USER_SERVICE,
      options: [
        { id: 'kernel', model: 'truth' },
        { id: 'turns', model: 'roundRobin' },
      ],
    },
    prediction: {
      id: 'where',
      kind: 'place',
      options: [
        { id: 'vip', place: USER_SERVICE, when: { type: 'not', goal: request(1) } },
        { id: 'pod', place: `${USER_API}#0`, when: request(1) },
      ],
    },
    goal: { type: 'all', goals: [request(2), { type: 'looked', at: 'rules/node-1' }] },
    check: { id: 'again', kind: 'choice', options: [{ id: 'yes', when: request(2) }] },
  },
  { id: 'after', set: [], run: [], solution: [] },
];
const TEXTS: Texts = {
  title: 'A lesson',
  recap: 'All said.',
  simplified: 'Much left out.',
  docs: 'The page',
  'steps.ask.title': 'Ask',
  'steps.ask.body': 'The first Pod has {ip:Deployment/default/user-api-deployment#0}.',
  'steps.ask.task': 'Ask twice.',
  'steps.ask.hints.1': 'Press.',
  'steps.ask.hints.2': 'There are {requests:ok} answers.',
  'steps.ask.goals.1': 'Two answers',
  'steps.ask.goals.2': 'Rules read',
  'steps.ask.done': '{requests:ok} answers came.',
  'steps.after.title': 'After',
  'steps.after.body': 'Done.',
  'beliefs.road.question': 'Who?',
  'beliefs.road.options.kernel': 'The **kernel**',
  'beliefs.road.options.turns': 'They take `turns`',
  'beliefs.road.because': 'So.',
  'predictions.where.question': 'Where?',
  'predictions.where.options.vip': 'There',
  'predictions.where.options.pod': 'At {short:Deployment/default/user-api-deployment#0}',
  'predictions.where.because': 'It was {served:Deployment/default/user-api-deployment} times.',
  'predictions.where.wrong.vip': 'Nothing stayed there.',
  'checks.again.question': 'Again?',
  'checks.again.options.yes': 'Yes',
  'checks.again.because': 'Yes.',
};

/** The lesson above, being taken in the first lesson's world. */
function taking() {
  const timeline = worldOf();
  const base = readLesson('where-a-service-works').scenario!;
  const docs = { url: 'https://kubernetes.io/', version: 'v1.34' };
  const scenario = { ...base, id: 'made-up', steps: STEPS, docs, minutes: 3 };
  const loaded = { scenario, texts: { en: TEXTS, 'zh-CN': TEXTS } };
  const plan = planOf(scenario, TEXTS);
  let state: LessonState = openLesson(plan, { at: 0 }).state;
  const now = () => timeline.endAt();
  const happen = (...events: readonly LessonEvent[]) => {
    for (const event of events) {
      const taken = take(plan, state, event);
      state = taken.state;
      for (const effect of taken.effects) {
        if (effect.type !== 'setScene') continue;
        const step = plan.steps.find(({ id }) => id === effect.step)!;
        state = take(plan, state, sceneSet(step, [TEXTS], timeline, now())).state;
      }
    }
  };
  state = take(plan, state, sceneSet(plan.steps[0]!, [TEXTS], timeline, 1_000)).state;
  const course = { number: 2, count: 10, next: { id: 'next', title: 'The next one' } };
  return {
    happen,
    now,
    send: (times: number) => play([send(times)], timeline, {}),
    replace: () => play([DELETE_FIRST, wait(6)], timeline, {}),
    follow: () => happen(...observe(plan, state, timeline, now())),
    view: (at = now()) => lessonView({ plan, state, loaded, language: 'en', timeline, at, course }),
    timeline,
  };
}

const at = 2_000;
const locked: readonly LessonEvent[] = [
  { type: 'next', at },
  { type: 'believe', option: 'turns' },
  { type: 'choose', option: 'vip' },
  { type: 'lock', at },
];

describe('a lesson as it is drawn', () => {
  it('begins with what there is to read, filled in', () => {
    const view = taking().view();
    expect(view).toMatchObject({
      id: 'made-up',
      number: 2,
      count: 10,
      minutes: 3,
      phase: 'scene',
      canGoBack: false,
    });
    expect(view.body).toMatch(/^The first Pod has 10\.244\.\d\.\d+\.$/);
    expect(view.steps.map(({ state }) => state)).toEqual(['now', 'next']);
    expect(view.phases.map(({ phase, state }) => `${phase} ${state}`)).toEqual([
      'scene now',
      'predict next',
      'act next',
      'explain next',
      'check next',
    ]);
    expect(view).toMatchObject({ explanation: null, end: null, waitsFor: null });
  });

  it('asks, in words and in the picture, and foretells what is believed', () => {
    const one = taking();
    one.happen({ type: 'next', at });
    expect(one.view()).toMatchObject({
      waitsFor: 'prediction',
      canGoBack: true,
      belief: { chosen: null, ghost: null },
    });
    one.happen({ type: 'believe', option: 'turns' });
    const { belief, prediction } = one.view();
    expect(belief?.ghost).toMatchObject({ belief: 'They take turns', partsAt: null });
    expect(belief?.ghost?.columns.length).toBeGreaterThan(0);
    expect(prediction?.options.map(({ place }) => place)).toEqual([
      'service/default/user-api-service',
      expect.stringMatching(/^pod\/default\/user-api-deployment-/),
    ]);
    expect(prediction).toMatchObject({ chosen: null, isLocked: false, verdict: null });
  });

  it('shows how far the task is, and the hints that were asked for', () => {
    const one = taking();
    one.happen(...locked);
    one.send(1);
    one.happen({ type: 'hint' }, { type: 'hint' });
    const { task, waitsFor } = one.view();
    expect(waitsFor).toBe('goal');
    expect(task?.parts).toEqual([
      { text: 'Two answers', state: 'half' },
      { text: 'Rules read', state: 'open' },
    ]);
    expect(task).toMatchObject({ hints: ['Press.', 'There are 1 answers.'], hintsLeft: 0, isReached: false });
    one.happen({ type: 'looked', reference: 'rules/node-1', at: one.now() });
    expect(one.view().task?.parts[1]?.state).toBe('done');
  });

  it('tells what the trace says of the answers, as it was then', () => {
    const one = taking();
    one.happen(...locked);
    one.happen({ type: 'looked', reference: 'rules/node-1', at: one.now() });
    one.send(2);
    one.follow();
    one.follow();
    const told = one.view();
    expect(told).toMatchObject({
      phase: 'explain',
      explanation: '2 answers came.',
      task: { isReached: true },
    });
    expect(told.prediction?.verdict).toEqual({
      isRight: false,
      because: 'It was 2 times.',
      against: 'Nothing stayed there.',
    });
    expect(told.prediction?.options.map(({ isRight }) => isRight)).toEqual([false, true]);
    expect(told.belief?.because).toBe('So.');
    one.send(3);
    expect(one.view().explanation, 'more came, later').toBe('2 answers came.');
    expect(one.view(1_500).prediction?.verdict, 'also when one looks back').toEqual(told.prediction?.verdict);
  });

  it('shows a step that was left as it was left', () => {
    const one = taking();
    one.happen(...locked, { type: 'looked', reference: 'rules/node-1', at: 2_500 });
    one.send(2);
    one.follow();
    one.happen(
      { type: 'next', at: one.now() },
      { type: 'choose', option: 'yes' },
      { type: 'lock', at: one.now() },
    );
    one.follow();
    expect(one.view()).toMatchObject({
      waitsFor: null,
      check: { isLocked: true, verdict: { isRight: true } },
    });
    const before = one.view().belief?.ghost;
    one.happen({ type: 'next', at: one.now() });
    expect(one.view()).toMatchObject({ step: 1, stepTitle: 'After', prediction: null, task: null });
    one.replace();
    one.send(4);
    one.happen({ type: 'previous', at: one.now() });
    expect(one.view().belief?.ghost).toEqual(before);
    one.happen({ type: 'next', at: one.now() }, { type: 'next', at: one.now() });
    expect(one.view().end).toEqual({
      recap: 'All said.',
      simplified: 'Much left out.',
      docs: { url: 'https://kubernetes.io/', version: 'v1.34', title: 'The page' },
      rightPredictions: 0,
      predictions: 1,
      next: { id: 'next', title: 'The next one' },
    });
  });

  it('leaves the timeline looking at the moment shown', () => {
    const one = taking();
    one.happen(...locked);
    one.send(2);
    const world = one.timeline.worldAt(one.now());
    one.view();
    expect(world.now).toBe(one.now());
  });
});
