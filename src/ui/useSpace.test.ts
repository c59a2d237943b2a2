import { describe, expect, it } from 'vitest';
import { spaceOf } from './useSpace';

describe('kinds of room', () => {
  it.each([
    [1920, 1080, 'full'],
    [1600, 900, 'full'],
    [1280, 720, 'compact'],
    [768, 1024, 'compact'],
    [390, 844, 'phone'],
    [844, 390, 'phone'],
  ])('%i × %i is %s', (width, height, size) => {
    expect(spaceOf(width, height).size).toBe(size);
  });

  it('knows a phone on its side from one upright, and a low screen from a high one', () => {
    expect(spaceOf(844, 390).isFlat).toBe(true);
    expect(spaceOf(390, 844).isFlat).toBe(false);
    expect([spaceOf(1280, 720).isLow, spaceOf(1920, 1080).isLow]).toEqual([true, false]);
    expect([spaceOf(1000, 700).isTight, spaceOf(1280, 720).isTight]).toEqual([true, false]);
  });
});
