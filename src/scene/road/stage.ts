/**
 * What has happened at a fraction of a hop: how far the packet has travelled, how many rules
 * have been examined, how far the strike and the new address have come. Functions of the fraction alone,
 * so that a moment always looks the same, whichever way it was reached.
 */
import { easeCubicInOut, easeCubicOut } from 'd3-ease';
import type { Capsule } from '../../projection/picture';
import { clamp } from '../geometry/rect';

export interface Stage {
  /** Fraction of the hop's route that the packet has behind it, 0 … 1. */
  readonly travel: number;
  /** How many of the rules have been examined, 0 … 1. */
  readonly rules: number;
  /** How far the old address is struck out, 0 … 1. */
  readonly strike: number;
  /** How far the new address has come up, 0 … 1. */
  readonly fresh: number;
}

/** Fractions of a hop at which its stages begin: rules, strike, new address, onward travel. */
interface Times {
  readonly rules: number;
  readonly strike: number;
  readonly fresh: number;
  readonly onward: number;
}

/** Of 1,600 ms: 0–700 travel, –900 rules, –1150 strike, –1400 new address, then rest. */
const REWRITE: Times = { rules: 0.44, strike: 0.56, fresh: 0.72, onward: 0.875 };
/** A packet that is translated on its way goes on afterwards. */
const TRANSLATE: Times = { rules: 0.34, strike: 0.4, fresh: 0.5, onward: 0.6 };

/** The stages of a capsule at a fraction of its hop. */
export function stageOf(capsule: Capsule, fraction: number): Stage {
  const turn = capsule.rewriteFraction;
  if (capsule.rewrite === null || turn === null) {
    return { travel: fraction, rules: fraction, strike: 0, fresh: 0 };
  }
  const times = turn > 0.99 ? REWRITE : TRANSLATE;
  const part = (from: number, to: number) => clamp((fraction - from) / (to - from), 0, 1);
  const before = turn * easeCubicInOut(part(0, times.rules));
  const after = turn > 0.99 ? 0 : (1 - turn) * easeCubicInOut(part(times.onward, 1));
  return {
    travel: before + after,
    rules: part(times.rules, times.strike),
    strike: easeCubicOut(part(times.strike, times.fresh)),
    fresh: easeCubicOut(part(times.fresh, times.onward)),
  };
}

/** How many of `count` rules are lit, from the top, when `rules` of the examination is behind us. */
export function litRules(rules: number, count: number): number {
  return Math.min(count, Math.floor(rules * count + 1e-9));
}
