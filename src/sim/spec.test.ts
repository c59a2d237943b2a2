/** The book of rules and the tests agree: no id without a rule, no rule without a test, no rule without a source. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const SOURCE = fileURLToPath(new URL('../', import.meta.url));
const files = readdirSync(SOURCE, { recursive: true }).map((file) => String(file).replaceAll('\\', '/'));
const read = (file: string) => readFileSync(SOURCE + file, 'utf8');

interface Rule {
  readonly id: string;
  readonly text: string;
  readonly source: string;
}

const rules: readonly Rule[] = [
  ...read('sim/SPEC.md').matchAll(/^\| ([A-Z]{2}\S*\d) \| (.+) \| (.+) \|$/gm),
].map(([, id = '', text = '', source = '']) => ({ id, text, source }));

/** Ids in test titles, with the files that name them. Comments do not count. */
const tested = new Map<string, string[]>();
for (const file of files.filter(
  (name) => /^(sim|trace)\/.*\.test\.ts$/.test(name) && name !== 'sim/spec.test.ts',
)) {
  const code = read(file).replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');
  for (const [, id = ''] of code.matchAll(/\[([A-Z]{2}(?:-[A-Z]{2})?\d+)\]/g)) {
    tested.set(id, [...(tested.get(id) ?? []), file]);
  }
}

it('every rule has an id of its own, a sentence and a source', () => {
  expect(rules.length).toBeGreaterThan(150);
  expect(new Set(rules.map((rule) => rule.id)).size).toBe(rules.length);
  for (const { id, text, source } of rules) {
    expect(text.length, id).toBeGreaterThan(15);
    expect(source.trim(), id).not.toBe('');
  }
  const families = new Set(rules.map((rule) => rule.id.replace(/\d+$/, '')));
  expect([...families].sort()).toEqual(['CK', 'CL', 'CT', 'DN', 'DP', 'DP-KP', 'KL', 'OC', 'TI', 'TR', 'TT']);
});

it('every id in a test’s title is a rule', () => {
  const known = new Set(rules.map((rule) => rule.id));
  expect([...tested].filter(([id]) => !known.has(id))).toEqual([]);
});

it('every rule has a test', () => {
  expect(rules.filter((rule) => !tested.has(rule.id)).map((rule) => rule.id)).toEqual([]);
});

it('there is one book', () => {
  expect(files.filter((file) => file.endsWith('SPEC.part.md'))).toEqual([]);
});
