import { expect, it } from 'vitest';
import { limited, quantile } from './bench';
import { runBareEventLoop } from './eventLoop.bench';
import { formatTable } from './table';

it('gives a verdict by the number, not by its rounding', () => {
  expect(limited('x', 150, 150, 'kB').verdict).toBe('ok');
  expect(limited('x', 150.001, 150, 'kB')).toEqual({
    what: 'x',
    measured: '150 kB',
    budget: '≤ 150 kB',
    verdict: 'over',
  });
});

it('takes quantiles of unsorted samples', () => {
  expect(quantile([5, 1, 3], 0.5)).toBe(3);
  expect(quantile([5, 1, 3], 0.95)).toBe(5);
  expect(() => quantile([], 0.5)).toThrow('no samples');
});

it('aligns its columns', () => {
  const lines = formatTable([limited('a long name', 1, 2, 'ms'), limited('b', 3, 2, 'ms')]).split('\n');
  expect(new Set(lines.map((line) => line.length)).size).toBe(1);
  expect(lines.at(-1)).toMatch(/^\| b +\| 3.00 ms +\| ≤ 2 ms \| over +\|$/);
});

it('the bare event loop handles every event it is asked to', () => {
  expect(runBareEventLoop(10, 1_000)).toBe(1_000);
});
