/** What CoreDNS watches of a cluster: less than there is, where its configuration says so. */
import type { KubernetesPluginConfig } from './corednsConfig';
import type { DnsView } from './dnsView';
import { meetsRequirements } from './labelSelector';

/**
 * The cluster as the plugin's options let it be seen: `labels` chooses Services, EndpointSlices and Pods,
 * `noendpoints` leaves the EndpointSlices out. Source: coredns plugin/kubernetes/controller.go `newdnsController`.
 */
export function watchedView(view: DnsView, config: KubernetesPluginConfig): DnsView {
  const { labels, endpoints } = config;
  if (labels.length === 0 && endpoints) return view;
  const isChosen = (row: { readonly metadata: { readonly labels?: Readonly<Record<string, string>> } }) =>
    meetsRequirements(labels, row.metadata.labels ?? {});
  return {
    synced: view.synced,
    namespaceExists: (namespace) => view.namespaceExists(namespace),
    ...(view.namespaceLabels === undefined
      ? {}
      : { namespaceLabels: (namespace: string) => view.namespaceLabels!(namespace) }),
    service(namespace, name) {
      const service = view.service(namespace, name);
      return service !== undefined && isChosen(service) ? service : undefined;
    },
    endpointSlices: (namespace, service) =>
      endpoints ? view.endpointSlices(namespace, service).filter(isChosen) : [],
    servicesByClusterIP: (ip) => view.servicesByClusterIP(ip).filter(isChosen),
    endpointSlicesByAddress: (ip) => (endpoints ? view.endpointSlicesByAddress(ip).filter(isChosen) : []),
    podsByIP: (ip) => view.podsByIP(ip).filter(isChosen),
  };
}
