/** The log and the tables of what exists as words: filtered, and written as text or Markdown. Needs nothing of the simulation. */
import type { LogCard, LogRow } from './storyCards';

/** What the reader wants to see. */
export interface LogFilter {
  readonly kinds: ReadonlySet<LogRow['kind']>;
  /** In the name of whoever it is about, or in the sentence; any case. Empty for all. */
  readonly text: string;
}

/** Indexes of the rows that a filter lets through. `sentence` says a row as the reader reads it. */
export function filterLog(
  card: LogCard,
  filter: LogFilter,
  sentence: (row: LogRow) => string,
  from = 0,
): number[] {
  const wanted = filter.text.trim().toLowerCase();
  const found: number[] = [];
  for (let i = from; i < card.count; i++) {
    const row = card.rows[i]!;
    if (!filter.kinds.has(row.kind)) continue;
    if (
      wanted !== '' &&
      !row.who.toLowerCase().includes(wanted) &&
      !(row.request ?? '').includes(wanted) &&
      !sentence(row).toLowerCase().includes(wanted)
    )
      continue;
    found.push(i);
  }
  return found;
}

/** Rows as text, one a line: seconds, who, what. */
export function logText(rows: readonly LogRow[], sentence: (row: LogRow) => string): string {
  return rows
    .map((row) => `${(row.at / 1_000_000).toFixed(6)}\t${row.who === '' ? '–' : row.who}\t${sentence(row)}\n`)
    .join('');
}

/** A table of words: what a topology or a log is written from. */
export interface WordTable {
  readonly title: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** Tables as Markdown. A `|` inside a cell is escaped. */
export function markdownOf(tables: readonly WordTable[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return tables
    .map(({ title, head, rows }) =>
      [`## ${title}`, '', line(head), line(head.map(() => '---')), ...rows.map(line), ''].join('\n'),
    )
    .join('\n');
}

/** Tables as plain text, columns apart by tabs. */
export function textOf(tables: readonly WordTable[]): string {
  return tables
    .map(({ title, head, rows }) =>
      [title, head.join('\t'), ...rows.map((row) => row.join('\t')), ''].join('\n'),
    )
    .join('\n');
}
