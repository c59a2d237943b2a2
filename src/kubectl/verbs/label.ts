/** `kubectl label pod`. Source: kubectl pkg/cmd/label/label.go; https://kubernetes.io/docs/reference/kubectl/generated/kubectl_label/ */
import type { Intent } from '../../sim/intent';
import type { Labels } from '../../sim/cluster/objects';
import { deeds, NAMESPACE_FLAG, SELECTOR_FLAG, type Verb } from '../command';
import { isOn } from '../flags';
import { keysToChange, onlyType, readTarget } from '../pick';
import { isLabelKey, isLabelValue } from '../selector';

export const label: Verb = {
  name: 'label',
  usage: 'kubectl label pod NAME… | -l SELECTOR KEY=VALUE… KEY-… [--overwrite] [-n NAMESPACE]',
  note: 'Update the labels on a Pod',
  flags: [
    NAMESPACE_FLAG,
    SELECTOR_FLAG,
    { name: 'overwrite', isSwitch: true, note: 'change a label that is there' },
    { name: 'all', isSwitch: true, note: 'all Pods of the namespace' },
  ],
  read: (parsed, view) => {
    const isChange = (arg: string) => arg.includes('=') || arg.endsWith('-');
    const firstChange = parsed.args.findIndex(isChange);
    const named = firstChange < 0 ? parsed.args : parsed.args.slice(0, firstChange);
    const changes = firstChange < 0 ? [] : parsed.args.slice(firstChange);
    if (named.length === 0)
      return 'error: one or more resources must be specified as <resource> <name> or <resource>/<name>';
    if (changes.length === 0) return 'error: at least one label update is required';
    const target = readTarget(parsed, named);
    if (typeof target === 'string') return target;
    const type = onlyType(target);
    if (type?.kind !== 'Pod')
      return `error: only Pods can be labelled here, not ${type?.name ?? 'several types'}`;
    const wanted = readChanges(changes);
    if (typeof wanted === 'string') return wanted;
    const keys = keysToChange(parsed, target, view);
    if (typeof keys === 'string') return keys;

    const intents: Intent[] = [];
    const said: string[] = [];
    for (const pod of keys) {
      const had = view === null ? null : (view.tables.pods[pod]?.metadata.labels ?? {});
      const overwritten = had === null || isOn(parsed, 'overwrite') ? [] : taken(had, wanted);
      if (overwritten.length > 0) return `error: ${overwritten.join(', ')}`;
      for (const [key, value] of wanted) {
        intents.push({ type: 'setPodLabel', pod, label: key, value });
        if (value === null && had !== null && had[key] === undefined) said.push(`label "${key}" not found.`);
      }
      said.push(`pod/${pod.slice(pod.indexOf('/') + 1)} ${outcome(had, wanted, isOn(parsed, 'overwrite'))}`);
    }
    return deeds(intents, said);
  },
};

type Change = readonly [key: string, value: string | null];

function readChanges(args: readonly string[]): readonly Change[] | string {
  const found: Change[] = [];
  for (const arg of args) {
    const equals = arg.indexOf('=');
    if (equals < 0 && !arg.endsWith('-')) return `error: unknown label spec: ${arg}`;
    const key = equals < 0 ? arg.slice(0, -1) : arg.slice(0, equals);
    const value = equals < 0 ? null : arg.slice(equals + 1);
    if (!isLabelKey(key)) return `error: invalid label key: ${JSON.stringify(key)}`;
    if (value !== null && !isLabelValue(value)) {
      return `error: invalid label value: ${JSON.stringify(value)}: at most 63 letters, digits, '-', '_' or '.', beginning and ending with a letter or digit`;
    }
    if (found.some(([one, other]) => one === key && (other === null) !== (value === null))) {
      return `error: cannot modify and remove a label in the same command: ${key}`;
    }
    found.push([key, value]);
  }
  return found;
}

/** Source: label.go validateNoOverwrites. */
function taken(had: Labels, wanted: readonly Change[]): string[] {
  return wanted.flatMap(([key, value]) =>
    value !== null && had[key] !== undefined && had[key] !== value
      ? [`'${key}' already has a value (${had[key]}), and --overwrite is false`]
      : [],
  );
}

/** Source: label.go updateDataChangeMsg. */
function outcome(had: Labels | null, wanted: readonly Change[], overwrites: boolean): string {
  const isRemoval = wanted.every(([, value]) => value === null);
  if (had === null) return isRemoval ? 'unlabeled' : 'labeled';
  if (wanted.every(([key, value]) => (had[key] ?? null) === value)) return 'not labeled';
  return isRemoval && !overwrites ? 'unlabeled' : 'labeled';
}
