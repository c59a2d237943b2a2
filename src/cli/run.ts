/** `hopscope run`: a scenario without a screen. */
import { writeFileSync } from 'node:fs';
import { resolve as resolvePath } from 'node:path';
import { awaitRequests } from '../lesson/playSolution';
import { parseDuration } from '../manifest/duration';
import type { ScenarioReading } from '../scenario/readScenario';
import type { Scenario } from '../scenario/scenario';
import { startWorld } from '../scenario/startWorld';
import { applyIntent, type Intent } from '../sim/intent';
import { seconds, type Micros } from '../sim/kernel/time';
import { simLaws, type SimTables } from '../sim/laws';
import type { Outcome } from '../sim/packet/hop';
import { Timeline } from '../trace/timeline';
import { traceFileText, type TraceReplay } from '../trace/traceFile';
import { didYouMean, type Flags } from './arguments';
import { print, type Command, type Io } from './command';
import { InputError, UsageError } from './errors';
import { isScenarioFolder, readPaths } from './files';
import { problemsIn, readFolder } from './lessonFolders';
import { readMode } from './nodeRules';
import { refuseErrors } from './problems';
import { groupScenarios } from './system';
import { readTimedAction, type Sender, type TimedAction } from './timedActions';

/** How many requests a second are sent, if it is not said. */
const USUAL_RATE = 5;
/** A run that is given no end stops so long after its last action, whatever is still under way. */
const PATIENCE: Micros = seconds(300);

type SimTimeline = Timeline<SimTables, Intent>;

export const run: Command = {
  name: 'run',
  usage:
    '<scenario folder> [--seed N] [--until 10s] [--requests N] [--rate N/s] [--do "2s: kubectl scale …"]… [--trace FILE]',
  summary: 'run a scenario without a screen, and count what became of the requests',
  examples: [
    'hopscope run scenarios/where-a-service-works --requests 50 --rate 20/s',
    'hopscope run scenarios/where-a-service-works --requests 50 --do "2s: kubectl scale deployment/user-api-deployment --replicas=5"',
  ],
  flags: {
    seed: { value: 'N', about: 'another run of luck; the scenario’s own seed if absent' },
    until: { value: '10s', about: 'when to stop; when all requests have ended, if absent' },
    requests: { value: 'N', about: 'how many requests are sent; 1 if absent' },
    rate: { value: 'N/s', about: `how many of them a second; ${USUAL_RATE}/s if absent` },
    url: { value: 'URL', about: 'what is asked for; the client’s first URL if absent' },
    client: { value: 'ID', about: 'who asks; the scenario’s first client if absent' },
    do: {
      value: '"TIME: ACTION"',
      about:
        'kubectl scale …, kubectl delete pod NAME, crash pod NAME, send [URL]; may be given several times',
    },
    trace: {
      value: 'FILE',
      about: 'write everything that happened: a version line, then one JSON object per line',
    },
    'proxy-mode': { value: 'iptables|ipvs|nftables', about: 'kube-proxy’s mode; else the scenario’s own' },
  },
  run({ args, flags }, io) {
    const asked = flags.text('proxy-mode');
    if (asked !== undefined) readMode(asked, 'proxy-mode');
    const until = readTime(flags, 'until');
    const requests = flags.count('requests', 0);
    const rate = readRate(flags.text('rate'));
    const [path, extra] = args;
    if (path === undefined) throw new UsageError('say which scenario folder');
    if (extra !== undefined)
      throw new UsageError(`"${extra}" is one argument too many: one scenario is run at a time`);

    const { reading, scenario } = readOne(path, io);
    const proxyMode = readMode(asked ?? scenario.proxyMode, 'proxy-mode');
    const sender = senderOf(scenario, flags);
    const actions = flags.texts('do').map((text) => readTimedAction(text, sender));
    const late = actions.find(({ at }) => until !== undefined && at > until);
    if (late !== undefined)
      throw new UsageError(`--do "${late.text}" comes after the end, --until ${flags.text('until')}`);

    const wanted =
      requests ?? (until !== undefined && rate !== undefined ? Math.ceil((until / 1e6) * rate) : 1);
    const all = inTime([...actions, ...sends(wanted, rate ?? USUAL_RATE, sender)], until);
    const seed = flags.text('seed');
    const start = startWorld(
      { ...reading, scenario: { ...scenario, proxyMode } },
      seed === undefined ? {} : { seed },
    );
    const timeline: SimTimeline = new Timeline(start, simLaws, applyIntent);
    for (const action of all) carryOut(timeline, action);
    if (until === undefined) awaitRequests(timeline, timeline.endAt() + PATIENCE);
    else timeline.extend(until);

    writeTrace(flags.text('trace'), timeline, replayOf(timeline, scenario.id, seed ?? scenario.seed), io);
    const result = tally(timeline, until ?? lastMoment(timeline, all), seed ?? scenario.seed);
    print(io, flags, result, () => describe(result));
    return 0;
  },
};

function readOne(path: string, io: Io): { reading: ScenarioReading; scenario: Scenario } {
  const folder = path.replace(/(^|[/\\])scenario\.yaml$/, '$1') || '.';
  if (!isScenarioFolder(folder, io)) {
    throw new InputError(
      `${path}: no scenario.yaml in this folder; \`run\` takes the folder of one scenario`,
    );
  }
  const files = readPaths([folder], io);
  const prefix = folder.replace(/[/\\]+$/, '');
  const found = groupScenarios(files).scenarios.find((one) => one.folder === prefix);
  const reading = readFolder(found ?? { folder: prefix, files: [] }, io);
  const { scenario } = reading;
  refuseErrors(problemsIn(prefix, reading), io);
  if (scenario === undefined) throw new InputError(`${path}: this scenario cannot be read`);
  return { reading, scenario };
}

function readTime(flags: Flags, name: string): Micros | undefined {
  const text = flags.text(name);
  if (text === undefined) return undefined;
  const time = parseDuration(text);
  if (time === undefined)
    throw new UsageError(`--${name} must be a time such as 500ms, 10s or 2m, not "${text}"`);
  return time;
}

/** `20/s` or `20`, as a number per second. */
function readRate(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const rate = Number(/^(\d+(?:\.\d+)?)(?:\/s)?$/.exec(text)?.[1]);
  if (!(rate > 0 && rate <= 10_000))
    throw new UsageError(`--rate must be a number per second such as 20/s, not "${text}"`);
  return rate;
}

function senderOf(scenario: Scenario, flags: Flags): Sender {
  const id = flags.text('client');
  const client = id === undefined ? scenario.clients[0] : scenario.clients.find((one) => one.id === id);
  if (client === undefined) {
    const ids = scenario.clients.map((one) => one.id);
    if (id === undefined) throw new InputError('this scenario has no client that could send a request');
    throw new UsageError(`no client "${id}"${didYouMean(id, ids) || `; there are ${ids.join(', ')}`}`);
  }
  const url = flags.text('url') ?? client.urls[0] ?? '';
  if (!/^https?:\/\/[^/]/.test(url))
    throw new UsageError(`--url must begin with http:// or https://, not "${url}"`);
  return { client: client.id, url };
}

function sends(requests: number, rate: number, sender: Sender): TimedAction[] {
  return Array.from({ length: requests }, (_, index) => ({
    at: Math.round((index * 1_000_000) / rate),
    text: `send ${sender.url}`,
    intents: [{ type: 'sendRequest', ...sender }],
  }));
}

/** In the order of time; those of one moment as they were given, `--do` first. */
function inTime(actions: readonly TimedAction[], until: Micros | undefined): TimedAction[] {
  return actions.filter(({ at }) => until === undefined || at <= until).sort((a, b) => a.at - b.at);
}

function carryOut(timeline: SimTimeline, { at, text, intents }: TimedAction): void {
  for (const intent of intents) {
    const { facts } = timeline.act(at, intent);
    const refused = facts.find((fact) => fact.type === 'intent/refused');
    if (refused === undefined) continue;
    const { tables } = timeline.worldAt(at);
    const known = 'pod' in intent ? tables.pods : 'deployment' in intent ? tables.deployments : {};
    const names = Object.keys(known).map((key) => key.replace(/^default\//, ''));
    const mend = names.length === 0 ? '' : `; there are ${names.sort().join(', ')}`;
    throw new InputError(`"${text}" at ${at / 1e6} s: ${String(refused['message'])}${mend}`);
  }
}

/** What plays this run again, here or in the page. */
function replayOf(timeline: SimTimeline, scenario: string, seed: string): TraceReplay {
  const first = { letter: 'A', name: null, parent: null, forkAt: 0, intents: timeline.intents() };
  const until = timeline.endAt();
  return { scenario, seed, branch: 'A', branches: [first], until, hash: timeline.traceHash() };
}

function writeTrace(path: string | undefined, timeline: SimTimeline, replay: TraceReplay, io: Io): void {
  if (path === undefined) return;
  try {
    writeFileSync(resolvePath(io.cwd, path), traceFileText(replay, timeline.facts()));
  } catch (error) {
    throw new InputError(
      `--trace ${path}: cannot be written (${error instanceof Error ? error.message : String(error)})`,
    );
  }
}

/** When the last request ended, or the last action was done. */
function lastMoment(timeline: SimTimeline, actions: readonly TimedAction[]): Micros {
  const ended = timeline.factsOfType('request/ended').at(-1)?.at ?? 0;
  return Math.max(ended, actions.at(-1)?.at ?? 0);
}

function tally(timeline: SimTimeline, endAt: Micros, seed: string) {
  const ended = timeline.factsOfType('request/ended');
  const served = ended.flatMap((fact) => (fact['outcome'] as Outcome).servedBy ?? []);
  const latencies = ended.map((fact) => fact.at - Number(fact['startedAt'])).sort((a, b) => a - b);
  const requests = timeline.factsOfType('request/sent').length;
  return {
    requests,
    outcomes: countsOf(ended.map((fact) => String(fact['outcomeId']))),
    perPod: countsOf(served.map((key) => podName(key, served))),
    latencyMs: {
      p50: percentile(latencies, 50),
      p95: percentile(latencies, 95),
      p99: percentile(latencies, 99),
    },
    endSimMs: endAt / 1000,
    events: timeline.records().length,
    traceHash: timeline.traceHash(),
    unfinished: requests - ended.length,
    seed,
  };
}

/** A Pod's name; with its namespace where two namespaces have a Pod of that name. */
function podName(key: string, all: readonly string[]): string {
  const name = key.slice(key.indexOf('/') + 1);
  return all.some((other) => other !== key && other.endsWith(`/${name}`)) ? key : name;
}

function countsOf(items: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const item of [...items].sort()) counts[item] = (counts[item] ?? 0) + 1;
  return counts;
}

/** Nearest rank, in milliseconds; null of nothing. */
function percentile(sorted: readonly Micros[], percent: number): number | null {
  const value = sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)];
  return value === undefined ? null : value / 1000;
}

function describe(result: ReturnType<typeof tally>): string {
  const list = (counts: Readonly<Record<string, number>>) =>
    Object.entries(counts).map(([name, number]) => `  ${String(number).padStart(5)}  ${name}`);
  const { p50, p95, p99 } = result.latencyMs;
  return [
    `requests: ${result.requests}${result.unfinished === 0 ? '' : ` (${result.unfinished} not ended yet)`}`,
    'outcomes:',
    ...list(result.outcomes),
    'answered by:',
    ...list(result.perPod),
    p50 === null ? 'latency: none' : `latency: p50 ${p50} ms, p95 ${p95} ms, p99 ${p99} ms`,
    `end: ${result.endSimMs} ms of simulated time, ${result.events} events`,
    `trace: ${result.traceHash}`,
  ].join('\n');
}
