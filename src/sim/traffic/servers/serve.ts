/** Requests reach Pods here: which program takes them up, and who is told how its calls ended. */
import { drop, takeUp, workOn } from './handling';
import type { ExchangeEnd } from '../exchanges';
import { gatewayChart, ingressControllerChart, microserviceChart, webAppChart } from '../charts/programs';
import { sendToMachine } from '../../kernel/machines';
import type { Chart } from '../../kernel/statechart';
import { podPlace, type TrafficDraft } from '../places';
import { programOf, type Role } from '../programs';
import { answerFlow, sendPacket } from '../transmit';
import type { PacketRow } from '../tables';
import { TIMING } from '../timing';
import { beginGateway, gatewayCallEnded, gatewayDone } from './gateway';
import { settleCall } from './gatewayMemory';
import { beginIngress, ingressCallEnded, ingressDone } from './ingressController';
import { beginMicroservice, microserviceDone } from './microservice';
import { beginWebApp, webAppCallEnded, webAppDone } from './webApp';

const CHART_OF_ROLE: Readonly<Record<Role, Chart>> = {
  'ingress-controller': ingressControllerChart,
  'web-app': webAppChart,
  gateway: gatewayChart,
  service: microserviceChart,
  dns: microserviceChart,
};

/** Due when a program has read a request and decides what to do. */
export interface DecideDue {
  readonly exchange: string;
  readonly pod: string;
}

/** A request has reached a Pod on an established connection. */
export function onRequest(draft: TrafficDraft, packet: PacketRow, pod: string): void {
  const connection = draft.get('connections', packet.carrier);
  const exchange = connection?.exchange ?? null;
  const process = draft.get('processes', pod);
  const object = draft.get('pods', pod);
  const works =
    (process?.state === 'listening' || process?.state === 'draining') &&
    (connection === undefined || !connection.closedByServer);
  if (exchange === null || object === undefined || !works) {
    sendPacket(draft, podPlace(pod), {
      kind: 'RST',
      label: 'RST',
      line: null,
      request: packet.request,
      leg: packet.leg,
      carrier: packet.carrier,
      dns: null,
      isReply: true,
      flow: answerFlow(packet.flow),
      refusal: { reason: 'reset', listens: '' },
    });
    return;
  }
  const { role } = programOf(draft, object);
  takeUp(draft, CHART_OF_ROLE[role], exchange, pod);
  const isService = role === 'service' || role === 'dns';
  draft.schedule({
    type: 'traffic/decide',
    delayMicros: isService ? 0 : TIMING.decideMicros,
    data: { exchange, pod } satisfies DecideDue,
  });
}

/** The program decides. */
export function onDecide(draft: TrafficDraft, { exchange, pod }: DecideDue): void {
  const object = draft.get('pods', pod);
  if (object === undefined || workOn(draft, exchange) === null) return abortHandling(draft, exchange);
  const program = programOf(draft, object);
  switch (program.role) {
    case 'ingress-controller':
      return beginIngress(draft, exchange, program);
    case 'web-app':
      return beginWebApp(draft, exchange, program);
    case 'gateway':
      return beginGateway(draft, exchange, program);
    default:
      return beginMicroservice(draft, exchange, program);
  }
}

/** A call that a program made for an exchange has ended. If nobody waits for its answer any more, the work is over. */
export function onCallEnded(draft: TrafficDraft, parent: string, end: ExchangeEnd): void {
  settleCall(draft, end);
  const work = workOn(draft, parent);
  const object = work === null ? undefined : draft.get('pods', work.handling.pod);
  if (work === null || object === undefined) return abortHandling(draft, parent);
  const program = programOf(draft, object);
  if (program.role === 'ingress-controller') ingressCallEnded(draft, parent, end, program);
  else if (program.role === 'web-app') webAppCallEnded(draft, parent, end, program);
  else if (program.role === 'gateway') gatewayCallEnded(draft, parent, end, program);
}

/** A program's working time has passed. */
export function onWorkDone(draft: TrafficDraft, chart: Chart, entity: string, event: string): void {
  const exchange = entity.slice('handling/'.length);
  const moved = sendToMachine(draft, chart, entity, event);
  if (moved === null || !moved.actions.includes('respond')) return;
  if (chart === ingressControllerChart) ingressDone(draft, exchange);
  else if (chart === webAppChart) webAppDone(draft, exchange);
  else if (chart === gatewayChart) gatewayDone(draft, exchange);
  else microserviceDone(draft, exchange);
}

/** A program has died in the middle of its work. */
export function abortHandling(draft: TrafficDraft, exchange: string): void {
  const handling = draft.get('handlings', exchange);
  if (handling === undefined) return;
  const chart = Object.values(CHART_OF_ROLE).find((item) => item.id === handling.chart) ?? microserviceChart;
  drop(draft, chart, exchange);
}
