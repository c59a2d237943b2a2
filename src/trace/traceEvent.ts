/**
 * The trace as text: what is hashed, written to a file and read by other programs.
 * One line of JSON per fact, keys sorted, after a first line that names the version.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { Fact } from '../sim/kernel/draft';

/**
 * The version of the trace's form. Raise it when a reader of the old form would
 * misread the new one: a fact's type or field renamed, a unit or a meaning changed.
 * New types and new fields need no new version. With the first raise, add
 * `trace/modernize.ts`, which turns version n into n + 1, and a saved trace of
 * version n as its test.
 */
export const TRACE_VERSION = 1;

/** A fact as others see it: versioned, append-only. */
export type TraceEvent = Fact;

/**
 * JSON with sorted keys: equal values give equal text, on every machine. Fields
 * that are undefined are left out. Throws on what JSON cannot carry (a function, NaN).
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value !== 'object') {
    if (typeof value === 'number' && !Number.isFinite(value)) throw new Error(`${value} is not JSON`);
    const text = JSON.stringify(value) as string | undefined;
    if (text === undefined) throw new Error(`a value of type ${typeof value} is not JSON`);
    return text;
  }
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  const row = value as Readonly<Record<string, unknown>>;
  const fields: string[] = [];
  for (const key of Object.keys(row).sort()) {
    if (row[key] !== undefined) fields.push(`${JSON.stringify(key)}:${canonicalJson(row[key])}`);
  }
  return `{${fields.join(',')}}`;
}

/** The first line of a trace, without its line end. */
export function traceHeader(): string {
  return canonicalJson({ hopscopeTrace: TRACE_VERSION });
}

/** The whole trace as text: JSON Lines. Its SHA-256 is `traceHash` of the same facts. */
export function traceText(facts: Iterable<TraceEvent>): string {
  const lines = [traceHeader()];
  for (const fact of facts) lines.push(canonicalJson(fact));
  return `${lines.join('\n')}\n`;
}

/** Hashes a trace while it grows; can be asked at any time. */
export class TraceHasher {
  private readonly hash = sha256.create().update(utf8ToBytes(`${traceHeader()}\n`));
  private count = 0;

  /** Takes in those facts of a growing list that it has not taken in yet. */
  follow(facts: readonly TraceEvent[]): void {
    for (; this.count < facts.length; this.count++) {
      this.hash.update(utf8ToBytes(`${canonicalJson(facts[this.count])}\n`));
    }
  }

  /** SHA-256 of the trace so far, in hexadecimal. */
  digest(): string {
    return bytesToHex(this.hash.clone().digest());
  }
}

/** SHA-256 of a trace, in hexadecimal: two runs with one hash did the same. */
export function traceHash(facts: readonly TraceEvent[]): string {
  const hasher = new TraceHasher();
  hasher.follow(facts);
  return hasher.digest();
}
