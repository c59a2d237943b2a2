/** Labels and annotations in kubectl's ways. */
import type { Labels } from '../../sim/cluster/objects';

/** `app=web,tier=front`, sorted; `<none>` for none. Source: apimachinery pkg/labels FormatLabels. */
export function formatLabels(labels: Labels | null): string {
  const pairs = Object.keys(labels ?? {})
    .sort()
    .map((key) => `${key}=${labels![key]}`);
  return pairs.length === 0 ? '<none>' : pairs.join(',');
}

/** One pair a line under a title. Source: kubectl pkg/describe/describe.go printLabelsMultiline. */
export function labelLines(title: string, labels: Labels, between = '='): string[] {
  const keys = Object.keys(labels).sort();
  if (keys.length === 0) return [`${title}:\t<none>`];
  return keys.map((key, index) => `${index === 0 ? `${title}:` : ''}\t${key}${between}${labels[key]}`);
}

const MAX_ANNOTATION = 140;

/** Source: kubectl pkg/describe/describe.go printAnnotationsMultiline. */
export function annotationLines(title: string, annotations: Labels): string[] {
  const keys = Object.keys(annotations)
    .filter((key) => key !== 'kubectl.kubernetes.io/last-applied-configuration')
    .sort();
  if (keys.length === 0) return [`${title}:\t<none>`];
  return keys.flatMap((key, index) => {
    const head = index === 0 ? `${title}:` : '';
    const value = annotations[key]!.replace(/\n$/, '');
    if (value.length + key.length + 2 < MAX_ANNOTATION && !value.includes('\n')) {
      return [`${head}\t${key}: ${value}`];
    }
    const lines = value
      .split('\n')
      .map((line) => `\t  ${line.length > MAX_ANNOTATION ? `${line.slice(0, MAX_ANNOTATION)}...` : line}`);
    return [`${head}\t${key}:`, ...lines];
  });
}

/** At most three, and how many more. Source: pkg/printers/internalversion/printers.go formatEndpoints, listWithMoreString. */
export function atMostThree(items: readonly string[], none: string): string {
  if (items.length === 0) return none;
  const shown = items.slice(0, 3).join(',');
  return items.length > 3 ? `${shown} + ${items.length - 3} more...` : shown;
}
