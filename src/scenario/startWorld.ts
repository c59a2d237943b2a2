/**
 * From a scenario as read to a world that is ready for its learner: the manifests are
 * applied some simulated time before zero, and by zero the cluster has come up.
 */
import { createObject } from '../sim/cluster/apiServer';
import { keyOf, type ApiObject, type Node } from '../sim/cluster/objects';
import { TABLE_OF_KIND } from '../sim/cluster/tables';
import { allocateService } from '../sim/cluster/serviceAllocation';
import { PROXY_DEFAULTS } from '../sim/dataplane/kubeProxy/tables';
import type { Draft } from '../sim/kernel/draft';
import { seconds, type Micros } from '../sim/kernel/time';
import { emptyWorld, simLaws, type SimTables, type SimWorld } from '../sim/laws';
import { engineOf, intervene, nextDueAt, step } from '../sim/step';
import type { ManifestReading } from '../manifest/readManifests';
import { withInfrastructure } from './infrastructure';
import type { Scenario } from './scenario';

/** How long before zero the manifests are applied. */
export const LEAD_TIME: Micros = seconds(60);

export interface StartOptions {
  readonly seed?: string;
}

/** What a world is started from: a scenario's reading, or one made up around plain manifests. */
export interface StartPlan {
  readonly scenario: Scenario;
  readonly manifests: Pick<ManifestReading, 'objects'>;
  /** Texts of the Ocelot files, by path. */
  readonly ocelot: Readonly<Record<string, string>>;
}

/** Applies the manifests, and lets the world run up to zero. */
export function startWorld(plan: StartPlan, options: StartOptions = {}): SimWorld {
  const { scenario } = plan;
  const world = emptyWorld(options.seed ?? scenario.seed, -LEAD_TIME);
  const engine = engineOf(world, simLaws);
  const objects = withInfrastructure(plan.manifests.objects.map((read) => read.object));
  intervene(engine, simLaws, world.now, (draft) => {
    setUp(draft, plan);
    for (const object of inOrder(objects)) applyObject(draft, object);
  });
  for (;;) {
    const due = nextDueAt(engine);
    if (due === undefined || due > 0) break;
    step(engine, simLaws);
  }
  world.now = 0;
  return world;
}

function setUp(draft: Draft<SimTables>, { scenario, ocelot }: StartPlan): void {
  const first = scenario.clients[0];
  draft.put('settings', 'traffic', {
    newConnectionPerRequest: true,
    rate: 0,
    client: first?.id ?? '',
    url: first?.urls[0] ?? '',
  });
  for (const { id, ip, name, urls } of scenario.clients) {
    draft.put('clients', id, { id, ip, name, urls, lastRequest: null, lastOutcome: null });
  }
  for (const [name, addresses] of Object.entries(scenario.publicDns)) draft.put('publicNames', name, addresses);
  for (const { file, gateway } of scenario.ocelot) {
    const text = ocelot[file];
    if (text !== undefined) draft.put('gateways', gateway, { file, text });
  }
  void PROXY_DEFAULTS;
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
