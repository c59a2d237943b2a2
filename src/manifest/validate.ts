/** Walks a YAML node along a schema table and says what does not fit, at its line and column. */
import { isMap, isScalar, isSeq, type Node, type Pair, type Scalar, type YAMLMap, type YAMLSeq } from 'yaml';
import { closestName } from './closest';
import { problemAt, type Problem } from './problem';
import { textFormats, type Schema } from './schema';
import { keyText, MERGE_KEY, placeOfKey, placeOfNode, resolved, type SourceDocument } from './source';

const MAX_DEPTH = 60;

/**
 * Every way in which the node does not fit the schema. Follows the strict field validation of
 * the API server: unknown fields are errors.
 * Source: https://kubernetes.io/docs/reference/using-api/api-concepts/#setting-the-field-validation-level
 */
export function validateNode(document: SourceDocument, node: Node, schema: Schema, path = ''): Problem[] {
  const walk = new Walk(document);
  walk.node(node, schema, path, 0);
  return walk.problems;
}

class Walk {
  readonly problems: Problem[] = [];

  constructor(private readonly document: SourceDocument) {}

  /** `null` counts as absent, as for the API server. */
  node(raw: Node, schema: Schema, path: string, depth: number): void {
    if (schema.is === 'any') return;
    if (schema.is === 'named') {
      this.node(raw, schema.of(), path, depth);
      return;
    }
    const node = resolved(this.document, raw);
    if (depth > MAX_DEPTH) {
      this.problems.push(problemAt(placeOfNode(this.document, raw), 'field/too-deep'));
      return;
    }
    if (node === undefined || (isScalar(node) && node.value === null)) return;
    switch (schema.is) {
      case 'object':
        if (isMap(node)) this.object(node, schema, path, depth);
        else this.wrongType(raw, node, path, 'a group of fields');
        return;
      case 'list':
        if (isSeq(node)) this.list(node, schema, path, depth);
        else this.wrongType(raw, node, path, 'a list (lines that begin with “- ”)');
        return;
      case 'map':
      case 'textMap':
        if (isMap(node)) this.map(node, schema, path, depth);
        else this.wrongType(raw, node, path, 'a group of “key: value” lines');
        return;
      default:
        if (isScalar(node)) this.scalar(raw, node, schema, path);
        else this.wrongType(raw, node, path, expectedScalar(schema));
    }
  }

  private object(node: YAMLMap, schema: Schema & { is: 'object' }, path: string, depth: number): void {
    const { fields, required, heads } = schema;
    const present = new Set<string>();
    for (const pair of node.items as Pair[]) {
      const name = keyText(pair);
      const child = Object.hasOwn(fields, name) ? fields[name] : undefined;
      if (name === MERGE_KEY) {
        const merged = resolved(this.document, pair.value);
        if (isMap(merged)) for (const inner of merged.items as Pair[]) present.add(keyText(inner));
        continue;
      }
      present.add(name);
      const at = join(path, name);
      if (child === undefined) {
        const closest = closestName(name, Object.keys(fields));
        const hint =
          closest === undefined
            ? `Remove it, or check its indentation: the fields here are ${someNames(Object.keys(fields))}.`
            : `Did you mean “${closest}”?`;
        this.problems.push(problemAt(placeOfKey(this.document, pair), 'field/unknown', { path: at, hint }));
      } else if (isNode(pair.value)) {
        if (required.includes(name) && isNothing(resolved(this.document, pair.value))) present.delete(name);
        this.node(pair.value, child, at, depth + 1);
      } else if (required.includes(name)) present.delete(name);
    }
    const found = heads?.filter((head) => present.has(head)) ?? [];
    if (heads !== undefined && found.length !== 1) {
      this.problems.push(
        problemAt(placeOfNode(this.document, node), 'field/one-of', {
          fields: heads.join(', '),
          found: found.length === 0 ? 'none' : found.join(' and '),
        }),
      );
    }
    for (const field of required) {
      if (present.has(field)) continue;
      this.problems.push(
        problemAt(placeOfNode(this.document, node), 'field/required', { path: join(path, field), field }),
      );
    }
  }

  private list(node: YAMLSeq, schema: Schema & { is: 'list' }, path: string, depth: number): void {
    if (schema.notEmpty && node.items.length === 0) {
      this.problems.push(
        problemAt(placeOfNode(this.document, node), 'field/value', {
          path,
          found: '[]',
          expected: 'a list with at least one item',
          hint: 'Add an item (a line that begins with “- ”).',
        }),
      );
    }
    node.items.forEach((item, index) => {
      if (isNode(item)) this.node(item, schema.of, `${path}[${index}]`, depth + 1);
    });
  }

  private map(node: YAMLMap, schema: Schema & { is: 'map' | 'textMap' }, path: string, depth: number): void {
    for (const pair of node.items as Pair[]) {
      if (!isNode(pair.value) || keyText(pair) === MERGE_KEY) continue;
      const of: Schema =
        schema.is === 'map'
          ? schema.of
          : schema.values === undefined
            ? { is: 'text' }
            : { is: 'text', format: schema.values };
      this.node(pair.value, of, join(path, keyText(pair)), depth + 1);
    }
  }

  private scalar(raw: Node, node: Scalar, schema: Schema, path: string): void {
    const value: unknown = node.value;
    switch (schema.is) {
      case 'bool':
        if (typeof value !== 'boolean') this.wrongType(raw, node, path, 'true or false');
        return;
      case 'number':
        if (typeof value !== 'number') this.wrongType(raw, node, path, 'a number');
        return;
      case 'quantity':
        if (typeof value !== 'number' && typeof value !== 'string')
          this.wrongType(raw, node, path, 'a quantity');
        return;
      case 'int':
        if (!Number.isInteger(value)) this.wrongType(raw, node, path, 'a whole number');
        else this.range(raw, value as number, schema, path);
        return;
      case 'intOrText':
        if (Number.isInteger(value)) this.range(raw, value as number, schema, path);
        else if (typeof value !== 'string') this.wrongType(raw, node, path, expectedScalar(schema));
        else this.format(raw, value, schema.format, path);
        return;
      case 'text':
        if (typeof value !== 'string') this.wrongType(raw, node, path, 'text');
        else if (schema.oneOf !== undefined && !schema.oneOf.includes(value))
          this.word(raw, value, schema.oneOf, path);
        else this.format(raw, value, schema.format, path);
    }
  }

  private range(raw: Node, value: number, limits: { min: number; max: number }, path: string): void {
    if (value >= limits.min && value <= limits.max) return;
    const expected = `a whole number from ${limits.min} to ${limits.max}`;
    this.wrongValue(raw, String(value), path, expected, `Write ${expected}.`);
  }

  private word(raw: Node, value: string, words: readonly string[], path: string): void {
    const closest = closestName(value, words);
    const expected = words.length === 1 ? words[0]! : `one of ${words.join(', ')}`;
    this.wrongValue(
      raw,
      value,
      path,
      expected,
      closest === undefined ? `Write ${expected}.` : `Did you mean “${closest}”?`,
    );
  }

  private format(raw: Node, value: string, name: keyof typeof textFormats | undefined, path: string): void {
    if (name === undefined || textFormats[name].test(value)) return;
    const { expected } = textFormats[name];
    this.wrongValue(raw, shorten(value), path, expected, `Write ${expected}.`);
  }

  private wrongValue(raw: Node, found: string, path: string, expected: string, hint: string): void {
    this.problems.push(
      problemAt(placeOfNode(this.document, raw), 'field/value', { path, found, expected, hint }),
    );
  }

  private wrongType(raw: Node, node: Node, path: string, expected: string): void {
    const place = placeOfNode(this.document, raw);
    const hint = mendType(node, expected);
    this.problems.push(problemAt(place, 'field/type', { path, expected, found: describe(node), hint }));
  }
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null;
}

function isNothing(node: Node | undefined): boolean {
  return node === undefined || (isScalar(node) && node.value === null);
}

function join(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}

function someNames(names: readonly string[]): string {
  const shown = names.slice(0, 12).join(', ');
  return names.length > 12 ? `${shown} …` : shown;
}

function shorten(value: string): string {
  return value.length > 40 ? `${value.slice(0, 40)}…` : value;
}

function expectedScalar(schema: Schema): string {
  switch (schema.is) {
    case 'bool':
      return 'true or false';
    case 'int':
      return 'a whole number';
    case 'number':
      return 'a number';
    case 'intOrText':
      return schema.format === undefined ? 'a whole number or text' : textFormats[schema.format].expected;
    case 'quantity':
      return 'a quantity';
    default:
      return 'text';
  }
}

/** What a node is, in words. */
export function describe(node: Node): string {
  if (isMap(node)) return 'a group of fields';
  if (isSeq(node)) return 'a list';
  const value: unknown = isScalar(node) ? node.value : undefined;
  if (typeof value === 'number' || typeof value === 'bigint') return `the number ${value}`;
  if (typeof value === 'boolean') return `the boolean ${value}`;
  if (typeof value === 'string') return value === '' ? 'empty text' : `the text “${shorten(value)}”`;
  return 'nothing';
}

function mendType(node: Node, expected: string): string {
  if (expected === 'text' && isScalar(node))
    return `Put it in quotes: "${String(node.source ?? node.value)}".`;
  if (expected === 'a whole number' && isScalar(node) && /^\d+$/.test(String(node.value))) {
    return `Write it without quotes: ${String(node.value)}.`;
  }
  return `Write ${expected}.`;
}
