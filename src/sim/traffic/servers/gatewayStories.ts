/** What a gateway tells of its decisions, as hops. */
import type { Micros } from '../../kernel/time';
import { formatSocket } from '../../packet/headers';
import type { Decision, Hop } from '../../packet/hop';
import type { DownstreamRequest, RoutingResult, Target } from '../ocelot/routing';
import { nameOfPod, nameOfService, tellHop } from '../hops';
import { podPlace, type TrafficDraft } from '../places';
import { TIMING } from '../timing';
import type { DiscoveredDue, Found } from './gatewayDiscovery';
import type { Routed } from './gateway';
import { tellProgram, type Work } from './handling';

/** The place of the API server. */
export const API_SERVER = 'api';

function ocelotDecision(
  { result, route, row }: Routed,
  downstreamUrl: string | null,
  discovery?: { readonly provider: string; readonly service: string },
): Extract<Decision, { by: 'ocelot' }> {
  return {
    by: 'ocelot',
    matched: true,
    routeIndex: route.index,
    upstreamPathTemplate: result.route?.upstreamPathTemplate ?? route.upstreamPathTemplate,
    downstreamPathTemplate: route.downstreamPathTemplate,
    file: row.file,
    line: result.route?.line ?? null,
    placeholders: result.placeholders,
    downstreamUrl,
    rejected: rejectedOf(result),
    ...(discovery === undefined ? {} : { discovery }),
  };
}

function rejectedOf(result: RoutingResult | null) {
  return (result?.rejected ?? []).map(({ index, reason }) => ({
    index,
    reason: reason.code,
    params: reason.params,
  }));
}

function wordsOf({ work, result, route, row }: Routed) {
  const { exchange } = work;
  return {
    line: `${exchange.method} ${exchange.path}`,
    upstream: result.route?.upstreamPathTemplate ?? '',
    downstream: route.downstreamPathTemplate,
    file: row.file,
    fileLine: result.route?.line ?? 0,
  };
}

/** The route says where to go on. */
export function tellMatched(
  draft: TrafficDraft,
  routed: Routed,
  leg: Hop['leg'],
  downstream: DownstreamRequest,
): void {
  const { work } = routed;
  tellProgram(draft, work, {
    name: 'routeMatched',
    params: {
      ...wordsOf(routed),
      target: `${downstream.host}:${downstream.port}`,
      path: `${downstream.path}${downstream.query}`,
    },
    kind: 'decide',
    level: 'main',
    leg,
    startAt: work.handling.arrivedAt,
    endAt: draft.now,
    decision: ocelotDecision(routed, downstream.url),
    verdict: 'forwarded',
    label: work.exchange.method,
  });
}

/** The route names a Service: the gateway looks up itself who stands behind it. */
export function tellRouteDiscovers(
  draft: TrafficDraft,
  routed: Routed,
  provider: string,
  service: string,
): void {
  const { work } = routed;
  tellProgram(draft, work, {
    name: 'routeDiscovers',
    params: { ...wordsOf(routed), provider, service: nameOfService(service) },
    kind: 'decide',
    level: 'main',
    leg: 'service',
    startAt: work.handling.arrivedAt,
    endAt: draft.now,
    decision: ocelotDecision(routed, null, { provider, service }),
    verdict: 'forwarded',
    label: work.exchange.method,
  });
}

/** The question to the API server. */
export function tellAsked(draft: TrafficDraft, routed: Routed, due: DiscoveredDue): void {
  const { exchange, handling } = routed.work;
  const endAt = draft.now - Math.round(TIMING.apiServerMicros / 2);
  const [namespace = '', name = ''] = due.service.split('/');
  const place = podPlace(handling.pod);
  tellHop(draft, {
    name: 'askApi',
    params: {
      pod: nameOfPod(draft, handling.pod),
      path: `/api/v1/namespaces/${namespace}/endpoints/${name}`,
      service: name,
      times: due.asked,
    },
    parents: [exchange.request, exchange.id],
    request: exchange.request,
    leg: 'service',
    kind: 'decide',
    level: 'main',
    layer: 'HTTP',
    label: 'GET',
    startAt: due.askedAt,
    endAt,
    rewriteAt: null,
    route: [
      { place, at: due.askedAt },
      { place: API_SERVER, at: endAt },
    ],
    actor: place,
    before: null,
    after: null,
    http: { line: `GET /api/v1/namespaces/${namespace}/endpoints/${name}` },
    decision: { by: 'program', program: 'gateway', note: 'endpoints' },
    verdict: 'forwarded',
  });
}

/** The list of Pods, and the one that the balancer takes. */
export function tellDiscovered(
  draft: TrafficDraft,
  routed: Routed,
  found: Found,
  chosen: Target | null,
): void {
  const { work, route, configuration } = routed;
  const { exchange, handling } = work;
  const provider = configuration.serviceDiscovery.type;
  const namespace = route.serviceNamespace || configuration.serviceDiscovery.namespace || 'default';
  const place = podPlace(handling.pod);
  const startAt = found.asked === 0 ? draft.now : draft.now - Math.round(TIMING.apiServerMicros / 2);
  const name =
    chosen !== null ? (found.asked === 0 ? 'discoveredFromList' : 'discovered') : nameOfNothing(found);
  tellHop(draft, {
    name,
    params: {
      pod: nameOfPod(draft, handling.pod),
      provider,
      service: route.serviceName,
      count: found.targets.length,
      address: chosen === null ? '' : formatTarget(chosen),
      balancer: route.loadBalancer.type,
      milliseconds: Math.round(found.ageMicros / 1000),
      times: found.asked,
    },
    parents: [exchange.request, exchange.id],
    request: exchange.request,
    leg: 'service',
    kind: 'decide',
    level: 'main',
    layer: 'HTTP',
    label: found.isForbidden ? '403' : found.asked === 0 ? exchange.method : '200',
    startAt,
    endAt: draft.now,
    rewriteAt: null,
    route:
      found.asked === 0
        ? [{ place, at: draft.now }]
        : [
            { place: API_SERVER, at: startAt },
            { place, at: draft.now },
          ],
    actor: place,
    before: null,
    after: null,
    http: null,
    decision: {
      by: 'discovery',
      provider,
      service: `${namespace}/${route.serviceName}`,
      targets: found.targets.map(formatTarget),
      chosen: chosen === null ? null : formatTarget(chosen),
      balancer: route.loadBalancer.type,
      ageMicros: found.ageMicros,
      asked: found.asked,
      isForbidden: found.isForbidden,
    },
    verdict: chosen === null ? 'failed' : found.asked === 0 ? 'forwarded' : 'answered',
  });
}

function nameOfNothing({ isForbidden }: Found): 'discoveryForbidden' | 'discoveredNone' {
  return isForbidden ? 'discoveryForbidden' : 'discoveredNone';
}

function formatTarget({ host, port }: Target): string {
  return formatSocket({ ip: host, port });
}

/** The breaker lets nothing through. */
export function tellCircuitOpen(draft: TrafficDraft, routed: Routed): void {
  tellOwn(draft, routed, 'circuitOpen', { status: 503 }, '503');
}

/** The quota is used up, or the client does not say who it is. */
export function tellLimited(
  draft: TrafficDraft,
  routed: Routed,
  status: number,
  retryAfterMicros: Micros | null,
): void {
  const { limit, period, clientIdHeader } = routed.route.rateLimit;
  const isUnknown = retryAfterMicros === null;
  const seconds = Math.max(0, Math.round((retryAfterMicros ?? 0) / 100_000) / 10);
  tellOwn(
    draft,
    routed,
    isUnknown ? 'rateLimitUnknownClient' : 'rateLimited',
    { status, limit, period, header: clientIdHeader, seconds },
    String(status),
  );
}

function tellOwn(
  draft: TrafficDraft,
  routed: Routed,
  name: 'circuitOpen' | 'rateLimited' | 'rateLimitUnknownClient',
  params: Readonly<Record<string, string | number>>,
  label: string,
): void {
  const { work } = routed;
  tellProgram(draft, work, {
    name,
    params: { ...wordsOf(routed), ...params },
    kind: 'decide',
    level: 'main',
    leg: work.exchange.leg,
    startAt: work.handling.arrivedAt,
    endAt: draft.now,
    decision: { by: 'program', program: 'gateway', status: Number(label) },
    verdict: 'failed',
    label,
  });
}

/** No route, nothing downstream, or no configuration at all. */
export function tellNoRoute(
  draft: TrafficDraft,
  work: Work,
  name: 'noRoute' | 'noDownstream' | 'noConfiguration',
  file: string,
  result: RoutingResult | null,
): void {
  const { exchange, handling } = work;
  const rejected = rejectedOf(result);
  tellProgram(draft, work, {
    name,
    params: { line: `${exchange.method} ${exchange.path}`, file, count: rejected.length },
    kind: 'decide',
    level: 'main',
    leg: exchange.leg,
    startAt: handling.arrivedAt,
    endAt: draft.now,
    decision: {
      by: 'ocelot',
      matched: false,
      routeIndex: null,
      upstreamPathTemplate: null,
      downstreamPathTemplate: null,
      file,
      line: null,
      placeholders: {},
      downstreamUrl: null,
      rejected,
    },
    verdict: 'failed',
    label: '404',
  });
}
