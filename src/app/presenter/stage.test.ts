import { anything, array, assert, constantFrom, property, record, tuple, nat } from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  agree,
  changeStage,
  countHands,
  frameSeen,
  MAX_HANDS,
  openStage,
  readStageMessage,
  type Stage,
} from './stage';

describe('windows come to agree', () => {
  it('whatever they do, and in whatever order they hear of it', () => {
    const deed = record({
      by: constantFrom('a', 'b', 'c'),
      index: nat(20),
      hears: array(nat(2), { maxLength: 3 }),
    });
    assert(
      property(array(deed, { maxLength: 30 }), (deeds) => {
        const names = ['a', 'b', 'c'];
        const windows = new Map<string, Stage>(names.map((name) => [name, openStage(name)]));
        for (const { by, index, hears } of deeds) {
          const changed = changeStage(windows.get(by)!, by, { index });
          windows.set(by, changed);
          for (const who of hears) windows.set(names[who]!, agree(windows.get(names[who]!)!, changed));
        }
        // At last all hear of all, each in another order.
        const all = [...windows.values()];
        const ends = names.map((name, i) =>
          [...all.slice(i), ...all.slice(0, i)].reduce(agree, windows.get(name)!),
        );
        expect(ends[1]).toEqual(ends[0]);
        expect(ends[2]).toEqual(ends[0]);
      }),
    );
  });

  it('a change wins over what was there before it', () => {
    const first = openStage('z');
    const second = changeStage(first, 'a', { index: 3 });
    expect(agree(first, second)).toBe(second);
    expect(agree(second, first)).toBe(second);
  });
});

describe('hands and answers', () => {
  const asked = countHands(openStage('p', 4), 'p', 'a', 12);

  it('belong to one question: the next frame hides the answer and forgets the hands', () => {
    const revealed = changeStage(asked, 'p', { isRevealed: true });
    expect(revealed).toMatchObject({ hands: { a: 12 }, handsAt: 4, isRevealed: true });
    expect(changeStage(revealed, 'p', { index: 5 })).toMatchObject({
      hands: {},
      handsAt: 5,
      isRevealed: false,
    });
    expect(changeStage(revealed, 'p', { isBlank: true })).toMatchObject({
      hands: { a: 12 },
      isRevealed: true,
    });
  });

  it.each([
    [-3, 0],
    [2.4, 2],
    [1e9, MAX_HANDS],
    [NaN, 0],
  ])('%d hands are %d', (count, kept) => {
    expect(countHands(asked, 'p', 'b', count).hands['b']).toBe(kept);
  });
});

it('a frozen audience keeps its frame while the presenter goes on', () => {
  const frozen = changeStage(openStage('p', 2), 'p', { frozenAt: 2 });
  const on = changeStage(frozen, 'p', { index: 5 });
  expect([on.index, frameSeen(on)]).toEqual([5, 2]);
  expect(frameSeen(changeStage(on, 'p', { frozenAt: null }))).toBe(5);
});

describe('a message of another window', () => {
  it('is read back as it was sent', () => {
    const stage = countHands(openStage('p', 4), 'p', 'a', 12);
    for (const message of [
      { type: 'hello' },
      { type: 'bye', author: 'p' },
      { type: 'laser', laser: { x: 0.5, y: 1 } },
      { type: 'laser', laser: null },
      { type: 'stage', stage },
    ]) {
      expect(readStageMessage(structuredClone(message))).toEqual(message);
    }
  });

  it('is nothing if it is anything else', () => {
    assert(
      property(tuple(anything(), constantFrom('hello', 'stage', 'laser', 'x')), ([value, type]) => {
        for (const each of [value, { type, stage: value, laser: value }]) {
          const read = readStageMessage(each);
          if (read?.type === 'stage') expect(read.stage.clock).toBeGreaterThanOrEqual(0);
        }
      }),
    );
    const stage = openStage('p');
    for (const wrong of [
      { clock: -1 },
      { index: 0.5 },
      { hands: { a: '1' } },
      { hands: [] },
      { author: 7 },
      { isBlank: 1 },
    ]) {
      expect(readStageMessage({ type: 'stage', stage: { ...stage, ...wrong } })).toBeNull();
    }
    expect(readStageMessage({ type: 'laser', laser: { x: 2, y: 0 } })).toBeNull();
  });
});
