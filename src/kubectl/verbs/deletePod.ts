/** `kubectl delete pod`. Source: kubectl pkg/cmd/delete/delete.go; https://kubernetes.io/docs/reference/kubectl/generated/kubectl_delete/ */
import { deeds, NAMESPACE_FLAG, SELECTOR_FLAG, type Verb } from '../command';
import { isOn, type Parsed } from '../flags';
import { keysToChange, onlyType, readTarget } from '../pick';

const FORCE_WARNING =
  'Warning: Immediate deletion does not wait for confirmation that the running resource has been terminated. ' +
  'The resource may continue to run on the cluster indefinitely.';

export const deletePod: Verb = {
  name: 'delete',
  usage: 'kubectl delete pod NAME… | -l SELECTOR [--grace-period=SECONDS] [--force] [--now] [-n NAMESPACE]',
  note: 'Delete Pods by names, or by label selector',
  flags: [
    NAMESPACE_FLAG,
    SELECTOR_FLAG,
    { name: 'grace-period', note: 'seconds until SIGKILL' },
    { name: 'force', isSwitch: true, note: 'remove the object without waiting' },
    { name: 'now', isSwitch: true, note: 'a grace period of 1 second' },
    { name: 'all', isSwitch: true, note: 'all Pods of the namespace' },
    { name: 'wait', isSwitch: true, note: 'the prompt is back at once here, either way' },
  ],
  read: (parsed, view) => {
    if (parsed.args.length === 0)
      return 'error: You must provide one or more resources by argument: pod NAME';
    const target = readTarget(parsed);
    if (typeof target === 'string') return target;
    const type = onlyType(target);
    if (type?.kind !== 'Pod')
      return `error: only Pods can be deleted here, not ${type?.name ?? 'several types'}`;
    const grace = graceOf(parsed);
    if (typeof grace === 'string') return grace;
    const keys = keysToChange(parsed, target, view);
    if (typeof keys === 'string') return keys;
    if (keys.length === 0) return deeds([], ['No resources found']);
    const isForced = grace === 0;
    return deeds(
      keys.map((pod) => ({ type: 'deletePod', pod, ...(grace === null ? {} : { graceSeconds: grace }) })),
      [
        ...(isForced ? [FORCE_WARNING] : []),
        ...keys.map((key) => {
          const [namespace = '', name = ''] = key.split('/');
          return `pod "${name}" ${isForced ? 'force ' : ''}deleted from ${namespace} namespace`;
        }),
      ],
    );
  },
};

/** Seconds, or null for the Pod's own. Without `--force`, 0 means 1. Source: delete.go Complete, Validate. */
function graceOf(parsed: Parsed): number | null | string {
  const text = parsed.flags['grace-period'];
  const isForced = isOn(parsed, 'force');
  const isNow = isOn(parsed, 'now');
  if (text !== undefined && !/^-?\d{1,9}$/.test(text)) {
    return `error: invalid argument "${text}" for "--grace-period" flag: must be a whole number of seconds`;
  }
  const given = text === undefined || Number(text) < 0 ? null : Number(text);
  if (isNow && given !== null) return 'error: --now and --grace-period cannot be specified together';
  if (isForced && given !== null && given > 0) {
    return 'error: --force and --grace-period greater than 0 cannot be specified together';
  }
  if (isForced) return 0;
  if (isNow || given === 0) return 1;
  return given;
}
