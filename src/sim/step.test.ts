import { expect, it } from 'vitest';
import type { Draft } from './kernel/draft';
import type { KernelTables, Table, World } from './kernel/world';
import { engineOf, intervene, lawsOf, nextDueAt, setCounters, step } from './step';

interface Tables extends KernelTables {
  readonly cups: Table<{ size: string }>;
}
type CupDraft = Draft<Tables>;

function emptyWorld(): World<Tables> {
  const tables = { queue: {}, random: {}, machines: {}, cups: {} };
  return { version: 1, seed: 's', now: 0, nextSequence: 0, nextFactId: 0, tables };
}

const room = {
  handlers: {
    'cup/fillDue'(draft: CupDraft, data: { key: string }) {
      draft.put('cups', data.key, { size: 'full' });
      draft.fact({ type: 'cup/filled' });
    },
    'cup/breakDue'(draft: CupDraft) {
      draft.put('cups', 'shard', { size: 'small' });
      draft.cancel('later');
      for (let i = 0; i < 600; i++) {
        draft.schedule({ type: 'cup/fillDue', delayMicros: 1, data: { key: 'c' }, timer: 'again' });
      }
      throw new Error('broken');
    },
  },
  watchers: [
    {
      tables: ['cups' as const],
      notify(draft: CupDraft, change: { key: string; after: unknown }) {
        if (change.after === undefined) return;
        draft.schedule({ type: 'cup/fillDue', delayMicros: 5, data: { key: `${change.key}'` } });
      },
    },
  ],
};
const laws = lawsOf<Tables>([room], { cups: { bySize: (cup: { size: string }) => [cup.size] } });

it('[TI2] takes the next event, shows the changes to the watchers and says all that it did', () => {
  const world = emptyWorld();
  const engine = engineOf(world, laws);
  expect(step(engine, laws)).toBeNull();
  intervene(engine, laws, 10, (draft) => {
    draft.schedule({ type: 'cup/fillDue', delayMicros: 7, data: { key: 'a' } });
  });
  const record = step(engine, laws)!;
  expect(record.eventType).toBe('cup/fillDue');
  expect(record.from).toEqual({ now: 10, nextSequence: 1, nextFactId: 0 });
  expect(record.to).toEqual({ now: 17, nextSequence: 2, nextFactId: 1 });
  expect(record.changes.map((change) => `${change.table}/${change.key}`)).toEqual([
    'queue/#0',
    'cups/a',
    'queue/#1',
  ]);
  expect(record.facts).toEqual([{ id: 0, at: 17, causeId: -1, type: 'cup/filled' }]);
  expect(nextDueAt(engine)).toBe(22);
});

it('[TI10] a handler that throws has done nothing, and the queue is as it was', () => {
  const world = emptyWorld();
  const engine = engineOf(world, laws);
  intervene(engine, laws, 0, (draft) => {
    draft.schedule({ type: 'cup/fillDue', delayMicros: 50, data: { key: 'b' }, timer: 'later' });
    draft.schedule({ type: 'cup/breakDue', delayMicros: 2, data: null });
  });
  const before = JSON.stringify(world);
  expect(() => step(engine, laws)).toThrow('broken');
  expect(JSON.stringify(sorted(world))).toBe(JSON.stringify(sorted(JSON.parse(before) as World<Tables>)));
  expect(engine.index.lookup('cups', 'bySize', 'small')).toEqual([]);
  expect(nextDueAt(engine)).toBe(2);
  intervene(engine, laws, 1, (draft) => draft.remove('queue', '#1'));
  expect(nextDueAt(engine)).toBe(50);
});

it('[TI10] someone who fails to act from outside has changed nothing', () => {
  const world = emptyWorld();
  const engine = engineOf(world, laws);
  const refused = () =>
    intervene(engine, laws, 5, (draft) => {
      draft.put('cups', 'a', { size: 'small' });
      draft.fact({ type: 'cup/bought' });
      throw new Error('no money');
    });
  expect(refused).toThrow('no money');
  expect(world).toEqual(emptyWorld());
});

it('[TI1] nobody acts in the past or beyond what is due', () => {
  const world = emptyWorld();
  setCounters(world, { now: 100, nextSequence: 0, nextFactId: 0 });
  const engine = engineOf(world, laws);
  expect(() => intervene(engine, laws, 99, () => {})).toThrow('cannot act at 99');
  intervene(engine, laws, 100, (draft) => {
    draft.schedule({ type: 'cup/fillDue', delayMicros: 10, data: { key: 'a' } });
  });
  expect(() => intervene(engine, laws, 111, () => {})).toThrow('its next event at 110');
});

it('refuses an event that nobody handles, and two rooms that handle the same', () => {
  const engine = engineOf(emptyWorld(), laws);
  intervene(engine, laws, 0, (draft) => {
    draft.schedule({ type: 'cup/teleportDue', delayMicros: 0, data: null });
  });
  expect(() => step(engine, laws)).toThrow('nobody handles the event "cup/teleportDue"');
  expect(() => lawsOf([room, room], {})).toThrow('two rooms handle "cup/fillDue"');
});

/** The same world with its rows in the order of their keys. */
function sorted(world: World<Tables>): unknown {
  const byKey = (rows: object) =>
    Object.fromEntries(Object.entries(rows).sort(([a], [b]) => (a < b ? -1 : 1)));
  const tables = Object.entries(world.tables).map(([name, rows]) => [name, byKey(rows as object)]);
  return { ...world, tables: Object.fromEntries(tables) as unknown };
}
