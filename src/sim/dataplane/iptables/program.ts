/**
 * Programs a node's rules, whole or in part, as kube-proxy's full and partial syncs do.
 * Source: kubernetes pkg/proxy/iptables/proxier.go syncProxyRules; KEP-3453 (minimizing iptables-restore input).
 */
import { keyOf, type EndpointSlice, type Service } from '../../cluster/objects';
import { seconds, type Micros } from '../../kernel/time';
import { slicesByService } from '../endpoints';
import type { NodeProxyConfig } from '../nodeProxyConfig';
import {
  countEndpoints,
  serviceContribution,
  type ServiceContribution,
  type ServiceWithSlices,
} from './contribution';
import {
  builtInFilterChains,
  builtInNatChains,
  fixedFilterChains,
  fixedNatChains,
  nodePortEntryRules,
} from './fixedRules';
import type { Chain, Chains, Rule, RuleSet, ServiceRules } from './ruleSet';
import { SHARED_CHAINS, type SharedChain } from './serviceRules';
import { replaceLines } from './sharedChains';

/** Above so many endpoints, comments are left out and stale chains are cleaned less often. */
export const LARGE_CLUSTER_ENDPOINTS = 1000;

export interface ProxyInput {
  readonly services: readonly Service[];
  readonly endpointSlices: readonly EndpointSlice[];
  readonly node: NodeProxyConfig;
}

/** One sync of kube-proxy: the rules after it, and what it had to write. */
export interface Sync {
  readonly ruleSet: RuleSet;
  readonly kind: 'full' | 'partial';
  /** Services' own chains that were written, sorted. */
  readonly written: readonly string[];
  /** Chains that were flushed and deleted, sorted. */
  readonly deleted: readonly string[];
}

export interface SyncOptions {
  readonly now?: Micros;
  /** How often stale chains are cleaned in large-cluster mode; kube-proxy's `syncPeriod`, 30 s. */
  readonly syncPeriodMicros?: Micros;
}

/** The rules of a node, from nothing. */
export function programRules(input: ProxyInput): RuleSet {
  return syncAll(undefined, input).ruleSet;
}

/** Services with their slices, sorted by Service. */
export function joinSlices(
  services: readonly Service[],
  slices: readonly EndpointSlice[],
): ServiceWithSlices[] {
  const byService = slicesByService(slices);
  return services
    .map((service) => ({ service, slices: byService.get(keyOf(service.metadata)) ?? [] }))
    .sort((a, b) => (keyOf(a.service.metadata) < keyOf(b.service.metadata) ? -1 : 1));
}

function isLarge(node: NodeProxyConfig, endpointCount: number): boolean {
  return node.largeCluster || endpointCount > LARGE_CLUSTER_ENDPOINTS;
}

/** Stale chains go at once in a small cluster, once per period in a large one. */
function cleanUp(
  previous: RuleSet | undefined,
  unused: Chains,
  large: boolean,
  options: SyncOptions,
): Pick<RuleSet, 'stale' | 'cleanedAt'> & { readonly deleted: string[] } {
  const now = options.now ?? 0;
  const period = options.syncPeriodMicros ?? seconds(30);
  if (large && previous !== undefined && now - previous.cleanedAt <= period) {
    return { stale: unused, cleanedAt: previous.cleanedAt, deleted: [] };
  }
  return { stale: {}, cleanedAt: now, deleted: Object.keys(unused).sort() };
}

/** A full sync: every chain is written. `previous` is what the kernel holds, if anything. */
export function syncAll(previous: RuleSet | undefined, input: ProxyInput, options: SyncOptions = {}): Sync {
  const { node } = input;
  const joined = joinSlices(input.services, input.endpointSlices);
  const endpointCount = joined.reduce((sum, given) => sum + countEndpoints(given, node), 0);
  const large = isLarge(node, endpointCount);
  const lines = Object.fromEntries(SHARED_CHAINS.map((chain) => [chain, []])) as unknown as Record<
    SharedChain,
    Rule[]
  >;
  const services: Record<string, ServiceRules> = {};
  const written: string[] = [];
  for (const given of joined) {
    const contribution = serviceContribution(given, node, !large);
    for (const chain of SHARED_CHAINS) lines[chain].push(...contribution.lines[chain]);
    if (hasRules(contribution)) services[contribution.service] = rulesOf(contribution);
    written.push(...Object.keys(contribution.chains));
  }
  lines['nat/KUBE-SERVICES'].push(...nodePortEntryRules(node));
  const kept = new Set(written);
  const { deleted, ...rest } = cleanUp(
    previous,
    previous === undefined ? {} : chainsNotIn(previous, kept),
    large,
    options,
  );
  const ruleSet = {
    mode: 'iptables' as const,
    node,
    tables: tables(node, lines),
    services,
    ...rest,
    endpointCount,
  };
  return { ruleSet, kind: 'full', written: written.sort(), deleted };
}

function hasRules(contribution: ServiceContribution): boolean {
  return contribution.endpointCount > 0 || Object.keys(contribution.chains).length > 0;
}

function rulesOf({ chains, endpointCount }: ServiceContribution): ServiceRules {
  return { chains, endpointCount };
}

function chainsNotIn(ruleSet: RuleSet, kept: ReadonlySet<string>): Chains {
  const unused: Record<string, Chain> = {};
  const collect = (chains: Chains) => {
    for (const name of Object.keys(chains)) if (!kept.has(name)) unused[name] = chains[name]!;
  };
  collect(ruleSet.stale);
  for (const key of Object.keys(ruleSet.services)) collect(ruleSet.services[key]!.chains);
  return unused;
}

function tables(node: NodeProxyConfig, lines: Readonly<Record<SharedChain, Chain>>): RuleSet['tables'] {
  return {
    nat: {
      chains: {
        ...builtInNatChains(),
        'KUBE-NODEPORTS': lines['nat/KUBE-NODEPORTS'],
        'KUBE-SERVICES': lines['nat/KUBE-SERVICES'],
        ...fixedNatChains(node),
      },
    },
    filter: {
      chains: {
        ...builtInFilterChains(),
        'KUBE-NODEPORTS': lines['filter/KUBE-NODEPORTS'],
        'KUBE-SERVICES': lines['filter/KUBE-SERVICES'],
        'KUBE-EXTERNAL-SERVICES': lines['filter/KUBE-EXTERNAL-SERVICES'],
        ...fixedFilterChains(node),
        'KUBE-PROXY-FIREWALL': lines['filter/KUBE-PROXY-FIREWALL'],
      },
    },
  };
}

/**
 * A partial sync: only the changed Services' own chains are written; every other chain keeps
 * its identity. `changes` gives each changed Service as it is now (or null if it is gone) by
 * `namespace/name`. Its cost does not depend on the endpoints of unchanged Services.
 */
export function reprogram(
  previous: RuleSet,
  changes: Readonly<Record<string, ServiceWithSlices | null>>,
  options: SyncOptions = {},
): Sync {
  const { node } = previous;
  const keys = Object.keys(changes).sort();
  let endpointCount = previous.endpointCount;
  for (const key of keys) {
    const given = changes[key]!;
    endpointCount += given === null ? 0 : countEndpoints(given, node);
    endpointCount -= previous.services[key]?.endpointCount ?? 0;
  }
  const large = isLarge(node, endpointCount);
  const services: Record<string, ServiceRules> = { ...previous.services };
  const unused: Record<string, Chain> = { ...previous.stale };
  const lines = { ...linesOf(previous) };
  const written: string[] = [];
  for (const key of keys) {
    const given = changes[key]!;
    const contribution = given === null ? undefined : serviceContribution(given, node, !large);
    for (const chain of SHARED_CHAINS)
      lines[chain] = replaceLines(lines[chain], key, contribution?.lines[chain] ?? []);
    Object.assign(unused, services[key]?.chains);
    delete services[key];
    if (contribution !== undefined && hasRules(contribution)) services[key] = rulesOf(contribution);
    written.push(...Object.keys(contribution?.chains ?? {}));
  }
  for (const name of written) delete unused[name];
  const { deleted, ...rest } = cleanUp(previous, unused, large, options);
  const ruleSet = {
    mode: 'iptables' as const,
    node,
    tables: withLines(previous.tables, lines),
    services,
    ...rest,
    endpointCount,
  };
  return { ruleSet, kind: 'partial', written: written.sort(), deleted };
}

function linesOf({ tables: { nat, filter } }: RuleSet): Record<SharedChain, Chain> {
  const of = (name: SharedChain) => {
    const [table, chain] = name.split('/') as ['nat' | 'filter', string];
    return (table === 'nat' ? nat : filter).chains[chain]!;
  };
  return Object.fromEntries(SHARED_CHAINS.map((name) => [name, of(name)])) as Record<SharedChain, Chain>;
}

/** The tables with new shared chains; a table in which nothing changed keeps its identity. */
function withLines(
  previous: RuleSet['tables'],
  lines: Readonly<Record<SharedChain, Chain>>,
): RuleSet['tables'] {
  const next = { nat: previous.nat, filter: previous.filter };
  for (const name of SHARED_CHAINS) {
    const [table, chain] = name.split('/') as ['nat' | 'filter', string];
    if (next[table].chains[chain] === lines[name]) continue;
    next[table] = { chains: { ...next[table].chains, [chain]: lines[name] } };
  }
  return next.nat === previous.nat && next.filter === previous.filter ? previous : next;
}
