/** What a host name means to a Pod: a Service of the cluster, a Service that is missing, or something outside. */
import type { EndpointSlice, Service } from '../../sim/cluster/objects';
import { SERVICE_NAME_LABEL } from '../../sim/cluster/objects';
import { selectedBy, targetPortIn } from '../checks/checkServices';
import type { ReadObject } from '../readManifests';
import type { ReadWorkload } from '../workloads';

export type Verdict =
  | 'ok'
  | 'ok (port not stated)'
  | 'no such Service'
  | 'no such port'
  | 'selects nothing'
  | 'target port not found';

export interface Target {
  readonly service: ReadObject<Service>;
  /** Workloads that the Service selects: `Deployment/web`. */
  readonly reaches: readonly string[];
  readonly verdict: Verdict;
}

/** Endings of names in the public DNS, enough to tell a host outside from a slip inside. */
const PUBLIC_ENDINGS =
  /\.(com|org|net|io|dev|app|cloud|edu|gov|info|biz|ai|example|test|local|localhost|internal|[a-z]{2})\.?$/i;

export class ClusterNames {
  private readonly namespaces: ReadonlySet<string>;

  constructor(
    private readonly services: readonly ReadObject<Service>[],
    private readonly slices: readonly ReadObject<EndpointSlice>[],
    private readonly workloads: readonly ReadWorkload[],
  ) {
    this.namespaces = new Set([
      ...services.map((service) => service.object.metadata.namespace ?? 'default'),
      ...workloads.map((workload) => workload.namespace),
    ]);
  }

  /**
   * The Service that a name reaches from a namespace: `<svc>`, `<svc>.<ns>`, `<svc>.<ns>.svc`,
   * `<svc>.<ns>.svc.cluster.local`; before it the name of a StatefulSet's Pod if the Service is headless.
   * Source: https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/
   */
  find(host: string, fromNamespace: string): ReadObject<Service> | undefined {
    const labels = host.toLowerCase().replace(/\.$/, '').split('.');
    const found = this.findLabels(labels, fromNamespace);
    if (found !== undefined || labels.length < 2 || !/-\d+$/.test(labels[0] ?? '')) return found;
    // A Pod of a StatefulSet: `db-0.db`.
    const governing = this.findLabels(labels.slice(1), fromNamespace);
    return governing?.object.spec.clusterIP === 'None' ? governing : undefined;
  }

  private findLabels(labels: readonly string[], fromNamespace: string): ReadObject<Service> | undefined {
    const [name = '', namespace = fromNamespace, svc, ...domain] = labels;
    if (svc !== undefined && svc !== 'svc') return undefined;
    if (domain.length > 0 && domain.join('.') !== 'cluster.local') return undefined;
    return this.services.find(
      ({ object }) => object.metadata.name === name && (object.metadata.namespace ?? 'default') === namespace,
    );
  }

  /** Names of all Services of a namespace, for “did you mean”. */
  namesIn(namespace: string): string[] {
    return this.services
      .filter(({ object }) => (object.metadata.namespace ?? 'default') === namespace)
      .map(({ object }) => object.metadata.name);
  }

  /** True if a host that is no Service was meant to be one: it could not be a name outside the cluster. */
  looksLikeService(host: string): boolean {
    const name = host.toLowerCase().replace(/\.$/, '');
    if (name === 'localhost' || /^[\d.]+$/.test(name)) return false;
    // The API server's own Service is in every cluster and in nobody's files.
    if (/^kubernetes\.default(\.svc(\.cluster\.local)?)?$/.test(name)) return false;
    if (!name.includes('.')) return true;
    if (/\.svc(\.cluster\.local)?$/.test(name)) return true;
    return this.namespaces.has(name.slice(name.indexOf('.') + 1)) || !PUBLIC_ENDINGS.test(name);
  }

  /** What a call to that port of a Service meets. */
  target(service: ReadObject<Service>, port: number | null): Target {
    const { object } = service;
    const chosen = selectedBy(object, this.workloads);
    const reaches = chosen.map((workload) => workload.ref);
    return { service, reaches, verdict: this.verdict(object, port, chosen) };
  }

  private verdict(service: Service, port: number | null, chosen: readonly ReadWorkload[]): Verdict {
    if (service.spec.type === 'ExternalName') return port === null ? 'ok (port not stated)' : 'ok';
    const headless = service.spec.clusterIP === 'None';
    const servicePort = service.spec.ports.find((candidate) => candidate.port === port);
    if (port !== null && servicePort === undefined && !headless) return 'no such port';
    const hasSlices = this.slices.some(
      ({ object }) =>
        object.metadata.namespace === service.metadata.namespace &&
        object.metadata.labels[SERVICE_NAME_LABEL] === service.metadata.name,
    );
    if (chosen.length === 0 && !hasSlices) return 'selects nothing';
    if (port === null) return 'ok (port not stated)';
    if (servicePort !== undefined && chosen.length > 0) {
      const resolvable = chosen.some((workload) => targetPortIn(workload, servicePort) !== undefined);
      if (!resolvable) return 'target port not found';
    }
    return 'ok';
  }
}
