/** Manifests to typed API objects, each knowing where it stands; or what is wrong, where, and how to mend it. */
import type { ApiObject, EndpointSlice } from '../sim/cluster/objects';
import { SERVICE_NAME_LABEL } from '../sim/cluster/objects';
import { checkObjects } from './checks/checkObjects';
import { checkSlices } from './checks/checkStored';
import type { ConfigData } from './convert/environment';
import { asRecord, asTextRecord } from './convert/plain';
import {
  mirrorEndpoints,
  toConfigMap,
  toEndpointSlice,
  toIngress,
  toNode,
  toService,
} from './convert/network';
import { toDeployment, toPod, toReplicaSet, type ConvertContext } from './convert/pods';
import { decodeBase64 } from './convert/base64';
import { problemAt, sortProblems, type Place, type Problem } from './problem';
import { identityOf, rawObjectsOf, type RawObject } from './rawObjects';
import { parseSource, placeIn, type PlaceMap, type SourceFile } from './source';
import { isWorkloadKind, toWorkload, type ReadWorkload } from './workloads';

/** An object that the simulator knows, and where it was read. */
export interface ReadObject<Object extends ApiObject = ApiObject> {
  readonly object: Object;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** Where each field stands, by dotted path: `spec.ports[0].port`. Look up with `placeOfField`. */
  readonly places: PlaceMap;
}

/** An object that is accepted but has no part in the simulation. */
export interface OtherObject extends Place {
  readonly kind: string;
  readonly apiVersion: string;
  readonly namespace?: string;
  readonly name: string;
}

/** A Secret without its values. */
export interface SecretKeys extends Place {
  readonly namespace: string;
  readonly name: string;
  readonly keys: readonly string[];
}

export interface ManifestReading {
  readonly objects: readonly ReadObject[];
  /** Everything that makes Pods, also the kinds that are not simulated (StatefulSet, DaemonSet, Job …). */
  readonly workloads: readonly ReadWorkload[];
  readonly secrets: readonly SecretKeys[];
  readonly other: readonly OtherObject[];
  /** Empty documents by file; files without any are left out. */
  readonly emptyDocuments: Readonly<Record<string, number>>;
  readonly problems: readonly Problem[];
}

/**
 * Reads Kubernetes YAML or JSON. Never throws: what cannot be read is a problem. Of objects with the
 * same kind, namespace and name the last one wins. Objects that the API server could not decode are
 * left out; those that only have an unknown field are read without it.
 * Source: https://kubernetes.io/docs/concepts/overview/working-with-objects/
 */
export function readManifests(files: readonly SourceFile[]): ManifestReading {
  const problems: Problem[] = [];
  const emptyDocuments: Record<string, number> = {};
  const raws = new Map<string, RawObject>();
  const unnamed: RawObject[] = [];
  for (const file of files) {
    const source = parseSource(file);
    problems.push(...source.problems);
    if (source.emptyDocuments > 0) {
      emptyDocuments[file.path] = (emptyDocuments[file.path] ?? 0) + source.emptyDocuments;
    }
    for (const document of source.documents) {
      const found = rawObjectsOf(document);
      problems.push(...found.problems);
      for (const raw of found.objects) {
        if (raw.name === '') unnamed.push(raw);
        else problems.push(...keepLast(raws, raw));
      }
    }
  }

  const all = [...raws.values()];
  const data = configData(all);
  const usable = all.filter((raw) => raw.known && !raw.broken);
  const workloads = usable.filter((raw) => isWorkloadKind(raw.kind)).map((raw) => toWorkload(raw, data));
  const objects = usable.flatMap((raw) =>
    toApiObjects(raw, { data }, all).map((object) => readAt(raw, object)),
  );
  problems.push(...checkObjects(objects, workloads), ...checkSlices(slicesIn(objects)));
  return {
    objects,
    workloads,
    secrets: usable.filter((raw) => raw.kind === 'Secret').map(toSecretKeys),
    other: [...all.filter((raw) => !SIMULATED.has(raw.kind) || !raw.known), ...unnamed].map(toOther),
    emptyDocuments,
    problems: sortProblems(problems),
  };
}

/** The place of a field, or of the nearest one around it: `placeOfField(service, 'spec.selector')`. */
export function placeOfField(read: { readonly places: PlaceMap }, path: string): Place {
  return placeIn(read.places, path);
}

const SIMULATED: ReadonlySet<string> = new Set([
  'Pod',
  'ReplicaSet',
  'Deployment',
  'Service',
  'EndpointSlice',
  'Endpoints',
  'Node',
  'Ingress',
  'ConfigMap',
]);

function slicesIn(objects: readonly ReadObject[]): ReadObject<EndpointSlice>[] {
  return objects.filter((read): read is ReadObject<EndpointSlice> => read.object.kind === 'EndpointSlice');
}

function keepLast(raws: Map<string, RawObject>, raw: RawObject): Problem[] {
  const identity = identityOf(raw);
  const first = raws.get(identity);
  raws.delete(identity);
  raws.set(identity, raw);
  if (first === undefined) return [];
  const name = raw.namespace === undefined ? raw.name : `${raw.namespace}/${raw.name}`;
  const place = placeIn(raw.places, 'metadata.name');
  const at = `${first.place.file}:${first.place.line}`;
  return [problemAt(place, 'object/duplicate', { kind: raw.kind, name, first: at })];
}

function configData(all: readonly RawObject[]): ConfigData {
  const configMaps = new Map<string, Readonly<Record<string, string>>>();
  const secrets = new Map<string, Readonly<Record<string, string>>>();
  for (const raw of all) {
    const key = `${raw.namespace ?? 'default'}/${raw.name}`;
    const entries = asTextRecord(raw.value['data']);
    if (raw.kind === 'ConfigMap') configMaps.set(key, entries);
    if (raw.kind !== 'Secret') continue;
    const decoded = Object.entries(entries).map(([name, value]) => [name, decodeBase64(value)] as const);
    secrets.set(key, { ...Object.fromEntries(decoded), ...asTextRecord(raw.value['stringData']) });
  }
  return { configMaps, secrets };
}

function toApiObjects(raw: RawObject, context: ConvertContext, all: readonly RawObject[]): ApiObject[] {
  switch (raw.kind) {
    case 'Pod':
      return [toPod(raw.value, context)];
    case 'ReplicaSet':
      return [toReplicaSet(raw.value, context)];
    case 'Deployment':
      return [toDeployment(raw.value, context)];
    case 'Service':
      return [toService(raw.value)];
    case 'EndpointSlice':
      return [toEndpointSlice(raw.value)];
    case 'Endpoints':
      return isMirrored(raw, all) ? mirrorEndpoints(raw.value) : [];
    case 'Node':
      return [toNode(raw.value)];
    case 'Ingress':
      return [toIngress(raw.value)];
    case 'ConfigMap':
      return [toConfigMap(raw.value)];
    default:
      return [];
  }
}

/** Endpoints are mirrored when their Service has no selector and nobody gave slices for it. */
function isMirrored(endpoints: RawObject, all: readonly RawObject[]): boolean {
  return !all.some((raw) => {
    if (raw.namespace !== endpoints.namespace) return false;
    const labels = asTextRecord(asRecord(raw.value['metadata'])['labels']);
    if (raw.kind === 'EndpointSlice') return labels[SERVICE_NAME_LABEL] === endpoints.name;
    const selector = asTextRecord(asRecord(raw.value['spec'])['selector']);
    return raw.kind === 'Service' && raw.name === endpoints.name && Object.keys(selector).length > 0;
  });
}

function readAt(raw: RawObject, object: ApiObject): ReadObject {
  const { file, line, column } = raw.place;
  return { object, file, line, column, places: raw.places };
}

function toSecretKeys(raw: RawObject): SecretKeys {
  const keys = [
    ...Object.keys(asTextRecord(raw.value['data'])),
    ...Object.keys(asTextRecord(raw.value['stringData'])),
  ];
  return { ...raw.place, namespace: raw.namespace ?? 'default', name: raw.name, keys: [...new Set(keys)] };
}

function toOther(raw: RawObject): OtherObject {
  const { kind, apiVersion, name, namespace } = raw;
  return { ...raw.place, kind, apiVersion, name, ...(namespace === undefined ? {} : { namespace }) };
}
