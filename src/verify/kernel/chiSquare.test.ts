import { describe, expect, it } from 'vitest';
import { chiSquare, criticalValue, enoughFor, SMALLEST_CHANCE } from './chiSquare';

describe('chi-square', () => {
  // Critical values: NIST/SEMATECH e-Handbook §1.3.6.7.4.
  it.each([
    [1, 0.05, 3.841],
    [2, 0.01, 9.21],
    [5, 0.001, 20.515],
    [10, 0.05, 18.307],
    [30, 0.001, 59.703],
    [100, 0.01, 135.807],
  ])('has the critical values of the tables: %d degrees, chance %d', (degrees, chance, value) => {
    expect(criticalValue(degrees, chance)).toBeCloseTo(value, 2);
  });

  it('is 0 for counts that fit exactly, and tells a lopsided spread', () => {
    expect(chiSquare([200, 200, 200], [1 / 3, 1 / 3, 1 / 3])).toEqual({
      statistic: 0,
      degreesOfFreedom: 2,
      chance: 1,
    });
    expect(chiSquare([180, 210, 210], [1 / 3, 1 / 3, 1 / 3]).chance).toBeGreaterThan(0.1);
    expect(chiSquare([300, 150, 150], [1 / 3, 1 / 3, 1 / 3]).chance).toBeLessThan(SMALLEST_CHANCE);
  });

  it('tells what kube-proxy’s probabilities would give if they were not conditional', () => {
    // 1/3, 1/3 of all and the rest: a mistake that only a count shows.
    expect(chiSquare([200, 133, 267], [1 / 3, 1 / 3, 1 / 3]).chance).toBeLessThan(SMALLEST_CHANCE);
  });

  it('is never fine with what cannot be, and always with what must', () => {
    expect(chiSquare([10, 1], [1, 0]).chance).toBe(0);
    expect(chiSquare([10], [1]).chance).toBe(1);
    expect(chiSquare([10, 0], [1, 0]).chance).toBe(1);
  });

  it('asks often enough to have met every end', () => {
    for (const ends of [2, 3, 10, 40]) {
      const missed = ends * (1 - 1 / ends) ** enoughFor(ends);
      expect(missed).toBeLessThanOrEqual(1e-6);
      expect(missed).toBeGreaterThan(1e-7);
    }
  });
});
