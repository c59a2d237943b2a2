import { readFileSync } from 'node:fs';
import Ajv from 'ajv/dist/2020';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { scenarioFiles } from '../manifest/testing/samples';
import { scenarioFields } from './fields';
import { toJsonSchema } from './jsonSchema';
import { readScenario } from './readScenario';

const FILES = scenarioFiles('where-a-service-works');

/** The scenario with one text replaced in one file. */
function edited(path: string, from: string, to: string) {
  expect(FILES.find((file) => file.path === path)?.text).toContain(from);
  return FILES.map((file) => (file.path === path ? { path, text: file.text.replace(from, to) } : file));
}

describe('the first scenario', () => {
  const reading = readScenario(FILES);

  it('has nothing wrong', () => {
    expect(reading.problems).toEqual([]);
  });

  it('reads as its file says', () => {
    expect(reading.scenario).toMatchObject({
      formatVersion: 1,
      id: 'where-a-service-works',
      kubernetes: 'v1.34',
      proxyMode: 'iptables',
      lens: 'layers',
      clients: [{ id: 'learner', ip: '198.51.100.7' }],
      publicDns: { 'shop.example': ['203.0.113.10'] },
      kubeProxy: {
        minSyncPeriodMicros: 1_000_000,
        watchDelayMicros: { 'node-1': 20_000, 'node-2': 60_000, 'node-3': 350_000 },
      },
      timeScale: { packet: 1500, cluster: 1 },
    });
    expect(reading.scenario!.steps.map((step) => step.id)).toEqual([
      'send',
      'endpoints',
      'machines',
      'kill',
      'scale',
    ]);
    expect(reading.scenario!.steps[0]).toEqual({
      id: 'send',
      solution: [
        {
          type: 'send',
          client: 'learner',
          url: 'https://shop.example/users/123',
          times: 1,
          everyMicros: 200_000,
        },
      ],
      goal: {
        type: 'request',
        client: 'learner',
        url: 'https://shop.example/users/123',
        status: 200,
        times: 1,
      },
    });
  });

  it('brings its manifests in order, and its sentences in both languages', () => {
    expect(reading.manifests.objects[0]).toMatchObject({ file: 'manifests/nodes.yaml', line: 2 });
    expect(Object.keys(reading.texts.en).sort()).toEqual(Object.keys(reading.texts['zh-CN']).sort());
    for (const [key, sentence] of Object.entries(reading.texts['zh-CN'])) {
      if (!key.endsWith('.hint')) expect(sentence, key).toMatch(/\p{Script=Han}|^Service|^\w+ API/u);
    }
  });
});

describe('a scenario with something wrong', () => {
  it.each([
    ['scenario.yaml', 'proxyMode: iptables', 'proxyMode: iptable', 'field/value', '7:12', /iptables/],
    ['scenario.yaml', 'seed:', 'sead:', 'field/unknown', '6:1', /“seed”/],
    [
      'scenario.yaml',
      'manifests/web-mvc.yaml',
      'manifests/webmvc.yaml',
      'scenario/no-file',
      '16:5',
      /web-mvc/,
    ],
    ['scenario.yaml', 'node-3: 350', 'node-4: 350', 'scenario/reference', '39:5', /Node\/node-/],
    ['scenario.yaml', 'client: learner', 'client: lerner', 'scenario/reference', '49:17', /learner/],
    ['scenario.yaml', 'id: endpoints', 'id: send', 'field/value', '53:5', /another id/],
    ['scenario.yaml', '      looked: rules', '      lookd: rules', 'field/unknown', '66:7', /“looked”/],
    [
      'scenario.yaml',
      '      - wait: 10s\n    goal',
      '      - wait: long\n    goal',
      'field/value',
      '85:15',
      /1\.5s/,
    ],
    ['scenario.yaml', 'https://shop.example/contacts/7', 'contacts/7', 'field/value', '30:9', /https:/],
    ['text.en.yaml', 'title: Where', 'titel: Where', 'scenario/text-missing', '1:1', /Add it/],
    ['text.en.yaml', 'title: Where', 'titel: Where', 'scenario/text-unused', '1:1', /“title”/],
    ['text.zh-CN.yaml', 'same-vip:', 'same-ip:', 'scenario/text-missing', '74:5', /Add it/],
    ['ocelot.json', '/api/users/{id}', '/api/user/{id}', 'scenario/ocelot-differs', '20:5', /Copy/],
    ['manifests/user-api.yaml', 'replicas: 3', 'replicas: three', 'field/type', '9:13', /whole number/],
  ])('%s: %s → %s', (path, from, to, code, at, mend) => {
    const { problems } = readScenario(edited(path, from, to));
    const found = problems.find((problem) => problem.code === code);
    expect(found, problems.map((problem) => `${problem.code} ${problem.message}`).join('\n')).toBeDefined();
    const file = code === 'scenario/ocelot-differs' ? 'scenario.yaml' : path;
    expect(`${found!.file}:${found!.line}:${found!.column}`).toBe(`${file}:${at}`);
    expect(found!.mend).toMatch(mend);
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
    const text = FILES.find((file) => file.path === 'scenario.yaml')!.text;
    fc.assert(
      fc.property(fc.nat(text.length), fc.nat(20), fc.string({ maxLength: 8 }), (at, cut, put) => {
        const spoilt = { path: 'scenario.yaml', text: text.slice(0, at) + put + text.slice(at + cut) };
        const { problems, scenario } = readScenario([spoilt]);
        expect(problems.length).toBeGreaterThan(0);
        expect(scenario === undefined || scenario.formatVersion === 1).toBe(true);
      }),
      { numRuns: 100 },
    );
  }, 60_000);
});

describe('scenario.schema.json', () => {
  const schema = JSON.parse(readFileSync(new URL('scenario.schema.json', import.meta.url), 'utf8')) as object;

  it('is what the table says', () => {
    expect(schema).toEqual(JSON.parse(JSON.stringify(toJsonSchema(scenarioFields, 'Hopscope scenario'))));
  });

  it('accepts the scenario and refuses a misspelt field, as the reader does', () => {
    const validate = new Ajv({ strict: false }).compile(schema);
    const text = FILES.find((file) => file.path === 'scenario.yaml')!.text;
    expect(validate(parse(text))).toBe(true);
    expect(validate(parse(text.replace('seed:', 'sead:')))).toBe(false);
    expect(validate(parse(text.replace('      looked: rules', '      lookd: rules')))).toBe(false);
  });
});
