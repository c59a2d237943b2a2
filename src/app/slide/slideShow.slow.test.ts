import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { prepareFiles } from '../../scenario/prepareFiles';
import { LESSONS } from '../../scenario/testing/lessons';
import { scenarioFiles } from '../../manifest/testing/samples';
import type { SlidesEvent } from './contract';
import { writeScript, type Script } from './script';
import { SlideShow, type ShowChoices } from './slideShow';

const SLUG = 'nobody-listens-on-the-vip';
const loaded = prepareFiles(SLUG, scenarioFiles(SLUG), LESSONS);

/** Animation frames that come when the test says so. */
let due: FrameRequestCallback | null = null;
let now = 0;
function screen(millis: number): void {
  for (const end = now + millis; now < end && due !== null;) {
    const callback = due;
    due = null;
    callback((now += 50));
  }
}

beforeEach(() => {
  due = null;
  vi.stubGlobal('requestAnimationFrame', (callback: FrameRequestCallback) => {
    due = callback;
    return 1;
  });
  vi.stubGlobal('cancelAnimationFrame', () => {
    due = null;
  });
});
afterEach(() => vi.unstubAllGlobals());

async function script(): Promise<Script> {
  return writeScript(loaded, { seed: loaded.scenario.seed, detail: 'steps' }, () => Promise.resolve());
}

async function open(choices: Partial<ShowChoices> = {}) {
  const made = await script();
  const show = new SlideShow(made, {
    ...{ language: 'en', lens: null, controls: 'minimal', first: 0, index: 0, problems: [], plays: false },
    ...{ last: made.moments.length - 1, isStill: () => false },
    ...choices,
  });
  const events: SlidesEvent[] = [];
  show.listen((event) => events.push(event));
  const told = () => events.filter(({ type }) => type !== 'state');
  return { show, made, told, id: () => show.state().frames[show.state().index]!.id };
}

const RUN = 2;

describe('slides', () => {
  it('go on to a rest, and say that something is asked', async () => {
    const { show, told, id } = await open();
    expect(show.next()).toBe(true);
    expect(id()).toBe('knock/predict');
    expect(told()).toEqual([
      { type: 'stepchange', index: 1, id: 'knock/predict' },
      { type: 'needsinput', id: 'knock/predict' },
    ]);
    show.destroy();
  });

  it('play a run from its beginning to its end, and say then that the goal is reached', async () => {
    const { show, told } = await open({ index: 1 });
    show.next();
    const { startAt, endAt } = show.state().frames[RUN]!;
    expect([show.at(), show.state().isPlaying]).toEqual([startAt, true]);
    screen(2_000);
    expect(show.at()).toBeGreaterThan(startAt);
    expect(show.at()).toBeLessThan(endAt);
    expect(told().some(({ type }) => type === 'goal')).toBe(false);
    screen(10_000);
    expect(show.state().isPlaying).toBe(true);
    screen(60_000);
    expect([show.at(), show.state().isPlaying]).toEqual([endAt, false]);
    expect(told().at(-1)).toEqual({ type: 'goal', step: 'knock' });
    show.destroy();
  });

  it('jump to the rest when somebody goes on while it plays, and only then go on', async () => {
    const { show, id } = await open({ index: 1 });
    show.next();
    screen(500);
    expect(show.next()).toBe(true);
    expect([id(), show.state().isPlaying]).toEqual(['knock/run', false]);
    expect(show.at()).toBe(show.state().frames[RUN]!.endAt);
    show.next();
    expect(id()).toBe('knock/explain');
    show.destroy();
  });

  it('go back to the rest of the frame before, and no further than to the first', async () => {
    const { show } = await open({ first: 1, index: 3 });
    expect(show.previous()).toBe(true);
    expect([show.state().index, show.at()]).toEqual([2, show.state().frames[2]!.endAt]);
    expect(show.previous()).toBe(true);
    expect(show.previous()).toBe(false);
    expect(show.state().index).toBe(1);
    show.destroy();
  });

  it('are done when somebody goes beyond the last', async () => {
    const { show, told } = await open({ index: 3, last: 3 });
    expect(show.next()).toBe(false);
    expect(told()).toEqual([{ type: 'done' }]);
    show.destroy();
  });

  it('do not move where nothing shall', async () => {
    const { show } = await open({ index: 1, isStill: () => true });
    show.next();
    expect([show.state().isPlaying, show.at()]).toEqual([false, show.state().frames[RUN]!.endAt]);
    show.destroy();
  });

  it('can be paused and played on, by name and by number', async () => {
    const { show } = await open();
    expect(show.goTo('knock/run')).toBe(true);
    screen(1_000);
    show.pause();
    const at = show.at();
    screen(1_000);
    expect(show.at()).toBe(at);
    show.play();
    screen(200);
    expect(show.at()).toBeGreaterThan(at);
    expect(show.goTo(99)).toBe(false);
    expect(show.goTo('nowhere')).toBe(false);
    expect(show.goTo(RUN, { still: true })).toBe(true);
    expect(show.at()).toBe(show.state().frames[RUN]!.endAt);
    show.destroy();
  });

  it('go through all frames forwards and back, always at their own moments', async () => {
    const { show } = await open({ isStill: () => true });
    const { frames } = show.state();
    for (const { endAt } of frames.slice(1)) {
      expect(show.next()).toBe(true);
      expect(show.at()).toBe(endAt);
    }
    expect(show.next()).toBe(false);
    for (const { endAt } of frames.slice(0, -1).reverse()) {
      expect(show.previous()).toBe(true);
      expect(show.at()).toBe(endAt);
    }
    show.destroy();
  });
});

describe('asleep', () => {
  it('no frame is asked for, and nothing moves until they wake', async () => {
    const { show } = await open({ index: 1 });
    show.next();
    screen(500);
    show.sleep();
    expect([due, show.state().isAsleep]).toEqual([null, true]);
    const at = show.at();
    screen(5_000);
    expect(show.at()).toBe(at);
    show.wake();
    screen(500);
    expect(show.at()).toBeGreaterThan(at);
    show.destroy();
    expect(due).toBeNull();
  });
});

describe('off the script', () => {
  it('somebody can send, kill and scale, and comes back to where it was', async () => {
    const { show, made } = await open({ index: RUN });
    const { timeline } = made.session;
    const facts = timeline.facts().length;
    const at = show.at();
    expect(show.send()).toBe(true);
    expect(show.kill()).toBe(true);
    expect(show.scale(5)).toBe(true);
    expect([show.state().isOffScript, timeline.currentBranch() === made.branch]).toEqual([true, false]);
    screen(3_000);
    expect(show.at()).toBeGreaterThan(at);
    expect(show.next()).toBe(true);
    expect([show.state().isOffScript, show.state().index, show.at()]).toEqual([false, RUN, at]);
    expect([timeline.currentBranch(), timeline.facts().length]).toEqual([made.branch, facts]);
    expect(timeline.branches()).toHaveLength(1);
    show.destroy();
  });

  it('even from the last frame on', async () => {
    const { show, made } = await open();
    show.goTo(made.moments.length - 1);
    expect(show.send()).toBe(true);
    expect(show.state().isOffScript).toBe(true);
    expect(show.goTo(0)).toBe(true);
    expect([show.state().isOffScript, made.session.timeline.currentBranch()]).toEqual([false, made.branch]);
    show.destroy();
  });

  it('says why something cannot be done', async () => {
    const { show } = await open();
    expect(show.kill('no-such-pod')).toBe(false);
    expect(show.scale(-1)).toBe(false);
    expect(show.scale(3, 'constructor')).toBe(false);
    screen(200);
    expect(show.view().notices.map(({ text }) => text)[0]).toContain('no-such-pod');
    expect(show.state().isOffScript).toBe(false);
    show.destroy();
  });
});

describe('what is drawn', () => {
  it('is the sentence of the moment while it plays, and the frame’s at rest', async () => {
    const { show, made } = await open({ index: 1 });
    screen(100);
    show.next();
    screen(4_000);
    const { caption } = made.frames.en[RUN]!;
    expect(show.view().caption).not.toBe(caption);
    show.next();
    screen(100);
    expect(show.view().caption).toBe(caption);
    show.setLanguage('zh-CN');
    screen(100);
    expect(show.view().caption).toBe(made.frames['zh-CN'][RUN]!.caption);
    show.destroy();
  });

  it('marks the answer only where it is explained', async () => {
    const { show } = await open({ isStill: () => true });
    show.next();
    screen(100);
    expect([show.view().isRevealed, show.view().question?.options.length]).toEqual([false, 2]);
    show.goTo('knock/explain');
    screen(100);
    expect(show.view().isRevealed).toBe(true);
    show.destroy();
  });
});
