/**
 * Label selectors as `-l` takes them: `app=web,tier!=db,env in (a, b),!canary`.
 * Source: k8s.io/apimachinery pkg/labels/selector.go Parse;
 * https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#label-selectors
 */
import type { Labels } from '../sim/cluster/objects';

export interface Requirement {
  readonly key: string;
  readonly operator: 'in' | 'notin' | 'exists' | 'absent';
  readonly values: readonly string[];
}

const KEY = /^([a-z0-9]([a-z0-9.-]*[a-z0-9])?\/)?[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$/;
const VALUE = /^([A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?)?$/;

/** True if the text may be a label's key. Source: k8s.io/apimachinery pkg/util/validation IsQualifiedName. */
export function isLabelKey(text: string): boolean {
  return KEY.test(text);
}

/** True if the text may be a label's value: at most 63 letters, digits, `-`, `_`, `.`. Source: IsValidLabelValue. */
export function isLabelValue(text: string): boolean {
  return VALUE.test(text);
}

/** Reads a selector; a text says what is wrong. An empty one selects everything. */
export function parseSelector(text: string): readonly Requirement[] | string {
  const found: Requirement[] = [];
  for (const part of partsOf(text)) {
    const requirement = readPart(part.trim());
    if (requirement === null) return `unable to parse requirement: ${JSON.stringify(part.trim())}`;
    if (!isLabelKey(requirement.key)) {
      return `unable to parse requirement: invalid label key ${JSON.stringify(requirement.key)}`;
    }
    const wrong = requirement.values.find((value) => !isLabelValue(value));
    if (wrong !== undefined)
      return `unable to parse requirement: invalid label value ${JSON.stringify(wrong)}`;
    found.push(requirement);
  }
  return found;
}

/** Commas part, but not those between brackets. */
function partsOf(text: string): string[] {
  if (text.trim() === '') return [];
  const parts: string[] = [''];
  let depth = 0;
  for (const char of text) {
    if (char === '(') depth++;
    if (char === ')') depth--;
    if (char === ',' && depth <= 0) parts.push('');
    else parts[parts.length - 1] += char;
  }
  return parts;
}

function readPart(part: string): Requirement | null {
  const set = /^(\S+)\s+(in|notin)\s*\(([^()]*)\)$/.exec(part);
  if (set !== null) {
    const values = set[3]!.split(',').map((value) => value.trim());
    return { key: set[1]!, operator: set[2] as 'in' | 'notin', values };
  }
  const equality = /^([^=!\s()]+)\s*(==|=|!=)\s*([^=!\s()]*)$/.exec(part);
  if (equality !== null) {
    return { key: equality[1]!, operator: equality[2] === '!=' ? 'notin' : 'in', values: [equality[3]!] };
  }
  if (/^![^=!\s()]+$/.test(part)) return { key: part.slice(1), operator: 'absent', values: [] };
  return /^[^=!\s()]+$/.test(part) ? { key: part, operator: 'exists', values: [] } : null;
}

/** True if labels meet every requirement. `!=` and `notin` hold for what lacks the key, too. */
export function selects(requirements: readonly Requirement[], labels: Labels): boolean {
  return requirements.every(({ key, operator, values }) => {
    const value = Object.hasOwn(labels, key) ? labels[key] : undefined;
    switch (operator) {
      case 'exists':
        return value !== undefined;
      case 'absent':
        return value === undefined;
      case 'in':
        return value !== undefined && values.includes(value);
      case 'notin':
        return value === undefined || !values.includes(value);
    }
  });
}
