/** What the controllers record, by fact type. All in the past tense; keys are `namespace/name`. */
import type { ClusterDraft } from '../cluster/apiServer';
import type { Endpoint, Labels } from '../cluster/objects';

export interface ControlFacts {
  /** Someone changed a Deployment's number of replicas. */
  'deployment/scaled': { deployment: string; from: number; to: number };
  'deployment/changedImage': { deployment: string; container: string; from: string; to: string };
  'deployment/restarted': { deployment: string };
  'deployment/paused': { deployment: string };
  'deployment/resumed': { deployment: string };
  /** Someone deleted an object that is not a Pod. */
  'object/deleted': { kind: string; object: string };
  /** The Deployment controller made a ReplicaSet for a new Pod template. */
  'deployment/createdReplicaSet': { deployment: string; replicaSet: string; replicas: number };
  'deployment/scaledReplicaSet': { deployment: string; replicaSet: string; from: number; to: number };
  /** Every replica is of the newest template and available, none of the old are left. */
  'deployment/completed': { deployment: string; replicaSet: string; replicas: number };
  'replicaSet/createdPod': { replicaSet: string; pod: string };
  'replicaSet/choseVictim': { replicaSet: string; pod: string };
  'replicaSet/adoptedPod': { replicaSet: string; pod: string };
  /** The Pod's labels no longer match: it runs on, without an owner. */
  'replicaSet/releasedPod': { replicaSet: string; pod: string };
  /** `owner`: the workload, `Deployment/namespace/name`; null for a bare Pod. */
  'pod/deletionRequested': { pod: string; graceSeconds: number; by: string; owner: string | null };
  /** Someone replaced a Service's selector. */
  'service/selectorSet': { service: string; from: Labels | null; to: Labels };
  /** The EndpointSlice controller recorded an Event about hints by `topology-mode: Auto`. */
  'service/topologyHints': { service: string; reason: string; message: string };
  'pod/labelled': { pod: string; key: string; from: string | null; to: string | null };
  'pod/scheduled': { pod: string; node: string };
  'pod/foundNoNode': { pod: string; reason: string };
  /** The node lifecycle controller gave a node up: Ready is Unknown. `silentSeconds`: since its Lease's last renewal. */
  'node/becameUnreachable': { node: string; silentSeconds: number };
  /** `taint`: `key:effect`. */
  'node/tainted': { node: string; taint: string };
  'node/untainted': { node: string; taint: string };
  /** The Ready condition became False because the Pod's node is not heard of. */
  'pod/becameUnready': { pod: string; node: string; ip: string };
  /** The time is over for which the Pod tolerates its node's taint: it is deleted. */
  'pod/evicted': { pod: string; node: string };
  'endpointSlice/changed': EndpointSliceChanged;
}

export interface EndpointSliceChanged {
  service: string;
  slice: string;
  resourceVersion: string;
  change: 'created' | 'updated' | 'deleted';
  /** Pod IPs that came in, and that went out. */
  added: readonly string[];
  removed: readonly string[];
  /** Endpoints that stayed, with their new conditions. */
  conditions: readonly { readonly ip: string; readonly conditions: Endpoint['conditions'] }[];
}

/** Records a fact of this room with the fields that its type demands; returns its id. */
export function recordFact<T extends keyof ControlFacts>(
  draft: ClusterDraft,
  type: T,
  fields: ControlFacts[T],
): number {
  return draft.fact({ type, ...fields });
}
