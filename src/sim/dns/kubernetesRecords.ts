/**
 * What the kubernetes plugin finds for a name: hosts (addresses, or the name of an
 * ExternalName Service) with port and owner name, from which records are made.
 * Source: coredns plugin/kubernetes/kubernetes.go, reverse.go, ns.go, namespace.go.
 */
import { SERVICE_NAME_LABEL } from '../cluster/objects';
import type { KubernetesPluginConfig } from './corednsConfig';
import { isReverse, joinZone, labelsOf } from './domainName';
import type { DnsEndpoint, DnsEndpointSlice, DnsService, DnsView } from './dnsView';
import { addressOfReverseName, ipFamily } from './ipText';
import { meetsRequirements } from './labelSelector';
import { parseRecordRequest, type RecordRequest } from './recordRequest';

/** One host behind a name. */
export interface FoundHost {
  /** An address, or a name for a CNAME. */
  readonly host: string;
  /** -1 when nothing declares a port: then there is no SRV record. */
  readonly port: number;
  /** The name that owns the address: the target of an SRV record. */
  readonly owner: string;
}

/** `notFound` means that the name does not exist: NXDOMAIN, or the next plugin. */
export type Findings =
  { readonly notFound: true } | { readonly notFound: false; readonly hosts: readonly FoundHost[] };

const NOT_FOUND: Findings = { notFound: true };

/** The parts of a query that the plugin works on. */
export interface PluginQuery {
  /** Lower case. */
  readonly name: string;
  /** The zone in the case of the query. */
  readonly zone: string;
}

function found(hosts: readonly FoundHost[]): Findings {
  return { notFound: false, hosts };
}

/** True if the namespace exists and neither `namespaces` nor `namespace_labels` hides it. Source: namespace.go. */
export function namespaceExposed(view: DnsView, config: KubernetesPluginConfig, namespace: string): boolean {
  const configured = config.namespaces.length === 0 || config.namespaces.includes(namespace);
  if (!configured || !view.namespaceExists(namespace)) return false;
  if (config.namespaceLabels.length === 0) return true;
  const labels = view.namespaceLabels?.(namespace) ?? { 'kubernetes.io/metadata.name': namespace };
  return meetsRequirements(config.namespaceLabels, labels);
}

function isHeadless(service: DnsService): boolean {
  return (service.spec.clusterIPs[0] ?? service.spec.clusterIP) === 'None';
}

function clusterIPsOf(service: DnsService): readonly string[] {
  return service.spec.clusterIPs.length > 0 ? service.spec.clusterIPs : [service.spec.clusterIP];
}

/**
 * The label of an endpoint in names: its hostname, else its address with dashes.
 * Source: kubernetes.go `endpointHostname` (the 0 after `fd00--` since CoreDNS 1.12.3, coredns PR 7431).
 */
export function endpointLabel(endpoint: DnsEndpoint, address: string, podNames: boolean): string {
  if (endpoint.hostname !== undefined && endpoint.hostname !== '') return endpoint.hostname;
  const pod = endpoint.targetRef?.name;
  if (podNames && pod !== undefined && pod !== '' && pod.length < 64) return pod;
  const dashed = address.replaceAll(/[.:]/g, '-');
  return dashed.endsWith('-') ? `${dashed}0` : dashed; // no label ends with a dash
}

function portMatches(request: RecordRequest, port: { name: string; protocol: string }): boolean {
  return (
    (request.port === '' || request.port === port.name.toLowerCase()) &&
    (request.protocol === '' || request.protocol === port.protocol.toLowerCase())
  );
}

const NO_PORT = [{ name: '', protocol: '', port: -1 }];

interface ReadyAddress {
  readonly endpoint: DnsEndpoint;
  readonly address: string;
}

function readyAddresses(slice: DnsEndpointSlice): ReadyAddress[] {
  return slice.endpoints
    .filter((endpoint) => endpoint.conditions.ready !== false)
    .flatMap((endpoint) => endpoint.addresses.map((address) => ({ endpoint, address })));
}

function endpointHosts(
  slices: readonly DnsEndpointSlice[],
  request: RecordRequest,
  topologyZone: string,
  serviceOwner: string,
  podNames: boolean,
): FoundHost[] {
  const hosts: FoundHost[] = [];
  for (const slice of slices) {
    const ports = slice.ports.length === 0 ? NO_PORT : slice.ports;
    for (const { endpoint, address } of readyAddresses(slice)) {
      if (topologyZone !== '' && endpoint.zone?.toLowerCase() !== topologyZone) continue;
      const label = endpointLabel(endpoint, address, podNames);
      if (request.endpoint !== '' && request.endpoint !== label.toLowerCase()) continue;
      for (const port of ports) {
        if (!portMatches(request, port)) continue;
        hosts.push({ host: address, port: port.port, owner: `${label}.${serviceOwner}` });
      }
    }
  }
  return hosts;
}

function findService(
  view: DnsView,
  config: KubernetesPluginConfig,
  request: RecordRequest,
  zone: string,
): Findings {
  if (request.service === '') return found([]);
  const service = view.service(request.namespace, request.service);
  if (service === undefined) return NOT_FOUND;
  const slices = () => view.endpointSlices(request.namespace, request.service);
  const { spec } = service;
  const owner = joinZone(`${service.metadata.name}.${service.metadata.namespace ?? 'default'}.svc`, zone);
  const headless = isHeadless(service);

  if (config.ignoreEmptyService && spec.type !== 'ExternalName' && !headless) {
    if (slices().every((slice) => readyAddresses(slice).length === 0)) return NOT_FOUND;
  }
  if (request.topologyZone !== '' && !headless) return NOT_FOUND;
  if (spec.type === 'ExternalName') {
    if (request.endpoint !== '' || request.port !== '' || request.protocol !== '') return NOT_FOUND;
    const external = spec.externalName ?? '';
    return ipFamily(external) === undefined ? found([{ host: external, port: 0, owner }]) : NOT_FOUND;
  }
  if (headless || request.endpoint !== '') {
    const podNames = config.endpointPodNames;
    let hosts = endpointHosts(slices(), request, request.topologyZone, owner, podNames);
    if (hosts.length === 0 && request.preferZone)
      hosts = endpointHosts(slices(), request, '', owner, podNames);
    return hosts.length === 0 && request.topologyZone === '' ? NOT_FOUND : found(hosts);
  }
  const ports = (spec.ports.length === 0 ? NO_PORT : spec.ports).filter((port) => portMatches(request, port));
  if (ports.length === 0) return NOT_FOUND;
  return found(
    ports.flatMap((port) => clusterIPsOf(service).map((host) => ({ host, port: port.port, owner }))),
  );
}

function findPods(
  view: DnsView,
  config: KubernetesPluginConfig,
  request: RecordRequest,
  zone: string,
): Findings {
  if (config.pods === 'disabled') return NOT_FOUND;
  if (request.service === '') return found([]);
  const dashed = request.service;
  const dotted = dashed.split('-').length === 4 && !dashed.includes('--');
  const ip = dashed.replaceAll('-', dotted ? '.' : ':');
  const host: FoundHost = { host: ip, port: 0, owner: joinZone(`${dashed}.${request.namespace}.pod`, zone) };
  if (config.pods === 'insecure') return ipFamily(ip) === undefined ? NOT_FOUND : found([host]);
  const pods = view.podsByIP(ip).filter((pod) => (pod.metadata.namespace ?? 'default') === request.namespace);
  return pods.length === 0 ? NOT_FOUND : found(pods.map(() => host));
}

/** The hosts of a Service, endpoint or Pod name. Source: kubernetes.go `Records`, `findServices`, `findPods`. */
export function findRecords(view: DnsView, config: KubernetesPluginConfig, query: PluginQuery): Findings {
  const request = parseRecordRequest(query.name, query.zone, config.zonal);
  if (request === undefined) return NOT_FOUND;
  if (request.kind === '') return found([]);
  if (isReverse(query.name)) return NOT_FOUND;
  if (!namespaceExposed(view, config, request.namespace)) return NOT_FOUND;
  return request.kind === 'pod'
    ? findPods(view, config, request, query.zone)
    : findService(view, config, request, query.zone);
}

/** True for a name of a zone-scoped kind, which is NODATA rather than NXDOMAIN when empty. */
export function isZonalName(config: KubernetesPluginConfig, query: PluginQuery): boolean {
  const request = parseRecordRequest(query.name, query.zone, config.zonal);
  return request !== undefined && request.topologyZone !== '';
}

/** The name servers of the zone: the Services in front of CoreDNS' own Pods. Source: ns.go `nsAddrs`. */
export function nameServers(view: DnsView, config: KubernetesPluginConfig, zone: string): FoundHost[] {
  const hosts: FoundHost[] = [];
  let foundEndpoint = false;
  for (const localIP of config.localIPs) {
    for (const slice of view.endpointSlicesByAddress(localIP)) {
      foundEndpoint = true;
      const name = slice.metadata.labels[SERVICE_NAME_LABEL] ?? '';
      const namespace = slice.metadata.namespace ?? 'default';
      const service = view.service(namespace, name);
      if (service === undefined) continue;
      const owner = joinZone(`${name}.${namespace}.svc`, zone);
      if (!isHeadless(service)) {
        for (const host of clusterIPsOf(service)) hosts.push({ host, port: 0, owner });
        continue;
      }
      for (const { endpoint, address } of readyAddresses(slice)) {
        const label = endpointLabel(endpoint, address, config.endpointPodNames);
        hosts.push({ host: address, port: 0, owner: `${label}.${owner}` });
      }
    }
  }
  if (foundEndpoint) return hosts;
  return config.localIPs.map((host) => ({ host, port: 0, owner: joinZone('ns.dns', zone) }));
}

function primaryZone(config: KubernetesPluginConfig): string {
  return config.zones.find((zone) => !isReverse(zone)) ?? 'cluster.local.';
}

/**
 * The names of an address: of the Service that has it as cluster IP, else of its
 * endpoints. Source: reverse.go `Reverse`, `serviceRecordForIP`.
 */
export function findReverse(
  view: DnsView,
  config: KubernetesPluginConfig,
  query: PluginQuery,
): { readonly notFound: boolean; readonly names: readonly string[] } {
  const ip = addressOfReverseName(query.name);
  if (ip === undefined) return { notFound: findRecords(view, config, query).notFound, names: [] };
  const hidden = (namespace: string) =>
    config.namespaces.length > 0 && !namespaceExposed(view, config, namespace);
  const zone = primaryZone(config);
  for (const service of view.servicesByClusterIP(ip)) {
    const namespace = service.metadata.namespace ?? 'default';
    if (!hidden(namespace))
      return { notFound: false, names: [joinZone(`${service.metadata.name}.${namespace}.svc`, zone)] };
  }
  const names: string[] = [];
  for (const slice of view.endpointSlicesByAddress(ip)) {
    const namespace = slice.metadata.namespace ?? 'default';
    if (hidden(namespace)) continue;
    const service = slice.metadata.labels[SERVICE_NAME_LABEL] ?? '';
    if (service === '') continue; // a name with an empty label fits into no message: the real one is silent
    for (const { endpoint, address } of readyAddresses(slice)) {
      if (address !== ip) continue;
      const label = endpointLabel(endpoint, address, config.endpointPodNames);
      names.push(joinZone(`${label}.${service}.${namespace}.svc`, zone));
    }
  }
  return { notFound: names.length === 0, names: [...new Set(names)] };
}

/** True for `ns.dns.` of the zone. Source: ns.go `isDefaultNS`. */
export function isDefaultNameServer(query: PluginQuery): boolean {
  return query.name === joinZone('ns.dns', query.zone) && labelsOf(query.name).length > 2;
}
