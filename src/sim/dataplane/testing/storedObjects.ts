/** Services and EndpointSlices as `kubectl get -o json` gives them, read for tests of the data plane. */
import type { EndpointSlice, Service } from '../../cluster/objects';
import { serviceFrom, sliceFrom } from './kubeProxyCases';

type LooseService = Parameters<typeof serviceFrom>[0];
type LooseSlice = Parameters<typeof sliceFrom>[0];

/** A Service as stored: an ExternalName has no ClusterIP and perhaps no ports, an ingress perhaps no IP. */
export interface StoredService {
  readonly metadata: LooseService['metadata'];
  readonly spec: Omit<LooseService['spec'], 'clusterIP' | 'ports'> &
    Partial<Pick<LooseService['spec'], 'clusterIP' | 'ports'>>;
  readonly status?: { loadBalancer?: { ingress?: { ip?: string; ipMode?: 'VIP' | 'Proxy' }[] } };
}

interface Named {
  readonly name: string;
}

/** An EndpointSlice as stored: hints name their zones and nodes one by one. */
export interface StoredSlice extends Omit<LooseSlice, 'endpoints' | 'addressType'> {
  readonly addressType: EndpointSlice['addressType'];
  readonly endpoints: readonly (Omit<LooseSlice['endpoints'][number], 'hints'> & {
    readonly hints?: { readonly forZones?: readonly Named[]; readonly forNodes?: readonly Named[] };
  })[];
}

/** The Service as the API server would keep it. */
export function storedService({ metadata, spec, status }: StoredService): Service {
  const ingress = (status?.loadBalancer?.ingress ?? []).map(({ ip = '', ipMode }) =>
    ipMode === undefined ? { ip } : { ip, ipMode },
  );
  return serviceFrom({
    metadata,
    spec: { ...spec, clusterIP: spec.clusterIP ?? '', ports: spec.ports ?? [] },
    status: { loadBalancer: { ingress } },
  });
}

/** The EndpointSlice as the API server would keep it. */
export function storedSlice({ endpoints, addressType, ...slice }: StoredSlice): EndpointSlice {
  const names = (list: readonly Named[] = []) => list.map(({ name }) => name);
  const made = sliceFrom({
    ...slice,
    addressType: addressType as 'IPv4',
    endpoints: endpoints.map(({ hints, ...endpoint }) => ({
      ...endpoint,
      ...(hints === undefined
        ? {}
        : { hints: { forZones: names(hints.forZones), forNodes: names(hints.forNodes) } }),
    })),
  });
  return { ...made, addressType };
}
