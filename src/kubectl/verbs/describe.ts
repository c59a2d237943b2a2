/** `kubectl describe`. Source: kubectl pkg/cmd/describe/describe.go; https://kubernetes.io/docs/reference/kubectl/generated/kubectl_describe/ */
import type { Deployment, EndpointSlice, Node, Pod, ReplicaSet, Service } from '../../sim/cluster/objects';
import {
  ALL_NAMESPACES_FLAG,
  NAMESPACE_FLAG,
  namespaceOf,
  question,
  SELECTOR_FLAG,
  type Done,
  type Verb,
} from '../command';
import type { ClusterView } from '../clusterView';
import { describePod } from '../describe/describePod';
import { describeEndpoints, describeService, describeSlice } from '../describe/describeService';
import { describeDeployment, describeNode, describeReplicaSet } from '../describe/describeWorkload';
import type { Parsed } from '../flags';
import type { EndpointsObject, Listed } from '../list';
import { find, readTarget, type Target } from '../pick';
import { labelLines } from '../print/labels';
import { DESCRIPTION, lineUp } from '../print/tabWriter';
import { ENDPOINTS_WARNING, lookedAt } from './get';

export const describe: Verb = {
  name: 'describe',
  usage: 'kubectl describe TYPE [NAME…] [-l SELECTOR] [-n NAMESPACE | -A]',
  note: 'Show details of a specific resource or group of resources',
  flags: [NAMESPACE_FLAG, ALL_NAMESPACES_FLAG, SELECTOR_FLAG],
  read,
};

function read(parsed: Parsed): Done | string {
  if (parsed.args.length === 0) return 'error: You must specify the type of resource to describe.';
  const target = readTarget(parsed);
  if (typeof target === 'string') return target;
  return question({
    print: (view) => print(view, target, namespaceOf(parsed)),
    looks: (view) => find(view, withPrefixes(view, target)).objects.flatMap(lookedAt),
    watch: null,
  });
}

/** A name that is none may be the beginning of some. Source: describe.go DescribeMatchingResources. */
function withPrefixes(view: ClusterView, target: Target): Target {
  const named = target.named.flatMap((one) => {
    if (one.name === null || find(view, { ...target, named: [one] }).objects.length > 0) return [one];
    const whole = find(view, { ...target, named: [{ ...one, name: null }] }).objects;
    const names = whole.map(({ name }) => name).filter((name) => name.startsWith(one.name!));
    return names.length === 0 ? [one] : names.map((name) => ({ type: one.type, name }));
  });
  return { ...target, named };
}

function print(view: ClusterView, target: Target, namespace: string): readonly string[] {
  const { objects, errors } = find(view, withPrefixes(view, target));
  const warnings = target.named.some(({ type }) => type.kind === 'Endpoints') ? [ENDPOINTS_WARNING] : [];
  if (objects.length === 0 && errors.length === 0) return [`No resources found in ${namespace} namespace.`];
  const pages = objects.map((one) => lineUp([...linesOf(view, one), 'Events:\t<none>'], DESCRIPTION));
  const lines = pages.flatMap((page, index) => [...(index > 0 ? ['', ''] : []), ...page]);
  return [...warnings, ...lines.map((line) => line.trimEnd()), ...errors];
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
