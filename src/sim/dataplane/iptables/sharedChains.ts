/**
 * Chains in which every Service has lines, kept sorted by Service, so that one Service's
 * lines are found and replaced without touching the others.
 */
import type { Chain, Rule } from './ruleSet';

/** First position whose Service is not before `service`. Lines without a Service stand at the end. */
function firstNotBefore(lines: Chain, service: string): number {
  let low = 0;
  let high = lines.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const at = lines[middle]!.origin?.service;
    if (at !== undefined && at < service) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Where a Service's lines stand: from `start` up to but without `end`. */
export function linesOfService(
  lines: Chain,
  service: string,
): { readonly start: number; readonly end: number } {
  const start = firstNotBefore(lines, service);
  let end = start;
  while (end < lines.length && lines[end]!.origin?.service === service) end++;
  return { start, end };
}

function sameRules(a: readonly Rule[], b: readonly Rule[]): boolean {
  return (
    a.length === b.length &&
    a.every((rule, i) => rule === b[i] || JSON.stringify(rule) === JSON.stringify(b[i]))
  );
}

/** The chain with one Service's lines replaced; the very same chain if nothing changes. */
export function replaceLines(lines: Chain, service: string, fresh: readonly Rule[]): Chain {
  const { start, end } = linesOfService(lines, service);
  if (sameRules(lines.slice(start, end), fresh)) return lines;
  return [...lines.slice(0, start), ...fresh, ...lines.slice(end)];
}
