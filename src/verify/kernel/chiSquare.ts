/**
 * Pearson's chi-square test: do counts fit given chances?
 * Source: NIST/SEMATECH e-Handbook of Statistical Methods §1.3.5.15; the incomplete gamma function as in
 * Abramowitz and Stegun, Handbook of Mathematical Functions, 6.5.29 (series) and 6.5.31 (continued fraction).
 */

/** The chance below which counts are taken for not fitting: one right kernel in ten thousand fails a sample. */
export const SMALLEST_CHANCE = 0.0001;

export interface ChiSquare {
  readonly statistic: number;
  readonly degreesOfFreedom: number;
  /** The chance that counts which follow the chances are as far off as these, or further. */
  readonly chance: number;
}

/**
 * Holds counts to chances (which add up to 1), both in the same order. One end alone fits always. A count where the
 * chance is 0 fits never.
 */
export function chiSquare(counts: readonly number[], chances: readonly number[]): ChiSquare {
  const total = counts.reduce((sum, count) => sum + count, 0);
  let statistic = 0;
  let cells = 0;
  counts.forEach((count, index) => {
    const expected = (chances[index] ?? 0) * total;
    if (expected === 0) {
      if (count > 0) statistic = Infinity;
      return;
    }
    cells++;
    statistic += (count - expected) ** 2 / expected;
  });
  const degreesOfFreedom = Math.max(0, cells - 1);
  if (statistic === Infinity) return { statistic, degreesOfFreedom, chance: 0 };
  const chance = degreesOfFreedom === 0 ? 1 : upperGamma(degreesOfFreedom / 2, statistic / 2);
  return { statistic, degreesOfFreedom, chance };
}

/** The statistic that is exceeded with this chance: what a table of critical values says. */
export function criticalValue(degreesOfFreedom: number, chance = SMALLEST_CHANCE): number {
  if (degreesOfFreedom === 0) return 0;
  let low = 0;
  let high = degreesOfFreedom + 10;
  while (upperGamma(degreesOfFreedom / 2, high / 2) > chance) high *= 2;
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (upperGamma(degreesOfFreedom / 2, middle / 2) > chance) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** ln Γ(a) for the halves and wholes that degrees of freedom give. */
function logGamma(a: number): number {
  let result = Number.isInteger(a) ? 0 : Math.log(Math.PI) / 2;
  for (let n = Number.isInteger(a) ? 1 : 0.5; n < a; n++) result += Math.log(n);
  return result;
}

/** Q(a, x), the regularized upper incomplete gamma function. */
function upperGamma(a: number, x: number): number {
  if (x <= 0) return 1;
  const scale = Math.exp(-x + a * Math.log(x) - logGamma(a));
  if (x < a + 1) {
    let term = 1 / a;
    let sum = term;
    for (let n = 1; n < 1000 && term > sum * 1e-14; n++) {
      term *= x / (a + n);
      sum += term;
    }
    return 1 - sum * scale;
  }
  // Lentz's way to work out a continued fraction.
  let b = x + 1 - a;
  let c = 1e300;
  let d = 1 / b;
  let fraction = d;
  for (let n = 1; n < 1000; n++) {
    const factor = -n * (n - a);
    b += 2;
    d = 1 / (factor * d + b);
    c = b + factor / c;
    const step = d * c;
    fraction *= step;
    if (Math.abs(step - 1) < 1e-14) break;
  }
  return scale * fraction;
}

/**
 * How many connections make it certain, but for one case in a million, that each of so many equally likely ends
 * is reached.
 */
export function enoughFor(ends: number): number {
  if (ends < 2) return 3;
  return Math.ceil(Math.log(1e-6 / ends) / Math.log(1 - 1 / ends));
}
