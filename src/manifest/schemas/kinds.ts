/**
 * Which kinds the reader knows, in which API versions.
 * Source: https://kubernetes.io/docs/reference/using-api/deprecation-guide/ for versions no longer served.
 */
import type { Schema } from '../schema';
import * as network from './network';
import { pod } from './pod';
import * as workloads from './workloads';

export interface ApiVersion {
  readonly schema: Schema;
  /** The Kubernetes version that stopped serving it; absent while it is served. */
  readonly removedIn?: string;
}

export interface KnownKind {
  /** The apiVersion to write today. */
  readonly current: string;
  readonly versions: Readonly<Record<string, ApiVersion>>;
  /** Node, Namespace: no namespace. */
  readonly clusterScoped?: boolean;
}

function served(current: string, schema: Schema, old: Readonly<Record<string, ApiVersion>> = {}): KnownKind {
  return { current, versions: { [current]: { schema }, ...old } };
}

function removed(removedIn: string, schema: Schema, ...versions: string[]): Record<string, ApiVersion> {
  return Object.fromEntries(versions.map((version) => [version, { schema, removedIn }]));
}

export const KNOWN_KINDS: Readonly<Record<string, KnownKind>> = {
  Pod: served('v1', pod),
  Deployment: served(
    'apps/v1',
    workloads.deployment,
    removed('v1.16', workloads.oldDeployment, 'extensions/v1beta1', 'apps/v1beta1', 'apps/v1beta2'),
  ),
  ReplicaSet: served(
    'apps/v1',
    workloads.replicaSet,
    removed('v1.16', workloads.oldController, 'extensions/v1beta1', 'apps/v1beta2'),
  ),
  StatefulSet: served(
    'apps/v1',
    workloads.statefulSet,
    removed('v1.16', workloads.oldController, 'apps/v1beta1', 'apps/v1beta2'),
  ),
  DaemonSet: served(
    'apps/v1',
    workloads.daemonSet,
    removed('v1.16', workloads.oldController, 'extensions/v1beta1', 'apps/v1beta2'),
  ),
  Job: served('batch/v1', workloads.job),
  CronJob: served('batch/v1', workloads.cronJob, removed('v1.25', workloads.cronJob, 'batch/v1beta1')),
  Service: served('v1', network.service),
  Endpoints: served('v1', network.endpoints),
  EndpointSlice: served(
    'discovery.k8s.io/v1',
    network.endpointSlice,
    removed('v1.25', network.endpointSlice, 'discovery.k8s.io/v1beta1'),
  ),
  Ingress: served(
    'networking.k8s.io/v1',
    network.ingress,
    removed('v1.22', network.oldIngress, 'extensions/v1beta1', 'networking.k8s.io/v1beta1'),
  ),
  ConfigMap: served('v1', network.configMap),
  Secret: served('v1', network.secret),
  Node: { ...served('v1', network.node), clusterScoped: true },
  Namespace: { ...served('v1', network.namespace), clusterScoped: true },
  ServiceAccount: served('v1', network.serviceAccount),
};

/** Built-in kinds that are accepted but not simulated, so that a slip in a kind's name can be told from another kind. */
export const OTHER_KINDS: ReadonlySet<string> = new Set([
  'APIService',
  'CertificateSigningRequest',
  'ClusterRole',
  'ClusterRoleBinding',
  'ControllerRevision',
  'CustomResourceDefinition',
  'Event',
  'HorizontalPodAutoscaler',
  'IngressClass',
  'Lease',
  'LimitRange',
  'MutatingWebhookConfiguration',
  'NetworkPolicy',
  'PersistentVolume',
  'PersistentVolumeClaim',
  'PodDisruptionBudget',
  'PodSecurityPolicy',
  'PodTemplate',
  'PriorityClass',
  'ReplicationController',
  'ResourceQuota',
  'Role',
  'RoleBinding',
  'RuntimeClass',
  'StorageClass',
  'ValidatingAdmissionPolicy',
  'ValidatingWebhookConfiguration',
  'VolumeAttachment',
]);

/** API groups of Kubernetes itself: an unknown kind in one of them is a slip, not a custom resource. */
export const BUILT_IN_GROUPS: ReadonlySet<string> = new Set([
  '',
  'apps',
  'batch',
  'extensions',
  'networking.k8s.io',
  'discovery.k8s.io',
]);

/** True for a name of the cluster scope among the known and the other kinds. */
export function isClusterScoped(kind: string): boolean {
  return (
    KNOWN_KINDS[kind]?.clusterScoped === true ||
    /^(ClusterRole(Binding)?|CustomResourceDefinition|IngressClass|PersistentVolume|PriorityClass|RuntimeClass|StorageClass|APIService|.*WebhookConfiguration)$/.test(
      kind,
    )
  );
}
