/**
 * The rules in one node's kernel, whatever kube-proxy's mode: how they are programmed, and which endpoints they
 * can choose. Each mode programs its own structure from the same Services and EndpointSlices.
 */
import type { Micros } from '../../kernel/time';
import type { ServiceWithSlices } from '../iptables/contribution';
import { reprogram, syncAll, type ProxyInput } from '../iptables/program';
import type { RuleSet } from '../iptables/ruleSet';
import { NO_CONNECTIONS, type OpenConnections } from '../ipvs/connections';
import { programIpvs, reprogramIpvs } from '../ipvs/program';
import type { IpvsRuleSet } from '../ipvs/ruleSet';
import type { NodeProxyConfig } from '../nodeProxyConfig';
import { programNftables, reprogramNftables } from '../nftables/program';
import type { NftRuleSet } from '../nftables/ruleSet';

/** The modes that are simulated. */
export const SIMULATED_MODES = ['iptables', 'ipvs', 'nftables'] as const;
export type SimulatedMode = (typeof SIMULATED_MODES)[number];

export type NodeRules = RuleSet | IpvsRuleSet | NftRuleSet;

/** A sync: the rules after it, and how many chains (in IPVS mode: virtual servers) it had to write. */
export interface NodeSync {
  readonly rules: NodeRules;
  readonly written: number;
}

export interface NodeSyncOptions {
  readonly now: Micros;
  readonly syncPeriodMicros: Micros;
  /** The node's connections to these Services: in IPVS mode real servers that have some leave later. */
  readonly open?: OpenConnections;
}

/** Everything is written: the first sync, another configuration, or another mode. */
export function syncNode(
  mode: SimulatedMode,
  previous: NodeRules | undefined,
  input: ProxyInput,
  options: NodeSyncOptions,
): NodeSync {
  if (mode === 'nftables') {
    const rules = programNftables(input);
    return { rules, written: countChains(rules) };
  }
  if (mode === 'ipvs') {
    const rules = programIpvs(input);
    return { rules, written: countServers(rules, Object.keys(rules.services)) };
  }
  const before = previous?.mode === 'iptables' ? previous : undefined;
  const sync = syncAll(before, input, options);
  return { rules: sync.ruleSet, written: sync.written.length };
}

/** Only what changed is written; the rest keeps its identity. Null stands for a Service that is gone. */
export function resyncNode(
  previous: NodeRules,
  changes: Readonly<Record<string, ServiceWithSlices | null>>,
  options: NodeSyncOptions,
): NodeSync {
  if (previous.mode === 'nftables') {
    const rules = reprogramNftables(previous, changes);
    const written = Object.keys(changes).reduce(
      (sum, key) => sum + Object.keys(rules.services[key]?.chains ?? {}).length,
      0,
    );
    return { rules, written };
  }
  if (previous.mode === 'ipvs') {
    const rules = reprogramIpvs(previous, changes, options.open ?? NO_CONNECTIONS);
    return { rules, written: countServers(rules, Object.keys(changes)) };
  }
  const sync = reprogram(previous, changes, options);
  return { rules: sync.ruleSet, written: sync.written.length };
}

function countChains({ services }: NftRuleSet): number {
  return Object.values(services).reduce((sum, { chains }) => sum + Object.keys(chains).length, 0);
}

function countServers({ services }: IpvsRuleSet, keys: readonly string[]): number {
  return keys.reduce((sum, key) => sum + (services[key]?.servers.length ?? 0), 0);
}

/** True if these rules were programmed for that configuration in that mode: then a partial sync will do. */
export function isFor(
  rules: NodeRules | undefined,
  mode: SimulatedMode,
  node: NodeProxyConfig,
): rules is NodeRules {
  return rules?.mode === mode && JSON.stringify(rules.node) === JSON.stringify(node);
}

/** True if the choice among endpoints depends on how many connections each has. */
export function comparesConnections(rules: NodeRules): boolean {
  return rules.mode === 'ipvs' && ['lc', 'sed', 'nq'].includes(rules.node.ipvs.scheduler);
}

/** `ip:port` of every endpoint that these Services' rules can choose. */
export function targetsOf(rules: NodeRules | undefined, services: readonly string[]): Set<string> {
  const targets = new Set<string>();
  if (rules === undefined) return targets;
  for (const key of services) {
    if (rules.mode === 'nftables') {
      for (const chain of Object.values(rules.services[key]?.chains ?? {})) {
        for (const { expressions } of chain.rules) {
          for (const one of expressions) if (one.is === 'dnat') targets.add(`${one.ip}:${one.port}`);
        }
      }
      continue;
    }
    if (rules.mode === 'ipvs') {
      for (const { reals } of rules.services[key]?.servers ?? []) {
        for (const real of reals) if (real.weight > 0) targets.add(`${real.ip}:${real.port}`);
      }
      continue;
    }
    for (const chain of Object.values(rules.services[key]?.chains ?? {})) {
      for (const { target } of chain) if (target.kind === 'dnat') targets.add(`${target.ip}:${target.port}`);
    }
  }
  return targets;
}
