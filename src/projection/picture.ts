/**
 * The Picture: what to draw at one moment, the same for both lenses. It knows
 * things and their state, no pixels. The scene lays it out (`scene/layout`).
 */
import type { FlowHeaders, Place } from '../sim/packet/headers';
import type { Hop, Message } from '../sim/packet/hop';
import type { Micros } from '../sim/kernel/time';

/** Kinds of address, one accent each. */
export type AddressKind = 'client' | 'vip' | 'pod' | 'node' | 'external';

export interface Address {
  readonly kind: AddressKind;
  /** `10.244.1.2:80`, or without a port where none is meant. */
  readonly text: string;
}

export type PodState =
  'pending' | 'starting' | 'notReady' | 'ready' | 'terminating' | 'crashed' | 'backOff' | 'lost';

export interface PodBox {
  readonly place: Place;
  readonly name: string;
  /** The last part of the name, enough to tell siblings apart. */
  readonly shortName: string;
  readonly ip: string | null;
  readonly node: string | null;
  readonly state: PodState;
  readonly restarts: number;
  /** Requests that this Pod has answered so far. */
  readonly served: number;
  /** Came up within the last moments, to be marked as new. */
  readonly isNew: boolean;
  /** Seconds of grace left while terminating. */
  readonly graceLeftSeconds: number | null;
  /** On the focused request's road: it has been here, is here, or goes here next. */
  readonly onRoad: 'past' | 'now' | 'next' | null;
}

export type WorkloadRole = 'ingress' | 'web' | 'gateway' | 'service' | 'dns' | 'other';

export interface WorkloadBox {
  readonly key: string;
  readonly name: string;
  readonly namespace: string;
  readonly role: WorkloadRole;
  /** The learner's layers: 1 your applications in front, 1.5 Kubernetes' infrastructure, 2 your microservices. */
  readonly layer: 1 | 1.5 | 2;
  readonly labels: string;
  readonly desired: number;
  readonly ready: number;
  readonly pods: readonly PodBox[];
  /** `namespace/name` of the Service in front of it, if one selects it. */
  readonly service: string | null;
}

export interface EndpointRow {
  readonly address: string;
  readonly ip: string;
  readonly pod: Place | null;
  readonly node: string | null;
  readonly state: 'ready' | 'notReady' | 'terminating' | 'gone';
  /** Chance that a new connection goes here, by the focused node's rules; null if they do not hold it. */
  readonly probability: number | null;
  readonly isNew: boolean;
  /** Chosen by the rules for the focused packet. */
  readonly isChosen: boolean;
}

export interface ServiceBox {
  readonly key: string;
  readonly name: string;
  readonly namespace: string;
  readonly vip: Address;
  readonly externalIP: string | null;
  readonly port: number;
  readonly targetPort: string;
  readonly protocol: string;
  readonly endpoints: readonly EndpointRow[];
  /** The Service in the middle of the picture (the one whose rules the request meets last). */
  readonly isFocus: boolean;
  /** Not on this road: the gateway asks the API server for its Pods and dials them itself. */
  readonly isBypassed: boolean;
  readonly role: WorkloadRole;
}

export interface SliceBox {
  readonly name: string;
  readonly service: string;
  readonly resourceVersion: string;
  readonly changedAt: Micros;
  readonly rows: readonly EndpointRow[];
  /** The last change, for "+ 10.244.2.6 ready, − 10.244.2.2 terminating". */
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

export interface RuleRow {
  readonly chain: string;
  readonly text: string;
  readonly probability: number | null;
  readonly target: string | null;
  /** Endpoint that the rule leads to, `ip:port`. */
  readonly endpoint: string | null;
  readonly verdict: 'hit' | 'miss' | 'notReached' | null;
  readonly drawn: number | null;
  /** The endpoint is no longer in the EndpointSlice. */
  readonly isStale: boolean;
  /** IPVS’ weight of a real server, which has no chance of its own: its scheduler decides. */
  readonly weight?: number;
}

export interface ConntrackRow {
  readonly key: string;
  readonly protocol: string;
  readonly state: string;
  readonly original: { readonly source: Address; readonly destination: Address };
  readonly reply: { readonly source: Address; readonly destination: Address };
  readonly secondsLeft: number;
  readonly isCurrent: boolean;
}

export interface NodeBox {
  readonly place: Place;
  readonly name: string;
  readonly ip: string;
  readonly podCIDR: string;
  readonly proxy: {
    readonly state: 'synced' | 'waiting' | 'syncing' | 'behind';
    readonly syncedAt: Micros | null;
    /** How long its rules for the Service in the middle have been older than what the API server holds; 0 when current. */
    readonly staleMicros: Micros;
    readonly watchDelayMicros: Micros;
    /** resourceVersion of the focused Service's slice that its rules stem from. */
    readonly resourceVersion: string | null;
  };
  /** The focused Service's rules in this node's kernel. */
  readonly serviceRule: {
    readonly text: string;
    readonly vip: Address;
    readonly hit: boolean;
    /** Where it stands; `KUBE-SERVICES` if not said. */
    readonly chain?: string;
  } | null;
  readonly chain: string | null;
  readonly rules: readonly RuleRow[];
  /** No endpoint: the filter table rejects instead. */
  readonly rejects: boolean;
  readonly conntrack: readonly ConntrackRow[];
  readonly conntrackCount: number;
  readonly pods: readonly Place[];
  /** It has no power, boots, or is not yet what it was: the truth, and whether the API still calls it Ready. */
  readonly lost?: { readonly power: 'off' | 'booting' | 'on'; readonly isReady: boolean } | undefined;
  readonly isActing: boolean;
}

/** A change on its way from the API server to one node's kube-proxy. */
export interface WavefrontMark {
  readonly node: string;
  readonly resourceVersion: string;
  readonly fraction: number;
  readonly change: string;
}

/** The packet in focus: the capsule. */
export interface Capsule {
  readonly hopId: string;
  /** `namespace/name` of the Service whose address is rewritten or restored on this hop; null if none is involved. */
  readonly service: string | null;
  readonly label: string;
  readonly kind: Hop['kind'];
  readonly source: Address;
  readonly destination: Address;
  /** What is struck through: which end changes, and to what. Null when nothing is rewritten. */
  readonly rewrite: {
    readonly end: 'source' | 'destination' | 'both';
    readonly source: Address;
    readonly destination: Address;
  } | null;
  /** 0 … 1 along the whole hop, and the way points with the fraction at which each is reached. */
  readonly fraction: number;
  readonly route: readonly { readonly place: Place; readonly fraction: number }[];
  /** The fraction at which the rewrite happens. */
  readonly rewriteFraction: number | null;
  readonly verdict: Hop['verdict'];
}

/** A stretch of the focused request's road. */
export interface RoadMark {
  readonly hopId: string;
  readonly from: Place;
  readonly to: Place;
  /** `namespace/name` of the Service whose address is written on the packet here, or was; null if none is involved. */
  readonly service: string | null;
  readonly state: 'past' | 'now' | 'next' | 'future';
  /** The kind of the destination address written on the packet there: the link wears its colour. */
  readonly tone: AddressKind;
  readonly verdict: Hop['verdict'];
  /** Replies run beside the way out. */
  readonly isReply: boolean;
}

/** A place that a cause is to be seen at, with its number in the chain. */
export interface LitPlace {
  readonly place: Place;
  readonly number: number;
  /** The one that is looked at. */
  readonly isStrong: boolean;
}

/** Any packet in flight, for the canvas. */
export interface PacketDot {
  readonly id: string;
  readonly request: string;
  readonly from: Place;
  readonly to: Place;
  readonly fraction: number;
  readonly tone: AddressKind;
  readonly isReply: boolean;
  readonly failed: boolean;
}

export interface ClientBox {
  readonly place: Place;
  readonly name: string;
  readonly ip: string;
  readonly url: string;
  readonly state: 'idle' | 'waiting' | 'done' | 'failed';
  readonly status: string | null;
}

export interface DnsBox {
  readonly service: string;
  readonly vip: Address;
  readonly pods: readonly PodBox[];
  /** The exchange last seen on the focused request's road. */
  readonly exchange: {
    readonly question: string;
    readonly type: string;
    readonly rcode: string | null;
    readonly answer: string | null;
    readonly ttlSeconds: number | null;
  } | null;
}

export interface RouteBox {
  readonly file: string;
  readonly line: number | null;
  readonly method: string;
  readonly upstream: string;
  readonly target: string;
  readonly downstream: string;
  readonly placeholders: Readonly<Record<string, string>>;
  readonly state: 'idle' | 'matched' | 'unmatched';
  /** The gateway asks the API server for the Pods, and dials one of them itself. */
  readonly isDiscovered?: boolean;
}

export interface Picture {
  readonly at: Micros;
  /** Changes whenever anything but `at`, `capsule` and `dots` differs from the picture before: the scene redraws structure only then. */
  readonly revision: number;
  readonly clients: readonly ClientBox[];
  readonly workloads: readonly WorkloadBox[];
  readonly services: readonly ServiceBox[];
  readonly dns: DnsBox | null;
  /** The gateway's route for the focused request, or its first route when idle. */
  readonly route: RouteBox | null;
  /** EndpointSlice of the focused Service. */
  readonly slice: SliceBox | null;
  readonly nodes: readonly NodeBox[];
  readonly wavefronts: readonly WavefrontMark[];
  readonly capsule: Capsule | null;
  readonly road: readonly RoadMark[];
  readonly dots: readonly PacketDot[];
  /** The chain of causes that is asked about, lit in its order; empty when nobody asks. */
  readonly lit: readonly LitPlace[];
  /** Something is to be predicted: the picture says nothing that would answer it. */
  readonly isAsking?: boolean;
  readonly caption: Message;
  /** Requests counted by how they ended, up to this moment. */
  readonly outcomes: readonly { readonly id: string; readonly count: number }[];
  readonly inFlight: number;
}

/** What is written on a packet, with the kinds of its addresses. */
export interface WrittenHeaders {
  readonly flow: FlowHeaders;
  readonly source: Address;
  readonly destination: Address;
}
