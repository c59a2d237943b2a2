/** The tables of the cluster: the API objects, and the processes that run in Pods. */
import type {
  ConfigMap,
  Deployment,
  EndpointSlice,
  Ingress,
  Kind,
  Node,
  Pod,
  ReplicaSet,
  Service,
} from './objects';
import { SERVICE_NAME_LABEL } from './objects';
import type { IndexSpec, KernelTables, Table } from '../kernel/world';
import type { Micros } from '../kernel/time';
import type { PowerRow } from './nodePower';

/**
 * The server process in a Pod's (one serving) container. Whether it listens is what
 * decides between "accepted" and "connection refused", whatever Kubernetes believes.
 */
export interface ProcessRow {
  readonly pod: string;
  /** `starting`: no socket yet. `listening`: accepts. `draining`: SIGTERM came, no new connections, old ones are finished. */
  readonly state: 'starting' | 'listening' | 'draining' | 'exited';
  readonly ports: readonly number[];
  readonly since: Micros;
  /** HTTP paths that answer 503 although the process listens: what an HTTP probe can notice and a TCP one cannot. */
  readonly failingPaths?: readonly string[];
}

/** What the API server hands out. */
export interface CountersRow {
  /** etcd's revision: the resourceVersion of the last write. */
  readonly resourceVersion: number;
  /** Used to make uids and generated names. */
  readonly nextUid: number;
}

export interface ClusterTables extends KernelTables {
  readonly pods: Table<Pod>;
  readonly services: Table<Service>;
  readonly endpointSlices: Table<EndpointSlice>;
  readonly deployments: Table<Deployment>;
  readonly replicaSets: Table<ReplicaSet>;
  readonly nodes: Table<Node>;
  readonly ingresses: Table<Ingress>;
  readonly configMaps: Table<ConfigMap>;
  readonly processes: Table<ProcessRow>;
  /** One row, `cluster`. */
  readonly counters: Table<CountersRow>;
  /** Pod IPs that are handed out, by IP: host-local IPAM of each node's Pod CIDR. */
  readonly podIPs: Table<{ readonly pod: string; readonly node: string }>;
  /** Per node: the last address that IPAM handed out, so that it goes on after it (host-local's round robin). */
  readonly ipam: Table<{ readonly lastIP: string }>;
  /** Nodes that have lost their power at least once. */
  readonly nodePower: Table<PowerRow>;
}

/** Which table holds a kind. */
export const TABLE_OF_KIND = {
  Pod: 'pods',
  Service: 'services',
  EndpointSlice: 'endpointSlices',
  Deployment: 'deployments',
  ReplicaSet: 'replicaSets',
  Node: 'nodes',
  Ingress: 'ingresses',
  ConfigMap: 'configMaps',
} as const satisfies Record<Kind, keyof ClusterTables>;

/** Tables whose rows are API objects: a change there reaches the watches. */
export const API_TABLES: ReadonlySet<string> = new Set(Object.values(TABLE_OF_KIND));

export const clusterIndexes: IndexSpec = {
  pods: {
    /** `kind/namespace/name` of the controlling owner. */
    byOwner: (pod: Pod) =>
      pod.metadata.ownerReferences.map((owner) => `${owner.kind}/${pod.metadata.namespace}/${owner.name}`),
    byIP: (pod: Pod) => (pod.status.podIP === undefined || pod.spec.hostNetwork ? [] : [pod.status.podIP]),
    byNode: (pod: Pod) => (pod.spec.nodeName === undefined ? [] : [pod.spec.nodeName]),
    /** `namespace/key=value` for each label: a Service's Pods are found by its rarest pair. */
    byLabel: (pod: Pod) =>
      Object.entries(pod.metadata.labels).map(([key, value]) => `${pod.metadata.namespace}/${key}=${value}`),
  },
  nodes: { byIP: (node: Node) => [node.status.internalIP] },
  replicaSets: {
    byOwner: (replicaSet: ReplicaSet) =>
      replicaSet.metadata.ownerReferences.map(
        (owner) => `${owner.kind}/${replicaSet.metadata.namespace}/${owner.name}`,
      ),
    /** `namespace/key=value` for one pair of the selector: which ReplicaSets may adopt a Pod. */
    bySelector: (replicaSet: ReplicaSet) =>
      Object.entries(replicaSet.spec.selector.matchLabels).map(
        ([key, value]) => `${replicaSet.metadata.namespace}/${key}=${value}`,
      ),
  },
  endpointSlices: {
    byService: (slice: EndpointSlice) => {
      const service = slice.metadata.labels[SERVICE_NAME_LABEL];
      return service === undefined ? [] : [`${slice.metadata.namespace}/${service}`];
    },
  },
  services: {
    byNamespace: (service: Service) => [service.metadata.namespace ?? ''],
    byIP: (service: Service) => [
      ...service.spec.clusterIPs.filter((ip) => ip !== 'None' && ip !== ''),
      ...service.spec.externalIPs,
      ...service.status.loadBalancer.map((ingress) => ingress.ip),
    ],
    /** Addresses to which the network outside leads: what a load balancer announces, and external IPs. */
    byOutsideIP: (service: Service) => [
      ...service.spec.externalIPs,
      ...service.status.loadBalancer.map((ingress) => ingress.ip),
    ],
    /** `namespace/key=value` for one pair of the selector: which Services may care about a Pod. */
    bySelector: (service: Service) =>
      Object.entries(service.spec.selector ?? {}).map(
        ([key, value]) => `${service.metadata.namespace}/${key}=${value}`,
      ),
  },
};
