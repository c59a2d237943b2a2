/** Whether each language says what the scenario needs, and the same things. */
import { closestName } from '../manifest/closest';
import { problemAt, type Problem } from '../manifest/problem';
import { placeIn } from '../manifest/source';
import type { TextFile } from './readScenario';
import { LANGUAGES, type Language, type Scenario } from './scenario';

/** Keys that a scenario may have without needing them. */
const OPTIONAL = [
  /^layers\.(0|1|1\.5|2)$/,
  /^workloads\.[^.]+$/,
  /^steps\.[^.]+\.(task|hint|done)$/,
  /^predictions\.[^.]+\.because$/,
];

/** The sentences that a scenario cannot do without. */
export function requiredKeys(scenario: Scenario): string[] {
  return [
    'title',
    'summary',
    ...scenario.clients.map((client) => `clients.${client.id}.name`),
    ...scenario.steps.flatMap((step) => [
      `steps.${step.id}.title`,
      `steps.${step.id}.body`,
      ...(step.goal === undefined ? [] : [`steps.${step.id}.task`]),
    ]),
    ...scenario.steps.flatMap(({ prediction }) =>
      prediction === undefined
        ? []
        : [
            `predictions.${prediction.id}.question`,
            ...prediction.options.map((option) => `predictions.${prediction.id}.options.${option.id}`),
          ],
    ),
  ];
}

export function checkTexts(scenario: Scenario, files: Readonly<Record<Language, TextFile>>): Problem[] {
  const required = requiredKeys(scenario);
  const used = new Set(required);
  const known = new Set(LANGUAGES.flatMap((language) => Object.keys(files[language].texts)));
  const steps = new Set(scenario.steps.map((step) => step.id));
  const isUsed = (key: string): boolean =>
    used.has(key) ||
    (OPTIONAL.some((pattern) => pattern.test(key)) &&
      (!key.startsWith('steps.') || steps.has(key.split('.')[1] ?? '')));
  return LANGUAGES.flatMap((language) => {
    const { path, texts, places } = files[language];
    const missing = [...new Set([...required, ...[...known].filter(isUsed)])].filter(
      (key) => !Object.hasOwn(texts, key),
    );
    const unused = Object.keys(texts).filter((key) => !isUsed(key));
    return [
      ...missing.map((key) =>
        problemAt({ ...placeIn(places, key), file: path }, 'scenario/text-missing', { language, key }),
      ),
      ...unused.map((key) => {
        const closest = closestName(key, missing);
        const hint = closest === undefined ? 'Remove it, or correct its key.' : `Did you mean “${closest}”?`;
        return problemAt(placeIn(places, key), 'scenario/text-unused', { key, hint });
      }),
    ];
  });
}
