/** `kubectl get`. Source: kubectl pkg/cmd/get/get.go; https://kubernetes.io/docs/reference/kubectl/generated/kubectl_get/ */
import { SERVICE_NAME_LABEL } from '../../sim/cluster/objects';
import {
  ALL_NAMESPACES_FLAG,
  NAMESPACE_FLAG,
  namespaceOf,
  meansAll,
  question,
  SELECTOR_FLAG,
  type Done,
  type Query,
  type Verb,
} from '../command';
import type { ClusterView } from '../clusterView';
import { isOn, type Parsed } from '../flags';
import type { Listed } from '../list';
import { find, isMeant, onlyType, readTarget, type Target } from '../pick';
import { manifestOf, listOf } from '../print/manifestOf';
import { headings, row, type TableOptions } from '../print/table';
import { yamlLines } from '../print/yamlText';
import { lineUp, TABLE } from '../print/tabWriter';
import { nameOf, type ResourceType } from '../resources';

const OUTPUTS = ['wide', 'yaml', 'json', 'name'];

export const ENDPOINTS_WARNING =
  'Warning: v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice';

export const get: Verb = {
  name: 'get',
  usage:
    'kubectl get TYPE [NAME…] [-o wide|yaml|json|name] [-l SELECTOR] [-n NAMESPACE | -A] [-w] [--show-labels]',
  note: 'Display one or many resources',
  flags: [
    NAMESPACE_FLAG,
    ALL_NAMESPACES_FLAG,
    SELECTOR_FLAG,
    { name: 'output', short: 'o', note: 'wide, yaml, json or name' },
    { name: 'watch', short: 'w', isSwitch: true, note: 'go on and print every change' },
    { name: 'watch-only', isSwitch: true, note: 'print changes only' },
    { name: 'show-labels', isSwitch: true, note: 'labels as the last column' },
    { name: 'label-columns', short: 'L', note: 'these labels as columns' },
    { name: 'no-headers', isSwitch: true, note: 'no headings' },
  ],
  read,
};

function read(parsed: Parsed): Done | string {
  if (parsed.args.length === 0) {
    return [
      'You must specify the type of resource to get. Use "kubectl api-resources" for a complete list of supported resources.',
      '',
      'error: Required resource not specified.',
      'Use "kubectl explain <resource>" for a detailed description of that resource (e.g. kubectl explain pods).',
      "See 'kubectl get -h' for help and examples",
    ].join('\n');
  }
  const target = readTarget(parsed);
  if (typeof target === 'string') return target;
  const output = parsed.flags['output'] ?? '';
  if (output !== '' && !OUTPUTS.includes(output)) {
    return `error: unable to match a printer suitable for the output format "${output}", allowed formats here are: ${OUTPUTS.join(',')}`;
  }
  const watches = isOn(parsed, 'watch') || isOn(parsed, 'watch-only');
  const type = onlyType(target);
  if (watches && (type === undefined || (output !== '' && output !== 'wide'))) {
    return 'error: you may only specify a single resource type, as a table, to watch here';
  }
  if (watches && type !== undefined && ['Endpoints', 'Namespace'].includes(type.kind)) {
    return `error: ${type.name} cannot be watched here${type.kind === 'Endpoints' ? ': watch endpointslices' : ''}`;
  }
  const options: TableOptions = {
    isWide: output === 'wide',
    withNamespace: meansAll(parsed),
    withLabels: isOn(parsed, 'show-labels'),
    labelColumns: (parsed.flags['label-columns'] ?? '').split(',').filter((key) => key !== ''),
    withKind: type === undefined,
  };
  const withHeadings = !isOn(parsed, 'no-headers');
  const query: Query = {
    print: (view) => print(view, target, output, options, withHeadings, namespaceOf(parsed)),
    looks: (view) => find(view, target).objects.flatMap(lookedAt),
    watch:
      watches && type !== undefined
        ? {
            type,
            namespace: target.namespace,
            isMeant: meantBy(target),
            options,
            withHeadings,
            onlyChanges: isOn(parsed, 'watch-only'),
          }
        : null,
  };
  return question(query);
}

function meantBy(target: Target): (one: Listed) => boolean {
  const names = target.named.flatMap(({ name }) => (name === null ? [] : [name]));
  return (one) => isMeant(target, one) && (names.length === 0 || names.includes(one.name));
}

/** As lessons write what somebody has opened. EndpointSlices and Endpoints go by their Service. */
export function lookedAt({ type, name, namespace, labels }: Listed): readonly string[] {
  const service = type.kind === 'EndpointSlice' ? labels[SERVICE_NAME_LABEL] : undefined;
  if (service !== undefined) return [`EndpointSlice/${namespace}/${service}`];
  if (type.kind === 'Endpoints') return [`EndpointSlice/${namespace}/${name}`];
  return [namespace === null ? `${type.kind}/${name}` : `${type.kind}/${namespace}/${name}`];
}

function print(
  view: ClusterView,
  target: Target,
  output: string,
  options: TableOptions,
  withHeadings: boolean,
  namespace: string,
): readonly string[] {
  const { objects, errors } = find(view, target);
  const warnings = target.named.some(({ type }) => type.kind === 'Endpoints') ? [ENDPOINTS_WARNING] : [];
  if (output === 'name') return [...warnings, ...objects.map((one) => nameOf(one.type, one.name)), ...errors];
  if (output === 'yaml' || output === 'json') {
    const isOne = target.named.length === 1 && target.named[0]!.name !== null;
    if (isOne && objects.length === 0) return [...warnings, ...errors];
    const value = isOne ? manifestOf(objects[0]!) : listOf(objects);
    const lines = output === 'yaml' ? yamlLines(value) : JSON.stringify(value, null, 4).split('\n');
    return [...warnings, ...lines, ...errors];
  }
  if (objects.length === 0 && errors.length === 0) {
    const isHere = target.namespace !== null && target.named.some(({ type }) => type.isNamespaced);
    return [...warnings, isHere ? `No resources found in ${namespace} namespace.` : 'No resources found'];
  }
  return [...warnings, ...tables(view, objects, options, withHeadings), ...errors];
}

/** A table for each type, an empty line between. */
function tables(
  view: ClusterView,
  objects: readonly Listed[],
  options: TableOptions,
  withHeadings: boolean,
): string[] {
  const types: ResourceType[] = [...new Set(objects.map(({ type }) => type))];
  return types.flatMap((type, index) => {
    const rows = objects.filter((one) => one.type === type).map((one) => row(view, one, options));
    const lines = lineUp([...(withHeadings ? [headings(type, options)] : []), ...rows], TABLE);
    return [...(index > 0 ? [''] : []), ...lines];
  });
}
