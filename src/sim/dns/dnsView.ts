/**
 * What CoreDNS' kubernetes plugin knows of the cluster: an interface of look-ups,
 * so that a caller with indexes serves it cheaply. The rows are parts of the API
 * objects, so that a real Service, EndpointSlice or Pod can be handed in as it is.
 * Source: coredns plugin/kubernetes/controller.go (its indexers).
 */
import type { Labels, Service } from '../cluster/objects';

export interface DnsService {
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly labels?: Labels };
  readonly spec: {
    readonly type: Service['spec']['type'];
    readonly clusterIP: string;
    readonly clusterIPs: readonly string[];
    readonly externalName?: string;
    readonly ports: readonly { readonly name: string; readonly protocol: string; readonly port: number }[];
  };
}

export interface DnsEndpoint {
  readonly addresses: readonly string[];
  /** A missing or null `ready` counts as ready. */
  readonly conditions: { readonly ready?: boolean | null };
  readonly hostname?: string;
  readonly zone?: string;
  readonly targetRef?: { readonly name: string };
}

export interface DnsEndpointSlice {
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    /** `kubernetes.io/service-name` names the Service. */
    readonly labels: Labels;
  };
  readonly endpoints: readonly DnsEndpoint[];
  readonly ports: readonly { readonly name: string; readonly protocol: string; readonly port: number }[];
}

export interface DnsPod {
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Labels;
    readonly deletionMicros?: number;
  };
  readonly status: { readonly phase?: string; readonly podIP?: string };
}

/** All names and namespaces are given in lower case, as Kubernetes has them. */
export interface DnsView {
  /** False until CoreDNS has listed everything once: then unknown names are SERVFAIL. */
  readonly synced: boolean;
  namespaceExists(namespace: string): boolean;
  /** Labels of a namespace that exists; without this, only the one that every namespace has. */
  namespaceLabels?(namespace: string): Labels;
  service(namespace: string, name: string): DnsService | undefined;
  endpointSlices(namespace: string, serviceName: string): readonly DnsEndpointSlice[];
  servicesByClusterIP(ip: string): readonly DnsService[];
  /** Slices that hold a ready endpoint with that address. */
  endpointSlicesByAddress(ip: string): readonly DnsEndpointSlice[];
  podsByIP(ip: string): readonly DnsPod[];
}
