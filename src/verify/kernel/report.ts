/** A run as people read it: a table for each mode. */
import { formatSocket } from '../../sim/packet/headers';
import { SMALLEST_CHANCE } from './chiSquare';
import type { Verdict } from './compare';
import type { KernelRun, ModeRun } from './kernelRun';

const HEAD = [
  '',
  'Service',
  'dialled',
  'by',
  'simulated',
  'the kernel',
  'seen by the server',
  'chi-square (bound)',
];

/** The whole report. */
export function describeRun(title: string, run: KernelRun): string {
  const { nodes, pods } = run.machines;
  const head = `${title}: ${pods} Pods on ${nodes} nodes`;
  if (run.skipped !== null) return `${head}\nskipped: ${run.skipped}`;
  return [head, ...run.notAsked.map((what) => `not asked: ${what}`), ...run.modes.map(describeMode)].join(
    '\n',
  );
}

/** A run in one line, for one of many that went well. */
export function summarizeRun(title: string, run: KernelRun): string {
  if (run.skipped !== null) return `${title}: skipped: ${run.skipped}`;
  const modes = run.modes.map((one) => {
    if ('skipped' in one) return `${one.mode} skipped: ${one.skipped}`;
    if (one.verdicts.length === 0) return `${one.mode} read back`;
    return `${one.mode} ${one.verdicts.length} questions`;
  });
  return `${title}: as simulated: ${modes.join(', ')}`;
}

function describeMode(run: ModeRun): string {
  if ('skipped' in run) return `\n${run.mode}: skipped: ${run.skipped}`;
  const { mode, tool, loading, verdicts, without } = run;
  const rows = verdicts.map(rowOf);
  const widths = HEAD.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column]!.length)),
  );
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, column) => cell.padEnd(widths[column]!))
      .join('  ')
      .trimEnd();
  const differing = verdicts.filter(({ isSame }) => !isSame);
  const connections = verdicts.reduce((sum, verdict) => sum + verdict.connections, 0);
  const ended =
    differing.length === 0
      ? `${verdicts.length} questions, ${connections} connections: the kernel does what is simulated`
      : `${differing.length} of ${verdicts.length} questions differ`;
  return [
    '',
    `${mode} (${tool}): rules as printed, ${loading.length === 0 ? 'taken by the kernel' : 'NOT taken as they are'}`,
    ...loading.map((complaint) => `  ✗ ${complaint}`),
    ...without.map((what) => `not asked: ${what}`),
    ...(rows.length === 0 ? [] : [line(HEAD), ...rows.map(line)]),
    ...differing.flatMap(({ question, differences }) =>
      differences.map((one) => `  ✗ ${question.about}, ${question.what}, by ${question.from}: ${one}`),
    ),
    ...(verdicts.length === 0 ? [] : [ended, BOUND]),
  ].join('\n');
}

const BOUND = `Bound of chi-square: exceeded by chance with p = ${SMALLEST_CHANCE}; then a second sample is taken and decides.`;

function rowOf(verdict: Verdict): string[] {
  const { question, simulated, isSame, happened, sources, spread, connections } = verdict;
  const pods = simulated.ends.length;
  const served = simulated.isPinned
    ? `1 of ${pods} Pods, always the same`
    : `${pods} Pod${pods === 1 ? '' : 's'}`;
  const sample = spread === null ? '' : `${spread.statistic.toFixed(2)} (${spread.bound.toFixed(2)})`;
  return [
    isSame ? '✓' : '✗',
    question.about,
    `${question.what} ${formatSocket(question.to)}${question.protocol === 'udp' ? ' UDP' : ''}`,
    question.from.replace(/^(pod|node)\//, ''),
    simulated.outcome === 'served' ? served : simulated.outcome,
    `${happened} (${connections}×)`,
    sources.join(', '),
    `${sample}${spread?.samples === 2 ? ', 2nd sample' : ''}`,
  ];
}
