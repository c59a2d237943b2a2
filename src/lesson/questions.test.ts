import { describe, expect, it, vi } from 'vitest';
import type { Question } from '../scenario/scenario';
import { seconds } from '../sim/kernel/time';
import { areSharesRight, countedPods, rightOptions, trueShares, verdictOn } from './questions';
import { playedStep, send, USER_API } from './testing/stepRuns';

vi.setConfig({ testTimeout: 60_000 });

const COUNT = { kind: 'count', id: 'shares', of: 4, among: USER_API, inAnyOrder: true } as const;
const request = (times: number) => ({ type: 'request', status: 200, times }) as const;
const CHOICE: Question = {
  kind: 'choice',
  id: 'how-many',
  options: [
    { id: 'all', when: request(6) },
    { id: 'fewer', when: { type: 'not', goal: request(6) } },
  ],
};

const step = playedStep([send(6, 1)], { before: [{ type: 'newConnections', on: false }] });
const { run, at } = step;
const early = run.startedAt + seconds(2.5);

describe('a choice', () => {
  it('is right as the trace says, at its moment', () => {
    expect(rightOptions(CHOICE, run, early)).toEqual(['fewer']);
    expect(rightOptions(CHOICE, run, at)).toEqual(['all']);
    expect(rightOptions(COUNT, run, at)).toEqual([]);
  });

  it('is judged when all has happened, and by one option only', () => {
    const answer = { option: 'all', shares: {}, lockedAt: run.startedAt };
    expect(verdictOn(CHOICE, answer, run, at, at)).toEqual({ isRight: true, option: 'all', shares: null });
    expect(verdictOn(CHOICE, answer, run, early, at), 'at the first moment').toMatchObject({
      isRight: false,
    });
    const both: Question = {
      ...CHOICE,
      options: [CHOICE.options[0]!, { id: 'some', when: request(1) }],
    } as Question;
    expect(verdictOn(both, answer, run, at, at)).toBeNull();
    expect(verdictOn(both, { ...answer, option: 'some' }, run, early, at)).toMatchObject({
      option: 'some',
      isRight: true,
    });
  });
});

describe('a count', () => {
  it('is the first answers since the prediction was locked, Pod by Pod', () => {
    const pods = countedPods(COUNT, run, run.startedAt);
    expect(pods).toHaveLength(3);
    expect(countedPods(CHOICE, run, run.startedAt)).toEqual([]);
    const shares = trueShares(COUNT, run, run.startedAt, at)!;
    expect(Object.keys(shares).sort()).toEqual(pods);
    expect(Object.values(shares).sort()).toEqual([0, 0, 4]);
    expect(trueShares(COUNT, run, run.startedAt, early)).toBeNull();
    expect(trueShares(COUNT, run, run.startedAt + seconds(2.5), at), 'three are left').toBeNull();
  });

  it('is judged by the shares', () => {
    const answer = (...said: number[]) => ({
      option: null,
      lockedAt: run.startedAt,
      shares: Object.fromEntries(
        said.map((count, index) => [countedPods(COUNT, run, run.startedAt)[index]!, count]),
      ),
    });
    expect(verdictOn(COUNT, answer(4), run, at, at)).toMatchObject({ isRight: true, option: null });
    expect(verdictOn(COUNT, answer(2, 1, 1), run, at, at)).toMatchObject({ isRight: false });
    expect(verdictOn(COUNT, answer(4), run, early, early)).toBeNull();
  });

  it.each<[string, Record<string, number>, Record<string, number>, boolean, boolean]>([
    ['the same', { a: 2, b: 4 }, { a: 2, b: 4 }, false, true],
    ['another Pod', { a: 4, b: 2 }, { a: 2, b: 4 }, false, false],
    ['another Pod, which does not matter', { a: 4, b: 2 }, { a: 2, b: 4 }, true, true],
    ['none and nothing said', { a: 6, b: 0 }, { a: 6 }, false, true],
    ['a Pod that came later', { a: 6 }, { a: 3, c: 3 }, true, false],
  ])('%s', (_, said, truth, inAnyOrder, expected) => {
    expect(areSharesRight(said, truth, inAnyOrder)).toBe(expected);
  });
});
