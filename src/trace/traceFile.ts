/**
 * A trace as a file: JSON Lines. The first line says what is needed to play it again, one line for each fact follows.
 * `hopscope run --trace` writes such files, and the page writes and opens them. Reading runs nothing of what stands
 * there: it takes JSON apart and looks at each value.
 */
import type { Micros } from '../sim/kernel/time';
import { canonicalJson, traceHeader, TRACE_VERSION, type TraceEvent } from './traceEvent';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

export interface TraceBranch {
  readonly letter: string;
  readonly name: string | null;
  readonly parent: string | null;
  readonly forkAt: Micros;
  /** What was asked on it since it left its parent; `intent` is not looked at here. */
  readonly intents: readonly { readonly at: Micros; readonly intent: unknown }[];
}

/** What plays a trace again. */
export interface TraceReplay {
  readonly scenario: string;
  readonly seed: string;
  /** kube-proxy's mode at the beginning; absent: the one that the scenario names. */
  readonly proxyMode?: string;
  /** Letter of the branch whose facts the file holds. */
  readonly branch: string;
  readonly branches: readonly TraceBranch[];
  /** The facts reach so far. */
  readonly until: Micros;
  /** The moment that was shown when it was saved; absent from files of `hopscope run`. */
  readonly shownAt?: Micros;
  /** SHA-256 of the facts (see `traceHash`). */
  readonly hash: string;
  /** The files of a system of somebody's own. */
  readonly own?: {
    readonly files: readonly { readonly path: string; readonly text: string }[];
    readonly resume: boolean;
    readonly url: string;
  };
}

/** What is wrong with a file: a key of the catalogue, and where. */
export interface TraceProblem {
  readonly key: 'notTrace' | 'version' | 'noReplay' | 'field' | 'badLine' | 'empty';
  readonly line: number;
  /** The field, the version, or what the reader of JSON says. */
  readonly detail: string;
}

export interface TraceFileReading {
  readonly replay: TraceReplay | null;
  /** The lines of the facts, as they stand there. */
  readonly lines: readonly string[];
  /** SHA-256 of the facts in the file. */
  readonly hash: string;
  readonly problem: TraceProblem | null;
}

/** Longer than anybody follows a lesson; playing more again would only keep the page busy. In microseconds: two hours. */
const LONGEST = 7_200_000_000;

/** The whole file. */
export function traceFileText(replay: TraceReplay, facts: Iterable<TraceEvent>): string {
  const lines = [canonicalJson({ hopscopeTrace: TRACE_VERSION, ...replay })];
  for (const fact of facts) lines.push(canonicalJson(fact));
  return `${lines.join('\n')}\n`;
}

/** Reads a file. Never throws: what is wrong is said, with its line. */
export function readTraceFile(text: string): TraceFileReading {
  const lines = text.split('\n').map((line) => (line.endsWith('\r') ? line.slice(0, -1) : line));
  if (lines.at(-1) === '') lines.pop();
  const [first = '', ...facts] = lines;
  const fail = (key: TraceProblem['key'], line: number, detail = ''): TraceFileReading => ({
    ...{ replay: null, lines: facts, hash: '' },
    problem: { key, line, detail },
  });
  if (first.trim() === '') return fail('empty', 1);
  const header = parsed(first);
  if (!isRecord(header.value) || header.value['hopscopeTrace'] === undefined)
    return fail('notTrace', 1, header.error);
  const version = header.value['hopscopeTrace'];
  if (version !== TRACE_VERSION) return fail('version', 1, String(version));
  if (header.value['scenario'] === undefined) return fail('noReplay', 1);
  const field = wrongField(header.value);
  if (field !== null) return fail('field', 1, field);
  for (const [index, line] of facts.entries()) {
    const { value, error } = parsed(line);
    if (!isRecord(value) || typeof value['type'] !== 'string' || !isTime(value['at']))
      return fail('badLine', index + 2, error);
  }
  const hash = bytesToHex(sha256(utf8ToBytes(`${[traceHeader(), ...facts].join('\n')}\n`)));
  return { replay: header.value as unknown as TraceReplay, lines: facts, hash, problem: null };
}

function parsed(line: string): { readonly value: unknown; readonly error: string } {
  try {
    return { value: JSON.parse(line) as unknown, error: '' };
  } catch (error) {
    return { value: null, error: error instanceof Error ? error.message : String(error) };
  }
}

/** The first field that is not as it has to be; null if all are. */
function wrongField(header: Readonly<Record<string, unknown>>): string | null {
  for (const name of ['scenario', 'seed', 'branch', 'hash'])
    if (typeof header[name] !== 'string') return name;
  if (header['proxyMode'] !== undefined && typeof header['proxyMode'] !== 'string') return 'proxyMode';
  if (!isTime(header['until'])) return 'until';
  if (header['shownAt'] !== undefined && !isTime(header['shownAt'])) return 'shownAt';
  const { branches, own } = header;
  if (!Array.isArray(branches) || branches.length === 0 || branches.length > 26) return 'branches';
  const letters: string[] = [];
  for (const [index, branch] of branches.entries()) {
    const at = `branches[${index}]`;
    if (!isRecord(branch)) return at;
    const { letter, name, parent, forkAt, intents } = branch;
    if (typeof letter !== 'string' || !/^[A-Z]$/.test(letter) || letters.includes(letter))
      return `${at}.letter`;
    if (name !== null && typeof name !== 'string') return `${at}.name`;
    if (index === 0 ? parent !== null : !letters.includes(String(parent))) return `${at}.parent`;
    if (!isTime(forkAt)) return `${at}.forkAt`;
    if (!Array.isArray(intents)) return `${at}.intents`;
    let last = forkAt;
    for (const [number, timed] of intents.entries()) {
      const isFit =
        isRecord(timed) && isTime(timed['at']) && timed['at'] >= last && isRecord(timed['intent']);
      if (!isFit) return `${at}.intents[${number}]`;
      last = timed['at'] as Micros;
    }
    letters.push(letter);
  }
  if (!letters.includes(String(header['branch']))) return 'branch';
  if (own === undefined) return null;
  const isOwn =
    isRecord(own) &&
    typeof own['resume'] === 'boolean' &&
    typeof own['url'] === 'string' &&
    Array.isArray(own['files']) &&
    own['files'].every(
      (file) => isRecord(file) && typeof file['path'] === 'string' && typeof file['text'] === 'string',
    );
  return isOwn ? null : 'own';
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isTime(value: unknown): value is Micros {
  return Number.isSafeInteger(value) && (value as number) >= 0 && (value as number) <= LONGEST;
}
