import { expect, it } from 'vitest';
import { drawUint31, firstState } from './random';

function draw(seed: string, stream: string, count: number): number[] {
  let state = firstState(seed, stream);
  return Array.from({ length: count }, () => {
    const drawn = drawUint31(state);
    state = drawn.state;
    return drawn.value;
  });
}

it('[TI9] a stream follows from the seed and its name, on every machine', () => {
  expect(draw('1', 'node-1/kernel', 3)).toEqual(draw('1', 'node-1/kernel', 3));
  expect(draw('1', 'node-1/kernel', 3)).toMatchInlineSnapshot(`
    [
      902166498,
      1892871684,
      150468915,
    ]
  `);
});

it('[TI9] other seeds and other names give other numbers', () => {
  const streams = [draw('1', 'a', 20), draw('2', 'a', 20), draw('1', 'b', 20), draw('1', 'a ', 20)];
  expect(new Set(streams.map(String)).size).toBe(4);
  const many = Array.from({ length: 20_000 }, (_, i) => String(firstState('1', `pod-${i}`)));
  expect(new Set(many).size).toBe(20_000);
});

it('[TI9] a draw leaves the state it was given as it was, and plain JSON', () => {
  const state = firstState('1', 'a');
  const copy = [...state];
  const first = drawUint31(state);
  expect(state).toEqual(copy);
  expect(drawUint31(state)).toEqual(first);
  expect(JSON.parse(JSON.stringify(first.state))).toEqual(first.state);
});

it('spreads evenly over 0 … 2^31-1', () => {
  const values = draw('seed', 'even', 64_000);
  expect(Math.min(...values.slice(0, 1000))).toBeGreaterThanOrEqual(0);
  const buckets = new Array<number>(64).fill(0);
  for (const value of values) buckets[Math.floor(value / 2 ** 25)]!++;
  const chiSquared = buckets.reduce((sum, n) => sum + (n - 1000) ** 2 / 1000, 0);
  expect(chiSquared).toBeLessThan(110); // 63 degrees of freedom: 99.98 % lie below
});
