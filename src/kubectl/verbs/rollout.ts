/** `kubectl rollout`. Source: kubectl pkg/cmd/rollout, pkg/polymorphichelpers/rollout_status.go. */
import { deeds, NAMESPACE_FLAG, question, type Verb } from '../command';
import { find, keysToChange, onlyType, readTarget } from '../pick';
import { rfc3339 } from '../print/duration';

export const rolloutRestart: Verb = {
  name: 'rollout restart',
  usage: 'kubectl rollout restart deployment/NAME [-n NAMESPACE]',
  note: 'Replace the Pods of a deployment, a few at a time',
  flags: [NAMESPACE_FLAG],
  read: (parsed, view) => {
    if (parsed.args.length === 0) return 'error: required resource not specified';
    const target = readTarget(parsed);
    if (typeof target === 'string') return target;
    const type = onlyType(target);
    if (type?.kind !== 'Deployment') return `error: ${type?.name ?? 'this'} restarting is not supported here`;
    const keys = keysToChange(parsed, target, view);
    if (typeof keys === 'string') return keys;
    const stamp = rfc3339(view?.at ?? 0);
    return deeds(
      keys.map((deployment) => ({ type: 'restartDeployment', deployment, stamp })),
      keys.map((key) => `deployment.apps/${key.slice(key.indexOf('/') + 1)} restarted`),
    );
  },
};

export const rolloutStatus: Verb = {
  name: 'rollout status',
  usage: 'kubectl rollout status deployment/NAME [-n NAMESPACE]',
  note: 'Show how far a rollout has come, at this moment',
  flags: [
    NAMESPACE_FLAG,
    { name: 'watch', short: 'w', isSwitch: true, note: 'the line is that of this moment, either way' },
  ],
  read: (parsed) => {
    if (parsed.args.length === 0) return 'error: required resource not specified';
    const target = readTarget(parsed);
    if (typeof target === 'string') return target;
    if (onlyType(target)?.kind !== 'Deployment' || target.named.some(({ name }) => name === null)) {
      return 'error: name a deployment: deployment/NAME';
    }
    return question({
      asks: { kind: 'rolloutStatus', target },
      looks: (view) => find(view, target).objects.map((one) => `Deployment/${one.namespace}/${one.name}`),
      watch: null,
    });
  },
};
