/** Somebody's own files to a system: workloads with their roles, Services with what they select, and who calls whom. */
import type { ConfigMap, EndpointSlice, Ingress, Kind, Service } from '../../sim/cluster/objects';
import { checkBehaviour, type Role } from '../behaviour';
import { selectedBy } from '../checks/checkServices';
import { problemAt, sortProblems, type Place, type Problem } from '../problem';
import { placeOfField, readManifests, type ManifestReading, type ReadObject } from '../readManifests';
import type { SourceFile } from '../source';
import { readCalls, type Call, type FileSetting, type OutsideHost } from './calls';
import { placeOcelot, type OcelotEntry } from './gateways';
import {
  looksLikeOcelot,
  readOcelotSource,
  settingsOf,
  type OcelotRouteSource,
  type OcelotSource,
} from './ocelotSource';
import { roleOf } from './roles';
import { ClusterNames } from './targets';

export interface ImportedWorkload extends Place {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly role: Role;
  readonly replicas: number | null;
}

export interface ImportedServicePort extends Place {
  readonly name: string;
  readonly port: number;
  readonly targetPort: number | string;
  readonly nodePort: number | null;
  readonly protocol: string;
}

export interface ImportedService extends Place {
  readonly namespace: string;
  readonly name: string;
  readonly type: string;
  readonly clusterIP: string;
  readonly ports: readonly ImportedServicePort[];
  /** `Kind/name`, in the order of the files. */
  readonly selects: readonly string[];
}

export interface ImportedIngressRule extends Place {
  readonly ingress: string;
  readonly namespace: string;
  readonly host: string | null;
  readonly path: string;
  readonly pathType: string;
  readonly service: string;
  readonly port: number | string;
  readonly serviceExists: boolean;
  readonly portExists: boolean;
}

export interface ImportedOcelot {
  readonly file: string;
  readonly key: 'Routes' | 'ReRoutes';
  readonly inForce: boolean;
  /** `Deployment/api-gateway`; null if no workload runs it. */
  readonly gateway: string | null;
  readonly routes: readonly OcelotRouteSource[];
}

export interface SystemImport {
  readonly workloads: readonly ImportedWorkload[];
  readonly services: readonly ImportedService[];
  readonly ingressRules: readonly ImportedIngressRule[];
  readonly ocelot: readonly ImportedOcelot[];
  readonly calls: readonly Call[];
  readonly outside: readonly OutsideHost[];
  /** Everything that is wrong, errors too, in reading order. */
  readonly warnings: readonly Problem[];
  /** Files that hold no Kubernetes object, no Ocelot configuration and no settings. */
  readonly ignored: readonly string[];
  readonly reading: ManifestReading;
}

/** Reads manifests, Ocelot configurations and appsettings files together. Never throws. */
export function importSystem(files: readonly SourceFile[]): SystemImport {
  const sorted = sortFiles(files);
  const reading = readManifests(sorted.manifests);
  const problems: Problem[] = [...reading.problems, ...reading.workloads.flatMap(checkBehaviour)];
  const services = ofKind<Service>(reading, 'Service');
  const ingresses = ofKind<Ingress>(reading, 'Ingress');
  const configMaps = ofKind<ConfigMap>(reading, 'ConfigMap');
  const names = new ClusterNames(
    services,
    ofKind<EndpointSlice>(reading, 'EndpointSlice'),
    reading.workloads,
  );

  const entries = configMaps.flatMap((read) => ocelotEntries(read, problems));
  const ocelotFiles = sorted.ocelot.flatMap((file) => {
    const found = readOcelotSource(file.path, file.text, (line, column) => ({
      file: file.path,
      line,
      column,
    }));
    problems.push(...found.problems);
    return found.source ?? [];
  });
  const known = new Set(
    configMaps.map(({ object }) => `${object.metadata.namespace}/${object.metadata.name}`),
  );
  const placed = placeOcelot(entries, ocelotFiles, reading.workloads, known, names);
  for (const { source, gateway } of placed) {
    const place = source.routes[0]?.place ?? { file: source.file, line: 1, column: 1 };
    if (gateway === undefined)
      problems.push(problemAt({ ...place, line: 1, column: 1 }, 'ocelot/not-in-force'));
  }

  const settings = [...mountedSettings(reading, configMaps), ...appSettings(reading, sorted.settings)];
  const found = readCalls(reading.workloads, placed, settings, names);
  problems.push(...found.problems);
  const facts = {
    services: services.map(({ object }) => object),
    ingresses: ingresses.map(({ object }) => object),
    workloads: reading.workloads,
    calls: found.calls,
    gateways: new Set(placed.flatMap(({ gateway }) => gateway ?? [])),
  };
  return {
    workloads: reading.workloads.map((workload) => ({
      ...workload.place,
      kind: workload.kind,
      namespace: workload.namespace,
      name: workload.name,
      role: roleOf(workload, facts),
      replicas: workload.replicas,
    })),
    services: services.map((read) => toImportedService(read, reading)),
    ingressRules: ingresses.flatMap((read) => toIngressRules(read, names)),
    ocelot: placed.map(({ source, gateway }) => ({
      file: source.file,
      key: source.key,
      inForce: gateway !== undefined,
      gateway: gateway?.ref ?? null,
      routes: source.routes,
    })),
    calls: found.calls,
    outside: found.outside,
    warnings: sortProblems(problems),
    ignored: sorted.ignored,
    reading,
  };
}

interface SortedFiles {
  readonly manifests: readonly SourceFile[];
  readonly ocelot: readonly SourceFile[];
  readonly settings: readonly SourceFile[];
  readonly ignored: readonly string[];
}

/** A folder also holds files that are not for Kubernetes (docker-compose.yml, package.json): they are set aside. */
function sortFiles(files: readonly SourceFile[]): SortedFiles {
  const sorted = {
    manifests: [] as SourceFile[],
    ocelot: [] as SourceFile[],
    settings: [] as SourceFile[],
    ignored: [] as string[],
  };
  for (const file of files) {
    if (looksLikeOcelot(file.text)) sorted.ocelot.push(file);
    else if (/(?:^|\/)appsettings[^/]*\.json$/i.test(file.path)) sorted.settings.push(file);
    else if (isForKubernetes(file)) sorted.manifests.push(file);
    else sorted.ignored.push(file.path);
  }
  return sorted;
}

function isForKubernetes({ path, text }: SourceFile): boolean {
  if (/(?:^|\/)Chart\.ya?ml$/.test(path)) return false;
  return /(?:^|[\s{,"'])(?:apiVersion|kind)["']?\s*:/.test(text) || isBlank(text);
}

/** Nothing but comments and document marks. */
function isBlank(text: string): boolean {
  return text.replace(/#.*$/gm, '').replace(/[-\s\uFEFF]/g, '') === '';
}

function ofKind<Object extends Extract<ReadObject['object'], { kind: Kind }>>(
  reading: ManifestReading,
  kind: Object['kind'],
): ReadObject<Object>[] {
  return reading.objects.filter((read): read is ReadObject<Object> => read.object.kind === kind);
}

/** Entries of a ConfigMap that are Ocelot configurations. In block text a line of JSON is a line of the file. */
function ocelotEntries(read: ReadObject<ConfigMap>, problems: Problem[]): OcelotEntry[] {
  const { metadata, data } = read.object;
  const namespace = metadata.namespace ?? 'default';
  return Object.entries(data).flatMap(([key, text]): OcelotEntry[] => {
    if (!looksLikeOcelot(text)) return [];
    const start = placeOfField(read, `data.${key}`);
    const found = readOcelotSource(
      `${read.file}#${namespace}/${metadata.name}/${key}`,
      text,
      (line, column) => ({
        file: read.file,
        line: start.line + line,
        column: start.column + 2 + column - 1,
      }),
    );
    problems.push(...found.problems);
    return found.source === undefined
      ? []
      : [{ source: found.source, namespace, configMap: metadata.name, key }];
  });
}

/** Files that containers see through ConfigMaps: JSON settings, and URLs in other texts (nginx.conf …). */
function mountedSettings(
  reading: ManifestReading,
  configMaps: readonly ReadObject<ConfigMap>[],
): FileSetting[] {
  return reading.workloads.flatMap((workload) =>
    workload.mounts.flatMap((mount): FileSetting[] => {
      const read = configMaps.find(
        ({ object }) =>
          object.metadata.name === mount.configMap && object.metadata.namespace === workload.namespace,
      );
      if (read === undefined) return [];
      return Object.entries(read.object.data).flatMap(([key, text]): FileSetting[] => {
        if ((mount.key ?? key) !== key || looksLikeOcelot(text)) return [];
        const place = placeOfField(read, `data.${key}`);
        const evidence = `file ${key} (ConfigMap/${mount.configMap})`;
        if (!/\.json$/i.test(key)) return [{ workload, key, value: text, evidence, urlsOnly: true, place }];
        return settingsOf(text).map((setting) => ({
          ...setting,
          workload,
          evidence: `${evidence} ${setting.key}`,
          urlsOnly: false,
          place,
        }));
      });
    }),
  );
}

/** An appsettings.json belongs to the workload that is called like one of its folders. */
function appSettings(reading: ManifestReading, files: readonly SourceFile[]): FileSetting[] {
  const plain = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]/g, '');
  return files.flatMap((file) => {
    const folders = file.path.split('/').slice(0, -1).map(plain);
    const workload = reading.workloads.find(
      ({ name, containers }) =>
        folders.includes(plain(name)) ||
        containers.some(({ image }) =>
          folders.includes(plain(/([^/:@]+)(?:[:@][^/]*)?$/.exec(image)?.[1] ?? '')),
        ),
    );
    if (workload === undefined) return [];
    return settingsOf(file.text).map((setting) => ({
      ...setting,
      workload,
      evidence: `${file.path} ${setting.key}`,
      urlsOnly: false,
      place: { file: file.path, line: 1, column: 1 },
    }));
  });
}

function toImportedService(read: ReadObject<Service>, reading: ManifestReading): ImportedService {
  const { metadata, spec } = read.object;
  return {
    file: read.file,
    line: read.line,
    column: read.column,
    namespace: metadata.namespace ?? 'default',
    name: metadata.name,
    type: spec.type,
    clusterIP: spec.clusterIP,
    ports: spec.ports.map((port, index) => ({
      ...placeOfField(read, `spec.ports[${index}]`),
      name: port.name,
      port: port.port,
      targetPort: port.targetPort,
      nodePort: port.nodePort ?? null,
      protocol: port.protocol,
    })),
    selects: selectedBy(read.object, reading.workloads).map((workload) => workload.ref),
  };
}

function toIngressRules(read: ReadObject<Ingress>, names: ClusterNames): ImportedIngressRule[] {
  const { metadata, spec } = read.object;
  const namespace = metadata.namespace ?? 'default';
  return spec.rules.flatMap((rule, ruleIndex) =>
    rule.paths.map(({ path, pathType, backend }, pathIndex) => {
      const service = names.find(`${backend.serviceName}.${namespace}`, namespace);
      return {
        ...placeOfField(read, `spec.rules[${ruleIndex}].http.paths[${pathIndex}]`),
        ingress: metadata.name,
        namespace,
        host: rule.host ?? null,
        path,
        pathType,
        service: backend.serviceName,
        port: backend.port,
        serviceExists: service !== undefined,
        portExists:
          service?.object.spec.ports.some(
            (port) => port.port === backend.port || port.name === backend.port,
          ) ?? false,
      };
    }),
  );
}

export type { OcelotSource };
