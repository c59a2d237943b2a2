/**
 * An Ocelot gateway: finds the route, asks downstream by the name in the route, or, with service discovery, dials a
 * Pod address that the API server told it; maps failures to its own status. Order of the pipeline: route, rate limit,
 * load balancer, quality of service, request.
 * Sources: Ocelot src/Middleware/OcelotPipelineExtensions.cs; docs "Routing", "Error Status Codes".
 */
import { millis } from '../../kernel/time';
import { gatewayChart } from '../charts/programs';
import { beginExchange, type ExchangeEnd } from '../exchanges';
import type { OcelotConfiguration, OcelotRoute } from '../ocelot/configuration';
import { statusOf } from '../ocelot/errors';
import { discoveryOf } from '../ocelot/kubernetesDiscovery';
import { loadBalancerKey } from '../ocelot/loadBalancers';
import { callTimeouts, OPEN_BREAKER_STATUS } from '../ocelot/qualityOfService';
import { downstreamRequest, routeRequest } from '../ocelot/routeRequest';
import type { RoutingResult, Target, UpstreamRequest } from '../ocelot/routing';
import { seconds } from '../../kernel/time';
import { DOTNET_DEFAULTS, handlerPlan, type HandlerPlan } from '../pools';
import { podPlace, type TrafficDraft } from '../places';
import { programOf, type Program } from '../programs';
import type { FailureCause } from '../tcp';
import type { ExchangeRow, GatewayRow } from '../tables';
import { advance, beginChart, respond, willAnswer, workOn, type Work } from './handling';
import { askApiServer, listAtHand, readAnswer, type DiscoveredDue, type Found } from './gatewayDiscovery';
import { admitRequest, configurationOf, gatewayRowOf, giveBack, leaseTarget, mayCall } from './gatewayMemory';
import {
  tellAsked,
  tellCircuitOpen,
  tellDiscovered,
  tellLimited,
  tellMatched,
  tellNoRoute,
  tellRouteDiscovers,
} from './gatewayStories';
import { legTowards } from './legs';
import { tellMappedError } from './mappedError';

export { configurationOf };

/** A request at the gateway, with the route that it takes. */
export interface Routed {
  readonly work: Work;
  readonly program: Program;
  readonly row: GatewayRow;
  readonly configuration: OcelotConfiguration;
  readonly asked: UpstreamRequest;
  readonly result: RoutingResult;
  /** The route that is called; of an aggregate the first. */
  readonly route: OcelotRoute;
}

export function beginGateway(draft: TrafficDraft, exchangeId: string, program: Program): void {
  const work = workOn(draft, exchangeId);
  if (work === null) return;
  beginChart(draft, gatewayChart, exchangeId, program.responseMicros);
  const routed = routedBy(draft, work, program);
  if (routed === null) return;
  const { route } = routed;
  const pod = work.handling.pod;
  const admission = admitRequest(draft, pod, route, work.exchange.headers);
  if (!admission.admitted) {
    tellLimited(draft, routed, admission.status, admission.retryAfterMicros);
    return answerItself(draft, routed, admission.status, 'rateLimited');
  }
  if (route.serviceName === '') return goOn(draft, routed, route.downstreamHostAndPorts, null);
  const discovery = discoveryOf(route, routed.configuration.serviceDiscovery);
  if (discovery === undefined) {
    const status = statusOf(['UnableToFindServiceDiscoveryProviderError']);
    return noRoute(draft, work, program, 'noDownstream', routed.row.file, routed.result, status);
  }
  const service = `${discovery.namespace}/${discovery.serviceName}`;
  tellRouteDiscovers(draft, routed, discovery.provider, service);
  const known = listAtHand(draft, pod, route, discovery);
  if (known !== null) return goOn(draft, routed, known.targets, known);
  advance(draft, gatewayChart, exchangeId, 'DISCOVERS', program.responseMicros);
  askApiServer(draft, { exchange: exchangeId, pod, service, askedAt: draft.now, asked: 1 });
}

/** The route that a request takes; null if there is none, and then it is answered. */
function routedBy(draft: TrafficDraft, work: Work, program: Program): Routed | null {
  const { exchange, handling } = work;
  const row = gatewayRowOf(draft, handling.pod);
  const configuration = row === undefined ? null : configurationOf(row);
  if (row === undefined || configuration === null) {
    noRoute(draft, work, program, 'noConfiguration', row?.file ?? 'ocelot.json', null, 404);
    return null;
  }
  const asked: UpstreamRequest = {
    method: exchange.method,
    scheme: exchange.scheme,
    host: exchange.hostHeader,
    port: exchange.port,
    path: exchange.path,
    query: exchange.query,
    headers: exchange.headers,
  };
  const result = routeRequest(configuration, asked);
  const index = result.downstreams[0]?.routeIndex;
  const route = index === undefined ? undefined : configuration.routes[index];
  if (result.route === null || route === undefined) {
    const name = result.route === null ? 'noRoute' : 'noDownstream';
    noRoute(draft, work, program, name, row.file, result, 404);
    return null;
  }
  return { work, program, row, configuration, asked, result, route };
}

/** The API server's answer has come back. */
export function askAgainOrGoOn(draft: TrafficDraft, due: DiscoveredDue): void {
  const work = workOn(draft, due.exchange);
  const object = work === null ? undefined : draft.get('pods', work.handling.pod);
  if (work === null || object === undefined) return;
  const routed = routedBy(draft, work, programOf(draft, object));
  if (routed === null) return;
  const discovery = discoveryOf(routed.route, routed.configuration.serviceDiscovery);
  // The configuration was changed while it asked: what it says now holds.
  if (discovery === undefined) return goOn(draft, routed, routed.route.downstreamHostAndPorts, null);
  const found = readAnswer(draft, due, routed.route, discovery);
  if (found === null) return;
  tellAsked(draft, routed, due);
  goOn(draft, routed, found.targets, found);
}

/** Balancer, breaker, and the call. */
function goOn(draft: TrafficDraft, routed: Routed, targets: readonly Target[], found: Found | null): void {
  const { work, program, route, asked, result } = routed;
  const { pod } = work.handling;
  const { target, error } = leaseTarget(draft, pod, route, targets);
  if (found !== null) tellDiscovered(draft, routed, found, target ?? null);
  if (target === undefined) {
    const status = statusOf(error === undefined ? [] : [error]);
    const cause = found === null ? 'noTarget' : found.isForbidden ? 'discoveryForbidden' : 'discoveredNone';
    if (found !== null) return answerItself(draft, routed, status, cause);
    return noRoute(draft, work, program, 'noDownstream', routed.row.file, result, status);
  }
  const leased = { route: route.index, balancer: loadBalancerKey(route), target };
  if (!mayCall(draft, pod, route)) {
    giveBack(draft, pod, leased);
    tellCircuitOpen(draft, routed);
    return answerItself(draft, routed, OPEN_BREAKER_STATUS, 'circuitOpen');
  }
  const downstream = downstreamRequest(route, asked, result.placeholders, target);
  const { host = null, port = null } = downstream;
  if (host === null || port === null) {
    return noRoute(draft, work, program, 'noDownstream', routed.row.file, result, 404);
  }
  const scheme = downstream.scheme === 'https' ? ('https' as const) : ('http' as const);
  const url = { scheme, host, port, path: downstream.path, query: downstream.query };
  const leg = legTowards(draft, url, pod);
  advance(draft, gatewayChart, work.exchange.id, 'ROUTE_MATCHED', program.responseMicros);
  if (found === null) tellMatched(draft, routed, leg, downstream);
  const { qosMs, routeMs } = callTimeouts(route);
  beginExchange(draft, {
    request: work.exchange.request,
    leg,
    owner: podPlace(pod),
    parent: work.exchange.id,
    method: downstream.method,
    url,
    connectTimeoutMicros: program.connectTimeoutMicros,
    requestTimeoutMicros: millis(qosMs ?? routeMs),
    handler: handlerOf(routed),
    headers: work.exchange.headers,
    lease: leased,
  });
}

/** Each route has a handler of its own, made anew when the configuration is read again. Source: MessageInvokerPool.cs. */
function handlerOf({ route, row, program }: Routed): HandlerPlan {
  const { pooledConnectionLifetimeSeconds, maxConnectionsPerServer } = route.httpHandler;
  const own = {
    ...DOTNET_DEFAULTS,
    lifetimeMicros: seconds(pooledConnectionLifetimeSeconds),
    maxPerServer: maxConnectionsPerServer,
  };
  const reload = row.reloads ?? 0;
  const name = `ocelot route ${route.index}${reload === 0 ? '' : ` reload ${reload}`}`;
  // Ocelot keeps its handlers itself: IHttpClientFactory's lifetime is not for them.
  return { ...handlerPlan(name, own, program.pooling), handlerLifetimeMicros: null };
}

function noRoute(
  draft: TrafficDraft,
  work: Work,
  program: Program,
  name: 'noRoute' | 'noDownstream' | 'noConfiguration',
  file: string,
  result: RoutingResult | null,
  status: number,
): void {
  answerWith(draft, work, program, status, 'noRoute');
  tellNoRoute(draft, work, name, file, result);
}

/** The gateway answers itself, and why is known of the request from then on. */
function answerItself(draft: TrafficDraft, { work, program }: Routed, status: number, cause: string): void {
  answerWith(draft, work, program, status, cause);
}

function answerWith(
  draft: TrafficDraft,
  { exchange }: { readonly exchange: ExchangeRow },
  program: Program,
  status: number,
  cause: string,
): void {
  willAnswer(draft, exchange.id, status);
  advance(draft, gatewayChart, exchange.id, 'NO_ROUTE', program.responseMicros);
  const request = draft.get('requests', exchange.request);
  if (request === undefined || request.reason !== null) return;
  draft.put('requests', request.id, { ...request, reason: { leg: 'gateway', cause, address: null } });
}

/** Ocelot's status for a failed call: no connection 502, no answer in time 503. */
const STATUS_OF_FAILURE: Readonly<Record<FailureCause, number>> = {
  refused: 502,
  rejected: 502,
  reset: 502,
  nameNotFound: 502,
  dnsTimeout: 502,
  senderGone: 500,
  connectTimeout: 503,
  requestTimeout: 503,
};

/** The microservice has answered, or the call failed. */
export function gatewayCallEnded(
  draft: TrafficDraft,
  exchangeId: string,
  end: ExchangeEnd,
  program: Program,
): void {
  const status = end.status ?? STATUS_OF_FAILURE[end.cause ?? 'refused'];
  willAnswer(draft, exchangeId, status);
  const event = end.status === null ? 'CALL_FAILED' : 'ANSWER';
  advance(draft, gatewayChart, exchangeId, event, program.responseMicros);
  if (end.status === null) tellMappedError(draft, exchangeId, 'gateway', status, end, program);
}

export function gatewayDone(draft: TrafficDraft, exchangeId: string): void {
  respond(draft, gatewayChart, exchangeId);
}
