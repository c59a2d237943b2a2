/**
 * IPVS mode line by line. The virtual servers are shown as a chain `IPVS`, each with its real servers as a chain of
 * its own, each ipset as a chain `@KUBE-…` with one line for each entry; then the iptables rules that ask the sets.
 */
import { formatSocket } from '../../packet/headers';
import type { RuleOrigin } from '../iptables/ruleSet';
import { entryOf, IPSET_NAMES, kernelSetName, type IpsetName } from '../ipvs/ipsets';
import { printIpvsRule, printReal, printVirtual } from '../ipvs/print';
import { iptablesPart, virtualServers, type IpvsRuleSet, type VirtualServer } from '../ipvs/ruleSet';
import { chainNames } from '../iptables/ruleSet';
import type { LineChain, PlacedLine, RuleLine, ServiceLines } from './lines';

/** The chain in which all virtual servers stand. */
export const IPVS_CHAIN = 'IPVS';

/** `TCP 10.96.0.1:443`: the chain in which its real servers stand. */
export function virtualChain({ protocol, ip, port }: VirtualServer): string {
  return `${protocol.toUpperCase()} ${formatSocket({ ip, port })}`;
}

/** `@KUBE-CLUSTER-IP`. */
export function setChain(ruleSet: IpvsRuleSet, set: IpsetName): string {
  return `@${kernelSetName(set, ruleSet.node.ipFamily)}`;
}

/** A virtual server's line. */
export function virtualLine(server: VirtualServer): RuleLine {
  return {
    text: printVirtual(server),
    origin: server.origin,
    endpoint: null,
    probability: null,
    leadsTo: server.reals.length === 0 ? null : virtualChain(server),
  };
}

/** Its real servers' lines. */
export function realLines(server: VirtualServer): RuleLine[] {
  return server.reals.map((real) => ({
    text: printReal(real).trim().replace(/ +/g, ' '),
    origin: real.origin,
    endpoint: real.address,
    probability: null,
    leadsTo: null,
    weight: real.weight,
  }));
}

/** All chains with their lines. */
export function ipvsChains(ruleSet: IpvsRuleSet): LineChain[] {
  const servers = virtualServers(ruleSet);
  const owners = entryOwners(ruleSet);
  const rules = iptablesPart(ruleSet);
  const iptables = (['nat', 'filter'] as const).flatMap((table) =>
    chainNames(rules, table).map((name): LineChain => ({
      table,
      name,
      lines: (rules.tables[table].chains[name] ?? []).map((rule) => ({
        text: printIpvsRule(name, rule).slice(`-A ${name} `.length),
        origin: undefined,
        endpoint: null,
        probability: null,
        leadsTo: rule.target.kind === 'jump' ? rule.target.chain : null,
      })),
    })),
  );
  return [
    { table: 'ipvs', name: IPVS_CHAIN, lines: servers.map(virtualLine) },
    ...servers.map((one): LineChain => ({ table: 'ipvs', name: virtualChain(one), lines: realLines(one) })),
    ...IPSET_NAMES.filter((set) => ruleSet.sets[set].length > 0).map((set): LineChain => ({
      table: 'ipvs',
      name: setChain(ruleSet, set),
      lines: ruleSet.sets[set].map((text) => ({
        text,
        origin: owners.get(`${set} ${text}`),
        endpoint: null,
        probability: null,
        leadsTo: null,
      })),
    })),
    ...iptables,
  ];
}

/** Which Service an entry of a set is there for; the first, where several share it. */
function entryOwners({ services }: IpvsRuleSet): Map<string, RuleOrigin> {
  const owners = new Map<string, RuleOrigin>();
  for (const { servers, entries } of Object.values(services)) {
    for (const set of IPSET_NAMES) {
      for (const entry of entries[set] ?? []) {
        const server = servers.find((one) => entry.startsWith(entryOf(one, one.protocol))) ?? servers[0];
        const key = `${set} ${entry}`;
        if (server !== undefined && !owners.has(key)) owners.set(key, server.origin);
      }
    }
  }
  return owners;
}

/** A Service's first virtual server (its ClusterIP's) with its real servers. */
export function ipvsServiceLines(ruleSet: IpvsRuleSet, service: string): ServiceLines {
  const server = ruleSet.services[service]?.servers[0];
  if (server === undefined) return { chain: null, entry: null, lines: [] };
  const index = virtualServers(ruleSet).findIndex(({ key }) => key === server.key);
  const entry: PlacedLine = { ...virtualLine(server), table: 'ipvs', chain: IPVS_CHAIN, index };
  const chain = virtualChain(server);
  const lines = realLines(server).map((line, at): PlacedLine => ({
    ...line,
    table: 'ipvs',
    chain,
    index: at,
  }));
  return { chain: lines.length === 0 ? null : chain, entry, lines };
}
