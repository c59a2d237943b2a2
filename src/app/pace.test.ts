import { assert, constantFrom, integer, array, nat, property, tuple } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { advance, CLUSTER_RATE, LAG_RATE, rateAt, retreat, stretchesOf, TRAFFIC_RATE } from './pace';
import type { Hop } from '../sim/packet/hop';

const KINDS = ['resolve', 'travel', 'rewrite', 'translate', 'decide', 'work', 'lost', 'timeout'] as const;

/** Hops in the order in which they began, touching, apart or overlapping. */
const roads = array(tuple(nat(5_000), nat(20_000), constantFrom(...KINDS)), { maxLength: 25 }).map((rows) => {
  let at = 1_000;
  return rows.map(([gap, took, kind]) => {
    at += gap;
    return { kind, startAt: at, endAt: at + took } as Hop;
  });
});
const rates = constantFrom(CLUSTER_RATE, LAG_RATE, TRAFFIC_RATE);
const moments = integer({ min: 0, max: 400_000 });
const screens = integer({ min: 1, max: 20_000 });

describe('the stretches of a road', () => {
  it('follow one another without a gap, forwards only, from the sending to the last hop that ends', () => {
    assert(
      property(roads, (hops) => {
        const stretches = stretchesOf(500, hops);
        let at = 500;
        for (const stretch of stretches) {
          expect(stretch.from).toBe(at);
          expect(stretch.to).toBeGreaterThan(stretch.from);
          expect(stretch.millis).toBeGreaterThan(0);
          at = stretch.to;
        }
        const last = hops.at(-1);
        if (last !== undefined) expect(at).toBeGreaterThanOrEqual(last.endAt);
      }),
    );
  });
});

describe('going on and going back', () => {
  it('never passes the limit, nor stands still before it', () => {
    assert(
      property(roads, moments, screens, rates, moments, (hops, at, screen, rate, limit) => {
        const stretches = stretchesOf(500, hops);
        const on = advance(stretches, at, screen, rate, limit);
        expect(on).toBeLessThanOrEqual(Math.max(at, limit));
        if (at < limit) expect(on).toBeGreaterThan(at);
        else expect(on).toBe(at);
        const back = retreat(stretches, at, screen, rate, limit);
        expect(back).toBeGreaterThanOrEqual(Math.min(at, limit));
        if (at > limit) expect(back).toBeLessThan(at);
        else expect(back).toBe(at);
      }),
    );
  });

  it('comes further the longer it goes', () => {
    assert(
      property(roads, moments, screens, screens, rates, (hops, at, a, b, rate) => {
        const stretches = stretchesOf(500, hops);
        const [less, more] = [Math.min(a, b), Math.max(a, b)];
        const reach = (screen: number) => advance(stretches, at, screen, rate, Infinity);
        expect(reach(less)).toBeLessThanOrEqual(reach(more) + 1e-6);
        const withdraw = (screen: number) => retreat(stretches, at, screen, rate, -Infinity);
        expect(withdraw(less)).toBeGreaterThanOrEqual(withdraw(more) - 1e-6);
      }),
    );
  });

  it('is undone by going back as long', () => {
    assert(
      property(roads, moments, screens, rates, (hops, at, screen, rate) => {
        const stretches = stretchesOf(500, hops);
        const on = advance(stretches, at, screen, rate, Infinity);
        expect(retreat(stretches, on, screen, rate, -Infinity)).toBeCloseTo(at, 3);
      }),
    );
  });

  it('is the same in one go as in many frames', () => {
    assert(
      property(roads, moments, integer({ min: 1, max: 200 }), rates, (hops, at, frames, rate) => {
        const stretches = stretchesOf(500, hops);
        let now = at;
        for (let i = 0; i < frames; i++) now = advance(stretches, now, 16, rate, Infinity);
        expect(now).toBeCloseTo(advance(stretches, at, 16 * frames, rate, Infinity), 3);
      }),
    );
  });

  it('takes for a hop the time that the hop is given', () => {
    const hop = { kind: 'rewrite', startAt: 1_000, endAt: 1_030 } as Hop;
    const stretches = stretchesOf(1_000, [hop]);
    expect(advance(stretches, 1_000, 1600, CLUSTER_RATE, Infinity)).toBeCloseTo(1_030, 6);
    expect(advance(stretches, 1_000, 800, CLUSTER_RATE, Infinity)).toBeCloseTo(1_015, 6);
    expect(rateAt(stretches, 2_000, CLUSTER_RATE)).toEqual({ rate: CLUSTER_RATE, until: Infinity });
  });
});
