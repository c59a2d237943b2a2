/** Both checks as their commands run them: for real where this machine can, and saying why where it cannot. */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it, vi } from 'vitest';
import { ipvsHere } from './kernel/ipvs';
import type { KernelRun } from './kernel/kernelRun';
import { reasonForNoNamespaces } from './namespaces';
import type { ResolverRun } from './resolver/resolverRun';

vi.setConfig({ testTimeout: 240_000 });

const PROJECT = fileURLToPath(new URL('../../', import.meta.url));
const reason = reasonForNoNamespaces();

function run<Run>(
  program: string,
  ...words: string[]
): { status: number | null; said: { runs: { run: Run }[] } } {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['node_modules/tsx/dist/cli.mjs', `src/verify/${program}.ts`, ...words, '--json'],
    { cwd: PROJECT, encoding: 'utf8', maxBuffer: 64 << 20 },
  );
  try {
    return { status, said: JSON.parse(stdout) as { runs: { run: Run }[] } };
  } catch {
    throw new Error(`${program} ended with ${status}: ${stderr}${stdout}`);
  }
}

function leftBehind(): string[] {
  return ['/var/run/netns', '/etc/netns'].flatMap((folder) =>
    existsSync(folder) ? readdirSync(folder).filter((name) => name.startsWith('hopscope-')) : [],
  );
}

it('a real kernel does what is simulated', () => {
  const before = leftBehind();
  const { status, said } = run<KernelRun>(
    'kernelMain',
    'src/verify/testing/small.yaml',
    '--connections',
    '100',
  );
  const [{ run: only } = { run: undefined }] = said.runs;
  expect(only?.skipped ?? undefined).toBe(reason);
  if (reason === undefined) {
    const differences = only!.modes.map((mode) =>
      'skipped' in mode
        ? [mode.skipped]
        : [
            ...mode.loading,
            ...mode.verdicts.flatMap(({ question, differences: d }) => d.map((one) => [question, one])),
          ],
    );
    expect({ status, differences }).toEqual({ status: 0, differences: differences.map(() => []) });
    for (const mode of only!.modes) {
      if (!('verdicts' in mode) || (mode.mode === 'ipvs' && !ipvsHere().isHere)) continue;
      expect(mode.verdicts.length).toBeGreaterThan(25);
    }
  }
  expect(leftBehind().filter((name) => !before.includes(name))).toEqual([]);
});

it('a real resolver sends what is simulated', () => {
  const before = leftBehind();
  const { status, said } = run<ResolverRun>('resolverMain', 'src/verify/testing/small.yaml');
  const [{ run: only } = { run: undefined }] = said.runs;
  if (reason === undefined && only!.skipped === null) {
    const differences = only!.verdicts.filter((one) => one.differences.length > 0);
    expect({ status, differences }).toEqual({ status: 0, differences: [] });
    expect(only!.verdicts.length).toBeGreaterThan(30);
  } else {
    expect(status).toBe(0);
    expect(only!.skipped).not.toBe('');
  }
  expect(leftBehind().filter((name) => !before.includes(name))).toEqual([]);
});
