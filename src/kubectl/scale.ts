/** `kubectl scale`. Source: https://kubernetes.io/docs/reference/kubectl/generated/kubectl_scale/ */
import { namedObjects, type Verb } from './command';

export const scale: Verb = {
  name: 'scale',
  usage: 'kubectl scale deployment/NAME --replicas=N [-n NAMESPACE]',
  flags: ['replicas', 'namespace'],
  read: ({ args, flags }) => {
    const objects = namedObjects(args);
    if (typeof objects === 'string') return { problem: objects };
    const wrong = objects.find(({ type }) => type !== 'deployment');
    if (wrong !== undefined) return { problem: `A ${wrong.type} cannot be scaled; a deployment can.` };
    const replicas = flags['replicas'];
    if (replicas === undefined) return { problem: 'required flag(s) "replicas" not set' };
    if (!/^\d{1,5}$/.test(replicas)) {
      return { problem: `--replicas must be a whole number from 0 to 99999, not "${replicas}".` };
    }
    const namespace = flags['namespace'] ?? 'default';
    return objects.map(({ name }) => ({
      type: 'scale',
      deployment: `${namespace}/${name}`,
      replicas: Number(replicas),
    }));
  },
};
