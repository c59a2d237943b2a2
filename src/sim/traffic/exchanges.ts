/**
 * HTTP exchanges from the asking side: find a connection (idle, or a new one, which may
 * need a name looked up), send the request, wait, and tell whoever waits how it went.
 */
import { sendToMachine, startMachine, stopMachine } from '../kernel/machines';
import { formatSocket } from '../packet/headers';
import type { Hop } from '../packet/hop';
import { browserChart, httpCallChart } from './charts/httpCall';
import { beginLookup, cancelLookups } from './lookups';
import { nextId, clientAt, type TrafficDraft } from './places';
import {
  dropConnection,
  firstInQueue,
  idleConnection,
  mayOpen,
  poolOf,
  releaseConnection,
  reuseConnection,
  useHandler,
  type HandlerPlan,
  type PoolFreedDue,
} from './pools';
import { openConnection, tellTimeout, type FailureCause } from './tcp';
import { tellHop, nameOfPlace } from './hops';
import { answerFlow, sendPacket } from './transmit';
import type { ExchangeRow } from './tables';
import { TIMING } from './timing';
import { isAddress, type ParsedUrl } from './urls';

export interface CallPlan {
  readonly request: string;
  readonly leg: Hop['leg'];
  readonly owner: string;
  readonly parent: string | null;
  readonly method: string;
  readonly url: ParsedUrl;
  readonly hostHeader?: string;
  readonly connectTimeoutMicros: number;
  readonly requestTimeoutMicros: number;
  readonly triedAddresses?: readonly string[];
  /** The .NET handler that the call goes through; absent for what is no .NET program. */
  readonly handler?: HandlerPlan;
  readonly headers?: ExchangeRow['headers'];
  readonly lease?: NonNullable<ExchangeRow['lease']>;
}

/** What the outside is told when an exchange ends; wired up in `room.ts`, so that files import one way. */
export interface ExchangeEnd {
  readonly exchange: ExchangeRow;
  readonly status: number | null;
  readonly cause: FailureCause | null;
  readonly address: string | null;
}

function chartOf(exchange: Pick<ExchangeRow, 'owner'>) {
  return clientAt(exchange.owner) === undefined ? httpCallChart : browserChart;
}

/** Begins an exchange. It goes on by itself; its end is reported by `endExchange`'s callers. */
export function beginExchange(draft: TrafficDraft, plan: CallPlan): string {
  const id = nextId(draft, 'exchange', 'x');
  const { url } = plan;
  const exchange: ExchangeRow = {
    id,
    request: plan.request,
    leg: plan.leg,
    owner: plan.owner,
    parent: plan.parent,
    method: plan.method,
    scheme: url.scheme,
    host: url.host,
    port: url.port,
    hostHeader: plan.hostHeader ?? url.host,
    path: url.path,
    query: url.query,
    connection: null,
    connectTimeoutMicros: plan.connectTimeoutMicros,
    requestTimeoutMicros: plan.requestTimeoutMicros,
    startedAt: draft.now,
    triedAddresses: plan.triedAddresses ?? [],
    handler: plan.handler === undefined ? '' : useHandler(draft, plan.owner, plan.handler),
    queuedIn: null,
    retries: 0,
    headers: plan.headers ?? {},
    ...(plan.lease === undefined ? {} : { lease: plan.lease }),
  };
  draft.put('exchanges', id, exchange);
  startMachine(draft, chartOf(exchange), id, { delays: { requestTimeout: exchange.requestTimeoutMicros } });
  chooseConnection(draft, exchange);
  return id;
}

/** An idle connection of the pool, a new one, or, where no more may be opened, a place in the queue. */
function chooseConnection(draft: TrafficDraft, exchange: ExchangeRow): void {
  const { id, host } = exchange;
  const chart = chartOf(exchange);
  const isAnew = connectsAnew(draft, exchange);
  const idle = isAnew ? undefined : idleConnection(draft, exchange);
  if (idle !== undefined) {
    sendToMachine(draft, chart, id, 'HAS_IDLE_CONNECTION');
    reuseConnection(draft, idle, exchange);
    draft.put('exchanges', id, { ...exchange, connection: idle.id, queuedIn: null });
    sendRequest(draft, id);
  } else if (!isAnew && !mayOpen(draft, exchange)) {
    draft.put('exchanges', id, { ...exchange, queuedIn: poolOf(exchange) });
  } else {
    const now = { ...exchange, queuedIn: null };
    if (exchange.queuedIn !== null) draft.put('exchanges', id, now);
    sendToMachine(draft, chart, id, isAddress(host) ? 'HAS_ADDRESS' : 'NEEDS_NAME');
    if (isAddress(host)) dial(draft, id, host);
    else beginLookup(draft, now);
  }
}

/** Something has happened in a pool: who waits longest chooses again, and the next one after that. */
export function onPoolFreed(draft: TrafficDraft, { pool }: PoolFreedDue): void {
  for (let first = firstInQueue(draft, pool); first !== undefined; first = firstInQueue(draft, pool)) {
    chooseConnection(draft, first);
    if (draft.get('exchanges', first.id)?.queuedIn !== null) return;
  }
}

/**
 * The connection that an exchange was sent on had been closed by the server before a byte of the answer: it is sent
 * again on another one. Source: dotnet/runtime HttpConnectionPool.cs SendWithVersionDetectionAndRetryAsync.
 */
export function sendAgain(draft: TrafficDraft, id: string): void {
  const exchange = draft.get('exchanges', id);
  const connection = draft.get('connections', exchange?.connection ?? '');
  if (exchange === undefined || connection === undefined) return;
  if (sendToMachine(draft, chartOf(exchange), id, 'CLOSED_BEFORE_ANSWER') === null) return;
  tellRetry(draft, exchange, formatSocket(connection.flow.destination));
  const again = { ...exchange, connection: null, retries: exchange.retries + 1 };
  draft.put('exchanges', id, again);
  dropConnection(draft, connection.id, 'serverClosed');
  chooseConnection(draft, again);
}

function tellRetry(draft: TrafficDraft, exchange: ExchangeRow, destination: string): void {
  tellHop(draft, {
    name: 'sentAgain',
    params: {
      from: nameOfPlace(draft, exchange.owner),
      destination,
      line: `${exchange.method} ${exchange.path}${exchange.query}`,
    },
    parents: [exchange.request, exchange.id],
    request: exchange.request,
    leg: exchange.leg,
    kind: 'decide',
    level: 'main',
    layer: 'TCP',
    label: 'FIN',
    startAt: draft.now,
    endAt: draft.now,
    rewriteAt: null,
    route: [{ place: exchange.owner, at: draft.now }],
    actor: exchange.owner,
    before: null,
    after: null,
    http: null,
    decision: { by: 'program', program: 'HttpClient', note: 'RetryOnConnectionFailure' },
    verdict: 'forwarded',
  });
}

/** True if the exchange has a connection to itself: by the learner's setting, and always for a command of its own. */
function connectsAnew(draft: TrafficDraft, exchange: ExchangeRow): boolean {
  if (exchange.parent === null && draft.get('execs', exchange.request) !== undefined) return true;
  return draft.get('requests', exchange.request)?.newConnections ?? true;
}

/** A name has been resolved: dial the first address. */
export function onResolved(draft: TrafficDraft, id: string, addresses: readonly string[]): void {
  const exchange = draft.get('exchanges', id);
  const address = addresses[0];
  if (exchange === undefined || address === undefined) return;
  if (sendToMachine(draft, chartOf(exchange), id, 'RESOLVED') === null) return;
  dial(draft, id, address);
}

function dial(draft: TrafficDraft, id: string, ip: string): void {
  const exchange = draft.get('exchanges', id)!;
  const connection = openConnection(draft, exchange, { ip, port: exchange.port });
  draft.put('exchanges', id, { ...exchange, connection });
}

/** The connection stands: the request goes out on it. */
export function onConnected(draft: TrafficDraft, id: string): void {
  const exchange = draft.get('exchanges', id);
  if (exchange === undefined) return;
  if (sendToMachine(draft, chartOf(exchange), id, 'CONNECTED') === null) return;
  sendRequest(draft, id);
}

function sendRequest(draft: TrafficDraft, id: string): void {
  const exchange = draft.get('exchanges', id)!;
  const connection = exchange.connection === null ? undefined : draft.get('connections', exchange.connection);
  if (connection === undefined) return;
  sendPacket(draft, exchange.owner, {
    kind: 'request',
    label: exchange.method,
    line: `${exchange.method} ${exchange.path}${exchange.query}`,
    request: exchange.request,
    leg: exchange.leg,
    carrier: connection.id,
    dns: null,
    isReply: false,
    flow: connection.flow,
    delayMicros: exchange.scheme === 'https' ? TIMING.tlsMicros : 0,
  });
}

/** A Pod answers an exchange on its connection. */
export function sendResponse(draft: TrafficDraft, exchangeId: string, pod: string, status: number): void {
  const exchange = draft.get('exchanges', exchangeId);
  const connection = draft.get('connections', exchange?.connection ?? '');
  if (exchange === undefined || connection === undefined || connection.arrived === null) return;
  sendPacket(draft, `pod/${pod}`, {
    kind: 'response',
    label: String(status),
    line: `${status} ${reasonPhrase(status)}`,
    request: exchange.request,
    leg: exchange.leg,
    carrier: connection.id,
    dns: null,
    isReply: true,
    flow: answerFlow(connection.arrived),
  });
}

/** A response has reached whoever asked. Returns how the exchange ended, or null if nobody waits any more. */
export function onResponse(draft: TrafficDraft, connectionId: string, status: number): ExchangeEnd | null {
  const connection = draft.get('connections', connectionId);
  const exchange = draft.get('exchanges', connection?.exchange ?? '');
  if (exchange === undefined) return null;
  if (sendToMachine(draft, chartOf(exchange), exchange.id, 'RESPONSE') === null) return null;
  const close = connectsAnew(draft, exchange);
  forget(draft, exchange, close);
  return { exchange, status, cause: null, address: null };
}

/** An exchange goes wrong. Returns how it ended, or null if it had ended already. */
export function failExchange(
  draft: TrafficDraft,
  id: string,
  cause: FailureCause,
  address: string | null,
): ExchangeEnd | null {
  const exchange = draft.get('exchanges', id);
  if (exchange === undefined) return null;
  const chart = chartOf(exchange);
  for (const event of ['CONNECT_FAILED', 'CONNECTION_LOST', 'NAME_NOT_FOUND']) {
    if (sendToMachine(draft, chart, id, event) !== null) break;
  }
  forget(draft, exchange, true);
  const request = draft.get('requests', exchange.request);
  if (request !== undefined && request.reason === null) {
    draft.put('requests', request.id, { ...request, reason: { leg: exchange.leg, cause, address } });
  }
  return { exchange, status: null, cause, address };
}

/** The caller's patience is over: HttpClient.Timeout and its like. */
export function onRequestTimeout(draft: TrafficDraft, id: string, event: string): ExchangeEnd | null {
  const exchange = draft.get('exchanges', id);
  if (exchange === undefined) return null;
  const moved = sendToMachine(draft, chartOf(exchange), id, event);
  if (moved === null) return null;
  const connection = exchange.connection === null ? undefined : draft.get('connections', exchange.connection);
  const address = connection === undefined ? exchange.host : formatSocket(connection.flow.destination);
  const awaited =
    connection === undefined ? 'lookup' : connection.state === 'opening' ? 'connect' : 'response';
  tellTimeout(draft, exchange, address, exchange.startedAt, awaited);
  return failExchange(draft, id, 'requestTimeout', address);
}

/** Takes an exchange away without anybody being told: its owner is gone. */
export function abandonExchange(draft: TrafficDraft, id: string): void {
  const exchange = draft.get('exchanges', id);
  if (exchange !== undefined) forget(draft, exchange, true);
}

function forget(draft: TrafficDraft, exchange: ExchangeRow, close: boolean): void {
  cancelLookups(draft, exchange.id);
  stopMachine(draft, chartOf(exchange), exchange.id);
  if (exchange.connection !== null) {
    const connection = draft.get('connections', exchange.connection);
    if (connection !== undefined && connection.state === 'opening') dropConnection(draft, connection.id);
    else releaseConnection(draft, exchange.connection, close);
  }
  draft.remove('exchanges', exchange.id);
}

const PHRASES: Readonly<Record<number, string>> = {
  200: 'OK',
  404: 'Not Found',
  499: 'Client Closed Request',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
};

/** The reason phrase of a status. Source: RFC 9110 §15. */
export function reasonPhrase(status: number): string {
  return PHRASES[status] ?? '';
}
