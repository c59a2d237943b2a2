/** A scenario's folder as texts, to a `Scenario` with its manifests and sentences; or what is wrong, where. */
import { sortProblems, type Problem } from '../manifest/problem';
import { readManifests, type ManifestReading } from '../manifest/readManifests';
import type { PlaceMap, SourceFile } from '../manifest/source';
import { checkScenario } from './checkScenario';
import { checkTexts } from './checkTexts';
import { knownReferences } from './knownReferences';
import { inBase, readStructure, STRUCTURE, type Base } from './readStructure';
import { readTexts, type TextFile, type Texts } from './readTexts';
import { LANGUAGES, type Language, type Scenario } from './scenario';
import { NO_SIBLINGS, type Siblings } from './siblings';

export type { Texts } from './readTexts';

export interface ScenarioReading {
  /** Undefined when scenario.yaml is missing or does not fit its format. */
  readonly scenario?: Scenario;
  /** The manifests that the scenario names, in its order. */
  readonly manifests: ManifestReading;
  /** The texts of the Ocelot files that the scenario names, by path. */
  readonly ocelot: Readonly<Record<string, string>>;
  readonly texts: Readonly<Record<Language, Texts>>;
  /** Paths of a scenario that is extended begin with `../`. */
  readonly problems: readonly Problem[];
  /** The manifests and Ocelot files that the scenario names. Those of an extended one begin with `../<slug>/`. */
  readonly files: readonly SourceFile[];
  /** Where every field of scenario.yaml stands: `steps[0].goal`. */
  readonly places: PlaceMap;
  /** The scenario that this one extends; null if none, or if it is not there. */
  readonly extends: string | null;
}

/** Sentences that come from the extended scenario when they are absent. */
const INHERITED_TEXT = /^(?:clients|layers|workloads)\./;

/**
 * Reads a scenario. `files` are the files of its folder, with paths relative to it (`scenario.yaml`,
 * `manifests/web.yaml` …); `siblings` are the folders beside it, for `extends`. Never throws.
 * The format: scenarios/README.md.
 */
export function readScenario(
  files: readonly SourceFile[],
  siblings: Siblings = NO_SIBLINGS,
): ScenarioReading {
  const problems: Problem[] = [];
  const own = new Map(files.map((file) => [file.path, file]));
  const structure = readStructure(own.get(STRUCTURE), siblings, problems);
  const base = structure?.base ?? null;
  const textFiles = byLanguage((language) => {
    const path = `text.${language}.yaml`;
    const file = readTexts(path, own.get(path), problems);
    return { ...file, inherited: inheritedTexts(base, path, file) };
  });
  const texts = byLanguage((language) => ({
    ...textFiles[language].inherited,
    ...textFiles[language].texts,
  }));

  const byPath = overlay(own, base);
  const named = (structure?.scenario.manifests ?? []).flatMap((path) => byPath.get(path) ?? []);
  const manifests = readManifests(named);
  problems.push(...manifests.problems);
  const shared = { manifests, texts, extends: base?.slug ?? null };
  if (structure === undefined)
    return { ...shared, places: {}, files: [], ocelot: {}, problems: sortProblems(problems) };

  const { scenario, places } = structure;
  const ocelot = Object.fromEntries(
    scenario.ocelot.flatMap(({ file }) => {
      const found = byPath.get(file);
      return found === undefined ? [] : [[file, found.text] as const];
    }),
  );
  const clients = scenario.clients.map((client) => client.id);
  problems.push(
    ...checkScenario(scenario, places, new Set(byPath.keys()), manifests, ocelot),
    ...checkTexts(scenario, textFiles, knownReferences(manifests, clients)),
  );
  const configurations = scenario.ocelot.flatMap(({ file }) => byPath.get(file) ?? []);
  const used = [...new Set([...named, ...configurations])];
  return { ...shared, scenario, places, files: used, ocelot, problems: sortProblems(problems) };
}

function byLanguage<T>(make: (language: Language) => T): Record<Language, T> {
  return Object.fromEntries(LANGUAGES.map((language) => [language, make(language)])) as Record<Language, T>;
}

/** The folder's files over those of the extended one, which keep their real place as their path. */
function overlay(own: ReadonlyMap<string, SourceFile>, base: Base | null): Map<string, SourceFile> {
  const byPath = new Map(own);
  for (const file of base?.files ?? []) {
    if (!byPath.has(file.path)) byPath.set(file.path, inBase(base!.slug, file));
  }
  return byPath;
}

function inheritedTexts(base: Base | null, path: string, own: TextFile): Texts {
  // What is wrong in there is said where that scenario is checked itself.
  const { texts } = readTexts(
    path,
    base?.files.find((file) => file.path === path),
    [],
  );
  return Object.fromEntries(
    Object.entries(texts).filter(([key]) => INHERITED_TEXT.test(key) && !Object.hasOwn(own.texts, key)),
  );
}
