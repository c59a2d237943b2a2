/** From a scenario as read to one that is prepared: everything read, nothing started yet. */
import { readBehaviour } from '../manifest/behaviour';
import type { ManifestReading, ReadObject } from '../manifest/readManifests';
import { keyOf } from '../sim/cluster/objects';
import type { ProgramRow } from '../sim/traffic/tables';
import { withInfrastructure } from './infrastructure';
import type { Scenario } from './scenario';
import type { ObjectSource, PreparedScenario } from './startPrepared';

/** What a world is started from: a scenario's reading, or one made up around plain manifests. */
export interface StartPlan {
  readonly scenario: Scenario;
  readonly manifests: Pick<ManifestReading, 'objects'>;
  /** Texts of the Ocelot files, by path. */
  readonly ocelot: Readonly<Record<string, string>>;
  /** What is known of programs that annotations do not say, by workload `Kind/namespace/name`. */
  readonly programs?: Readonly<Record<string, ProgramRow>>;
}

/** Reads out of the manifests all that the world needs: plain JSON. */
export function prepareScenario({
  scenario,
  manifests,
  ocelot,
  programs: known = {},
}: StartPlan): PreparedScenario {
  const objects = withInfrastructure(manifests.objects.map((read) => read.object));
  const programs: Record<string, ProgramRow> = {};
  for (const object of objects) {
    if (object.kind !== 'Deployment' && object.kind !== 'ReplicaSet') continue;
    const calls = readBehaviour(object.spec.template.annotations).calls.map((call) => ({
      method: call.page.method,
      page: call.page.pathTemplate,
      callMethod: call.method,
      url: call.url,
    }));
    const workload = `${object.kind}/${keyOf(object.metadata)}`;
    programs[workload] = {
      ...known[workload],
      calls: calls.length > 0 ? calls : (known[workload]?.calls ?? []),
    };
  }
  return { scenario, objects, programs, ocelot, sources: sourcesOf(manifests.objects) };
}

/** Where the rules of kube-proxy come from: Services and EndpointSlices, line by line. */
function sourcesOf(read: readonly ReadObject[]): Record<string, ObjectSource> {
  const sources: Record<string, ObjectSource> = {};
  for (const { object, file, line, places } of read) {
    if (object.kind !== 'Service' && object.kind !== 'EndpointSlice') continue;
    const lines: Record<string, number> = { '': line };
    for (const [path, place] of Object.entries(places))
      if (/^(?:spec|endpoints|ports)\b/.test(path)) lines[path] = place.line;
    sources[`${object.kind}/${keyOf(object.metadata)}`] = { file, lines };
  }
  return sources;
}
