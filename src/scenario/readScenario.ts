/** A scenario's folder as texts, to a `Scenario` with its manifests and sentences; or what is wrong, where. */
import { asRecord } from '../manifest/convert/plain';
import { problemAt, sortProblems, type Place, type Problem } from '../manifest/problem';
import { readManifests, type ManifestReading } from '../manifest/readManifests';
import { parseSource, placeIn, placesOf, toPlain, type PlaceMap, type SourceFile } from '../manifest/source';
import { validateNode } from '../manifest/validate';
import { checkScenario } from './checkScenario';
import { checkTexts } from './checkTexts';
import { scenarioFields } from './fields';
import { LANGUAGES, type Language, type Scenario } from './scenario';
import { toScenario } from './toScenario';

/** Sentences by dotted key: `steps.send.title`. */
export type Texts = Readonly<Record<string, string>>;

export interface ScenarioReading {
  /** Undefined when scenario.yaml is missing or does not fit its format. */
  readonly scenario?: Scenario;
  /** The manifests that the scenario names, in its order. */
  readonly manifests: ManifestReading;
  /** The texts of the Ocelot files that the scenario names, by path. */
  readonly ocelot: Readonly<Record<string, string>>;
  readonly texts: Readonly<Record<Language, Texts>>;
  readonly problems: readonly Problem[];
}

/** A text file's sentences and where each stands. */
export interface TextFile {
  readonly path: string;
  readonly texts: Texts;
  readonly places: PlaceMap;
}

/**
 * Reads a scenario. `files` are the files of its folder, with paths relative to it (`scenario.yaml`,
 * `manifests/web.yaml` …). Never throws. The format: scenarios/README.md.
 */
export function readScenario(files: readonly SourceFile[]): ScenarioReading {
  const problems: Problem[] = [];
  const byPath = new Map(files.map((file) => [file.path, file]));
  const textFiles = Object.fromEntries(
    LANGUAGES.map((language) => [
      language,
      readTexts(byPath.get(`text.${language}.yaml`), language, problems),
    ]),
  ) as Record<Language, TextFile>;
  const texts = Object.fromEntries(
    LANGUAGES.map((language) => [language, textFiles[language].texts]),
  ) as Record<Language, Texts>;

  const structure = readStructure(byPath.get('scenario.yaml'), problems);
  const named = (structure?.scenario.manifests ?? []).flatMap((path) => byPath.get(path) ?? []);
  const manifests = readManifests(named);
  problems.push(...manifests.problems);
  if (structure === undefined) return { manifests, ocelot: {}, texts, problems: sortProblems(problems) };

  const { scenario, places } = structure;
  const ocelot = Object.fromEntries(
    scenario.ocelot.flatMap(({ file }) => {
      const found = byPath.get(file);
      return found === undefined ? [] : [[file, found.text] as const];
    }),
  );
  problems.push(
    ...checkScenario(scenario, places, new Set(byPath.keys()), manifests, ocelot),
    ...checkTexts(scenario, textFiles),
  );
  return { scenario, manifests, ocelot, texts, problems: sortProblems(problems) };
}

function readStructure(
  file: SourceFile | undefined,
  problems: Problem[],
): { scenario: Scenario; places: PlaceMap } | undefined {
  if (file === undefined) {
    problems.push(missingFile('scenario.yaml', { file: 'scenario.yaml', line: 1, column: 1 }));
    return undefined;
  }
  const source = parseSource(file);
  problems.push(...source.problems);
  const document = source.documents[0];
  if (document === undefined) {
    if (source.problems.length === 0) {
      const place = { file: file.path, line: 1, column: 1 };
      problems.push(problemAt(place, 'field/required', { path: 'formatVersion', field: 'formatVersion' }));
    }
    return undefined;
  }
  const found = validateNode(document, document.root, scenarioFields);
  problems.push(...found);
  if (found.some((problem) => problem.code !== 'field/unknown')) return undefined;
  return { scenario: toScenario(toPlain(document)), places: placesOf(document) };
}

function readTexts(file: SourceFile | undefined, language: Language, problems: Problem[]): TextFile {
  const path = `text.${language}.yaml`;
  if (file === undefined) {
    problems.push(missingFile(path, { file: path, line: 1, column: 1 }));
    return { path, texts: {}, places: {} };
  }
  const source = parseSource(file);
  problems.push(...source.problems);
  const document = source.documents[0];
  if (document === undefined) return { path, texts: {}, places: {} };
  const places = placesOf(document);
  const texts: Record<string, string> = {};
  flatten(asRecord(toPlain(document)), '', texts, (key, value) => {
    problems.push(
      problemAt(placeIn(places, key), 'field/type', {
        path: key,
        expected: 'text',
        found: `${typeof value} ${String(value)}`,
        hint: 'Put it in quotes.',
      }),
    );
  });
  return { path, texts, places };
}

function flatten(
  value: Readonly<Record<string, unknown>>,
  path: string,
  texts: Record<string, string>,
  refuse: (key: string, value: unknown) => void,
): void {
  for (const [name, child] of Object.entries(value)) {
    const key = path === '' ? name : `${path}.${name}`;
    if (typeof child === 'string') texts[key] = child.trim();
    else if (typeof child === 'object' && child !== null && !Array.isArray(child)) {
      flatten(child as Record<string, unknown>, key, texts, refuse);
    } else refuse(key, child);
  }
}

function missingFile(path: string, place: Place): Problem {
  return problemAt(place, 'scenario/no-file', { path, hint: `Add a file ${path} to the scenario’s folder.` });
}
