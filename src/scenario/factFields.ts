/**
 * The facts that the simulation records, with the fields of each: what a goal's `fact` and `where` may name.
 * For rooms with typed facts the compiler keeps this list complete; a test reads the sources for the rest.
 */
import type { ControlFacts } from '../sim/control/facts';
import type { KubeProxyFacts } from '../sim/dataplane/kubeProxy/facts';
import type { NodeFacts } from '../sim/node/facts';
import type { Hop } from '../sim/packet/hop';

type FieldsOf<Facts> = { readonly [Type in keyof Facts]: Readonly<Record<keyof Facts[Type], true>> };

interface OtherFacts {
  /** One stretch of a request's road: the fields are the hop's own. */
  hop: Hop;
  'request/sent': { request: string; client: string; url: string };
  'request/ended': { request: string; startedAt: number; outcome: object; outcomeId: string };
  /** A command inside a Pod: curl (url …) or nslookup (name …). */
  'exec/started': { exec: string; pod: string; kind: string; url: string; name: string };
  'exec/ended': {
    exec: string;
    kind: string;
    pod: string;
    startedAt: number;
    cause: string | null;
    url: string;
    method: string;
    address: string | null;
    status: number | null;
    servedBy: string | null;
    name: string;
    server: object;
    answers: object;
    unanswered: object;
    refusals: number;
  };
  /** The gateway reads its Ocelot file anew; `from` and `to` say how it finds Pods. */
  'gateway/reconfigured': { gateway: string; file: string; from: string; to: string };
  /** A kept connection: `owner` is who dialled, `reason` why it is over. */
  'connection/closed': {
    connection: string;
    owner: string;
    server: string;
    reason: string;
    ageMicros: number;
    carried: number;
  };
  /** The circuit breaker of a route in a gateway's Pod: `Closed`, `Open`, `HalfOpen`. */
  'gateway/circuit': { pod: string; route: number; template: string; from: string; to: string };
  'intent/done': { intent: object };
  'intent/refused': { intent: object; code: string; message: string };
}

const FIELDS: FieldsOf<NodeFacts & ControlFacts & KubeProxyFacts & OtherFacts> = {
  hop: {
    hopId: true,
    parents: true,
    request: true,
    leg: true,
    kind: true,
    level: true,
    layer: true,
    label: true,
    startAt: true,
    endAt: true,
    rewriteAt: true,
    route: true,
    actor: true,
    before: true,
    after: true,
    http: true,
    decision: true,
    verdict: true,
    title: true,
    sentence: true,
  },
  'request/sent': { request: true, client: true, url: true },
  'request/ended': { request: true, startedAt: true, outcome: true, outcomeId: true },
  'exec/started': { exec: true, pod: true, kind: true, url: true, name: true },
  'exec/ended': {
    exec: true,
    kind: true,
    pod: true,
    startedAt: true,
    cause: true,
    url: true,
    method: true,
    address: true,
    status: true,
    servedBy: true,
    name: true,
    server: true,
    answers: true,
    unanswered: true,
    refusals: true,
  },
  'gateway/reconfigured': { gateway: true, file: true, from: true, to: true },
  'connection/closed': {
    connection: true,
    owner: true,
    server: true,
    reason: true,
    ageMicros: true,
    carried: true,
  },
  'gateway/circuit': { pod: true, route: true, template: true, from: true, to: true },
  'intent/done': { intent: true },
  'intent/refused': { intent: true, code: true, message: true },

  'deployment/scaled': { deployment: true, from: true, to: true },
  'deployment/changedImage': { deployment: true, container: true, from: true, to: true },
  'deployment/restarted': { deployment: true },
  'deployment/paused': { deployment: true },
  'deployment/resumed': { deployment: true },
  'deployment/createdReplicaSet': { deployment: true, replicaSet: true, replicas: true },
  'deployment/scaledReplicaSet': { deployment: true, replicaSet: true, from: true, to: true },
  'deployment/completed': { deployment: true, replicaSet: true, replicas: true },
  'service/selectorSet': { service: true, from: true, to: true },
  'service/topologyHints': { service: true, reason: true, message: true },
  'object/deleted': { kind: true, object: true },
  'replicaSet/createdPod': { replicaSet: true, pod: true },
  'replicaSet/choseVictim': { replicaSet: true, pod: true },
  'replicaSet/adoptedPod': { replicaSet: true, pod: true },
  'replicaSet/releasedPod': { replicaSet: true, pod: true },
  'pod/deletionRequested': { pod: true, graceSeconds: true, by: true, owner: true },
  'pod/labelled': { pod: true, key: true, from: true, to: true },
  'pod/scheduled': { pod: true, node: true },
  'pod/foundNoNode': { pod: true, reason: true },
  'node/becameUnreachable': { node: true, silentSeconds: true },
  'node/tainted': { node: true, taint: true },
  'node/untainted': { node: true, taint: true },
  'pod/evicted': { pod: true, node: true },
  'endpointSlice/changed': {
    service: true,
    slice: true,
    resourceVersion: true,
    change: true,
    added: true,
    removed: true,
    conditions: true,
  },

  'pod/gotAddress': { pod: true, node: true, ip: true },
  'pod/gotNoAddress': { pod: true, node: true, podCIDR: true },
  'pod/startedContainer': { pod: true, node: true, ip: true, restartCount: true },
  'pod/startedListening': { pod: true, node: true, ip: true, ports: true },
  'pod/passedProbe': { pod: true, container: true, probe: true },
  'pod/failedProbe': { pod: true, container: true, probe: true, failures: true },
  'pod/becameReady': { pod: true, node: true, ip: true },
  'pod/becameUnready': { pod: true, node: true, ip: true },
  'pod/beganPreStop': { pod: true, node: true, seconds: true },
  'pod/receivedSigterm': { pod: true, node: true, ip: true },
  'pod/containerExited': { pod: true, node: true, ip: true, by: true },
  'pod/failingPathSet': { pod: true, path: true, failing: true },
  'pod/backedOff': { pod: true, node: true, waitSeconds: true, restartCount: true },
  'pod/removed': { pod: true, node: true, ip: true },
  'node/lostPower': { node: true, pods: true },
  'node/gotPower': { node: true },
  'node/booted': { node: true },
  'node/becameReady': { node: true },

  'kubeProxy/sawChange': {
    node: true,
    service: true,
    kind: true,
    object: true,
    resourceVersion: true,
    change: true,
  },
  'kubeProxy/synced': { node: true, services: true, added: true, removed: true, written: true },
  'kubeProxy/removedConntrack': { node: true, flows: true },
  'kubeProxy/watchDelaySet': { node: true, fromMicros: true, toMicros: true },
  'kubeProxy/modeSet': { node: true, fromMode: true, toMode: true },
};

/** Fact type → the fields that it has. */
export const FACT_FIELDS: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
  Object.entries(FIELDS).map(([type, fields]) => [type, Object.keys(fields)]),
);
