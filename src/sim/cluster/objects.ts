/**
 * The Kubernetes API objects that the simulated world holds, as the API server
 * stores them: defaulted, namespaced, with a resourceVersion. Field names are
 * those of the real API, so that YAML, `kubectl -o yaml` and the simulator agree.
 * Source: https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.34/
 */

export type Labels = Readonly<Record<string, string>>;
export type Protocol = 'TCP' | 'UDP' | 'SCTP';

export interface OwnerReference {
  readonly kind: string;
  readonly name: string;
  readonly uid: string;
}

export interface ObjectMeta {
  readonly name: string;
  /** Absent for cluster-scoped kinds (Node). */
  readonly namespace?: string;
  readonly uid: string;
  /** Decimal text of a counter that grows with each write, as etcd's revision does. */
  readonly resourceVersion: string;
  readonly labels: Labels;
  readonly annotations: Labels;
  /** Simulated time in microseconds (the real field is RFC 3339 text). */
  readonly creationMicros: number;
  readonly deletionMicros?: number;
  readonly deletionGraceSeconds?: number;
  readonly ownerReferences: readonly OwnerReference[];
  readonly generation: number;
}

export interface ContainerPort {
  readonly name?: string;
  readonly containerPort: number;
  readonly protocol: Protocol;
}

export interface EnvVar {
  readonly name: string;
  readonly value: string;
}

export interface Probe {
  readonly httpGet?: { readonly path: string; readonly port: number | string };
  readonly tcpSocket?: { readonly port: number | string };
  readonly initialDelaySeconds: number;
  readonly periodSeconds: number;
  readonly timeoutSeconds: number;
  readonly successThreshold: number;
  readonly failureThreshold: number;
  /** Of liveness and startup probes: how long the container has once it failed, instead of the Pod's own time. */
  readonly terminationGracePeriodSeconds?: number;
}

export interface Container {
  readonly name: string;
  readonly image: string;
  readonly ports: readonly ContainerPort[];
  readonly env: readonly EnvVar[];
  readonly readinessProbe?: Probe;
  readonly livenessProbe?: Probe;
  readonly startupProbe?: Probe;
  /** `lifecycle.preStop.sleep.seconds` or an exec of `sleep N`. */
  readonly preStopSleepSeconds?: number;
}

export type TaintEffect = 'NoSchedule' | 'PreferNoSchedule' | 'NoExecute';

export interface Taint {
  readonly key: string;
  /** Empty text if the taint has none. */
  readonly value: string;
  readonly effect: TaintEffect;
}

export interface Toleration {
  /** Empty text: every key. */
  readonly key: string;
  readonly operator: 'Exists' | 'Equal';
  readonly value?: string;
  /** Absent: every effect. */
  readonly effect?: TaintEffect;
  /** How long a NoExecute taint is borne; absent for ever. */
  readonly tolerationSeconds?: number;
}

export interface PodSpec {
  readonly containers: readonly Container[];
  readonly nodeName?: string;
  readonly hostNetwork: boolean;
  readonly dnsPolicy: 'ClusterFirst' | 'Default' | 'None' | 'ClusterFirstWithHostNet';
  readonly terminationGracePeriodSeconds: number;
  readonly nodeSelector: Labels;
  /** A host name of its own, and the headless Service below which DNS knows it. */
  readonly hostname?: string;
  readonly subdomain?: string;
  /** As the manifest has them; `tolerationsOf` adds what the API server adds. */
  readonly tolerations?: readonly Toleration[];
}

export interface PodTemplate {
  readonly labels: Labels;
  readonly annotations: Labels;
  readonly spec: PodSpec;
}

export interface LabelSelector {
  readonly matchLabels: Labels;
}

export interface ContainerStatus {
  readonly name: string;
  readonly state: 'waiting' | 'running' | 'terminated';
  /** ContainerCreating, CrashLoopBackOff, Completed, Error … */
  readonly reason?: string;
  readonly ready: boolean;
  readonly restartCount: number;
}

export interface Pod {
  readonly kind: 'Pod';
  readonly metadata: ObjectMeta;
  readonly spec: PodSpec;
  readonly status: {
    readonly phase: 'Pending' | 'Running' | 'Succeeded' | 'Failed' | 'Unknown';
    readonly podIP?: string;
    readonly hostIP?: string;
    readonly startMicros?: number;
    /** The Ready condition and when it last changed. */
    readonly ready: boolean;
    readonly readySinceMicros?: number;
    readonly containerStatuses: readonly ContainerStatus[];
  };
}

export interface ReplicaSet {
  readonly kind: 'ReplicaSet';
  readonly metadata: ObjectMeta;
  readonly spec: {
    readonly replicas: number;
    readonly selector: LabelSelector;
    readonly template: PodTemplate;
    readonly minReadySeconds: number;
  };
  readonly status: {
    readonly replicas: number;
    readonly readyReplicas: number;
    readonly availableReplicas: number;
    readonly observedGeneration: number;
  };
}

/** A count, or a percentage such as `25%`. */
export type IntOrPercent = number | string;

export interface Deployment {
  readonly kind: 'Deployment';
  readonly metadata: ObjectMeta;
  readonly spec: {
    readonly replicas: number;
    readonly selector: LabelSelector;
    readonly template: PodTemplate;
    readonly minReadySeconds: number;
    readonly strategy: {
      readonly type: 'RollingUpdate' | 'Recreate';
      readonly maxSurge: IntOrPercent;
      readonly maxUnavailable: IntOrPercent;
    };
    readonly paused: boolean;
  };
  readonly status: {
    readonly replicas: number;
    readonly updatedReplicas: number;
    readonly readyReplicas: number;
    readonly availableReplicas: number;
    readonly observedGeneration: number;
  };
}

export interface ServicePort {
  /** Empty text when the only port has no name. */
  readonly name: string;
  readonly protocol: Protocol;
  readonly port: number;
  readonly targetPort: number | string;
  readonly nodePort?: number;
  readonly appProtocol?: string;
}

export interface Service {
  readonly kind: 'Service';
  readonly metadata: ObjectMeta;
  readonly spec: {
    readonly type: 'ClusterIP' | 'NodePort' | 'LoadBalancer' | 'ExternalName';
    /** `None` for a headless Service, empty text for ExternalName. */
    readonly clusterIP: string;
    readonly clusterIPs: readonly string[];
    readonly ipFamilies: readonly ('IPv4' | 'IPv6')[];
    /** Null when the manifest has none: then nobody makes EndpointSlices for it. */
    readonly selector: Labels | null;
    readonly ports: readonly ServicePort[];
    readonly externalIPs: readonly string[];
    readonly externalName?: string;
    readonly sessionAffinity: 'None' | 'ClientIP';
    readonly sessionAffinityTimeoutSeconds: number;
    readonly internalTrafficPolicy: 'Cluster' | 'Local';
    readonly externalTrafficPolicy: 'Cluster' | 'Local';
    readonly healthCheckNodePort?: number;
    readonly loadBalancerSourceRanges: readonly string[];
    readonly publishNotReadyAddresses: boolean;
    readonly trafficDistribution?: string;
  };
  readonly status: {
    readonly loadBalancer: readonly { readonly ip: string; readonly ipMode: 'VIP' | 'Proxy' }[];
  };
}

export interface Endpoint {
  readonly addresses: readonly string[];
  readonly conditions: {
    readonly ready: boolean;
    readonly serving: boolean;
    readonly terminating: boolean;
  };
  readonly nodeName?: string;
  readonly zone?: string;
  readonly hostname?: string;
  readonly targetRef?: {
    readonly kind: 'Pod';
    readonly namespace: string;
    readonly name: string;
    readonly uid?: string;
  };
  readonly hints?: { readonly forZones?: readonly string[]; readonly forNodes?: readonly string[] };
}

export interface EndpointPort {
  readonly name: string;
  readonly protocol: Protocol;
  readonly port: number;
  readonly appProtocol?: string;
}

export interface EndpointSlice {
  readonly kind: 'EndpointSlice';
  /** Carries the label `kubernetes.io/service-name`. */
  readonly metadata: ObjectMeta;
  readonly addressType: 'IPv4' | 'IPv6' | 'FQDN';
  readonly endpoints: readonly Endpoint[];
  readonly ports: readonly EndpointPort[];
}

export interface Node {
  readonly kind: 'Node';
  readonly metadata: ObjectMeta;
  readonly spec: {
    readonly podCIDR: string;
    /** Of a node with two families, one range of each; `podCIDR` is the first. */
    readonly podCIDRs?: readonly string[];
    readonly unschedulable: boolean;
    readonly taints?: readonly Taint[];
  };
  readonly status: {
    readonly internalIP: string;
    /** Of a node with two families, one address of each; `internalIP` is the first. */
    readonly internalIPs?: readonly string[];
    readonly ready: boolean;
    /** The Ready condition is Unknown: the kubelet stopped posting node status. */
    readonly unknown?: boolean;
    /** When the Ready condition last changed; absent: when the node was registered. */
    readonly readySinceMicros?: number;
    /** What Pods may use of the node; as written, `3920m`. */
    readonly allocatable?: { readonly cpu?: string };
  };
}

export interface IngressBackend {
  readonly serviceName: string;
  /** A number, or the name of a Service port. */
  readonly port: number | string;
}

export interface IngressRule {
  readonly host?: string;
  readonly paths: readonly {
    readonly path: string;
    readonly pathType: 'Prefix' | 'Exact' | 'ImplementationSpecific';
    readonly backend: IngressBackend;
  }[];
}

export interface Ingress {
  readonly kind: 'Ingress';
  readonly metadata: ObjectMeta;
  readonly spec: {
    readonly ingressClassName?: string;
    readonly tls: readonly { readonly hosts: readonly string[]; readonly secretName?: string }[];
    readonly defaultBackend?: IngressBackend;
    readonly rules: readonly IngressRule[];
  };
}

export interface ConfigMap {
  readonly kind: 'ConfigMap';
  readonly metadata: ObjectMeta;
  readonly data: Labels;
}

export type ApiObject = Pod | ReplicaSet | Deployment | Service | EndpointSlice | Node | Ingress | ConfigMap;
export type Kind = ApiObject['kind'];

/** `namespace/name`, or just the name for a cluster-scoped object: the key of an object in its table. */
export function keyOf(metadata: Pick<ObjectMeta, 'name' | 'namespace'>): string {
  return metadata.namespace === undefined ? metadata.name : `${metadata.namespace}/${metadata.name}`;
}

/** The label by which an EndpointSlice names its Service. */
export const SERVICE_NAME_LABEL = 'kubernetes.io/service-name';
