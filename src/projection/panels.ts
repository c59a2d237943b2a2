/** Cards of the panels: endpoints, rules, conntrack, tally. */
import { lineChains } from '../sim/dataplane/nodeRules/lines';
import { printNode } from '../sim/dataplane/nodeRules/printNode';
import type { ExaminedRuleView } from '../sim/packet/hop';
import type { ConntrackCard, EndpointsCard, RulesCard, TallyCard } from './cards';
import type { FactLog } from './factLog';
import type { Focus } from './focus';
import { isDeciding, liveEndpoints, verdictOn } from './nodeRules';
import { currentEntries, staleMicros } from './nodes';
import type { WorkloadBox } from './picture';
import { endpointRows, slicesOf } from './services';
import type { WorldView } from './view';

/** The EndpointSlices of the focused Service, and how far each node is. */
export function endpointsCard(view: WorldView, log: FactLog, focus: Focus): EndpointsCard | null {
  const { service } = focus;
  const object = service === null ? undefined : view.tables.services[service];
  if (service === null || object === undefined) return null;
  const rows = endpointRows(view, log, focus, service);
  return {
    service,
    vip: `${object.spec.clusterIP}:${object.spec.ports[0]?.port ?? 0}`,
    slices: slicesOf(view, service).map((key) => {
      const slice = view.tables.endpointSlices[key]!;
      const addresses = new Set(slice.endpoints.map((endpoint) => endpoint.addresses[0]));
      return {
        name: slice.metadata.name,
        resourceVersion: slice.metadata.resourceVersion,
        changedAt: view.tables.sliceChanges[key]?.at(-1)?.at ?? slice.metadata.creationMicros,
        rows: rows.filter((row) => addresses.has(row.ip)),
      };
    }),
    nodes: Object.keys(view.tables.nodes)
      .sort()
      .map((node) => {
        const stale = staleMicros(view, node, service);
        return { node, state: stale > 0 ? ('behind' as const) : ('current' as const), staleMicros: stale };
      }),
  };
}

/** A node's rules that concern one Service, chain by chain, as a packet meets them; all rules when `service` is null. */
export function rulesCard(view: WorldView, focus: Focus, node: string, service: string | null): RulesCard {
  const row = view.tables.ruleSets[node];
  const mode = row?.mode ?? 'iptables';
  if (row === undefined)
    return { node, mode, service, syncedAt: null, chains: [], ruleCount: 0, printed: () => '' };
  const { rules: programmed } = row;
  const decisive = isDeciding(view, focus, node) ? decisiveLine(focus) : null;
  const live = service === null ? null : liveEndpoints(view, service);
  const chains: RulesCard['chains'][number][] = [];
  let ruleCount = 0;
  for (const { table, name, lines } of lineChains(row.rules)) {
    ruleCount += lines.length;
    const rules = lines.flatMap(({ text, origin, endpoint }, index) => {
      const concerns = service === null || origin === undefined || origin.service === service;
      if (!concerns) return [];
      const isStale = live !== null && endpoint !== null && !live.has(endpoint);
      const isDecisive = decisive?.chain === name && decisive.table === table && decisive.index === index;
      return [{ text, ...verdictOn(view, focus, node, table, name, index), isStale, isDecisive }];
    });
    const isShared = lines.every(({ origin }) => origin === undefined);
    const isMet = rules.some(({ verdict }) => verdict !== null);
    const isUsual = ALWAYS_SHOWN.some((prefix) => name.startsWith(prefix));
    const isPartOf = service === null || !isShared || isUsual || isMet;
    if (rules.length > 0 && isPartOf) chains.push({ table, name, rules });
  }
  return {
    node,
    mode,
    service,
    syncedAt: row.syncedAt,
    chains: inOrder(chains),
    ruleCount,
    printed: () => printNode(programmed),
  };
}

/** Where the rule stands that decided about the packet in focus. */
function decisiveLine({ hop }: Focus): ExaminedRuleView | null {
  return hop?.decision.by === 'rules' ? hop.decision.matched : null;
}

/** Shared chains in which no Service has a line, and which a packet meets all the same. */
const ALWAYS_SHOWN = [
  'KUBE-MARK',
  'KUBE-POST',
  'KUBE-SERVICES',
  'KUBE-IPVS',
  'services',
  'mark-for',
  'masquerading',
];

/** As a packet meets them: the shared entry, the Service's own chain, its endpoints', and the rest. */
const ORDER = [
  'filter-prerouting',
  'filter-output',
  'firewall-check',
  'PREROUTING',
  'OUTPUT',
  'nat-prerouting',
  'nat-output',
  'KUBE-SERVICES',
  '@KUBE-CLUSTER',
  '@KUBE-LOAD',
  'KUBE-LOAD',
  'KUBE-NODE',
  'INPUT',
  'KUBE-IPVS-FILTER',
  'IPVS',
  'TCP ',
  'UDP ',
  'KUBE-EXT-',
  'KUBE-FW-',
  'KUBE-SVL-',
  'KUBE-SVC-',
  'KUBE-SEP-',
  'services',
  '@service-ips',
  '@service-',
  'external-',
  'firewall-',
  'local-',
  'service-',
  'endpoint-',
  'KUBE-MARK',
  'mark-for',
  'FORWARD',
  'KUBE-PROXY-FIREWALL',
  'KUBE-FORWARD',
  'filter-forward',
  'service-endpoints-check',
  'cluster-ips-check',
  'POSTROUTING',
  'KUBE-POST',
  'nat-postrouting',
  'masquerading',
];

function inOrder(chains: RulesCard['chains'][number][]): RulesCard['chains'] {
  // Of several beginnings that fit, the longest counts.
  const rank = ({ table, name: own }: RulesCard['chains'][number]) => {
    // The filter table's OUTPUT comes late: what IPVS has rewritten leaves by it.
    const name = table === 'filter' && own === 'OUTPUT' ? 'KUBE-PROXY-FIREWALL' : own;
    const fitting = ORDER.filter((prefix) => name.startsWith(prefix)).sort((a, b) => b.length - a.length);
    return fitting[0] === undefined ? ORDER.length : ORDER.indexOf(fitting[0]);
  };
  return [...chains].sort((a, b) => rank(a) - rank(b));
}

/** All conntrack entries of a node. */
export function conntrackCard(view: WorldView, focus: Focus, node: string): ConntrackCard {
  return { node, rows: currentEntries(view, focus, view.lookup('conntrack', 'byNode', node)) };
}

/** Who answered how many requests, of the workload behind the focused Service; Pods that are gone are kept. */
export function tallyCard(
  view: WorldView,
  log: FactLog,
  focus: Focus,
  workloads: readonly WorkloadBox[],
): TallyCard | null {
  const workload = workloads.find((box) => box.service !== null && box.service === focus.service);
  if (workload === undefined) return null;
  const rows = workload.pods.map((pod) => ({
    pod: pod.place.slice('pod/'.length),
    shortName: pod.shortName,
    ip: pod.ip,
    count: pod.served,
    gone: false,
  }));
  const present = new Set(rows.map((row) => row.pod));
  const prefix = `${workload.namespace}/${workload.name}-`;
  for (const [pod, { count }] of Object.entries(view.tables.served).sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (present.has(pod) || !pod.startsWith(prefix)) continue;
    rows.push({
      pod,
      shortName: pod.slice(pod.lastIndexOf('-') + 1),
      ip: ipOnceOf(log, pod),
      count,
      gone: true,
    });
  }
  return { workload: workload.key, rows, total: rows.reduce((sum, row) => sum + row.count, 0) };
}

/** The address that a Pod had: as the last hop that reached it says. */
function ipOnceOf(log: FactLog, pod: string): string | null {
  for (let i = log.sent.length - 1; i >= 0 && i > log.sent.length - 200; i--) {
    const hop = log.sent[i]!.hops.find(
      (one) => one.route.at(-1)?.place === `pod/${pod}` && one.after !== null && one.kind !== 'rewrite',
    );
    if (hop !== undefined) return hop.after!.destination.ip;
  }
  return null;
}
