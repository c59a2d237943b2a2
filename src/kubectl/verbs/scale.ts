/** `kubectl scale`. Source: kubectl pkg/cmd/scale/scale.go; https://kubernetes.io/docs/reference/kubectl/generated/kubectl_scale/ */
import { deeds, NAMESPACE_FLAG, SELECTOR_FLAG, type Verb } from '../command';
import { keysToChange, onlyType, readTarget } from '../pick';
import { nameOf } from '../resources';

export const scale: Verb = {
  name: 'scale',
  usage: 'kubectl scale deployment/NAME --replicas=N [-n NAMESPACE]',
  note: 'Set a new size for a deployment',
  flags: [NAMESPACE_FLAG, SELECTOR_FLAG, { name: 'replicas', note: 'how many Pods there shall be' }],
  read: (parsed, view) => {
    const replicas = parsed.flags['replicas'];
    if (replicas === undefined) return 'error: required flag(s) "replicas" not set';
    if (!/^\d{1,5}$/.test(replicas)) {
      return /^-\d+$/.test(replicas)
        ? `error: The --replicas=COUNT flag is required, and COUNT must be greater than or equal to 0`
        : `error: invalid argument "${replicas}" for "--replicas" flag: must be a whole number from 0 to 99999`;
    }
    if (parsed.args.length === 0)
      return 'error: resource(s) were provided, but no name was specified: name a TYPE/NAME';
    const target = readTarget(parsed);
    if (typeof target === 'string') return target;
    const type = onlyType(target);
    if (type?.kind !== 'Deployment')
      return `error: ${type?.name ?? 'this'} cannot be scaled here; a deployment can`;
    const keys = keysToChange(parsed, target, view);
    if (typeof keys === 'string') return keys;
    return deeds(
      keys.map((deployment) => ({ type: 'scale', deployment, replicas: Number(replicas) })),
      keys.map((key) => `${nameOf(type, key.slice(key.indexOf('/') + 1))} scaled`),
    );
  },
};
