/** The files of a command line as one system: scenarios by what they name, everything else as it is. */
import { importSystem, type SystemImport } from '../manifest/import/importSystem';
import { readManifests } from '../manifest/readManifests';
import type { SourceFile } from '../manifest/source';
import type { ScenarioReading } from '../scenario/readScenario';
import type { PublicNames } from '../sim/dns/publicNames';
import type { Io } from './command';
import { InputError } from './errors';
import { readPaths, type ReadFile } from './files';
import { pathIn, readFolder } from './lessonFolders';
import { shownProblem, type ShownProblem } from './problems';

/** A folder with a scenario.yaml, its files by their paths in it. */
export interface ScenarioFolder {
  /** As the caller would write it; empty for the folder of standard input. */
  readonly folder: string;
  readonly files: readonly SourceFile[];
}

/** Tells the files of scenarios and of courses from the others. */
export function groupScenarios(files: readonly ReadFile[]): {
  readonly scenarios: readonly ScenarioFolder[];
  /** Folders with a course.yaml that lists chapters: that and its sentences. */
  readonly courses: readonly ScenarioFolder[];
  readonly plain: readonly ReadFile[];
} {
  const withName = (name: string) => files.filter(({ path }) => path === name || path.endsWith(`/${name}`));
  const folders = withName('scenario.yaml').map(({ path }) => path.slice(0, -'scenario.yaml'.length));
  const folderOf = (path: string) => folders.find((folder) => path.startsWith(folder));
  const courses = withName('course.yaml')
    .filter(({ path, text }) => folderOf(path) === undefined && /^chapters\s*:/m.test(text))
    .map(({ path }) => path.slice(0, -'course.yaml'.length));
  const isOfCourse = (path: string) =>
    courses.some((folder) => path.startsWith(folder) && COURSE_FILE.test(path.slice(folder.length)));
  const inFolder = (folder: string, belongs: (path: string) => boolean): ScenarioFolder => ({
    folder: folder.replace(/\/$/, ''),
    files: files
      .filter(({ path }) => belongs(path))
      .map(({ path, text }) => ({ path: path.slice(folder.length), text })),
  });
  return {
    scenarios: folders.map((folder) => inFolder(folder, (path) => folderOf(path) === folder)),
    courses: courses.map((folder) =>
      inFolder(folder, (path) => path.startsWith(folder) && COURSE_FILE.test(path.slice(folder.length))),
    ),
    plain: files.filter(({ path }) => folderOf(path) === undefined && !isOfCourse(path)),
  };
}

const COURSE_FILE = /^course(?:\.[A-Za-z-]+)?\.yaml$/;

/** A system that is not run as a lesson: what `import`, `rules`, `trace`, `resolve` and `route` work on. */
export interface GivenSystem {
  readonly system: SystemImport;
  /** What the scenarios among the files say of names outside the cluster. */
  readonly publicNames: PublicNames;
  /** The scenario's seed, if this is one scenario: then addresses are those that `run` has. */
  readonly seed: string | undefined;
  readonly problems: readonly ShownProblem[];
}

/** Reads files and folders as one system. Throws `InputError` if nothing in them is for Kubernetes or Ocelot. */
export function readSystem(paths: readonly string[], io: Io): GivenSystem {
  const { scenarios, plain } = groupScenarios(readPaths(paths, io));
  const readings = scenarios.map((one) => ({ ...one, reading: readFolder(one, io) }));
  const files = [...plain, ...readings.flatMap((one) => filesInForce(one))];
  const system = importSystem(files);
  const named = plain.filter(({ path, isNamed }) => isNamed && system.ignored.includes(path));
  if (named.length === 0 && isEmpty(system)) {
    throw new InputError(`${paths.join(', ')}: no Kubernetes object and no Ocelot configuration in there`);
  }
  const only = plain.length === 0 && readings.length === 1 ? readings[0]?.reading.scenario : undefined;
  return {
    system,
    seed: only?.seed,
    publicNames: Object.assign({}, ...readings.map(({ reading }) => publicNamesOf(reading))) as PublicNames,
    problems: [...system.warnings, ...readManifests(named).problems].map((problem) => shownProblem(problem)),
  };
}

/** True if nothing was found, not even something wrong. */
export function isEmpty({ reading, ocelot, warnings }: SystemImport): boolean {
  const { objects, workloads, secrets, other } = reading;
  return [objects, workloads, secrets, other, ocelot, warnings].every((list) => list.length === 0);
}

/** The manifests that a scenario names, and its Ocelot files, as the caller would write their paths. */
export function filesInForce({
  folder,
  reading: { files },
}: Pick<ScenarioFolder, 'folder'> & { readonly reading: ScenarioReading }): SourceFile[] {
  return files.map(({ path, text }) => ({ path: pathIn(folder, path), text }));
}

function publicNamesOf({ scenario }: ScenarioReading): PublicNames {
  return Object.fromEntries(
    Object.entries(scenario?.publicDns ?? {}).map(([name, addresses]) => [
      name,
      addresses.map((data) => ({ type: data.includes(':') ? ('AAAA' as const) : ('A' as const), data })),
    ]),
  );
}
