/**
 * Everything that makes Pods, in one shape: Deployment, ReplicaSet, StatefulSet, DaemonSet, Job,
 * CronJob and bare Pod. What a Service may select, and what may call one.
 */
import type { ContainerPort, Labels } from '../sim/cluster/objects';
import {
  expandReferences,
  readEnvironment,
  type ConfigData,
  type MissingReference,
  type Variable,
} from './convert/environment';
import { asInt, asList, asRecord, asText, asTextRecord, asTexts, type PlainRecord } from './convert/plain';
import { toPodSpec, toSelector } from './convert/pods';
import type { Place } from './problem';
import type { RawObject } from './rawObjects';
import { placeIn, type PlaceMap } from './source';

/** The path of the Pod template within each kind; the Pod is its own. */
const TEMPLATE_PATHS: Readonly<Record<string, readonly string[]>> = {
  Pod: [],
  Deployment: ['spec', 'template'],
  ReplicaSet: ['spec', 'template'],
  StatefulSet: ['spec', 'template'],
  DaemonSet: ['spec', 'template'],
  Job: ['spec', 'template'],
  CronJob: ['spec', 'jobTemplate', 'spec', 'template'],
};

/** A file of a ConfigMap that a container sees: `mountPath` joined with `path`. */
export interface MountedConfig {
  readonly configMap: string;
  /** The key in the ConfigMap; absent: every key is a file. */
  readonly key?: string;
  /** Where the container sees it: `/app/ocelot.json`, or a folder when `key` is absent. */
  readonly file: string;
  readonly place: Place;
}

export interface ReadContainer {
  readonly name: string;
  readonly image: string;
  readonly init: boolean;
  readonly ports: readonly ContainerPort[];
  readonly command: readonly string[];
  readonly args: readonly string[];
  readonly variables: readonly Variable[];
  readonly missing: readonly MissingReference[];
  /** The container's path within the object: `spec.template.spec.containers[0]`. */
  readonly path: string;
}

export interface ReadWorkload {
  readonly kind: string;
  readonly apiVersion: string;
  readonly namespace: string;
  readonly name: string;
  /** `Deployment/web-mvc`. */
  readonly ref: string;
  /** Null where the manifest does not say. */
  readonly replicas: number | null;
  readonly selector: Labels;
  readonly podLabels: Labels;
  /** The template's annotations over those of the workload itself. */
  readonly annotations: Labels;
  readonly containers: readonly ReadContainer[];
  readonly mounts: readonly MountedConfig[];
  readonly hostNetwork: boolean;
  readonly place: Place;
  readonly places: PlaceMap;
  /** Path of the template's labels, for pointing at them. */
  readonly labelsPath: string;
}

/** True for the kinds that make Pods. */
export function isWorkloadKind(kind: string): boolean {
  return Object.hasOwn(TEMPLATE_PATHS, kind);
}

/** Reads a workload; secrets have a part in its variables, so show those with `shownValue` only. */
export function toWorkload(raw: RawObject, data: ConfigData): ReadWorkload {
  const templatePath = TEMPLATE_PATHS[raw.kind] ?? [];
  const template = templatePath.reduce<PlainRecord>((value, key) => asRecord(value[key]), raw.value);
  const at = (path: string): string => [...templatePath, path].join('.');
  const namespace = raw.namespace ?? 'default';
  const podSpec = asRecord(template['spec']);
  const podMeta = asRecord(template['metadata']);
  const podLabels = asTextRecord(podMeta['labels']);
  const containers = [
    ...asList(podSpec['initContainers']).map((value, index) =>
      toReadContainer(value, true, at(`spec.initContainers[${index}]`), namespace, data),
    ),
    ...asList(podSpec['containers']).map((value, index) =>
      toReadContainer(value, false, at(`spec.containers[${index}]`), namespace, data),
    ),
  ];
  return {
    kind: raw.kind,
    apiVersion: raw.apiVersion,
    namespace,
    name: raw.name,
    ref: `${raw.kind}/${raw.name}`,
    replicas: asInt(asRecord(raw.value['spec'])['replicas']) ?? null,
    selector:
      raw.kind === 'Pod' ? {} : toSelector(asRecord(raw.value['spec'])['selector'], podLabels).matchLabels,
    podLabels,
    annotations: {
      ...asTextRecord(asRecord(raw.value['metadata'])['annotations']),
      ...asTextRecord(podMeta['annotations']),
    },
    containers,
    mounts: mountsOf(podSpec, at('spec'), raw.places),
    hostNetwork: toPodSpec(podSpec, namespace, { data }).hostNetwork,
    place: raw.place,
    places: raw.places,
    labelsPath: at('metadata.labels'),
  };
}

function toReadContainer(
  value: unknown,
  init: boolean,
  path: string,
  namespace: string,
  data: ConfigData,
): ReadContainer {
  const raw = asRecord(value);
  const { variables, missing } = readEnvironment(raw, namespace, data);
  const byName = new Map(variables.map((variable) => [variable.name, variable]));
  const expand = (texts: unknown): string[] =>
    asTexts(texts).map((text) => expandReferences(text, byName).value);
  return {
    name: asText(raw['name']) ?? '',
    image: asText(raw['image']) ?? '',
    init,
    ports: toPodSpec({ containers: [raw] }, namespace, { data }).containers[0]?.ports ?? [],
    command: expand(raw['command']),
    args: expand(raw['args']),
    variables,
    missing,
    path,
  };
}

function mountsOf(podSpec: PlainRecord, specPath: string, places: PlaceMap): MountedConfig[] {
  const volumes = new Map(
    asList(podSpec['volumes']).map((item) => [asText(asRecord(item)['name']), asRecord(item)]),
  );
  const mounts: MountedConfig[] = [];
  asList(podSpec['containers']).forEach((container, index) => {
    asList(asRecord(container)['volumeMounts']).forEach((item, mountIndex) => {
      const mount = asRecord(item);
      const volume = asRecord(volumes.get(asText(mount['name']))?.['configMap']);
      const configMap = asText(volume['name']);
      const mountPath = asText(mount['mountPath']);
      if (configMap === undefined || mountPath === undefined) return;
      const place = placeIn(places, `${specPath}.containers[${index}].volumeMounts[${mountIndex}]`);
      const subPath = asText(mount['subPath']);
      const items = asList(volume['items']).map(asRecord);
      if (items.length === 0) {
        mounts.push({
          configMap,
          file: mountPath,
          place,
          ...(subPath === undefined ? {} : { key: subPath }),
        });
        return;
      }
      for (const entry of items) {
        const key = asText(entry['key']);
        const path = asText(entry['path']);
        if (key === undefined || path === undefined || (subPath !== undefined && subPath !== path)) continue;
        const file = subPath === undefined ? `${mountPath.replace(/\/$/, '')}/${path}` : mountPath;
        mounts.push({ configMap, key, file, place });
      }
    });
  });
  return mounts;
}
