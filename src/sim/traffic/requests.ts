/** Page views: sent by a browser, ended in exactly one outcome. Steady traffic and bursts are page views by a timer. */
import type { Outcome } from '../packet/hop';
import { beginExchange, type ExchangeEnd } from './exchanges';
import { clientPlace, nextId, type TrafficDraft } from './places';
import { TIMING } from './timing';
import { parseUrl } from './urls';

export interface SendDue {
  readonly client: string;
  readonly url: string;
}

/** A browser opens a URL. Returns the request's id, or null if there is no such client or the URL is none. */
export function sendRequest(draft: TrafficDraft, clientId: string, urlText: string): string | null {
  const client = draft.get('clients', clientId);
  const url = parseUrl(urlText);
  if (client === undefined || url === null) return null;
  const id = nextId(draft, 'request', 'r');
  const newConnections = draft.get('settings', 'traffic')?.newConnectionPerRequest ?? true;
  draft.put('requests', id, {
    id,
    client: clientId,
    method: 'GET',
    url: urlText,
    startedAt: draft.now,
    newConnections,
    reason: null,
    servedBy: null,
  });
  draft.put('clients', clientId, { ...client, lastRequest: id });
  draft.fact({ type: 'request/sent', request: id, client: clientId, url: urlText });
  beginExchange(draft, {
    request: id,
    leg: 'ingress',
    owner: clientPlace(clientId),
    parent: null,
    method: 'GET',
    url,
    connectTimeoutMicros: TIMING.browserConnectTimeoutMicros,
    requestTimeoutMicros: TIMING.browserRequestTimeoutMicros,
  });
  return id;
}

/** The browser's exchange has ended: so has the request. */
export function endRequest(draft: TrafficDraft, end: ExchangeEnd): void {
  const request = draft.get('requests', end.exchange.request);
  if (request === undefined) return;
  const outcome = outcomeOf(end, request.reason, request.servedBy);
  draft.remove('requests', request.id);
  const client = draft.get('clients', request.client);
  if (client !== undefined) draft.put('clients', request.client, { ...client, lastOutcome: outcome });
  const id = outcomeId(outcome);
  draft.put('outcomes', id, { count: (draft.get('outcomes', id)?.count ?? 0) + 1 });
  draft.fact({
    type: 'request/ended',
    request: request.id,
    startedAt: request.startedAt,
    outcome,
    outcomeId: id,
  });
}

function outcomeOf(end: ExchangeEnd, reason: Outcome['reason'], servedBy: string | null): Outcome {
  const { status, cause } = end;
  if (status !== null) {
    return {
      kind: status < 400 ? 'ok' : 'httpError',
      status,
      reason: status < 400 ? null : reason,
      servedBy,
    };
  }
  const kind =
    cause === 'nameNotFound' || cause === 'dnsTimeout'
      ? 'dnsFailure'
      : cause === 'connectTimeout' || cause === 'requestTimeout'
        ? 'timeout'
        : 'refused';
  return { kind, status: null, reason, servedBy };
}

/** One word per kind of outcome: `200`, `502.refused`, `503.timeout`, `refused`, `dnsFailure` … */
export function outcomeId(outcome: Outcome): string {
  if (outcome.status === null) return outcome.kind;
  const cause = outcome.reason?.cause;
  if (cause === undefined) return String(outcome.status);
  return `${outcome.status}.${GROUP_OF_CAUSE[cause] ?? cause}`;
}

const GROUP_OF_CAUSE: Readonly<Record<string, string>> = {
  connectTimeout: 'timeout',
  requestTimeout: 'timeout',
  dnsTimeout: 'dns',
  nameNotFound: 'dns',
};

/** So many page views, a few milliseconds apart, as from as many people at once. */
export function burst(draft: TrafficDraft, clientId: string, url: string, count: number): void {
  for (let i = 0; i < count; i++) {
    draft.schedule({
      type: 'traffic/send',
      delayMicros: i * 3_000,
      data: { client: clientId, url } satisfies SendDue,
    });
  }
}

const TICK_TIMER = 'traffic/tick';

/** Sets how many page views a second a client sends by itself; 0 stops them. */
export function setRate(draft: TrafficDraft, clientId: string, url: string, rate: number): void {
  const settings = draft.get('settings', 'traffic')!;
  draft.put('settings', 'traffic', { ...settings, rate, client: clientId, url });
  draft.cancel(TICK_TIMER);
  if (rate > 0) draft.schedule({ type: 'traffic/tick', delayMicros: 0, data: {}, timer: TICK_TIMER });
}

/** One beat of steady traffic. */
export function onTick(draft: TrafficDraft): void {
  const settings = draft.get('settings', 'traffic');
  if (settings === undefined || settings.rate <= 0) return;
  sendRequest(draft, settings.client, settings.url);
  draft.schedule({
    type: 'traffic/tick',
    delayMicros: Math.round(1_000_000 / settings.rate),
    data: {},
    timer: TICK_TIMER,
  });
}
