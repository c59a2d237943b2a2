/** One row for each way in which a manifest can be wrong: where the message points, and how it says to mend it. */
import { describe, expect, it } from 'vitest';
import { importSystem } from './import/importSystem';
import { formatProblem } from './problem';
import { PROBLEM_TEXTS } from './problemTexts';
import { readManifests } from './readManifests';
import { GOOD, ROWS, type Row } from './testing/badManifests';

function spoil({ file, from, to }: Row) {
  expect(GOOD[file]).toContain(from);
  return Object.entries(GOOD).map(([path, text]) => ({
    path,
    text: path === file ? text.replace(from, to) : text,
  }));
}

describe('bad input', () => {
  it('is none of the three good files', () => {
    expect(readManifests(Object.entries(GOOD).map(([path, text]) => ({ path, text }))).problems).toEqual([]);
  });

  it.each(ROWS)('$what: $code at $file:$at', (bad) => {
    const { problems } = readManifests(spoil(bad));
    const found = problems.find((problem) => problem.code === bad.code);
    expect(found, problems.map(formatProblem).join('\n')).toBeDefined();
    expect(`${found!.file}:${found!.line}:${found!.column}`).toBe(`${bad.file}:${bad.at}`);
    expect(found!.mend).toMatch(bad.mend);
    expect(found!.severity).toBe(PROBLEM_TEXTS[found!.code][0]);
    expect(`${found!.message} ${found!.mend}`).not.toMatch(/\{\w+\}.*undefined|undefined/);
  });

  it('leaves out what the API server could not decode, and keeps the rest', () => {
    const files = spoil(ROWS.find((bad) => bad.what === 'text for a number')!);
    const { objects } = readManifests(files);
    expect(objects.map(({ object }) => object.kind)).toEqual(['Service', 'Ingress']);
  });

  it('does not complain about kinds that it does not simulate, nor about custom resources', () => {
    const text = `apiVersion: v1
kind: ServiceAccount
metadata: {name: a}
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: b}
---
apiVersion: serving.knative.dev/v1
kind: Service
metadata: {name: c}
spec: {template: {spec: {containers: [{image: x}]}}}
`;
    const reading = readManifests([{ path: 'a.yaml', text }]);
    expect(reading.problems).toEqual([]);
    expect(reading.other.map(({ kind, name }) => `${kind}/${name}`)).toEqual([
      'ServiceAccount/a',
      'PodDisruptionBudget/b',
      'Service/c',
    ]);
  });
});

describe('hopscope.dev annotations', () => {
  const withAnnotation = (line: string) => [
    {
      path: 'a.yaml',
      text: GOOD['deployment.yaml']!.replace(
        '      labels:',
        `      annotations:\n        ${line}\n      labels:`,
      ),
    },
  ];

  it.each([
    ['hopscope.dev/start-up: soon', 'annotation/value', /800ms/],
    ['hopscope.dev/role: webapp', 'annotation/value', /web-app/],
    ['hopscope.dev/startup: 1s', 'annotation/unknown', /“hopscope\.dev\/start-up”/],
    ['hopscope.dev/calls: http://api', 'annotation/value', /page: GET/],
  ])('%s', (line, code, mend) => {
    const problem = importSystem(withAnnotation(line)).warnings.find((one) => one.code === code);
    expect(problem).toMatchObject({ file: 'a.yaml', line: 13, column: 9 });
    expect(problem!.mend).toMatch(mend);
  });
});
