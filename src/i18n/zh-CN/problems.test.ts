import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PROBLEM_TEXTS } from '../../manifest/problemTexts';
import { GOOD, ROWS } from '../../manifest/testing/badManifests';
import { readSystem } from '../../scenario/system/readSystem';
import { phraseInChinese } from './problemPhrases';
import { PROBLEMS_IN_CHINESE, problemInChinese } from './problems';

const CJK = /\p{Script=Han}/u;
const places = (text: string) => [...new Set(text.match(/\{\w+\}/g) ?? [])].sort();
/** The codes that Ocelot's reader gives, from its source. */
const OCELOT = join(import.meta.dirname, '../../sim/traffic/ocelot');

function ocelotCodes(): string[] {
  const sources = readdirSync(OCELOT).filter((name) => name.endsWith('.ts') && !name.includes('.test.'));
  const wanted = [
    'readConfiguration.ts',
    'readRouteOptions.ts',
    'sectionReader.ts',
    'validateConfiguration.ts',
  ];
  const text = sources
    .filter((name) => wanted.includes(name))
    .map((name) => readFileSync(join(OCELOT, name), 'utf8'))
    .join('\n');
  const found = [...text.matchAll(/code: ([^,]+),|report\(\s*'(\w+)'/g)].flatMap(([, code, reported]) =>
    reported === undefined ? [...(code ?? '').matchAll(/'(\w+)'/g)].map((match) => match[1]!) : [reported],
  );
  return [...new Set(found)].map((code) => `ocelot.json/${code}`);
}

describe('problems in Chinese', () => {
  it('has every code of the manifests and of Ocelot, and no other', () => {
    expect(ocelotCodes().length).toBeGreaterThan(20);
    const wanted = [...Object.keys(PROBLEM_TEXTS), ...ocelotCodes()].sort();
    expect(Object.keys(PROBLEMS_IN_CHINESE).sort()).toEqual(wanted);
  });

  it.each(Object.entries(PROBLEM_TEXTS))(
    'has the same parameters as in English: %s',
    (code, [, message, mend]) => {
      const [chinese, chineseMend] = PROBLEMS_IN_CHINESE[code]!;
      expect(places(chinese)).toEqual(places(message));
      expect(places(chineseMend)).toEqual(places(mend));
      expect(chinese).toMatch(CJK);
    },
  );

  it.each(ROWS)('says in Chinese what is wrong and how to mend it: $what', ({ file, from, to }) => {
    const files = Object.entries(GOOD).map(([path, text]) => ({
      path,
      text: path === file ? text.replace(from, to) : text,
    }));
    const { problems } = readSystem(files);
    expect(problems.length).toBeGreaterThan(0);
    for (const problem of problems) {
      const told = problemInChinese(problem);
      expect(told.message, problem.message).toMatch(CJK);
      expect(told.mend, problem.mend).toMatch(CJK);
      // No English sentence is left over; names, fields and values are the file's own.
      expect(`${told.message} ${told.mend}`).not.toMatch(/\b(?:this|the|check|write|must|cannot|should)\b/i);
      expect(`${told.message}${told.mend}`).not.toMatch(/\{\w+\}/);
    }
  });

  it.each([
    ['{ "Routes": [ { "UpstreamPathTemplate": "/a" ', '没有合上'],
    ['{ "Routes": [ { "UpstreamPathTemplate": "/a", } ], x }', '双引号'],
    ['{ "Routes": [ { \'UpstreamPathTemplate\': 1 } ] }', '双引号'],
  ])('says what is wrong with broken JSON: %s', (text, words) => {
    const { problems } = readSystem([{ path: 'ocelot.json', text }]);
    expect(problems.map(({ code }) => code)).toContain('ocelot/syntax');
    const told = problemInChinese(problems.find(({ code }) => code === 'ocelot/syntax')!);
    expect(`${told.message}${told.mend}`).toContain(words);
    expect(told.message.replace(/^这份 Ocelot 配置读不了：/, '')).toMatch(CJK);
  });

  it.each([
    'a: 1\n b: 2',
    'a:\n  - b: 1\n   c: 2',
    'a: b: c',
    'a: "x',
    "a: 'x",
    'a: [1, 2',
    'a: {b: 1',
    'a:\n\tb: 1',
    'a: 1\na: 2',
    'a: *none',
    'a: @x',
    'a: `x`',
    'a\nb: 1',
    'a: "\\q"',
    'a: [1 2: 3, , ]',
    'a: ]',
    'a: & x',
    'a: |x\n  y',
    'a: "x" y',
    '- a\nb: 1',
    'a: %x\n%y',
    'a: {"b":1 "c":2}',
    'a:\n- b\n c',
    '? a\n b\n: : c',
  ])('says in Chinese what is wrong with YAML: %j', (text) => {
    const { problems } = readSystem([{ path: 'a.yaml', text: `kind: x\n${text}\n` }]);
    const found = problems.filter(({ code }) => code === 'yaml/syntax');
    for (const problem of found) {
      const told = problemInChinese(problem);
      expect(told.message.replace(/^这不是正确的 YAML：/, ''), problem.message).toMatch(CJK);
      expect(told.mend, problem.mend).toMatch(CJK);
    }
  });

  it('leaves names and values of the files as they are', () => {
    expect(
      problemInChinese({
        code: 'service/duplicate-port',
        params: { name: 'nothing', what: 'text' },
        message: '',
        mend: '',
      }).message,
    ).toBe('Service nothing 有两个端口都是 text。');
    expect(phraseInChinese('user-api-service')).toBe('user-api-service');
  });
});
