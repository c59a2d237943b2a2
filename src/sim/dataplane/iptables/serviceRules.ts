/**
 * The rules of one Service port: its lines in the shared chains, and chains of its own.
 * Source: kubernetes pkg/proxy/iptables/proxier.go syncProxyRules.
 */
import { addressMatches } from '../addresses';
import { serviceChainNames, type ServiceChainNames } from '../chainNames';
import type { EndpointInfo } from '../endpoints';
import { servesLocalhost } from '../nodePortAddresses';
import type { NodeProxyConfig } from '../nodeProxyConfig';
import { portPlan } from '../portPlan';
import { isExternallyAccessible, type ServicePortInfo } from '../servicePorts';
import type { EndpointChoice } from '../topology';
import { balancingRules, endpointChain, endpointTargets } from './endpointRules';
import { from, jump, notFrom, protocol, rule, to, toPort } from './matches';
import type { Match, Rule, RuleOrigin, Target } from './ruleSet';

/** The chains in which every Service has lines, with the table they are in. */
export type SharedChain =
  | 'nat/KUBE-SERVICES'
  | 'nat/KUBE-NODEPORTS'
  | 'filter/KUBE-SERVICES'
  | 'filter/KUBE-EXTERNAL-SERVICES'
  | 'filter/KUBE-NODEPORTS'
  | 'filter/KUBE-PROXY-FIREWALL';

export const SHARED_CHAINS: readonly SharedChain[] = [
  'nat/KUBE-SERVICES',
  'nat/KUBE-NODEPORTS',
  'filter/KUBE-SERVICES',
  'filter/KUBE-EXTERNAL-SERVICES',
  'filter/KUBE-NODEPORTS',
  'filter/KUBE-PROXY-FIREWALL',
];

/** What a Service contributes: lines to shared chains, and whole chains of the nat table. */
export interface RuleContribution {
  readonly lines: Record<SharedChain, Rule[]>;
  readonly chains: Record<string, Rule[]>;
}

export function emptyContribution(): RuleContribution {
  const lines = Object.fromEntries(
    SHARED_CHAINS.map((chain) => [chain, []]),
  ) as unknown as RuleContribution['lines'];
  return { lines, chains: {} };
}

/** What the parts below share about one Service port. */
interface Plan {
  readonly port: ServicePortInfo;
  readonly config: NodeProxyConfig;
  readonly names: ServiceChainNames;
  readonly choice: EndpointChoice<EndpointInfo>;
  /** Where ClusterIP traffic goes. */
  readonly internalChain: string;
  readonly hasInternal: boolean;
  /** Where outside traffic ends, behind the EXT chain. */
  readonly externalChain: string;
  readonly hasExternal: boolean;
  readonly usesFirewall: boolean;
  readonly out: RuleContribution;
}

function planFor(
  port: ServicePortInfo,
  endpoints: readonly EndpointInfo[],
  config: NodeProxyConfig,
  out: RuleContribution,
): Plan {
  const { choice, internalPolicy, hasInternal, externalPolicy, hasExternal } = portPlan(
    port,
    endpoints,
    config,
  );
  const names = serviceChainNames(port.name, port.protocol);
  return {
    port,
    config,
    names,
    choice,
    internalChain: names[internalPolicy],
    hasInternal,
    externalChain: names[externalPolicy],
    hasExternal,
    usesFirewall: choice.hasAny && port.loadBalancerIPs.length > 0 && port.sourceRanges.length > 0,
    out,
  };
}

function originOf(port: ServicePortInfo, field: string): RuleOrigin {
  return { service: port.service, servicePort: port.name, portIndex: port.portIndex, field };
}

function destinedTo(port: ServicePortInfo, ip: string): Match[] {
  return [protocol(port.protocol), to(ip), toPort(port.port)];
}

/** REJECT if no node has an endpoint, DROP if only this node has none. */
function refusal(hasAny: boolean): { readonly target: Target; readonly words: string } {
  return hasAny
    ? { target: { kind: 'drop' }, words: 'has no local endpoints' }
    : { target: { kind: 'reject' }, words: 'has no endpoints' };
}

function clusterIPLines({ port, choice, internalChain, hasInternal, out }: Plan): void {
  const origin = originOf(port, port.clusterIP.field);
  const matches = destinedTo(port, port.clusterIP.ip);
  if (hasInternal) {
    const comment = `${port.name} cluster IP`;
    out.lines['nat/KUBE-SERVICES'].push(rule(jump(internalChain), matches, { comment, origin }));
  } else {
    const { target, words } = refusal(choice.hasAny);
    out.lines['filter/KUBE-SERVICES'].push(
      rule(target, matches, { comment: `${port.name} ${words}`, origin }),
    );
  }
}

function externalAddressLines({ port, names, choice, hasExternal, usesFirewall, out }: Plan): void {
  const { target, words } = refusal(choice.hasAny);
  for (const { ip, field } of port.externalIPs) {
    const origin = originOf(port, field);
    const matches = destinedTo(port, ip);
    if (choice.hasAny) {
      const comment = `${port.name} external IP`;
      out.lines['nat/KUBE-SERVICES'].push(rule(jump(names.external), matches, { comment, origin }));
    }
    if (!hasExternal) {
      const comment = `${port.name} ${words}`;
      out.lines['filter/KUBE-EXTERNAL-SERVICES'].push(rule(target, matches, { comment, origin }));
    }
  }
  for (const { ip, field } of port.loadBalancerIPs) {
    const origin = originOf(port, field);
    const matches = destinedTo(port, ip);
    if (choice.hasAny) {
      const chain = usesFirewall ? names.firewall : names.external;
      const comment = `${port.name} loadbalancer IP`;
      out.lines['nat/KUBE-SERVICES'].push(rule(jump(chain), matches, { comment, origin }));
    }
    if (usesFirewall) {
      const comment = `${port.name} traffic not accepted by ${names.firewall}`;
      const guard = originOf(port, 'spec.loadBalancerSourceRanges');
      out.lines['filter/KUBE-PROXY-FIREWALL'].push(
        rule({ kind: 'drop' }, matches, { comment, origin: guard }),
      );
    }
    if (!hasExternal) {
      const comment = `${port.name} ${words}`;
      out.lines['filter/KUBE-EXTERNAL-SERVICES'].push(rule(target, matches, { comment, origin }));
    }
  }
}

function nodePortLines({ port, config, names, choice, hasExternal, out }: Plan): void {
  if (port.nodePort === 0) return;
  const origin = originOf(port, `spec.ports[${port.portIndex}].nodePort`);
  const dport = toPort(port.nodePort);
  if (choice.hasAny) {
    const lines = out.lines['nat/KUBE-NODEPORTS'];
    const target = jump(names.external);
    if (config.nfacct && servesLocalhost(config)) {
      const account: Match = { kind: 'account', name: 'localhost_nps_accepted_pkts' };
      const matches = [protocol(port.protocol), to('127.0.0.0/8'), dport, account];
      lines.push(rule(target, matches, { comment: port.name, origin }));
    }
    lines.push(rule(target, [protocol(port.protocol), dport], { comment: port.name, origin }));
  }
  if (!hasExternal) {
    const { target, words } = refusal(choice.hasAny);
    const local: Match = { kind: 'addressType', side: 'destination', type: 'LOCAL' };
    out.lines['filter/KUBE-EXTERNAL-SERVICES'].push(
      rule(target, [local, protocol(port.protocol), dport], { comment: `${port.name} ${words}`, origin }),
    );
  }
}

function healthCheckLine({ port, out }: Plan): void {
  if (port.healthCheckNodePort === 0) return;
  out.lines['filter/KUBE-NODEPORTS'].push(
    rule({ kind: 'accept' }, [protocol('tcp'), toPort(port.healthCheckNodePort)], {
      comment: `${port.name} health check node port`,
      origin: originOf(port, 'spec.healthCheckNodePort'),
    }),
  );
}

/** Marks ClusterIP traffic from outside the Pod network, so that replies come back this way. */
function clusterIPMasquerade({ port, config, hasInternal }: Plan): Rule[] {
  if (!hasInternal || (!config.masqueradeAll && !config.detectLocal)) return [];
  const outside = config.masqueradeAll ? [] : [notFrom(config.podCIDR)];
  return [
    rule(jump('KUBE-MARK-MASQ'), [...destinedTo(port, port.clusterIP.ip), ...outside], {
      comment: `${port.name} cluster IP`,
      origin: originOf(port, port.clusterIP.field),
    }),
  ];
}

/** EXT: masquerade and go on (Cluster); or let Pods and the node go anywhere, others stay local (Local). */
function externalChainRules({ port, config, names, externalChain, hasExternal }: Plan): Rule[] {
  const origin = originOf(port, 'spec.externalTrafficPolicy');
  const rules: Rule[] = [];
  const add = (chain: string, matches: readonly Match[], comment?: string) =>
    rules.push(rule(jump(chain), matches, comment === undefined ? { origin } : { comment, origin }));
  const fromNode: Match[] = [{ kind: 'addressType', side: 'source', type: 'LOCAL' }];
  if (!port.externalPolicyLocal) {
    add('KUBE-MARK-MASQ', [], `masquerade traffic for ${port.name} external destinations`);
  } else {
    if (config.detectLocal) {
      add(names.cluster, [from(config.podCIDR)], `pod traffic for ${port.name} external destinations`);
    }
    add('KUBE-MARK-MASQ', fromNode, `masquerade LOCAL traffic for ${port.name} external destinations`);
    add(names.cluster, fromNode, `route LOCAL traffic for ${port.name} external destinations`);
  }
  if (hasExternal) add(externalChain, []);
  return rules;
}

/** FW: only the given source ranges go on; the rest is dropped later, in KUBE-PROXY-FIREWALL. */
function firewallChainRules({ port, config, names }: Plan): Rule[] {
  const comment = `${port.name} loadbalancer IP`;
  const rules = port.sourceRanges.map((cidr, i) =>
    rule(jump(names.external), [from(cidr)], {
      comment,
      origin: originOf(port, `spec.loadBalancerSourceRanges[${i}]`),
    }),
  );
  // A node that calls a load balancer IP bound to itself has that IP as its source.
  if (port.sourceRanges.some((cidr) => addressMatches(cidr, config.nodeIP))) {
    for (const { ip, field } of port.loadBalancerIPs) {
      rules.push(rule(jump(names.external), [from(ip)], { comment, origin: originOf(port, field) }));
    }
  }
  const rest = `other traffic to ${port.name} will be dropped by KUBE-PROXY-FIREWALL`;
  const origin = originOf(port, 'spec.loadBalancerSourceRanges');
  return [...rules, rule({ kind: 'none' }, [], { comment: rest, origin })];
}

/** Adds all that one Service port needs on this node to `out`. */
export function addServicePortRules(
  out: RuleContribution,
  port: ServicePortInfo,
  endpoints: readonly EndpointInfo[],
  config: NodeProxyConfig,
  withComments: boolean,
): void {
  const planned = planFor(port, endpoints, config, out);
  const { names, choice, internalChain } = planned;
  clusterIPLines(planned);
  externalAddressLines(planned);
  nodePortLines(planned);
  healthCheckLine(planned);
  if (!choice.hasAny) return;
  const targets = endpointTargets(port, choice.reachable);
  const targetOf = new Map(targets.map((target) => [target.endpoint, target]));
  const inOrder = (chosen: readonly EndpointInfo[]) => chosen.map((endpoint) => targetOf.get(endpoint)!);
  if (isExternallyAccessible(port)) out.chains[names.external] = externalChainRules(planned);
  if (planned.usesFirewall) out.chains[names.firewall] = firewallChainRules(planned);
  const masquerade = clusterIPMasquerade(planned);
  const chainRules = (chain: string, chosen: readonly EndpointInfo[]) => [
    ...(chain === internalChain ? masquerade : []),
    ...balancingRules(port, inOrder(chosen), withComments),
  ];
  if (choice.cluster !== null && choice.cluster.length > 0) {
    out.chains[names.cluster] = chainRules(names.cluster, choice.cluster);
  }
  if (choice.local !== null && choice.local.length > 0) {
    out.chains[names.local] = chainRules(names.local, choice.local);
  }
  for (const target of targets) out.chains[target.chain] = endpointChain(port, target, withComments);
}
