import {
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  type Document,
  type Node,
  type Pair,
} from 'yaml';
import { describe, expect, it } from 'vitest';
import type { Problem } from '../manifest/problem';
import { readScenario } from './readScenario';
import { SAMPLE_ENGLISH, SAMPLE_LESSON, SAMPLE_SCENARIO } from './testing/sampleLesson';

/** A key of a file: where it stands, and what the file is without it, with a slip in it, with nonsense as its value. */
interface Key {
  readonly path: string;
  readonly line: number;
  readonly parentLine: number;
  readonly removed: string;
  readonly misspelt: string;
  readonly retyped: string;
  readonly isName: boolean;
}

function keysOf(text: string, isName: (path: string) => boolean): Key[] {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const keys: Key[] = [];
  const lineOf = (node: Node) => lines.linePos(node.range![0]).line;
  const walk = (node: unknown, path: string, parentLine: number): void => {
    if (isSeq(node)) {
      node.items.forEach((item, i) => walk(item, `${path}[${i}]`, lineOf(item as Node)));
    } else if (isMap(node)) {
      for (const pair of node.items as Pair<Node, Node>[]) {
        const at = path === '' ? keyOf(pair) : `${path}.${keyOf(pair)}`;
        const line = lineOf(pair.key);
        keys.push({
          path: at,
          line,
          parentLine,
          isName: isName(at),
          removed: without(text, pair),
          misspelt: spliced(text, pair.key.range![0], pair.key.range![1], `${keyOf(pair)}x`),
          retyped: retype(text, pair),
        });
        walk(pair.value, at, line);
      }
    }
  };
  walk(document.contents, '', 1);
  return keys;
}

function keyOf(pair: Pair<Node, Node>): string {
  return isScalar(pair.key) ? String(pair.key.value) : '';
}

function spliced(text: string, from: number, to: number, put: string): string {
  return text.slice(0, from) + put + text.slice(to);
}

/** The key and its value are taken out; what is left is YAML with everything else where it was. */
function without(text: string, pair: Pair<Node, Node>): string {
  const document: Document = parseDocument(text);
  const remove = (node: unknown): void => {
    if (isSeq(node)) node.items.forEach(remove);
    if (!isMap(node)) return;
    node.items = node.items.filter((one) => (one.key as Node).range![0] !== pair.key.range![0]);
    node.items.forEach((one) => remove(one.value));
  };
  remove(document.contents);
  return document.toString({ flowCollectionPadding: false, lineWidth: 0 });
}

/** A value of a shape that fits nowhere: a list of a list for what is text or a group, a group for what is a list. */
function retype(text: string, pair: Pair<Node, Node>): string {
  const [from, end] = pair.value!.range!;
  const put = isSeq(pair.value) ? '{ nonsense: true }' : '[[nonsense]]';
  const start = text[from - 1] === ' ' ? from : pair.key.range![1] + 2;
  const keyEnd = text.indexOf(':', pair.key.range![1] - 1) + 1;
  return `${text.slice(0, keyEnd)} ${put}\n${text.slice(Math.max(end, start)).replace(/^\n/, '')}`;
}

function problemsWith(path: string, text: string): Problem[] {
  const files = SAMPLE_LESSON.map((file) => (file.path === path ? { path, text } : file));
  return readScenario(files).problems.filter((problem) => problem.severity === 'error');
}

/** A problem of this file at one of these lines, with a message and a mend. */
function expectProblemAt(found: readonly Problem[], file: string, lines: readonly number[]): void {
  const here = found.filter((problem) => problem.file === file && lines.includes(problem.line));
  const all = found.map((one) => `${one.file}:${one.line}:${one.column} ${one.message} — ${one.mend}`);
  expect(here.length, `nothing at line ${lines.join(', ')} of\n${all.join('\n')}`).toBeGreaterThan(0);
  for (const { message, mend, column } of here) {
    expect(message).not.toBe('');
    expect(mend).not.toBe('');
    expect(column).toBeGreaterThan(0);
  }
}

/** Keys that authors choose: host names, nodes, paths of a goal. */
const NAME_IN_SCENARIO = /^(?:publicDns|kubeProxy\.watchDelayMillis)\.[^[]+$|\.(?:has|where)\..+$/;

/** Keys of scenario.yaml that may be left out, with what holds then. */
const OPTIONAL = new RegExp(
  `^(?:seed|proxyMode|proxyModes|lens|minutes|ocelot|timeScale|kubeProxy|steps)$|` +
    `^(?:timeScale|kubeProxy)\\.|^publicDns$|^clients$|` +
    `\\.(?:lens|show|open|set|belief|prediction|run|check|kind|inAnyOrder|times|everyMillis|ordinal|pattern|has|where)$|` +
    `\\.request\\.(?:client|url)$|\\.(?:has|where)\\.`,
);

/** Which kind of question it is can only be left out where it is a choice. */
const isOptional = (path: string) =>
  OPTIONAL.test(path) && !/^steps\[0\]\.check\.kind|^steps\[1\]\.prediction\.kind/.test(path);

describe('scenario.yaml: each of its keys', () => {
  const keys = keysOf(SAMPLE_SCENARIO, (path) => NAME_IN_SCENARIO.test(path));

  const lineOfUrl = SAMPLE_SCENARIO.split('\n').findIndex((line) => line.includes('- http://web')) + 1;

  it('is in order to begin with', () => {
    expect(readScenario(SAMPLE_LESSON).problems).toEqual([]);
    expect(keys.length).toBeGreaterThan(110);
  });

  it.each(keys.map((key) => [`${key.path} (line ${key.line})`, key] as const))('misspelt: %s', (_, key) => {
    // A host's name is wrong where it is asked for.
    const line = key.path.startsWith('publicDns.') ? lineOfUrl : key.line;
    expectProblemAt(problemsWith('scenario.yaml', key.misspelt), 'scenario.yaml', [line]);
  });

  it.each(keys.map((key) => [`${key.path} (line ${key.line})`, key] as const))(
    'of a wrong type: %s',
    (_, key) => {
      expectProblemAt(problemsWith('scenario.yaml', key.retyped), 'scenario.yaml', [key.line]);
    },
  );

  it.each(keys.filter(({ path }) => !isOptional(path)).map((key) => [key.path, key] as const))(
    'missing: %s',
    (_, key) => {
      // What was below it moves up by what was taken out; what is around it stays.
      const lines = [key.parentLine, key.parentLine + 1, key.line - 1, key.line];
      if (key.path.startsWith('publicDns.')) lines.push(lineOfUrl);
      const found = problemsWith('scenario.yaml', key.removed);
      // Without its kind a question is a choice: what a choice does not have is wrong then.
      if (key.path.endsWith('.kind')) {
        const mends = found.map(({ mend }) => mend).join(' ');
        expect(mends).toMatch(/write `kind: (?:place|count)`/);
      } else expectProblemAt(found, 'scenario.yaml', lines);
    },
  );

  it.each(keys.filter(({ path }) => isOptional(path)).map((key) => [key.path, key] as const))(
    'may be left out: %s',
    (_, key) => {
      const found = problemsWith('scenario.yaml', key.removed);
      const ofKey = found.filter(({ code }) => code === 'field/required' || code === 'field/one-of');
      expect(ofKey.map(({ message }) => message)).toEqual([]);
    },
  );
});

const NAME_IN_TEXT =
  /^(?:clients|workloads|steps|beliefs|predictions|checks)\.[^.]+$|\.(?:options|wrong|hints|goals)\.[^.]+$/;
/** Sentences that both languages may do without. */
const OPTIONAL_TEXT = /^layers|^workloads|\.(?:done|hints|goals|wrong)$|\.(?:hints|wrong)\.[^.]+$/;

describe('text.en.yaml: each of its keys', () => {
  const keys = keysOf(SAMPLE_ENGLISH, (path) => NAME_IN_TEXT.test(path));

  it.each(keys.map((key) => [key.path, key] as const))('misspelt: %s', (_, key) => {
    const files = SAMPLE_LESSON.map((file) =>
      file.path === 'text.en.yaml' ? { path: file.path, text: key.misspelt } : file,
    );
    const { problems } = readScenario(files);
    const lines = key.isName ? [key.line, key.line + 1, key.line + 2] : [key.line];
    expectProblemAt(problems, 'text.en.yaml', lines);
    expect(problems.some(({ severity }) => severity === 'error')).toBe(true);
  });

  it.each(keys.map((key) => [key.path, key] as const))('of a wrong type: %s', (_, key) => {
    expectProblemAt(problemsWith('text.en.yaml', key.retyped), 'text.en.yaml', [key.line]);
  });

  it.each(keys.map((key) => [key.path, key] as const))('missing in one language: %s', (_, key) => {
    const found = problemsWith('text.en.yaml', key.removed);
    expect(found.length).toBeGreaterThan(0);
    for (const { file, code, mend } of found) {
      expect(file).toBe('text.en.yaml');
      if (code === 'scenario/text-missing') expect(mend).toMatch(/^Add `\S+ …`/);
      else expect(mend).toBe('Number hints 1, 2, 3 without a gap.');
    }
    expectProblemAt(found, 'text.en.yaml', [1, key.parentLine, key.line, key.line - 1]);
  });

  it('may do without some in both languages', () => {
    const optional = keys.filter(({ path }) => OPTIONAL_TEXT.test(path)).map(({ path }) => path);
    expect(optional).toContain('steps.first.done');
    for (const path of optional.filter((one) => !/hints\.1$/.test(one))) {
      const files = SAMPLE_LESSON.map((file) => {
        if (!file.path.startsWith('text.')) return file;
        const key = keysOf(file.text, () => false).find((one) => one.path === path)!;
        return { path: file.path, text: key.removed };
      });
      expect(
        readScenario(files).problems.map(({ message }) => message),
        path,
      ).toEqual([]);
    }
  });
});
