/**
 * CoreDNS' configuration as far as the simulator knows it: the kubernetes, cache
 * and forward plugins of one server block. Read from a Corefile by `readCorefile`.
 * Source: coredns plugin/kubernetes/README.md, plugin/cache/README.md, plugin/forward/README.md.
 */

import type { LabelRequirement } from './labelSelector';

export interface KubernetesPluginConfig {
  /** Normalized: lower case with trailing dot. */
  readonly zones: readonly string[];
  readonly ttlSeconds: number;
  readonly pods: 'disabled' | 'insecure' | 'verified';
  /** Exposed namespaces; empty means all. */
  readonly namespaces: readonly string[];
  /** `labels`: what Services, EndpointSlices and Pods must carry to be known. */
  readonly labels: readonly LabelRequirement[];
  /** `namespace_labels`: what exposed namespaces must carry. */
  readonly namespaceLabels: readonly LabelRequirement[];
  /** False with `noendpoints`: EndpointSlices are not watched. */
  readonly endpoints: boolean;
  /** Zones of which unknown names go to the next plugin; `.` is all. */
  readonly fallthrough: readonly string[];
  readonly ignoreEmptyService: boolean;
  readonly endpointPodNames: boolean;
  /** Names for endpoints of one topology zone: `ZONE.pin._zone.SERVICE…`. */
  readonly zonal: boolean;
  /** Addresses of the CoreDNS Pods themselves, for NS records. */
  readonly localIPs: readonly string[];
}

export interface CachePluginConfig {
  readonly zones: readonly string[];
  readonly successMaxSeconds: number;
  readonly successMinSeconds: number;
  readonly denialMaxSeconds: number;
  readonly denialMinSeconds: number;
  readonly servfailSeconds: number;
  /** Zones of which positive answers are not cached. */
  readonly disableSuccess: readonly string[];
  /** Zones of which NXDOMAIN and NODATA are not cached. */
  readonly disableDenial: readonly string[];
  readonly keepTtl: boolean;
}

export interface ForwardPluginConfig {
  readonly from: string;
  /** `/etc/resolv.conf` or addresses. */
  readonly to: readonly string[];
  readonly except: readonly string[];
}

/** `autopath [ZONE…] @kubernetes`: the server walks the search list of the Pod that asks. */
export interface AutopathPluginConfig {
  readonly zones: readonly string[];
  /** The asking Pod's list; or a file's, which here has no search domains, so that nothing is walked. */
  readonly search: 'kubernetes' | 'file';
}

export interface CorednsConfig {
  /** The zones of the server block: `.` in kubeadm's Corefile. */
  readonly zones: readonly string[];
  readonly port: number;
  readonly kubernetes?: KubernetesPluginConfig;
  readonly cache?: CachePluginConfig;
  readonly forward?: ForwardPluginConfig;
  readonly autopath?: AutopathPluginConfig;
  /** True if the loadbalance plugin shuffles the address records. */
  readonly loadbalance: boolean;
}

/** The plugin's own defaults for the zones given. Source: plugin/kubernetes/kubernetes.go `New`. */
export function defaultKubernetesPlugin(zones: readonly string[]): KubernetesPluginConfig {
  return {
    zones,
    ttlSeconds: 5,
    pods: 'disabled',
    namespaces: [],
    labels: [],
    namespaceLabels: [],
    endpoints: true,
    fallthrough: [],
    ignoreEmptyService: false,
    endpointPodNames: false,
    zonal: false,
    localIPs: [],
  };
}

/** The cache plugin's own defaults. Source: plugin/cache/cache.go `New`. */
export function defaultCachePlugin(zones: readonly string[]): CachePluginConfig {
  return {
    zones,
    successMaxSeconds: 3600,
    successMinSeconds: 5,
    denialMaxSeconds: 1800,
    denialMinSeconds: 5,
    servfailSeconds: 5,
    disableSuccess: [],
    disableDenial: [],
    keepTtl: false,
  };
}

/**
 * The Corefile that kubeadm writes. Source: kubernetes cmd/kubeadm/app/phases/addons/dns/manifests.go
 * (the two `disable` lines since kubernetes PR 128359).
 */
export const KUBEADM_COREFILE = `.:53 {
    errors
    health {
       lameduck 5s
    }
    ready
    kubernetes cluster.local in-addr.arpa ip6.arpa {
       pods insecure
       fallthrough in-addr.arpa ip6.arpa
       ttl 30
    }
    prometheus :9153
    forward . /etc/resolv.conf {
       max_concurrent 1000
    }
    cache 30 {
       disable success cluster.local
       disable denial cluster.local
    }
    loop
    reload
    loadbalance
}
`;
