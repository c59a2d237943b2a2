/**
 * `kubectl describe deployment` and `replicaset`.
 * Source: kubectl pkg/describe/describe.go describeDeployment, describeReplicaSet.
 */
import type { Deployment, Pod, ReplicaSet } from '../../sim/cluster/objects';
import type { ClusterView } from '../clusterView';
import { rfc1123 } from '../print/duration';
import { annotationLines, formatLabels, labelLines } from '../print/labels';
import { describeTemplate } from './describePod';

export function describeDeployment(view: ClusterView, deployment: Deployment): string[] {
  const { metadata, spec, status } = deployment;
  const { type, maxUnavailable, maxSurge } = spec.strategy;
  const missing = Math.max(0, spec.replicas - status.availableReplicas);
  const sets = replicaSetsOf(view, deployment);
  const newest = sets.at(-1);
  const older = sets.slice(0, -1).filter((set) => set.spec.replicas > 0);
  const isComplete = status.updatedReplicas === spec.replicas && status.availableReplicas === spec.replicas;
  return [
    `Name:\t${metadata.name}`,
    `Namespace:\t${metadata.namespace ?? 'default'}`,
    `CreationTimestamp:\t${rfc1123(metadata.creationMicros)}`,
    ...labelLines('Labels', metadata.labels),
    ...annotationLines('Annotations', metadata.annotations),
    `Selector:\t${formatLabels(spec.selector.matchLabels)}`,
    `Replicas:\t${spec.replicas} desired | ${status.updatedReplicas} updated | ${status.replicas} total | ` +
      `${status.availableReplicas} available | ${missing} unavailable`,
    `StrategyType:\t${type}`,
    `MinReadySeconds:\t${spec.minReadySeconds}`,
    ...(type === 'RollingUpdate'
      ? [`RollingUpdateStrategy:\t${maxUnavailable} max unavailable, ${maxSurge} max surge`]
      : []),
    ...describeTemplate(spec.template),
    'Conditions:',
    '  Type\tStatus\tReason',
    '  ----\t------\t------',
    missing === 0
      ? '  Available \tTrue\tMinimumReplicasAvailable'
      : '  Available \tFalse\tMinimumReplicasUnavailable',
    `  Progressing \tTrue\t${isComplete ? 'NewReplicaSetAvailable' : 'ReplicaSetUpdated'}`,
    `OldReplicaSets:\t${older.map(setText).join(', ') || '<none>'}`,
    `NewReplicaSet:\t${newest === undefined ? '<none>' : setText(newest)}`,
  ];
}

/** Those of its own, the newest template last. */
function replicaSetsOf(view: ClusterView, { metadata, spec }: Deployment): readonly ReplicaSet[] {
  const owner = `Deployment/${metadata.namespace}/${metadata.name}`;
  const image = JSON.stringify(spec.template.spec.containers);
  const isNewest = (set: ReplicaSet) => JSON.stringify(set.spec.template.spec.containers) === image;
  return view
    .lookup('replicaSets', 'byOwner', owner)
    .map((key) => view.tables.replicaSets[key]!)
    .sort(
      (a, b) =>
        Number(isNewest(a)) - Number(isNewest(b)) || a.metadata.creationMicros - b.metadata.creationMicros,
    );
}

function setText({ metadata, spec, status }: ReplicaSet): string {
  return `${metadata.name} (${status.replicas}/${spec.replicas} replicas created)`;
}

export function describeReplicaSet(view: ClusterView, { metadata, spec, status }: ReplicaSet): string[] {
  const pods = view
    .lookup('pods', 'byOwner', `ReplicaSet/${metadata.namespace}/${metadata.name}`)
    .map((key) => view.tables.pods[key]!);
  const count = (phase: Pod['status']['phase']) => pods.filter((pod) => pod.status.phase === phase).length;
  const owner = metadata.ownerReferences[0];
  return [
    `Name:\t${metadata.name}`,
    `Namespace:\t${metadata.namespace ?? 'default'}`,
    `Selector:\t${formatLabels(spec.selector.matchLabels)}`,
    ...labelLines('Labels', metadata.labels),
    ...annotationLines('Annotations', metadata.annotations),
    ...(owner === undefined ? [] : [`Controlled By:\t${owner.kind}/${owner.name}`]),
    `Replicas:\t${status.replicas} current / ${spec.replicas} desired`,
    `Pods Status:\t${count('Running')} Running / ${count('Pending')} Waiting / ${count('Succeeded')} Succeeded / ${count('Failed')} Failed`,
    ...describeTemplate(spec.template),
  ];
}
