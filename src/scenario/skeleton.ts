/**
 * A lesson out of what somebody did: the files of a folder that passes `check` as it is, for its author to go on
 * from. One step for each deed, or for several that followed one another closely.
 */
import type { SourceFile } from '../manifest/source';
import type { Micros } from '../sim/kernel/time';
import { yamlOf } from './plainYaml';
import { LANGUAGES, type Language } from './scenario';
import {
  deedOf,
  lookOf,
  type Deed,
  type Plain,
  type RecordedAction,
  type RecordedLens,
  type RecordedLook,
} from './skeletonDeeds';

export type { RecordedAction, RecordedLens, RecordedLook } from './skeletonDeeds';

export interface Recording {
  /** The scenario in which it was done: the lesson extends it. */
  readonly baseId: string;
  /** The folder's name; made from the base's if it is absent. */
  readonly id?: string;
  readonly seed: string;
  readonly actions: readonly RecordedAction[];
  readonly looks: readonly RecordedLook[];
  readonly lenses: readonly RecordedLens[];
  /** In whichever of the two languages. */
  readonly title?: string;
  /** Keys of scenario.yaml that say something else than the base. */
  readonly own?: Readonly<Record<string, Plain>>;
}

/** Deeds that follow one another faster are one step. */
const CLOSE: Micros = 1_000_000;
/** Requests that follow one another faster are one row. */
const ROW: Micros = 3_000_000;
/** A step waits no longer than this for the next one. */
const LONGEST_WAIT: Micros = 60_000_000;
const LAST_WAIT: Micros = 10_000_000;
const DOCS = 'https://kubernetes.io/docs/concepts/services-networking/service/';

/** The files of the lesson, by their paths in its folder. Deeds that no action can play are left out. */
export function skeletonOf(recording: Recording): SourceFile[] {
  const { baseId, seed } = recording;
  const steps = stepsOf(recording);
  const id = recording.id ?? `${baseId.slice(0, 54)}-recorded`;
  const minutes = Math.max(1, Math.min(120, Math.ceil(steps.length * 1.5)));
  const structure = [
    '# yaml-language-server: $schema=../../public/schema/scenario.schema.json',
    '# Recorded. What is absent here comes from the scenario that it extends. The format: ../README.md',
    'formatVersion: 1',
    `id: ${id}`,
    `extends: ${baseId}`,
    `seed:${yamlOf(seed, 0)}`,
    `minutes: ${minutes}`,
    `docs: { url: ${DOCS}, version: v1.34 }`,
    ...Object.entries(recording.own ?? {}).map(([key, value]) => `${key}:${yamlOf(value, 2)}`),
    '',
    steps.length === 0 ? 'steps: []' : 'steps:',
    ...steps.map(structureOf),
  ];
  return [
    { path: 'scenario.yaml', text: `${structure.join('\n')}\n` },
    ...LANGUAGES.map((language) => ({
      path: `text.${language}.yaml`,
      text: textOf(steps, language, recording.title),
    })),
  ];
}

interface SkeletonStep {
  readonly id: string;
  readonly lens: string | null;
  readonly deeds: readonly Deed[];
  /** What is waited for after the last deed, in microseconds. */
  readonly rest: Micros;
}

/** When the steps begin into which what was done falls, in the order of time. */
export function stepStartsOf(done: Pick<Recording, 'actions' | 'looks'>): Micros[] {
  return groupsOf(done).map((group) => group[0]!.at);
}

/** What is done in each step. */
function groupsOf({ actions, looks }: Pick<Recording, 'actions' | 'looks'>): Deed[][] {
  const deeds = [...rowsOf(actions), ...looks.map(lookOf)].sort((a, b) => a.at - b.at);
  const groups: Deed[][] = [];
  for (const deed of deeds) {
    const group = groups.at(-1);
    const last = group?.at(-1);
    if (group === undefined || last === undefined || deed.at - last.at > CLOSE) groups.push([deed]);
    else if (!group.some((one) => one.word === 'look' && same(one.action, deed.action))) group.push(deed);
  }
  return groups;
}

function stepsOf(recording: Recording): SkeletonStep[] {
  const groups = groupsOf(recording);
  const { lenses } = recording;
  const taken = new Map<string, number>();
  let before: Micros = -Infinity;
  return groups.map((group, index) => {
    const first = group[0]!;
    const last = group.at(-1)!;
    const count = (taken.get(first.word) ?? 0) + 1;
    taken.set(first.word, count);
    const changed = lenses.filter(({ at }) => at > before && at <= first.at).at(-1);
    before = first.at;
    const next = groups[index + 1]?.[0];
    const rest = next === undefined ? LAST_WAIT : Math.min(LONGEST_WAIT, next.at - last.at);
    return {
      id: count === 1 ? first.word : `${first.word}-${count}`,
      lens: changed?.lens ?? null,
      deeds: group,
      rest,
    };
  });
}

/** Equal requests in a row are one deed. */
function rowsOf(actions: readonly RecordedAction[]): Deed[] {
  const rows: RecordedAction[][] = [];
  for (const action of [...actions].sort((a, b) => a.at - b.at)) {
    const row = rows.at(-1);
    const last = row?.at(-1);
    const goesOn =
      last !== undefined &&
      action.intent.type === 'sendRequest' &&
      same(action.intent, last.intent) &&
      action.at - last.at <= ROW;
    if (goesOn) row!.push(action);
    else rows.push([action]);
  }
  return rows.flatMap((row) => {
    const first = row[0]!;
    const span = row.at(-1)!.at - first.at;
    const everyMillis = row.length === 1 ? 0 : Math.round(span / (row.length - 1) / 1_000);
    return deedOf(first, row.length, everyMillis) ?? [];
  });
}

function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function structureOf({ id, lens, deeds, rest }: SkeletonStep): string {
  const goals = deeds.map((deed) => deed.goal);
  const goal: Plain = goals.length === 1 ? goals[0]! : { inOrder: goals };
  const actions = deeds.flatMap((deed, index): Plain[] => {
    const next = deeds[index + 1];
    return [deed.action, ...waitFor(next === undefined ? rest : next.at - deed.at)];
  });
  return [
    `  - id: ${id}`,
    ...(lens === null ? [] : [`    lens: ${lens}`]),
    '    solution:',
    ...actions.map((action) => `      -${yamlOf(action, 8).replace(/^\n\s*/, ' ')}`),
    `    goal:${yamlOf(goal, 6)}`,
  ].join('\n');
}

/** In tenths of a second; nothing for what is shorter. */
function waitFor(micros: Micros): Plain[] {
  const tenths = Math.round(micros / 100_000);
  return tenths === 0 ? [] : [{ wait: `${tenths / 10}s` }];
}

const SENTENCES: Readonly<Record<Language, Readonly<Record<string, string>>>> = {
  en: {
    title: 'A recorded lesson',
    summary: 'Do step by step what was recorded, and watch what it changes.',
    recap: 'You have done yourself what was recorded.',
    simplified: 'The simulation leaves out what its limits say; nothing else was left out here.',
    docs: 'Service',
    body: 'Before you do it: what do you think will change?',
    done: 'This is what happened. Go back in time and look at any moment of it again.',
    several: 'Do these, one after the other:',
  },
  'zh-CN': {
    title: '录下来的一节课',
    summary: '把录下的操作一步一步做一遍，看它改变了什么。',
    recap: '录下的操作，你已经亲手做了一遍。',
    simplified: '模拟本身省略的内容，见它的说明；这里没有另外省略什么。',
    docs: '服务（Service）',
    body: '动手之前先想一想：会有什么变化？',
    done: '刚才发生的就是这些。你可以回到任何一个时刻，再看一遍。',
    several: '依次完成：',
  },
};

function textOf(steps: readonly SkeletonStep[], language: Language, title: string | undefined): string {
  const say = SENTENCES[language];
  const isOurs = title !== undefined && /\p{Script=Han}/u.test(title) === (language === 'zh-CN');
  const lines = [
    '# yaml-language-server: $schema=../../public/schema/text.schema.json',
    `title: ${quoted(isOurs ? title : say['title']!)}`,
    ...['summary', 'recap', 'simplified', 'docs'].map((key) => `${key}: ${quoted(say[key]!)}`),
    '',
    ...(steps.length === 0 ? [] : ['steps:']),
    ...steps.flatMap(({ id, deeds }) => [
      `  ${id}:`,
      `    title: ${quoted(deeds[0]!.title[language])}`,
      `    body: ${quoted(say['body']!)}`,
      ...(deeds.length === 1
        ? [`    task: ${quoted(deeds[0]!.task[language])}`]
        : [
            '    task: |-',
            `      ${say['several']}`,
            '',
            ...deeds.map((deed, index) => `      ${index + 1}. ${deed.task[language]}`),
            '    goals:',
            ...deeds.map((deed, index) => `      ${index + 1}: ${quoted(deed.task[language])}`),
          ]),
      `    done: ${quoted(say['done']!)}`,
    ]),
  ];
  return `${lines.join('\n')}\n`;
}

/** JSON's quotes are YAML's. */
function quoted(text: string): string {
  return JSON.stringify(text);
}
