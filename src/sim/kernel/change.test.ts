import fc from 'fast-check';
import { expect, it } from 'vitest';
import { applyChanges, revertChanges, squashChanges, type Change } from './change';
import { WorldIndex } from './world';

const spec = { pods: { byLabel: (row: { labels: string[] }) => row.labels } };
type Write = typeof write extends fc.Arbitrary<infer W> ? W : never;
type Tables = { pods: Record<string, unknown>; nodes: Record<string, unknown> };

const write = fc.record({
  table: fc.constantFrom<'pods' | 'nodes'>('pods', 'nodes'),
  key: fc.constantFrom('a', 'b', 'c', 'd'),
  row: fc.option(fc.record({ labels: fc.array(fc.constantFrom('x', 'y', 'z'), { maxLength: 3 }) }), {
    nil: undefined,
  }),
});

/** Writes rows one after the other and records each as a change. */
function record(tables: Tables, writes: Write[]): Change[] {
  return writes.map(({ table, key, row }) => {
    const change = { table, key, before: tables[table][key], after: row };
    applyChanges(tables, [change]);
    return change;
  });
}

function indexed(index: WorldIndex) {
  return ['x', 'y', 'z'].map((value) => index.lookup('pods', 'byLabel', value));
}

it('[TI6] reverting changes restores the tables and the index, applying them again leads back', () => {
  fc.assert(
    fc.property(fc.array(write), fc.array(write), (earlier, later) => {
      const tables: Tables = { pods: {}, nodes: {} };
      record(tables, earlier);
      const index = new WorldIndex(spec, tables);
      const before = structuredClone(tables);
      const indexBefore = indexed(index);
      const changes = record(tables, later);
      const after = structuredClone(tables);
      revertChanges(tables, changes);
      expect(tables).toEqual(before);
      applyChanges(tables, changes, index);
      expect(tables).toEqual(after);
      expect(indexed(index)).toEqual(indexed(new WorldIndex(spec, tables)));
      revertChanges(tables, changes, index);
      expect(tables).toEqual(before);
      expect(indexed(index)).toEqual(indexBefore);
    }),
  );
});

it('[TI7] squashed changes have the same effect both ways, and touch a row at most once', () => {
  fc.assert(
    fc.property(fc.array(write), fc.array(write), (earlier, later) => {
      const tables: Tables = { pods: {}, nodes: {} };
      record(tables, earlier);
      const before = structuredClone(tables);
      const changes = record(tables, later);
      const after = structuredClone(tables);
      const squashed = squashChanges(changes);
      const rows = squashed.map((change) => `${change.table}/${change.key}`);
      expect(new Set(rows).size).toBe(rows.length);
      revertChanges(tables, squashed);
      expect(tables).toEqual(before);
      applyChanges(tables, squashed);
      expect(tables).toEqual(after);
    }),
  );
});

it('drops a row that ends as it began', () => {
  const row = { labels: [] };
  const there = { table: 'pods', key: 'a', before: undefined, after: row };
  const gone = { table: 'pods', key: 'a', before: row, after: undefined };
  expect(squashChanges([there, gone])).toEqual([]);
  expect(squashChanges([gone, there])).toEqual([]);
});

it('refuses a table that the world does not have', () => {
  const change = { table: 'elves', key: 'a', before: undefined, after: 1 };
  expect(() => applyChanges({ pods: {} }, [change])).toThrow('no table "elves"');
});
