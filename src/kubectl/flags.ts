/**
 * Flags as kubectl's own parser reads them: `--name value`, `--name=value`, `-n value`, `-nvalue`, `-it`; `--` ends them.
 * Source: github.com/spf13/pflag flag.go parseLongArg, parseSingleShortArg.
 */
import { closestName } from '../manifest/closest';

export interface Flag {
  /** Without dashes: `namespace`. */
  readonly name: string;
  /** One letter: `n`. */
  readonly short?: string;
  /** True if it stands alone: `--watch`. Others take a value. */
  readonly isSwitch?: boolean;
  /** What it does, in a few words: for help and completion. */
  readonly note: string;
}

/** What the words of a line say. */
export interface Parsed {
  /** Words that are no flags, in order, up to `--`. */
  readonly args: readonly string[];
  /** By long name. A switch is `true` or `false`. */
  readonly flags: Readonly<Record<string, string>>;
  /** The words behind `--`; null without one. */
  readonly rest: readonly string[] | null;
}

/** Reads flags and arguments; a text says what is wrong, in kubectl's words. */
export function parseFlags(words: readonly string[], known: readonly Flag[]): Parsed | string {
  const args: string[] = [];
  const flags: Record<string, string> = {};
  for (let at = 0; at < words.length; at++) {
    const word = words[at]!;
    if (word === '--') return { args, flags, rest: words.slice(at + 1) };
    if (word === '-' || !word.startsWith('-')) {
      args.push(word);
      continue;
    }
    const next = words[at + 1];
    const read = word.startsWith('--') ? readLong(word, next, known) : readShorts(word, next, known);
    if (typeof read === 'string') return read;
    for (const [name, value] of read.found) flags[name] = value;
    if (read.usedNext) at++;
  }
  return { args, flags, rest: null };
}

interface Found {
  readonly found: readonly (readonly [name: string, value: string])[];
  readonly usedNext: boolean;
}

function readLong(word: string, next: string | undefined, known: readonly Flag[]): Found | string {
  const equals = word.indexOf('=');
  const name = word.slice(2, equals < 0 ? undefined : equals);
  const flag = known.find((one) => one.name === name);
  if (flag === undefined) {
    const names = known.map((one) => one.name);
    const closest = closestName(name, names);
    return `unknown flag: --${name}${closest === undefined ? '' : ` (did you mean --${closest}?)`}`;
  }
  if (equals >= 0) return withValue(flag, word.slice(equals + 1), `--${name}`, false);
  if (flag.isSwitch === true) return { found: [[name, 'true']], usedNext: false };
  return withValue(flag, next, `--${name}`, true);
}

function readShorts(word: string, next: string | undefined, known: readonly Flag[]): Found | string {
  const found: [string, string][] = [];
  for (let at = 1; at < word.length; at++) {
    const letter = word[at]!;
    const flag = known.find((one) => one.short === letter);
    if (flag === undefined) return `unknown shorthand flag: '${letter}' in ${word}`;
    const after = word.slice(at + 1);
    if (flag.isSwitch === true && !after.startsWith('=')) {
      found.push([flag.name, 'true']);
      continue;
    }
    const isHere = after !== '';
    const value = isHere ? after.replace(/^=/, '') : next;
    const read = withValue(flag, value, `'${letter}' in ${word}`, !isHere);
    return typeof read === 'string' ? read : { found: [...found, ...read.found], usedNext: read.usedNext };
  }
  return { found, usedNext: false };
}

function withValue(flag: Flag, value: string | undefined, as: string, usedNext: boolean): Found | string {
  if (value === undefined) return `flag needs an argument: ${as}`;
  if (flag.isSwitch === true && value !== 'true' && value !== 'false') {
    return `invalid argument "${value}" for "--${flag.name}" flag: must be true or false`;
  }
  return { found: [[flag.name, value]], usedNext };
}

/** True if a switch is on. */
export function isOn(parsed: Parsed, name: string): boolean {
  return parsed.flags[name] === 'true';
}

/** The namespace that a line means. kubectl's own default is `default`. */
export function namespaceOf(parsed: Parsed): string {
  return parsed.flags['namespace'] ?? 'default';
}

/** True if a line means every namespace. */
export function meansAll(parsed: Parsed): boolean {
  return isOn(parsed, 'all-namespaces');
}
