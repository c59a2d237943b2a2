/**
 * Ocelot's Kubernetes discovery: reads the Endpoints object of the Service for each
 * request and connects to Pod addresses itself, past DNS, VIP and kube-proxy.
 * Source: Ocelot tag 24.1.0 src/Ocelot.Provider.Kubernetes/{Kube,KubeServiceCreator,KubernetesProviderFactory,PollKube}.cs.
 */
import type { OcelotRoute, ServiceDiscoveryOptions } from './configuration';
import type { Target } from './routing';

/** A subset of a v1 Endpoints object. `notReadyAddresses` exist there and are never used. */
export interface EndpointsSubset {
  readonly addresses: readonly string[];
  readonly ports: readonly { readonly name?: string; readonly port?: number }[];
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
  return {
    provider,
    namespace: route.serviceNamespace || options.namespace || 'default',
    serviceName: route.serviceName,
    reads: provider === 'Kube' ? 'eachRequest' : provider === 'PollKube' ? 'polled' : 'watched',
    pollingIntervalMs: options.pollingIntervalMs,
  };
}
