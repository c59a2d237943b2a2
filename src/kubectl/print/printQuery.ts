/** Answers questions: what kubectl prints at a moment. */
import type { Deployment } from '../../sim/cluster/objects';
import { formatResolvConf } from '../../sim/dns/resolvConf';
import { resolvConfOf } from '../../sim/traffic/lookups';
import type { TrafficDraft } from '../../sim/traffic/places';
import type { ClusterView } from '../clusterView';
import type { Query } from '../command';
import { printDescribe } from '../describe/printDescribe';
import { find, type Target } from '../pick';
import { notFound, typeNamed } from '../resources';
import { printGet } from './printGet';

/** The lines that a question prints at a moment: they follow from the world then, and from nothing else. */
export function printQuery({ asks }: Query, view: ClusterView): readonly string[] {
  switch (asks.kind) {
    case 'lines':
      return asks.lines;
    case 'get':
      return printGet(view, asks);
    case 'describe':
      return printDescribe(view, asks.target);
    case 'rolloutStatus':
      return rolloutStatus(view, asks.target);
    case 'resolvConf':
      return ofPod(view, asks.pod, () =>
        formatResolvConf(resolvConfOf(readerOf(view), asks.pod))
          .trimEnd()
          .split('\n'),
      );
    case 'podIP':
      return ofPod(view, asks.pod, () => [view.tables.pods[asks.pod]?.status.podIP ?? '']);
  }
}

function ofPod(view: ClusterView, key: string, lines: () => readonly string[]): readonly string[] {
  if (view.tables.pods[key] !== undefined) return lines();
  return [notFound(typeNamed('pods')!, key.slice(key.indexOf('/') + 1))];
}

/** A view as those functions of the simulation want it that only read. */
function readerOf(view: ClusterView): TrafficDraft {
  return {
    get: (table: string, key: string) => (view.tables as never)[table]?.[key],
  } as unknown as TrafficDraft;
}

function rolloutStatus(view: ClusterView, target: Target): readonly string[] {
  const { objects, errors } = find(view, target);
  return [...objects.map(({ object }) => statusLine(object as Deployment)), ...errors];
}

/** Source: rollout_status.go DeploymentStatusViewer.Status. */
function statusLine({ metadata, spec, status }: Deployment): string {
  const waiting = (what: string) => `Waiting for deployment "${metadata.name}" rollout to finish: ${what}...`;
  if (metadata.generation > status.observedGeneration)
    return 'Waiting for deployment spec update to be observed...';
  if (status.updatedReplicas < spec.replicas) {
    return waiting(`${status.updatedReplicas} out of ${spec.replicas} new replicas have been updated`);
  }
  if (status.replicas > status.updatedReplicas) {
    return waiting(`${status.replicas - status.updatedReplicas} old replicas are pending termination`);
  }
  if (status.availableReplicas < status.updatedReplicas) {
    return waiting(`${status.availableReplicas} of ${status.updatedReplicas} updated replicas are available`);
  }
  return `deployment "${metadata.name}" successfully rolled out`;
}
