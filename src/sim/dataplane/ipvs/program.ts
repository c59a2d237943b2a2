/**
 * Programs a node in IPVS mode, whole or for the Services that changed.
 * Source: kubernetes pkg/proxy/ipvs/proxier.go syncProxyRules; graceful_termination.go.
 */
import { keyOf } from '../../cluster/objects';
import { endpointsOf } from '../endpoints';
import type { ServiceWithSlices } from '../iptables/contribution';
import { joinSlices, type ProxyInput } from '../iptables/program';
import type { NodeProxyConfig } from '../nodeProxyConfig';
import { servicePorts } from '../servicePorts';
import { connectionsOf, NO_CONNECTIONS, type OpenConnections } from './connections';
import { ipvsIptablesRules } from './fixedRules';
import { IPSET_NAMES, type IpsetName } from './ipsets';
import type { IpvsRuleSet, IpvsServiceRules, RealServer, VirtualServer } from './ruleSet';
import { addIpvsServicePort, type IpvsContribution } from './serviceRules';

/** A node's IPVS mode, from nothing. */
export function programIpvs(input: ProxyInput): IpvsRuleSet {
  const { node } = input;
  const empty: IpvsRuleSet = {
    mode: 'ipvs',
    node,
    services: {},
    sets: Object.fromEntries(IPSET_NAMES.map((name) => [name, []])) as unknown as IpvsRuleSet['sets'],
    rules: ipvsIptablesRules(node, () => false, []),
  };
  const joined = joinSlices(input.services, input.endpointSlices);
  const changes = Object.fromEntries(joined.map((given) => [keyOf(given.service.metadata), given]));
  return reprogramIpvs(empty, changes, NO_CONNECTIONS);
}

/**
 * The node after some Services have changed; null stands for one that is gone. Real servers that leave keep
 * their place with weight 0 while they have TCP connections (`open`). Everything else keeps its identity.
 */
export function reprogramIpvs(
  previous: IpvsRuleSet,
  changes: Readonly<Record<string, ServiceWithSlices | null>>,
  open: OpenConnections,
): IpvsRuleSet {
  const services: Record<string, IpvsServiceRules> = { ...previous.services };
  for (const key of Object.keys(changes).sort()) {
    const given = changes[key]!;
    const fresh = given === null ? undefined : rulesOf(given, previous.node);
    const before = services[key];
    delete services[key];
    if (fresh !== undefined && fresh.servers.length > 0) services[key] = withLeavers(fresh, before, open);
  }
  return assemble(previous, sorted(services), Object.keys(changes));
}

/** Takes out real servers of weight 0 that have no connection left; the very same rules if there are none. */
export function withoutIdleLeavers(previous: IpvsRuleSet, open: OpenConnections): IpvsRuleSet {
  const services = Object.entries(previous.services).map(([key, rules]): [string, IpvsServiceRules] => {
    const stays = (server: VirtualServer, real: RealServer) => real.weight > 0 || isBusy(server, real, open);
    if (rules.servers.every((server) => server.reals.every((real) => stays(server, real))))
      return [key, rules];
    const servers = rules.servers.map((server) => ({
      ...server,
      reals: server.reals.filter((real) => stays(server, real)),
    }));
    return [key, { ...rules, servers }];
  });
  if (services.every(([key, rules]) => rules === previous.services[key])) return previous;
  return { ...previous, services: Object.fromEntries(services) };
}

/** True if some real server is on its way out. */
export function hasLeavers({ services }: IpvsRuleSet): boolean {
  return Object.values(services).some(({ servers }) =>
    servers.some(({ reals }) => reals.some(({ weight }) => weight === 0)),
  );
}

function isBusy(server: VirtualServer, real: RealServer, open: OpenConnections): boolean {
  if (server.protocol !== 'tcp') return false;
  const { active, inactive } = connectionsOf(open, server.key, real.address);
  return active + inactive > 0;
}

function withLeavers(
  fresh: IpvsServiceRules,
  before: IpvsServiceRules | undefined,
  open: OpenConnections,
): IpvsServiceRules {
  if (before === undefined || open.size === 0) return fresh;
  const servers = fresh.servers.map((server): VirtualServer => {
    const old = before.servers.find(({ key }) => key === server.key);
    const here = new Set(server.reals.map(({ address }) => address));
    const leaving = (old?.reals ?? []).filter(
      (real) => !here.has(real.address) && isBusy(server, real, open),
    );
    if (leaving.length === 0) return server;
    const reals = [...server.reals, ...leaving.map((real): RealServer => ({ ...real, weight: 0 }))];
    return { ...server, reals: reals.sort((a, b) => (a.address < b.address ? -1 : 1)) };
  });
  return { ...fresh, servers };
}

function rulesOf({ service, slices }: ServiceWithSlices, node: NodeProxyConfig): IpvsServiceRules {
  const out: IpvsContribution = { servers: [], entries: {}, closedToNode: [] };
  let endpointCount = 0;
  for (const port of servicePorts(service, node.ipFamily)) {
    const endpoints = endpointsOf(port, slices, node.ipFamily, node.nodeName);
    endpointCount += endpoints.length;
    addIpvsServicePort(out, port, endpoints, node);
  }
  return { ...out, endpointCount };
}

function sorted(services: Record<string, IpvsServiceRules>): IpvsRuleSet['services'] {
  return Object.fromEntries(Object.entries(services).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Sets and iptables rules follow from the Services; what comes out as it was stays the very same. */
function assemble(
  previous: IpvsRuleSet,
  services: IpvsRuleSet['services'],
  changed: readonly string[],
): IpvsRuleSet {
  const isAsBefore = (name: IpsetName) =>
    changed.every((key) => {
      const before = previous.services[key]?.entries[name] ?? [];
      const now = services[key]?.entries[name] ?? [];
      return before.length === now.length && before.every((entry, i) => entry === now[i]);
    });
  const all = Object.values(services);
  const setOf = (name: IpsetName): readonly string[] => {
    if (isAsBefore(name)) return previous.sets[name];
    return [...new Set(all.flatMap(({ entries }) => entries[name] ?? []))].sort();
  };
  const sets = Object.fromEntries(IPSET_NAMES.map((name) => [name, setOf(name)])) as Record<
    IpsetName,
    readonly string[]
  >;
  const closed = all.flatMap(({ closedToNode }) => closedToNode);
  const rules = ipvsIptablesRules(previous.node, (name) => sets[name].length > 0, closed);
  const same = JSON.stringify(rules) === JSON.stringify(previous.rules);
  return { ...previous, services, sets, rules: same ? previous.rules : rules };
}
