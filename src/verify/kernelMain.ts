/** `npm run verify:kernel`: holds the simulated data plane to the kernel of this machine. */
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { clusterAtRest, type ClusterAtRest } from '../cli/clusterAtRest';
import type { Io } from '../cli/command';
import { InputError, UsageError } from '../cli/errors';
import { refuseErrors } from '../cli/problems';
import { readSystem } from '../cli/system';
import { hasDifference, KERNEL_MODES, runForReal, type KernelCase, type KernelRun } from './kernel/kernelRun';
import { randomCluster } from './kernel/randomCluster';
import { describeRun, summarizeRun } from './kernel/report';

const PROJECT = fileURLToPath(new URL('../../', import.meta.url));

/** What is run if no folder is named: manifests with every kind of answer, and a lesson. */
const USUAL = [...fileNames('src/verify/manifests'), 'scenarios/where-a-service-works'];

function fileNames(folder: string): string[] {
  return readdirSync(`${PROJECT}${folder}`)
    .sort()
    .map((name) => `${folder}/${name}`);
}

const USAGE = `usage: npm run verify:kernel -- [<path>…] [--random N|A-B [--seed TEXT]] [--mode ${KERNEL_MODES.join('|')}] [--connections N] [--json]`;

/** Clusters on the same machines. */
interface Batch {
  readonly titles: readonly string[];
  readonly cases: readonly KernelCase[];
  /** True if only what differs is told in full. */
  readonly isTerse: boolean;
}

const OPTIONS = {
  random: { type: 'string' },
  seed: { type: 'string' },
  mode: { type: 'string' },
  connections: { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean' },
} as const;

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: OPTIONS });
  if (values.help === true) {
    console.log(USAGE);
    return 0;
  }
  const modes = KERNEL_MODES.filter((mode) => values.mode === undefined || values.mode === mode);
  if (modes.length === 0)
    throw new UsageError(`--mode must be ${KERNEL_MODES.join(' or ')}, not "${values.mode}"`);
  const connections = readConnections(values.connections) ?? (values.random === undefined ? undefined : FEW);
  const options = { modes, ...(connections === undefined ? {} : { connections }) };
  const all: { system: string; run: KernelRun }[] = [];
  for (const { titles, cases, isTerse } of batches(positionals, values.random, values.seed ?? '1')) {
    const tell = (run: KernelRun, index: number) => {
      const system = titles[index] ?? '';
      all.push({ system, run });
      if (values.json === true) return;
      console.log(
        isTerse && !hasDifference(run) ? summarizeRun(system, run) : `${describeRun(system, run)}\n`,
      );
    };
    await runForReal(cases, { ...options, tell });
    if (all.at(-1)?.run.skipped !== null) break;
  }
  const differs = all.some(({ run }) => hasDifference(run));
  if (values.json === true) console.log(JSON.stringify({ runs: all, differs }, withoutObserved, 2));
  else {
    const skipped = all[0]?.run.skipped ?? null;
    console.log(
      skipped !== null ? `verify:kernel is skipped: ${skipped}` : differs ? 'FAILED' : 'All as simulated.',
    );
  }
  return differs ? 1 : 0;
}

/** Connections of one spread where there are many clusters. */
const FEW = 150;

function readConnections(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const connections = Number(text);
  if (connections >= 30 && connections <= 100_000) return connections;
  throw new UsageError('--connections must be a number from 30 to 100000');
}

/** What is run, each batch on machines of its own. */
function batches(paths: readonly string[], random: string | undefined, seed: string): Batch[] {
  if (random !== undefined) return [randomBatch(random, seed)];
  const isUsual = paths.length === 0;
  const io = ioAt(isUsual ? PROJECT : (process.env['INIT_CWD'] ?? process.cwd()));
  return (isUsual ? USUAL.map((path) => [path]) : [paths]).map((own) => ({
    titles: [own.join(' ')],
    cases: [{ cluster: clusterIn(own, io) }],
    isTerse: false,
  }));
}

/** `20` is the clusters 1 to 20 of a seed, `7-9` those three. */
function randomBatch(wanted: string, seed: string): Batch {
  const [, from = '1', to = ''] = /^(?:(\d+)-)?(\d+)$/.exec(wanted) ?? [];
  const count = Number(to) - Number(from) + 1;
  if (!(count >= 1 && count <= 1000))
    throw new UsageError('--random must be a number, or a range such as 7-9');
  const numbers = Array.from({ length: count }, (_, index) => Number(from) + index);
  return {
    titles: numbers.map((number) => `random cluster ${number} of seed ${seed}`),
    cases: numbers.map((number) => {
      const { manifests, config } = randomCluster(seed, number);
      return { cluster: clusterIn(['-'], ioAt(PROJECT, manifests)), config };
    }),
    isTerse: true,
  };
}

function clusterIn(paths: readonly string[], io: Io): ClusterAtRest {
  const given = readSystem(paths, io);
  refuseErrors(given.problems, io);
  return clusterAtRest(given, io);
}

function ioAt(cwd: string, stdin = ''): Io {
  return {
    cwd,
    out: () => undefined,
    err: (text) => void process.stderr.write(text),
    readStdin: () => stdin,
  };
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
