/** Folders of scenarios on disk, with those beside them: a scenario may extend its neighbour. */
import { readdirSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type { SourceFile } from '../manifest/source';
import { readCourse } from '../scenario/course';
import { readScenario, type ScenarioReading } from '../scenario/readScenario';
import type { Siblings } from '../scenario/siblings';
import type { Io } from './command';
import { isScenarioFolder, readPaths } from './files';
import { shownProblem, type ShownProblem } from './problems';
import type { ScenarioFolder } from './system';

/** Reads a scenario, and what it extends from the folder beside it. */
export function readFolder({ folder, files }: ScenarioFolder, io: Io): ScenarioReading {
  return readScenario(files, siblingsOf(folder, io));
}

function siblingsOf(folder: string, io: Io): Siblings {
  const parent = dirname(resolve(io.cwd, folder));
  const isOne = (slug: string) => isScenarioFolder(join(parent, slug), io);
  const names = () =>
    readdirSync(parent, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && isOne(entry.name))
      .map((entry) => entry.name)
      .sort();
  const filesOf = (slug: string): SourceFile[] | undefined => {
    if (slug === basename(resolve(io.cwd, folder)) || !names().includes(slug)) return undefined;
    const full = join(parent, slug);
    return readPaths([full], io).map(({ path, text }) => ({ path: path.slice(full.length + 1), text }));
  };
  return { names, filesOf };
}

/** A path within a scenario's folder as the caller would write it: `../base/x.yaml` lies in the folder beside it. */
export function pathIn(folder: string, path: string): string {
  if (!path.startsWith('../')) return folder === '' ? path : `${folder}/${path}`;
  const rest = path.slice('../'.length);
  if (folder === '' || folder === '.' || folder.endsWith('..')) return `${folder || '.'}/${path}`;
  const cut = folder.lastIndexOf('/');
  return cut === -1 ? rest : `${folder.slice(0, cut)}/${rest}`;
}

/** What is wrong with a scenario, with paths as the caller would write them. */
export function problemsIn(folder: string, reading: ScenarioReading): ShownProblem[] {
  return reading.problems.map((problem) => ({
    ...shownProblem(problem),
    file: pathIn(folder, problem.file),
  }));
}

/** What is wrong with a course beside the lessons' folders. */
export function checkCourse({ folder, files }: ScenarioFolder, io: Io): ShownProblem[] {
  const { problems } = readCourse(files, siblingsOf(`${folder === '' ? '.' : folder}/course`, io));
  return problems.map((problem) => shownProblem(problem, folder));
}
