/** The command line in this process: what a test types, and what comes back. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { main } from '../commandLine';

const PROJECT = fileURLToPath(new URL('../../../', import.meta.url));

export interface Ran {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

/** Runs a command from the project's folder, or from `cwd`. */
export function runCli(words: readonly string[], options: { cwd?: string; stdin?: string } = {}): Ran {
  let out = '';
  let err = '';
  const status = main(words, {
    cwd: options.cwd ?? PROJECT,
    out: (text) => void (out += text),
    err: (text) => void (err += text),
    readStdin: () => options.stdin ?? '',
  });
  return { status, out, err };
}

/** The JSON that a command prints with `--json`. Throws if it fails. */
export function runJson<Result>(
  words: readonly string[],
  options: { cwd?: string; stdin?: string } = {},
): Result {
  const { status, out, err } = runCli([...words, '--json'], options);
  if (status !== 0) throw new Error(`exit status ${status}: ${err}${out}`);
  return JSON.parse(out) as Result;
}

/** Calls `use` with a new folder that holds these files, and removes it. */
export function withFiles<Result>(
  files: Readonly<Record<string, string | Uint8Array>>,
  use: (folder: string) => Result,
): Result {
  const folder = mkdtempSync(join(tmpdir(), 'hopscope-'));
  try {
    for (const [name, content] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), content);
    }
    return use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
