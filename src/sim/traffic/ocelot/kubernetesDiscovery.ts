/**
 * Ocelot's Kubernetes discovery: reads the Endpoints object of the Service for each
 * request and connects to Pod addresses itself, past DNS, VIP and kube-proxy.
 * Source: Ocelot tag 24.1.0 src/Ocelot.Provider.Kubernetes/{Kube,KubeServiceCreator,KubernetesProviderFactory,PollKube}.cs.
 */
import type { EndpointSlice } from '../../cluster/objects';
import type { OcelotRoute, ServiceDiscoveryOptions } from './configuration';
import type { Target } from './routing';

/** A subset of a v1 Endpoints object. `notReadyAddresses` exist there and are never used. */
export interface EndpointsSubset {
  readonly addresses: readonly string[];
  readonly ports: readonly { readonly name?: string; readonly port?: number }[];
}

const MAX_ENDPOINTS_ADDRESSES = 1000;

/**
 * The subsets of the Endpoints object that belongs to a Service's EndpointSlices: ready
 * addresses with the same ports together, sorted as text, 1000 at most.
 * Source: kubernetes pkg/controller/endpoint/endpoints_controller.go, pkg/api/v1/endpoints/util.go `RepackSubsets`.
 * @param slices all of one Service; those of the first slice's address family count
 */
export function subsetsOfSlices(
  slices: readonly Pick<EndpointSlice, 'addressType' | 'endpoints' | 'ports'>[],
): EndpointsSubset[] {
  const family = slices[0]?.addressType;
  const byPorts = new Map<string, { addresses: Set<string>; ports: EndpointsSubset['ports'] }>();
  for (const slice of slices) {
    if (slice.addressType !== family) continue;
    const ports = slice.ports.map(({ name, port }) => (name === '' ? { port } : { name, port }));
    const key = JSON.stringify(ports);
    const subset = byPorts.get(key) ?? { addresses: new Set<string>(), ports };
    byPorts.set(key, subset);
    for (const endpoint of slice.endpoints) {
      if (endpoint.conditions.ready) endpoint.addresses.forEach((address) => subset.addresses.add(address));
    }
  }
  let room = MAX_ENDPOINTS_ADDRESSES;
  return [...byPorts.values()]
    .filter(({ addresses }) => addresses.size > 0)
    .map(({ addresses, ports }) => {
      const kept = [...addresses].sort().slice(0, room);
      room -= kept.length;
      return { addresses: kept, ports };
    });
}

const PORT_WITHOUT_ANY = 80;

/**
 * The targets that a route gets: all ready addresses, each with the port whose name
 * equals DownstreamScheme, else the first port, else 80. The ports are those of the
 * Pods. The port's name becomes the request's scheme.
 */
export function targetsOfEndpoints(
  subsets: readonly EndpointsSubset[],
  downstreamScheme: string | null,
): Target[] {
  const wanted = (downstreamScheme ?? '').toLowerCase();
  return subsets.flatMap(({ addresses, ports }) => {
    const named = wanted === '' ? undefined : ports.find((port) => port.name?.toLowerCase() === wanted);
    const chosen = named ?? ports[0];
    const port = chosen?.port ?? PORT_WITHOUT_ANY;
    const scheme = chosen?.name ?? downstreamScheme ?? '';
    return addresses.map((host) => (scheme === '' ? { host, port } : { host, port, scheme }));
  });
}

/** What the provider asks the API server for a route. */
export interface DiscoveryRequest {
  readonly provider: 'Kube' | 'PollKube' | 'WatchKube';
  readonly namespace: string;
  readonly serviceName: string;
  /** For each request, every so often, or once and then by watching. */
  readonly reads: 'eachRequest' | 'polled' | 'watched';
  readonly pollingIntervalMs: number;
}

/** How often Kube asks again, when the answer is an error or empty. Source: src/Infrastructure/DesignPatterns/Retry.cs. */
export const KUBE_RETRIES = { times: 3, delayMs: 25 } as const;

const PROVIDERS = { kube: 'Kube', pollkube: 'PollKube', watchkube: 'WatchKube' } as const;

/** How a route finds its targets in Kubernetes; undefined if it does not. The route's namespace goes before the global one. */
export function discoveryOf(
  route: OcelotRoute,
  options: ServiceDiscoveryOptions,
): DiscoveryRequest | undefined {
  const key = options.type.toLowerCase();
  if (route.serviceName === '' || !(key in PROVIDERS)) return undefined;
  const provider = PROVIDERS[key as keyof typeof PROVIDERS];
  // .NET's PeriodicTimer takes no period of 0, so there is no provider.
  if (provider === 'PollKube' && options.pollingIntervalMs <= 0) return undefined;
  return {
    provider,
    namespace: route.serviceNamespace || options.namespace || 'default',
    serviceName: route.serviceName,
    reads: provider === 'Kube' ? 'eachRequest' : provider === 'PollKube' ? 'polled' : 'watched',
    pollingIntervalMs: options.pollingIntervalMs,
  };
}
