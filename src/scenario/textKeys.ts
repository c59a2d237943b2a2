/** The keys of the sentences that a scenario needs and may have. */
import type { Question, Scenario, Step } from './scenario';

export interface TextKeys {
  /** A scenario cannot do without these. */
  readonly required: readonly string[];
  /** It may have these. */
  readonly optional: readonly string[];
  /** All of a group or none: the parts of a goal, numbered from 1. */
  readonly groups: readonly (readonly string[])[];
}

const LAYER = /^layers\.(0|1|1\.5|2)$/;
const HINT = /^steps\.([^.]+)\.hints\.([1-9]\d?)$/;

/** `workloads` are the names of what may be given a name. */
export function textKeys(scenario: Scenario, workloads: readonly string[]): TextKeys {
  const { steps } = scenario;
  const isLesson = steps.length > 0;
  const questions = [
    ...steps.flatMap(({ prediction }) => (prediction === undefined ? [] : ask('predictions', prediction))),
    ...steps.flatMap(({ check }) => (check === undefined ? [] : ask('checks', check))),
  ];
  return {
    required: [
      'title',
      'summary',
      ...(isLesson ? ['recap', 'simplified', 'docs'] : []),
      ...scenario.clients.map((client) => `clients.${client.id}.name`),
      ...steps.flatMap((step) => [
        `steps.${step.id}.title`,
        `steps.${step.id}.body`,
        ...(step.goal === undefined ? [] : [`steps.${step.id}.task`]),
      ]),
      ...steps.flatMap(({ belief }) =>
        belief === undefined
          ? []
          : sentencesOf(
              `beliefs.${belief.id}`,
              belief.options.map((option) => option.id),
            ),
      ),
      ...questions.flatMap(({ at, options }) => sentencesOf(at, options)),
    ],
    optional: [
      ...workloads.map((name) => `workloads.${name}`),
      ...(isLesson ? [] : ['recap', 'simplified', ...(scenario.docs === null ? [] : ['docs'])]),
      ...steps.flatMap((step) => [
        `steps.${step.id}.done`,
        ...(step.goal === undefined ? [] : [`steps.${step.id}.hint`]),
      ]),
      ...questions.flatMap(({ at, options }) => options.map((option) => `${at}.wrong.${option}`)),
    ],
    groups: steps.flatMap((step) => {
      const keys = partsOf(step).map((number) => `steps.${step.id}.goals.${number}`);
      return keys.length === 0 ? [] : [keys];
    }),
  };
}

function ask(kind: string, question: Question): { at: string; options: readonly string[] }[] {
  const options = question.kind === 'count' ? [] : question.options.map((option) => option.id);
  return [{ at: `${kind}.${question.id}`, options }];
}

function sentencesOf(at: string, options: readonly string[]): string[] {
  return [`${at}.question`, ...options.map((option) => `${at}.options.${option}`), `${at}.because`];
}

function partsOf({ goal }: Step): number[] {
  return goal?.type === 'all' || goal?.type === 'inOrder' ? goal.goals.map((_, index) => index + 1) : [];
}

/** The step and the number of a numbered hint: `steps.send.hints.2`. */
export function hintOf(key: string): { readonly step: string; readonly number: number } | null {
  const match = HINT.exec(key);
  return match === null ? null : { step: match[1]!, number: Number(match[2]) };
}

/** True if the scenario has a use for this key. */
export function isUsed(key: string, keys: TextKeys, scenario: Scenario): boolean {
  const hint = hintOf(key);
  if (hint !== null) return scenario.steps.some(({ id, goal }) => id === hint.step && goal !== undefined);
  return (
    keys.required.includes(key) ||
    keys.optional.includes(key) ||
    keys.groups.some((group) => group.includes(key)) ||
    LAYER.test(key)
  );
}
