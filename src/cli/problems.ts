/** Problems on the command line: in one form, whatever found them. */
import type { ConfigurationProblem } from '../sim/traffic/ocelot/configuration';
import type { Problem } from '../manifest/problem';
import type { Io } from './command';
import { InputError } from './errors';

/** One problem, as `check --json` gives it. */
export interface ShownProblem {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly severity: 'error' | 'warning';
  readonly message: string;
  readonly mend: string;
}

/** A problem of a manifest or scenario. `folder` goes before its file. */
export function shownProblem(problem: Problem, folder = ''): ShownProblem {
  const { file, line, column, severity, message, mend } = problem;
  return { file: folder === '' ? file : `${folder}/${file}`, line, column, severity, message, mend };
}

/** A problem of an Ocelot configuration or a Corefile. Their texts have no full stops. */
export function shownConfigurationProblem(
  file: string,
  problem: Omit<ConfigurationProblem, 'code' | 'params'>,
): ShownProblem {
  const { line, column, severity, message, mend } = problem;
  return { file, line, column, severity, message: sentence(message), mend: sentence(mend) };
}

function sentence(text: string): string {
  return /[.?!]$/.test(text) || text === '' ? text : `${text}.`;
}

/** `file:line:column message — mend`; warnings say so. */
export function problemLine({ file, line, column, severity, message, mend }: ShownProblem): string {
  const warning = severity === 'warning' ? 'warning: ' : '';
  return `${file}:${line}:${column} ${warning}${message}${mend === '' ? '' : ` — ${mend}`}`;
}

/** In reading order, each once. */
export function sortShown(problems: readonly ShownProblem[]): ShownProblem[] {
  const byLine = new Map(problems.map((problem) => [problemLine(problem), problem]));
  return [...byLine.values()].sort(
    (a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : 0) || a.line - b.line || a.column - b.column,
  );
}

/** Prints problems as messages, and throws `InputError` if an error is among them. */
export function refuseErrors(problems: readonly ShownProblem[], io: Io): void {
  const errors = problems.filter(({ severity }) => severity === 'error');
  for (const problem of errors) io.err(`${problemLine(problem)}\n`);
  if (errors.length > 0) throw new InputError(`${count(errors.length, 'error')} in the input`);
}

/** `1 error`, `3 errors`. */
export function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}
