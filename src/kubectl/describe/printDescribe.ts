/** Prints what `kubectl describe` asks for. Source: kubectl pkg/cmd/describe/describe.go. */
import type { Deployment, EndpointSlice, Node, Pod, ReplicaSet, Service } from '../../sim/cluster/objects';
import type { ClusterView } from '../clusterView';
import type { EndpointsObject, Listed } from '../list';
import { find, withPrefixes, type Target } from '../pick';
import { labelLines } from '../print/labels';
import { ENDPOINTS_WARNING, nothingFound } from '../print/printGet';
import { DESCRIPTION, lineUp } from '../print/tabWriter';
import { describeEvents } from './describeEvents';
import { describePod } from './describePod';
import { describeEndpoints, describeService, describeSlice } from './describeService';
import { describeNode } from './describeNode';
import { describeDeployment, describeReplicaSet } from './describeWorkload';

/** The pages of `kubectl describe`, two empty lines between. */
export function printDescribe(view: ClusterView, target: Target): readonly string[] {
  const { objects, errors } = find(view, withPrefixes(view, target));
  const warnings = target.named.some(({ type }) => type.kind === 'Endpoints') ? [ENDPOINTS_WARNING] : [];
  if (objects.length === 0 && errors.length === 0) return [nothingFound(target)];
  const pages = objects.map((one) => pageOf(view, one));
  const lines = pages.flatMap((page, index) => [...(index > 0 ? ['', ''] : []), ...page]);
  return [...warnings, ...lines.map((line) => line.trimEnd()), ...errors];
}

function pageOf(view: ClusterView, one: Listed): string[] {
  const events = describeEvents(view, one);
  if (events.length === 1) return lineUp([...linesOf(view, one), ...events], DESCRIPTION);
  return [...lineUp(linesOf(view, one), DESCRIPTION), ...lineUp(events, DESCRIPTION)];
}

function linesOf(view: ClusterView, one: Listed): readonly string[] {
  switch (one.type.kind) {
    case 'Pod':
      return describePod(view, one.object as Pod);
    case 'Service':
      return describeService(view, one.object as Service);
    case 'EndpointSlice':
      return describeSlice(one.object as EndpointSlice);
    case 'Endpoints':
      return describeEndpoints(one, one.object as EndpointsObject);
    case 'Deployment':
      return describeDeployment(view, one.object as Deployment);
    case 'ReplicaSet':
      return describeReplicaSet(view, one.object as ReplicaSet);
    case 'Node':
      return describeNode(view, one.object as Node);
    default:
      return [
        `Name:\t${one.name}`,
        ...(one.namespace === null ? [] : [`Namespace:\t${one.namespace}`]),
        ...labelLines('Labels', one.labels),
      ];
  }
}
