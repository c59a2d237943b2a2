/** Prints bench rows as a table that can be read and pasted. */
import { type BenchRow } from './bench';

/** The rows as a Markdown table. */
export function formatTable(rows: readonly BenchRow[]): string {
  const head = { what: 'what', measured: 'measured', budget: 'budget', verdict: 'verdict' };
  const columns = ['what', 'measured', 'budget', 'verdict'] as const;
  const widths = columns.map((column) => Math.max(...[head, ...rows].map((row) => row[column].length)));
  const line = (row: Record<(typeof columns)[number], string>) =>
    `| ${columns.map((column, i) => row[column].padEnd(widths[i]!)).join(' | ')} |`;
  const rule = `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`;
  return [line(head), rule, ...rows.map(line)].join('\n');
}
