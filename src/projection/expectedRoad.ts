/** The road that the next request is going to take, as far as the world can tell before it is sent. */
import { parseUrl, isAddress, type ParsedUrl } from '../sim/traffic/urls';
import { callFor, callsOf, roleOf, workloadOf } from '../sim/traffic/programs';
import { configurationOf } from '../sim/traffic/servers/gateway';
import { backendFor } from '../sim/traffic/servers/ingressController';
import { discoveryOf } from '../sim/traffic/ocelot/kubernetesDiscovery';
import { routeRequest } from '../sim/traffic/ocelot/routeRequest';
import { podsOf } from './servicePods';
import { reader, type WorldView } from './view';

export interface ExpectedRoad {
  /** Workloads that it meets, `Deployment/namespace/name`, in that order. */
  readonly workloads: readonly string[];
  /** The gateway among them, with the place of its route; null if it meets none. */
  readonly gateway: { readonly workload: string; readonly route: number } | null;
  /** Whether the gateway asks the API server for the Pods of that Service, and dials them itself. */
  readonly isDiscovered: boolean;
  /** The last Service, `namespace/name`, whose virtual address it is sent to from inside; null if there is none. */
  readonly service: string | null;
}

/** A road of more programs goes round in circles. */
const LONGEST = 8;

/** The road of what the first client asks for: its first URL. */
export function expectedRoad(view: WorldView): ExpectedRoad {
  const workloads: string[] = [];
  let gateway: ExpectedRoad['gateway'] = null;
  let reached: string | null = null;
  let isDiscovered = false;
  const draft = reader(view);
  const first = view.tables.clients[Object.keys(view.tables.clients).sort()[0] ?? ''];
  let url = parseUrl(first?.urls[0] ?? '');
  let service = url === null ? null : entryOf(view, url);
  for (let count = 0; count < LONGEST && url !== null && service !== null; count++) {
    const key: string | undefined = podsOf(view, service)[0];
    const pod = key === undefined ? undefined : view.tables.pods[key];
    if (pod === undefined) break;
    const workload = workloadOf(draft, pod) ?? '';
    const namespace = pod.metadata.namespace ?? 'default';
    const role = roleOf(draft, pod);
    workloads.push(workload);
    if (role === 'ingress-controller') {
      const found = backendFor(keysAndRows(view), url.host, url.path);
      service = found === null ? null : `${found.namespace}/${found.backend.serviceName}`;
      continue;
    }
    let next: string | null = null;
    if (role === 'web-app') next = callFor(callsOf(draft, pod), 'GET', url.path)?.url ?? null;
    const row = role === 'gateway' ? view.tables.gateways[workload] : undefined;
    const configuration = row === undefined ? null : configurationOf(row);
    if (configuration !== null) {
      const { scheme, host, port, path, query } = url;
      const found = routeRequest(configuration, {
        method: 'GET',
        scheme,
        host,
        port,
        path,
        query,
        headers: {},
      });
      if (found.route !== null) gateway ??= { workload, route: found.route.index };
      next = found.downstream?.url ?? null;
      const route = configuration.routes[found.downstreams[0]?.routeIndex ?? -1];
      const asked = route === undefined ? undefined : discoveryOf(route, configuration.serviceDiscovery);
      if (asked !== undefined) {
        service = `${asked.namespace}/${asked.serviceName}`;
        reached = view.tables.services[service] === undefined ? reached : service;
        isDiscovered = true;
        const behind = podsOf(view, service)[0];
        const owner = behind === undefined ? undefined : view.tables.pods[behind];
        if (owner !== undefined) workloads.push(workloadOf(draft, owner) ?? '');
        break;
      }
    }
    url = next === null ? null : parseUrl(next);
    service = url === null ? null : serviceInside(view, url.host, namespace);
    reached = service ?? reached;
  }
  return { workloads, gateway, isDiscovered, service: reached };
}

/** The Service at whose outer address, or node port, a URL from outside arrives. */
function entryOf(view: WorldView, url: ParsedUrl): string | null {
  const address = isAddress(url.host) ? url.host : view.tables.publicNames[url.host]?.[0];
  if (address === undefined) return null;
  const found = view.lookup('services', 'byIP', address)[0];
  if (found !== undefined) return found;
  const { services } = view.tables;
  const opens = (key: string) => services[key]!.spec.ports.some(({ nodePort }) => nodePort === url.port);
  return view.lookup('nodes', 'byIP', address).length > 0
    ? (Object.keys(services).find(opens) ?? null)
    : null;
}

function serviceInside(view: WorldView, host: string, fromNamespace: string): string | null {
  const [name = '', namespace = fromNamespace] = host.split('.');
  const key = `${namespace}/${name}`;
  return view.tables.services[key] === undefined ? null : key;
}

function keysAndRows(view: WorldView): Parameters<typeof backendFor>[0] {
  return {
    ...reader(view),
    keys: (table: keyof WorldView['tables']) => Object.keys(view.tables[table]),
  } as Parameters<typeof backendFor>[0];
}
