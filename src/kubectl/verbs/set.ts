/**
 * `kubectl set image` and `kubectl set selector`.
 * Source: kubectl pkg/cmd/set/set_image.go, set_selector.go; https://kubernetes.io/docs/reference/kubectl/generated/kubectl_set/
 */
import type { Intent } from '../../sim/intent';
import { deeds, NAMESPACE_FLAG, type Verb } from '../command';
import { keysToChange, onlyType, readTarget } from '../pick';
import { isLabelKey, isLabelValue } from '../selector';

export const setImage: Verb = {
  name: 'set image',
  usage: 'kubectl set image deployment/NAME CONTAINER=IMAGE… [-n NAMESPACE]',
  note: 'Update the image of a Pod template',
  flags: [NAMESPACE_FLAG],
  read: (parsed, view) => {
    const { named, pairs } = takeApart(parsed.args);
    if (named.length === 0)
      return 'error: one or more resources must be specified as <resource> <name> or <resource>/<name>';
    if (pairs.length === 0) return 'error: at least one image update is required';
    const target = readTarget(parsed, named);
    if (typeof target === 'string') return target;
    const type = onlyType(target);
    if (type?.kind !== 'Deployment')
      return `error: ${type?.name ?? 'this'} has no image to set here; a deployment has`;
    const keys = keysToChange(parsed, target, view);
    if (typeof keys === 'string') return keys;
    const intents: Intent[] = [];
    for (const deployment of keys) {
      const containers = view?.tables.deployments[deployment]?.spec.template.spec.containers;
      for (const [container, image] of pairs) {
        if (image === '') return `error: "${container}=" names no image`;
        if (container === '*' && containers === undefined)
          return 'error: name the container: which there are is not known';
        const names = container === '*' ? containers!.map(({ name }) => name) : [container];
        if (containers?.some(({ name }) => names.includes(name)) === false) {
          return `error: unable to find container named "${container}"`;
        }
        for (const name of names) intents.push({ type: 'setImage', deployment, container: name, image });
      }
    }
    return deeds(
      intents,
      keys.map((key) => `deployment.apps/${key.slice(key.indexOf('/') + 1)} image updated`),
    );
  },
};

export const setSelector: Verb = {
  name: 'set selector',
  usage: 'kubectl set selector service NAME KEY=VALUE[,KEY=VALUE…] [-n NAMESPACE]',
  note: 'Set the selector on a Service, in place of the one it has',
  flags: [NAMESPACE_FLAG],
  read: (parsed, view) => {
    const { named, pairs } = takeApart(
      parsed.args.flatMap((arg) => (arg.includes('=') ? arg.split(',') : [arg])),
    );
    if (named.length === 0 || pairs.length === 0) {
      return 'error: one or more resources must be specified as <resource> <name> or <resource>/<name>, and a selector';
    }
    const target = readTarget(parsed, named);
    if (typeof target === 'string') return target;
    const type = onlyType(target);
    if (type?.kind !== 'Service')
      return `error: ${type?.name ?? 'this'} has no selector to set here; a service has`;
    const wrong = pairs.find(([key, value]) => !isLabelKey(key) || !isLabelValue(value));
    if (wrong !== undefined) return `error: "${wrong[0]}=${wrong[1]}" is no label`;
    const keys = keysToChange(parsed, target, view);
    if (typeof keys === 'string') return keys;
    const selector = Object.fromEntries(pairs);
    return deeds(
      keys.map((service) => ({ type: 'setServiceSelector', service, selector })),
      keys.map((key) => `service/${key.slice(key.indexOf('/') + 1)} selector updated`),
    );
  },
};

/** Names first, then `key=value`. */
function takeApart(args: readonly string[]): {
  readonly named: readonly string[];
  readonly pairs: readonly (readonly [string, string])[];
} {
  const named = args.filter((arg) => !arg.includes('='));
  const pairs = args
    .filter((arg) => arg.includes('='))
    .map((arg) => [arg.slice(0, arg.indexOf('=')), arg.slice(arg.indexOf('=') + 1)] as const);
  return { named, pairs };
}
