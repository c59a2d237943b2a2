/** What is wrong with a lesson, for the terminal and for the overlay that Vite lays over the page. */
import { existsSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import type { ErrorPayload } from 'vite';
import type { Problem } from '../src/manifest/problem';

/** The problems that an error of the reader carries; none for any other error. */
export function problemsOf(error: unknown): readonly Problem[] {
  const found = error instanceof Error && 'problems' in error ? error.problems : [];
  return Array.isArray(found) ? (found as Problem[]) : [];
}

/** `scenarios/slug/scenario.yaml:7:12 message — mend`, one line each. `folder` is where the files are relative to. */
export function listed(problems: readonly Problem[], folder: string, projectRoot: string): string {
  return problems
    .map((problem) => {
      const path = relative(projectRoot, join(folder, problem.file)).split(sep).join('/');
      return `${path}:${problem.line}:${problem.column} ${problem.message} — ${problem.mend}`;
    })
    .join('\n');
}

/** The overlay's content: all problems, and the lines around the first. */
export function overlay(error: unknown, folder: string, projectRoot: string): ErrorPayload['err'] {
  const problems = problemsOf(error);
  const [first] = problems;
  if (first === undefined) {
    const message = error instanceof Error ? error.message : String(error);
    return { message, stack: '', plugin: 'hopscope-scenarios' };
  }
  const file = join(folder, first.file);
  return {
    message: listed(problems, folder, projectRoot),
    stack: '',
    plugin: 'hopscope-scenarios',
    id: file,
    loc: { file, line: first.line, column: first.column },
    frame: frameOf(file, first.line, first.column),
  };
}

/** The line, two before and two after it, with a caret below the column. */
function frameOf(file: string, line: number, column: number): string {
  if (!existsSync(file)) return '';
  const lines = readFileSync(file, 'utf8').split(/\r?\n/);
  const from = Math.max(1, line - 2);
  return lines
    .slice(from - 1, line + 2)
    .flatMap((text, index) => {
      const number = from + index;
      const row = `${String(number).padStart(4)} | ${text}`;
      return number === line ? [row, `     | ${' '.repeat(Math.max(0, column - 1))}^`] : [row];
    })
    .join('\n');
}
