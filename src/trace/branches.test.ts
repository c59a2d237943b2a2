import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyToyIntent, toyLaws, toyWorld, type ToyIntent, type ToyTables } from './testing/toyWorld';
import { Timeline } from './timeline';
import { canonicalJson } from './traceEvent';

const END = 1_500_000;
const POKE: ToyIntent = { type: 'poke', key: 'thing-1' };
const ADD: ToyIntent = { type: 'add', key: 'new', period: 20_000 };

function toyTimeline() {
  return new Timeline(toyWorld('a'), toyLaws, applyToyIntent, { checkpointEvery: 60 });
}

/** All that can be seen of a branch. */
function portraitOf(timeline: Timeline<ToyTables, ToyIntent>) {
  const moments = [0, 200_000, 700_001, 1_100_000, END];
  return {
    hash: timeline.traceHash(),
    endAt: timeline.endAt(),
    intents: timeline.intents(),
    worlds: moments.map((at) => canonicalJson(timeline.worldAt(at))),
    revisions: moments.map((at) => timeline.revisionAt(at)),
    lit: timeline.factsOfType('lamp/moved').length,
  };
}

describe('acting', () => {
  it('[TT4] at the end goes on from there, without a branch', () => {
    const timeline = toyTimeline();
    timeline.extend(400_000);
    const record = timeline.act(400_000, POKE);
    timeline.act(500_000, ADD);
    expect(record.facts[0]).toMatchObject({ type: 'lamp/moved', at: 400_000, lamp: 'thing-1' });
    expect(timeline.branches()).toHaveLength(1);
    expect(timeline.endAt()).toBe(500_000);
    expect(timeline.intents()).toEqual([
      { at: 400_000, intent: POKE },
      { at: 500_000, intent: ADD },
    ]);
  });

  it('[TT4] where nothing has happened since makes no branch either', () => {
    const timeline = toyTimeline();
    timeline.extend(END);
    const quiet = timeline.records().at(-1)!.to.now;
    timeline.act(quiet, POKE);
    expect(timeline.branches()).toHaveLength(1);
    expect(timeline.endAt()).toBe(quiet);
  });

  it('[TT4] in the past makes a branch; the old future stays as it was, to the last byte', () => {
    const timeline = toyTimeline();
    timeline.act(300_000, POKE);
    timeline.act(900_000, POKE);
    timeline.extend(END);
    const first = portraitOf(timeline);

    timeline.act(600_000, ADD);
    expect(timeline.currentBranch()).toBe('2');
    expect(timeline.branches()).toEqual([
      { id: '1', parent: null, forkAt: null, endAt: END },
      { id: '2', parent: '1', forkAt: 600_000, endAt: 600_000 },
    ]);
    expect(timeline.intents()).toEqual([
      { at: 300_000, intent: POKE },
      { at: 600_000, intent: ADD },
    ]);
    timeline.extend(END);
    const second = portraitOf(timeline);
    expect(second.hash).not.toBe(first.hash);
    expect(second.worlds.slice(0, 2)).toEqual(first.worlds.slice(0, 2));
    expect(second.revisions.slice(0, 2)).toEqual(first.revisions.slice(0, 2));
    expect(second.revisions.slice(2).some((revision) => first.revisions.includes(revision))).toBe(false);

    for (let round = 0; round < 2; round++) {
      timeline.switchTo('1');
      expect(portraitOf(timeline)).toEqual(first);
      timeline.switchTo('2');
      expect(portraitOf(timeline)).toEqual(second);
    }
  });

  it('[TT9] a branch is its intents: replaying them gives the same', () => {
    const action = fc.record({
      at: fc.integer({ min: 0, max: END }),
      intent: fc.constantFrom<ToyIntent>(POKE, ADD, { type: 'remove', key: 'thing-0' }),
    });
    fc.assert(
      fc.property(fc.array(action, { maxLength: 6 }), (actions) => {
        const timeline = toyTimeline();
        timeline.extend(END);
        for (const { at, intent } of actions) timeline.act(at, intent);
        for (const { id } of timeline.branches()) {
          timeline.switchTo(id);
          timeline.extend(END);
          const intents = JSON.parse(JSON.stringify(timeline.intents())) as ReturnType<
            typeof timeline.intents
          >;
          const again = Timeline.replay(toyWorld('a'), toyLaws, applyToyIntent, intents);
          again.extend(END);
          expect(again.branches()).toHaveLength(1);
          expect(again.traceHash()).toBe(timeline.traceHash());
          expect(canonicalJson(again.worldAt(END))).toBe(canonicalJson(timeline.worldAt(END)));
          expect(canonicalJson(again.worldAt(END / 3))).toBe(canonicalJson(timeline.worldAt(END / 3)));
        }
      }),
      { numRuns: 30 },
    );
  });

  it('[TT4] two acts at one instant happen in the order they were asked, in one branch', () => {
    const timeline = toyTimeline();
    timeline.extend(END);
    timeline.act(600_000, ADD);
    timeline.act(600_000, POKE);
    expect(timeline.branches()).toHaveLength(2);
    expect(timeline.intents().map((timed) => timed.intent)).toEqual([ADD, POKE]);
  });

  it('[TT6] an intent that fails leaves everything as it was, branches too', () => {
    const timeline = toyTimeline();
    timeline.act(300_000, POKE);
    timeline.extend(END);
    const before = portraitOf(timeline);
    expect(() => timeline.act(END, { type: 'fail' })).toThrow('asked to fail');
    expect(() => timeline.act(200_000, { type: 'fail' })).toThrow('asked to fail');
    expect(() => timeline.act(-1, POKE)).toThrow('before the beginning');
    expect(timeline.branches()).toHaveLength(1);
    expect(portraitOf(timeline)).toEqual(before);
    timeline.extend(2 * END);
    const untouched = toyTimeline();
    untouched.act(300_000, POKE);
    untouched.extend(2 * END);
    expect(timeline.traceHash()).toBe(untouched.traceHash());
  });
});

it('refuses a branch that is not there', () => {
  expect(() => toyTimeline().switchTo('7')).toThrow('no branch "7"');
  expect(() => toyTimeline().fork(-5)).toThrow('cannot fork at -5');
});

it('[TT4] a fork at will shares the past, and forks of forks work the same', () => {
  const timeline = toyTimeline();
  timeline.extend(END);
  const whole = timeline.traceHash();
  const second = timeline.fork(800_000);
  const third = timeline.fork(300_000);
  expect(timeline.branches().map(({ id, parent }) => [id, parent])).toEqual([
    ['1', null],
    [second, '1'],
    [third, second],
  ]);
  for (const id of [third, second, '1']) {
    timeline.switchTo(id);
    timeline.extend(END);
    expect(timeline.traceHash()).toBe(whole);
  }
});
