/** Whatever the text: an answer, and every place in it is a place in that text. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { importSystem } from './import/importSystem';
import { readManifests } from './readManifests';
import { sampleSystems, scenarioFiles } from './testing/samples';

const REAL = [
  ...sampleSystems().flatMap((system) => system.files.filter((file) => file.text.length < 5_000)),
  ...scenarioFiles('where-a-service-works'),
].map((file) => file.text);

/** A piece of YAML that is likely to upset a reader. */
const snippet = fc.constantFrom(
  ':',
  '- ',
  '\n',
  '  ',
  '\t',
  '"',
  "'",
  '{',
  '}',
  '[',
  ']',
  '---\n',
  '...\n',
  '&a ',
  '*a ',
  '<<: *a\n',
  '!!binary ',
  '|\n',
  '>-\n',
  '? ',
  '# ',
  '\r\n',
  '\uFEFF',
  '\0',
  '~',
  'null',
  '__proto__: 1\n',
  'constructor: {}\n',
  '12345678901234567890',
  '.inf',
  '.nan',
  '2001-01-01',
  '0x1F',
  '$(A)',
  '$$(A)',
  'kind: Service\n',
  'apiVersion: v1\n',
  'spec: []\n',
  'items: [null, 1, {}]\n',
  'kind: List\n',
  '"Routes": [{"UpstreamPathTemplate": 1}]',
);

const mutated = fc
  .tuple(
    fc.constantFrom(...REAL),
    fc.array(fc.tuple(fc.nat(10_000), fc.nat(12), fc.oneof(snippet, fc.string({ maxLength: 6 }))), {
      minLength: 1,
      maxLength: 6,
    }),
  )
  .map(([text, edits]) =>
    edits.reduce((now, [at, cut, put]) => {
      const from = now.length === 0 ? 0 : at % now.length;
      return now.slice(0, from) + put + now.slice(from + cut);
    }, text),
  );

function check(text: string): void {
  const lines = text.split('\n').length;
  for (const path of ['a.yaml', 'appsettings.json']) {
    const system = importSystem([{ path, text }]);
    const reading = readManifests([{ path, text }]);
    for (const problem of [...system.warnings, ...reading.problems]) {
      expect(problem.line).toBeGreaterThanOrEqual(1);
      expect(problem.line).toBeLessThanOrEqual(lines + 1);
      expect(problem.column).toBeGreaterThanOrEqual(1);
      expect(problem.message).not.toBe('');
      expect(problem.mend).not.toBe('');
    }
    expect(JSON.parse(JSON.stringify(reading.objects))).toHaveLength(reading.objects.length);
  }
}

describe('reading never throws', () => {
  it('on any text', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 300 }), check), { numRuns: 150 });
  }, 60_000);

  it('on pieces of YAML in any order', () => {
    fc.assert(
      fc.property(fc.array(snippet, { maxLength: 30 }), (parts) => check(parts.join(''))),
      { numRuns: 200 },
    );
  }, 60_000);

  it('on real files with a few edits', () => {
    fc.assert(fc.property(mutated, check), { numRuns: 120 });
  }, 60_000);

  it('on an alias that contains itself, on a bomb of aliases, and on deep nesting', () => {
    check('apiVersion: v1\nkind: ConfigMap\nmetadata: &m\n  name: a\n  labels: *m\n');
    const bomb = ['a: &a0 [x, x, x, x, x, x, x, x, x]'];
    for (let i = 1; i < 12; i++)
      bomb.push(
        `b${i}: &a${i} [${Array(9)
          .fill(`*a${i - 1}`)
          .join(', ')}]`,
      );
    check(`apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n${bomb.join('\n')}\n`);
    check('['.repeat(5_000));
    check(`a: ${'{a: '.repeat(2_000)}`);
  }, 60_000);
});
