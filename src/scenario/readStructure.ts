/** scenario.yaml, and that of the scenario which it extends, to one `Scenario` with the place of every field. */
import { asRecord, asText } from '../manifest/convert/plain';
import { closestName } from '../manifest/closest';
import { problemAt, type Problem } from '../manifest/problem';
import { parseSource, placeIn, placesOf, toPlain, type PlaceMap, type SourceFile } from '../manifest/source';
import { validateNode } from '../manifest/validate';
import { checkShape } from './checkShape';
import { extendingFields, INHERITED_KEYS, scenarioFields } from './fields';
import type { Scenario } from './scenario';
import type { Siblings } from './siblings';
import { toScenario } from './toScenario';

export const STRUCTURE = 'scenario.yaml';

export interface Structure {
  readonly scenario: Scenario;
  readonly places: PlaceMap;
  /** What the scenario extends, with paths relative to that folder; null if nothing. */
  readonly base: Base | null;
}

export interface Base {
  readonly slug: string;
  readonly files: readonly SourceFile[];
}

interface Plain {
  readonly value: Readonly<Record<string, unknown>>;
  readonly places: PlaceMap;
  /** Something in it does not fit the table: nothing should be made of it. */
  readonly isBroken: boolean;
}

/** Undefined when scenario.yaml is missing or does not fit its format; why is in `problems` then. */
export function readStructure(
  file: SourceFile | undefined,
  siblings: Siblings,
  problems: Problem[],
): Structure | undefined {
  if (file === undefined) {
    const place = { file: STRUCTURE, line: 1, column: 1 };
    const hint = `Add a file ${STRUCTURE} to the folder.`;
    problems.push(problemAt(place, 'scenario/no-file', { path: STRUCTURE, hint }));
    return undefined;
  }
  const own = readPlain(file, problems);
  if (own === undefined) return undefined;
  const slug = asText(own.value['extends']);
  if (slug === undefined) {
    if (own.isBroken) return undefined;
    return { scenario: toScenario(own.value), places: own.places, base: null };
  }
  const files = baseFiles(slug, asText(own.value['id']), siblings, own.places, problems);
  const baseFile = files?.find(({ path }) => path === STRUCTURE);
  const base = baseFile === undefined ? undefined : readPlain(inBase(slug, baseFile), problems);
  if (files === undefined || base === undefined) return undefined;
  if (base.value['extends'] !== undefined) {
    const found = String(base.value['extends']);
    const hint = `Extend “${found}” itself: a scenario that is extended extends none.`;
    const params = { path: 'extends', found: slug, expected: 'a scenario that extends no other', hint };
    problems.push(problemAt(placeIn(own.places, 'extends'), 'field/value', params));
    return undefined;
  }
  if (own.isBroken || base.isBroken) return undefined;
  return {
    scenario: toScenario({ ...inherited(base.value, own.value), ...own.value }),
    places: { ...placesInherited(base.places, own.value), ...own.places },
    base: { slug, files },
  };
}

/** A file of the extended folder, by its path from this one. */
export function inBase(slug: string, file: SourceFile): SourceFile {
  return { path: `../${slug}/${file.path}`, text: file.text };
}

function readPlain(file: SourceFile, problems: Problem[]): Plain | undefined {
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
  const value = asRecord(toPlain(document));
  const places = placesOf(document);
  const extendsOne = value['extends'] !== undefined && value['extends'] !== null;
  const found = validateNode(document, document.root, extendsOne ? extendingFields : scenarioFields);
  const isBroken = found.some((problem) => problem.code !== 'field/unknown');
  const shape = isBroken ? [] : checkShape(value, places);
  problems.push(...found, ...shape);
  return { value, places, isBroken: isBroken || shape.some((problem) => problem.code !== 'field/unknown') };
}

function baseFiles(
  slug: string,
  id: string | undefined,
  siblings: Siblings,
  places: PlaceMap,
  problems: Problem[],
): readonly SourceFile[] | undefined {
  const files = slug === id ? undefined : siblings.filesOf(slug);
  if (files?.some(({ path }) => path === STRUCTURE) === true) return files;
  const names = siblings.names().filter((name) => name !== id);
  const closest = closestName(slug, names);
  const known =
    names.length === 0
      ? 'There is no other scenario beside this folder.'
      : `Beside this folder there are ${names.slice(0, 12).join(', ')}.`;
  const hint = closest === undefined ? known : `Did you mean “${closest}”?`;
  const params = { what: 'The scenario', found: slug, hint };
  problems.push(problemAt(placeIn(places, 'extends'), 'scenario/reference', params));
  return undefined;
}

function inherited(
  base: Readonly<Record<string, unknown>>,
  own: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(base).filter(([key]) => INHERITED_KEYS.includes(key) && !isThere(own[key])),
  );
}

function placesInherited(base: PlaceMap, own: Readonly<Record<string, unknown>>): PlaceMap {
  return Object.fromEntries(
    Object.entries(base).filter(([path]) => {
      const key = /^[^.[]*/.exec(path)![0];
      return INHERITED_KEYS.includes(key) && !isThere(own[key]);
    }),
  );
}

function isThere(value: unknown): boolean {
  return value !== undefined && value !== null;
}
