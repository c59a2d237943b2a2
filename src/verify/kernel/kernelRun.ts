/** One run: machines are built, rules loaded, questions asked of the kernel and of the simulation, answers compared. */
import type { ClusterAtRest } from '../../cli/clusterAtRest';
import { rulesOf } from '../../cli/nodeRules';
import { configOf } from '../../sim/dataplane/kubeProxy/configOfNode';
import type { NodeProxyConfig } from '../../sim/dataplane/nodeProxyConfig';
import type { SimulatedMode } from '../../sim/dataplane/nodeRules/nodeRules';
import { Inhabitants, type Task } from '../inhabitants';
import { ipv6Config, ipv6Half } from '../ipv6Half';
import { machinesOf, MOST_PODS, type Family, type Machines } from '../machines';
import { reasonForNoIPv6, reasonForNoNamespaces, withNamespaces, type Namespaces } from '../namespaces';
import { enoughFor } from './chiSquare';
import { compare, isOutOfBounds, type Observed, type Verdict } from './compare';
import { notAsked, questionsOf, type Question } from './questions';
import { ipvsHere } from './ipvs';
import { findLoader } from './loaders';
import { clearRules, loadRules } from './ruleLoading';
import { simulate, type Answer, type SimulatedKernel } from './simulated';
import { forgetConnections, untracked } from './tracked';

export type KernelMode = SimulatedMode;
export const KERNEL_MODES: readonly KernelMode[] = ['iptables', 'nftables', 'ipvs'];

const FAMILIES: readonly Family[] = ['IPv4', 'IPv6'];

/** What came of one mode. */
export type ModeRun =
  | { readonly mode: string; readonly skipped: string }
  | {
      readonly mode: string;
      readonly tool: string;
      /** What the kernel said to the printed rules; empty if it took them and gives them back as printed. */
      readonly loading: readonly string[];
      readonly verdicts: readonly Verdict[];
      /** What of this mode was left out, and why. */
      readonly without: readonly string[];
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
  /** Told of each run as it ends, with its case's place. */
  readonly tell?: (run: KernelRun, index: number) => void;
}

/** A cluster, and how kube-proxy runs on its nodes where that is not kubeadm's way. */
export interface KernelCase {
  readonly cluster: ClusterAtRest;
  readonly config?: Partial<NodeProxyConfig>;
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

/** One family of a dual-stack cluster. */
interface Side {
  readonly machines: Machines;
  readonly cluster: ClusterAtRest;
  readonly config: Partial<NodeProxyConfig>;
}

/** What a run of several clusters on the same machines keeps. */
interface Standing {
  readonly namespaces: Namespaces;
  readonly inhabitants: Inhabitants;
  readonly connections: number;
  readonly hasConntrack: boolean;
  readonly scratch: () => string;
}

/**
 * Runs clusters of the same nodes and Pods, one after the other on the same machines. Says in each result why not,
 * where that cannot be.
 */
export async function runForReal(
  cases: readonly KernelCase[],
  options: KernelRunOptions = {},
): Promise<KernelRun[]> {
  const prefix = `hopscope-${process.pid}-`;
  const modes = options.modes ?? KERNEL_MODES;
  const sidesOf = ({ cluster, config = {} }: KernelCase): Side[] =>
    FAMILIES.filter((family) => family === 'IPv4' || noIPv6 === undefined).map((family) => {
      const own = family === 'IPv4' ? cluster : ipv6Half(cluster);
      return { cluster: own, machines: machinesOf(own, prefix, family), config };
    });
  const noIPv6 = reasonForNoIPv6();
  const sides = machinesForAll(cases.map((one) => sidesOf(one).map(({ machines }) => machines)));
  const [{ nodes, pods } = { nodes: [], pods: [] }] = sides;
  const machines = { nodes: nodes.length, pods: pods.length };
  const skipped = reasonForNoNamespaces() ?? tooMuch(sides[0]!);
  const runs: KernelRun[] = [];
  const finish = (run: KernelRun) => {
    options.tell?.(run, runs.length);
    runs.push(run);
  };
  if (skipped !== undefined) {
    cases.forEach(() => finish({ machines, skipped, modes: [], notAsked: [] }));
    return runs;
  }
  return withNamespaces(async (namespaces) => {
    namespaces.build(sides);
    let scratches = 0;
    const scratch = () => {
      const name = `${prefix}try${++scratches}`;
      namespaces.add(name);
      return name;
    };
    const standing: Standing = {
      namespaces,
      inhabitants: await Inhabitants.start(namespaces, sides),
      connections: options.connections ?? SPREAD,
      hasConntrack: forgetConnections(namespaces, sides[0]!),
      scratch,
    };
    for (const one of cases) {
      const notAskedHere = [
        ...notAsked(one.cluster).map((what) => `${what}: only TCP and UDP are asked`),
        ...(noIPv6 === undefined ? [] : [`IPv6: ${noIPv6}`]),
        ...(standing.hasConntrack ? [] : [`UDP, and rows of conntrack: ${NO_CONNTRACK}`]),
      ];
      const done: ModeRun[] = [];
      for (const mode of modes) done.push(await runMode(mode, sidesOf(one), standing));
      finish({ machines, skipped: null, modes: done, notAsked: notAskedHere });
    }
    return runs;
  });
}

/** The machines of the first case, by family; the network outside knows the addresses of all. */
function machinesForAll(cases: readonly (readonly Machines[])[]): Machines[] {
  const [first = []] = cases;
  return first.map((machines, side) => {
    const all = cases.flatMap((sides) => sides[side]?.announced ?? []);
    return { ...machines, announced: [...new Map(all.map((one) => [one.ip, one])).values()] };
  });
}

const NO_CONNTRACK = 'the tool conntrack is not installed, or the kernel does not answer it';

function tooMuch({ nodes, pods }: Machines): string | undefined {
  if (nodes.length === 0 || pods.length === 0) return 'there is no running Pod with an IPv4 address';
  return pods.length > MOST_PODS ? `${pods.length} Pods are too many: at most ${MOST_PODS}` : undefined;
}

/** Rules of all families are loaded side by side, as on a dual-stack node, and then asked. */
async function runMode(mode: KernelMode, sides: readonly Side[], standing: Standing): Promise<ModeRun> {
  const { namespaces, scratch } = standing;
  const nodes = sides[0]!.machines.nodes;
  for (const { namespace } of nodes) clearRules(namespaces, namespace);
  const without: string[] = [];
  const loading: string[] = [];
  const verdicts: Verdict[] = [];
  const ready: SimulatedKernel[] = [];
  let tool = '';
  for (const side of sides) {
    const { machines } = side;
    const { family } = machines;
    const found = findLoader(mode, family, namespaces, scratch);
    if ('skipped' in found) {
      if (family === 'IPv4') return { mode, skipped: found.skipped };
      without.push(`${family}: ${found.skipped}`);
      continue;
    }
    if (tool === '') tool = found.loader.version;
    const rules = rulesByNode(mode, side);
    const loaded = machines.nodes.map(({ name, namespace }) => {
      const one = loadRules(namespaces, namespace, found.loader, rules.get(name)!);
      loading.push(...one.complaints.map((complaint) => `${name}, ${family}: ${complaint}`));
      return one.isIn;
    });
    if (loaded.every(Boolean)) ready.push({ machines, rules });
  }
  const ipvs = ipvsHere();
  if (mode === 'ipvs' && !ipvs.isHere)
    without.push(`no questions: ${ipvs.reason}; its ipsets and iptables rules are loaded and read back`);
  forgetConnections(namespaces, sides[0]!.machines);
  for (const kernel of ready) {
    const { cluster } = sides.find(({ machines }) => machines === kernel.machines)!;
    const asked = questionsOf(cluster, kernel.machines);
    const put = await askAll(kernel, asked, standing);
    const { family } = kernel.machines;
    if (put.mixed > 0)
      without.push(`${family}: ${put.mixed} questions whose answer depends on the Pod chosen`);
    verdicts.push(...put.verdicts);
  }
  return { mode, tool, loading, verdicts, without };
}

function rulesByNode(mode: KernelMode, { cluster, config: given, machines }: Side) {
  const { family, nodes } = machines;
  const objects = new Map(cluster.nodes.map((node) => [node.metadata.name, node]));
  return new Map(
    nodes.map(({ name, ip }) => {
      const plain = { ...configOf(objects.get(name)!), ...given };
      const config = family === 'IPv6' ? ipv6Config({ ...plain, nodeIP: ip }) : plain;
      return [name, rulesOf(cluster, mode, config)];
    }),
  );
}

async function askAll(
  kernel: SimulatedKernel,
  questions: readonly Question[],
  { namespaces, inhabitants, connections, hasConntrack }: Standing,
): Promise<{ verdicts: Verdict[]; mixed: number }> {
  const answered = questions
    .filter(({ protocol }) => protocol === 'tcp' || hasConntrack)
    .map((question) => ({ question, answer: simulate(kernel, question) }));
  const asked = answered.filter(({ answer }) => answer.outcome !== 'mixed');
  const verdicts = new Map<Question, Verdict>();
  // Waiting costs no time when everybody waits at once; work is done one after the other.
  const lost = asked.filter(({ answer }) => answer.outcome !== 'served');
  await Promise.all(
    lost.map(async ({ question, answer }) => {
      verdicts.set(question, await putToKernel(question, answer, inhabitants, connections));
    }),
  );
  for (const { question, answer } of asked) {
    if (answer.outcome !== 'served') continue;
    const verdict = await putToKernel(question, answer, inhabitants, connections);
    const missing =
      hasConntrack && question.kind === 'keepAlive'
        ? untracked(namespaces, kernel.machines, question, verdict.observed)
        : [];
    const differences = [...verdict.differences, ...missing];
    verdicts.set(question, { ...verdict, differences, isSame: differences.length === 0 });
  }
  return {
    verdicts: asked.map(({ question }) => verdicts.get(question)!),
    mixed: answered.length - asked.length,
  };
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
export function taskOf(
  { kind, to, protocol }: Question,
  { outcome, ends, isPinned, takesTurns }: Answer,
  spread: number,
): Task {
  if (outcome !== 'served') {
    // A refusal comes, on a busy machine late; that nothing comes must be decided at some time.
    const millis = outcome === 'refused' ? SERVED_MILLIS : FAILURE_MILLIS;
    return { ...to, protocol, connections: 2, requests: 1, atOnce: 2, millis };
  }
  const enough = enoughFor(ends.length);
  const served = { ...to, protocol, requests: 1, atOnce: 8, millis: SERVED_MILLIS };
  if (kind === 'keepAlive') return { ...served, connections: 6, requests: 20 };
  // Several at once could each be a first one: a client that is to be pinned asks one by one.
  if (isPinned) return { ...served, connections: 30, atOnce: 1 };
  if (takesTurns && kind === 'spread') return { ...served, connections: 10 * ends.length, atOnce: 1 };
  return { ...served, connections: kind === 'spread' && ends.length > 1 ? Math.max(spread, enough) : enough };
}
