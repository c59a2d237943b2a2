/**
 * A cluster in which the given manifests have been applied and everything has settled: what the API
 * server would answer then. What the manifests give as already stored is taken as it is.
 */
import type { ManifestReading, ReadObject } from '../manifest/readManifests';
import { plainScenario } from '../scenario/plainScenario';
import { startWorld } from '../scenario/startWorld';
import {
  keyOf,
  type EndpointSlice,
  type Kind,
  type Node,
  type Pod,
  type Service,
} from '../sim/cluster/objects';
import { serviceOfSlice } from '../sim/dataplane/endpoints';
import type { Io } from './command';
import type { GivenSystem } from './system';

export interface ClusterAtRest {
  /** Also those that every cluster has, such as kube-dns. */
  readonly services: readonly Service[];
  readonly endpointSlices: readonly EndpointSlice[];
  readonly pods: readonly Pod[];
  readonly nodes: readonly Node[];
  readonly namespaces: readonly string[];
  /** `namespace/name` of the Services in the manifests. */
  readonly givenServices: ReadonlySet<string>;
  /** True if the manifests hold Nodes: then there are no others. */
  readonly hasOwnNodes: boolean;
  /** Workloads whose Pods nobody makes here: `StatefulSet/db`. */
  readonly notSimulated: readonly string[];
}

const SIMULATED_WORKLOADS = new Set(['Deployment', 'ReplicaSet', 'Pod']);

/** Namespaces of a new cluster. Source: https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/ */
const FIRST_NAMESPACES = ['default', 'kube-node-lease', 'kube-public', 'kube-system'];

/**
 * Lets the controllers work on the manifests until nothing happens any more. EndpointSlices that are
 * given stand for their Service's endpoints, and the Service and given Pods with an address stay as written.
 * Says on standard error which workloads are not simulated.
 */
export function clusterAtRest(given: GivenSystem, io: Io): ClusterAtRest {
  const cluster = settle(given);
  if (cluster.notSimulated.length > 0) {
    const names = cluster.notSimulated.join(', ');
    io.err(`no Pods here for ${names}: this version runs Deployments, ReplicaSets and Pods\n`);
  }
  return cluster;
}

function settle({ system, seed }: GivenSystem): ClusterAtRest {
  const { reading } = system;
  const givenSlices = ofKind(reading, 'EndpointSlice');
  const withSlices = new Set(givenSlices.map(serviceOfSlice));
  const givenServices = ofKind(reading, 'Service');
  const asWritten = givenServices.filter((service) => {
    const { clusterIP, type, selector } = service.spec;
    const isStored = clusterIP !== '' || type === 'ExternalName';
    return isStored && (selector === null || withSlices.has(keyOf(service.metadata)));
  });
  const storedPods = ofKind(reading, 'Pod').filter((pod) => pod.status.podIP !== undefined);

  const objects = reading.objects.filter(({ object }) => object.kind !== 'EndpointSlice');
  const plan = plainScenario({ objects }, seed === undefined ? {} : { seed });
  const { tables } = startWorld(plan);
  const madeSlices = Object.values(tables.endpointSlices).filter(
    (slice) => !withSlices.has(serviceOfSlice(slice)),
  );
  const inManifests = reading.objects.flatMap(({ object }) => object.metadata.namespace ?? []);
  const declared = reading.other.filter(({ kind }) => kind === 'Namespace').map(({ name }) => name);
  return {
    services: replaced(Object.values(tables.services), asWritten),
    endpointSlices: [...madeSlices, ...givenSlices],
    pods: replaced(Object.values(tables.pods), storedPods),
    nodes: Object.values(tables.nodes),
    namespaces: [...new Set([...FIRST_NAMESPACES, ...inManifests, ...declared])].sort(),
    givenServices: new Set(givenServices.map((service) => keyOf(service.metadata))),
    notSimulated: reading.workloads
      .filter(({ kind }) => !SIMULATED_WORKLOADS.has(kind))
      .map(({ ref }) => ref),
    hasOwnNodes: reading.objects.some(({ object }) => object.kind === 'Node'),
  };
}

function ofKind<K extends Kind>(
  reading: ManifestReading,
  kind: K,
): Extract<ReadObject['object'], { kind: K }>[] {
  return reading.objects.flatMap(({ object }) =>
    object.kind === kind ? [object as Extract<ReadObject['object'], { kind: K }>] : [],
  );
}

function replaced<One extends Service | Pod>(all: readonly One[], by: readonly One[]): One[] {
  const byKey = new Map([...all, ...by].map((object) => [keyOf(object.metadata), object]));
  return [...byKey.keys()].sort().map((key) => byKey.get(key)!);
}
