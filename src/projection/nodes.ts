/** Nodes as boxes: kube-proxy, the rules in the kernel, conntrack, Pods; and changes on their way there. */
import { seconds } from '../sim/kernel/time';
import { formatSocket } from '../sim/packet/headers';
import { staleness } from '../sim/traffic/staleness';
import { addressOf } from './addresses';
import { lastAtOrBefore, type FactLog } from './factLog';
import type { Focus } from './focus';
import { isDeciding, ruleRows, rulesOfService, verdictOn } from './nodeRules';
import type { ConntrackRow, NodeBox, WavefrontMark } from './picture';
import { isDarkNode, lostNode } from './power';
import type { WorldView } from './view';

/** So many conntrack entries go into the picture; the panel shows all. */
const SHOWN_ENTRIES = 3;

export function nodeBoxes(view: WorldView, log: FactLog, focus: Focus): NodeBox[] {
  return Object.keys(view.tables.nodes)
    .sort()
    .map((name) => nodeBox(view, log, focus, name));
}

/** How long a node's rules for a Service have been out of date; 0 if they are not. */
export function staleMicros(view: WorldView, node: string, service: string): number {
  return staleness(
    {
      now: view.at,
      rules: (name) => view.tables.ruleSets[name],
      slicesOf: (key) => view.lookup('endpointSlices', 'byService', key),
      changes: (slice) => view.tables.sliceChanges[slice] ?? [],
    },
    node,
    service,
  );
}

function nodeBox(view: WorldView, log: FactLog, focus: Focus, name: string): NodeBox {
  const node = view.tables.nodes[name]!;
  const service = focus.hopService;
  const proxy = view.tables.proxies[name];
  const rules = view.tables.ruleSets[name];
  const middle = focus.service;
  const stale = middle === null ? 0 : staleMicros(view, name, middle);
  const found = service === null ? null : rulesOfService(view, name, service);
  const keys = view.lookup('conntrack', 'byNode', name);
  const { hop } = focus;
  return {
    place: `node/${name}`,
    name,
    ip: node.status.internalIP,
    podCIDR: node.spec.podCIDR,
    proxy: {
      state: proxyState(view, name, stale),
      syncedAt: rules?.syncedAt ?? null,
      staleMicros: stale,
      watchDelayMicros: proxy?.watchDelayMicros ?? 0,
      resourceVersion:
        rules === undefined || middle === null ? null : String(versionKnown(view, log, name, middle)),
    },
    serviceRule: serviceRule(view, focus, name, service, found),
    chain: found?.chain ?? null,
    rules: service === null ? [] : ruleRows(view, focus, name, service),
    rejects: isRefusal(found),
    conntrack: currentEntries(view, focus, keys).slice(0, SHOWN_ENTRIES),
    conntrackCount: keys.length,
    pods: view.lookup('pods', 'byNode', name).map((key) => `pod/${key}`),
    lost: lostNode(view, name),
    isActing: hop !== null && view.at <= hop.endAt && actingNode(hop.decision) === name,
  };
}

/** In the filter table, or a virtual server without a real server. */
function isRefusal(found: ReturnType<typeof rulesOfService>): boolean {
  const entry = found?.entry;
  return entry?.table === 'filter' || (entry?.table === 'ipvs' && entry.leadsTo === null);
}

function actingNode(decision: { by: string; node?: string }): string | null {
  return decision.node ?? null;
}

function proxyState(view: WorldView, node: string, stale: number): NodeBox['proxy']['state'] {
  const state = view.tables.machines[`kubeProxy/${node}`]?.state;
  if (state === 'waiting' || state === 'syncing') return state;
  return stale > 0 ? 'behind' : 'synced';
}

/** resourceVersion of the last change of a Service's slices that a node's rules follow. */
function versionKnown(view: WorldView, log: FactLog, node: string, service: string): number {
  const seen = view.tables.ruleSets[node]?.seenVersion ?? 0;
  const change = log.slices.findLast(
    (one) => one.at <= view.at && one.service === service && one.resourceVersion <= seen,
  );
  if (change !== undefined) return change.resourceVersion;
  const slices = view.lookup('endpointSlices', 'byService', service);
  const versions = slices.flatMap((key) =>
    (view.tables.sliceChanges[key] ?? []).map((item) => item.resourceVersion),
  );
  return Math.max(0, ...versions.filter((version) => version <= seen));
}

function serviceRule(
  view: WorldView,
  focus: Focus,
  node: string,
  service: string | null,
  found: ReturnType<typeof rulesOfService>,
): NodeBox['serviceRule'] {
  const entry = found?.entry;
  const spec = service === null ? undefined : view.tables.services[service]?.spec;
  if (entry === undefined || entry === null || spec === undefined) return null;
  const { verdict } = verdictOn(view, focus, node, entry.table, entry.chain, entry.index);
  return {
    text: entry.text,
    chain: entry.chain,
    vip: { kind: 'vip', text: formatSocket({ ip: spec.clusterIP, port: spec.ports[0]?.port ?? 0 }) },
    hit: verdict === 'hit' && isDeciding(view, focus, node),
  };
}

/** Conntrack rows by key, the one that the focused hop uses first, then the newest. */
export function currentEntries(view: WorldView, focus: Focus, keys: readonly string[]): ConntrackRow[] {
  const decision = focus.hop?.decision;
  const used = decision?.by === 'rules' || decision?.by === 'conntrack' ? decision.conntrackKey : null;
  const rows = keys.map((key) => conntrackRow(view, key, key === used));
  const born = (row: ConntrackRow) => view.tables.conntrack[row.key]!.createdAt;
  return rows.sort(
    (a, b) => Number(b.isCurrent) - Number(a.isCurrent) || born(b) - born(a) || (a.key < b.key ? -1 : 1),
  );
}

function conntrackRow(view: WorldView, key: string, isCurrent: boolean): ConntrackRow {
  const entry = view.tables.conntrack[key]!;
  const side = (flow: typeof entry.original) => ({
    source: addressOf(view, flow.source),
    destination: addressOf(view, flow.destination),
  });
  return {
    key,
    protocol: entry.original.protocol,
    state: entry.tcpState ?? (entry.seenReply ? 'REPLIED' : 'UNREPLIED'),
    original: side(entry.original),
    reply: side(entry.reply),
    secondsLeft: Math.max(0, Math.ceil((entry.expiresAt - view.at) / 1_000_000)),
    isCurrent,
  };
}

/** Changes of the focused Service that are on their way to a node's kube-proxy. */
export function wavefronts(view: WorldView, log: FactLog, focus: Focus): WavefrontMark[] {
  const marks: WavefrontMark[] = [];
  const end = lastAtOrBefore(log.slices, view.at, (change) => change.at);
  for (let i = end; i >= 0 && view.at - log.slices[i]!.at < seconds(30); i--) {
    const change = log.slices[i]!;
    if (focus.service === null || change.service !== focus.service || change.at < 0) continue;
    for (const node of Object.keys(view.tables.proxies).sort()) {
      const proxy = view.tables.proxies[node]!;
      if (isDarkNode(view, node)) continue;
      if (proxy.seenVersion >= change.resourceVersion || proxy.watchDelayMicros <= 0) continue;
      const fraction = (view.at - change.at) / proxy.watchDelayMicros;
      if (fraction < 0 || fraction >= 1) continue;
      marks.push({
        node,
        resourceVersion: String(change.resourceVersion),
        fraction,
        change: [...change.added.map((ip) => `+ ${ip}`), ...change.removed.map((ip) => `− ${ip}`)].join(' '),
      });
    }
  }
  return marks;
}
