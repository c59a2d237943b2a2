/** One run: machines are built, rules loaded, questions asked of the kernel and of the simulation, answers compared. */
import type { ClusterAtRest } from '../../cli/clusterAtRest';
import { rulesOf } from '../../cli/nodeRules';
import { configOf } from '../../sim/dataplane/kubeProxy/sync';
import { Inhabitants, type Task } from '../inhabitants';
import { machinesOf, MOST_PODS, type Machines } from '../machines';
import { reasonForNoNamespaces, withNamespaces, type Namespaces } from '../namespaces';
import { enoughFor } from './chiSquare';
import { compare, isOutOfBounds, type Observed, type Verdict } from './compare';
import { notAsked, questionsOf, type Question } from './questions';
import { findLoader, loadRules } from './ruleLoading';
import { simulate, type Answer, type SimulatedKernel } from './simulated';
import { canListConnections, untracked } from './tracked';

export type KernelMode = 'iptables' | 'nftables';
export const KERNEL_MODES: readonly KernelMode[] = ['iptables', 'nftables'];

/** What came of one mode. */
export type ModeRun =
  | { readonly mode: string; readonly skipped: string }
  | {
      readonly mode: string;
      readonly tool: string;
      /** What the kernel said to the printed rules; empty if it took them and gives them back as printed. */
      readonly loading: readonly string[];
      readonly verdicts: readonly Verdict[];
    };

export interface KernelRun {
  readonly skipped: string | null;
  readonly machines: { readonly nodes: number; readonly pods: number };
  readonly modes: readonly ModeRun[];
  /** What was left out, and why. */
  readonly notAsked: readonly string[];
}

export interface KernelRunOptions {
  readonly modes?: readonly KernelMode[];
  /** Connections of one spread. */
  readonly connections?: number;
}

/** Connections of one spread, if not said otherwise. */
export const SPREAD = 600;
const SERVED_MILLIS = 10_000;
/** A SYN that is dropped is sent again after 1 s: what comes then would come here. */
const FAILURE_MILLIS = 1_300;

/** True if something differed. What was skipped differs in nothing. */
export function hasDifference({ modes }: KernelRun): boolean {
  return modes.some(
    (run) => 'verdicts' in run && (run.loading.length > 0 || run.verdicts.some((one) => !one.isSame)),
  );
}

/** Runs a cluster for real. Says in the result why not, where that cannot be. */
export async function runForReal(cluster: ClusterAtRest, options: KernelRunOptions = {}): Promise<KernelRun> {
  const machines = machinesOf(cluster, `hopscope-${process.pid}-`);
  const said = {
    machines: { nodes: machines.nodes.length, pods: machines.pods.length },
    notAsked: notAsked(cluster).map((what) => `${what}: only TCP is asked`),
  };
  const skipped = reasonForNoNamespaces() ?? tooMuch(machines);
  if (skipped !== undefined) return { ...said, skipped, modes: [] };
  return withNamespaces(async (namespaces) => {
    namespaces.build(machines);
    const inhabitants = await Inhabitants.start(namespaces, machines);
    const modes: ModeRun[] = [];
    if (!canListConnections(namespaces, machines))
      said.notAsked.push('rows of conntrack: the tool is not installed, or the kernel does not answer it');
    for (const mode of options.modes ?? KERNEL_MODES) {
      modes.push(
        await runMode(mode, cluster, machines, namespaces, inhabitants, options.connections ?? SPREAD),
      );
    }
    return { ...said, skipped: null, modes };
  });
}

function tooMuch({ nodes, pods }: Machines): string | undefined {
  if (nodes.length === 0 || pods.length === 0) return 'there is no running Pod with an IPv4 address';
  return pods.length > MOST_PODS ? `${pods.length} Pods are too many: at most ${MOST_PODS}` : undefined;
}

async function runMode(
  mode: KernelMode,
  cluster: ClusterAtRest,
  machines: Machines,
  namespaces: Namespaces,
  inhabitants: Inhabitants,
  connections: number,
): Promise<ModeRun> {
  let scratches = 0;
  const found = findLoader(mode, namespaces, () => {
    const name = `hopscope-${process.pid}-${mode}${++scratches}`;
    namespaces.add(name);
    return name;
  });
  if ('skipped' in found) return { mode, skipped: found.skipped };
  const nodes = new Map(cluster.nodes.map((node) => [node.metadata.name, node]));
  const rules = new Map(
    machines.nodes.map(({ name }) => [name, rulesOf(cluster, mode, configOf(nodes.get(name)!))]),
  );
  const tool = found.loader.version;
  const loading = machines.nodes.flatMap(({ name, namespace }) =>
    loadRules(namespaces, namespace, found.loader, rules.get(name)!).map(
      (complaint) => `${name}: ${complaint}`,
    ),
  );
  if (loading.some((complaint) => /refuses|nft -f/.test(complaint)))
    return { mode, tool, loading, verdicts: [] };
  const kernel: SimulatedKernel = { machines, rules };
  const asked = questionsOf(cluster, machines).map((question) => ({
    question,
    answer: simulate(kernel, question),
  }));
  const verdicts = new Map<Question, Verdict>();
  // Waiting costs no time when everybody waits at once; work is done one after the other.
  const lost = asked.filter(({ answer }) => answer.outcome !== 'served');
  await Promise.all(
    lost.map(async ({ question, answer }) => {
      verdicts.set(question, await putToKernel(question, answer, inhabitants, connections));
    }),
  );
  const canList = canListConnections(namespaces, machines);
  for (const { question, answer } of asked) {
    if (answer.outcome !== 'served') continue;
    const verdict = await putToKernel(question, answer, inhabitants, connections);
    const missing =
      canList && question.kind === 'keepAlive'
        ? untracked(namespaces, machines, question, verdict.observed)
        : [];
    const differences = [...verdict.differences, ...missing];
    verdicts.set(question, { ...verdict, differences, isSame: differences.length === 0 });
  }
  return { mode, tool, loading, verdicts: asked.map(({ question }) => verdicts.get(question)!) };
}

async function putToKernel(
  question: Question,
  answer: Answer,
  inhabitants: Inhabitants,
  connections: number,
): Promise<Verdict> {
  const task = taskOf(question, answer, connections);
  const observed = await inhabitants.ask(question.from, task);
  if (question.kind !== 'spread' || answer.isPinned || !isOutOfBounds(answer, observed)) {
    return compare(question, answer, observed);
  }
  // One sample in ten thousand is out of bounds by chance: a second one tells.
  const second: Observed = await inhabitants.ask(question.from, task);
  return compare(question, answer, second, 2);
}

/** How often is asked, and how long an answer is awaited. */
export function taskOf({ kind, to }: Question, { outcome, ends, isPinned }: Answer, spread: number): Task {
  if (outcome !== 'served') {
    return { ...to, connections: 2, requests: 1, atOnce: 2, millis: FAILURE_MILLIS };
  }
  const enough = enoughFor(ends.length);
  const served = { ...to, requests: 1, atOnce: 8, millis: SERVED_MILLIS };
  if (kind === 'keepAlive') return { ...served, connections: 6, requests: 20 };
  // Several at once could each be a first one: a client that is to be pinned asks one by one.
  if (isPinned) return { ...served, connections: 30, atOnce: 1 };
  return { ...served, connections: kind === 'spread' && ends.length > 1 ? Math.max(spread, enough) : enough };
}
