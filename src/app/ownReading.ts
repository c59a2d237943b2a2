/**
 * Reads somebody's own files. Everything that knows YAML is behind this module; it is loaded by
 * `ownReader` when it is needed, in a worker where there are workers.
 */
import { problemInChinese } from '../i18n/zh-CN/problems';
import { readSystem } from '../scenario/system/readSystem';
import { systemScenario, type SystemNotes } from '../scenario/system/systemScenario';
import type { PreparedScenario } from '../scenario/startPrepared';
import { parseUrl } from '../sim/traffic/urls';
import type { OwnProblem, OwnSummary } from '../ui/own/contract';

/** A file as text. */
export interface OwnText {
  readonly path: string;
  readonly text: string;
}

export interface OwnOptions {
  readonly resume: boolean;
  /** Empty: the best that is found. */
  readonly url: string;
}

export interface OwnReading {
  readonly problems: readonly OwnProblem[];
  /** Null if there is nothing that could be run. */
  readonly summary: OwnSummary | null;
  readonly urlIsBad: boolean;
}

export interface OwnStart {
  readonly prepared: PreparedScenario;
  readonly notes: SystemNotes;
  readonly urls: readonly string[];
}

/** At most so many problems are listed: nobody mends more at once. */
const MOST_PROBLEMS = 200;

/** What is wrong with the files, and what they hold. Plain JSON. */
export function readOwn(files: readonly OwnText[], options: OwnOptions): OwnReading {
  const { system, files: read, problems } = readSystem(files);
  const { notes, urls } = systemScenario(system, read, options);
  const hasAny = notes.workloads + notes.services + notes.leftOut.length > 0;
  const errors = problems.filter(({ severity }) => severity === 'error');
  const first = [...errors, ...problems.filter(({ severity }) => severity === 'warning')];
  return {
    problems: first.slice(0, MOST_PROBLEMS).map((problem) => {
      const { file, line, column, severity, message, mend } = problem;
      const chinese = problemInChinese(problem);
      return {
        file,
        line,
        column,
        severity,
        message: { en: message, 'zh-CN': chinese.message },
        mend: { en: mend, 'zh-CN': chinese.mend },
      };
    }),
    summary: hasAny ? { ...notes, urls } : null,
    urlIsBad: options.url.trim() !== '' && parseUrl(options.url.trim()) === null,
  };
}

/** The files as a prepared scenario: plain JSON, ready to be started. */
export function prepareOwn(files: readonly OwnText[], options: OwnOptions): OwnStart {
  const { system, files: read } = readSystem(files);
  return systemScenario(system, read, options);
}
