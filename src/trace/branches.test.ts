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

describe('dropping', () => {
  /** 1 ← 2 at 800 ms ← 3 at 300 ms, and 1 ← 4 at 500 ms; 4 is looked at. */
  function family() {
    const timeline = toyTimeline();
    timeline.extend(END);
    timeline.act(800_000, POKE);
    timeline.extend(END);
    timeline.act(300_000, ADD);
    timeline.extend(END);
    timeline.switchTo('1');
    timeline.act(500_000, POKE);
    timeline.extend(END);
    return timeline;
  }
  const tree = (timeline: Timeline<ToyTables, ToyIntent>) =>
    timeline.branches().map(({ id, parent, forkAt }) => [id, parent, forkAt]);

  it('[TT12] what left a branch leaves the one before it instead, and stays as it was', () => {
    const timeline = family();
    timeline.switchTo('3');
    const third = portraitOf(timeline);
    timeline.drop('2');
    expect(tree(timeline)).toEqual([
      ['1', null, null],
      ['3', '1', 300_000],
      ['4', '1', 500_000],
    ]);
    expect(portraitOf(timeline)).toEqual(third);
    expect(() => timeline.switchTo('2')).toThrow('no branch "2"');
  });

  it('[TT12] the first one may go too: the oldest that left it takes its place', () => {
    const timeline = family();
    timeline.switchTo('1');
    timeline.act(900_000, ADD);
    timeline.drop('1');
    expect(tree(timeline)).toEqual([
      ['2', null, null],
      ['3', '2', 300_000],
      ['4', '2', 500_000],
      ['5', '2', 800_000],
    ]);
    expect(() => timeline.drop('5')).toThrow('is looked at');
  });
});

it('[TT13] a reader shows a branch at any moment while another is looked at, and disturbs nothing', () => {
  const timeline = toyTimeline();
  timeline.act(300_000, POKE);
  timeline.extend(END);
  const first = portraitOf(timeline);
  timeline.act(600_000, ADD);
  timeline.extend(END);
  const second = portraitOf(timeline);
  const readers = ['1', '2'].map((id) => timeline.readerOf(id));
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: END }), { maxLength: 6 }), (moments) => {
      for (const at of moments) {
        for (const [index, reader] of readers.entries()) {
          timeline.switchTo(String(index + 1));
          const expected = canonicalJson(timeline.worldAt(at));
          timeline.switchTo('2');
          timeline.worldAt(END - at);
          expect(canonicalJson(reader.worldAt(at))).toBe(expected);
          for (const colour of ['red', 'green', 'blue']) {
            const found = reader.viewIndex().lookup('things', 'byLook', `street-0/${colour}`);
            const { things } = reader.worldAt(at).tables;
            expect(found).toEqual(
              Object.keys(things)
                .filter((key) => /-\d+$|new/.test(key) && things[key]!.colour === colour)
                .filter((key) => things[key]!.street === 'street-0')
                .sort(),
            );
          }
        }
      }
    }),
    { numRuns: 30 },
  );
  expect(portraitOf(timeline)).toEqual(second);
  timeline.switchTo('1');
  expect(portraitOf(timeline)).toEqual(first);
  const ahead = timeline.readerOf('2');
  expect(ahead.extend(2 * END)).toBe(2 * END);
  expect(timeline.endAt()).toBe(END);
  timeline.switchTo('2');
  expect(timeline.endAt()).toBe(2 * END);
  expect(ahead.facts()).toBe(timeline.facts());
  expect(ahead.revisionAt(END)).toBe(timeline.revisionAt(END));
});
