/**
 * An ASP.NET Core MVC web application: to render a page on the server it asks the gateway
 * by its Service's name, waits, and renders. A failure of that call becomes the page's
 * status: the gateway's own status is passed on, no answer at all is 502 or 504.
 */
import { webAppChart } from '../charts/programs';
import { beginExchange, type ExchangeEnd } from '../exchanges';
import { DOTNET_DEFAULTS, handlerPlan } from '../pools';
import { podPlace, type TrafficDraft } from '../places';
import { callFor, type Program } from '../programs';
import { parseUrl } from '../urls';
import { legTowards } from './legs';
import { tellMappedError } from './mappedError';
import { advance, beginChart, respond, tellProgram, willAnswer, workOn } from './handling';

export function beginWebApp(draft: TrafficDraft, exchangeId: string, program: Program): void {
  const work = workOn(draft, exchangeId);
  if (work === null) return;
  const { exchange, handling } = work;
  beginChart(draft, webAppChart, exchangeId, program.responseMicros);
  const call = callFor(program.calls, exchange.method, exchange.path);
  const url = call === null ? null : parseUrl(call.url);
  if (call === null || url === null) {
    willAnswer(draft, exchangeId, 200);
    advance(draft, webAppChart, exchangeId, 'NEEDS_NO_CALL', program.responseMicros);
    tellProgram(draft, work, {
      name: 'webNeedsNoCall',
      params: { line: `${exchange.method} ${exchange.path}` },
      kind: 'work',
      level: 'main',
      leg: exchange.leg,
      startAt: handling.arrivedAt,
      endAt: draft.now,
      decision: { by: 'program', program: 'webApp', status: 200 },
      verdict: 'answered',
      label: '200',
    });
    return;
  }
  advance(draft, webAppChart, exchangeId, 'CALLS_GATEWAY', program.responseMicros);
  const leg = legTowards(draft, url, handling.pod);
  tellProgram(draft, work, {
    name: 'webCalls',
    params: { line: `${exchange.method} ${exchange.path}`, url: call.url, host: url.host },
    kind: 'decide',
    level: 'main',
    leg,
    startAt: handling.arrivedAt,
    endAt: draft.now,
    decision: { by: 'program', program: 'webApp', note: `${call.method} ${call.url}` },
    verdict: 'forwarded',
    label: call.method,
  });
  beginExchange(draft, {
    request: exchange.request,
    leg,
    owner: podPlace(handling.pod),
    parent: exchangeId,
    method: call.method,
    url,
    connectTimeoutMicros: program.connectTimeoutMicros,
    requestTimeoutMicros: program.requestTimeoutMicros,
    handler: handlerPlan('HttpClient', DOTNET_DEFAULTS, program.pooling),
    ...(program.clientId === '' ? {} : { headers: { 'Oc-Client': program.clientId } }),
  });
}

/** The gateway has answered, or the call failed. */
export function webAppCallEnded(
  draft: TrafficDraft,
  exchangeId: string,
  end: ExchangeEnd,
  program: Program,
): void {
  const status = end.status ?? statusOfFailure(end);
  willAnswer(draft, exchangeId, status);
  advance(draft, webAppChart, exchangeId, status < 500 ? 'ANSWER' : 'CALL_FAILED', program.responseMicros);
  if (end.status === null) tellMappedError(draft, exchangeId, 'web', status, end, program);
}

function statusOfFailure(end: ExchangeEnd): number {
  return end.cause === 'connectTimeout' || end.cause === 'requestTimeout' ? 504 : 502;
}

export function webAppDone(draft: TrafficDraft, exchangeId: string): void {
  respond(draft, webAppChart, exchangeId);
}
