/** Which known name was probably meant. */

/**
 * The candidate closest to `name` by Damerau–Levenshtein distance, letter case counting a little;
 * undefined if none is near enough to be a slip (a third of its length, at most 3).
 * Source: https://en.wikipedia.org/wiki/Damerau–Levenshtein_distance (optimal string alignment).
 */
export function closestName(name: string, candidates: Iterable<string>): string | undefined {
  if (name.length > 80) return undefined;
  let best: string | undefined;
  let bestDistance = Math.min(3, Math.max(1, Math.floor(name.length / 3))) + 0.5;
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - name.length) > 3 || candidate === name) continue;
    const distance =
      alignmentDistance(name.toLowerCase(), candidate.toLowerCase()) +
      (name.toLowerCase() === candidate.toLowerCase() ? 0.1 : 0);
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

function alignmentDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = a[i - 1] === b[j - 1] ? 0 : 1;
      let cost = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + change);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        cost = Math.min(cost, beforeLast[j - 2]! + 1);
      }
      row.push(cost);
    }
    beforeLast = last;
    last = row;
  }
  return last[b.length]!;
}
