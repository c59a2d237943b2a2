/** Durations as annotations and scenarios write them. */

const UNITS: Readonly<Record<string, number>> = { us: 1, ms: 1_000, s: 1_000_000, m: 60_000_000 };

/** `800ms`, `1.5s`, `500us`, `2m` as whole microseconds; undefined if it is none. */
export function parseDuration(text: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?)(us|ms|s|m)$/.exec(text.trim());
  if (match === null) return undefined;
  const micros = Math.round(Number(match[1]) * (UNITS[match[2] ?? ''] ?? 1));
  return Number.isSafeInteger(micros) ? micros : undefined;
}
