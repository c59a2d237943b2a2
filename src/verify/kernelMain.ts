/** `npm run verify:kernel`: holds the simulated data plane to the kernel of this machine. */
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { clusterAtRest } from '../cli/clusterAtRest';
import type { Io } from '../cli/command';
import { InputError, UsageError } from '../cli/errors';
import { refuseErrors } from '../cli/problems';
import { readSystem } from '../cli/system';
import { describeRun } from './kernel/report';
import { hasDifference, KERNEL_MODES, runForReal, type KernelRun } from './kernel/kernelRun';

const PROJECT = fileURLToPath(new URL('../../', import.meta.url));

/** What is run if no folder is named: manifests with every kind of answer, and a lesson. */
const USUAL = [...fileNames('src/verify/manifests'), 'scenarios/where-a-service-works'];

function fileNames(folder: string): string[] {
  return readdirSync(`${PROJECT}${folder}`)
    .sort()
    .map((name) => `${folder}/${name}`);
}

const USAGE = `usage: npm run verify:kernel -- [<path>…] [--mode ${KERNEL_MODES.join('|')}] [--connections N] [--json]`;

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      mode: { type: 'string' },
      connections: { type: 'string' },
      json: { type: 'boolean' },
      help: { type: 'boolean' },
    },
  });
  if (values.help === true) {
    console.log(USAGE);
    return 0;
  }
  const modes = KERNEL_MODES.filter((mode) => values.mode === undefined || values.mode === mode);
  if (modes.length === 0)
    throw new UsageError(`--mode must be ${KERNEL_MODES.join(' or ')}, not "${values.mode}"`);
  const connections = values.connections === undefined ? undefined : Number(values.connections);
  if (connections !== undefined && !(connections >= 30 && connections <= 100_000)) {
    throw new UsageError('--connections must be a number from 30 to 100000');
  }
  const isUsual = positionals.length === 0;
  const cwd = isUsual ? PROJECT : (process.env['INIT_CWD'] ?? process.cwd());
  const io: Io = {
    cwd,
    out: () => undefined,
    err: (text) => void process.stderr.write(text),
    readStdin: () => '',
  };
  const runs: { system: string; run: KernelRun }[] = [];
  for (const paths of isUsual ? USUAL.map((path) => [path]) : [positionals]) {
    const given = readSystem(paths, io);
    refuseErrors(given.problems, io);
    const title = paths.join(' ');
    const run = await runForReal(clusterAtRest(given, io), {
      modes,
      ...(connections === undefined ? {} : { connections }),
    });
    runs.push({ system: title, run });
    if (values.json !== true) console.log(`${describeRun(title, run)}\n`);
    if (run.skipped !== null) break;
  }
  const differs = runs.some(({ run }) => hasDifference(run));
  if (values.json === true) console.log(JSON.stringify({ runs, differs }, withoutObserved, 2));
  else {
    const [first] = runs;
    const skipped = first?.run.skipped ?? null;
    console.log(
      skipped !== null ? `verify:kernel is skipped: ${skipped}` : differs ? 'FAILED' : 'All as simulated.',
    );
  }
  return differs ? 1 : 0;
}

/** Thousands of single answers would bury the rest. */
function withoutObserved(key: string, value: unknown): unknown {
  return key === 'observed' ? undefined : value;
}

try {
  process.exitCode = await main();
} catch (error) {
  const isUsage =
    error instanceof UsageError || (error as { code?: string }).code?.startsWith('ERR_PARSE_ARGS');
  if (!isUsage && !(error instanceof InputError)) throw error;
  console.error((error as Error).message);
  if (isUsage === true) console.error(USAGE);
  process.exitCode = isUsage === true ? 2 : 1;
}
