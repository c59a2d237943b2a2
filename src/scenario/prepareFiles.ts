/** A scenario's folder as texts to what the browser gets: prepared JSON with its sentences. */
import { formatProblem, type Problem } from '../manifest/problem';
import type { SourceFile } from '../manifest/source';
import { loadCourse, readCourse, type LoadedCourse } from './course';
import { readScenario, type Texts } from './readScenario';
import type { Language, ProxyMode } from './scenario';
import { NO_SIBLINGS, type Siblings } from './siblings';
import type { PreparedScenario } from './startPrepared';
import { prepareScenario } from './prepareScenario';

export interface LoadedScenario extends PreparedScenario {
  readonly texts: Readonly<Record<Language, Texts>>;
  /** The scenario that this one extends. */
  readonly extends?: string;
  /** The proxy mode that it names, where another one is simulated. */
  readonly ownMode?: ProxyMode;
}

/** Why nothing was prepared: every error, with file, line, column and mend. */
export class FilesRefused extends Error {
  constructor(
    what: string,
    readonly problems: readonly Problem[],
  ) {
    super(`${what}:\n${problems.map((problem) => `${formatProblem(problem)} — ${problem.mend}`).join('\n')}`);
    this.name = 'FilesRefused';
  }
}

/** Throws `FilesRefused` if there is an error among the problems. */
export function prepareFiles(
  id: string,
  files: readonly SourceFile[],
  siblings: Siblings = NO_SIBLINGS,
): LoadedScenario {
  const { scenario, manifests, ocelot, texts, problems, extends: base } = readScenario(files, siblings);
  const errors = problems.filter((problem) => problem.severity === 'error');
  if (errors.length > 0 || scenario === undefined) throw new FilesRefused(`scenario "${id}"`, errors);
  return {
    ...prepareScenario({ scenario, manifests, ocelot }),
    texts,
    ...(base === null ? {} : { extends: base }),
  };
}

/** The course for its overview. Throws `FilesRefused`. */
export function prepareCourse(files: readonly SourceFile[], lessons: Siblings): LoadedCourse {
  const reading = readCourse(files, lessons);
  const errors = reading.problems.filter((problem) => problem.severity === 'error');
  if (errors.length > 0) throw new FilesRefused('the course', errors);
  return loadCourse(reading, lessons);
}
