/**
 * A gateway's configuration is changed while it runs, and Ocelot reads it again. In a real cluster the kubelet hands
 * a changed ConfigMap to the Pod within about a minute; here that takes no time.
 * Sources: Ocelot docs/features/configuration.rst "Reload On Change";
 * https://kubernetes.io/docs/concepts/configuration/configmap/#mounted-configmaps-are-updated-automatically
 */
import { updateObject } from '../cluster/apiServer';
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

/** The ConfigMap that holds a gateway's file: the first of its namespace with a key of that name. */
export function configMapOf(
  draft: Pick<TrafficDraft, 'get' | 'keys'>,
  namespace: string,
  file: string,
): string | undefined {
  const name = file.slice(file.lastIndexOf('/') + 1);
  return draft
    .keys('configMaps')
    .find((key) => key.startsWith(`${namespace}/`) && draft.get('configMaps', key)?.data[name] !== undefined);
}

function writeConfigMap(draft: TrafficDraft, namespace: string, file: string, text: string): void {
  const key = configMapOf(draft, namespace, file);
  const object = key === undefined ? undefined : draft.get('configMaps', key);
  if (object === undefined) return;
  const data = { ...object.data, [file.slice(file.lastIndexOf('/') + 1)]: text };
  updateObject<'ConfigMap'>(draft, { ...object, data });
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
  writeConfigMap(draft, namespace, row.file, text);
  draft.put('gateways', gateway, { file: row.file, text, original, reloads: (row.reloads ?? 0) + 1 });
  draft.fact({ type: 'gateway/reconfigured', gateway, file: row.file, from, to: discovery });
  return null;
}
