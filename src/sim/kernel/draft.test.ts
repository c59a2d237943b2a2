import { describe, expect, it } from 'vitest';
import { Draft, type Engine } from './draft';
import { EventHeap } from './eventHeap';
import { revertChanges, type LooseTables } from './change';
import { WorldIndex, type KernelTables, type Table, type World } from './world';

interface Tables extends KernelTables {
  readonly nodes: Table<{ zone: string }>;
}

function emptyEngine(): Engine<Tables> {
  const world: World<Tables> = {
    version: 1,
    seed: 's',
    now: 1_000,
    nextSequence: 0,
    nextFactId: 0,
    tables: { queue: {}, random: {}, machines: {}, nodes: {} },
  };
  const spec = { nodes: { byZone: (node: { zone: string }) => [node.zone] } };
  return { world, index: new WorldIndex(spec, {}), heap: new EventHeap(world.tables.queue) };
}

describe('rows', () => {
  it('writes through, keeps the index in step and can be taken back', () => {
    const engine = emptyEngine();
    const draft = new Draft(engine, -1);
    draft.put('nodes', 'n1', { zone: 'a' });
    draft.put('nodes', 'n2', { zone: 'a' });
    draft.put('nodes', 'n1', { zone: 'b' });
    draft.remove('nodes', 'n2');
    draft.remove('nodes', 'never-there');
    expect(draft.keys('nodes')).toEqual(['n1']);
    expect(draft.lookup('nodes', 'byZone', 'a')).toEqual([]);
    expect(draft.lookup('nodes', 'byZone', 'b')).toEqual(['n1']);
    expect(draft.reaction.changes).toHaveLength(4);
    revertChanges(engine.world.tables as unknown as LooseTables, draft.reaction.changes, engine.index);
    expect(engine.world.tables.nodes).toEqual({});
    expect(draft.lookup('nodes', 'byZone', 'b')).toEqual([]);
  });

  it('[TI15] takes no inherited property for a row', () => {
    const draft = new Draft(emptyEngine(), -1);
    expect(draft.get('nodes', 'constructor')).toBeUndefined();
    expect(draft.isPending('constructor')).toBe(false);
    draft.cancel('valueOf');
    expect(draft.reaction.changes).toEqual([]);
    draft.put('nodes', 'constructor', { zone: 'a' });
    expect(draft.reaction.changes[0]).toMatchObject({ before: undefined, after: { zone: 'a' } });
    expect(draft.drawUint31('constructor')).toBeGreaterThanOrEqual(0);
  });
});

describe('events', () => {
  it('[TI3] a timer has at most one pending event: the last, or the first if it is to be kept', () => {
    const engine = emptyEngine();
    const draft = new Draft(engine, -1);
    const request = { type: 'x/due', data: null, timer: 't' };
    draft.schedule({ ...request, delayMicros: 50 });
    draft.schedule({ ...request, delayMicros: 10 });
    expect(engine.heap.peek()?.dueAt).toBe(1_010);
    draft.schedule({ ...request, delayMicros: 99 });
    expect(engine.heap.peek()?.dueAt).toBe(1_099);
    draft.schedule({ ...request, delayMicros: 5, ifPending: 'keep' });
    expect(engine.heap.peek()?.dueAt).toBe(1_099);
    expect(draft.isPending('t')).toBe(true);
    draft.cancel('t');
    expect(draft.isPending('t')).toBe(false);
    expect(engine.heap.peek()).toBeUndefined();
  });

  it('[TI1] [TI5] is due at a whole microsecond and never in the past', () => {
    const engine = emptyEngine();
    const draft = new Draft(engine, -1);
    draft.schedule({ type: 'x/due', delayMicros: -5, data: 1 });
    draft.schedule({ type: 'x/due', delayMicros: 1.6, data: 2 });
    expect(Object.values(engine.world.tables.queue).map((event) => event.dueAt)).toEqual([1_000, 1_002]);
  });

  it.each([NaN, Infinity])('[TI5] refuses a delay of %s', (delayMicros) => {
    const draft = new Draft(emptyEngine(), -1);
    expect(() => draft.schedule({ type: 'x/due', delayMicros, data: null })).toThrow(
      `the event "x/due" has a delay of ${delayMicros}`,
    );
    expect(draft.reaction.changes).toEqual([]);
  });
});

it('[TI14] each fact names the one before it in the same reaction, unless told otherwise', () => {
  const draft = new Draft(emptyEngine(), 7);
  const first = draft.fact({ type: 'a/happened' });
  const second = draft.fact({ type: 'b/happened' });
  draft.because(first);
  draft.schedule({ type: 'c/due', delayMicros: 0, data: null });
  const third = draft.fact({ type: 'c/happened' });
  draft.fact({ type: 'd/happened' }, second);
  expect([first, second, third]).toEqual([0, 1, 2]);
  expect(draft.reaction.facts.map((fact) => fact.causeId)).toEqual([7, 0, 0, 1]);
  expect(draft.reaction.facts.every((fact) => fact.at === 1_000)).toBe(true);
  expect(Object.values(draft.tables.queue)[0]?.causeId).toBe(first);
});

it("[TI14] id, time and cause of a fact are the kernel's to give", () => {
  const draft = new Draft(emptyEngine(), -1);
  draft.fact({ type: 'a/happened', id: 77, at: 5, causeId: 9, pod: 'p' });
  expect(draft.reaction.facts).toEqual([{ id: 0, at: 1_000, causeId: -1, type: 'a/happened', pod: 'p' }]);
});

it('[TI9] drawing from one stream leaves the others as they were', () => {
  const alone = new Draft(emptyEngine(), -1);
  const mixed = new Draft(emptyEngine(), -1);
  const numbers = [1, 2, 3].map(() => alone.drawBetween('a', 0, 1_000_000));
  const amongOthers = [1, 2, 3].map(() => {
    mixed.drawFraction('b');
    return mixed.drawBetween('a', 0, 1_000_000);
  });
  expect(amongOthers).toEqual(numbers);
  for (let i = 0; i < 200; i++) expect([3, 4, 5]).toContain(mixed.drawBetween('c', 3, 5));
});
