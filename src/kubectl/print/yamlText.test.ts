import {
  array,
  assert,
  boolean,
  constantFrom,
  dictionary,
  double,
  integer,
  letrec,
  oneof,
  property,
  string,
} from 'fast-check';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { yamlLines } from './yamlText';

it('writes as kubectl does', () => {
  const value = {
    a: '80',
    b: 80,
    c: 'http',
    d: [{ name: 'x', list: [1, 'no'] }, 'two'],
    e: {},
    f: [],
    g: '2025-09-01T08:00:00Z',
    h: 'line\nother: line\n',
    i: '*',
    j: 'mcr.microsoft.com/x:1.2',
  };
  expect(yamlLines(value)).toEqual([
    'a: "80"',
    'b: 80',
    'c: http',
    'd:',
    '- name: x',
    '  list:',
    '  - 1',
    '  - "no"',
    '- two',
    'e: {}',
    'f: []',
    'g: "2025-09-01T08:00:00Z"',
    'h: |',
    '  line',
    '  other: line',
    "i: '*'",
    'j: mcr.microsoft.com/x:1.2',
  ]);
});

it('is read back as what it was, by the library that reads manifests, old YAML and new', () => {
  // kubectl writes `e1` bare, and go-yaml reads it as text; the library's YAML 1.1 takes it for a number.
  const isReadOtherwise = (written: string) => /(?:^|[\s[{,-])[-+]?[eE][-+]?\d/m.test(written);
  const text = oneof(
    string({ unit: 'grapheme', maxLength: 8 }),
    string({ unit: constantFrom(...'a:# -\n\'"{[*&!|>%@`?,~1.e+0xnyt=<_'), maxLength: 7 }),
    constantFrom(
      'yes',
      'null',
      '1e3',
      '0x1f',
      '1:30',
      '---',
      '- a',
      'a\n\n',
      '\na',
      ' a',
      '.inf',
      '2025-01-01',
    ),
  );
  const { tree } = letrec((tie) => ({
    tree: oneof({ maxDepth: 3 }, tie('leaf'), tie('map')),
    leaf: oneof(
      text,
      integer(),
      boolean(),
      double({ noNaN: true, noDefaultInfinity: true }).filter(
        (n) => !Object.is(n, -0) && Math.abs(n) < 1e15 && Math.abs(n) > 1e-5,
      ),
    ),
    map: oneof(
      dictionary(text, tie('tree'), { maxKeys: 4, noNullPrototype: true }),
      array(tie('tree'), { maxLength: 4 }),
    ),
  }));
  assert(
    property(dictionary(text, tree, { maxKeys: 4, minKeys: 1, noNullPrototype: true }), (value) => {
      if (JSON.stringify(value).includes('__proto__')) return;
      const written = yamlLines(value).join('\n') + '\n';
      for (const version of isReadOtherwise(written) ? (['1.2'] as const) : (['1.1', '1.2'] as const)) {
        expect(parse(written, { version, logLevel: 'error', uniqueKeys: true }), written).toEqual(value);
      }
    }),
    { numRuns: 800 },
  );
});
