/**
 * Connection pools as .NET's SocketsHttpHandler keeps them: one per handler, scheme, host and port; the connection
 * that came back last is used first; those past their lifetime or idle too long are closed by a timer, or when they
 * would be used. Programs that are not .NET (a browser, nginx) close what has been idle for a minute.
 * Sources: dotnet/runtime src/libraries/System.Net.Http/src/System/Net/Http/SocketsHttpHandler/
 * {HttpConnectionPoolManager,HttpConnectionBase}.cs, ConnectionPool/{HttpConnectionPool,HttpConnectionPool.Http1}.cs;
 * dotnet/extensions src/HttpClientFactory/Http/src/DefaultHttpClientFactory.cs.
 */
import { seconds, type Micros } from '../kernel/time';
import { sendToMachine, stopMachine } from '../kernel/machines';
import { tcpConnectionChart } from './charts/tcpConnection';
import { closeConntrack } from './kernelHook';
import type { TrafficDraft } from './places';
import { DEFAULT_IDLE_TIMEOUT, type Pooling } from './programs';
import type { ConnectionRow, ExchangeRow, HandlerRow, PoolSettings } from './tables';
import { TIMING } from './timing';

/** Why a connection was closed that might have been used again. */
export type CloseReason = 'lifetime' | 'idle' | 'serverClosed' | 'handlerExpired';

/** Which handler a call goes through, and how that keeps connections. */
export interface HandlerPlan {
  /** One of its owner's: `HttpClient`, `ocelot route 0`. */
  readonly name: string;
  readonly settings: PoolSettings;
  /** IHttpClientFactory's HandlerLifetime; null for a handler that lives as long as its process. */
  readonly handlerLifetimeMicros: Micros | null;
}

/** .NET's own: no lifetime, one minute idle, as many as are asked for. Source: HttpHandlerDefaults.cs. */
export const DOTNET_DEFAULTS: PoolSettings = {
  lifetimeMicros: null,
  idleTimeoutMicros: DEFAULT_IDLE_TIMEOUT,
  maxPerServer: null,
};

/** A handler with what annotations say, over what the program sets by itself. */
export function handlerPlan(name: string, own: PoolSettings, said: Pooling): HandlerPlan {
  const { lifetimeMicros, idleTimeoutMicros, maxPerServer, handlerLifetimeMicros = null } = said;
  return {
    name,
    settings: {
      lifetimeMicros: lifetimeMicros === undefined ? own.lifetimeMicros : lifetimeMicros,
      idleTimeoutMicros: idleTimeoutMicros === undefined ? own.idleTimeoutMicros : idleTimeoutMicros,
      maxPerServer: maxPerServer === undefined ? own.maxPerServer : maxPerServer,
    },
    handlerLifetimeMicros,
  };
}

/**
 * How often a handler's pools are cleaned: a quarter of the idle timeout, at least one second; 30 s where nothing
 * is ever idle too long. Null where no connection is kept at all. Source: HttpConnectionPoolManager's constructor.
 */
export function cleaningPeriod({
  lifetimeMicros,
  idleTimeoutMicros,
  maxPerServer,
}: PoolSettings): Micros | null {
  if (maxPerServer === null && (idleTimeoutMicros === 0 || lifetimeMicros === 0)) return null;
  return idleTimeoutMicros === null ? seconds(30) : Math.max(seconds(1), Math.round(idleTimeoutMicros / 4));
}

/** Due when a handler's pools are to be cleaned, or the handler has had its time; `handler` has its serial number. */
export interface HandlerDue {
  readonly key: string;
  readonly handler: string;
}

const HANDLER_CLEANUP = seconds(10);

/** The handler of a call, made if there is none. Returns its name with its serial number. */
export function useHandler(draft: TrafficDraft, owner: string, plan: HandlerPlan): string {
  const key = `${owner} ${plan.name}`;
  const row = draft.get('handlers', key);
  if (row !== undefined) {
    if (!row.isUsed) draft.put('handlers', key, { ...row, isUsed: true });
    return `${key}#${row.serial}`;
  }
  const serial = (draft.get('numbers', `handler/${key}`) ?? 0) + 1;
  draft.put('numbers', `handler/${key}`, serial);
  draft.put('handlers', key, { serial, createdAt: draft.now, settings: plan.settings, isUsed: true });
  const due = { key, handler: `${key}#${serial}` } satisfies HandlerDue;
  cleanLater(draft, due, plan.settings);
  if (plan.handlerLifetimeMicros !== null) {
    draft.schedule({ type: 'pool/handlerExpires', delayMicros: plan.handlerLifetimeMicros, data: due });
  }
  return due.handler;
}

function cleanLater(draft: TrafficDraft, due: HandlerDue, settings: PoolSettings): void {
  const period = cleaningPeriod(settings);
  if (period === null) return;
  draft.schedule({ type: 'pool/clean', delayMicros: period, data: due, timer: `clean|${due.handler}` });
}

/** The settings that a handler's name with its serial number stands for; undefined if that one is gone. */
function handlerOf(draft: TrafficDraft, handler: string): HandlerRow | undefined {
  const hash = handler.lastIndexOf('#');
  const row = draft.get('handlers', handler.slice(0, hash));
  return row?.serial === Number(handler.slice(hash + 1)) ? row : undefined;
}

/** RemoveStalePools: closes what is past its time; a handler without connections that nobody used is forgotten. */
export function onClean(draft: TrafficDraft, due: HandlerDue): void {
  const row = handlerOf(draft, due.handler);
  if (row === undefined) return;
  for (const id of draft.lookup('connections', 'byHandler', due.handler)) {
    const connection = draft.get('connections', id)!;
    const reason = connection.state === 'idle' ? staleness(draft, connection, row.settings, true) : null;
    if (reason !== null) dropConnection(draft, id, reason);
  }
  const isEmpty = draft.lookup('connections', 'byHandler', due.handler).length === 0;
  if (isEmpty && !row.isUsed) {
    draft.remove('handlers', due.key);
    return;
  }
  if (row.isUsed) draft.put('handlers', due.key, { ...row, isUsed: false });
  cleanLater(draft, due, row.settings);
}

/** IHttpClientFactory: the next call gets a new handler; the old one's connections are closed when they are idle. */
export function onHandlerExpires(draft: TrafficDraft, due: HandlerDue): void {
  if (handlerOf(draft, due.handler) === undefined) return;
  draft.remove('handlers', due.key);
  draft.cancel(`clean|${due.handler}`);
  retireLater(draft, due);
}

function retireLater(draft: TrafficDraft, due: HandlerDue): void {
  if (draft.lookup('connections', 'byHandler', due.handler).length === 0) return;
  draft.schedule({ type: 'pool/retire', delayMicros: HANDLER_CLEANUP, data: due });
}

/** The factory's cleaning timer: every 10 s it disposes of expired handlers that nobody uses any more. */
export function onRetire(draft: TrafficDraft, due: HandlerDue): void {
  for (const id of draft.lookup('connections', 'byHandler', due.handler)) {
    if (draft.get('connections', id)!.state === 'idle') dropConnection(draft, id, 'handlerExpired');
  }
  retireLater(draft, due);
}

/** Why a connection must not be used any more; null if it may. */
function staleness(
  draft: TrafficDraft,
  connection: ConnectionRow,
  { lifetimeMicros, idleTimeoutMicros }: PoolSettings,
  withIdle: boolean,
): CloseReason | null {
  if (lifetimeMicros !== null && draft.now - connection.openedAt > lifetimeMicros) return 'lifetime';
  const idle = connection.idleSince === null ? 0 : draft.now - connection.idleSince;
  return withIdle && idleTimeoutMicros !== null && idle > idleTimeoutMicros ? 'idle' : null;
}

/** Connections are pooled by handler, scheme, host and port. Source: HttpConnectionPoolManager GetConnectionKey. */
export function poolOf(
  exchange: Pick<ExchangeRow, 'owner' | 'handler' | 'scheme' | 'host' | 'port'>,
): string {
  const { owner, handler, scheme, host, port } = exchange;
  return `${handler === '' ? owner : handler} ${scheme}://${host}:${port}`;
}

/**
 * The idle connection of a pool that came back last (a stack); those past their lifetime are closed on the way.
 * Undefined if there is none. Source: HttpConnectionPool.Http1.cs TryGetPooledHttp11Connection, CheckExpirationOnGet.
 */
export function idleConnection(draft: TrafficDraft, exchange: ExchangeRow): ConnectionRow | undefined {
  const settings = handlerOf(draft, exchange.handler)?.settings ?? null;
  const idle = draft
    .lookup('connections', 'byPool', poolOf(exchange))
    .map((id) => draft.get('connections', id)!)
    .sort((a, b) => b.idleSince! - a.idleSince! || numberOf(b.id) - numberOf(a.id));
  for (const connection of idle) {
    const reason = settings === null ? null : staleness(draft, connection, settings, false);
    if (reason === null) return connection;
    dropConnection(draft, connection.id, reason);
  }
  return undefined;
}

function numberOf(id: string): number {
  return Number(id.slice(1));
}

/** Whether a pool may open one more connection. Source: CheckForHttp11ConnectionInjection. */
export function mayOpen(draft: TrafficDraft, exchange: ExchangeRow): boolean {
  const most = handlerOf(draft, exchange.handler)?.settings.maxPerServer ?? null;
  return most === null || draft.lookup('connections', 'byWholePool', poolOf(exchange)).length < most;
}

/** The exchange that waits longest for a connection of a pool; undefined if none does. */
export function firstInQueue(draft: TrafficDraft, pool: string): ExchangeRow | undefined {
  const [first] = [...draft.lookup('exchanges', 'byQueue', pool)].sort((a, b) => numberOf(a) - numberOf(b));
  return first === undefined ? undefined : draft.get('exchanges', first);
}

/** Due when something has happened in a pool for which exchanges wait. */
export interface PoolFreedDue {
  readonly pool: string;
}

function tellQueue(draft: TrafficDraft, pool: string): void {
  if (draft.lookup('exchanges', 'byQueue', pool).length === 0) return;
  draft.schedule({
    type: 'pool/freed',
    delayMicros: 0,
    data: { pool } satisfies PoolFreedDue,
    timer: `freed|${pool}`,
  });
}

/** After an exchange: the connection goes back to its pool, or is closed. Source: CheckExpirationOnReturn. */
export function releaseConnection(draft: TrafficDraft, id: string, close: boolean): void {
  const connection = draft.get('connections', id);
  if (connection === undefined) return;
  if (close) return dropConnection(draft, id);
  if (connection.closedByServer) return dropConnection(draft, id, 'serverClosed');
  const settings = handlerOf(draft, connection.handler)?.settings ?? null;
  if (settings !== null) {
    const reason = staleness(draft, connection, settings, false);
    if (reason !== null) return dropConnection(draft, id, reason);
    if (cleaningPeriod(settings) === null) {
      return dropConnection(draft, id, settings.lifetimeMicros === 0 ? 'lifetime' : 'idle');
    }
  }
  draft.put('connections', id, { ...connection, exchange: null, state: 'idle', idleSince: draft.now });
  tellQueue(draft, connection.pool);
  if (connection.handler !== '') return;
  draft.schedule({
    type: 'traffic/idleTooLong',
    delayMicros: TIMING.idleTimeoutMicros,
    data: { connection: id } satisfies IdleDue,
    timer: idleTimer(id),
  });
}

/** Due when an idle connection has waited long enough for its next exchange. */
export interface IdleDue {
  readonly connection: string;
}

function idleTimer(id: string): string {
  return `idle|${id}`;
}

/** An idle connection carries its next exchange. */
export function reuseConnection(draft: TrafficDraft, connection: ConnectionRow, exchange: ExchangeRow): void {
  draft.cancel(idleTimer(connection.id));
  const { id, leg } = exchange;
  draft.put('connections', connection.id, {
    ...connection,
    exchange: id,
    state: 'busy',
    idleSince: null,
    carried: connection.carried + 1,
    leg,
  });
}

/**
 * Closes a connection on the opener's side; its conntrack entry stays for a while in TIME_WAIT. With a reason it is
 * told as a fact `connection/closed`.
 */
export function dropConnection(draft: TrafficDraft, id: string, reason?: CloseReason): void {
  const connection = draft.get('connections', id);
  if (connection === undefined) return;
  sendToMachine(draft, tcpConnectionChart, id, 'CLOSE');
  stopMachine(draft, tcpConnectionChart, id);
  draft.cancel(idleTimer(id));
  closeConntrack(draft, connection);
  draft.remove('connections', id);
  tellQueue(draft, connection.pool);
  if (reason === undefined) return;
  draft.fact({
    type: 'connection/closed',
    connection: id,
    owner: connection.owner,
    server: connection.server,
    reason,
    ageMicros: draft.now - connection.openedAt,
    carried: connection.carried,
  });
}

/** A process has ended, and its handlers with it. */
export function forgetHandlers(draft: TrafficDraft, owner: string): void {
  for (const key of draft.keys('handlers')) {
    if (!key.startsWith(`${owner} `)) continue;
    draft.cancel(`clean|${key}#${draft.get('handlers', key)!.serial}`);
    draft.remove('handlers', key);
  }
}
