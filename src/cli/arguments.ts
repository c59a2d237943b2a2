/** The words of a command line, told apart by `node:util` and checked against what the command knows. */
import { parseArgs } from 'node:util';
import { closestName } from '../manifest/closest';
import { UsageError } from './errors';

/** A flag: with a value, if it names one. */
export interface FlagSpec {
  /** What stands for the value in the usage: `NAME`; absent for a switch. */
  readonly value?: string;
  readonly about: string;
}

export type FlagSpecs = Readonly<Record<string, FlagSpec>>;

/** Flags that every command takes. */
export const COMMON_FLAGS: FlagSpecs = {
  json: { about: 'print the result as one JSON value' },
  help: { about: 'say how the command is used' },
};

/** The flags that were given. */
export class Flags {
  constructor(private readonly values: ReadonlyMap<string, readonly string[]>) {}

  has(name: string): boolean {
    return this.values.has(name);
  }

  /** The value; of a flag that was given more than once, the last. */
  text(name: string): string | undefined {
    return this.values.get(name)?.at(-1);
  }

  /** All values, in order. */
  texts(name: string): readonly string[] {
    return this.values.get(name) ?? [];
  }

  /** A whole number not below `least`. Throws `UsageError`. */
  count(name: string, least: number): number | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    const value = /^\d{1,9}$/.test(text) ? Number(text) : NaN;
    if (!(value >= least)) {
      throw new UsageError(`--${name} must be a whole number, ${least} or more, not "${text}"`);
    }
    return value;
  }

  /** The value, which must be one of `words`. Throws `UsageError`. */
  word<Word extends string>(name: string, words: readonly Word[]): Word | undefined {
    const text = this.text(name);
    const found = words.find((word) => word === text);
    if (text === undefined || found !== undefined) return found;
    throw new UsageError(`--${name} must be ${listOf(words)}, not "${text}"${didYouMean(text, words)}`);
  }
}

/**
 * Tells flags and arguments apart. `--` ends the flags. Throws `UsageError` for a flag that the
 * command does not know, and for a value that is missing or too many.
 */
export function readArguments(words: readonly string[], specs: FlagSpecs) {
  const known: FlagSpecs = { ...specs, ...COMMON_FLAGS };
  const options = Object.fromEntries(
    Object.entries(known).map(([name, { value }]) => [
      name,
      { type: value === undefined ? ('boolean' as const) : ('string' as const) },
    ]),
  );
  const { tokens } = parseArgs({
    args: words.map((word) => (word === '-h' ? '--help' : word)),
    options,
    strict: false,
    tokens: true,
  });
  const args: string[] = [];
  const values = new Map<string, readonly string[]>();
  for (const token of tokens) {
    if (token.kind === 'positional') args.push(token.value);
    if (token.kind !== 'option') continue;
    const spec = Object.hasOwn(known, token.name) ? known[token.name] : undefined;
    if (spec === undefined) {
      const names = Object.keys(known).map((name) => `--${name}`);
      const mend = didYouMean(token.rawName, names) || `; known here: ${names.join(', ')}`;
      throw new UsageError(`unknown flag ${token.rawName}${mend}`);
    }
    if (spec.value === undefined && token.value !== undefined) {
      throw new UsageError(`--${token.name} takes no value: leave out "=${token.value}"`);
    }
    const isMissing = token.value === undefined || (!token.inlineValue && token.value.startsWith('--'));
    if (spec.value !== undefined && isMissing) {
      throw new UsageError(`--${token.name} needs a value: --${token.name} ${spec.value}`);
    }
    values.set(token.name, [...(values.get(token.name) ?? []), token.value ?? '']);
  }
  return { args, flags: new Flags(values) };
}

/** `; did you mean "route"?`, or nothing. */
export function didYouMean(word: string, known: Iterable<string>): string {
  const closest = closestName(word, known);
  return closest === undefined ? '' : `; did you mean "${closest}"?`;
}

/** `a, b or c`. */
export function listOf(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}
