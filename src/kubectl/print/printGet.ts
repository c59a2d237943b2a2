/** Prints what `kubectl get` asks for. Source: kubectl pkg/cmd/get/get.go. */
import type { ClusterView } from '../clusterView';
import type { Question } from '../command';
import type { Listed } from '../list';
import { find, type Target } from '../pick';
import { nameOf, type ResourceType } from '../resources';
import { listOf, manifestOf } from './manifestOf';
import { headings, row, type TableOptions } from './table';
import { lineUp, TABLE } from './tabWriter';
import { yamlLines } from './yamlText';

type GetQuestion = Extract<Question, { kind: 'get' }>;

export const ENDPOINTS_WARNING =
  'Warning: v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice';

/** In kubectl's words: there is nothing of that. */
export function nothingFound({ named, namespace }: Target): string {
  const isHere = namespace !== null && named.some(({ type }) => type.isNamespaced);
  return isHere ? `No resources found in ${namespace} namespace.` : 'No resources found';
}

/** The lines of `kubectl get`: tables, names, YAML or JSON; then an error for each that is not there. */
export function printGet(view: ClusterView, asked: GetQuestion): readonly string[] {
  const { target, output, options, withHeadings } = asked;
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
    return [...warnings, nothingFound(target)];
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
