/** `npm run verify:resolver`: holds the simulated stub resolver to the C library's, which asks the simulated CoreDNS. */
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { clusterAtRest } from '../cli/clusterAtRest';
import type { Io } from '../cli/command';
import { InputError, UsageError } from '../cli/errors';
import { refuseErrors } from '../cli/problems';
import { readConfig, resolvConfOf } from '../cli/resolve';
import { readSystem } from '../cli/system';
import { viewOf } from '../sim/dns/viewOf';
import { namesToAsk, recordsToAsk } from './resolver/asking';
import { resolveForReal, type ResolverRun } from './resolver/resolverRun';

const PROJECT = fileURLToPath(new URL('../../', import.meta.url));
const USUAL = ['src/verify/manifests/every-kind-of-answer.yaml', 'scenarios/where-a-service-works'];
const USAGE = 'usage: npm run verify:resolver -- [<path>…] [--name NAME]… [--json]';

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      name: { type: 'string', multiple: true },
      json: { type: 'boolean' },
      help: { type: 'boolean' },
    },
  });
  if (values.help === true) {
    console.log(USAGE);
    return 0;
  }
  const isUsual = positionals.length === 0;
  const io: Io = {
    cwd: isUsual ? PROJECT : (process.env['INIT_CWD'] ?? process.cwd()),
    out: () => undefined,
    err: (text) => void process.stderr.write(text),
    readStdin: () => '',
  };
  const runs: { system: string; run: ResolverRun }[] = [];
  for (const paths of isUsual ? USUAL.map((path) => [path]) : [positionals]) {
    const run = await runOne(paths, values.name, io);
    runs.push({ system: paths.join(' '), run });
    if (values.json !== true) console.log(`${describe(paths.join(' '), run)}\n`);
    if (run.skipped !== null) break;
  }
  const differs = runs.some(({ run }) => run.verdicts.some(({ differences }) => differences.length > 0));
  if (values.json === true) console.log(JSON.stringify({ runs, differs }, null, 2));
  else {
    const skipped = runs[0]?.run.skipped ?? null;
    console.log(
      skipped !== null ? `verify:resolver is skipped: ${skipped}` : differs ? 'FAILED' : 'All as simulated.',
    );
  }
  return differs ? 1 : 0;
}

async function runOne(
  paths: readonly string[],
  names: readonly string[] | undefined,
  io: Io,
): Promise<ResolverRun> {
  const given = readSystem(paths, io);
  refuseErrors(given.problems, io);
  const cluster = clusterAtRest(given, io);
  const pod = cluster.pods.find(
    ({ status, spec }) => status.podIP !== undefined && spec.dnsPolicy === 'ClusterFirst',
  );
  const [namespace, name] = [pod?.metadata.namespace ?? 'default', pod?.metadata.name ?? ''];
  return resolveForReal({
    resolvConf: resolvConfOf(cluster, { namespace, name }),
    podIP: pod?.status.podIP ?? '10.244.0.2',
    view: viewOf(cluster),
    coredns: readConfig(null, given.system.reading.objects, io),
    publicNames: given.publicNames,
    names: names ?? namesToAsk(cluster, given.publicNames, namespace),
    records: names === undefined ? recordsToAsk(cluster) : [],
  });
}

function describe(title: string, run: ResolverRun): string {
  if (run.skipped !== null) return `${title}\nskipped: ${run.skipped}`;
  const rows = run.verdicts.map(({ lookup, real, simulated, differences }) => {
    const mark = differences.length === 0 ? '✓' : '✗';
    const asked = `${String(real.queries.length).padStart(2)} of ${simulated.queries.length} queries`;
    const found = real.addresses.join(', ') || '–';
    return [
      `${mark} ${`${lookup.tool} ${lookup.type ?? ''}`.padEnd(15)}  ${lookup.name.padEnd(48)}  ${asked}  ${found}`,
      ...differences.map((one) => `    ${one}`),
    ].join('\n');
  });
  const differing = run.verdicts.filter(({ differences }) => differences.length > 0).length;
  return [
    `${title}: ${run.resolver}`,
    ...run.notAsked.map((what) => `not asked: ${what}`),
    ...rows,
    differing === 0
      ? `${rows.length} look-ups: the queries, in order, and the addresses are those simulated`
      : `${differing} of ${rows.length} look-ups differ`,
    'A and AAAA of one name are sent side by side and may arrive in either order; all else is compared in order.',
  ].join('\n');
}

try {
  process.exitCode = await main();
} catch (error) {
  const isUsage =
    error instanceof UsageError || (error as { code?: string }).code?.startsWith('ERR_PARSE_ARGS');
  if (isUsage !== true && !(error instanceof InputError)) throw error;
  console.error((error as Error).message);
  if (isUsage === true) console.error(USAGE);
  process.exitCode = isUsage === true ? 2 : 1;
}
