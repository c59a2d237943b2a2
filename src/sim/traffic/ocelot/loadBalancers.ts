/**
 * Ocelot's load balancers as state and step; the state is plain JSON, one per gateway
 * process and load balancer key. They choose per request, unlike kube-proxy.
 * Source: Ocelot src/LoadBalancer/Balancers/*.cs, src/LoadBalancer/Creators/*.cs.
 */
import type { Micros } from '../../kernel/time';
import type { LoadBalancerOptions, OcelotRoute } from './configuration';
import type { OcelotError } from './errors';
import type { Target } from './routing';

/** A target that holds running requests. */
export interface TargetLease {
  readonly target: Target;
  readonly connections: number;
}

export interface StickySession {
  readonly target: Target;
  readonly expiresMicros: Micros;
}

export interface LoadBalancerState {
  /** RoundRobin, and within CookieStickySessions: which target is next. */
  readonly next: number;
  /** LeastConnection: running requests by target, in the order of discovery. */
  readonly leases: readonly TargetLease[];
  /** CookieStickySessions: by `key:cookie`. */
  readonly sessions: Readonly<Record<string, StickySession>>;
}

/** Before the first request. */
export const NEW_BALANCER: LoadBalancerState = { next: 0, leases: [], sessions: {} };

export interface LeaseResult {
  readonly state: LoadBalancerState;
  /** Undefined with an error. */
  readonly target?: Target;
  readonly error?: OcelotError;
}

export interface LeaseRequest {
  readonly options: LoadBalancerOptions;
  readonly targets: readonly Target[];
  /** Value of the cookie named by `options.key`; undefined when the client sent none. */
  readonly cookie?: string;
  readonly now: Micros;
}

function same(a: Target, b: Target): boolean {
  return a.host === b.host && a.port === b.port && (a.scheme ?? '') === (b.scheme ?? '');
}

function leaseRoundRobin(state: LoadBalancerState, targets: readonly Target[]): LeaseResult {
  if (targets.length === 0) return { state, error: 'ServicesAreEmptyError' };
  const at = state.next >= targets.length ? 0 : state.next;
  return { state: { ...state, next: at + 1 < targets.length ? at + 1 : 0 }, target: targets[at]! };
}

function leaseLeastConnection(state: LoadBalancerState, targets: readonly Target[]): LeaseResult {
  if (targets.length === 0) return { state, error: 'ServicesAreNullError' };
  const kept = state.leases.filter((lease) => targets.some((target) => same(lease.target, target)));
  const fresh = targets.filter((target) => !kept.some((lease) => same(lease.target, target)));
  const leases = [...kept, ...fresh.map((target) => ({ target, connections: 0 }))];
  const fewest = Math.min(...leases.map((lease) => lease.connections));
  const chosen = leases.find((lease) => lease.connections === fewest)!;
  return { state: { ...state, leases: withConnections(leases, chosen.target, 1) }, target: chosen.target };
}

function withConnections(leases: readonly TargetLease[], target: Target, change: number): TargetLease[] {
  return leases.map((lease) =>
    same(lease.target, target) ? { ...lease, connections: lease.connections + change } : lease,
  );
}

function withoutExpired(sessions: LoadBalancerState['sessions'], now: Micros): LoadBalancerState['sessions'] {
  return Object.fromEntries(Object.entries(sessions).filter(([, session]) => session.expiresMicros >= now));
}

/** The pinned target is not looked up again: it may long be dead. Clients without the cookie share one entry. */
function leaseSticky(state: LoadBalancerState, request: LeaseRequest): LeaseResult {
  const { options, now, targets, cookie = '' } = request;
  const key = `${stickyKey(options)}:${cookie}`;
  const sessions = withoutExpired(state.sessions, now);
  const pinned = sessions[key];
  const inner = pinned === undefined ? leaseRoundRobin(state, targets) : { state, target: pinned.target };
  if (inner.target === undefined) return { ...inner, state: { ...inner.state, sessions } };
  const session = { target: inner.target, expiresMicros: now + options.expiryMs * 1_000 };
  return { state: { ...inner.state, sessions: { ...sessions, [key]: session } }, target: inner.target };
}

/** Chooses the target of one request. A load balancer that Ocelot does not know is an error of its own. */
export function lease(state: LoadBalancerState, request: LeaseRequest): LeaseResult {
  const { options, targets } = request;
  switch (options.type) {
    case 'NoLoadBalancer':
      return targets[0] === undefined
        ? { state, error: 'ServicesAreEmptyError' }
        : { state, target: targets[0] };
    case 'RoundRobin':
      return leaseRoundRobin(state, targets);
    case 'LeastConnection':
      return leaseLeastConnection(state, targets);
    case 'CookieStickySessions':
      return leaseSticky(state, request);
    default:
      return { state, error: 'CouldNotFindLoadBalancerCreator' };
  }
}

/** Gives a target back when its request has ended; only LeastConnection counts. */
export function release(state: LoadBalancerState, target: Target): LoadBalancerState {
  return { ...state, leases: withConnections(state.leases, target, -1) };
}

function stickyKey(options: LoadBalancerOptions): string {
  return `CookieStickySessions:${options.key}`;
}

/**
 * Which state a route's balancer uses: routes with the same key share it. With
 * discovery, RoundRobin counts per service name.
 * Source: Ocelot src/Configuration/Creator/RouteKeyCreator.cs, LoadBalancer/Creators/RoundRobinCreator.cs.
 */
export function loadBalancerKey(route: OcelotRoute): string {
  const { loadBalancer } = route;
  if (loadBalancer.type === 'CookieStickySessions' && loadBalancer.key !== '') return stickyKey(loadBalancer);
  if (loadBalancer.type === 'RoundRobin' && route.serviceName !== '') return route.serviceName;
  const hosts = route.downstreamHostAndPorts.map(({ host, port }) => `${host}:${port}`).join(',');
  return [
    route.upstreamHttpMethod.join(','),
    route.upstreamPathTemplate,
    route.upstreamHost || 'no-host',
    hosts || 'no-host-and-port',
    route.serviceNamespace || 'no-svc-ns',
    route.serviceName || 'no-svc-name',
    loadBalancer.type || 'no-lb-type',
    loadBalancer.key || 'no-lb-key',
  ].join('|');
}
