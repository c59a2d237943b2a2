/** What part a workload plays, from its annotation or from what the files say about it. */
import type { Ingress, Service } from '../../sim/cluster/objects';
import { readBehaviour, type Role } from '../behaviour';
import { selectedBy } from '../checks/checkServices';
import type { ReadWorkload } from '../workloads';
import type { Call } from './calls';

const DNS_IMAGE = /(?:^|\/)(?:coredns|k8s-dns-kube-dns|kube-dns)/i;
const INGRESS_IMAGE =
  /ingress-nginx|nginx-ingress|(?:^|\/)traefik|haproxy-ingress|kong\/|(?:^|\/)kong[:@]|contour|ingress-controller/i;
const DATA_IMAGE =
  /(?:^|\/)(?:[-a-z]*postgres(?:ql)?|mysql|mariadb|percona|mongo(?:db)?|redis|valkey|memcached|rabbitmq|kafka|[-a-z]*mssql[-a-z/]*|sql-?server|azure-sql-edge|elasticsearch|opensearch|nats|etcd|cassandra|documentdb[-a-z/]*|minio|influxdb|zookeeper|neo4j|couchdb|cockroach|clickhouse[-a-z]*)(?:[:@]|$|-)/i;
const GATEWAY_NAME = /api-?(?:gateway|gw)|ocelot|(?:^|-)gateway(?:-|$)|yarp/i;
const WEB_NAME =
  /(?:^|[-_.])(?:web|www|spa|mvc|ui|front|frontend|site|portal|shop|admin|dashboard|productpage)|(?:front|web|mvc|spa|ui)$|^web/i;
const API_NAME = /api|agg|service$|svc$|hub/i;

export interface RoleFacts {
  readonly services: readonly Service[];
  readonly ingresses: readonly Ingress[];
  readonly workloads: readonly ReadWorkload[];
  readonly calls: readonly Call[];
  /** Workloads that run an Ocelot configuration. */
  readonly gateways: ReadonlySet<ReadWorkload>;
}

/** The role of a workload. The rules stand in scenarios/README.md, in this order. */
export function roleOf(workload: ReadWorkload, facts: RoleFacts): Role {
  const declared = readBehaviour(workload.annotations).role;
  if (declared !== undefined) return declared;
  const images = workload.containers
    .filter((container) => !container.init)
    .map((container) => container.image);
  if (facts.gateways.has(workload)) return 'gateway';
  if (images.some((image) => DNS_IMAGE.test(image))) return 'dns';
  if (images.some((image) => INGRESS_IMAGE.test(image))) return 'ingress-controller';
  if (images.some((image) => DATA_IMAGE.test(image))) return 'data-store';
  if (GATEWAY_NAME.test(workload.name)) return 'gateway';
  const selecting = facts.services.filter((service) => selectedBy(service, [workload]).length > 0);
  if (selecting.some((service) => isExposed(service, facts.ingresses))) {
    const called = facts.calls.some(
      (call) =>
        call.from !== workload.ref &&
        selecting.some(
          (service) =>
            service.metadata.name === call.service && service.metadata.namespace === call.serviceNamespace,
        ),
    );
    const webName = WEB_NAME.test(workload.name) && !API_NAME.test(workload.name);
    if (webName || !called) return 'web-app';
  }
  if (selecting.length > 0) return 'service';
  return facts.calls.some((call) => call.from === workload.ref && call.service !== null) ? 'client' : 'other';
}

function isExposed(service: Service, ingresses: readonly Ingress[]): boolean {
  if (service.spec.type === 'LoadBalancer' || service.spec.type === 'NodePort') return true;
  return ingresses.some(
    ({ metadata, spec }) =>
      metadata.namespace === service.metadata.namespace &&
      [spec.defaultBackend, ...spec.rules.flatMap((rule) => rule.paths.map((path) => path.backend))].some(
        (backend) => backend?.serviceName === service.metadata.name,
      ),
  );
}
