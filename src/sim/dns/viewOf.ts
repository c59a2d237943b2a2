/** CoreDNS' view built from API objects: for the CLI and for tests; a running world serves its own indexes. */
import { SERVICE_NAME_LABEL, type Labels } from '../cluster/objects';
import type { DnsEndpointSlice, DnsPod, DnsService, DnsView } from './dnsView';

export interface ViewObjects {
  readonly services: readonly DnsService[];
  readonly endpointSlices: readonly DnsEndpointSlice[];
  readonly pods: readonly DnsPod[];
  /** Names of the namespaces that exist, or a test of a name. */
  readonly namespaces: readonly string[] | ((namespace: string) => boolean);
  /** Labels of a namespace that exists. */
  readonly namespaceLabels?: (namespace: string) => Labels;
  /** False while CoreDNS waits for the API server. */
  readonly synced?: boolean;
}

function push<Row>(map: Map<string, Row[]>, key: string, row: Row): void {
  const rows = map.get(key);
  if (rows === undefined) map.set(key, [row]);
  else rows.push(row);
}

function inNamespace(namespace: string | undefined, name: string): string {
  return `${namespace ?? 'default'}/${name}`;
}

/** Pods that have ended, or are being deleted, are not watched. Source: controller.go `podListFunc`, object/pod.go. */
export function isKnownPod({ metadata, status }: DnsPod): boolean {
  const hasEnded = ['Succeeded', 'Failed', 'Unknown'].includes(status.phase ?? '');
  return metadata.deletionMicros === undefined && !hasEnded && status.podIP !== undefined;
}

/**
 * Indexes the objects as CoreDNS' controller does: Services by name and by cluster IP,
 * slices by Service and by address of a ready endpoint, Pods by IP unless they are being deleted.
 * Source: coredns plugin/kubernetes/controller.go, plugin/kubernetes/object/*.go.
 */
export function viewOf(objects: ViewObjects): DnsView {
  const services = new Map<string, DnsService>();
  const byIP = new Map<string, DnsService[]>();
  const slices = new Map<string, DnsEndpointSlice[]>();
  const slicesByAddress = new Map<string, DnsEndpointSlice[]>();
  const pods = new Map<string, DnsPod[]>();

  for (const service of objects.services) {
    services.set(inNamespace(service.metadata.namespace, service.metadata.name), service);
    for (const ip of new Set([service.spec.clusterIP, ...service.spec.clusterIPs])) {
      push(byIP, ip, service);
    }
  }
  for (const slice of objects.endpointSlices) {
    const owner = slice.metadata.labels[SERVICE_NAME_LABEL] ?? '';
    push(slices, inNamespace(slice.metadata.namespace, owner), slice);
    const addresses = slice.endpoints
      .filter((endpoint) => endpoint.conditions.ready !== false)
      .flatMap((endpoint) => endpoint.addresses);
    for (const address of new Set(addresses)) push(slicesByAddress, address, slice);
  }
  for (const pod of objects.pods) {
    if (isKnownPod(pod)) push(pods, pod.status.podIP ?? '', pod);
  }

  const { namespaces, namespaceLabels } = objects;
  const names = typeof namespaces === 'function' ? undefined : new Set(namespaces);
  return {
    synced: objects.synced ?? true,
    namespaceExists: (name) =>
      typeof namespaces === 'function' ? namespaces(name) : (names?.has(name) ?? false),
    ...(namespaceLabels === undefined ? {} : { namespaceLabels }),
    service: (namespace, name) => services.get(inNamespace(namespace, name)),
    endpointSlices: (namespace, name) => slices.get(inNamespace(namespace, name)) ?? [],
    servicesByClusterIP: (ip) => byIP.get(ip) ?? [],
    endpointSlicesByAddress: (ip) => slicesByAddress.get(ip) ?? [],
    podsByIP: (ip) => pods.get(ip) ?? [],
  };
}
