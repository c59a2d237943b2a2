/** What a gateway's process remembers from one request to the next: balancers, breakers, quotas, lists of targets. */
import { breakerConfig, breakerSees, type CallOutcome } from '../ocelot/qualityOfService';
import {
  circuitState,
  CLOSED_BREAKER,
  recordFailure,
  recordSuccess,
  tryExecute,
} from '../ocelot/circuitBreaker';
import type { BreakerState } from '../ocelot/circuitBreaker';
import type { OcelotConfiguration, OcelotRoute } from '../ocelot/configuration';
import { lease, loadBalancerKey, NEW_BALANCER, release, type LeaseResult } from '../ocelot/loadBalancers';
import { readOcelotConfiguration } from '../ocelot/readConfiguration';
import { admit, type Admission } from '../ocelot/rateLimit';
import type { Target } from '../ocelot/routing';
import { podAt, type TrafficDraft } from '../places';
import { workloadOf } from '../programs';
import type { ExchangeEnd } from '../exchanges';
import type { ExchangeRow, GatewayRow, OcelotRow } from '../tables';

const GENERATION = 'ocelot-25-built-in';

const configurations = new Map<string, OcelotConfiguration | null>();

/** The configuration in a gateway's file; read once per text. Null if Ocelot could not start with it. */
export function configurationOf(row: GatewayRow): OcelotConfiguration | null {
  let configuration = configurations.get(row.text);
  if (configuration === undefined) {
    configuration = readOcelotConfiguration(row.text).configuration ?? null;
    configurations.set(row.text, configuration);
  }
  return configuration;
}

/** The file that a gateway's Pod reads; undefined if there is none. */
export function gatewayRowOf(draft: Pick<TrafficDraft, 'get'>, podKey: string): GatewayRow | undefined {
  const pod = draft.get('pods', podKey);
  return pod === undefined ? undefined : draft.get('gateways', workloadOf(draft, pod) ?? '');
}

const EMPTY: Omit<OcelotRow, 'reloads'> = { balancers: {}, breakers: {}, limits: {}, lists: {} };

/** What the process in a Pod remembers; nothing yet, or nothing any more after its configuration was changed. */
export function memoryOf(draft: Pick<TrafficDraft, 'get'>, pod: string): OcelotRow {
  const reloads = gatewayRowOf(draft, pod)?.reloads ?? 0;
  const known = draft.get('ocelots', pod);
  return known !== undefined && known.reloads === reloads ? known : { ...EMPTY, reloads };
}

/** Remembers more. */
export function remember(draft: TrafficDraft, pod: string, more: Partial<OcelotRow>): void {
  draft.put('ocelots', pod, { ...memoryOf(draft, pod), ...more });
}

/** Counts a request against the route's quota. Source: RateLimitingMiddleware.cs. */
export function admitRequest(
  draft: TrafficDraft,
  pod: string,
  route: OcelotRoute,
  headers: ExchangeRow['headers'],
): Admission {
  const { rateLimit } = route;
  const wanted = rateLimit.clientIdHeader.toLowerCase();
  const client = Object.entries(headers).find(([name]) => name.toLowerCase() === wanted)?.[1] ?? '';
  const key = `${client} ${loadBalancerKey(route)}`;
  const { limits } = memoryOf(draft, pod);
  const admission = admit(limits[key], rateLimit, client, draft.now);
  if (admission.counter !== null) {
    remember(draft, pod, { limits: { ...limits, [key]: admission.counter } });
  }
  return admission;
}

/** Takes a target for one request. */
export function leaseTarget(
  draft: TrafficDraft,
  pod: string,
  route: OcelotRoute,
  targets: readonly Target[],
): LeaseResult {
  const key = loadBalancerKey(route);
  const { balancers } = memoryOf(draft, pod);
  const state = balancers[key] ?? NEW_BALANCER;
  const result = lease(state, { options: route.loadBalancer, targets, now: draft.now });
  if (result.state !== state) remember(draft, pod, { balancers: { ...balancers, [key]: result.state } });
  return result;
}

/** Whether the route's circuit breaker lets a call through. */
export function mayCall(draft: TrafficDraft, pod: string, route: OcelotRoute): boolean {
  const config = breakerConfig(route.qos, GENERATION);
  if (config === undefined) return true;
  const { breakers } = memoryOf(draft, pod);
  const before = breakers[route.index] ?? CLOSED_BREAKER;
  const { state, allowed } = tryExecute(before, config, draft.now);
  if (state !== before) keepBreaker(draft, pod, route, before, state);
  return allowed;
}

function keepBreaker(
  draft: TrafficDraft,
  pod: string,
  route: OcelotRoute,
  before: BreakerState,
  state: BreakerState,
): void {
  const { breakers } = memoryOf(draft, pod);
  remember(draft, pod, { breakers: { ...breakers, [route.index]: state } });
  if (before.circuit === state.circuit) return;
  draft.fact({
    type: 'gateway/circuit',
    pod,
    route: route.index,
    template: route.upstreamPathTemplate,
    from: before.circuit,
    to: state.circuit,
  });
}

/** The circuit of a route in a Pod now; null where the route has no breaker. */
export function circuitOf(
  row: OcelotRow | undefined,
  route: OcelotRoute,
  now: number,
): 'Closed' | 'Open' | 'HalfOpen' | null {
  const config = breakerConfig(route.qos, GENERATION);
  if (config === undefined) return null;
  return circuitState(row?.breakers[route.index] ?? CLOSED_BREAKER, config, now);
}

/** A call has ended: its target is given back, and the breaker hears how it went. */
export function settleCall(draft: TrafficDraft, end: ExchangeEnd): void {
  const { lease: leased, owner } = end.exchange;
  const pod = podAt(owner);
  const row = pod === undefined ? undefined : gatewayRowOf(draft, pod);
  const route =
    leased === undefined || row === undefined ? undefined : configurationOf(row)?.routes[leased.route];
  if (leased === undefined || pod === undefined || route === undefined) return;
  giveBack(draft, pod, leased);
  if (loadBalancerKey(route) !== leased.balancer) return; // of another configuration
  const config = breakerConfig(route.qos, GENERATION);
  if (config === undefined) return;
  const seen = breakerSees(outcomeOf(end, route), GENERATION);
  const before = memoryOf(draft, pod).breakers[route.index] ?? CLOSED_BREAKER;
  if (seen === 'failure') keepBreaker(draft, pod, route, before, recordFailure(before, config, draft.now));
  if (seen === 'success') keepBreaker(draft, pod, route, before, recordSuccess(before, config, draft.now));
}

/** Gives a target back. */
export function giveBack(draft: TrafficDraft, pod: string, leased: NonNullable<ExchangeRow['lease']>): void {
  const { balancers } = memoryOf(draft, pod);
  const state = balancers[leased.balancer];
  if (state === undefined || state.leases.length === 0) return;
  remember(draft, pod, { balancers: { ...balancers, [leased.balancer]: release(state, leased.target) } });
}

function outcomeOf({ status, cause }: ExchangeEnd, route: OcelotRoute): CallOutcome {
  if (status !== null) return { status };
  if (cause === 'requestTimeout') {
    return { failed: (route.qos.timeoutMs ?? 0) > 0 ? 'qosTimeout' : 'routeTimeout' };
  }
  return { failed: cause === 'senderGone' ? 'cancelled' : 'connection' };
}
