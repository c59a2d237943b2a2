/**
 * What Kubernetes has no field for stands in annotations under `hopscope.dev/` on a
 * Pod template: how the program in the container behaves. `scenarios/README.md`
 * documents them for authors.
 */
import { millis, seconds, type Micros } from '../kernel/time';
import type { Labels } from './objects';

export const ANNOTATION = {
  /** `web-app`, `gateway`, `service`, `dns`, `ingress-controller`. */
  role: 'hopscope.dev/role',
  /** From container start until the process listens. */
  startupTime: 'hopscope.dev/start-up',
  /** How long the program works on one request by itself. */
  responseTime: 'hopscope.dev/response-time',
  /** From SIGTERM until the process exits; it refuses new connections from SIGTERM on. */
  shutdownTime: 'hopscope.dev/shutdown',
  /** Calls made for a request: a YAML list, read by `manifest/behaviour.ts`. */
  calls: 'hopscope.dev/calls',
  connectTimeout: 'hopscope.dev/connect-timeout',
  requestTimeout: 'hopscope.dev/request-timeout',
  /** SocketsHttpHandler.PooledConnectionLifetime and PooledConnectionIdleTimeout: a duration, or `infinite`. */
  pooledLifetime: 'hopscope.dev/pooled-connection-lifetime',
  pooledIdleTimeout: 'hopscope.dev/pooled-connection-idle-timeout',
  /** SocketsHttpHandler.MaxConnectionsPerServer: a whole number, or `infinite`. */
  maxConnections: 'hopscope.dev/max-connections-per-server',
  /** IHttpClientFactory's HandlerLifetime; absent, one HttpClient lives as long as the process. */
  handlerLifetime: 'hopscope.dev/handler-lifetime',
  /** The `Oc-Client` header by which Ocelot's rate limit tells callers apart. */
  clientId: 'hopscope.dev/client-id',
  /** `false`: the Pod's ServiceAccount may not read Endpoints, and the API server answers 403. */
  readsEndpoints: 'hopscope.dev/reads-endpoints',
} as const;

/** `800ms`, `1.5s`, `2m` as microseconds; undefined if the text is no duration. */
export function parseDuration(text: string): Micros | undefined {
  const match = /^\s*(\d+(?:\.\d+)?)\s*(us|ms|s|m)\s*$/.exec(text);
  if (match === null) return undefined;
  const count = Number(match[1]);
  switch (match[2]) {
    case 'us':
      return Math.round(count);
    case 'ms':
      return millis(count);
    case 's':
      return seconds(count);
    default:
      return seconds(count * 60);
  }
}

/** As `durationOf`, where `infinite` is a value too: null. */
export function durationOrNever(annotations: Labels, name: string, fallback: Micros | null): Micros | null {
  const text = annotations[name]?.trim();
  if (text === 'infinite') return null;
  return text === undefined ? fallback : (parseDuration(text) ?? fallback);
}

/** The duration in an annotation, or the given default where it is absent or unreadable. */
export function durationOf(annotations: Labels, name: string, fallback: Micros): Micros {
  const text = annotations[name];
  return text === undefined ? fallback : (parseDuration(text) ?? fallback);
}
