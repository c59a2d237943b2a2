/** The lessons of this project, read from disk for tests. */
import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { scenarioFiles } from '../../manifest/testing/samples';
import { readScenario, type ScenarioReading } from '../readScenario';
import type { Siblings } from '../siblings';

const SCENARIOS = fileURLToPath(new URL('../../../scenarios/', import.meta.url));

/** The folders that hold a scenario. */
export function lessonSlugs(): string[] {
  return readdirSync(SCENARIOS)
    .filter((name) => existsSync(`${SCENARIOS}${name}/scenario.yaml`))
    .sort();
}

export const LESSONS: Siblings = {
  names: lessonSlugs,
  filesOf: (slug) => (lessonSlugs().includes(slug) ? scenarioFiles(slug) : undefined),
};

/** A lesson with everything that it extends. */
export function readLesson(slug: string): ScenarioReading {
  return readScenario(scenarioFiles(slug), LESSONS);
}
