/**
 * Objects of a type as the API server lists them: by namespace and name. Endpoints and Namespaces are no rows of
 * the simulated world; they follow from EndpointSlices and from what lives in them, as a controller would keep them.
 */
import { SERVICE_NAME_LABEL, type ApiObject, type Labels, type Protocol } from '../sim/cluster/objects';
import { TABLE_OF_KIND } from '../sim/cluster/tables';
import type { Micros } from '../sim/kernel/time';
import type { ClusterView } from './clusterView';
import type { ResourceType } from './resources';

/** v1 Endpoints of a Service: ready and other addresses for each set of ports. Source: pkg/controller/endpoint. */
export interface EndpointsObject {
  readonly kind: 'Endpoints';
  readonly subsets: readonly {
    readonly ready: readonly string[];
    readonly notReady: readonly string[];
    readonly ports: readonly { readonly name: string; readonly port: number; readonly protocol: Protocol }[];
  }[];
}

export interface NamespaceObject {
  readonly kind: 'Namespace';
}

export interface Listed {
  readonly type: ResourceType;
  readonly name: string;
  /** Null for what belongs to no namespace. */
  readonly namespace: string | null;
  readonly labels: Labels;
  readonly createdAt: Micros;
  readonly object: ApiObject | EndpointsObject | NamespaceObject;
}

/** All objects of a type, in every namespace. */
export function listAll(view: ClusterView, type: ResourceType): readonly Listed[] {
  if (type.kind === 'Endpoints') return listEndpoints(view, type);
  if (type.kind === 'Namespace') return listNamespaces(view, type);
  const table = TABLE_OF_KIND[type.kind as keyof typeof TABLE_OF_KIND];
  const rows = view.tables[table] as Readonly<Record<string, ApiObject>>;
  return Object.keys(rows)
    .sort()
    .map((key) => listed(type, rows[key]!));
}

/** An object as a list has it. */
export function listed(type: ResourceType, object: ApiObject): Listed {
  const { name, namespace, labels, creationMicros } = object.metadata;
  return { type, name, namespace: namespace ?? null, labels, createdAt: creationMicros, object };
}

/** One object, or undefined. */
export function findOne(
  view: ClusterView,
  type: ResourceType,
  namespace: string,
  name: string,
): Listed | undefined {
  return listAll(view, type).find(
    (one) => one.name === name && (one.namespace === null || one.namespace === namespace),
  );
}

function listEndpoints(view: ClusterView, type: ResourceType): readonly Listed[] {
  const { services, endpointSlices } = view.tables;
  return Object.keys(services)
    .sort()
    .filter((key) => services[key]!.spec.selector !== null && services[key]!.spec.type !== 'ExternalName')
    .map((key) => {
      const { name, namespace = 'default', labels, creationMicros } = services[key]!.metadata;
      const slices = Object.values(endpointSlices).filter(
        ({ metadata }) => metadata.namespace === namespace && metadata.labels[SERVICE_NAME_LABEL] === name,
      );
      const subsets = slices
        .filter(({ endpoints }) => endpoints.length > 0)
        .map(({ endpoints, ports }) => {
          const addresses = (isReady: boolean) =>
            endpoints
              .filter(({ conditions }) => conditions.ready === isReady && !conditions.terminating)
              .flatMap((endpoint) => endpoint.addresses)
              .sort();
          return { ready: addresses(true), notReady: addresses(false), ports };
        })
        .filter(({ ready, notReady }) => ready.length + notReady.length > 0);
      return {
        type,
        name,
        namespace,
        labels: { ...labels, 'endpoints.kubernetes.io/managed-by': 'endpoint-controller' },
        createdAt: creationMicros,
        object: { kind: 'Endpoints', subsets },
      };
    });
}

const BUILT_IN = ['default', 'kube-node-lease', 'kube-public', 'kube-system'];

/** Namespaces that there are: those of every cluster, and those in which something lives. */
export function namespacesOf(view: ClusterView): readonly string[] {
  const found = new Set(BUILT_IN);
  for (const table of ['services', 'deployments', 'pods', 'configMaps'] as const) {
    for (const key in view.tables[table]) found.add(key.slice(0, key.indexOf('/')));
  }
  return [...found].sort();
}

function listNamespaces(view: ClusterView, type: ResourceType): readonly Listed[] {
  // As old as the first node: the cluster was made with them.
  const createdAt = Math.min(
    view.at,
    ...Object.values(view.tables.nodes).map((node) => node.metadata.creationMicros),
  );
  return namespacesOf(view).map((name) => ({
    type,
    name,
    namespace: null,
    labels: { 'kubernetes.io/metadata.name': name },
    createdAt,
    object: { kind: 'Namespace' },
  }));
}
