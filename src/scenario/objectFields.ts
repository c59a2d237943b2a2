/** The fields of API objects that a goal's `has` may name: the first two parts of a dotted path. */
import type { ApiObject, Kind, ObjectMeta } from '../sim/cluster/objects';

type Names<Fields> = Readonly<Record<keyof Fields, true>>;
type IsOpen<Value> = Value extends readonly unknown[] ? true : string extends keyof Value ? true : false;

/** For each field its own fields; `true` where the path may go on as it likes. The compiler keeps it complete. */
type Sections<One> = {
  readonly [Key in Exclude<keyof One, 'kind' | 'addressType'>]: IsOpen<One[Key]> extends true
    ? true
    : Names<One[Key]>;
};

const metadata: Names<ObjectMeta> = {
  name: true,
  namespace: true,
  uid: true,
  resourceVersion: true,
  labels: true,
  annotations: true,
  creationMicros: true,
  deletionMicros: true,
  deletionGraceSeconds: true,
  ownerReferences: true,
  generation: true,
};

const counts = {
  replicas: true,
  readyReplicas: true,
  availableReplicas: true,
  observedGeneration: true,
} as const;

const FIELDS: { readonly [K in Kind]: Sections<Extract<ApiObject, { kind: K }>> } = {
  Pod: {
    metadata,
    spec: {
      containers: true,
      nodeName: true,
      hostNetwork: true,
      dnsPolicy: true,
      terminationGracePeriodSeconds: true,
      nodeSelector: true,
      tolerations: true,
      hostname: true,
      subdomain: true,
    },
    status: {
      phase: true,
      podIP: true,
      hostIP: true,
      startMicros: true,
      ready: true,
      readySinceMicros: true,
      containerStatuses: true,
    },
  },
  ReplicaSet: {
    metadata,
    spec: { replicas: true, selector: true, template: true, minReadySeconds: true },
    status: counts,
  },
  Deployment: {
    metadata,
    spec: {
      replicas: true,
      selector: true,
      template: true,
      minReadySeconds: true,
      strategy: true,
      paused: true,
    },
    status: { ...counts, updatedReplicas: true },
  },
  Service: {
    metadata,
    spec: {
      type: true,
      clusterIP: true,
      clusterIPs: true,
      ipFamilies: true,
      selector: true,
      ports: true,
      externalIPs: true,
      externalName: true,
      sessionAffinity: true,
      sessionAffinityTimeoutSeconds: true,
      internalTrafficPolicy: true,
      externalTrafficPolicy: true,
      healthCheckNodePort: true,
      loadBalancerSourceRanges: true,
      publishNotReadyAddresses: true,
      trafficDistribution: true,
    },
    status: { loadBalancer: true },
  },
  EndpointSlice: { metadata, endpoints: true, ports: true },
  Node: {
    metadata,
    spec: { podCIDR: true, podCIDRs: true, unschedulable: true, taints: true },
    status: {
      internalIP: true,
      internalIPs: true,
      ready: true,
      unknown: true,
      readySinceMicros: true,
      allocatable: true,
    },
  },
  Ingress: { metadata, spec: { ingressClassName: true, tls: true, defaultBackend: true, rules: true } },
  ConfigMap: { metadata, data: true },
};

/** Kind → field → its fields; null where the path may go on as it likes. */
export const OBJECT_FIELDS: Readonly<Record<string, Readonly<Record<string, readonly string[] | null>>>> =
  Object.fromEntries(
    Object.entries(FIELDS).map(([kind, sections]) => [
      kind,
      Object.fromEntries(
        Object.entries(sections as Readonly<Record<string, true | object>>).map(([name, fields]) => [
          name,
          fields === true ? null : Object.keys(fields),
        ]),
      ),
    ]),
  );
