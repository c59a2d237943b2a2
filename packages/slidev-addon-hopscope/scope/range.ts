/** Which steps an element shows, and which of them belongs to a number of clicks. */

export interface StepRange {
  readonly first: number;
  readonly last: number;
}

/** Reads `2-5`, `[2, 5]` or a single step; null if it is nothing of the kind, or not said. */
export function readRange(steps: unknown): StepRange | null {
  const text = Array.isArray(steps) ? steps.join('-') : String(steps ?? '');
  const match = /^\s*(\d{1,4})(?:\s*-\s*(\d{1,4}))?\s*$/.exec(text);
  if (match === null) return null;
  const first = Number(match[1]);
  const last = Number(match[2] ?? match[1]);
  return first > 0 && last >= first ? { first, last } : null;
}

/** The first step is there without a click. */
export function clicksOf({ first, last }: StepRange): number {
  return last - first;
}

/** The step after so many clicks; fewer than none and more than there are end at the first and the last. */
export function stepAfter({ first, last }: StepRange, clicks: number): number {
  return Math.min(Math.max(first, first + clicks), last);
}
