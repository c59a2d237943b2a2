import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pathUntil, pointAt, roundedPath, samplePath, simplify } from './polyline';
import { contains, overlaps, rect, type Point } from './rect';
import { portsOf, routeBetween } from './router';

const elbow: Point[] = [
  { x: 0, y: 0 },
  { x: 100, y: 0 },
  { x: 100, y: 60 },
];

describe('sampled paths', () => {
  it('begin and end at the ends of the route', () => {
    const path = samplePath(elbow, 10);
    expect(pointAt(path, 0)).toEqual({ x: 0, y: 0 });
    expect(pointAt(path, 1).x).toBeCloseTo(100);
    expect(pointAt(path, 1).y).toBeCloseTo(60);
  });

  it('are shorter than the corners, by what rounding saves', () => {
    const path = samplePath(elbow, 10);
    expect(path.length).toBeLessThan(160);
    expect(path.length).toBeGreaterThan(150);
  });

  it('put equal fractions at equal distances', () => {
    const path = samplePath(elbow, 12, 200);
    const steps = Array.from({ length: 50 }, (_, i) => {
      const a = pointAt(path, i / 50);
      const b = pointAt(path, (i + 1) / 50);
      return Math.hypot(a.x - b.x, a.y - b.y);
    });
    expect(Math.max(...steps) - Math.min(...steps)).toBeLessThan(0.35);
  });

  it('stop short at a fraction', () => {
    const path = samplePath(
      [
        { x: 0, y: 0 },
        { x: 100, y: 0 },
      ],
      0,
      11,
    );
    expect(pathUntil(path, 0.25).endsWith('L25 0')).toBe(true);
  });

  it('drop points that do not turn', () => {
    expect(
      simplify([
        { x: 0, y: 0 },
        { x: 5, y: 0 },
        { x: 9, y: 0 },
        { x: 9, y: 4 },
      ]),
    ).toHaveLength(3);
    expect(roundedPath(elbow, 10)).toContain('Q100 0');
  });
});

describe('routes', () => {
  it('go around boxes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 120, max: 380 }), fc.integer({ min: 60, max: 240 }), (x, y) => {
        const from = rect(10, 130, 60, 40);
        const to = rect(520, 130, 60, 40);
        const wall = rect(x, y, 90, 80);
        const route = routeBetween(portsOf(from, ['right']), portsOf(to, ['left']), [from, wall, to], {
          w: 600,
          h: 320,
        });
        for (let i = 1; i < route.length; i += 1) {
          const a = route[i - 1]!;
          const b = route[i]!;
          expect(a.x === b.x || a.y === b.y).toBe(true);
          const segment = rect(
            Math.min(a.x, b.x),
            Math.min(a.y, b.y),
            Math.abs(a.x - b.x),
            Math.abs(a.y - b.y),
          );
          expect(overlaps(segment, wall, 0.6) && !contains(wall, segment)).toBe(false);
        }
      }),
      { numRuns: 80, seed: 3 },
    );
  });

  it('are straight where nothing is in the way', () => {
    const a = rect(0, 100, 50, 40);
    const b = rect(200, 100, 50, 40);
    const route = routeBetween(portsOf(a, ['right']), portsOf(b, ['left']), [a, b], { w: 400, h: 300 });
    expect(route).toEqual([
      { x: 50, y: 120 },
      { x: 200, y: 120 },
    ]);
  });
});
