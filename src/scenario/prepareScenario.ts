/** From a scenario as read to one that is prepared: everything read, nothing started yet. */
import { readBehaviour } from '../manifest/behaviour';
import type { ManifestReading } from '../manifest/readManifests';
import { keyOf } from '../sim/cluster/objects';
import type { ProgramRow } from '../sim/traffic/tables';
import { withInfrastructure } from './infrastructure';
import type { Scenario } from './scenario';
import type { PreparedScenario } from './startPrepared';

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
  return { scenario, objects, programs, ocelot };
}
