/** Chains that choose an endpoint (SVC, SVL) and chains that send to it (SEP). */
import { endpointChainName } from '../chainNames';
import type { EndpointInfo } from '../endpoints';
import type { ServicePortInfo } from '../servicePorts';
import { from, jump, oneIn, protocol, rule } from './matches';
import type { Match, Rule, RuleOrigin } from './ruleSet';

/** The Service port's origin, with the endpoint it leads to. */
export function endpointOrigin(port: ServicePortInfo, endpoint: EndpointInfo): RuleOrigin {
  return {
    service: port.service,
    servicePort: port.name,
    portIndex: port.portIndex,
    field: `spec.ports[${port.portIndex}]`,
    endpoint: {
      slice: endpoint.slice,
      index: endpoint.index,
      portIndex: endpoint.portIndex,
      address: endpoint.address,
    },
  };
}

/** An endpoint as the rules see it, with what its rules share. */
export interface EndpointTarget {
  readonly endpoint: EndpointInfo;
  readonly chain: string;
  readonly origin: RuleOrigin;
}

export function endpointTargets(port: ServicePortInfo, endpoints: readonly EndpointInfo[]): EndpointTarget[] {
  return endpoints.map((endpoint) => ({
    endpoint,
    chain: endpointChainName(port.name, port.protocol, endpoint.address),
    origin: endpointOrigin(port, endpoint),
  }));
}

/** In large clusters kube-proxy leaves the comments of per-endpoint rules out. */
function commented(comment: string, withComments: boolean, origin: RuleOrigin) {
  return withComments ? { comment, origin } : { origin };
}

/**
 * Rules that choose among endpoints: first remembered ones (session affinity), then one in n,
 * one in n-1, … and the last for sure, so that each has the chance 1/n.
 * Source: kubernetes pkg/proxy/iptables/proxier.go writeServiceToEndpointRules.
 */
export function balancingRules(
  port: ServicePortInfo,
  targets: readonly EndpointTarget[],
  withComments: boolean,
): Rule[] {
  const rules: Rule[] = [];
  const add = (target: EndpointTarget, matches: readonly Match[]) =>
    rules.push(
      rule(
        jump(target.chain),
        matches,
        commented(`${port.name} -> ${target.endpoint.address}`, withComments, target.origin),
      ),
    );
  if (port.affinitySeconds > 0) {
    for (const target of targets) {
      add(target, [{ kind: 'recentCheck', list: target.chain, seconds: port.affinitySeconds }]);
    }
  }
  targets.forEach((target, i) => add(target, i < targets.length - 1 ? [oneIn(targets.length - i)] : []));
  return rules;
}

/** One endpoint's chain: mark a Pod that was sent back to itself (hairpin), then rewrite the destination. */
export function endpointChain(port: ServicePortInfo, target: EndpointTarget, withComments: boolean): Rule[] {
  const { endpoint, chain, origin } = target;
  const given = commented(port.name, withComments, origin);
  const remember: Match[] = port.affinitySeconds > 0 ? [{ kind: 'recentSet', list: chain }] : [];
  return [
    rule(jump('KUBE-MARK-MASQ'), [from(endpoint.ip)], given),
    rule(
      { kind: 'dnat', ip: endpoint.ip, port: endpoint.port },
      [...remember, protocol(port.protocol)],
      given,
    ),
  ];
}
