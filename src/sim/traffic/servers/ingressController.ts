/**
 * An ingress controller such as ingress-nginx: it watches EndpointSlices itself and dials a
 * Pod's address directly; the Service's VIP and kube-proxy are not involved. It takes the
 * ready endpoints in turn (nginx' round robin) and tries the next one on error or timeout.
 * Source: https://kubernetes.github.io/ingress-nginx/user-guide/miscellaneous/ ("Why endpoints
 * and not services"), proxy-next-upstream and proxy-next-upstream-tries in its ConfigMap docs.
 */
import type { IngressBackend } from '../../cluster/objects';
import { formatSocket, type SocketAddress } from '../../packet/headers';
import { ingressControllerChart } from '../charts/programs';
import { beginExchange, type ExchangeEnd } from '../exchanges';
import { podPlace, type TrafficDraft } from '../places';
import type { Program } from '../programs';
import { nameOfService } from '../hops';
import { tellMappedError } from './mappedError';
import { advance, beginChart, respond, tellProgram, willAnswer, workOn, type Work } from './handling';

/** proxy-next-upstream-tries: 3. */
const MAX_TRIES = 3;

export function beginIngress(draft: TrafficDraft, exchangeId: string, program: Program): void {
  beginChart(draft, ingressControllerChart, exchangeId, program.responseMicros);
  choose(draft, exchangeId, program, []);
}

function choose(draft: TrafficDraft, exchangeId: string, program: Program, tried: readonly string[]): void {
  const work = workOn(draft, exchangeId);
  if (work === null) return;
  const { exchange } = work;
  const found = backendFor(draft, exchange.hostHeader, exchange.path);
  if (found === null) return answerItself(draft, work, program, 404, 'noIngressRule', '', '');
  const service = `${found.namespace}/${found.backend.serviceName}`;
  const endpoints = readyEndpoints(draft, service, found.backend.port);
  if (endpoints.length === 0) {
    const [status, name] =
      tried.length === 0 ? ([503, 'noIngressEndpoint'] as const) : ([502, 'ingressAllTried'] as const);
    return answerItself(draft, work, program, status, name, found.ingress, service);
  }
  const turnKey = `turn/${work.handling.pod}/${service}`;
  const turn = draft.get('numbers', turnKey) ?? 0;
  draft.put('numbers', turnKey, turn + 1);
  const target = endpoints[turn % endpoints.length]!;
  advance(draft, ingressControllerChart, exchangeId, 'ENDPOINT_CHOSEN', program.responseMicros);
  const startAt = tried.length === 0 ? work.handling.arrivedAt : draft.now;
  tellProgram(draft, work, {
    name: tried.length === 0 ? 'ingressRule' : 'ingressRetry',
    params: {
      host: exchange.hostHeader,
      path: exchange.path,
      ingress: found.ingress,
      service: found.backend.serviceName,
      address: formatSocket(target),
      count: endpoints.length,
      tried: tried.at(-1) ?? '',
    },
    kind: 'decide',
    level: 'main',
    leg: 'web',
    startAt,
    endAt: draft.now,
    decision: {
      by: 'ingress',
      ingress: found.ingress,
      host: exchange.hostHeader,
      path: found.path,
      service,
      endpoints: endpoints.map(formatSocket),
      chosen: formatSocket(target),
    },
    verdict: 'forwarded',
    label: exchange.method,
  });
  beginExchange(draft, {
    request: exchange.request,
    leg: 'web',
    owner: podPlace(work.handling.pod),
    parent: exchangeId,
    method: exchange.method,
    url: { scheme: 'http', host: target.ip, port: target.port, path: exchange.path, query: exchange.query },
    hostHeader: exchange.hostHeader,
    connectTimeoutMicros: program.connectTimeoutMicros,
    requestTimeoutMicros: program.requestTimeoutMicros,
    triedAddresses: [...tried, formatSocket(target)],
  });
}

function answerItself(
  draft: TrafficDraft,
  work: Work,
  program: Program,
  status: number,
  name: 'noIngressRule' | 'noIngressEndpoint' | 'ingressAllTried',
  ingress: string,
  service: string,
): void {
  const { exchange, handling } = work;
  willAnswer(draft, exchange.id, status);
  const event = name === 'noIngressRule' || status === 503 ? 'NO_BACKEND' : 'CALL_FAILED';
  if (advance(draft, ingressControllerChart, exchange.id, event, program.responseMicros) === null) {
    advance(draft, ingressControllerChart, exchange.id, 'NO_BACKEND', program.responseMicros);
  }
  const request = draft.get('requests', exchange.request);
  if (request !== undefined && request.reason === null) {
    const reason = { leg: 'web' as const, cause: name, address: null };
    draft.put('requests', request.id, { ...request, reason });
  }
  tellProgram(draft, work, {
    name,
    params: {
      host: exchange.hostHeader,
      path: exchange.path,
      status,
      ingress,
      service: nameOfService(service),
    },
    kind: 'decide',
    level: 'main',
    leg: 'web',
    startAt: handling.arrivedAt,
    endAt: draft.now,
    decision: {
      by: 'ingress',
      ingress,
      host: exchange.hostHeader,
      path: exchange.path,
      service,
      endpoints: [],
      chosen: null,
    },
    verdict: 'failed',
    label: String(status),
  });
}

/** The web application has answered, or the call failed. */
export function ingressCallEnded(
  draft: TrafficDraft,
  exchangeId: string,
  end: ExchangeEnd,
  program: Program,
): void {
  if (end.status !== null) {
    willAnswer(draft, exchangeId, end.status);
    advance(draft, ingressControllerChart, exchangeId, 'ANSWER', program.responseMicros);
    return;
  }
  const tried = end.exchange.triedAddresses;
  if (tried.length < MAX_TRIES) {
    advance(draft, ingressControllerChart, exchangeId, 'TRY_NEXT', program.responseMicros);
    choose(draft, exchangeId, program, tried);
    return;
  }
  const timedOut = end.cause === 'connectTimeout' || end.cause === 'requestTimeout';
  willAnswer(draft, exchangeId, timedOut ? 504 : 502);
  advance(draft, ingressControllerChart, exchangeId, 'CALL_FAILED', program.responseMicros);
  tellMappedError(draft, exchangeId, 'ingress', timedOut ? 504 : 502, end, program);
}

export function ingressDone(draft: TrafficDraft, exchangeId: string): void {
  respond(draft, ingressControllerChart, exchangeId);
}

interface Backend {
  readonly ingress: string;
  readonly namespace: string;
  readonly path: string;
  readonly backend: IngressBackend;
}

/**
 * The backend for a host and path: exact host before wildcard before none, exact path before
 * prefix, longer prefix first. Source: https://kubernetes.io/docs/concepts/services-networking/ingress/#path-types
 */
export function backendFor(
  draft: Pick<TrafficDraft, 'keys' | 'get'>,
  host: string,
  path: string,
): Backend | null {
  let best: { rank: readonly number[]; found: Backend } | null = null;
  for (const key of draft.keys('ingresses')) {
    const ingress = draft.get('ingresses', key)!;
    const namespace = ingress.metadata.namespace ?? 'default';
    const offer = (rank: readonly number[], rulePath: string, backend: IngressBackend) => {
      if (best === null || isHigher(rank, best.rank)) {
        best = { rank, found: { ingress: key, namespace, path: rulePath, backend } };
      }
    };
    for (const rule of ingress.spec.rules) {
      const hostRank = rankOfHost(rule.host, host);
      if (hostRank < 0) continue;
      for (const item of rule.paths) {
        const pathRank = rankOfPath(item.path, item.pathType, path);
        if (pathRank >= 0) offer([hostRank, pathRank], item.path, item.backend);
      }
    }
    if (ingress.spec.defaultBackend !== undefined) offer([-1, 0], '', ingress.spec.defaultBackend);
  }
  return (best as { found: Backend } | null)?.found ?? null;
}

function isHigher(a: readonly number[], b: readonly number[]): boolean {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return a[i]! > b[i]!;
  return false;
}

function rankOfHost(pattern: string | undefined, host: string): number {
  if (pattern === undefined || pattern === '') return 0;
  if (pattern === host) return 2;
  const isWildcard = pattern.startsWith('*.') && host.endsWith(pattern.slice(1));
  return isWildcard && !host.slice(0, -(pattern.length - 1)).includes('.') ? 1 : -1;
}

function rankOfPath(pattern: string, type: string, path: string): number {
  if (type === 'Exact') return pattern === path ? 1_000_000 : -1;
  const prefix = pattern.replace(/\/+$/, '');
  return path === prefix || path.startsWith(`${prefix}/`) || prefix === '' ? prefix.length : -1;
}

/** `ip:targetPort` of a Service port's ready endpoints, in the slices' order. */
export function readyEndpoints(
  draft: Pick<TrafficDraft, 'get' | 'lookup'>,
  service: string,
  port: number | string,
): SocketAddress[] {
  const spec = draft.get('services', service)?.spec;
  const servicePort = spec?.ports.find((item) => item.port === port || item.name === port);
  if (servicePort === undefined) return [];
  return draft.lookup('endpointSlices', 'byService', service).flatMap((key) => {
    const slice = draft.get('endpointSlices', key);
    const target = slice?.ports.find((item) => item.name === servicePort.name)?.port;
    if (slice === undefined || target === undefined) return [];
    return slice.endpoints
      .filter((endpoint) => endpoint.conditions.ready)
      .map((endpoint) => ({ ip: endpoint.addresses[0] ?? '', port: target }));
  });
}
