/** A program's work on one exchange: taking it up, calling others, answering. */
import { sendToMachine, startMachine, stopMachine, type Moved } from '../../kernel/machines';
import type { Chart } from '../../kernel/statechart';
import type { Micros } from '../../kernel/time';
import type { Decision, Hop } from '../../packet/hop';
import { sendResponse } from '../exchanges';
import type { HopName } from '../hopNames';
import { nameOfPod, tellHop } from '../hops';
import { podPlace, type TrafficDraft } from '../places';
import type { ExchangeRow, HandlingRow } from '../tables';

export interface Work {
  readonly handling: HandlingRow;
  readonly exchange: ExchangeRow;
}

/** The work on an exchange, if both are still there. */
export function workOn(draft: TrafficDraft, exchangeId: string): Work | null {
  const handling = draft.get('handlings', exchangeId);
  const exchange = draft.get('exchanges', exchangeId);
  return handling === undefined || exchange === undefined ? null : { handling, exchange };
}

export function entityOf(exchangeId: string): string {
  return `handling/${exchangeId}`;
}

/** A program takes an exchange up. */
export function takeUp(draft: TrafficDraft, chart: Chart, exchangeId: string, pod: string): void {
  draft.put('handlings', exchangeId, {
    exchange: exchangeId,
    pod,
    chart: chart.id,
    arrivedAt: draft.now,
    status: null,
  });
}

/** Starts the program's chart; `workTime` is how long it works before it answers. */
export function beginChart(draft: TrafficDraft, chart: Chart, exchangeId: string, workTime: Micros): Moved {
  return startMachine(draft, chart, entityOf(exchangeId), { delays: { workTime } });
}

/** Moves the program's chart on. */
export function advance(
  draft: TrafficDraft,
  chart: Chart,
  exchangeId: string,
  event: string,
  workTime: Micros,
): Moved | null {
  return sendToMachine(draft, chart, entityOf(exchangeId), event, { delays: { workTime } });
}

/** Notes the status with which the program will answer. */
export function willAnswer(draft: TrafficDraft, exchangeId: string, status: number): void {
  const handling = draft.get('handlings', exchangeId);
  if (handling !== undefined) draft.put('handlings', exchangeId, { ...handling, status });
}

/** The chart says `respond`: the answer leaves and the work is over. */
export function respond(draft: TrafficDraft, chart: Chart, exchangeId: string): void {
  const handling = draft.get('handlings', exchangeId);
  if (handling === undefined) return;
  const status = handling.status ?? 500;
  sendResponse(draft, exchangeId, handling.pod, status);
  const served = draft.get('served', handling.pod)?.count ?? 0;
  draft.put('served', handling.pod, { count: served + 1 });
  drop(draft, chart, exchangeId);
}

/** Ends the work without an answer. */
export function drop(draft: TrafficDraft, chart: Chart, exchangeId: string): void {
  stopMachine(draft, chart, entityOf(exchangeId));
  draft.remove('handlings', exchangeId);
}

/** Tells the hop in which a program decides or works. */
export function tellProgram(
  draft: TrafficDraft,
  work: Work,
  story: {
    readonly name: HopName;
    readonly params: Readonly<Record<string, string | number>>;
    readonly kind: Hop['kind'];
    readonly level: Hop['level'];
    /** The stretch of road that the decision opens. */
    readonly leg: Hop['leg'];
    readonly startAt: Micros;
    readonly endAt: Micros;
    readonly decision: Decision;
    readonly verdict: Hop['verdict'];
    readonly label: string;
  },
): void {
  const { exchange, handling } = work;
  const place = podPlace(handling.pod);
  tellHop(draft, {
    ...story,
    params: { pod: nameOfPod(draft, handling.pod), ...story.params },
    parents: [exchange.request, exchange.id],
    request: exchange.request,
    layer: 'HTTP',
    rewriteAt: null,
    route: [
      { place, at: story.startAt },
      { place, at: story.endAt },
    ],
    actor: place,
    before: null,
    after: null,
    http: { line: `${exchange.method} ${exchange.path}${exchange.query}`, host: exchange.hostHeader },
  });
}
