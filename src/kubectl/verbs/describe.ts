/** `kubectl describe`. Source: kubectl pkg/cmd/describe/describe.go; https://kubernetes.io/docs/reference/kubectl/generated/kubectl_describe/ */
import {
  ALL_NAMESPACES_FLAG,
  NAMESPACE_FLAG,
  question,
  SELECTOR_FLAG,
  type Done,
  type Verb,
} from '../command';
import type { Parsed } from '../flags';
import { find, readTarget, withPrefixes } from '../pick';
import { lookedAt } from './get';

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
    asks: { kind: 'describe', target },
    looks: (view) => find(view, withPrefixes(view, target)).objects.flatMap(lookedAt),
    watch: null,
  });
}
