/** Files and folders as they are named on the command line. */
import { readdirSync, readFileSync, realpathSync, statSync, type Stats } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { closestName } from '../manifest/closest';
import type { SourceFile } from '../manifest/source';
import type { Io } from './command';
import { InputError, UsageError } from './errors';

/** A file that was read. `path` is as the caller would write it. */
export interface ReadFile extends SourceFile {
  /** Named itself, rather than found in a folder. */
  readonly isNamed: boolean;
}

const EXTENSION = /\.(?:ya?ml|json)$/i;
const SKIPPED = new Set(['node_modules', '.git']);

/** What standard input is called in messages. */
const STDIN = 'stdin';

/**
 * Reads files, folders (all YAML and JSON in them, at any depth) and `-`, each once, in the order
 * given; a folder's files by name. Throws `InputError` for what is not there or cannot be read.
 */
export function readPaths(paths: readonly string[], io: Io): ReadFile[] {
  if (paths.length === 0) throw new UsageError('a path is missing: name files, folders, or - for stdin');
  const found = new Map<string, ReadFile>();
  for (const path of paths) {
    if (path === '-') {
      if (!found.has('-')) found.set('-', { path: STDIN, text: io.readStdin(), isNamed: true });
      continue;
    }
    const before = found.size;
    const full = resolve(io.cwd, path);
    if (!statOf(full, path, io).isDirectory()) {
      found.set(realpathSync(full), { path, text: readText(full, path), isNamed: true });
      continue;
    }
    walk(full, path.length > 1 ? path.replace(/[/\\]+$/, '') : path, found, new Set());
    if (found.size === before) throw new InputError(`${path}: no YAML or JSON files in this folder`);
  }
  return [...found.values()];
}

/** Reads one file, or standard input. Throws `InputError`. */
export function readPath(path: string, io: Io): SourceFile {
  if (path === '-') return { path: STDIN, text: io.readStdin() };
  const full = resolve(io.cwd, path);
  if (statOf(full, path, io).isDirectory())
    throw new InputError(`${path}: this is a folder; name a file in it`);
  return { path, text: readText(full, path) };
}

/** True if the path is a folder that holds a scenario. Throws `InputError` if there is nothing of that name. */
export function isScenarioFolder(path: string, io: Io): boolean {
  statOf(resolve(io.cwd, path), path, io);
  return statSync(join(resolve(io.cwd, path), 'scenario.yaml'), { throwIfNoEntry: false })?.isFile() ?? false;
}

function walk(full: string, shown: string, found: Map<string, ReadFile>, seen: Set<string>): void {
  const real = realpathSync(full);
  if (seen.has(real)) return; // a link back to a folder that we are in
  seen.add(real);
  const names = readdirSync(full).sort();
  for (const name of names) {
    if (SKIPPED.has(name)) continue;
    const path = join(full, name);
    const stats = statSync(path, { throwIfNoEntry: false });
    const label = shown === '/' ? `/${name}` : `${shown}/${name}`;
    if (stats?.isDirectory() === true) walk(path, label, found, seen);
    else if (stats?.isFile() === true && EXTENSION.test(name)) {
      const id = realpathSync(path);
      if (!found.has(id)) found.set(id, { path: label, text: readText(path, label), isNamed: false });
    }
  }
}

function statOf(full: string, path: string, io: Io): Stats {
  let stats: Stats | undefined;
  try {
    stats = statSync(full, { throwIfNoEntry: false });
  } catch (error) {
    throw new InputError(`${path}: cannot be read (${codeOf(error)})`);
  }
  if (stats !== undefined) return stats;
  const closest = closestName(basename(full), siblings(full));
  const mend = closest === undefined ? `paths start from ${io.cwd}` : `did you mean "${closest}"?`;
  throw new InputError(`${path}: no such file or folder; ${mend}`);
}

function siblings(full: string): string[] {
  try {
    return readdirSync(dirname(full));
  } catch {
    return [];
  }
}

/** Text as UTF-8, or as UTF-16 if it says so, as PowerShell's `>` writes it. */
function readText(full: string, path: string): string {
  let bytes: Buffer;
  try {
    bytes = readFileSync(full);
  } catch (error) {
    throw new InputError(`${path}: cannot be read (${codeOf(error)})`);
  }
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (bytes.subarray(0, 4096).includes(0)) throw new InputError(`${path}: this is not a text file`);
  return bytes.toString('utf8');
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}
