/**
 * Simulated time: whole microseconds since the scenario began. Integers, so that
 * sums are exact and two machines agree; nothing here knows a wall clock.
 */
export type Micros = number;

/** Milliseconds as microseconds, rounded to a whole number. */
export function millis(count: number): Micros {
  return Math.round(count * 1_000);
}

/** Seconds as microseconds, rounded to a whole number. */
export function seconds(count: number): Micros {
  return Math.round(count * 1_000_000);
}

/** `4.210 s`-style text without the unit: seconds with three decimals. */
export function formatSeconds(at: Micros): string {
  return (at / 1_000_000).toFixed(3);
}
