/**
 * Lines of `kubectl get deployments`, `replicasets`, `nodes` and of what has little to tell.
 * Source: pkg/printers/internalversion/printers.go printDeployment, printReplicaSet, printNode, printNamespace, printConfigMap.
 */
import type { Deployment, Labels, Node, PodTemplate, ReplicaSet } from '../../sim/cluster/objects';
import { KUBERNETES_VERSION } from '../version';
import { formatLabels } from './labels';

export const DEPLOYMENT_COLUMNS = ['NAME', 'READY', 'UP-TO-DATE', 'AVAILABLE', 'AGE'];
export const REPLICA_SET_COLUMNS = ['NAME', 'DESIRED', 'CURRENT', 'READY', 'AGE'];
export const TEMPLATE_COLUMNS = ['CONTAINERS', 'IMAGES', 'SELECTOR'];
export const NODE_COLUMNS = ['NAME', 'STATUS', 'ROLES', 'AGE', 'VERSION'];
export const NODE_WIDE_COLUMNS = [
  'INTERNAL-IP',
  'EXTERNAL-IP',
  'OS-IMAGE',
  'KERNEL-VERSION',
  'CONTAINER-RUNTIME',
];

export function deploymentCells({ metadata, spec, status }: Deployment, age: string): string[] {
  const { readyReplicas, updatedReplicas, availableReplicas } = status;
  return [
    metadata.name,
    `${readyReplicas}/${spec.replicas}`,
    String(updatedReplicas),
    String(availableReplicas),
    age,
  ];
}

export function replicaSetCells({ metadata, spec, status }: ReplicaSet, age: string): string[] {
  return [metadata.name, ...[spec.replicas, status.replicas, status.readyReplicas].map(String), age];
}

export function templateCells(template: PodTemplate, selector: Labels): string[] {
  const { containers } = template.spec;
  return [
    containers.map(({ name }) => name).join(','),
    containers.map(({ image }) => image).join(','),
    formatLabels(selector),
  ];
}

const ROLE_LABEL = 'node-role.kubernetes.io/';

export function nodeCells({ metadata, spec, status }: Node, age: string): string[] {
  const roles = Object.keys(metadata.labels)
    .filter((key) => key.startsWith(ROLE_LABEL))
    .map((key) => key.slice(ROLE_LABEL.length))
    .sort()
    .join(',');
  const conditions = [
    status.ready ? 'Ready' : 'NotReady',
    ...(spec.unschedulable ? ['SchedulingDisabled'] : []),
  ];
  return [metadata.name, conditions.join(','), roles === '' ? '<none>' : roles, age, KUBERNETES_VERSION];
}

/** What is beneath a node is not simulated, and said to be unknown, as kubectl says it. */
export function nodeWideCells({ status }: Node): string[] {
  return [status.internalIP, '<none>', '<unknown>', '<unknown>', '<unknown>'];
}
