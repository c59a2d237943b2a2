/** `kubectl delete pod`. Source: https://kubernetes.io/docs/reference/kubectl/generated/kubectl_delete/ */
import { namedObjects, type Verb } from './command';

export const deletePod: Verb = {
  name: 'delete',
  usage: 'kubectl delete pod NAME [-n NAMESPACE]',
  flags: ['namespace'],
  read: ({ args, flags }) => {
    const objects = namedObjects(args);
    if (typeof objects === 'string') return { problem: objects };
    const wrong = objects.find(({ type }) => type !== 'pod');
    if (wrong !== undefined) return { problem: `Only Pods can be deleted here, not a ${wrong.type}.` };
    const namespace = flags['namespace'] ?? 'default';
    return objects.map(({ name }) => ({ type: 'deletePod', pod: `${namespace}/${name}` }));
  },
};
