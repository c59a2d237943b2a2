/**
 * Objects as the API shows them, with the real field names, for `-o yaml` and `-o json`.
 * Source: https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.34/
 */
import type {
  Container,
  Deployment,
  EndpointSlice,
  Ingress,
  Node,
  ObjectMeta,
  Pod,
  PodSpec,
  PodTemplate,
  Probe,
  ReplicaSet,
  Service,
} from '../../sim/cluster/objects';
import { tolerationsOf } from '../../sim/cluster/tolerations';
import { readyStatus } from '../describe/describeNode';
import type { EndpointsObject, Listed } from '../list';
import { rfc3339 } from './duration';

type Json = Readonly<Record<string, unknown>>;

/** An object as the API shows it. */
export function manifestOf(one: Listed): Json {
  const { type, object } = one;
  const apiVersion = type.group === '' ? type.version : `${type.group}/${type.version}`;
  const metadata =
    'metadata' in object
      ? metadataOf(object.metadata)
      : {
          name: one.name,
          ...(one.namespace === null ? {} : { namespace: one.namespace }),
          labels: one.labels,
        };
  return tidy({ apiVersion, kind: type.kind, metadata, ...bodyOf(object) });
}

/** Several objects as the list that kubectl makes of them. Source: kubectl pkg/cmd/get/get.go. */
export function listOf(objects: readonly Listed[]): Json {
  return {
    apiVersion: 'v1',
    items: objects.map(manifestOf),
    kind: 'List',
    metadata: { resourceVersion: '' },
  };
}

function bodyOf(object: Listed['object']): Json {
  switch (object.kind) {
    case 'Pod':
      return podBody(object);
    case 'Service':
      return serviceBody(object);
    case 'Deployment':
    case 'ReplicaSet':
      return workloadBody(object);
    case 'EndpointSlice':
      return sliceBody(object);
    case 'Endpoints':
      return endpointsBody(object);
    case 'Node':
      return nodeBody(object);
    case 'Ingress':
      return ingressBody(object);
    case 'ConfigMap':
      return { data: object.data };
    case 'Namespace':
      return { spec: { finalizers: ['kubernetes'] }, status: { phase: 'Active' } };
  }
}

function metadataOf(metadata: ObjectMeta): Json {
  return {
    annotations: metadata.annotations,
    creationTimestamp: rfc3339(metadata.creationMicros),
    ...(metadata.deletionMicros === undefined
      ? {}
      : {
          deletionGracePeriodSeconds: metadata.deletionGraceSeconds,
          deletionTimestamp: rfc3339(
            metadata.deletionMicros + (metadata.deletionGraceSeconds ?? 0) * 1_000_000,
          ),
        }),
    generation: metadata.generation,
    labels: metadata.labels,
    name: metadata.name,
    namespace: metadata.namespace,
    ownerReferences: metadata.ownerReferences.map((owner) => ({
      apiVersion: owner.kind === 'ReplicaSet' || owner.kind === 'Deployment' ? 'apps/v1' : 'v1',
      blockOwnerDeletion: true,
      controller: true,
      ...owner,
    })),
    resourceVersion: metadata.resourceVersion,
    uid: metadata.uid,
  };
}

function podBody({ metadata, spec, status }: Pod): Json {
  const since = rfc3339(status.readySinceMicros ?? metadata.creationMicros);
  return {
    spec: podSpec({ ...spec, tolerations: tolerationsOf(spec) }),
    status: {
      conditions: [
        { type: 'Ready', status: status.ready ? 'True' : 'False', lastTransitionTime: since },
        { type: 'PodScheduled', status: spec.nodeName === undefined ? 'False' : 'True' },
      ],
      containerStatuses: status.containerStatuses.map(({ name, state, reason, ready, restartCount }) => ({
        name,
        image: spec.containers.find((one) => one.name === name)?.image,
        ready,
        restartCount,
        state: { [state]: reason === undefined ? {} : { reason } },
      })),
      hostIP: status.hostIP,
      phase: status.phase,
      podIP: status.podIP,
      podIPs: status.podIP === undefined ? [] : [{ ip: status.podIP }],
      startTime: status.startMicros === undefined ? undefined : rfc3339(status.startMicros),
    },
  };
}

function podSpec(spec: PodSpec): Json {
  return {
    containers: spec.containers.map(containerOf),
    dnsPolicy: spec.dnsPolicy,
    hostname: spec.hostname,
    subdomain: spec.subdomain,
    hostNetwork: spec.hostNetwork ? true : undefined,
    nodeName: spec.nodeName,
    nodeSelector: spec.nodeSelector,
    terminationGracePeriodSeconds: spec.terminationGracePeriodSeconds,
    tolerations: spec.tolerations,
  };
}

function containerOf(container: Container): Json {
  const { name, image, ports, env, readinessProbe, livenessProbe, startupProbe, preStopSleepSeconds } =
    container;
  return {
    env,
    image,
    lifecycle:
      preStopSleepSeconds === undefined
        ? undefined
        : { preStop: { sleep: { seconds: preStopSleepSeconds } } },
    livenessProbe: probeOf(livenessProbe),
    name,
    ports,
    readinessProbe: probeOf(readinessProbe),
    startupProbe: probeOf(startupProbe),
  };
}

function probeOf(probe: Probe | undefined): Json | undefined {
  if (probe?.httpGet === undefined) return probe === undefined ? undefined : { ...probe };
  return { ...probe, httpGet: { ...probe.httpGet, scheme: 'HTTP' } };
}

function templateOf({ labels, annotations, spec }: PodTemplate): Json {
  return { metadata: { annotations, labels }, spec: podSpec(spec) };
}

function workloadBody({ spec, status }: Deployment | ReplicaSet): Json {
  const { template, selector, minReadySeconds, replicas } = spec;
  const strategy = 'strategy' in spec ? strategyOf(spec.strategy) : undefined;
  const paused = 'paused' in spec && spec.paused ? true : undefined;
  return {
    spec: {
      minReadySeconds: minReadySeconds === 0 ? undefined : minReadySeconds,
      paused,
      replicas,
      selector,
      strategy,
      template: templateOf(template),
    },
    status,
  };
}

function strategyOf({ type, maxSurge, maxUnavailable }: Deployment['spec']['strategy']): Json {
  return type === 'Recreate' ? { type } : { rollingUpdate: { maxSurge, maxUnavailable }, type };
}

function serviceBody({ spec, status }: Service): Json {
  const { sessionAffinityTimeoutSeconds, loadBalancerSourceRanges, externalIPs, ...rest } = spec;
  const isOutside = spec.type === 'NodePort' || spec.type === 'LoadBalancer';
  return {
    spec: {
      ...rest,
      selector: spec.selector ?? undefined,
      externalIPs,
      externalTrafficPolicy: isOutside ? spec.externalTrafficPolicy : undefined,
      ipFamilyPolicy: spec.type === 'ExternalName' ? undefined : 'SingleStack',
      loadBalancerSourceRanges,
      publishNotReadyAddresses: spec.publishNotReadyAddresses ? true : undefined,
      sessionAffinityConfig:
        spec.sessionAffinity === 'ClientIP'
          ? { clientIP: { timeoutSeconds: sessionAffinityTimeoutSeconds } }
          : undefined,
      ports: spec.ports.map((port) => ({ ...port, name: port.name === '' ? undefined : port.name })),
    },
    status: { loadBalancer: status.loadBalancer.length === 0 ? {} : { ingress: status.loadBalancer } },
  };
}

function sliceBody({ addressType, endpoints, ports }: EndpointSlice): Json {
  const named = (names: readonly string[] | undefined) => names?.map((name) => ({ name }));
  return {
    addressType,
    endpoints: endpoints.map(({ hints, ...endpoint }) => ({
      ...endpoint,
      ...(hints === undefined
        ? {}
        : { hints: { forZones: named(hints.forZones), forNodes: named(hints.forNodes) } }),
    })),
    ports,
  };
}

function endpointsBody({ subsets }: EndpointsObject): Json {
  const ips = (addresses: readonly string[]) => addresses.map((ip) => ({ ip }));
  return {
    subsets: subsets.map(({ ready, notReady, ports }) => ({
      addresses: ips(ready),
      notReadyAddresses: ips(notReady),
      ports,
    })),
  };
}

function nodeBody({ metadata, spec, status }: Node): Json {
  return {
    spec: {
      podCIDR: spec.podCIDR,
      podCIDRs: spec.podCIDRs ?? [spec.podCIDR],
      taints: spec.taints?.map(({ key, value, effect }) => ({ effect, key, value: value || undefined })),
      unschedulable: spec.unschedulable ? true : undefined,
    },
    status: {
      addresses: [
        ...(status.internalIPs ?? [status.internalIP]).map((address) => ({ address, type: 'InternalIP' })),
        { address: metadata.name, type: 'Hostname' },
      ],
      allocatable: status.allocatable,
      conditions: [{ type: 'Ready', status: readyStatus(status) }],
    },
  };
}

function ingressBody({ spec }: Ingress): Json {
  const backendOf = ({ serviceName, port }: NonNullable<Ingress['spec']['defaultBackend']>) => ({
    service: { name: serviceName, port: typeof port === 'number' ? { number: port } : { name: port } },
  });
  return {
    spec: {
      defaultBackend: spec.defaultBackend === undefined ? undefined : backendOf(spec.defaultBackend),
      ingressClassName: spec.ingressClassName,
      rules: spec.rules.map(({ host, paths }) => ({
        host,
        http: {
          paths: paths.map(({ path, pathType, backend }) => ({
            backend: backendOf(backend),
            path,
            pathType,
          })),
        },
      })),
      tls: spec.tls,
    },
    status: { loadBalancer: {} },
  };
}

/** Without fields that say nothing: undefined, and empty lists and maps below the top, as `omitempty` leaves them out. */
function tidy(value: Json): Json {
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .flatMap((key) => {
        const one = value[key];
        const kept = tidyValue(one);
        const isEmpty = typeof kept === 'object' && kept !== null && Object.keys(kept).length === 0;
        return kept === undefined || (isEmpty && !KEPT_EMPTY.has(key)) ? [] : [[key, kept]];
      }),
  );
}

const KEPT_EMPTY: ReadonlySet<string> = new Set(['loadBalancer', 'running', 'status']);

function tidyValue(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(tidyValue);
  if (typeof value === 'object' && value !== null) return tidy(value as Json);
  return value;
}
