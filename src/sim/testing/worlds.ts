/** Worlds for tests, at the moment at which a learner would get them. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readManifests } from '../../manifest/readManifests';
import { plainScenario } from '../../scenario/plainScenario';
import { readScenario } from '../../scenario/readScenario';
import type { StartPlan } from '../../scenario/prepareScenario';
import { startWorld } from '../../scenario/startWorld';
import { copyTables } from '../../trace/history';
import type { SimWorld } from '../laws';

/** A scenario's folder name, perhaps with its files changed; or plain manifests as YAML. */
export type WorldSource =
  | string
  | { readonly scenario: string; readonly replace: readonly Replacement[] }
  | { readonly manifests: string };

/** In every file of a scenario, all of one text by another. */
export type Replacement = readonly [from: string, to: string];

const SCENARIOS = fileURLToPath(new URL('../../../scenarios/', import.meta.url));
const started = new Map<string, SimWorld>();

/** A world of its own at time 0. Throws what is wrong with the source. */
export function worldOf(source: WorldSource, seed = 'test'): SimWorld {
  const key = JSON.stringify([source, seed]);
  let world = started.get(key);
  if (world === undefined) {
    world = startWorld(planOf(source), { seed });
    started.set(key, world);
  }
  return { ...world, tables: copyTables(world.tables) };
}

function planOf(source: WorldSource): StartPlan {
  if (typeof source !== 'string' && 'manifests' in source) {
    const manifests = readManifests([{ path: 'test.yaml', text: source.manifests }]);
    return noted(manifests.problems, plainScenario(manifests));
  }
  const { scenario: name, replace } = typeof source === 'string' ? { scenario: source, replace: [] } : source;
  const folder = `${SCENARIOS}${name}/`;
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `${entry.parentPath}/${entry.name}`.slice(folder.length).replace(/^\/+/, ''))
    .map((path) => ({ path, text: replaced(readFileSync(folder + path, 'utf8'), replace) }));
  const { scenario, manifests, ocelot, problems } = readScenario(files);
  if (scenario === undefined) throw new Error(`no scenario "${name}"`);
  return noted(problems, { scenario, manifests, ocelot });
}

function replaced(text: string, replace: readonly Replacement[]): string {
  return replace.reduce((so, [from, to]) => so.replaceAll(from, to), text);
}

function noted(
  problems: readonly { readonly severity: string; readonly code: string }[],
  plan: StartPlan,
): StartPlan {
  const errors = problems.filter((problem) => problem.severity === 'error');
  // Sentences are another matter: a world needs none.
  const grave = errors.filter(({ code }) => !code.startsWith('scenario/text'));
  if (grave.length > 0) throw new Error(JSON.stringify(grave, null, 2));
  return plan;
}
