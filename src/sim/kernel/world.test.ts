import fc from 'fast-check';
import { expect, it } from 'vitest';
import { sortedKeys, WorldIndex } from './world';

type Row = { tags: string[] };
const spec = { rows: { byTag: (row: Row) => row.tags, bySize: (row: Row) => [String(row.tags.length)] } };
const names = ['p', 'q', 'constructor', '__proto__', '10', '9'];
const tags = fc.array(fc.constantFrom('x', 'y', 'constructor'), { maxLength: 4 });
const update = fc.record({
  key: fc.constantFrom(...names),
  row: fc.option(fc.record({ tags }), { nil: undefined }),
});

it('[TI8] an index that follows every change answers like one made afresh, sorted', () => {
  fc.assert(
    fc.property(fc.array(update), (updates) => {
      const rows = new Map<string, Row>();
      const index = new WorldIndex(spec, { rows: {} });
      for (const { key, row } of updates) {
        index.update('rows', key, rows.get(key), row);
        if (row === undefined) rows.delete(key);
        else rows.set(key, row);
      }
      for (const tag of ['x', 'y', 'constructor', 'none']) {
        const expected = [...rows].filter(([, row]) => row.tags.includes(tag)).map(([key]) => key);
        expect(index.lookup('rows', 'byTag', tag)).toEqual(expected.sort());
        expect(index.count('rows', 'byTag', tag)).toBe(expected.length);
      }
      const pairs = [...rows].filter(([, row]) => row.tags.length === 2);
      expect(index.count('rows', 'bySize', '2')).toBe(pairs.length);
    }),
  );
});

it('hands out lists that the caller may change', () => {
  const index = new WorldIndex(spec, { rows: { a: { tags: ['x'] }, b: { tags: ['x'] } } });
  index.lookup('rows', 'byTag', 'x').pop();
  expect(index.lookup('rows', 'byTag', 'x')).toEqual(['a', 'b']);
});

it('refuses an index that nobody declared, rather than finding nothing', () => {
  const index = new WorldIndex(spec, { rows: {} });
  expect(() => index.lookup('rows', 'byTags', 'x')).toThrow('no index "byTags" of the table "rows"');
  expect(() => index.count('row', 'byTag', 'x')).toThrow('no index');
});

it('sorts keys the same whatever their history', () => {
  expect(sortedKeys({ b: 1, 10: 1, a: 1, 9: 1 })).toEqual(['10', '9', 'a', 'b']);
});
