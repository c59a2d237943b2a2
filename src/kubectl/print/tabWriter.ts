/**
 * Columns as Go's text/tabwriter lines them up: a column is as wide as the widest cell of the lines that follow one
 * another and have it; the last cell of a line belongs to no column. Source: Go src/text/tabwriter/tabwriter.go format.
 */

export interface TabOptions {
  readonly minWidth: number;
  readonly padding: number;
}

/** For `get`. Source: k8s.io/cli-runtime pkg/printers/tabwriter.go. */
export const TABLE: TabOptions = { minWidth: 6, padding: 3 };
/** For `describe`. Source: kubectl pkg/describe/describe.go tabbedString. */
export const DESCRIPTION: TabOptions = { minWidth: 0, padding: 2 };

/** Lines with tabs between cells, to lines with blanks. */
export function lineUp(lines: readonly string[], options: TabOptions): string[] {
  const cells = lines.map((line) => line.split('\t'));
  const widths: number[][] = cells.map(() => []);
  measure(cells, widths, 0, cells.length, 0, options);
  return cells.map((line, index) =>
    line.map((cell, column) => cell.padEnd(column < line.length - 1 ? widths[index]![column]! : 0)).join(''),
  );
}

function measure(
  cells: readonly (readonly string[])[],
  widths: number[][],
  from: number,
  to: number,
  column: number,
  options: TabOptions,
): void {
  for (let first = from; first < to;) {
    if (cells[first]!.length - 1 <= column) {
      first++;
      continue;
    }
    let behind = first;
    let width = options.minWidth;
    for (; behind < to && cells[behind]!.length - 1 > column; behind++) {
      const { length } = cells[behind]![column]!;
      width = Math.max(width, length + options.padding);
    }
    for (let line = first; line < behind; line++) widths[line]![column] = width;
    measure(cells, widths, first, behind, column + 1, options);
    first = behind;
  }
}
