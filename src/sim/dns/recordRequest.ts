/** Reads a query name of the cluster's zone as a request for a Service, an endpoint or a Pod. */
import { labelsOf, trimZone } from './domainName';

export interface RecordRequest {
  /** Empty for the zone itself, `svc` and `pod` alone. */
  readonly kind: '' | 'svc' | 'pod';
  readonly namespace: string;
  /** The Service, or for `pod` the dashed address. */
  readonly service: string;
  readonly endpoint: string;
  readonly port: string;
  readonly protocol: string;
  /** Topology zone of a zone-scoped name. */
  readonly topologyZone: string;
  /** True if an empty topology zone falls back to all endpoints. */
  readonly preferZone: boolean;
}

const NOTHING: RecordRequest = {
  kind: '',
  namespace: '',
  service: '',
  endpoint: '',
  port: '',
  protocol: '',
  topologyZone: '',
  preferZone: false,
};

function withoutUnderscore(label: string): string {
  return label.startsWith('_') ? label.slice(1) : label;
}

/**
 * Parses `[_port._protocol.|endpoint.]service.namespace.svc|pod.zone`. Undefined for a
 * name that can not exist (too many labels, neither svc nor pod).
 * Source: coredns plugin/kubernetes/parse.go `parseRequest`.
 * @param name fully qualified, in lower case
 */
export function parseRecordRequest(name: string, zone: string, zonal: boolean): RecordRequest | undefined {
  const base = trimZone(name, zone);
  if (base === '' || base === 'svc' || base === 'pod') return NOTHING;
  const labels = labelsOf(base);
  const kind = labels.pop();
  if (kind !== 'svc' && kind !== 'pod') return undefined;
  const namespace = labels.pop() ?? '';
  const service = labels.pop() ?? '';
  const request: RecordRequest = { ...NOTHING, kind, namespace, service };

  if (labels.length === 0) return request;
  if (labels.length === 1) return { ...request, endpoint: labels[0]! };
  if (labels.length === 2) {
    return { ...request, port: withoutUnderscore(labels[0]!), protocol: withoutUnderscore(labels[1]!) };
  }
  const anchor = labels.pop();
  const directive = labels.pop();
  if (!zonal || kind !== 'svc' || anchor !== '_zone') return undefined;
  if (directive !== 'pin' && directive !== 'prefer') return undefined;
  return { ...request, topologyZone: labels.join('.'), preferZone: directive === 'prefer' };
}
