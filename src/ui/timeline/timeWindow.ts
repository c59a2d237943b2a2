/** Which stretch of simulated time the strip shows. All times in simulated microseconds. */

/** Widths to choose from, narrow to wide. */
export const WIDTHS: readonly number[] = [
  10_000, 20_000, 50_000, 100_000, 200_000, 500_000, 1_000_000, 2_000_000, 5_000_000, 10_000_000, 20_000_000,
  60_000_000, 120_000_000, 300_000_000, 600_000_000,
];

/** The next narrower (-1) or wider (+1) width. */
export function zoomed(width: number, direction: -1 | 1): number {
  const fitting = direction < 0 ? WIDTHS.findLast((one) => one < width) : WIDTHS.find((one) => one > width);
  return fitting ?? width;
}

/** The smallest width that shows everything. */
export function wholeWidth(endAt: number): number {
  return WIDTHS.find((width) => width >= endAt) ?? endAt;
}

/**
 * Where the window begins. It stays while the playhead is inside it and turns over like a page
 * when the playhead nears the edge, so that playing does not move everything all the time.
 */
export function windowStart(at: number, width: number, endAt: number, before: number | null): number {
  if (width >= endAt && at <= width) return 0;
  if (before !== null && at >= before && at <= before + width * 0.94) return before;
  return Math.max(0, Math.round(at - width * 0.5));
}
