/**
 * Labels and the selectors that look at them.
 * Source: https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/
 */
import type { ClusterDraft } from './apiServer';
import type { Labels } from './objects';

/** True if every pair of the selector is among the labels. An empty selector matches everything. */
export function matchesLabels(selector: Labels, labels: Labels): boolean {
  for (const key of Object.keys(selector)) if (labels[key] !== selector[key]) return false;
  return true;
}

/** Keys of the Pods of a namespace that a selector matches, sorted. Looks at one label's Pods only, the rarest. */
export function findPods(draft: ClusterDraft, namespace: string, selector: Labels): string[] {
  let rarest: string[] | undefined;
  for (const key of Object.keys(selector).sort()) {
    const found = draft.lookup('pods', 'byLabel', `${namespace}/${key}=${selector[key]}`);
    if (rarest === undefined || found.length < rarest.length) rarest = found;
  }
  return (rarest ?? []).filter((key) => matchesLabels(selector, draft.get('pods', key)!.metadata.labels));
}

/**
 * Keys of the rows of `table` (one that has a `bySelector` index) whose selector may
 * match these labels; the caller checks the whole selector.
 */
export function selectorsThatMayMatch(
  draft: ClusterDraft,
  table: 'services' | 'replicaSets',
  namespace: string,
  labels: Labels,
): string[] {
  const found = new Set<string>();
  for (const key of Object.keys(labels)) {
    for (const row of draft.lookup(table, 'bySelector', `${namespace}/${key}=${labels[key]}`)) found.add(row);
  }
  return [...found].sort();
}
