/**
 * What is wrong with a text, where it stands, and how to mend it. `code` and `params`
 * carry the meaning, so that another language can say it; `message` and `mend` say it in English.
 */
import { PROBLEM_TEXTS, type ProblemCode } from './problemTexts';

export type Severity = 'error' | 'warning';

/** A place in a file; lines and columns count from 1. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

export type ProblemParams = Readonly<Record<string, string | number>>;

export interface Problem extends Place {
  readonly severity: Severity;
  readonly code: ProblemCode;
  readonly params: ProblemParams;
  readonly message: string;
  readonly mend: string;
}

export type { ProblemCode };

/** A problem at a place, with its English words. `{name}` in a text stands for a parameter. */
export function problemAt(place: Place, code: ProblemCode, params: ProblemParams = {}): Problem {
  const [severity, message, mend] = PROBLEM_TEXTS[code];
  return {
    file: place.file,
    line: place.line,
    column: place.column,
    severity,
    code,
    params,
    message: fill(message, params),
    mend: fill(mend, params),
  };
}

function fill(text: string, params: ProblemParams): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = Object.hasOwn(params, name) ? params[name] : undefined;
    return value === undefined ? whole : String(value);
  });
}

/** `file:line:column message`, as compilers print it. */
export function formatProblem(problem: Problem): string {
  return `${problem.file}:${problem.line}:${problem.column} ${problem.message}`;
}

/** Problems in reading order: by file, line, column; the same problem is kept once. */
export function sortProblems(problems: readonly Problem[]): Problem[] {
  const seen = new Set<string>();
  return [...problems]
    .filter((problem) => {
      const id = `${problem.code}\u0000${formatProblem(problem)}`;
      if (seen.has(id)) return false;
      seen.add(id);
      return true;
    })
    .sort(
      (a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : 0) || a.line - b.line || a.column - b.column,
    );
}
