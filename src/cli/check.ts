/** `hopscope check`: validates scenarios and plain manifests, and plays each lesson's solution. */
import { playSolution, type PlayedLesson } from '../lesson/playSolution';
import { importSystem, type SystemImport } from '../manifest/import/importSystem';
import { looksLikeOcelot } from '../manifest/import/ocelotSource';
import { placeOfField, readManifests } from '../manifest/readManifests';
import type { SourceFile } from '../manifest/source';
import { readOcelotConfiguration } from '../sim/traffic/ocelot/readConfiguration';
import { InputError, print, type Command, type Io } from './command';
import { readPaths, type ReadFile } from './files';
import {
  count,
  problemLine,
  shownConfigurationProblem,
  shownProblem,
  sortShown,
  type ShownProblem,
} from './problems';
import { pathIn, problemsIn, readFolder } from './lessonFolders';
import { filesInForce, groupScenarios, isEmpty, type ScenarioFolder } from './system';

export const check: Command = {
  name: 'check',
  usage: '<path…>',
  summary: 'validate scenarios, manifests and Ocelot files; play each lesson’s solution',
  examples: [
    'hopscope check scenarios',
    'hopscope check my-app/k8s ocelot.json',
    'helm template . | hopscope check -',
  ],
  flags: {},
  run({ args, flags }, io) {
    const { scenarios, plain } = groupScenarios(readPaths(args, io));
    const problems: ShownProblem[] = plain.length === 0 ? [] : checkPlain(plain, scenarios.length === 0);
    const lessons: PlayedLesson[] = [];
    for (const folder of scenarios) {
      const checked = checkScenarioFolder(folder, io);
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
  io: Io,
): {
  problems: ShownProblem[];
  lesson: PlayedLesson | null;
} {
  const reading = readFolder(found, io);
  const { scenario } = reading;
  const problems = problemsIn(found.folder, reading);
  const files = filesInForce({ folder: found.folder, reading });
  const system = importSystem(files);
  problems.push(
    ...system.warnings.map((problem) => shownProblem(problem)),
    ...files.filter(({ text }) => looksLikeOcelot(text)).flatMap(checkOcelot),
    ...checkOcelotEntries(system),
  );
  // Sentences that are missing or wrong keep nothing from being played.
  const texts = new Set(
    reading.problems
      .filter(({ file, code }) => /^(\.\.\/[^/]+\/)?text\./.test(file) || code === 'scenario/text-place')
      .map((problem) => problemLine({ ...problem, file: pathIn(found.folder, problem.file) })),
  );
  const failed = problems.some((one) => one.severity === 'error' && !texts.has(problemLine(one)));
  if (scenario === undefined) return { problems, lesson: null };
  const lesson = failed
    ? { id: scenario.id, solved: false, steps: [] }
    : playSolution({ scenario, manifests: reading.manifests, ocelot: reading.ocelot });
  return { problems, lesson };
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

function describe(problems: readonly ShownProblem[], lessons: readonly PlayedLesson[], ok: boolean): string {
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  const played = lessons.flatMap(({ id, solved, steps }) => {
    if (solved) return [`lesson ${id}: solved, ${count(steps.length, 'step')}`];
    if (steps.length === 0) return [`lesson ${id}: not played, because of the errors`];
    const wrong = steps.filter((step) => step.reason !== null);
    return wrong.map((step) => `lesson ${id}: step ${step.id} is not solved: ${step.reason}`);
  });
  const totals = `${count(errors, 'error')}, ${count(problems.length - errors, 'warning')}`;
  return [...problems.map(problemLine), ...played, `${ok ? 'ok' : 'not ok'}: ${totals}`].join('\n');
}
