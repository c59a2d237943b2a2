/**
 * A gateway's configuration is changed while it runs, and Ocelot reads it again. In a real cluster the kubelet hands
 * a changed ConfigMap to the Pod within about a minute; here that takes no time.
 * Sources: Ocelot docs/features/configuration.rst "Reload On Change";
 * https://kubernetes.io/docs/concepts/configuration/configmap/#mounted-configmaps-are-updated-automatically
 */
import type { TrafficDraft } from './places';
import { GATEWAY_DISCOVERIES, switchDiscovery, type GatewayDiscovery } from './ocelot/switchDiscovery';
import { configurationOf } from './servers/gatewayMemory';
import type { GatewayRow } from './tables';

export interface DiscoveryPlan {
  /** `Deployment/namespace/name`. */
  readonly gateway: string;
  readonly discovery: GatewayDiscovery;
  /** LoadBalancerOptions' type for routes that have none: RoundRobin if it is absent. */
  readonly balancer?: string;
}

const BALANCERS = ['NoLoadBalancer', 'RoundRobin', 'LeastConnection', 'CookieStickySessions'];

/** How a gateway finds its Pods now; `host` where no route names a Service for discovery. */
export function discoveryNow(row: GatewayRow): GatewayDiscovery {
  const configuration = configurationOf(row);
  if (configuration === null || !configuration.routes.some((route) => route.serviceName !== ''))
    return 'host';
  const type = configuration.serviceDiscovery.type.toLowerCase();
  return GATEWAY_DISCOVERIES.find((one) => one.toLowerCase() === type) ?? 'host';
}

/** Switches a gateway. Returns why it was not done, or null. */
export function setGatewayDiscovery(
  draft: TrafficDraft,
  { gateway, discovery, balancer = 'RoundRobin' }: DiscoveryPlan,
): { readonly code: string; readonly message: string } | null {
  const row = draft.get('gateways', gateway);
  if (row === undefined) return { code: 'notFound', message: `no gateway "${gateway}" with an ocelot.json` };
  if (!GATEWAY_DISCOVERIES.includes(discovery)) {
    return { code: 'invalid', message: `"${discovery}" is none of ${GATEWAY_DISCOVERIES.join(', ')}` };
  }
  if (!BALANCERS.includes(balancer)) {
    return { code: 'invalid', message: `"${balancer}" is none of ${BALANCERS.join(', ')}` };
  }
  const from = discoveryNow(row);
  const original = row.original ?? row.text;
  const isBack = discoveryNow({ file: row.file, text: original }) === discovery;
  const namespace = gateway.split('/')[1] ?? 'default';
  const text = isBack
    ? original
    : switchDiscovery(original, {
        discovery,
        namespace,
        balancer,
        portOf: (where, name) => draft.get('services', `${where}/${name}`)?.spec.ports[0]?.port,
      });
  if (text === null) return { code: 'invalid', message: `${row.file} is no JSON object` };
  draft.put('gateways', gateway, { file: row.file, text, original, reloads: (row.reloads ?? 0) + 1 });
  draft.fact({ type: 'gateway/reconfigured', gateway, file: row.file, from, to: discovery });
  return null;
}
