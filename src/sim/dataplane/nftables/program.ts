/**
 * Programs a node's nftables table, whole or for the Services that changed.
 * Source: kubernetes pkg/proxy/nftables/proxier.go syncProxyRules: a partial sync touches the chains of
 * changed Services and only those entries of the maps that differ.
 */
import { keyOf } from '../../cluster/objects';
import { endpointsOf } from '../endpoints';
import type { ServiceWithSlices } from '../iptables/contribution';
import { joinSlices, type ProxyInput } from '../iptables/program';
import type { NodeProxyConfig } from '../nodeProxyConfig';
import { servicePorts } from '../servicePorts';
import { BASE_CHAINS, EMPTY_MAPS, fixedChains, fixedSets } from './fixedTable';
import {
  MAP_NAMES,
  type MapEntry,
  type MapName,
  type NftMap,
  type NftRuleSet,
  type NftServiceRules,
} from './ruleSet';
import { addNftServicePort, type NftContribution } from './serviceRules';

/** The table of a node, from nothing. */
export function programNftables(input: ProxyInput): NftRuleSet {
  const { node } = input;
  const empty: NftRuleSet = {
    mode: 'nftables',
    node,
    family: node.ipFamily === 'IPv6' ? 'ip6' : 'ip',
    baseChains: BASE_CHAINS,
    chains: fixedChains(node),
    sets: fixedSets(node),
    maps: EMPTY_MAPS,
    services: {},
    endpointCount: 0,
  };
  const joined = joinSlices(input.services, input.endpointSlices);
  return reprogramNftables(
    empty,
    Object.fromEntries(joined.map((given) => [keyOf(given.service.metadata), given])),
  );
}

/** The table after some Services have changed; null stands for one that is gone. Everything else keeps its identity. */
export function reprogramNftables(
  previous: NftRuleSet,
  changes: Readonly<Record<string, ServiceWithSlices | null>>,
): NftRuleSet {
  const keys = Object.keys(changes).sort();
  const services: Record<string, NftServiceRules> = { ...previous.services };
  const changed = new Set(keys);
  const entries = Object.fromEntries(
    MAP_NAMES.map((map) => [map, withoutServices(previous.maps[map], changed)]),
  ) as Record<MapName, Record<string, MapEntry>>;
  let { endpointCount } = previous;
  const clusterIPs = new Set(clusterIPsOf(previous, changed));
  for (const key of keys) {
    endpointCount -= services[key]?.endpointCount ?? 0;
    delete services[key];
    const given = changes[key]!;
    if (given === null) continue;
    const { contribution, endpoints } = contributionOf(given, previous.node);
    for (const map of MAP_NAMES) Object.assign(entries[map], contribution.entries[map]);
    for (const ip of contribution.clusterIPs) clusterIPs.add(ip);
    if (contribution.clusterIPs.length === 0) continue;
    const { chains, affinitySets } = contribution;
    services[key] = { chains, affinitySets, clusterIPs: contribution.clusterIPs, endpointCount: endpoints };
    endpointCount += endpoints;
  }
  const maps = Object.fromEntries(
    MAP_NAMES.map((map): [MapName, NftMap] => [map, { ...previous.maps[map], entries: entries[map] }]),
  ) as Record<MapName, NftMap>;
  const active = { ...previous.sets['cluster-ips']!, elements: [...clusterIPs].sort() };
  return {
    ...previous,
    sets: { ...previous.sets, 'cluster-ips': active },
    maps,
    services: Object.fromEntries(Object.entries(services).sort(([a], [b]) => (a < b ? -1 : 1))),
    endpointCount,
  };
}

function withoutServices(map: NftMap, gone: ReadonlySet<string>): Record<string, MapEntry> {
  return Object.fromEntries(
    Object.entries(map.entries).filter(([, { origin }]) => !gone.has(origin.service)),
  );
}

function clusterIPsOf({ services }: NftRuleSet, gone: ReadonlySet<string>): string[] {
  return Object.entries(services).flatMap(([key, { clusterIPs }]) => (gone.has(key) ? [] : clusterIPs));
}

function contributionOf(
  { service, slices }: ServiceWithSlices,
  node: NodeProxyConfig,
): { readonly contribution: NftContribution; readonly endpoints: number } {
  const contribution: NftContribution = {
    entries: Object.fromEntries(MAP_NAMES.map((map) => [map, {}])) as NftContribution['entries'],
    clusterIPs: [],
    chains: {},
    affinitySets: {},
  };
  let count = 0;
  for (const port of servicePorts(service, node.ipFamily)) {
    const endpoints = endpointsOf(port, slices, node.ipFamily, node.nodeName);
    count += endpoints.length;
    addNftServicePort(contribution, port, endpoints, node);
  }
  return { contribution, endpoints: count };
}
