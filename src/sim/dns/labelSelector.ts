/** Label selectors as text, as the kubernetes plugin's `labels` and `namespace_labels` take them. */
import type { Labels } from '../cluster/objects';

/** One term: the label's value is among `values` (or not); without values, the label is there (or not). */
export interface LabelRequirement {
  readonly key: string;
  readonly isNegated: boolean;
  readonly values: readonly string[] | null;
}

const TERM =
  /^(?:(!?)\s*([\w./-]+)|([\w./-]+)\s*(==|=|!=)\s*([\w.-]*)|([\w./-]+)\s+(in|notin)\s*\(([^()]*)\))$/;

/**
 * Reads `tier=web,env in (a, b),!legacy`; undefined for what is no selector.
 * Source: k8s.io/apimachinery pkg/labels/selector.go `Parse`.
 */
export function parseLabelSelector(text: string): LabelRequirement[] | undefined {
  const requirements: LabelRequirement[] = [];
  for (const part of text.split(/,(?![^(]*\))/)) {
    const match = TERM.exec(part.trim());
    if (match === null) return undefined;
    const [, not, alone, key, operator, value, setKey, set, values] = match;
    if (alone !== undefined) requirements.push({ key: alone, isNegated: not === '!', values: null });
    if (key !== undefined) requirements.push({ key, isNegated: operator === '!=', values: [value ?? ''] });
    if (setKey !== undefined) {
      const list = values!.split(',').map((item) => item.trim());
      requirements.push({ key: setKey, isNegated: set === 'notin', values: list });
    }
  }
  return requirements;
}

/** True if labels meet every requirement. A negated one holds for a missing label, too. */
export function meetsRequirements(requirements: readonly LabelRequirement[], labels: Labels): boolean {
  return requirements.every(({ key, isNegated, values }) => {
    const value = labels[key];
    const holds = value !== undefined && (values === null || values.includes(value));
    return holds !== isNegated;
  });
}
