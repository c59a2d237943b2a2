/**
 * Reads the values of one JSON object as .NET's configuration binder does: keys without
 * regard to case, numbers and booleans also from text; and complains with the place.
 * Source: Microsoft.Extensions.Configuration.Binder ConfigurationBinder.
 */
import type { ConfigurationProblem, Position } from './configuration';
import { nearestKey, type KeySet } from './configurationKeys';
import type { JsonEntry, JsonNode } from './jsonReader';

export type Complain = (
  position: Position,
  problem: Omit<ConfigurationProblem, 'line' | 'column' | 'severity'> & {
    readonly severity?: ConfigurationProblem['severity'];
  },
) => void;

const INT_MAX = 2_147_483_647;
const NOTHING: JsonNode = { kind: 'object', position: { line: 1, column: 1 }, entries: [] };

export class SectionReader {
  readonly position: Position;
  private readonly entries: readonly JsonEntry[];

  /** @param name of the section, for messages */
  constructor(
    node: JsonNode | undefined,
    readonly name: string,
    readonly complain: Complain,
  ) {
    this.position = (node ?? NOTHING).position;
    this.entries = node?.kind === 'object' ? node.entries : [];
    if (node !== undefined && node.kind !== 'object' && node.kind !== 'null') {
      this.wrongType(node, name, 'an object in braces', '{ … }');
    }
    this.findDuplicates();
  }

  private findDuplicates(): void {
    const seen = new Map<string, JsonEntry>();
    for (const entry of this.entries) {
      const lower = entry.key.toLowerCase();
      const first = seen.get(lower);
      if (first !== undefined) {
        const { key, keyPosition } = entry;
        this.complain(keyPosition, {
          code: 'duplicateKey',
          params: { key, line: first.keyPosition.line },
          message: `'${key}' stands twice; the first is in line ${first.keyPosition.line}. Ocelot does not start with this`,
          mend: 'Keep one of the two',
        });
      }
      seen.set(lower, entry);
    }
  }

  /** Warns about keys that Ocelot does not know or has renamed. */
  checkKeys(keys: KeySet): void {
    const names = new Set(keys.known.map((key) => key.toLowerCase()));
    for (const { key, keyPosition } of this.entries) {
      if (names.has(key.toLowerCase()) || key.startsWith('$') || key.startsWith('//')) continue;
      const old = Object.entries(keys.renamed).find(
        ([name]) => name.toLowerCase() === key.toLowerCase(),
      )?.[1];
      if (old !== undefined) {
        const state = old.read ? 'the old name of' : 'a name that Ocelot 25 does not read, instead of';
        this.complain(keyPosition, {
          severity: 'warning',
          code: old.read ? 'oldKey' : 'goneKey',
          params: { key, to: old.to },
          message: `'${key}' is ${state} ${old.to}`,
          mend: `Write '${old.to}'`,
        });
        continue;
      }
      const near = nearestKey(key, keys.known);
      this.complain(keyPosition, {
        severity: 'warning',
        code: near === undefined ? 'unknownKey' : 'misspeltKey',
        params: { key, section: this.name, near: near ?? '' },
        message: `Ocelot does not know '${key}' in ${this.name} and ignores it`,
        mend: near === undefined ? 'Remove it, or check the documentation' : `Did you mean '${near}'?`,
      });
    }
  }

  /** The value under the first of the names that is there. */
  get(...names: readonly string[]): JsonNode | undefined {
    for (const name of names) {
      const entry = this.entries.find(({ key }) => key.toLowerCase() === name.toLowerCase());
      if (entry !== undefined && entry.value.kind !== 'null') return entry.value;
    }
    return undefined;
  }

  private wrongType(node: JsonNode, key: string, wanted: string, example: string): void {
    this.complain(node.position, {
      code: 'wrongType',
      params: { key, wanted },
      message: `${key} should be ${wanted}`,
      mend: `Write for example ${example}`,
    });
  }

  text(...names: readonly string[]): string {
    const node = this.get(...names);
    if (node === undefined) return '';
    if (node.kind === 'string') return node.value;
    if (node.kind === 'number' || node.kind === 'boolean') return String(node.value);
    this.wrongType(node, names[0]!, 'text', `"${names[0]!}": "…"`);
    return '';
  }

  number(...names: readonly string[]): number | undefined {
    const node = this.get(...names);
    if (node === undefined) return undefined;
    if (node.kind === 'number') return node.value;
    if (node.kind === 'string' && /^\s*-?\d+(\.\d+)?\s*$/.test(node.value)) return Number(node.value);
    this.wrongType(node, names[0]!, 'a number', `"${names[0]!}": 80`);
    return undefined;
  }

  /** A whole number that fits .NET's Int32; with any other Ocelot does not start. */
  integer(...names: readonly string[]): number | undefined {
    const value = this.number(...names);
    if (value === undefined || (Number.isInteger(value) && Math.abs(value) <= INT_MAX)) return value;
    const key = names[0]!;
    this.complain(this.get(...names)!.position, {
      code: 'notAnInteger',
      params: { key, value },
      message: `${key} ${value} is no whole number of 32 bits. Ocelot does not start with this`,
      mend: `Write a whole number: "${key}": 1`,
    });
    return undefined;
  }

  boolean(...names: readonly string[]): boolean {
    const node = this.get(...names);
    if (node === undefined) return false;
    if (node.kind === 'boolean') return node.value;
    if (node.kind === 'string' && /^\s*(true|false)\s*$/i.test(node.value)) return /true/i.test(node.value);
    this.wrongType(node, names[0]!, 'true or false', `"${names[0]!}": true`);
    return false;
  }

  items(...names: readonly string[]): readonly JsonNode[] {
    const node = this.get(...names);
    if (node === undefined) return [];
    if (node.kind === 'array') return node.items;
    this.wrongType(node, names[0]!, 'a list in brackets', `"${names[0]!}": [ … ]`);
    return [];
  }

  /** Text items of a list; others are complained about. */
  texts(...names: readonly string[]): string[] {
    const texts: string[] = [];
    for (const item of this.items(...names)) {
      if (item.kind === 'string') texts.push(item.value);
      else this.wrongType(item, names[0]!, 'a list of texts', `"${names[0]!}": [ "…" ]`);
    }
    return texts;
  }

  /** Texts by key; other values are complained about. */
  dictionary(name: string): Record<string, string> {
    const node = this.get(name);
    if (node === undefined) return {};
    const section = new SectionReader(node, name, this.complain);
    return Object.fromEntries(section.entries.map(({ key }) => [key, section.text(key)]));
  }

  /** The section under a name; empty if there is none. */
  section(name: string): SectionReader {
    return new SectionReader(this.get(name), name, this.complain);
  }

  has(...names: readonly string[]): boolean {
    return this.get(...names) !== undefined;
  }
}
