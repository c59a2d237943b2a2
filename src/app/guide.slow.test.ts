import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Intent } from '../sim/intent';
import type { LessonView } from '../lesson/view';
import { useGuide } from './guideStore';
import { readProgress } from './progress';
import { useApp } from './store';
import { TestHost } from './testing/guideHost';

const SEND: Intent = { type: 'sendRequest', client: 'learner', url: 'https://shop.example/users/123' };
const CALLS = 'request/sent';

let host: TestHost;
const lesson = (): LessonView => {
  host.guide.refresh();
  return useApp.getState().lesson!;
};
const sent = () => host.session.timeline.factsOfType(CALLS).length;

/** Answers the first step's questions, so that its run begins. */
function answer(): void {
  host.guide.next();
  host.guide.believe('turn');
  host.guide.choose('yes');
  host.guide.lock();
}

beforeEach(() => {
  const kept = new Map<string, string>();
  vi.stubGlobal('window', { innerWidth: 1920, innerHeight: 1080 });
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, text: string) => void kept.set(key, text),
  });
  host = TestHost.open();
});
afterEach(() => {
  host.guide.destroy();
  vi.unstubAllGlobals();
});

describe('a page without a lesson', () => {
  it('shows none, blocks nothing, and keeps nothing in the address', () => {
    expect(useApp.getState().lesson).toBeNull();
    host.act(SEND);
    expect(sent()).toBe(1);
    expect(host.guide.address()).toEqual({});
    expect(useGuide.getState()).toMatchObject({ count: 2, finished: 0, invites: false });
  });

  it('offers the course to who comes for the first time, until it is declined', () => {
    host.guide.invite();
    host.guide.refresh();
    expect(useGuide.getState().invites).toBe(true);
    host.guide.declineInvitation();
    host.guide.refresh();
    expect(useGuide.getState().invites).toBe(false);
  });

  it('lists the course', () => {
    host.guide.openCourse();
    host.guide.refresh();
    const [chapter] = useApp.getState().course!.chapters;
    expect(chapter!.lessons.map(({ number, title, state }) => [number, title, state])).toEqual([
      [1, 'where-a-service-works', 'new'],
      [2, 'The second', 'new'],
    ]);
    host.guide.closeCourse();
    host.guide.refresh();
    expect(useApp.getState().course).toBeNull();
  });
});

describe('the gate', () => {
  beforeEach(() => host.guide.begin());

  it('lets nothing be done before the prediction is locked, and says why once', () => {
    for (const phase of ['scene', 'predict']) {
      expect(lesson().phase).toBe(phase);
      host.act(SEND);
      host.act({ type: 'scale', deployment: 'default/user-api-deployment', replicas: 9 });
      expect(sent()).toBe(0);
      expect(host.notices.map(({ id }) => id)).toEqual(['lesson.gate']);
      host.guide.next();
    }
    expect(host.session.actions()).toEqual([]);
  });

  it('opens when it is locked: what is to be watched runs by itself, and the notice goes', () => {
    host.act(SEND);
    answer();
    expect(host.notices).toEqual([]);
    expect(lesson()).toMatchObject({ phase: 'watch', waitsFor: 'run' });
    host.playUntil(() => lesson().phase === 'explain');
    expect(sent()).toBe(3);
    expect(lesson().prediction!.verdict).toMatchObject({ isRight: true });
  });

  it('lets everything be done while one plays freely, in a world that leaves no trace in the lesson', () => {
    const at = host.session.at();
    host.guide.freePlay();
    expect(lesson().isFreePlay).toBe(true);
    host.act(SEND);
    host.playUntil(() => !host.session.isPlaying());
    expect(sent()).toBe(1);
    expect(host.guide.address()).toEqual({});
    host.guide.backToLesson();
    expect(lesson()).toMatchObject({ isFreePlay: false, phase: 'scene', step: 0 });
    expect(host.session.at()).toBe(at);
    expect(sent()).toBe(0);
    answer();
    host.playUntil(() => lesson().phase === 'explain');
    expect(sent()).toBe(3);
  });

  it('comes back from free play in which nothing was done', () => {
    host.guide.next();
    host.guide.freePlay();
    host.guide.backToLesson();
    expect(lesson()).toMatchObject({ isFreePlay: false, phase: 'predict' });
    expect(host.session.actions()).toEqual([]);
  });
});

describe('a belief', () => {
  it('runs beside the truth, column by column, and marks its place in the picture', () => {
    host.guide.begin();
    answer();
    let marked = 0;
    host.playUntil(() => {
      if (useGuide.getState().marks.some(({ kind }) => kind === 'ghost')) marked++;
      return lesson().phase === 'explain';
    });
    const ghost = lesson().belief!.ghost!;
    expect(ghost.columns.length).toBeGreaterThanOrEqual(3);
    expect(ghost.columns.slice(0, 3).every(({ truth }) => truth !== null)).toBe(true);
    expect(marked).toBeGreaterThan(0);
    expect(useGuide.getState().marks).toEqual([]);
  });
});

describe('a task', () => {
  beforeEach(() => {
    host.guide.begin({ step: 'do' });
    host.guide.next();
  });

  it('begins in the world that the steps before it lead to', () => {
    expect(sent()).toBe(3);
    expect(lesson()).toMatchObject({ step: 1, phase: 'act', waitsFor: 'goal' });
    expect(host.guide.address()).toEqual({ step: 'do' });
  });

  it('is done by any road', () => {
    host.act({ type: 'scale', deployment: 'default/user-api-deployment', replicas: 4 });
    host.playUntil(() => lesson().task!.isReached);
    expect(lesson().waitsFor).toBeNull();
    expect(readProgress()['where-a-service-works']!.done).toContain('do');
  });

  it('is shown to who asks for it', () => {
    host.guide.showMe();
    expect(lesson().isShowing).toBe(true);
    host.playUntil(() => lesson().task!.isReached);
    expect(host.session.actions().at(-1)!.intent).toMatchObject({ type: 'scale', replicas: 4 });
  });

  it('starts over in the world in which it began', () => {
    const begun = { at: host.session.at(), sent: sent() };
    host.act({ type: 'scale', deployment: 'default/user-api-deployment', replicas: 4 });
    host.playUntil(() => lesson().task!.isReached);
    host.guide.restartStep();
    expect(lesson()).toMatchObject({ step: 1, task: { isReached: false } });
    expect(sent()).toBe(begun.sent);
    expect(host.session.actions().some(({ intent }) => intent.type === 'scale')).toBe(false);
    expect(Math.abs(host.session.at() - begun.at)).toBeLessThan(2_000_000);
  });
});

describe('a question for a place', () => {
  it('is answered by a click in the picture, which opens nothing else', () => {
    host.guide.begin({ step: 'point' });
    expect(host.guide.picks('service/default/user-api-service')).toBe(false);
    host.guide.next();
    lesson();
    const marks = useGuide.getState().marks;
    expect(marks.map(({ kind }) => kind)).toEqual(['choice', 'choice']);
    expect(marks[1]!.place).toMatch(/^pod\/default\/user-api-deployment-/);
    expect(host.guide.picks('node/node-1')).toBe(false);
    expect(host.guide.picks('service/default/user-api-service')).toBe(true);
    expect(lesson().prediction!.chosen).toBe('service');
    expect(useGuide.getState().marks.map(({ kind }) => kind)).toEqual(['chosen', 'choice']);
  });
});

describe('where one is', () => {
  it('is kept on the device: the lesson goes on with the first step that is not done', () => {
    host.guide.begin();
    answer();
    host.playUntil(() => lesson().phase === 'explain');
    host.guide.next();
    expect(lesson().step).toBe(1);
    expect(readProgress()['where-a-service-works']).toMatchObject({
      done: ['ask'],
      predicted: { ask: true },
    });
    const again = TestHost.open();
    host = again;
    host.guide.begin();
    expect(lesson().step).toBe(1);
    host.guide.leave();
    expect(lesson()).toBeNull();
  });

  it('is right in a world that a link has told: nothing is played again', () => {
    host.act(SEND);
    host.playUntil(() => !host.session.isPlaying());
    const at = host.session.at();
    host.guide.begin({ step: 'do', worldIsTold: true });
    expect(sent()).toBe(1);
    expect(host.session.at()).toBe(at);
    expect(lesson().step).toBe(1);
  });

  it('survives "start over": the step begins anew', () => {
    host.guide.begin({ step: 'do' });
    host.restart();
    expect(lesson()).toMatchObject({ step: 1, phase: 'scene' });
    expect(sent()).toBe(3);
  });

  it('leads from lesson to lesson, each in a world of its own', async () => {
    const before = host.session;
    host.guide.openLesson('where-a-service-works');
    await Promise.resolve();
    await Promise.resolve();
    expect(host.session).not.toBe(before);
    expect(lesson()).toMatchObject({ number: 1, count: 2, step: 0 });
  });
});
