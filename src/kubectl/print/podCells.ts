/** A Pod's line of `kubectl get pods`. Source: pkg/printers/internalversion/printers.go printPod. */
import type { Pod } from '../../sim/cluster/objects';
import type { ClusterView } from '../clusterView';
import { humanDuration } from './duration';

export const POD_COLUMNS = ['NAME', 'READY', 'STATUS', 'RESTARTS', 'AGE'];
export const POD_WIDE_COLUMNS = ['IP', 'NODE', 'NOMINATED NODE', 'READINESS GATES'];

export function podCells(view: ClusterView, pod: Pod): string[] {
  const { containerStatuses } = pod.status;
  const ready = containerStatuses.filter((one) => one.ready && one.state === 'running').length;
  return [
    pod.metadata.name,
    `${ready}/${pod.spec.containers.length}`,
    podStatus(pod),
    restarts(view, pod),
    humanDuration(view.at - pod.metadata.creationMicros),
  ];
}

export function podWideCells(pod: Pod): string[] {
  return [pod.status.podIP ?? '<none>', pod.spec.nodeName ?? '<none>', '<none>', '<none>'];
}

/** The STATUS column: not the phase, but what is most worth knowing. */
export function podStatus({ metadata, status }: Pod): string {
  let reason: string = status.phase;
  for (const container of [...status.containerStatuses].reverse()) {
    if (container.state !== 'running' && container.reason !== undefined) reason = container.reason;
  }
  return metadata.deletionMicros === undefined ? reason : 'Terminating';
}

/** `0`, or `2 (15s ago)`: how often, and since the last container ended. */
function restarts(view: ClusterView, { metadata, status }: Pod): string {
  const count = status.containerStatuses.reduce((sum, one) => sum + one.restartCount, 0);
  if (count === 0) return '0';
  const row = view.tables.kubeletPods[`${metadata.namespace ?? 'default'}/${metadata.name}`];
  const endedAt = row?.exitedAt ?? row?.startedAt ?? null;
  return endedAt === null ? String(count) : `${count} (${humanDuration(view.at - endedAt)} ago)`;
}
