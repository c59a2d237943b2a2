/** Somebody's own files as a scenario that can be run: with what they do not bring, and what was done to them. */
import type { SystemImport } from '../../manifest/import/importSystem';
import type { ReadObject } from '../../manifest/readManifests';
import type { SourceFile } from '../../manifest/source';
import type { ApiObject } from '../../sim/cluster/objects';
import { keyOf } from '../../sim/cluster/objects';
import { withInfrastructure } from '../infrastructure';
import { plainScenario } from '../plainScenario';
import type { OcelotFile, Scenario } from '../scenario';
import type { PreparedScenario } from '../startPrepared';
import { prepareScenario } from '../prepareScenario';
import { withAddresses } from './addresses';
import { withinLimits } from './limits';
import { withListeningPorts } from './listening';
import { factsOf } from './pages';
import { keyOfRef, programsOf } from './programs';
import { findWayIn } from './wayIn';

/** The id of a system that stands in no scenario folder. */
export const OWN_SYSTEM = 'own';

export interface SystemOptions {
  /** Runs Deployments with `paused: true` as if they had been resumed. */
  readonly resume: boolean;
  /** What the browser asks for; absent or empty: the best that was found. */
  readonly url?: string;
}

/** What was done to the files, and what they lack: names, never sentences. */
export interface SystemNotes {
  /** What was added: `nodes`, `dns`, `ingressController`, `ingress`. */
  readonly added: readonly ('nodes' | 'dns' | 'ingressController' | 'ingress')[];
  /** Deployments with `paused: true`. */
  readonly paused: readonly string[];
  readonly scaledDown: readonly string[];
  /** Kinds that make Pods but are not simulated, and what was too much: `StatefulSet/mongodb`. */
  readonly leftOut: readonly string[];
  /** How many Pods' workloads, Services, Ingress paths and gateway routes there are to run. */
  readonly workloads: number;
  readonly services: number;
  readonly ingressPaths: number;
  readonly routes: number;
}

export interface SystemScenario {
  readonly prepared: PreparedScenario;
  readonly notes: SystemNotes;
  /** What a browser may ask for, best first; empty if there is no way in. */
  readonly urls: readonly string[];
}

const RUN: ReadonlySet<string> = new Set(['Deployment', 'ReplicaSet', 'Pod']);

/** Makes a scenario out of an import. `files` are those that were imported. */
export function systemScenario(
  system: SystemImport,
  files: readonly SourceFile[],
  options: SystemOptions,
): SystemScenario {
  const own = system.reading.objects.map(({ object }) => object);
  const limited = withinLimits(own);
  const paused = own.flatMap((object) =>
    object.kind === 'Deployment' && object.spec.paused ? [object.metadata.name] : [],
  );
  const running = limited.objects.map((one) => resumed(one, options.resume));
  const objects = withAddresses(withInfrastructure(withListeningPorts(running)));
  const read = programsOf(system);
  const wayIn = findWayIn(factsOf(system, objects, read));
  const programs = { ...read, ...wayIn.programs };
  const all = [...objects, ...wayIn.added];
  const { ocelot, texts } = gatewaysOf(system, files);
  const plan = plainScenario({ objects: all.map(asRead) }, { ocelot, ocelotTexts: texts, seed: OWN_SYSTEM });
  const urls = urlsFor(options.url ?? '', wayIn.urls);
  const [client] = plan.scenario.clients;
  const scenario: Scenario = {
    ...plan.scenario,
    id: OWN_SYSTEM,
    clients: client === undefined ? [] : [{ ...client, urls }],
    publicDns: wayIn.publicDns,
  };
  const unsimulated = system.workloads.filter(({ kind }) => !RUN.has(kind));
  return {
    prepared: prepareScenario({ ...plan, scenario, programs }),
    urls: wayIn.urls,
    notes: {
      added: [
        ...(own.some(({ kind }) => kind === 'Node') ? [] : (['nodes'] as const)),
        ...(own.some((object) => keyOf(object.metadata) === 'kube-system/kube-dns')
          ? []
          : (['dns'] as const)),
        ...(wayIn.added.some(({ kind }) => kind === 'Deployment') ? (['ingressController'] as const) : []),
        ...(wayIn.added.some(({ kind }) => kind === 'Ingress') ? (['ingress'] as const) : []),
      ],
      paused,
      scaledDown: limited.scaledDown,
      leftOut: [...unsimulated.map(({ kind, name }) => `${kind}/${name}`), ...limited.leftOut],
      workloads: limited.objects.filter(({ kind }) => RUN.has(kind)).length,
      services: system.services.length,
      ingressPaths: system.ingressRules.length,
      routes: system.ocelot.reduce((sum, one) => sum + (one.inForce ? one.routes.length : 0), 0),
    },
  };
}

function resumed(object: ApiObject, resume: boolean): ApiObject {
  if (object.kind !== 'Deployment' || !object.spec.paused || !resume) return object;
  return { ...object, spec: { ...object.spec, paused: false } };
}

function asRead(object: ApiObject): ReadObject {
  return { object, file: '', line: 1, column: 1, places: {} };
}

/** The chosen URL before those that were found. */
function urlsFor(chosen: string, found: readonly string[]): string[] {
  const wanted = chosen.trim();
  return wanted === '' ? [...found] : [wanted, ...found.filter((url) => url !== wanted)];
}

/** Which workload runs which Ocelot configuration, and the texts of these. */
function gatewaysOf(
  system: SystemImport,
  files: readonly SourceFile[],
): { ocelot: OcelotFile[]; texts: Record<string, string> } {
  const ocelot: OcelotFile[] = [];
  const texts: Record<string, string> = {};
  for (const { file, gateway } of system.ocelot) {
    const text = ocelotText(file, system, files);
    if (gateway === null || text === null) continue;
    const runners = system.workloads.filter((one) => `${one.kind}/${one.name}` === gateway);
    const runner = runners.find(({ role }) => role === 'gateway') ?? runners[0];
    if (runner === undefined) continue;
    const name = ocelotName(file);
    texts[name] = text;
    ocelot.push({ file: name, gateway: keyOfRef(gateway, runner.namespace) });
  }
  return { ocelot, texts };
}

/** `shop.yaml#default/api-gateway-ocelot/ocelot.json` is shown as `api-gateway-ocelot/ocelot.json`. */
function ocelotName(file: string): string {
  const cut = file.indexOf('#');
  return cut < 0 ? file : file.slice(file.indexOf('/', cut) + 1);
}

/** The text of a configuration: a file's, or that of a ConfigMap's entry (`file#namespace/name/key`). */
export function ocelotText(file: string, system: SystemImport, files: readonly SourceFile[]): string | null {
  const whole = files.find(({ path }) => path === file);
  if (whole !== undefined) return whole.text;
  const [namespace = '', name = '', ...key] = file.slice(file.lastIndexOf('#') + 1).split('/');
  for (const { object } of system.reading.objects) {
    if (object.kind !== 'ConfigMap' || object.metadata.name !== name) continue;
    if (object.metadata.namespace === namespace) return object.data[key.join('/')] ?? null;
  }
  return null;
}
