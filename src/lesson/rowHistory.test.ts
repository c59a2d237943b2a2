import { describe, expect, it, vi } from 'vitest';
import { seconds } from '../sim/kernel/time';
import { remembered } from './memory';
import { pointerOf, type LessonTimeline } from './references';
import { changesBetween, rowsAt } from './rowHistory';
import { DELETE_FIRST, playedStep, send, USER_API, wait } from './testing/stepRuns';

vi.setConfig({ testTimeout: 60_000 });

const { run, at: end } = playedStep([send(3, 0.5), wait(1), DELETE_FIRST, wait(6)], {
  references: [`${USER_API}#0`],
});
const { timeline, names } = run;

const REFERENCES = [
  USER_API,
  `${USER_API}#0`,
  'Service/default/user-api-service',
  'EndpointSlice/default/user-api-service',
  'rules/node-2',
  'conntrack/node-1',
  'client/learner',
  'Gadget/default/x',
];

function looked(reference: string, at: number): unknown[] {
  const pointer = pointerOf(reference, names);
  if (pointer === undefined) return [];
  const rows: Readonly<Record<string, unknown>> = timeline.worldAt(at).tables[pointer.table];
  return Object.entries(rows).flatMap(([key, row]) => (pointer.selects(key, row) ? [row] : []));
}

function isSame(reference: string, at: number): void {
  const found = rowsAt(reference, timeline, names, at);
  const wanted = looked(reference, at);
  expect(found).toHaveLength(wanted.length);
  expect(found, `${reference} at ${at}`).toEqual(expect.arrayContaining(wanted));
}

describe('what became of rows', () => {
  it.each(REFERENCES)('%s: as the world shows it, at any moment', (reference) => {
    for (const moment of [
      end,
      0,
      ...Array.from({ length: 12 }, (_, index) => Math.round((end * index) / 12)),
    ]) {
      isSame(reference, moment);
    }
  });

  it('changed when they changed', () => {
    const moments = changesBetween(USER_API, timeline, names, 0, end);
    expect(moments.length).toBeGreaterThan(1);
    for (const moment of moments) {
      expect(rowsAt(USER_API, timeline, names, moment)).not.toEqual(
        rowsAt(USER_API, timeline, names, moment - 1),
      );
    }
    expect(changesBetween('Gadget/x', timeline, names, 0, end)).toEqual([]);
  });

  it('is another one on another branch', () => {
    const at = seconds(1);
    timeline.fork(at);
    timeline.act(at, { type: 'scale', deployment: 'default/user-api-deployment', replicas: 7 });
    isSame(USER_API, at);
    isSame(USER_API, at + seconds(3));
    timeline.switchTo('1');
    isSame(USER_API, at + seconds(3));
  });
});

describe('what is remembered of a moment', () => {
  const count = (one: LessonTimeline, at: number, found: number[]) => {
    return remembered(one, at, 'test', () => found.push(at));
  };

  it('is found out once, and anew on another branch or after another deed', () => {
    const found: number[] = [];
    count(timeline, seconds(1), found);
    count(timeline, seconds(1), found);
    expect(found).toHaveLength(1);
    count(timeline, seconds(2), found);
    expect(found).toHaveLength(2);
    timeline.fork(seconds(1));
    count(timeline, seconds(1), found);
    expect(found).toHaveLength(3);
    timeline.act(seconds(1), { type: 'setNewConnections', on: false });
    count(timeline, seconds(1), found);
    expect(found).toHaveLength(4);
  });
});
