import { describe, expect, it } from 'vitest';
import type { SourceFile } from '../manifest/source';
import { readScenario } from './readScenario';
import type { Siblings } from './siblings';
import { SAMPLE_LESSON } from './testing/sampleLesson';

const TEXTS = {
  'text.en.yaml': `title: Another lesson
summary: It stands on the sample.
recap: It was built on another one.
simplified: Nothing was left out.
docs: Service
steps:
  only: { title: The only step, body: Read this. }
`,
  'text.zh-CN.yaml': `title: 另一节课
summary: 它建立在样例之上。
recap: 它是在另一节课上搭起来的。
simplified: 什么都没有省略。
docs: 服务
steps:
  only: { title: 唯一的一步, body: 读一读。 }
`,
};

const CHILD = `formatVersion: 1
id: child
extends: sample
docs: { url: https://kubernetes.io/docs/concepts/, version: v1.34 }
lens: machines
steps:
  - id: only
    show: Deployment/default/web#0
`;

function child(structure: string, more: Readonly<Record<string, string>> = {}): SourceFile[] {
  return Object.entries({ 'scenario.yaml': structure, ...TEXTS, ...more }).map(([path, text]) => ({
    path,
    text,
  }));
}

function beside(folders: Readonly<Record<string, readonly SourceFile[]>>): Siblings {
  return { names: () => Object.keys(folders), filesOf: (slug) => folders[slug] };
}

const SAMPLE = beside({ sample: SAMPLE_LESSON });
const told = (reading: ReturnType<typeof readScenario>) =>
  reading.problems.map(
    ({ file, line, column, message, mend }) => `${file}:${line}:${column} ${message} ${mend}`,
  );

describe('a lesson that extends another', () => {
  it('takes from it what is absent, and nothing of the lesson itself', () => {
    const reading = readScenario(child(CHILD), SAMPLE);
    expect(told(reading)).toEqual([]);
    expect(reading.extends).toBe('sample');
    expect(reading.scenario).toMatchObject({
      id: 'child',
      seed: 'child',
      kubernetes: 'v1.34',
      lens: 'machines',
      minutes: null,
      manifests: ['manifests/web.yaml'],
      publicDns: { 'web.example': ['203.0.113.10'] },
      timeScale: { packet: 1500, cluster: 1 },
      clients: [{ id: 'learner' }],
    });
    expect(reading.scenario!.steps.map((step) => step.id)).toEqual(['only']);
    expect(reading.texts.en).toMatchObject({
      title: 'Another lesson',
      'clients.learner.name': 'You',
      'workloads.web': 'Web server',
      'layers.1.5': 'In between',
    });
    expect(Object.keys(reading.texts.en).filter((key) => /^steps\.first|^predictions/.test(key))).toEqual([]);
    expect(reading.files.map(({ path }) => path)).toEqual([
      '../sample/manifests/web.yaml',
      '../sample/ocelot.json',
    ]);
    expect(reading.ocelot).toEqual({ 'ocelot.json': '{ "Routes": [] }\n' });
  });

  it('lays its files over those of the other', () => {
    const text = SAMPLE_LESSON.find(({ path }) => path === 'manifests/web.yaml')!.text;
    const more = {
      'manifests/web.yaml': text.replace('replicas: 2', 'replicas: 4'),
      'manifests/extra.yaml':
        'apiVersion: v1\nkind: Service\nmetadata: { name: extra }\nspec: { ports: [{ port: 80 }] }\n',
    };
    const added = `${CHILD}manifests: [manifests/web.yaml, manifests/extra.yaml]\n`;
    const reading = readScenario(child(added, more), SAMPLE);
    expect(told(reading)).toEqual([]);
    const web = reading.manifests.objects.find(({ object }) => object.kind === 'Deployment')!.object;
    expect(web).toMatchObject({ spec: { replicas: 4 } });
    expect(reading.manifests.objects.map(({ object }) => object.metadata.name)).toContain('extra');
    expect(reading.files.map(({ path }) => path)).toEqual([
      'manifests/web.yaml',
      'manifests/extra.yaml',
      '../sample/ocelot.json',
    ]);
  });

  it('says a sentence of its own instead of the other’s', () => {
    const more = {
      'text.en.yaml': `${TEXTS['text.en.yaml']}workloads: { web: Another server }\n`,
      'text.zh-CN.yaml': `${TEXTS['text.zh-CN.yaml']}workloads: { web: 另一台服务器 }\n`,
    };
    const reading = readScenario(child(CHILD, more), SAMPLE);
    expect(told(reading)).toEqual([]);
    expect(reading.texts.en['workloads.web']).toBe('Another server');
  });

  it('says where a mistake of the other stands', () => {
    const spoilt = SAMPLE_LESSON.map((file) =>
      file.path === 'scenario.yaml' ? { ...file, text: file.text.replace('node-1: 20', 'node-9: 20') } : file,
    );
    const [problem] = readScenario(child(CHILD), beside({ sample: spoilt })).problems;
    expect(problem).toMatchObject({ file: '../sample/scenario.yaml', line: 28, code: 'scenario/reference' });
  });

  it.each([
    ['extends: sampel', SAMPLE, /3:1 .*“sampel”.* Did you mean “sample”\?/],
    ['extends: elsewhere', SAMPLE, /3:1 .*there are sample/],
    ['extends: sample', beside({}), /3:1 .*no other scenario/],
    ['extends: child', SAMPLE, /3:1 .*“child”/],
    ['extends: [sample]', SAMPLE, /3:10 .*text/],
    [
      'extends: sample',
      beside({
        sample: [{ path: 'scenario.yaml', text: 'formatVersion: 1\nid: sample\nextends: deeper\n' }],
      }),
      /3:1 .*extends no other.*Extend “deeper” itself/,
    ],
  ])('%s', (line, siblings, expected) => {
    const reading = readScenario(child(CHILD.replace('extends: sample', line)), siblings);
    expect(reading.scenario).toBeUndefined();
    expect(told(reading).join('\n')).toMatch(expected);
  });

  it('needs no more than its version and its id beside `extends`', () => {
    for (const key of ['formatVersion: 1\n', 'id: child\n']) {
      const found = told(readScenario(child(CHILD.replace(key, '')), SAMPLE));
      expect(found.join('\n')).toMatch(/scenario\.yaml:1:1 .*(?:formatVersion|id)/);
    }
  });
});
