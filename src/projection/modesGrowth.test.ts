/** Rules examined per new connection, as Services are added: measured on the rules themselves. */
import { describe, expect, it } from 'vitest';
import { SIMULATED_MODES, type SimulatedMode } from '../sim/dataplane/nodeRules/nodeRules';
import { MEASURED_AT, measureGrowth, type GrowthPoint } from './modesGrowth';

/** The measurement up to so many Services. */
function upTo(mode: SimulatedMode, most: number): readonly GrowthPoint[] {
  const count = MEASURED_AT.filter((each) => each <= most).length;
  for (const points of measureGrowth(mode)) if (points.length >= count) return points;
  throw new Error('it ended too early');
}

describe('rules examined per new connection', () => {
  it('grow with the number of Services in iptables mode: one line of KUBE-SERVICES for each', () => {
    const points = upTo('iptables', 500);
    const at = (services: number) => points.find((point) => point.services === services)!;
    expect(at(500).worst - at(250).worst).toBe(250);
    expect(at(500).mean - at(250).mean).toBeCloseTo(125, 0);
    expect(at(500).worst).toBeGreaterThan(500);
  });

  for (const mode of SIMULATED_MODES.filter((each) => each !== 'iptables')) {
    it(`stay the same in ${mode} mode, for every Service`, () => {
      const points = upTo(mode, 500);
      for (const { mean, worst } of points)
        expect([mean, worst]).toEqual([points[0]!.worst, points[0]!.worst]);
      expect(points[0]!.worst).toBeLessThan(40);
    });
  }

  it('come in small slices', () => {
    let slices = 0;
    let longest = 0;
    const measuring = measureGrowth('nftables');
    for (let before = performance.now(); slices < 12; slices++) {
      measuring.next();
      longest = Math.max(longest, performance.now() - before);
      before = performance.now();
    }
    expect(slices).toBe(12);
    expect(longest).toBeLessThan(1500);
  });
});
