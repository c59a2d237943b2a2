/**
 * What the program in a Pod does: its role, how long it works, whom it calls, how long it
 * waits. Read from `hopscope.dev/` annotations, with sensible inference where they are missing.
 */
import { ANNOTATION, durationOf } from '../cluster/annotations';
import type { Pod } from '../cluster/objects';
import { millis, seconds, type Micros } from '../kernel/time';
import type { TrafficDraft } from './places';

export type Role = 'ingress-controller' | 'web-app' | 'gateway' | 'service' | 'dns';

export interface Program {
  readonly role: Role;
  readonly responseMicros: Micros;
  readonly connectTimeoutMicros: Micros;
  readonly requestTimeoutMicros: Micros;
  readonly calls: readonly CallTemplate[];
}

/** "To serve this page, ask that URL." `{name}` stands for one path segment. */
export interface CallTemplate {
  readonly method: string;
  readonly page: string;
  readonly callMethod: string;
  readonly url: string;
}

/** Without an annotation a call is waited for as HttpClient.Timeout does: 100 s; a connection for ever. */
const DEFAULT_REQUEST_TIMEOUT = seconds(100);
const NEVER = seconds(86_400);

/** What the program in this Pod does. */
export function programOf(draft: TrafficDraft, pod: Pod): Program {
  const notes = pod.metadata.annotations;
  return {
    role: roleOf(draft, pod),
    responseMicros: durationOf(notes, ANNOTATION.responseTime, millis(5)),
    connectTimeoutMicros: durationOf(notes, ANNOTATION.connectTimeout, NEVER),
    requestTimeoutMicros: durationOf(notes, ANNOTATION.requestTimeout, DEFAULT_REQUEST_TIMEOUT),
    calls: callsOf(pod),
  };
}

const ROLES: Readonly<Record<string, Role>> = {
  'ingress-controller': 'ingress-controller',
  'web-app': 'web-app',
  web: 'web-app',
  gateway: 'gateway',
  service: 'service',
  dns: 'dns',
};

/** The role by annotation; else from what the cluster knows of the Pod. */
export function roleOf(draft: TrafficDraft, pod: Pod): Role {
  const said = ROLES[pod.metadata.annotations[ANNOTATION.role] ?? ''];
  if (said !== undefined) return said;
  const workload = workloadOf(draft, pod);
  if (workload !== null && draft.get('gateways', workload) !== undefined) return 'gateway';
  const labels = pod.metadata.labels;
  if (labels['k8s-app'] === 'kube-dns') return 'dns';
  if (labels['app.kubernetes.io/name'] === 'ingress-nginx') return 'ingress-controller';
  return callsOf(pod).length > 0 ? 'web-app' : 'service';
}

/** `Deployment/namespace/name` that the Pod belongs to, or what else owns it; null for a bare Pod. */
export function workloadOf(draft: TrafficDraft, pod: Pod): string | null {
  const namespace = pod.metadata.namespace ?? 'default';
  const owner = pod.metadata.ownerReferences[0];
  if (owner === undefined) return null;
  if (owner.kind !== 'ReplicaSet') return `${owner.kind}/${namespace}/${owner.name}`;
  const deployment = draft.get('replicaSets', `${namespace}/${owner.name}`)?.metadata.ownerReferences[0];
  return deployment === undefined
    ? `ReplicaSet/${namespace}/${owner.name}`
    : `${deployment.kind}/${namespace}/${deployment.name}`;
}

const CALL_LINE = /^\s*([A-Z]+)\s+(\S+)\s*->\s*([A-Z]+)\s+(https?:\/\/\S+)\s*$/;

/** Calls by annotation, one a line; else one for each env var whose value is an http URL. */
export function callsOf(pod: Pod): CallTemplate[] {
  const text = pod.metadata.annotations[ANNOTATION.calls];
  if (text !== undefined) {
    return text.split('\n').flatMap((line) => {
      const match = CALL_LINE.exec(line);
      if (match === null) return [];
      return [{ method: match[1]!, page: match[2]!, callMethod: match[3]!, url: match[4]! }];
    });
  }
  const bases = pod.spec.containers.flatMap((container) =>
    container.env.map((env) => env.value).filter((value) => /^http:\/\/[a-z0-9.-]+(:\d+)?\/?$/.test(value)),
  );
  return bases.slice(0, 1).map((base) => ({
    method: '*',
    page: '*',
    callMethod: '*',
    url: base.replace(/\/$/, ''),
  }));
}

/** The call that serves a page, or null if the program needs none for it. */
export function callFor(
  calls: readonly CallTemplate[],
  method: string,
  path: string,
): { method: string; url: string } | null {
  for (const call of calls) {
    if (call.method !== '*' && call.method !== method) continue;
    if (call.page === '*') return { method, url: call.url + path };
    const values = matchTemplate(call.page, path);
    if (values === null) continue;
    const url = call.url.replace(/\{(\w+)\}/g, (place, name: string) => values[name] ?? place);
    return { method: call.callMethod, url };
  }
  return null;
}

function matchTemplate(template: string, path: string): Record<string, string> | null {
  const wanted = template.split('/');
  const given = path.split('/');
  if (wanted.length !== given.length) return null;
  const values: Record<string, string> = {};
  for (let i = 0; i < wanted.length; i++) {
    const name = /^\{(\w+)\}$/.exec(wanted[i]!)?.[1];
    if (name !== undefined && given[i] !== '') values[name] = given[i]!;
    else if (wanted[i] !== given[i]) return null;
  }
  return values;
}
