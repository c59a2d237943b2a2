/** `kubectl get`. Source: kubectl pkg/cmd/get/get.go; https://kubernetes.io/docs/reference/kubectl/generated/kubectl_get/ */
import { SERVICE_NAME_LABEL } from '../../sim/cluster/objects';
import {
  ALL_NAMESPACES_FLAG,
  NAMESPACE_FLAG,
  question,
  SELECTOR_FLAG,
  type Done,
  type Query,
  type Verb,
} from '../command';
import { isOn, meansAll, type Parsed } from '../flags';
import type { Listed } from '../list';
import { find, isMeant, onlyType, readTarget, type Target } from '../pick';
import type { TableOptions } from '../print/table';

const OUTPUTS = ['wide', 'yaml', 'json', 'name'];

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
  const options: TableOptions = {
    isWide: output === 'wide',
    withNamespace: meansAll(parsed),
    withLabels: isOn(parsed, 'show-labels'),
    labelColumns: (parsed.flags['label-columns'] ?? '').split(',').filter((key) => key !== ''),
    withKind: type === undefined,
  };
  const withHeadings = !isOn(parsed, 'no-headers');
  const query: Query = {
    asks: { kind: 'get', target, output, options, withHeadings },
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
