/** What kube-proxies record, by fact type. */
import type { ClusterDraft } from '../../cluster/apiServer';
export interface KubeProxyFacts {
  /** A change of a Service or EndpointSlice arrived at one node. */
  'kubeProxy/sawChange': {
    node: string;
    service: string;
    kind: 'Service' | 'EndpointSlice';
    object: string;
    resourceVersion: string;
    change: 'stored' | 'deleted';
  };
  /** One node's kernel has new rules. Endpoints are `ip:port`, those that may be chosen. */
  'kubeProxy/synced': {
    node: string;
    services: readonly string[];
    added: readonly string[];
    removed: readonly string[];
    /** Chains written. */
    written: number;
  };
  /** Entries of UDP flows whose endpoint is gone were removed. */
  'kubeProxy/removedConntrack': { node: string; flows: readonly string[] };
  'kubeProxy/watchDelaySet': { node: string; fromMicros: number; toMicros: number };
  /** One node's kube-proxy was started anew in another mode. */
  'kubeProxy/modeSet': { node: string; fromMode: string; toMode: string };
}

/** Records a fact of this room with the fields that its type demands; returns its id. */
export function recordFact<T extends keyof KubeProxyFacts>(
  draft: ClusterDraft,
  type: T,
  fields: KubeProxyFacts[T],
): number {
  return draft.fact({ type, ...fields });
}
