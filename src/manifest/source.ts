/**
 * Text to YAML documents that remember where each field stands. JSON is read by the same
 * parser, as kubectl does when a JSON file is not strict JSON.
 */
import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  parseAllDocuments,
  type Document,
  type Node,
  type Pair,
  type ScalarTag,
  type Tags,
} from 'yaml';
import { problemAt, type Place, type Problem } from './problem';

export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** One document of a file. */
export interface SourceDocument {
  readonly file: string;
  readonly root: Node;
  readonly yaml: Document.Parsed;
  readonly lines: LineCounter;
}

export interface ParsedSource {
  readonly documents: readonly SourceDocument[];
  /** Documents that hold nothing, or comments only: `---` twice. kubectl skips them. */
  readonly emptyDocuments: number;
  readonly problems: readonly Problem[];
}

/**
 * The booleans of YAML 1.1 that kubectl's parser still knows, so that `value: yes` is not text.
 * Source: https://github.com/kubernetes-sigs/yaml (goyaml.v2 resolve.go).
 */
const oldBoolean: ScalarTag = {
  tag: 'tag:yaml.org,2002:bool',
  default: true,
  test: /^(?:yes|Yes|YES|on|On|ON|no|No|NO|off|Off|OFF)$/,
  resolve: (text) => /^(?:yes|on)$/i.test(text),
  identify: () => false,
};

function withOldBooleans(tags: Tags): Tags {
  return [...tags, oldBoolean];
}

const HINTS: Readonly<Record<string, string>> = {
  BAD_INDENT: 'Check the indentation: fields of one object begin in the same column.',
  BLOCK_AS_IMPLICIT_KEY: 'Put text that contains `: ` in quotes, or check the indentation.',
  DUPLICATE_KEY: 'Remove one of the two, or check the indentation.',
  MISSING_CHAR: 'Close what was opened: a quote, a bracket, or add the missing `,` or `:`.',
  MULTILINE_IMPLICIT_KEY: 'Check this line: the `:` may be missing, or the indentation may be wrong.',
  TAB_AS_INDENT: 'Indent with spaces: YAML does not allow tabs.',
  UNEXPECTED_TOKEN: 'Check this line and the one before it: something may be unclosed.',
  UNRESOLVED_ALIAS: 'Write the anchor (`&name`) before the alias (`*name`), or put the text in quotes.',
};
/** Codes that stand for several mistakes: what the message says decides. */
const HINTS_BY_MESSAGE: readonly (readonly [RegExp, string])[] = [
  [/^Sequence item without - indicator/, HINTS['BAD_INDENT']!],
  [/^Implicit map keys need to be followed by map values/, HINTS['MULTILINE_IMPLICIT_KEY']!],
];
const HINT = 'Check this line and the one before it: indentation, quotes and `: `.';

/** Parses a file; never throws. A byte order mark and either line ending are accepted. */
export function parseSource(file: SourceFile): ParsedSource {
  const text = file.text.startsWith('\uFEFF') ? file.text.slice(1) : file.text;
  const lines = new LineCounter();
  const problems: Problem[] = [];
  let parsed: Document.Parsed[];
  try {
    const result = parseAllDocuments(text, {
      lineCounter: lines,
      merge: true,
      customTags: withOldBooleans,
      logLevel: 'silent',
      prettyErrors: false,
    });
    parsed = Array.isArray(result) ? (result as Document.Parsed[]) : [];
  } catch (error) {
    return { documents: [], emptyDocuments: 0, problems: [unreadable(file.path, error)] };
  }
  const documents: SourceDocument[] = [];
  let emptyDocuments = 0;
  for (const yaml of parsed) {
    const first = yaml.errors[0];
    if (first !== undefined) {
      const place = placeAt(file.path, lines, first.pos[0]);
      problems.push(
        problemAt(place, 'yaml/syntax', {
          detail: firstLine(first.message),
          hint: hintFor(first.code, first.message),
        }),
      );
      continue;
    }
    const root = yaml.contents;
    if (root === null || (isScalar(root) && root.value === null)) emptyDocuments++;
    else documents.push({ file: file.path, root, yaml, lines });
  }
  return { documents, emptyDocuments, problems };
}

function hintFor(code: string, message: string): string {
  const found = HINTS_BY_MESSAGE.find(([pattern]) => pattern.test(message));
  return found?.[1] ?? HINTS[code] ?? HINT;
}

function unreadable(file: string, error: unknown): Problem {
  const detail = error instanceof Error ? firstLine(error.message) : 'unknown reason';
  return problemAt({ file, line: 1, column: 1 }, 'yaml/unreadable', { detail });
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? '';
}

function placeAt(file: string, lines: LineCounter, offset: number): Place {
  const { line, col } = lines.linePos(offset);
  return { file, line: Math.max(1, line), column: Math.max(1, col) };
}

/** Where a node begins. */
export function placeOfNode(document: SourceDocument, node: Node | null | undefined): Place {
  const offset = node?.range?.[0] ?? document.root.range?.[0] ?? 0;
  return placeAt(document.file, document.lines, offset);
}

/** Where the key of a pair stands. */
export function placeOfKey(document: SourceDocument, pair: Pair): Place {
  return placeOfNode(document, pair.key as Node | null);
}

/** What an alias stands for; other nodes are themselves. Undefined for an alias to nothing. */
export function resolved(document: SourceDocument, node: unknown): Node | undefined {
  if (isAlias(node)) return node.resolve(document.yaml);
  return (node ?? undefined) as Node | undefined;
}

/** The key that merges another group of fields into this one. */
export const MERGE_KEY = '<<';

/** A key as text. */
export function keyText(pair: Pair): string {
  const key: unknown = pair.key;
  if (!isScalar(key)) return '';
  return typeof key.value === 'symbol' ? MERGE_KEY : String(key.value);
}

/** The document as plain JSON values; undefined if aliases make it unreadable. */
export function toPlain(document: SourceDocument, node: Node = document.root): unknown {
  try {
    return node.toJS(document.yaml, { maxAliasCount: 100 });
  } catch {
    return undefined;
  }
}

/** Dotted path (`spec.ports[0].port`) → where it stands: the key of a field, the start of an item. */
export type PlaceMap = Readonly<Record<string, Place>>;

const MAX_DEPTH = 60;

/** Where every field of a node stands. Aliases are not followed: their place is where they are used. */
export function placesOf(document: SourceDocument, root: Node = document.root): PlaceMap {
  const places = Object.assign(Object.create(null) as Record<string, Place>, {
    '': placeOfNode(document, root),
  });
  collectPlaces(document, root, '', places, 0);
  return places;
}

function collectPlaces(
  document: SourceDocument,
  node: unknown,
  path: string,
  places: Record<string, Place>,
  depth: number,
): void {
  if (depth > MAX_DEPTH) return;
  if (isMap(node)) {
    for (const pair of node.items) {
      const at = path === '' ? keyText(pair) : `${path}.${keyText(pair)}`;
      places[at] = placeOfKey(document, pair);
      collectPlaces(document, pair.value, at, places, depth + 1);
    }
  } else if (isSeq(node)) {
    node.items.forEach((item, index) => {
      const at = `${path}[${index}]`;
      places[at] = placeOfNode(document, item as Node);
      collectPlaces(document, item, at, places, depth + 1);
    });
  }
}

/** The place of a path, or of the nearest field around it that is there. */
export function placeIn(places: PlaceMap, path: string): Place {
  let at = path;
  for (;;) {
    const place = Object.hasOwn(places, at) ? places[at] : undefined;
    if (place !== undefined) return place;
    const cut = Math.max(at.lastIndexOf('.'), at.lastIndexOf('['));
    if (cut <= 0) break;
    at = at.slice(0, cut);
  }
  return places[''] ?? { file: '', line: 1, column: 1 };
}
