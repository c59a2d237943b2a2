import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Problem } from '../manifest/problem';
import { readScenario } from './readScenario';
import { readTexts } from './readTexts';
import { lessonSlugs, readLesson } from './testing/lessons';
import { SAMPLE_LESSON, SAMPLE_SCENARIO, sampleWith } from './testing/sampleLesson';

describe('a lesson', () => {
  const { scenario, manifests, texts, problems } = readScenario(SAMPLE_LESSON);

  it('has nothing wrong', () => {
    expect(problems).toEqual([]);
  });

  it('reads as its file says', () => {
    expect(scenario).toMatchObject({
      formatVersion: 1,
      id: 'sample',
      proxyModes: ['iptables'],
      minutes: 5,
      docs: { version: 'v1.34' },
      publicDns: { 'web.example': ['203.0.113.10'] },
      kubeProxy: { minSyncPeriodMicros: 1_000_000, watchDelayMicros: { 'node-1': 20_000 } },
    });
    const [first, second] = scenario!.steps;
    expect(first).toMatchObject({
      lens: 'machines',
      show: 'Service/default/web',
      open: 'rules',
      set: [
        { type: 'newConnections', on: false },
        { type: 'watchDelay', node: 'node-2', millis: 500 },
      ],
      belief: {
        about: 'Service/default/web',
        options: [
          { id: 'by-turns', model: 'roundRobin' },
          { id: 'by-chance', model: 'truth' },
        ],
      },
      run: [
        { type: 'traffic', client: 'learner', url: 'http://web.example/', perSecond: 2 },
        { type: 'wait', micros: 1_000_000 },
      ],
      solution: [
        { type: 'send', times: 2, everyMicros: 100_000 },
        { type: 'look', at: 'rules/node-1' },
        { type: 'kubectl', command: 'kubectl delete pod {name:Deployment/default/web#0}' },
      ],
      check: { kind: 'place', options: [{ place: 'rules/node-1' }, { place: 'field/destination' }] },
    });
    expect(first!.prediction).toEqual({
      kind: 'choice',
      id: 'who',
      options: [
        {
          id: 'some',
          when: { type: 'served', by: 'Deployment/default/web', requests: 2, pattern: 'any' },
        },
        {
          id: 'none',
          when: {
            type: 'not',
            goal: { type: 'served', by: 'Deployment/default/web', requests: 1, pattern: 'any' },
          },
        },
      ],
    });
    expect(second).toMatchObject({
      prediction: { kind: 'count', of: 6, among: 'Deployment/default/web', inAnyOrder: true },
      run: [
        { type: 'deletePod', owner: 'Deployment/default/web', ordinal: 0 },
        { type: 'crashPod', owner: 'Deployment/default/web', ordinal: 1 },
      ],
      set: [],
      solution: [],
    });
    expect(second).not.toHaveProperty('goal');
  });

  it('has defaults for what it leaves out', () => {
    const without = ['seed: sample\n', 'proxyModes: [iptables]\n', 'minutes: 5\n'];
    const text = without.reduce((so, line) => so.replace(line, ''), SAMPLE_SCENARIO);
    const files = SAMPLE_LESSON.map((file) => (file.path === 'scenario.yaml' ? { ...file, text } : file));
    const { scenario: plain } = readScenario(files);
    expect(plain).toMatchObject({ seed: 'sample', proxyModes: ['iptables'], minutes: null });
  });

  it('brings its manifests in order, and its sentences in both languages', () => {
    expect(manifests.objects[0]).toMatchObject({ file: 'manifests/web.yaml', line: 1 });
    expect(Object.keys(texts.en).sort()).toEqual(Object.keys(texts['zh-CN']).sort());
    expect(texts['zh-CN']['steps.first.hints.2']).toBe('按下按钮。');
  });
});

/** [file, what is replaced, by what, code, line:column, mend]. */
const SPOILT: readonly (readonly [string, string, string, string, string, RegExp])[] = [
  ['scenario.yaml', 'proxyMode: iptables', 'proxyMode: iptable', 'field/value', '5:12', /“iptables”/],
  ['scenario.yaml', 'proxyModes: [iptables]', 'proxyModes: [nftables]', 'field/value', '6:1', /Add iptables/],
  ['scenario.yaml', 'manifests/web.yaml', 'manifests/wep.yaml', 'scenario/no-file', '13:5', /web/],
  ['scenario.yaml', 'url: https://kube', 'url: kube', 'field/value', '10:3', /in full/],
  [
    'scenario.yaml',
    'Deployment/default/gateway',
    'Deployment/default/gatewa',
    'scenario/reference',
    '16:5',
    /gateway/,
  ],
  ['scenario.yaml', '203.0.113.10', '203.0.113', 'field/value', '24:3', /203\.0\.113\.10/],
  ['scenario.yaml', 'packet: 1500', 'packet: 0', 'field/value', '30:3', /above 0/],
  ['scenario.yaml', 'node: node-2', 'node: node-22', 'scenario/reference', '40:11', /“node-2”/],
  [
    'scenario.yaml',
    'about: Service/default/web',
    'about: Service/default/wep',
    'scenario/reference',
    '44:7',
    /web/,
  ],
  ['scenario.yaml', 'model: truth', 'model: perRequest', 'field/value', '45:7', /is the truth/],
  ['scenario.yaml', 'model: roundRobin', 'model: truth', 'field/value', '45:7', /Keep one/],
  ['scenario.yaml', 'pattern: any', 'pattern: anny', 'field/value', '59:24', /“any”/],
  ['scenario.yaml', 'wait: 1s', 'wait: long', 'field/value', '71:15', /1\.5s/],
  ['scenario.yaml', 'wait: 1s', 'wait: 1s\n    solution: []', 'yaml/syntax', '73:5', /Remove one/],
  ['scenario.yaml', 'web#0}', 'wep#0}', 'scenario/text-place', '79:9', /web#0/],
  ['scenario.yaml', '{name:Dep', '{ip:Dep', 'scenario/text-place', '79:9', /begin with name/],
  ['scenario.yaml', 'fact: hop', 'fact: hopp', 'scenario/reference', '90:19', /“hop”/],
  ['scenario.yaml', 'kind: rewrite', 'kinds: rewrite', 'scenario/reference', '92:21', /“kind”/],
  [
    'scenario.yaml',
    'status.readyReplicas: 1',
    'status.readyReplica: 1',
    'scenario/reference',
    '95:21',
    /readyReplicas/,
  ],
  [
    'scenario.yaml',
    'status.readyReplicas: 1',
    'statsu.readyReplicas: 1',
    'scenario/reference',
    '95:21',
    /“status.readyReplicas”/,
  ],
  [
    'scenario.yaml',
    'place: field/destination',
    'place: field/dest',
    'scenario/reference',
    '105:11',
    /Known here/,
  ],
  ['scenario.yaml', 'outcome: dnsFailure', 'outcome: dnsfailure', 'field/value', '108:24', /“dnsFailure”/],
  [
    'scenario.yaml',
    'outcome: dnsFailure',
    'outcome: ok\n              status: 200',
    'field/one-of',
    '108:15',
    /Keep|one/,
  ],
  ['scenario.yaml', 'of: 6\n', 'of: 6\n      options: []\n', 'field/value', '114:16', /Add an item/],
  ['scenario.yaml', 'id: second', 'id: first', 'field/value', '109:5', /taken/],
  ['scenario.yaml', 'id: shares', 'id: who', 'field/value', '111:7', /taken/],
  ['text.en.yaml', 'title: A title', 'titel: A title', 'scenario/text-missing', '1:1', /`title: …`/],
  ['text.en.yaml', 'title: A title', 'titel: A title', 'field/unknown', '1:1', /“title”/],
  ['text.en.yaml', 'by-turns: One', 'by-turn: One', 'scenario/text-unused', '36:7', /by-turns/],
  [
    'text.en.yaml',
    '      2: Two answers.\n',
    '',
    'scenario/text-missing',
    '25:5',
    /`2: …` under `steps.first.goals`/,
  ],
  ['text.en.yaml', '      2: Press', '      3: Press', 'field/value', '23:7', /without a gap/],
  ['text.en.yaml', 'task: Send', 'hint: Send it.\n    task: Send', 'field/value', '23:7', /one hint/],
  [
    'text.en.yaml',
    '{vip:Service/default/web}',
    '{vip:Service/default/wep}',
    'scenario/text-place',
    '19:5',
    /default\/web/,
  ],
  [
    'text.en.yaml',
    '{vip:Service/default/web}',
    '{vpi:Service/default/web}',
    'scenario/text-place',
    '19:5',
    /“{vip:/,
  ],
  [
    'text.en.yaml',
    '{short:Deployment/default/web#1}',
    '{short:Deployment/default/web}',
    'scenario/text-place',
    '30:5',
    /web#0/,
  ],
  ['text.en.yaml', '{vip:Service/default/web}', '10.96.0.1', 'scenario/text-differs', '19:5', /Put {vip:/],
  [
    'text.en.yaml',
    '{requests:ok} answers.',
    '{requests:okay} answers.',
    'scenario/text-place',
    '45:5',
    /{requests:ok}/,
  ],
  ['text.en.yaml', 'It is gone.', '它不在了。', 'scenario/text-language', '31:5', /in English/],
  ['text.zh-CN.yaml', '先看看四周。', 'Look around first.', 'scenario/text-language', '22:7', /in Chinese/],
  [
    'text.zh-CN.yaml',
    '  web: 网页服务器',
    '  wep: 网页服务器',
    'scenario/text-unused',
    '15:3',
    /workloads\.web/,
  ],
  ['manifests/web.yaml', 'replicas: 2', 'replicas: two', 'field/type', '5:13', /whole number/],
];

describe('a lesson with something wrong', () => {
  it.each(SPOILT)('%s: %s → %s', (path, from, to, code, at, mend) => {
    const { problems } = readScenario(sampleWith(path, from, to));
    const all = problems.map(
      (one) => `${one.code} ${one.file}:${one.line}:${one.column} ${one.message} ${one.mend}`,
    );
    const found = problems.filter((problem) => problem.code === code && mend.test(problem.mend));
    expect(
      found.map((one) => `${one.file}:${one.line}:${one.column}`),
      all.join('\n'),
    ).toContain(`${path}:${at}`);
  });

  it('leaves code, commands and names alone in both languages', () => {
    const same = ['`kubectl get pods`', 'User API', 'kube-proxy', 'CoreDNS', '`a` → `b`', 'EndpointSlice'];
    for (const text of same) {
      const files = SAMPLE_LESSON.map((file) => ({
        ...file,
        text: file.text.replace(/(by-turns: ).*/, (_, key: string) => `${key}${JSON.stringify(text)}`),
      }));
      expect(readScenario(files).problems, text).toEqual([]);
    }
  });

  it('says which files a folder lacks', () => {
    const { scenario, problems } = readScenario([]);
    expect(scenario).toBeUndefined();
    expect(problems.map((problem) => problem.params['path'])).toEqual([
      'scenario.yaml',
      'text.en.yaml',
      'text.zh-CN.yaml',
    ]);
  });

  it('never throws', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...SAMPLE_LESSON),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.nat(20),
        fc.string({ maxLength: 8 }),
        (file, where, cut, put) => {
          const at = Math.floor(where * file.text.length);
          const text = file.text.slice(0, at) + put + file.text.slice(at + cut);
          const files = SAMPLE_LESSON.map((one) => (one === file ? { ...file, text } : one));
          const { scenario } = readScenario(files);
          expect(scenario === undefined || scenario.formatVersion === 1).toBe(true);
        },
      ),
      { numRuns: 150 },
    );
  });
});

describe('the lessons of this project', () => {
  it.each(lessonSlugs())('%s has nothing wrong', (slug) => {
    const { problems, scenario } = readLesson(slug);
    expect(problems.map(({ file, line, message }) => `${file}:${line} ${message}`)).toEqual([]);
    expect(scenario!.id).toBe(slug);
  });
});

describe('folded text', () => {
  it('has no blank between Han characters or beside their marks, where a line ended', () => {
    const problems: Problem[] = [];
    const text = 'title: >-\n  每台机器一个。\n  每个请求都新建\n  一条连接，`ttl`，\n  默认 Pod 无限。\n';
    const { texts } = readTexts('text.zh-CN.yaml', { path: 'text.zh-CN.yaml', text }, problems);
    expect(texts['title']).toBe('每台机器一个。每个请求都新建一条连接，`ttl`，默认 Pod 无限。');
    const english = 'title: >-\n  One on each machine.\n  Every request\n  opens one.\n';
    const read = readTexts('text.en.yaml', { path: 'text.en.yaml', text: english }, problems);
    expect(read.texts['title']).toBe('One on each machine. Every request opens one.');
  });
});
