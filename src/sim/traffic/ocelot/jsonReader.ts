/**
 * Reads JSON as .NET's configuration does, and keeps the place of every value: comments
 * and trailing commas are allowed, a byte order mark is skipped.
 * Source: Microsoft.Extensions.Configuration.Json JsonConfigurationFileParser
 * (CommentHandling.Skip, AllowTrailingCommas).
 */
import type { Position } from './configuration';

export interface JsonEntry {
  readonly key: string;
  readonly keyPosition: Position;
  readonly value: JsonNode;
}

export type JsonNode = { readonly position: Position } & (
  | { readonly kind: 'object'; readonly entries: readonly JsonEntry[] }
  | { readonly kind: 'array'; readonly items: readonly JsonNode[] }
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'null' }
);

/** Text that is no JSON: where it stops being it, and what to do. */
export class JsonSyntaxError extends Error {
  constructor(
    message: string,
    readonly position: Position,
    readonly mend: string,
  ) {
    super(message);
  }
}

const MAX_DEPTH = 64;
const ESCAPES: Readonly<Record<string, string>> = {
  ...{ '"': '"', '\\': '\\', '/': '/', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' },
};

class Reader {
  private at = 0;
  private readonly lineStarts: number[] = [0];

  constructor(private readonly text: string) {
    for (let i = 0; i < text.length; i++) if (text[i] === '\n') this.lineStarts.push(i + 1);
    if (text.startsWith('\uFEFF')) this.at = 1;
  }

  document(): JsonNode {
    const node = this.value(0);
    this.skip();
    if (this.at < this.text.length) {
      throw this.error(
        'Something follows the end of the JSON value',
        'Remove it: the file holds one JSON object',
      );
    }
    return node;
  }

  private position(at: number): Position {
    let low = 0;
    let high = this.lineStarts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.lineStarts[middle]! <= at) low = middle;
      else high = middle - 1;
    }
    const mark = low === 0 && this.text.startsWith('\uFEFF') ? 1 : 0;
    return { line: low + 1, column: at - this.lineStarts[low]! - mark + 1 };
  }

  private error(message: string, mend: string, at = this.at): JsonSyntaxError {
    return new JsonSyntaxError(message, this.position(at), mend);
  }

  private skip(): void {
    for (;;) {
      const rest = this.text.slice(this.at, this.at + 2);
      if (rest !== '' && ' \t\r\n'.includes(rest[0]!)) this.at++;
      else if (rest === '//') {
        const end = this.text.indexOf('\n', this.at);
        this.at = end < 0 ? this.text.length : end;
      } else if (rest === '/*') {
        const end = this.text.indexOf('*/', this.at + 2);
        if (end < 0) throw this.error('This comment has no end', 'Close it with */');
        this.at = end + 2;
      } else return;
    }
  }

  private value(depth: number): JsonNode {
    this.skip();
    if (depth > MAX_DEPTH) throw this.error('Nested too deeply', `At most ${MAX_DEPTH} levels are allowed`);
    const position = this.position(this.at);
    const char = this.text[this.at];
    if (char === undefined)
      throw this.error('The file ends where a value should stand', 'Is a closing bracket missing?');
    if (char === '{') return { kind: 'object', position, entries: this.entries(depth) };
    if (char === '[') return { kind: 'array', position, items: this.items(depth) };
    if (char === '"') return { kind: 'string', position, value: this.string() };
    const word = /^[^\s,:{}[\]"/]+/.exec(this.text.slice(this.at, this.at + 80))?.[0] ?? char;
    const node = this.scalar(word, position);
    this.at += word.length;
    return node;
  }

  private scalar(word: string, position: Position): JsonNode {
    if (word === 'true' || word === 'false') return { kind: 'boolean', position, value: word === 'true' };
    if (word === 'null') return { kind: 'null', position };
    if (/^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/.test(word))
      return { kind: 'number', position, value: Number(word) };
    if (word.startsWith("'")) throw this.error('Text stands in single quotes', 'Use double quotes: "…"');
    const lower = word.toLowerCase();
    if (['true', 'false', 'null'].includes(lower)) throw this.error(`'${word}' is no JSON`, `Write ${lower}`);
    throw this.error(
      `'${word}' is no JSON value`,
      'Text needs double quotes; is a comma or a bracket too many?',
    );
  }

  private entries(depth: number): JsonEntry[] {
    const open = this.at++;
    const entries: JsonEntry[] = [];
    for (;;) {
      this.skip();
      const char = this.text[this.at];
      if (char === '}') {
        this.at++;
        return entries;
      }
      if (char === undefined) throw this.error('This { is never closed', 'Add the missing }', open);
      if (char !== '"') {
        const mend = char === ',' ? 'Remove the comma' : 'Put the key in double quotes: "Key": value';
        throw this.error('A key in double quotes should stand here', mend);
      }
      const keyPosition = this.position(this.at);
      const key = this.string();
      this.skip();
      if (this.text[this.at] !== ':') throw this.error(`No colon after "${key}"`, `Write "${key}": value`);
      this.at++;
      entries.push({ key, keyPosition, value: this.value(depth + 1) });
      this.separator('}');
    }
  }

  private items(depth: number): JsonNode[] {
    const open = this.at++;
    const items: JsonNode[] = [];
    for (;;) {
      this.skip();
      const char = this.text[this.at];
      if (char === ']') {
        this.at++;
        return items;
      }
      if (char === undefined) throw this.error('This [ is never closed', 'Add the missing ]', open);
      items.push(this.value(depth + 1));
      this.separator(']');
    }
  }

  /** A comma, or the closing bracket that is left for the caller. */
  private separator(close: string): void {
    const end = this.at;
    this.skip();
    const char = this.text[this.at];
    if (char === ',') this.at++;
    else if (char !== close && char !== undefined) {
      throw this.error(`A comma or ${close} is missing`, 'Add a comma after this value', end);
    }
  }

  private string(): string {
    const open = this.at++;
    let value = '';
    for (;;) {
      const char = this.text[this.at];
      if (char === undefined || char === '\n')
        throw this.error('This text has no end', 'Add the missing "', open);
      this.at++;
      if (char === '"') return value;
      if (char !== '\\') {
        value += char;
        continue;
      }
      const escape = this.text[this.at++] ?? '';
      const hex = /^[0-9a-fA-F]{4}/.exec(this.text.slice(this.at, this.at + 4))?.[0];
      if (escape === 'u' && hex !== undefined) {
        value += String.fromCharCode(Number.parseInt(hex, 16));
        this.at += 4;
      } else if (escape in ESCAPES) value += ESCAPES[escape]!;
      else throw this.error(`\\${escape} is no escape in JSON`, 'For a backslash write \\\\', this.at - 2);
    }
  }
}

/**
 * Reads one JSON value with places.
 * @throws JsonSyntaxError where the text is no JSON
 */
export function readJson(text: string): JsonNode {
  return new Reader(text).document();
}
