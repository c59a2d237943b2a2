import { describe, expect, it } from 'vitest';
import { MOST_CHARACTERS, MOST_FILES, readSystem } from './readSystem';
import { systemScenario } from './systemScenario';

const OCELOT = `{
  "Routes": [
    {
      "UpstreamPathTemplate": "/users/{id}",
      "DownstreamPathTemplate": "/api/users/{id}",
      "DownstreamHostAndPort": [{ "Host": "users", "Port": 80 }]
    }
  ]
}`;
const GATEWAY = `apiVersion: apps/v1
kind: Deployment
metadata: { name: api-gateway }
spec:
  selector: { matchLabels: { app: gw } }
  template:
    metadata: { labels: { app: gw } }
    spec:
      containers: [{ name: gw, image: gw, volumeMounts: [{ name: o, mountPath: /app/ocelot.json, subPath: ocelot.json }] }]
      volumes: [{ name: o, configMap: { name: gw } }]
---
apiVersion: v1
kind: ConfigMap
metadata: { name: gw }
data:
  ocelot.json: |
${OCELOT.replace(/^/gm, '    ')}
`;

function problemsOf(path: string, text: string) {
  return readSystem([{ path, text }]).problems.map(
    ({ file, line, column, code }) => `${file}:${line}:${column} ${code}`,
  );
}

describe('what is wrong with somebody’s files', () => {
  it('points into an Ocelot configuration inside a ConfigMap', () => {
    const lines = GATEWAY.split('\n');
    const line = lines.findIndex((text) => text.includes('DownstreamHostAndPort"')) + 1;
    const column = lines[line - 1]!.indexOf('"DownstreamHostAndPort"') + 1;
    expect(problemsOf('gw.yaml', GATEWAY)).toContain(`gw.yaml:${line}:${column} ocelot.json/misspeltKey`);
  });

  it('points into an Ocelot configuration in a file of its own', () => {
    expect(problemsOf('ocelot.json', OCELOT)).toContain('ocelot.json:6:7 ocelot.json/misspeltKey');
    expect(problemsOf('ocelot.json', OCELOT.replace('],', ']').replace('80 }', '80 '))).toEqual([
      expect.stringMatching(/^ocelot\.json:\d+:\d+ ocelot\/syntax$/) as string,
    ]);
  });

  it('names the line of broken YAML', () => {
    expect(problemsOf('a.yaml', 'apiVersion: v1\nkind: Service\n metadata: x\n')[0]).toMatch(
      /^a\.yaml:[23]:\d+ yaml\/syntax$/,
    );
  });

  it('says of a file that it is not used', () => {
    expect(problemsOf('docker-compose.yml', 'services: { a: { image: b } }')).toEqual([
      'docker-compose.yml:1:1 file/not-known',
    ]);
    expect(problemsOf('empty.yaml', ' \n')).toEqual([]);
  });
});

const BOMB = Array.from(
  { length: 30 },
  (_, i) => `x${i + 1}: &x${i + 1} [${Array(9).fill(`*x${i}`).join()}]`,
);
const HOSTILE: Readonly<Record<string, string>> = {
  'open brackets': `kind: Pod\napiVersion: v1\nx: ${'['.repeat(100_000)}`,
  'open braces in JSON': '{"apiVersion":'.repeat(50_000),
  'nested lists': `kind: x\na:\n ${'- '.repeat(50_000)}`,
  'nested questions': `kind: x\n${'? '.repeat(50_000)}`,
  'deep indentation': `apiVersion: v1\nkind: ConfigMap\n${Array.from({ length: 600 }, (_, i) => `${' '.repeat(i)}k:`).join('\n')}`,
  'aliases of aliases': `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\nx0: &x0 [a]\n${BOMB.join('\n')}\ndata: {a: *x30}\n`,
  'aliases where containers belong': `apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nx0: &x0 [{name: a, image: b}]\n${BOMB.join('\n')}\nspec: {containers: *x30}\n`,
  'an alias of itself':
    'apiVersion: v1\nkind: Pod\nmetadata: &m {name: a, labels: *m}\nspec: &s {containers: [*s]}\n',
  'a proto key':
    'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: __proto__}\ndata: {__proto__: x, constructor: y}\n',
  zeros: 'kind: \u0000\u0001',
  'undecodable bytes': `kind: ${'\uFFFD'.repeat(500)}`,
};

describe('hostile files', () => {
  it.each(Object.entries(HOSTILE))(
    'neither hang nor crash: %s',
    (_, text) => {
      for (const path of ['a.yaml', 'ocelot.json']) {
        const reading = readSystem([{ path, text }]);
        expect(reading.problems.length).toBeGreaterThanOrEqual(text.includes('__proto__') ? 0 : 1);
        systemScenario(reading.system, reading.files, { resume: true });
      }
    },
    20_000,
  );

  it('reads no more files and no more text than it says', () => {
    const many = Array.from({ length: MOST_FILES + 3 }, (_, i) => ({ path: `${i}.yaml`, text: '# nothing' }));
    const { files, problems } = readSystem(many);
    expect(files).toHaveLength(MOST_FILES);
    expect(problems.map(({ code }) => code)).toEqual(Array(3).fill('file/too-many'));
    const large = readSystem([
      { path: 'large.yaml', text: '#'.repeat(MOST_CHARACTERS + 1) },
      { path: 'small.yaml', text: '# nothing' },
    ]);
    expect(large.files.map(({ path }) => path)).toEqual(['small.yaml']);
    expect(large.problems.map(({ code }) => code)).toEqual(['file/too-large']);
  });
});
