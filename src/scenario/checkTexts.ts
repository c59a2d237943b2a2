/** Whether each language says what the scenario needs, and the same things, in its own words. */
import { closestName } from '../manifest/closest';
import { problemAt, type Problem } from '../manifest/problem';
import { placeIn } from '../manifest/source';
import type { KnownReferences } from './knownReferences';
import type { TextFile } from './readTexts';
import { LANGUAGES, type Language, type Scenario } from './scenario';
import { hintOf, isUsed, textKeys, type TextKeys } from './textKeys';
import { placeProblem, placesInText } from './textPlaces';
import { isUntranslated } from './untranslated';

export type TextFiles = Readonly<Record<Language, TextFile>>;

export function checkTexts(scenario: Scenario, files: TextFiles, known: KnownReferences): Problem[] {
  const workloads = [...known.workloads].map((reference) => reference.slice(reference.lastIndexOf('/') + 1));
  const keys = textKeys(scenario, workloads);
  const wanted = wantedKeys(scenario, keys, files);
  return LANGUAGES.flatMap((language) => {
    const file = files[language];
    const other = files[language === 'en' ? 'zh-CN' : 'en'];
    return [
      ...missing(wanted, file, other, language),
      ...unused(scenario, keys, wanted, file),
      ...hints(file),
      ...Object.keys(file.texts).flatMap((key) => [
        ...places(key, file, other, known),
        ...wrongLanguage(key, file, language),
      ]),
    ];
  });
}

/** What both languages must have: what is required, and what one of them has. */
function wantedKeys(scenario: Scenario, keys: TextKeys, files: TextFiles): string[] {
  const found = new Set(LANGUAGES.flatMap((language) => Object.keys(files[language].texts)));
  const groups = keys.groups.filter((group) => group.some((key) => found.has(key)));
  return [
    ...new Set([
      ...keys.required,
      ...groups.flat(),
      ...[...found].filter((key) => isUsed(key, keys, scenario)),
    ]),
  ];
}

function missing(wanted: readonly string[], file: TextFile, other: TextFile, language: Language): Problem[] {
  if (!file.isRead) return [];
  return wanted
    .filter((key) => !Object.hasOwn(file.texts, key) && !Object.hasOwn(file.inherited, key))
    .filter((key) => !file.refused.has(key))
    .map((key) => {
      const cut = key.lastIndexOf('.');
      const name = key.slice(cut + 1);
      const where = cut === -1 ? `\`${name}: …\`` : `\`${name}: …\` under \`${key.slice(0, cut)}\``;
      const hint = Object.hasOwn(other.texts, key)
        ? `Add ${where}; the other language has it.`
        : `Add ${where}, in both languages.`;
      const place = { ...placeIn(file.places, key), file: file.path };
      return problemAt(place, 'scenario/text-missing', { language, key, hint });
    });
}

function unused(scenario: Scenario, keys: TextKeys, wanted: readonly string[], file: TextFile): Problem[] {
  const open = [...wanted, ...keys.optional, ...keys.groups.flat()].filter(
    (key) => !Object.hasOwn(file.texts, key),
  );
  return Object.keys(file.texts)
    .filter((key) => !isUsed(key, keys, scenario))
    .map((key) => {
      const closest = closestName(key, open) ?? closestName(key, wanted);
      const hint = closest === undefined ? 'Remove it, or correct its key.' : `Did you mean “${closest}”?`;
      return problemAt(placeIn(file.places, key), 'scenario/text-unused', { key, hint });
    });
}

/** Several hints are numbered from 1 without a gap, and then there is no `hint` besides. */
function hints(file: TextFile): Problem[] {
  return Object.keys(file.texts).flatMap((key) => {
    const hint = hintOf(key);
    if (hint === null) return [];
    const wrong = (found: string, expected: string, mend: string) => {
      const params = { path: key, found, expected, hint: mend };
      return [problemAt(placeIn(file.places, key), 'field/value', params)];
    };
    const before = `steps.${hint.step}.hints.${hint.number - 1}`;
    if (hint.number > 1 && !Object.hasOwn(file.texts, before)) {
      return wrong(
        String(hint.number),
        `the number ${hint.number - 1}`,
        'Number hints 1, 2, 3 without a gap.',
      );
    }
    if (hint.number === 1 && Object.hasOwn(file.texts, `steps.${hint.step}.hint`)) {
      return wrong('hints', 'either hint or hints', 'Make the one hint the first of the hints.');
    }
    return [];
  });
}

function places(key: string, file: TextFile, other: TextFile, known: KnownReferences): Problem[] {
  const found = placesInText(file.texts[key]!);
  const place = placeIn(file.places, key);
  const wrong = found.flatMap((one) => {
    const problem = placeProblem(one, known);
    return problem === null ? [] : [problemAt(place, 'scenario/text-place', problem)];
  });
  const here = new Set(found.map(({ whole }) => whole));
  const there = placesInText(other.texts[key] ?? '').filter(({ whole }) => !here.has(whole));
  const isThere = Object.hasOwn(other.texts, key);
  if (!isThere || there.length === 0) return wrong;
  return [
    ...wrong,
    ...[...new Set(there.map(({ whole }) => whole))].map((whole) =>
      problemAt(place, 'scenario/text-differs', { key, found: whole }),
    ),
  ];
}

function wrongLanguage(key: string, file: TextFile, language: Language): Problem[] {
  const text = file.texts[key]!;
  const place = placeIn(file.places, key);
  if (text === '') {
    const hint = 'Write the sentence, or remove the key in both languages.';
    return [problemAt(place, 'field/value', { path: key, found: 'nothing', expected: 'a sentence', hint })];
  }
  if (!isUntranslated(text, language)) return [];
  const name = language === 'en' ? 'English' : 'Chinese';
  const hint = `Write it in ${name}; put commands and code in \`backticks\`.`;
  return [problemAt(place, 'scenario/text-language', { key, hint })];
}
