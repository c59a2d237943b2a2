/** What a bench is: a file `bench/<name>.bench.ts` whose default export is one of these. */

/** One line of the table. */
export interface BenchRow {
  readonly what: string;
  /** With its unit: `67.9 kB`, `3.1 ms`. */
  readonly measured: string;
  /** As ARCHITECTURE.md states it, `≤ 150 kB`; `reported` where a number is only shown. */
  readonly budget: string;
  readonly verdict: 'ok' | 'over' | 'reported';
}

export interface Bench {
  /** Named on the command line: `npm run bench -- first-load`. */
  readonly name: string;
  run(): Promise<readonly BenchRow[]> | readonly BenchRow[];
}

/** A row with a limit: the verdict follows from the number. */
export function limited(what: string, value: number, limit: number, unit: string): BenchRow {
  return {
    what,
    measured: `${round(value)} ${unit}`,
    budget: `≤ ${limit} ${unit}`,
    verdict: value <= limit ? 'ok' : 'over',
  };
}

/** A row that is only shown. */
export function reported(what: string, measured: string): BenchRow {
  return { what, measured, budget: 'reported', verdict: 'reported' };
}

function round(value: number): string {
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);
}

/** The value below which the fraction `p` of the samples lies: 0.5 is the median. */
export function quantile(samples: readonly number[], p: number): number {
  if (samples.length === 0) throw new Error('no samples');
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(p * sorted.length))]!;
}

/** Median time of one call, in milliseconds. The first call warms up and is not counted. */
export function medianMs(repeats: number, work: () => void): number {
  work();
  const samples = Array.from({ length: repeats }, () => {
    const began = performance.now();
    work();
    return performance.now() - began;
  });
  return quantile(samples, 0.5);
}
