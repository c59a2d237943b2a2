/**
 * An Ocelot gateway: finds the route, asks downstream by the name in the route, maps
 * failures to its own status. It knows a Service's name, never a Pod.
 * Sources: Ocelot docs "Routing", "Error Status Codes"; ErrorsToHttpStatusCodeMapper.cs.
 */
import { seconds } from '../../kernel/time';
import { gatewayChart } from '../charts/programs';
import { beginExchange, type ExchangeEnd } from '../exchanges';
import { readOcelotConfiguration } from '../ocelot/readConfiguration';
import type { OcelotConfiguration } from '../ocelot/configuration';
import { routeRequest } from '../ocelot/routeRequest';
import { podPlace, type TrafficDraft } from '../places';
import { workloadOf, type Program } from '../programs';
import type { FailureCause } from '../tcp';
import type { GatewayRow } from '../tables';
import { advance, beginChart, respond, tellProgram, willAnswer, workOn, type Work } from './handling';
import { legTowards } from './legs';
import { tellMappedError } from './mappedError';

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

export function beginGateway(draft: TrafficDraft, exchangeId: string, program: Program): void {
  const work = workOn(draft, exchangeId);
  if (work === null) return;
  const { exchange, handling } = work;
  beginChart(draft, gatewayChart, exchangeId, program.responseMicros);
  const pod = draft.get('pods', handling.pod);
  const row = pod === undefined ? undefined : draft.get('gateways', workloadOf(draft, pod) ?? '');
  const configuration = row === undefined ? null : configurationOf(row);
  if (row === undefined || configuration === null) {
    return noRoute(draft, work, program, 'noConfiguration', row?.file ?? 'ocelot.json', []);
  }
  const result = routeRequest(configuration, {
    method: exchange.method,
    scheme: exchange.scheme,
    host: exchange.hostHeader,
    port: exchange.port,
    path: exchange.path,
    query: exchange.query,
    headers: {},
  });
  const rejected = result.rejected.map(({ index, reason }) => ({ index, reason: reason.code }));
  const { route, downstream } = result;
  if (route === null || downstream === null || downstream.host === null || downstream.port === null) {
    return noRoute(draft, work, program, route === null ? 'noRoute' : 'noDownstream', row.file, rejected);
  }
  const template = configuration.routes[route.index];
  const url = {
    scheme: downstream.scheme === 'https' ? ('https' as const) : ('http' as const),
    host: downstream.host,
    port: downstream.port,
    path: downstream.path,
    query: downstream.query,
  };
  const leg = legTowards(draft, url, handling.pod);
  advance(draft, gatewayChart, exchangeId, 'ROUTE_MATCHED', program.responseMicros);
  tellProgram(draft, work, {
    name: 'routeMatched',
    params: {
      line: `${exchange.method} ${exchange.path}`,
      upstream: route.upstreamPathTemplate,
      downstream: template?.downstreamPathTemplate ?? '',
      target: `${url.host}:${url.port}`,
      path: `${downstream.path}${downstream.query}`,
      file: row.file,
      fileLine: route.line,
    },
    kind: 'decide',
    level: 'main',
    leg,
    startAt: handling.arrivedAt,
    endAt: draft.now,
    decision: {
      by: 'ocelot',
      matched: true,
      routeIndex: route.index,
      upstreamPathTemplate: route.upstreamPathTemplate,
      downstreamPathTemplate: template?.downstreamPathTemplate ?? null,
      file: row.file,
      line: route.line,
      placeholders: result.placeholders,
      downstreamUrl: downstream.url,
      rejected,
    },
    verdict: 'forwarded',
    label: exchange.method,
  });
  beginExchange(draft, {
    request: exchange.request,
    leg,
    owner: podPlace(handling.pod),
    parent: exchangeId,
    method: downstream.method,
    url,
    connectTimeoutMicros: program.connectTimeoutMicros,
    requestTimeoutMicros:
      template === undefined ? program.requestTimeoutMicros : seconds(template.timeoutSeconds),
  });
}

function noRoute(
  draft: TrafficDraft,
  work: Work,
  program: Program,
  name: 'noRoute' | 'noDownstream' | 'noConfiguration',
  file: string,
  rejected: readonly { index: number; reason: string }[],
): void {
  const { exchange, handling } = work;
  willAnswer(draft, exchange.id, 404);
  advance(draft, gatewayChart, exchange.id, 'NO_ROUTE', program.responseMicros);
  const request = draft.get('requests', exchange.request);
  if (request !== undefined && request.reason === null) {
    draft.put('requests', request.id, {
      ...request,
      reason: { leg: 'gateway', cause: 'noRoute', address: null },
    });
  }
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
