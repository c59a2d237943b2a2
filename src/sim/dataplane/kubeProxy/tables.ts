/** What each node's kube-proxy knows and has written, and the node's connection tracking. */
import type { EndpointSlice, Service } from '../../cluster/objects';
import type { ClusterTables } from '../../cluster/tables';
import type { Draft } from '../../kernel/draft';
import { millis, seconds, type Micros } from '../../kernel/time';
import type { IndexSpec, Table } from '../../kernel/world';
import { serviceOfSlice } from '../endpoints';
import type { NodeRules, SimulatedMode } from '../nodeRules/nodeRules';
import { conntrackKeys, type ConntrackEntry } from '../conntrack';

/** One node's kube-proxy. */
export interface ProxyRow {
  readonly node: string;
  /** `--proxy-mode`. */
  readonly mode: SimulatedMode;
  /** From a write to the API server until this node's kube-proxy hears of it. */
  readonly watchDelayMicros: Micros;
  /** Two syncs are at least this far apart. */
  readonly minSyncMicros: Micros;
  /** When the last sync ended; null before the first. */
  readonly lastSyncMicros: Micros | null;
  /** resourceVersion at which this proxy listed everything; 0 before that. Watch events up to it are old news. */
  readonly listedVersion: number;
  /** Highest resourceVersion that has arrived. */
  readonly seenVersion: number;
  /** Services (`namespace/name`) that changed since the last sync, each with the fact that told of it first. */
  readonly pending: Readonly<Record<string, number>>;
}

/** One object as one node's kube-proxy knows it, which may be older than the API server's. */
export interface KnownRow {
  readonly node: string;
  readonly object: Service | EndpointSlice;
}

/** The rules that are in one node's kernel. */
export interface RuleSetRow {
  readonly node: string;
  readonly mode: SimulatedMode;
  readonly syncedAt: Micros;
  /** By Service: the highest resourceVersion among it and its EndpointSlices that the rules are made from. */
  readonly serviceVersions: Readonly<Record<string, string>>;
  /** Highest resourceVersion of what the rules are made from. */
  readonly seenVersion: number;
  readonly rules: NodeRules;
}

/** A tracked connection of one node, by `conntrackRowKey`. */
export interface ConntrackRow extends ConntrackEntry {
  readonly node: string;
}

export interface ProxyTables extends ClusterTables {
  /** By node. */
  readonly proxies: Table<ProxyRow>;
  /** By `knownKey`. */
  readonly proxyKnown: Table<KnownRow>;
  /** By node. */
  readonly ruleSets: Table<RuleSetRow>;
  readonly conntrack: Table<ConntrackRow>;
  /** `cluster`: how kube-proxies are started. */
  readonly proxyDefaults: Table<{ readonly mode: SimulatedMode }>;
}

export type ProxyDraft = Draft<ProxyTables>;

/** `node|Kind|namespace/name`. */
export function knownKey(node: string, kind: 'Service' | 'EndpointSlice', key: string): string {
  return `${node}|${kind}|${key}`;
}

/** `node|` and the flow key of the original direction. */
export function conntrackRowKey(node: string, entry: Pick<ConntrackEntry, 'original' | 'reply'>): string {
  return `${node}|${conntrackKeys(entry as ConntrackEntry)[0]}`;
}

export const proxyIndexes: IndexSpec = {
  proxyKnown: {
    /** `node|namespace/service` for the slices of a Service. */
    slicesOf: ({ node, object }: KnownRow) => {
      const service = object.kind === 'EndpointSlice' ? serviceOfSlice(object) : undefined;
      return service === undefined ? [] : [`${node}|${service}`];
    },
  },
  conntrack: {
    /** `node|flow key`, for both directions: how a packet finds its connection. */
    byFlow: (row: ConntrackRow) => conntrackKeys(row).map((key) => `${row.node}|${key}`),
    byNode: (row: ConntrackRow) => [row.node],
    /** `node|namespace/name` of the Service whose rule rewrote the connection. */
    byService: (row: ConntrackRow) => (row.service === undefined ? [] : [`${row.node}|${row.service}`]),
  },
};

/** Empty tables of this room, for a new world. */
export function emptyProxyTables(): Omit<ProxyTables, keyof ClusterTables> {
  return { proxies: {}, proxyKnown: {}, ruleSets: {}, conntrack: {}, proxyDefaults: {} };
}

/** kube-proxy's defaults. Source: kubernetes pkg/proxy/apis/config/v1alpha1/defaults.go (minSyncPeriod 1 s). */
export const PROXY_DEFAULTS = {
  watchDelay: millis(8),
  minSync: seconds(1),
  /** How long one sync takes: mostly iptables-restore. */
  syncTime: millis(12),
  /** From the kubelet's start until it has started kube-proxy's Pod again. */
  restart: millis(1500),
} as const;
