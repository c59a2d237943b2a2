/** YAML as kubectl prints it: keys sorted, lists not indented. Source: sigs.k8s.io/yaml Marshal. */
import { stringify } from 'yaml';

/** A JSON value as YAML, with a line break at its end. */
export function printYaml(value: unknown): string {
  return stringify(value, {
    indentSeq: false,
    lineWidth: 0,
    sortMapEntries: true,
    version: '1.1',
    aliasDuplicateObjects: false,
  });
}
