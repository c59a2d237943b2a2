/**
 * From a prepared scenario (plain JSON, nothing left to read) to a world that is ready for its
 * learner: the objects are applied some simulated time before zero, and by zero the cluster has come up.
 */
import { createObject } from '../sim/cluster/apiServer';
import { keyOf, type ApiObject, type Node } from '../sim/cluster/objects';
import { allocateService } from '../sim/cluster/serviceAllocation';
import { TABLE_OF_KIND } from '../sim/cluster/tables';
import { setWatchDelay } from '../sim/dataplane/kubeProxy/kubeProxyRoom';
import type { Draft, Engine } from '../sim/kernel/draft';
import { millis, seconds, type Micros } from '../sim/kernel/time';
import { emptyWorld, simLaws, type SimTables, type SimWorld } from '../sim/laws';
import { countersOf, engineOf, intervene, nextDueAt, setCounters, step } from '../sim/step';
import type { ProgramRow } from '../sim/traffic/tables';
import type { Scenario } from './scenario';

/** How long before zero the manifests are applied. */
export const LEAD_TIME: Micros = seconds(60);

/** One object after the other, as `kubectl apply` sends them; all within the first third of the lead time. */
const APPLY_EVERY: Micros = millis(100);

export interface StartOptions {
  readonly seed?: string;
}

/** A scenario with everything read: what the browser gets instead of files. */
export interface PreparedScenario {
  readonly scenario: Scenario;
  readonly objects: readonly ApiObject[];
  /** What annotations say about programs, by workload `Kind/namespace/name`. */
  readonly programs: Readonly<Record<string, ProgramRow>>;
  /** Texts of the Ocelot files, by path. */
  readonly ocelot: Readonly<Record<string, string>>;
  /** Where Services and EndpointSlices were read, by `Kind/namespace/name`. */
  readonly sources?: Readonly<Record<string, ObjectSource>>;
}

export interface ObjectSource {
  readonly file: string;
  /** Line of each field, by dotted path; the object's own under the empty path. */
  readonly lines: Readonly<Record<string, number>>;
}

/** Applies the objects, and lets the world run up to zero. */
export function startPrepared(plan: PreparedScenario, options: StartOptions = {}): SimWorld {
  const { scenario } = plan;
  const world = emptyWorld(options.seed ?? scenario.seed, -LEAD_TIME);
  const engine = engineOf(world, simLaws);
  intervene(engine, simLaws, world.now, (draft) => setUp(draft, plan));
  const pause = Math.min(APPLY_EVERY, Math.floor(LEAD_TIME / 3 / Math.max(1, plan.objects.length)));
  inOrder(plan.objects).forEach((object, index) => {
    const at = -LEAD_TIME + (index + 1) * pause;
    runUntil(engine, at);
    intervene(engine, simLaws, at, (draft) => applyObject(draft, object));
  });
  runUntil(engine, -LEAD_TIME / 2);
  intervene(engine, simLaws, -LEAD_TIME / 2, (draft) => setKubeProxies(draft, scenario));
  runUntil(engine, 0);
  setCounters(world, { ...countersOf(world), now: 0 });
  return world;
}

function runUntil(engine: Engine<SimTables>, end: Micros): void {
  for (;;) {
    const due = nextDueAt(engine);
    if (due === undefined || due > end) return;
    step(engine, simLaws);
  }
}

/** Each node's kube-proxy gets its own delay; by then all nodes have listed everything once. */
function setKubeProxies(draft: Draft<SimTables>, { kubeProxy }: Scenario): void {
  for (const node of draft.keys('proxies')) {
    const row = draft.get('proxies', node)!;
    draft.put('proxies', node, { ...row, minSyncMicros: kubeProxy.minSyncPeriodMicros });
    const delay = kubeProxy.watchDelayMicros[node];
    if (delay !== undefined) setWatchDelay(draft, node, delay);
  }
}

function setUp(draft: Draft<SimTables>, { scenario, ocelot, programs }: PreparedScenario): void {
  const first = scenario.clients[0];
  draft.put('proxyDefaults', 'cluster', { mode: scenario.proxyMode });
  draft.put('settings', 'traffic', {
    newConnectionPerRequest: true,
    rate: 0,
    client: first?.id ?? '',
    url: first?.urls[0] ?? '',
  });
  for (const { id, ip, name, urls } of scenario.clients) {
    draft.put('clients', id, { id, ip, name, urls, lastRequest: null, lastOutcome: null });
  }
  for (const [name, addresses] of Object.entries(scenario.publicDns))
    draft.put('publicNames', name, addresses);
  for (const [workload, program] of Object.entries(programs)) draft.put('programs', workload, program);
  for (const { file, gateway } of scenario.ocelot) {
    const text = ocelot[file];
    if (text !== undefined) draft.put('gateways', gateway, { file, text });
  }
}

/** Nodes first, so that Pods find them; the rest as given. */
function inOrder(objects: readonly ApiObject[]): ApiObject[] {
  return [...objects.filter(isNode), ...objects.filter((object) => !isNode(object))];
}

function isNode(object: ApiObject): object is Node {
  return object.kind === 'Node';
}

/** `kubectl apply` of one object that is not there yet. */
export function applyObject(draft: Draft<SimTables>, object: ApiObject): void {
  const key = keyOf(object.metadata);
  if (draft.get(TABLE_OF_KIND[object.kind], key) !== undefined) return;
  if (object.kind === 'Service') {
    createObject<'Service'>(draft, { ...object, ...allocateService(draft, object) });
    return;
  }
  createObject(draft, object as never);
}
