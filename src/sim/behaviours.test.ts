/**
 * The list of subtle truths, held: each has a test with its number in the title, or stands in
 * `testing/behaviours.ts` with who holds it, or with the reason why it is not simulated.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { TCP_TIMEOUTS } from './dataplane/tcpTracking';
import { HELD_ELSEWHERE, NOT_SIMULATED } from './testing/behaviours';

const SOURCE = fileURLToPath(new URL('./', import.meta.url));
const read = (file: string) => readFileSync(SOURCE + file, 'utf8');
const numbers = [...read('testing/behaviours.md').matchAll(/^(\d+)\. /gm)].map(([, number]) =>
  Number(number),
);
const LAST = 120;

const tested = new Set(
  readdirSync(SOURCE, { recursive: true })
    .map(String)
    .filter((file) => file.endsWith('.test.ts'))
    .flatMap((file) => [...read(file).matchAll(/\[behaviours (\d+)\]/g)].map(([, number]) => Number(number))),
);

describe('the list', () => {
  it('is whole', () => {
    expect(numbers).toEqual(Array.from({ length: numbers.length }, (_, index) => index + 1));
    expect(numbers).toHaveLength(LAST);
  });

  it('has a test, a holder or a reason for every number', () => {
    const open = numbers.filter(
      (number) => !tested.has(number) && !(number in HELD_ELSEWHERE) && !(number in NOT_SIMULATED),
    );
    expect(open).toEqual([]);
  });

  it('says nothing twice, and nothing of numbers that are not there', () => {
    const listed = [...Object.keys(HELD_ELSEWHERE), ...Object.keys(NOT_SIMULATED)].map(Number);
    expect(Object.keys(NOT_SIMULATED).filter((number) => tested.has(Number(number)))).toEqual([]);
    expect(new Set(listed).size).toBe(listed.length);
    expect([...tested, ...listed].filter((number) => !numbers.includes(number))).toEqual([]);
  });

  it('names rules that are in the book, where it says who holds one', () => {
    const book = new Set([...read('SPEC.md').matchAll(/^\| ([A-Z]{2}\S*\d) \|/gm)].map(([, id]) => id));
    for (const [number, ids] of Object.entries(HELD_ELSEWHERE)) {
      expect(ids.length, number).toBeGreaterThan(0);
      for (const id of ids) expect([number, id, book.has(id)]).toEqual([number, id, true]);
    }
    for (const [number, reason] of Object.entries(NOT_SIMULATED)) {
      expect(reason.length, number).toBeGreaterThan(20);
    }
  });
});

it('[behaviours 34] established connections are remembered for a day, half-closed ones for an hour', () => {
  expect(TCP_TIMEOUTS.ESTABLISHED).toBe(86_400_000_000);
  expect(TCP_TIMEOUTS.CLOSE_WAIT).toBe(3_600_000_000);
});
