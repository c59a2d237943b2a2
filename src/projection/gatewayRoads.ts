/** The two ways from a gateway to its Pods, with the addresses of this cluster: by the Service's name, and by asking. */
import { formatSocket } from '../sim/packet/headers';
import { discoveryNow } from '../sim/traffic/gatewayIntents';
import { configurationOf } from '../sim/traffic/servers/gateway';
import { readTargets } from '../sim/traffic/servers/gatewayDiscovery';
import type { GatewayRow } from '../sim/traffic/tables';
import type { GatewayRoads } from './cards';
import { expectedRoad } from './expectedRoad';
import { reader, type WorldView } from './view';

/** Null where no route of the gateway leads to a Service of this cluster. */
export function gatewayRoads(view: WorldView, key: string, row: GatewayRow): GatewayRoads | null {
  const routes = configurationOf(row)?.routes ?? [];
  const draft = { ...reader(view), lookup: view.lookup.bind(view) } as Parameters<typeof readTargets>[0];
  const likely = expectedRoad(view).gateway;
  const first = likely?.workload === key ? routes[likely.route] : undefined;
  const [, namespace = 'default'] = key.split('/');
  const shared = configurationOf(row)?.serviceDiscovery.namespace ?? '';
  for (const route of first === undefined ? routes : [first, ...routes]) {
    const host = route.serviceName || (route.downstreamHostAndPorts[0]?.host ?? '');
    const [name = '', inHost = namespace] = host.split('.');
    const where = route.serviceName === '' ? inHost : route.serviceNamespace || shared || namespace;
    const service = view.tables.services[`${where}/${name}`];
    const ip = service?.spec.clusterIPs[0];
    if (service === undefined || ip === undefined) continue;
    const { type } = route.loadBalancer;
    return {
      service: name,
      vip: formatSocket({ ip, port: service.spec.ports[0]?.port ?? 80 }),
      pods: readTargets(draft, `${where}/${name}`, route.downstreamScheme).map(({ host: pod, port }) =>
        formatSocket({ ip: pod, port }),
      ),
      balancer: discoveryNow(row) === 'host' && type === 'NoLoadBalancer' ? 'RoundRobin' : type,
    };
  }
  return null;
}
