/** A scenario's folder as texts to what the browser gets: prepared JSON with its sentences. */
import { formatProblem } from '../manifest/problem';
import type { SourceFile } from '../manifest/source';
import { readScenario, type Texts } from './readScenario';
import type { Language } from './scenario';
import { NO_SIBLINGS, type Siblings } from './siblings';
import type { PreparedScenario } from './startPrepared';
import { prepareScenario } from './prepareScenario';

export interface LoadedScenario extends PreparedScenario {
  readonly texts: Readonly<Record<Language, Texts>>;
}

/** Throws one Error that lists every problem with file, line and mend, if there is an error among them. */
export function prepareFiles(
  id: string,
  files: readonly SourceFile[],
  siblings: Siblings = NO_SIBLINGS,
): LoadedScenario {
  const { scenario, manifests, ocelot, texts, problems } = readScenario(files, siblings);
  const errors = problems.filter((problem) => problem.severity === 'error');
  if (errors.length > 0 || scenario === undefined) {
    throw new Error(`scenario "${id}":\n${errors.map(formatProblem).join('\n')}`);
  }
  return { ...prepareScenario({ scenario, manifests, ocelot }), texts };
}
