/** `hopscope check`: validates scenarios and plain manifests, and plays each lesson's solution. */
import { basename, resolve } from 'node:path';
import { importSystem, type SystemImport } from '../manifest/import/importSystem';
import { looksLikeOcelot } from '../manifest/import/ocelotSource';
import { placeOfField, readManifests } from '../manifest/readManifests';
import { placeIn, type SourceFile } from '../manifest/source';
import { readOcelotConfiguration } from '../sim/traffic/ocelot/readConfiguration';
import { print, type Command, type Io } from './command';
import { InputError } from './errors';
import { readPaths, type ReadFile } from './files';
import {
  count,
  problemLine,
  shownConfigurationProblem,
  shownProblem,
  sortShown,
  type ShownProblem,
} from './problems';
import { checkCourse, pathIn, problemsIn, readFolder } from './lessonFolders';
import { playLesson, type CheckedLesson } from './playLesson';
import { filesInForce, groupScenarios, isEmpty, type ScenarioFolder } from './system';

export const check: Command = {
  name: 'check',
  usage: '<path…> [--seeds N]',
  summary: 'validate scenarios, manifests and Ocelot files; play each lesson’s solution',
  examples: [
    'hopscope check scenarios',
    'hopscope check scenarios/my-lesson --seeds 5',
    'hopscope check my-app/k8s ocelot.json',
    'helm template . | hopscope check -',
  ],
  flags: {
    seeds: { value: 'N', about: 'play each lesson with so many seeds, its own first; 1 if absent' },
  },
  run({ args, flags }, io) {
    const seeds = flags.count('seeds', 1) ?? 1;
    const { scenarios, courses, plain } = groupScenarios(readPaths(args, io));
    const problems: ShownProblem[] = courses.flatMap((course) => checkCourse(course, io));
    const mustFind = scenarios.length === 0 && courses.length === 0;
    if (plain.length > 0) problems.push(...checkPlain(plain, mustFind));
    const lessons: CheckedLesson[] = [];
    for (const folder of scenarios) {
      const checked = checkScenarioFolder(folder, seeds, io);
      problems.push(...checked.problems);
      if (checked.lesson !== null) lessons.push(checked.lesson);
    }
    const sorted = sortShown(problems);
    const ok = !sorted.some(({ severity }) => severity === 'error') && lessons.every(({ solved }) => solved);
    print(io, flags, { ok, problems: sorted, lessons }, () => describe(sorted, lessons, ok));
    return ok ? 0 : 1;
  },
};

function checkScenarioFolder(
  found: ScenarioFolder,
  seeds: number,
  io: Io,
): { problems: ShownProblem[]; lesson: CheckedLesson | null } {
  const { folder } = found;
  const reading = readFolder(found, io);
  const { scenario } = reading;
  const problems = problemsIn(folder, reading);
  const files = filesInForce({ folder, reading });
  const system = importSystem(files);
  problems.push(
    ...system.warnings.map((problem) => shownProblem(problem)),
    ...files.filter(({ text }) => looksLikeOcelot(text)).flatMap(checkOcelot),
    ...checkOcelotEntries(system),
  );
  if (scenario === undefined) return { problems, lesson: null };
  const name = basename(resolve(io.cwd, folder));
  if (folder !== '' && scenario.id !== name) {
    // The app knows a lesson by its folder.
    const { line, column } = placeIn(reading.places, 'id');
    const message = `The id is “${scenario.id}”, and the folder’s name is “${name}”.`;
    const mend = `Write \`id: ${name}\`, or rename the folder.`;
    problems.push({ file: pathIn(folder, 'scenario.yaml'), line, column, severity: 'error', message, mend });
  }
  // Sentences that are missing or wrong keep nothing from being played.
  const isText = (file: string) => /(?:^|\/)text\.[^/]+\.yaml$/.test(file);
  if (problems.some(({ severity, file }) => severity === 'error' && !isText(file))) {
    return { problems, lesson: { id: scenario.id, solved: false, steps: [], runs: [] } };
  }
  const played = playLesson(folder, { ...reading, scenario }, seeds);
  return { problems: [...problems, ...played.problems], lesson: played.lesson };
}

function checkPlain(files: readonly ReadFile[], mustFind: boolean): ShownProblem[] {
  const system = importSystem(files);
  // What does not look like Kubernetes is set aside in a folder, but not where somebody names it.
  const named = files.filter(({ path, isNamed }) => isNamed && system.ignored.includes(path));
  if (mustFind && named.length === 0 && isEmpty(system)) {
    throw new InputError('no Kubernetes object, no Ocelot configuration and no scenario in there');
  }
  return [
    ...[...system.warnings, ...readManifests(named).problems].map((problem) => shownProblem(problem)),
    ...files.filter(({ text }) => looksLikeOcelot(text)).flatMap(checkOcelot),
    ...checkOcelotEntries(system),
  ];
}

function checkOcelot({ path, text }: SourceFile): ShownProblem[] {
  return readOcelotConfiguration(text).problems.map((problem) => shownConfigurationProblem(path, problem));
}

/** Ocelot configurations in ConfigMaps. In block text a line of JSON is a line of the file, two columns in. */
function checkOcelotEntries({ reading }: SystemImport): ShownProblem[] {
  return reading.objects.flatMap((read) => {
    const { object } = read;
    if (object.kind !== 'ConfigMap') return [];
    return Object.entries(object.data).flatMap(([key, text]) => {
      if (!looksLikeOcelot(text)) return [];
      const start = placeOfField(read, `data.${key}`);
      return checkOcelot({ path: read.file, text }).map((problem) => ({
        ...problem,
        line: start.line + problem.line,
        column: start.column + 1 + problem.column,
      }));
    });
  });
}

function describe(problems: readonly ShownProblem[], lessons: readonly CheckedLesson[], ok: boolean): string {
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  const played = lessons.map(({ id, solved, steps, runs }) => {
    if (runs.length === 0) return `lesson ${id}: not played, because of the errors`;
    const times = runs.length === 1 ? '' : `, ${count(runs.length, 'run')}`;
    const failed = runs.filter((run) => !run.solved).length;
    if (solved) return `lesson ${id}: solved, ${count(steps.length, 'step')}${times}`;
    return `lesson ${id}: not solved${runs.length === 1 ? '' : ` in ${failed} of ${count(runs.length, 'run')}`}`;
  });
  const totals = `${count(errors, 'error')}, ${count(problems.length - errors, 'warning')}`;
  return [...problems.map(problemLine), ...played, `${ok ? 'ok' : 'not ok'}: ${totals}`].join('\n');
}
