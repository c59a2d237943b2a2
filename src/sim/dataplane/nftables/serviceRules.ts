/**
 * The nftables rules of one Service port: its entries in the shared maps, and chains of its own.
 * Source: kubernetes pkg/proxy/nftables/proxier.go syncProxyRules and writeServiceToEndpointRules (v1.34).
 */
import { addressMatches } from '../addresses';
import { nftablesChainName } from '../chainNames';
import type { EndpointInfo } from '../endpoints';
import type { EndpointOrigin, RuleOrigin } from '../iptables/ruleSet';
import type { NodeProxyConfig } from '../nodeProxyConfig';
import { portPlan, type PortPlan } from '../portPlan';
import { isExternallyAccessible, type ServicePortInfo } from '../servicePorts';
import { fromRange, goTo, jumpTo, nftRule, notFromRange, toAddress } from './expressions';
import {
  mapKey,
  type Expression,
  type MapEntry,
  type MapName,
  type NftChain,
  type NftRule,
  type NftSet,
  type Verdict,
} from './ruleSet';

/** What one Service adds to a node's table. */
export interface NftContribution {
  readonly entries: Record<MapName, Record<string, MapEntry>>;
  readonly clusterIPs: string[];
  readonly chains: Record<string, NftChain>;
  readonly affinitySets: Record<string, NftSet>;
}

interface Names {
  readonly cluster: string;
  readonly local: string;
  readonly external: string;
  readonly firewall: string;
}

interface Work {
  readonly port: ServicePortInfo;
  readonly config: NodeProxyConfig;
  readonly plan: PortPlan;
  readonly names: Names;
  readonly out: NftContribution;
}

const MARK = jumpTo('mark-for-masquerade');
const FROM_NODE: Expression = { is: 'local', side: 'source' };

/** Adds all that one Service port needs on this node to `out`. */
export function addNftServicePort(
  out: NftContribution,
  port: ServicePortInfo,
  endpoints: readonly EndpointInfo[],
  config: NodeProxyConfig,
): void {
  const plan = portPlan(port, endpoints, config);
  const name = (prefix: Parameters<typeof nftablesChainName>[0]) => nftablesChainName(prefix, baseOf(port));
  const names = {
    cluster: name('service-'),
    local: name('local-'),
    external: name('external-'),
    firewall: name('firewall-'),
  };
  const work: Work = { port, config, plan, names, out };
  const usesExternal = plan.choice.hasAny && isExternallyAccessible(port);
  clusterIPEntries(work);
  externalEntries(work);
  nodePortEntries(work);
  // In kube-proxy's order, in which the kernel lists them.
  for (const endpoint of plan.choice.reachable) endpointChain(work, endpoint);
  for (const policy of ['cluster', 'local'] as const) {
    const chosen = plan.choice[policy];
    if (chosen === null || chosen.length === 0) continue;
    const masquerade = plan.internalPolicy === policy ? clusterIPMasquerade(work) : [];
    out.chains[names[policy]] = { rules: [...masquerade, ...balancing(port, chosen)] };
  }
  if (usesExternal) out.chains[names.external] = { rules: externalRules(work) };
  firewall(work);
}

function baseOf(port: ServicePortInfo) {
  const [namespace = '', service = ''] = port.service.split('/');
  return { namespace, service, port: port.portName, protocol: port.protocol };
}

function endpointName(
  prefix: 'endpoint-' | 'affinity-',
  port: ServicePortInfo,
  endpoint: EndpointInfo,
): string {
  return nftablesChainName(prefix, baseOf(port), endpoint);
}

function originOf(port: ServicePortInfo, field: string, endpoint?: EndpointOrigin): RuleOrigin {
  const origin = { service: port.service, servicePort: port.name, portIndex: port.portIndex, field };
  return endpoint === undefined ? origin : { ...origin, endpoint };
}

function add(work: Work, map: MapName, key: string, verdict: Verdict, field: string): void {
  const isRefusal = map.startsWith('no-endpoint');
  work.out.entries[map][key] = {
    verdict,
    ...(isRefusal ? { comment: work.port.name } : {}),
    origin: originOf(work.port, field),
  };
}

/** Rejected if no node has an endpoint, dropped if only this one has none. */
function refusal({ plan }: Work): Verdict {
  return plan.choice.hasAny ? { is: 'drop' } : goTo('reject-chain');
}

function clusterIPEntries(work: Work): void {
  const { port, plan, names, out } = work;
  const { ip, field } = port.clusterIP;
  const key = mapKey('address', { ip, port: port.port }, port.protocol);
  out.clusterIPs.push(ip);
  if (plan.hasInternal) add(work, 'service-ips', key, goTo(names[plan.internalPolicy]), field);
  else add(work, 'no-endpoint-services', key, refusal(work), field);
}

function externalEntries(work: Work): void {
  const { port, plan, names } = work;
  const guarded = port.loadBalancerIPs.length > 0 && port.sourceRanges.length > 0;
  for (const [addresses, isGuarded] of [
    [port.externalIPs, false],
    [port.loadBalancerIPs, guarded],
  ] as const) {
    for (const { ip, field } of addresses) {
      const key = mapKey('address', { ip, port: port.port }, port.protocol);
      if (plan.choice.hasAny) add(work, 'service-ips', key, goTo(names.external), field);
      if (!plan.hasExternal) add(work, 'no-endpoint-services', key, refusal(work), field);
      if (isGuarded) add(work, 'firewall-ips', key, goTo(names.firewall), 'spec.loadBalancerSourceRanges');
    }
  }
}

function nodePortEntries(work: Work): void {
  const { port, plan, names } = work;
  if (port.nodePort === 0) return;
  const field = `spec.ports[${port.portIndex}].nodePort`;
  const key = mapKey('port', { ip: '', port: port.nodePort }, port.protocol);
  if (plan.choice.hasAny) add(work, 'service-nodeports', key, goTo(names.external), field);
  if (!plan.hasExternal) add(work, 'no-endpoint-nodeports', key, refusal(work), field);
}

/** Marks ClusterIP traffic from outside the Pod network, so that replies come back this way. */
function clusterIPMasquerade({ port, config, plan }: Work): NftRule[] {
  if (!plan.hasInternal || (!config.masqueradeAll && !config.detectLocal)) return [];
  const outside = config.masqueradeAll ? [] : [notFromRange(config.podCIDR)];
  const origin = originOf(port, port.clusterIP.field);
  return [nftRule([toAddress(port.clusterIP.ip), ...outside, MARK], { origin })];
}

/** Masquerade and go on (Cluster); or let Pods and the node go anywhere, others stay local (Local). */
function externalRules({ port, config, plan, names }: Work): NftRule[] {
  const origin = originOf(port, 'spec.externalTrafficPolicy');
  const rules: NftRule[] = [];
  if (!port.externalPolicyLocal) {
    rules.push(nftRule([MARK], { origin }));
  } else {
    const toAll = goTo(names.cluster);
    if (config.detectLocal) {
      rules.push(
        nftRule([fromRange(config.podCIDR), toAll], { comment: 'short-circuit pod traffic', origin }),
      );
    }
    rules.push(
      nftRule([FROM_NODE, MARK], { comment: 'masquerade local traffic', origin }),
      nftRule([FROM_NODE, toAll], { comment: 'short-circuit local traffic', origin }),
    );
  }
  if (plan.hasExternal) rules.push(nftRule([goTo(names[plan.externalPolicy])], { origin }));
  return rules;
}

/** Drops what comes from outside the given ranges. A node that may call calls with the address itself as source. */
function firewall({ port, config, names, out }: Work): void {
  if (port.loadBalancerIPs.length === 0 || port.sourceRanges.length === 0) return;
  const cidrs = [...port.sourceRanges];
  if (cidrs.some((cidr) => addressMatches(cidr, config.nodeIP))) {
    cidrs.push(...port.loadBalancerIPs.map(({ ip }) => ip));
  }
  const origin = originOf(port, 'spec.loadBalancerSourceRanges');
  const others: Expression = { is: 'noneOf', side: 'source', cidrs };
  out.chains[names.firewall] = { rules: [nftRule([others, { is: 'drop' }], { origin })] };
}

/** First whoever has been here before, then one endpoint at random. */
function balancing(port: ServicePortInfo, endpoints: readonly EndpointInfo[]): NftRule[] {
  const field = `spec.ports[${port.portIndex}]`;
  const sticky =
    port.affinitySeconds === 0
      ? []
      : endpoints.map((endpoint) => {
          const known: Expression = {
            is: 'member',
            side: 'source',
            set: endpointName('affinity-', port, endpoint),
          };
          const origin = originOf(port, 'spec.sessionAffinity', endpointOrigin(endpoint));
          return nftRule([known, goTo(endpointName('endpoint-', port, endpoint))], { origin });
        });
  const chains = endpoints.map((endpoint) => endpointName('endpoint-', port, endpoint));
  return [...sticky, nftRule([{ is: 'balance', chains }], { origin: originOf(port, field) })];
}

function endpointOrigin({ slice, index, portIndex, address }: EndpointInfo): EndpointOrigin {
  return { slice, index, portIndex, address };
}

/** One endpoint: masquerade a Pod that reaches itself, remember the client if asked to, rewrite. */
function endpointChain({ port, out }: Work, endpoint: EndpointInfo): void {
  const origin = originOf(port, `spec.ports[${port.portIndex}]`, endpointOrigin(endpoint));
  const rules = [nftRule([fromRange(endpoint.ip), MARK], { origin })];
  if (port.affinitySeconds > 0) {
    const set = endpointName('affinity-', port, endpoint);
    out.affinitySets[set] = { timeoutSeconds: port.affinitySeconds, elements: [] };
    rules.push(nftRule([{ is: 'remember', set }], { origin }));
  }
  const rewrite: Expression[] = [
    { is: 'protocol', protocol: port.protocol },
    { is: 'dnat', ip: endpoint.ip, port: endpoint.port },
  ];
  rules.push(nftRule(rewrite, { origin }));
  out.chains[endpointName('endpoint-', port, endpoint)] = { rules };
}
