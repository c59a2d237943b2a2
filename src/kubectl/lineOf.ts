/** The line of kubectl that a button stands for. */
import type { Intent } from '../sim/intent';
import type { SimTables } from '../sim/laws';
import { shellQuoted } from './shellWords';

/** The line that asks the same of the world; null for what kubectl cannot do. `readLine` leads back. */
export function lineOf(intent: Intent, tables: Pick<SimTables, 'pods'>): string | null {
  switch (intent.type) {
    case 'scale': {
      const { name, inNamespace } = partsOf(intent.deployment);
      return `kubectl scale deployment/${name} --replicas=${intent.replicas}${inNamespace}`;
    }
    case 'deletePod': {
      const { name, inNamespace } = partsOf(intent.pod);
      return `kubectl delete pod ${name}${graceOf(intent.graceSeconds)}${inNamespace}`;
    }
    case 'setPodLabel': {
      const { name, inNamespace } = partsOf(intent.pod);
      const had = tables.pods[intent.pod]?.metadata.labels[intent.label];
      if (intent.value === null) return `kubectl label pod ${name} ${intent.label}-${inNamespace}`;
      const overwrites = had === undefined || had === intent.value ? '' : ' --overwrite';
      return `kubectl label pod ${name} ${intent.label}=${intent.value}${overwrites}${inNamespace}`;
    }
    case 'setImage': {
      const { name, inNamespace } = partsOf(intent.deployment);
      const pair = shellQuoted(`${intent.container}=${intent.image}`);
      return `kubectl set image deployment/${name} ${pair}${inNamespace}`;
    }
    case 'setServiceSelector': {
      const { name, inNamespace } = partsOf(intent.service);
      const pairs = Object.entries(intent.selector).map(([key, value]) => `${key}=${value}`);
      return `kubectl set selector service ${name} ${pairs.join(',')}${inNamespace}`;
    }
    case 'restartDeployment': {
      const { name, inNamespace } = partsOf(intent.deployment);
      return `kubectl rollout restart deployment/${name}${inNamespace}`;
    }
    case 'execLookup': {
      const { name, inNamespace } = partsOf(intent.pod);
      const types = (intent.types ?? []).map((type) => `-type=${type} `).join('');
      const server = intent.server === undefined ? '' : ` ${intent.server}`;
      return `kubectl exec ${name}${inNamespace} -- nslookup ${types}${intent.name}${server}`;
    }
    case 'execCurl': {
      const { name, inNamespace } = partsOf(intent.pod);
      const { method = 'GET', hostHeader, connectTimeoutMillis, maxTimeMillis } = intent;
      const options = [
        ...(method === 'GET' ? [] : ['-X', method]),
        ...(hostHeader === undefined ? [] : ['-H', `Host: ${hostHeader}`]),
        ...(connectTimeoutMillis === undefined
          ? []
          : ['--connect-timeout', String(connectTimeoutMillis / 1000)]),
        ...(maxTimeMillis === undefined ? [] : ['-m', String(maxTimeMillis / 1000)]),
      ];
      return `kubectl exec ${name}${inNamespace} -- ${['curl', ...options, intent.url].map(shellQuoted).join(' ')}`;
    }
    default:
      return null;
  }
}

function partsOf(key: string): { readonly name: string; readonly inNamespace: string } {
  const [namespace = 'default', name = ''] = key.split('/');
  return { name, inNamespace: namespace === 'default' ? '' : ` -n ${namespace}` };
}

function graceOf(seconds: number | undefined): string {
  if (seconds === undefined) return '';
  return seconds === 0 ? ' --grace-period=0 --force' : ` --grace-period=${seconds}`;
}
