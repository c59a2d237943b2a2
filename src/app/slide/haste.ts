/** A slide does not wait: what goes on for long is played faster and faster. */

/** As it is, for so long. */
const PATIENT_MILLIS = 9_000;
/** Then it gains speed, the more the longer it takes. */
const GAIN_MILLIS = 3_500;
const FASTEST = 24;
/** Simulated microseconds per screen millisecond from which nobody follows single hops. */
const UNFOLLOWED_RATE = 90;

/**
 * How many times faster to go after so many milliseconds of playing a frame; `rate` is the pace at speed 1, in
 * simulated microseconds per screen millisecond. The hops of a followed request always keep their pace.
 */
export function hastenedSpeed(playedMillis: number, rate: number): number {
  if (rate < UNFOLLOWED_RATE || playedMillis <= PATIENT_MILLIS) return 1;
  return Math.min(FASTEST, 1 + ((playedMillis - PATIENT_MILLIS) / GAIN_MILLIS) ** 2);
}
