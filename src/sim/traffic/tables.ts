/** The tables of traffic: who asks, who is asked, and what is on the wire. */
import type { Micros } from '../kernel/time';
import type { IndexSpec, Table } from '../kernel/world';
import type { FlowHeaders, Place } from '../packet/headers';
import type { Decision, Hop, Outcome } from '../packet/hop';
import type { DnsQuery, DnsResponse, Rcode, ResourceRecord } from '../dns/message';
import type { ResolutionState } from '../dns/stubResolver';
import type { CacheEntry } from '../dns/cachePlugin';
import type { AnswerRoad } from './dnsOrigin';
import type { AffinityState } from '../dataplane/iptables/affinity';
import type { BreakerState } from './ocelot/circuitBreaker';
import type { LoadBalancerState } from './ocelot/loadBalancers';
import type { RateLimitCounter } from './ocelot/rateLimit';
import type { Target } from './ocelot/routing';
import type { ProxyTables } from '../dataplane/kubeProxy/tables';

/** A browser outside the cluster. */
export interface ClientRow {
  readonly id: string;
  readonly ip: string;
  readonly name: string;
  readonly urls: readonly string[];
  /** The request sent last, and how the one that ended last ended. */
  readonly lastRequest: string | null;
  readonly lastOutcome: Outcome | null;
}

/** A page view that has not ended yet. */
export interface RequestRow {
  readonly id: string;
  readonly client: string;
  readonly method: string;
  readonly url: string;
  readonly startedAt: Micros;
  /** Every connection on its road is opened anew and closed after use. */
  readonly newConnections: boolean;
  /** What went wrong first, deepest in the call chain. */
  readonly reason: Outcome['reason'];
  readonly servedBy: string | null;
}

/** One HTTP request and its response between two programs, as the asking side sees it. */
export interface ExchangeRow {
  readonly id: string;
  readonly request: string;
  readonly leg: Hop['leg'];
  /** Who asks. */
  readonly owner: Place;
  /** The exchange that the owner serves by asking; null for the browser. */
  readonly parent: string | null;
  readonly method: string;
  readonly scheme: 'http' | 'https';
  /** As written in the URL: a name or an address. */
  readonly host: string;
  readonly port: number;
  /** The Host header, where it is not the URL's host. */
  readonly hostHeader: string;
  readonly path: string;
  readonly query: string;
  readonly connection: string | null;
  readonly connectTimeoutMicros: Micros;
  readonly requestTimeoutMicros: Micros;
  readonly startedAt: Micros;
  /** Addresses that an ingress controller has tried in vain. */
  readonly triedAddresses: readonly string[];
  /** The handler whose pools it uses, in `handlers`; empty for what is no .NET client. */
  readonly handler: string;
  /** The pool in whose queue it waits: every connection that may be open is in use. */
  readonly queuedIn: string | null;
  /** How often it was sent again because a kept connection had been closed. */
  readonly retries: number;
  /** What else the caller wrote: `Oc-Client`. */
  readonly headers: Readonly<Record<string, string>>;
  /** What an Ocelot gateway has to give back when it ends. */
  readonly lease?: { readonly route: number; readonly balancer: string; readonly target: Target };
}

/** A program's work on an exchange that reached it. */
export interface HandlingRow {
  readonly exchange: string;
  readonly pod: string;
  readonly chart: string;
  readonly arrivedAt: Micros;
  /** What it will answer, once it knows. */
  readonly status: number | null;
}

/** A DNS query that a CoreDNS Pod is working on. */
export interface DnsWorkRow {
  readonly pod: string;
  readonly packet: PacketRow;
  readonly arrivedAt: Micros;
  readonly road: AnswerRoad;
}

/** An answer that a CoreDNS Pod keeps. Key: `pod name/type`. */
export interface DnsCacheRow extends CacheEntry {
  readonly pod: string;
}

/** curl in a Pod's container, by `kubectl exec`. Its request has the same id. */
export interface ExecCurlRow {
  readonly id: string;
  readonly kind: 'curl';
  readonly pod: string;
  readonly startedAt: Micros;
  readonly url: string;
  readonly method: string;
  /** What its host was resolved to. */
  readonly address: string | null;
  /** The Pod that took its connection, once it has answered. */
  readonly server: string | null;
}

/** What came back for one of nslookup's queries. */
export interface ExecAnswer extends DnsQuery {
  readonly rcode: Rcode;
  readonly authoritative: boolean;
  readonly records: readonly ResourceRecord[];
}

/** nslookup in a Pod's container, by `kubectl exec`. */
export interface ExecLookupRow {
  readonly id: string;
  readonly kind: 'lookup';
  readonly pod: string;
  readonly startedAt: Micros;
  readonly name: string;
  readonly flow: FlowHeaders;
  readonly waiting: readonly DnsQuery[];
  /** In the order in which they came. */
  readonly answers: readonly ExecAnswer[];
  readonly refusals: number;
  /** How often the queries were sent. */
  readonly rounds: number;
}

export type ExecRow = ExecCurlRow | ExecLookupRow;

/** A TCP connection as its opener sees it. */
export interface ConnectionRow {
  readonly id: string;
  readonly owner: Place;
  /** `owner handler scheme://host:port`: idle connections are reused within a pool. */
  readonly pool: string;
  /** The handler that keeps it, with its serial number; empty for what is no .NET client. */
  readonly handler: string;
  /** When it was established; until then, when it was dialled. */
  readonly openedAt: Micros;
  /** Since when it is idle; null while it is in use. */
  readonly idleSince: Micros | null;
  /** Exchanges that it has carried, with the one that goes on. */
  readonly carried: number;
  /** The server has closed it; the opener hears of it in a moment. */
  readonly closedByServer: boolean;
  /** As the opener dialled it. */
  readonly flow: FlowHeaders;
  /** As it arrives at the server: after DNAT and SNAT. Null until a SYN has arrived. */
  readonly arrived: FlowHeaders | null;
  /** The Pod that accepted it. */
  readonly server: string | null;
  /** The exchange that uses it; null while idle. */
  readonly exchange: string | null;
  /** `idle` connections count in the pool. */
  readonly state: 'opening' | 'busy' | 'idle';
  readonly leg: Hop['leg'];
}

/** A SocketsHttpHandler of a program: the settings of its pools. Key: `owner name`. */
export interface HandlerRow {
  readonly serial: number;
  readonly createdAt: Micros;
  readonly settings: PoolSettings;
  /** Used since the pools were cleaned last. */
  readonly isUsed: boolean;
}

/** How a SocketsHttpHandler keeps connections; null stands for infinite. */
export interface PoolSettings {
  readonly lifetimeMicros: Micros | null;
  readonly idleTimeoutMicros: Micros | null;
  readonly maxPerServer: number | null;
}

/** What an Ocelot process remembers from one request to the next, by Pod. */
export interface OcelotRow {
  /** Of which state of its configuration. */
  readonly reloads: number;
  readonly balancers: Readonly<Record<string, LoadBalancerState>>;
  /** Circuit breakers, by place of the route. */
  readonly breakers: Readonly<Record<string, BreakerState>>;
  /** Requests counted for rate limits. */
  readonly limits: Readonly<Record<string, RateLimitCounter>>;
  /** What PollKube and WatchKube know. */
  readonly lists: Readonly<Record<string, KnownTargets>>;
}

/** The list of targets that a discovery provider holds. */
export interface KnownTargets {
  /** `namespace/name`. */
  readonly service: string;
  readonly scheme: string;
  readonly targets: readonly Target[];
  readonly readAt: Micros;
  /** When it was read first: PollKube's timer runs from then on. */
  readonly firstAt: Micros;
  /** 0: it is told of each change. */
  readonly intervalMicros: Micros;
}

/** A look-up by a Pod's stub resolver. */
export interface LookupRow {
  readonly id: string;
  readonly exchange: string;
  readonly pod: string;
  readonly name: string;
  readonly flow: FlowHeaders;
  readonly resolution: ResolutionState;
  /** Queries of this round that have no answer yet. */
  readonly waiting: readonly DnsQuery[];
  readonly attempt: number;
}

export type PacketKind =
  'SYN' | 'SYN-ACK' | 'RST' | 'ICMP' | 'request' | 'response' | 'dnsQuery' | 'dnsAnswer';

/** Why a Pod's kernel answers RST, and the ports that its program does listen on. */
export interface Refusal {
  readonly reason: 'noProcess' | 'starting' | 'draining' | 'wrongPort' | 'node' | 'reset';
  readonly listens: string;
}

/** A packet on the wire, between two places. */
export interface PacketRow {
  readonly id: string;
  readonly kind: PacketKind;
  /** `SYN`, `GET`, `200`, `A?` … */
  readonly label: string;
  /** What is on the line, for hops with HTTP on them. */
  readonly line: string | null;
  readonly request: string;
  readonly leg: Hop['leg'];
  /** The connection or the look-up that it belongs to. */
  readonly carrier: string;
  readonly dns: {
    readonly query: DnsQuery;
    readonly response: DnsResponse | null;
    readonly server: string | null;
  } | null;
  readonly isReply: boolean;
  /** On an RST: why the Pod's kernel sent it. */
  readonly refusal?: Refusal;
  /** As it is now. */
  readonly flow: FlowHeaders;
  /** Where it is between, now. */
  readonly from: Place;
  readonly to: Place;
  readonly sentAt: Micros;
  readonly arrivesAt: Micros;
  /** The part of its road since its last hop was told: where it began, and how it was written there. */
  readonly trail: readonly { readonly place: Place; readonly at: Micros }[];
  readonly before: FlowHeaders;
  readonly rewriteAt: Micros | null;
  readonly decision: Decision;
  readonly verdict: Hop['verdict'];
}

/** A write of an EndpointSlice. */
export interface SliceChange {
  readonly resourceVersion: number;
  readonly at: Micros;
}

/** Counts that grow: requests by outcome, and answers by Pod. */
export interface CountRow {
  readonly count: number;
}

export interface TrafficTables extends ProxyTables {
  readonly clients: Table<ClientRow>;
  readonly requests: Table<RequestRow>;
  readonly exchanges: Table<ExchangeRow>;
  readonly handlings: Table<HandlingRow>;
  readonly connections: Table<ConnectionRow>;
  readonly lookups: Table<LookupRow>;
  readonly packets: Table<PacketRow>;
  readonly dnsWork: Table<DnsWorkRow>;
  readonly dnsCaches: Table<DnsCacheRow>;
  /** Commands that run in containers by `kubectl exec`. */
  readonly execs: Table<ExecRow>;
  /** Next number of each kind of id: `request`, `exchange`, `connection`, `packet` … */
  readonly numbers: Table<number>;
  /** Last ephemeral port of each place. */
  readonly ports: Table<number>;
  /** Requests that ended, by outcome id. */
  readonly outcomes: Table<CountRow>;
  /** Requests answered, by Pod. */
  readonly served: Table<CountRow>;
  /** Names that the public DNS knows, with their addresses. */
  readonly publicNames: Table<readonly string[]>;
  /** Settings of traffic. One row, `traffic`. */
  readonly settings: Table<TrafficSettings>;
  /** The last writes of each EndpointSlice, oldest first. */
  readonly sliceChanges: Table<readonly SliceChange[]>;
  /** What each node's kernel remembers for session affinity, by node. */
  readonly affinity: Table<AffinityState>;
  /** What was read of programs beside their manifests' fields, by workload `Kind/namespace/name`. */
  readonly programs: Table<ProgramRow>;
  /** How Ocelot is configured, by gateway workload `Kind/namespace/name`. */
  readonly gateways: Table<GatewayRow>;
  /** SocketsHttpHandlers, by `owner name`. */
  readonly handlers: Table<HandlerRow>;
  readonly ocelots: Table<OcelotRow>;
}

/** "To serve this page, ask that URL." `{name}` stands for one path segment, `*` for anything. */
export interface CallTemplate {
  readonly method: string;
  readonly page: string;
  readonly callMethod: string;
  readonly url: string;
}

export interface ProgramRow {
  readonly calls: readonly CallTemplate[];
  /** What the files say of the program's part, where no annotation does. */
  readonly role?: 'ingress-controller' | 'web-app' | 'gateway' | 'service' | 'dns';
}

export interface GatewayRow {
  readonly file: string;
  /** The text of the file; read again (and cached) by whoever routes. */
  readonly text: string;
  /** As it was at first, where it has been changed. */
  readonly original?: string;
  /** How often it has been changed. */
  readonly reloads?: number;
}

export interface TrafficSettings {
  readonly newConnectionPerRequest: boolean;
  /** Requests per second that a client sends by itself; 0 for none. */
  readonly rate: number;
  readonly client: string;
  readonly url: string;
}

export const trafficIndexes: IndexSpec = {
  connections: {
    /** Idle connections of a pool. */
    byPool: (row: ConnectionRow) => (row.state === 'idle' ? [row.pool] : []),
    /** All of a pool, in use or not. */
    byWholePool: (row: ConnectionRow) => [row.pool],
    byHandler: (row: ConnectionRow) => (row.handler === '' ? [] : [row.handler]),
    byServer: (row: ConnectionRow) => (row.server === null ? [] : [row.server]),
    byOwner: (row: ConnectionRow) => [row.owner],
  },
  exchanges: {
    byOwner: (row: ExchangeRow) => [row.owner],
    byParent: (row: ExchangeRow) => (row.parent === null ? [] : [row.parent]),
    byRequest: (row: ExchangeRow) => [row.request],
    byQueue: (row: ExchangeRow) => (row.queuedIn === null ? [] : [row.queuedIn]),
  },
  handlings: { byPod: (row: HandlingRow) => [row.pod] },
  dnsWork: { byPod: (row: DnsWorkRow) => [row.pod] },
  dnsCaches: { byPod: (row: DnsCacheRow) => [row.pod] },
  execs: { byPod: (row: ExecRow) => [row.pod] },
  clients: { byIP: (row: ClientRow) => [row.ip] },
  lookups: { byExchange: (row: LookupRow) => [row.exchange] },
};
