/** A file of sentences: dotted keys, their texts, and where each stands. */
import { asRecord } from '../manifest/convert/plain';
import { problemAt, type Problem } from '../manifest/problem';
import { parseSource, placesOf, toPlain, type PlaceMap, type SourceFile } from '../manifest/source';
import type { Schema } from '../manifest/schema';
import { validateNode } from '../manifest/validate';
import { textFields } from './textFields';

/** Sentences by dotted key: `steps.send.title`. */
export type Texts = Readonly<Record<string, string>>;

/** A text file's sentences and where each stands. */
export interface TextFile {
  readonly path: string;
  readonly texts: Texts;
  readonly places: PlaceMap;
  /** From the scenario that this one extends. */
  readonly inherited: Texts;
  /** Keys whose value is no text; that has been said. */
  readonly refused: ReadonlySet<string>;
  /** False when there is no such file, or it cannot be read; that has been said. */
  readonly isRead: boolean;
}

/** Reads such a file; what is wrong goes into `problems`. A missing file has no sentences. */
export function readTexts(
  path: string,
  file: SourceFile | undefined,
  problems: Problem[],
  schema: Schema = textFields,
): TextFile {
  const none: TextFile = { path, texts: {}, places: {}, inherited: {}, refused: new Set(), isRead: false };
  if (file === undefined) {
    const hint = `Add a file ${path} to the folder.`;
    problems.push(problemAt({ file: path, line: 1, column: 1 }, 'scenario/no-file', { path, hint }));
    return none;
  }
  const source = parseSource(file);
  problems.push(...source.problems);
  const document = source.documents[0];
  if (document === undefined) return none;
  const found = validateNode(document, document.root, schema);
  // A misspelt key is also one that nobody asks for; once is enough. What is missing is said later, with a reason.
  problems.push(...found.filter((problem) => problem.code !== 'field/required'));
  const unknown = found
    .filter((problem) => problem.code === 'field/unknown')
    .map((problem) => String(problem.params['path']));
  const texts: Record<string, string> = {};
  const refused = new Set<string>();
  flatten(asRecord(toPlain(document)), '', texts, refused);
  for (const key of Object.keys(texts)) {
    if (unknown.some((path) => key === path || key.startsWith(`${path}.`))) delete texts[key];
  }
  return { path, texts, places: placesOf(document), inherited: {}, refused, isRead: true };
}

function flatten(
  value: Readonly<Record<string, unknown>>,
  path: string,
  texts: Record<string, string>,
  refused: Set<string>,
): void {
  for (const [name, child] of Object.entries(value)) {
    const key = path === '' ? name : `${path}.${name}`;
    if (typeof child === 'string') texts[key] = unfolded(child.trim());
    else if (child === null) texts[key] = '';
    else if (typeof child === 'object' && !Array.isArray(child)) {
      flatten(child as Record<string, unknown>, key, texts, refused);
    } else refused.add(key);
  }
}

/**
 * YAML folds a line break to a blank. Chinese has none between its characters, and none beside its marks: what
 * folding left there goes. Source: https://yaml.org/spec/1.2.2/#65-line-folding; W3C clreq, 3.2.
 */
function unfolded(text: string): string {
  return text.replace(BETWEEN_HAN, '').replace(BESIDE_MARK, '');
}

const BETWEEN_HAN =
  /(?<=[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]) (?=[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef])/gu;
const BESIDE_MARK = /(?<=[、。，：；！？（）「」『』《》]) | (?=[、。，：；！？（）「」『』《》])/gu;
