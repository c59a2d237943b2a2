import { expect, it } from 'vitest';
import { Palette, TRANSPARENT } from './palette';

function picture(colours: readonly (readonly [number, number, number, number])[]): Uint8ClampedArray {
  return new Uint8ClampedArray(
    colours.flatMap(([r, g, b, times]) => Array.from({ length: times }, () => [r, g, b, 255]).flat()),
  );
}

it('keeps flat colours exactly, however close, and finds a near one for the rest', () => {
  const flat = [
    [245, 243, 237, 9000],
    [251, 250, 247, 8000],
    [255, 255, 255, 7000],
  ] as const;
  const soft = Array.from({ length: 3000 }, (_, i) => [i % 256, (i * 7) % 256, (i * 13) % 256, 1] as const);
  const data = picture([...flat, ...soft]);
  const palette = new Palette();
  palette.look(data);
  palette.settle();
  const colours = palette.colours();
  const indexes = palette.indexOf(data);
  expect(colours).toHaveLength(256);
  expect(indexes).not.toContain(TRANSPARENT);
  for (const [r, g, b] of flat) expect(colours).toContainEqual([r, g, b]);
  expect(colours[indexes[0]!]).toEqual([245, 243, 237]);
  expect(colours[indexes[9000]!]).toEqual([251, 250, 247]);
  let worst = 0;
  indexes.forEach((index, i) => {
    for (const k of [0, 1, 2]) worst = Math.max(worst, Math.abs(colours[index]![k]! - data[4 * i + k]!));
  });
  expect(worst).toBeLessThan(64);
});
