/** The course as its files say it, for tests: which lessons there are, and what is right in each. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { filesIn, scenarioIds } from '../build/scenarioFolders';
import { playSolution, type PlayedLesson } from '../src/lesson/playSolution';
import { readScenario } from '../src/scenario/readScenario';
import type { Scenario } from '../src/scenario/scenario';

const SCENARIOS = join(import.meta.dirname, '..', 'scenarios');

/** Slugs of all lessons, in the order of the course. */
export function lessonIds(): string[] {
  const course = parse(readFileSync(join(SCENARIOS, 'course.yaml'), 'utf8')) as {
    chapters: { lessons: string[] }[];
  };
  return course.chapters.flatMap((chapter) => chapter.lessons);
}

export interface ReadLesson {
  readonly scenario: Scenario;
  /** The lesson played without a screen: what is right. */
  readonly played: PlayedLesson;
}

/** A lesson, read and played. Throws if it cannot be solved. */
export function readLesson(id: string): ReadLesson {
  const filesOf = (slug: string) => filesIn(join(SCENARIOS, slug));
  const reading = readScenario(filesOf(id), { names: () => scenarioIds(SCENARIOS), filesOf });
  const { scenario, manifests, ocelot } = reading;
  if (scenario === undefined) throw new Error(`no lesson "${id}"`);
  const played = playSolution({ scenario, manifests, ocelot });
  if (!played.solved)
    throw new Error(`${id}: ${JSON.stringify(played.steps.filter((step) => !step.solved))}`);
  return { scenario, played };
}
