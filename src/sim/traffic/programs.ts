/**
 * What the program in a Pod does: its role, how long it works, whom it calls, how long it
 * waits. Read from `hopscope.dev/` annotations, with sensible inference where they are missing.
 */
import { ANNOTATION, durationOf, durationOrNever } from '../cluster/annotations';
import type { Labels, Pod } from '../cluster/objects';
import { millis, seconds, type Micros } from '../kernel/time';
import type { TrafficDraft } from './places';
import type { CallTemplate, ProgramRow } from './tables';

export type Role = NonNullable<ProgramRow['role']>;

export interface Program {
  readonly role: Role;
  readonly responseMicros: Micros;
  readonly connectTimeoutMicros: Micros;
  readonly requestTimeoutMicros: Micros;
  readonly calls: readonly CallTemplate[];
  /** How its HttpClient keeps connections; undefined where no annotation says it. */
  readonly pooling: Pooling;
  /** Sent as `Oc-Client`; empty for none. */
  readonly clientId: string;
  /** Whether its ServiceAccount may read Endpoints. */
  readonly readsEndpoints: boolean;
}

/** What annotations say of a program's connection pools; null stands for infinite. */
export interface Pooling {
  readonly lifetimeMicros?: Micros | null;
  readonly idleTimeoutMicros?: Micros | null;
  readonly maxPerServer?: number | null;
  /** IHttpClientFactory's HandlerLifetime; null or absent: one handler for the life of the process. */
  readonly handlerLifetimeMicros?: Micros | null;
}

/** Without an annotation a call is waited for as HttpClient.Timeout does: 100 s; a connection for ever. */
const DEFAULT_REQUEST_TIMEOUT = seconds(100);
const NEVER = seconds(86_400);

/** HttpHandlerDefaults.DefaultPooledConnectionIdleTimeout. */
export const DEFAULT_IDLE_TIMEOUT = seconds(60);

/** A Pod, or what a template would make one of. */
type ProgramPod = Pick<Pod, 'metadata' | 'spec'>;

/** What the program in this Pod does. */
export function programOf(draft: TrafficDraft, pod: Pod): Program {
  const notes = pod.metadata.annotations;
  return {
    role: roleOf(draft, pod),
    responseMicros: durationOf(notes, ANNOTATION.responseTime, millis(5)),
    connectTimeoutMicros: durationOf(notes, ANNOTATION.connectTimeout, NEVER),
    requestTimeoutMicros: durationOf(notes, ANNOTATION.requestTimeout, DEFAULT_REQUEST_TIMEOUT),
    calls: callsOf(draft, pod),
    pooling: poolingOf(notes),
    clientId: notes[ANNOTATION.clientId]?.trim() ?? '',
    readsEndpoints: notes[ANNOTATION.readsEndpoints]?.trim() !== 'false',
  };
}

function poolingOf(notes: Labels): Pooling {
  const has = (name: string) => notes[name] !== undefined;
  const most = /^\s*([1-9]\d{0,8})\s*$/.exec(notes[ANNOTATION.maxConnections] ?? '')?.[1];
  return {
    ...(has(ANNOTATION.pooledLifetime)
      ? { lifetimeMicros: durationOrNever(notes, ANNOTATION.pooledLifetime, null) }
      : {}),
    ...(has(ANNOTATION.pooledIdleTimeout)
      ? { idleTimeoutMicros: durationOrNever(notes, ANNOTATION.pooledIdleTimeout, DEFAULT_IDLE_TIMEOUT) }
      : {}),
    ...(most === undefined ? {} : { maxPerServer: Number(most) }),
    ...(has(ANNOTATION.handlerLifetime)
      ? { handlerLifetimeMicros: durationOrNever(notes, ANNOTATION.handlerLifetime, null) }
      : {}),
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

/** The role by annotation; else as it was read from the files; else from what the cluster knows of the Pod. */
export function roleOf(draft: Pick<TrafficDraft, 'get'>, pod: ProgramPod): Role {
  const said = ROLES[pod.metadata.annotations[ANNOTATION.role] ?? ''];
  if (said !== undefined) return said;
  const workload = workloadOf(draft, pod);
  const read = workload === null ? undefined : draft.get('programs', workload)?.role;
  if (read !== undefined) return read;
  if (workload !== null && draft.get('gateways', workload) !== undefined) return 'gateway';
  const labels = pod.metadata.labels;
  if (labels['k8s-app'] === 'kube-dns') return 'dns';
  if (labels['app.kubernetes.io/name'] === 'ingress-nginx') return 'ingress-controller';
  return callsOf(draft, pod).length > 0 ? 'web-app' : 'service';
}

/** `Deployment/namespace/name` that the Pod belongs to, or what else owns it; null for a bare Pod. */
export function workloadOf(draft: Pick<TrafficDraft, 'get'>, pod: ProgramPod): string | null {
  const namespace = pod.metadata.namespace ?? 'default';
  const owner = pod.metadata.ownerReferences[0];
  if (owner === undefined) return null;
  if (owner.kind !== 'ReplicaSet') return `${owner.kind}/${namespace}/${owner.name}`;
  const deployment = draft.get('replicaSets', `${namespace}/${owner.name}`)?.metadata.ownerReferences[0];
  return deployment === undefined
    ? `ReplicaSet/${namespace}/${owner.name}`
    : `${deployment.kind}/${namespace}/${deployment.name}`;
}

/**
 * The calls that were read for the Pod's workload; else one for the first env var whose value is
 * the http URL of some Service.
 */
export function callsOf(draft: Pick<TrafficDraft, 'get'>, pod: ProgramPod): readonly CallTemplate[] {
  const known = draft.get('programs', workloadOf(draft, pod) ?? '')?.calls;
  if (known !== undefined && known.length > 0) return known;
  const base = pod.spec.containers
    .flatMap((container) => container.env.map((env) => env.value))
    .find((value) => /^http:\/\/[a-z0-9.-]+(:\d+)?\/?$/.test(value));
  if (base === undefined) return [];
  return [{ method: '*', page: '*', callMethod: '*', url: base.replace(/\/$/, '') }];
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
