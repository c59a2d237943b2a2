import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { scenarioFiles } from '../manifest/testing/samples';
import { lessonSlugs } from '../scenario/testing/lessons';
import type { ShownProblem } from './problems';
import { runCli, runJson, withFiles } from './testing/runCli';

// Whole worlds are started here, perhaps beside other tests.
vi.setConfig({ testTimeout: 300_000 });

interface Checked {
  readonly ok: boolean;
  readonly problems: readonly ShownProblem[];
  readonly lessons: readonly {
    readonly id: string;
    readonly solved: boolean;
    readonly runs: readonly { readonly seed: string; readonly proxyMode: string; readonly solved: boolean }[];
  }[];
}

const SLUG = 'where-a-service-works';
const TINY = `formatVersion: 1
id: tiny
extends: ${SLUG}
minutes: 1
docs: { url: https://kubernetes.io/docs/concepts/services-networking/service/, version: v1.34 }
steps:
  - id: scale
    solution:
      - kubectl: kubectl scale deployment/user-api-deployment --replicas=5
      - wait: 20s
    goal:
      object: Deployment/default/user-api-deployment
      has: { status.readyReplicas: 5 }
`;
const ENGLISH = `title: A tiny lesson
summary: More Pods.
recap: There are more Pods now.
simplified: Nothing is left out.
docs: Service
steps:
  scale: { title: More, body: Read this., task: Make them five. }
`;
const CHINESE = `title: 一节小课
summary: 更多的 Pod。
recap: 现在 Pod 多了。
simplified: 没有省略什么。
docs: 服务
steps:
  scale: { title: 更多, body: 读一读。, task: 变成五个。 }
`;

/** A folder \`lessons\` with the lesson that is extended and the tiny one; files may be changed or left out. */
function lessons(changed: Readonly<Record<string, string | null>> = {}): Record<string, string> {
  const base = scenarioFiles(SLUG).map(({ path, text }) => [join('lessons', SLUG, path), text] as const);
  const all: Record<string, string | null> = {
    ...Object.fromEntries(base),
    'lessons/tiny/scenario.yaml': TINY,
    'lessons/tiny/text.en.yaml': ENGLISH,
    'lessons/tiny/text.zh-CN.yaml': CHINESE,
    ...changed,
  };
  return Object.fromEntries(
    Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== null),
  );
}

/** What \`check --json\` says of the tiny lesson in such a folder. */
function checkTiny(changed: Readonly<Record<string, string | null>>, ...flags: string[]): Checked {
  return withFiles(lessons(changed), (cwd) => {
    return JSON.parse(runCli(['check', 'lessons/tiny', ...flags, '--json'], { cwd }).out) as Checked;
  });
}

describe('check', () => {
  it('finds every lesson in order, and solves it', () => {
    const checked = runJson<Checked>(['check', 'scenarios']);
    expect(checked).toMatchObject({ ok: true, problems: [] });
    expect(checked.lessons.map(({ id, solved }) => [id, solved])).toEqual(
      lessonSlugs().map((slug) => [slug, true]),
    );
  });

  it('reads what a lesson extends from the folder beside it, and plays it with other seeds, too', () => {
    const { ok, problems, lessons: found } = checkTiny({}, '--seeds', '2');
    expect(problems).toEqual([]);
    expect(ok).toBe(true);
    expect(found[0]!.runs.map(({ seed, proxyMode, solved }) => [seed, proxyMode, solved])).toEqual([
      ['tiny', 'iptables', true],
      ['tiny-2', 'iptables', true],
    ]);
  });

  it('says where a lesson is not solved, and how to mend it', () => {
    withFiles(lessons({ 'lessons/tiny/scenario.yaml': TINY.replace('=5', '=4') }), (cwd) => {
      const { status, out } = runCli(['check', 'lessons/tiny'], { cwd });
      expect(status).toBe(1);
      expect(out.split('\n')).toEqual([
        'lessons/tiny/scenario.yaml:11:5 Step scale is not solved: its goal is not reached by its solution. — ' +
          'Do more in `solution` (perhaps `wait: 10s`), or ask for less in `goal`.',
        'lesson tiny: not solved',
        'not ok: 1 error, 0 warnings',
        '',
      ]);
    });
  });

  it.each([
    ['=5', '=three', 8, /not solved/, /action/],
    ['--replicas', '--replica', 8, /not solved/, /action/],
    ['readyReplicas: 5', 'readyReplicas: 3', 11, /reached before/, /only the learner/],
    ['extends: where', 'extends: there', 3, /“there-a-service-works”/, /where-a-service-works/],
    ['id: tiny', 'id: teeny', 2, /folder/, /`id: tiny`/],
  ])('%s → %s', (from, to, line, message, mend) => {
    const { ok, problems } = checkTiny({ 'lessons/tiny/scenario.yaml': TINY.replace(from, to) });
    expect(ok).toBe(false);
    const [problem] = problems;
    expect(problem).toMatchObject({ file: 'lessons/tiny/scenario.yaml', line, severity: 'error' });
    expect(problem!.message).toMatch(message);
    expect(problem!.mend).toMatch(mend);
  });

  it('plays a lesson whose sentences are not finished', () => {
    const { ok, problems, lessons: found } = checkTiny({ 'lessons/tiny/text.en.yaml': null });
    expect(ok).toBe(false);
    expect(problems).toMatchObject([{ file: 'lessons/tiny/text.en.yaml', line: 1, column: 1 }]);
    expect(found).toMatchObject([{ id: 'tiny', solved: true }]);
  });

  it('names the place of a fault in a manifest that is borrowed, and does not play then', () => {
    const path = `lessons/${SLUG}/manifests/user-api.yaml`;
    const text = lessons()[path]!.replace('  replicas: 3', '  replcas: 3');
    const { problems, lessons: found } = checkTiny({ [path]: text });
    expect(problems[0]).toMatchObject({ file: path, column: 3 });
    expect(problems[0]!.mend).toContain('replicas');
    expect(found).toEqual([{ id: 'tiny', solved: false, steps: [], runs: [] }]);
  });

  it('checks the course beside the lessons', () => {
    const course = {
      'lessons/course.yaml': 'formatVersion: 1\nchapters:\n  - id: one\n    lessons: [tiny, tinny]\n',
      'lessons/course.en.yaml': 'title: Course\nchapters:\n  one: { title: First chapter }\n',
      'lessons/course.zh-CN.yaml': 'title: 课程\nchapters:\n  one: { title: 第一章, body: 只有一章。 }\n',
    };
    withFiles(lessons({ ...course, 'lessons/tiny/text.en.yaml': ENGLISH }), (cwd) => {
      const { out } = runCli(
        ['check', 'lessons/course.yaml', 'lessons/course.en.yaml', 'lessons/course.zh-CN.yaml'],
        {
          cwd,
        },
      );
      expect(out.split('\n').slice(0, 2)).toEqual([
        'lessons/course.en.yaml:3:3 The text en has no sentence “chapters.one.body”. — Add the sentence, in both languages.',
        'lessons/course.yaml:4:21 The lesson “tinny” is not known here. — Did you mean “tiny”?',
      ]);
    });
  });
});
