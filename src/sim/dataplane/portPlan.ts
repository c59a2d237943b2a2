/**
 * What a Service port comes to on one node, whatever the mode: which endpoints each kind of traffic may
 * use, and whether there are any. Source: kubernetes pkg/proxy/{iptables,nftables}/proxier.go syncProxyRules,
 * which decide this with the same lines.
 */
import type { EndpointInfo } from './endpoints';
import type { NodeProxyConfig } from './nodeProxyConfig';
import { usesClusterEndpoints, usesLocalEndpoints, type ServicePortInfo } from './servicePorts';
import { chooseEndpoints, type EndpointChoice } from './topology';

export interface PortPlan {
  readonly choice: EndpointChoice<EndpointInfo>;
  /** Which list of endpoints ClusterIP traffic uses. */
  readonly internalPolicy: 'cluster' | 'local';
  /** Some endpoint takes ClusterIP traffic of this node. */
  readonly hasInternal: boolean;
  /** Which list traffic from outside uses, once it has passed what is said of Pods and the node itself. */
  readonly externalPolicy: 'cluster' | 'local';
  readonly hasExternal: boolean;
}

/** The plan of one Service port on the node of that configuration. */
export function portPlan(
  port: ServicePortInfo,
  endpoints: readonly EndpointInfo[],
  config: NodeProxyConfig,
): PortPlan {
  const policies = { cluster: usesClusterEndpoints(port), local: usesLocalEndpoints(port) };
  const choice = chooseEndpoints(endpoints, policies, config);
  const hasLocal = (choice.local?.length ?? 0) > 0;
  return {
    choice,
    internalPolicy: port.internalPolicyLocal ? 'local' : 'cluster',
    hasInternal: choice.hasAny && (!port.internalPolicyLocal || hasLocal),
    externalPolicy: port.externalPolicyLocal ? 'local' : 'cluster',
    hasExternal: choice.hasAny && (!port.externalPolicyLocal || hasLocal),
  };
}
