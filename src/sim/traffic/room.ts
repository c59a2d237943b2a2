/** Traffic as one room of the simulated world: what is due, and who takes it. */
import { isDark } from '../cluster/nodePower';
import type { ProcessRow } from '../cluster/tables';
import type { Handlers } from '../kernel/draft';
import type { ChartDelayData } from '../kernel/machines';
import type { Chart } from '../kernel/statechart';
import type { Room, Watcher } from '../kernel/watch';
import { gatewayChart, ingressControllerChart, microserviceChart, webAppChart } from './charts/programs';
import { expiryTimer, removeConnection, type ConntrackExpiryDue } from './conntrackTable';
import { isLostInTheDark } from './darkness';
import { onProcessGone, type ProcessGoneDue } from './deaths';
import { onDnsQuery, onDnsWorkDone } from './dnsServer';
import { isOfLookup, onExecRetry, onLookupAnswer, onLookupRefused, type ExecRetryDue } from './execLookup';
import { endCurl, noteAnswered, noteResolved } from './execs';
import {
  failExchange,
  onConnected,
  onPoolFreed,
  onRequestTimeout,
  onResolved,
  onResponse,
  sendAgain,
  type ExchangeEnd,
} from './exchanges';
import {
  onDnsAnswer,
  onDnsRefusal,
  onLookupTrouble,
  onPublicAnswer,
  type LookupEnd,
  type PublicAnswerDue,
} from './lookups';
import { nodeAt, podAt, type TrafficDraft } from './places';
import { endRequest, onTick, sendRequest, type SendDue } from './requests';
import { onCallEnded, onDecide, onRequest, onWorkDone, type DecideDue } from './servers/serve';
import { askAgainOrGoOn } from './servers/gateway';
import { onPoll, slicesChanged, type DiscoveredDue, type PollDue } from './servers/gatewayDiscovery';
import { onServiceState, serviceStateWatcher, type ServiceStateDue } from './serviceState';
import { onSliceWritten, sliceWatcher, type SliceNoteDue } from './staleness';
import {
  dropConnection,
  onClean,
  onHandlerExpires,
  onRetire,
  type HandlerDue,
  type IdleDue,
  type PoolFreedDue,
} from './pools';
import { closeServed, finIsComing, onFin, type FinDue } from './serverClose';
import { isStray } from './strayReplies';
import { onConnectTimeout, onRefusal, onSyn, onSynAck, tellTimeout } from './tcp';
import { passKernel, tellDelivery, type PacketDue } from './transmit';
import type { PacketRow, TrafficTables } from './tables';

/** Tells whoever waits for an exchange how it ended: the program that asked, or the person. */
function report(draft: TrafficDraft, end: ExchangeEnd | null): void {
  if (end === null) return;
  const { parent, request } = end.exchange;
  if (parent === null && draft.get('execs', request) !== undefined) endCurl(draft, end);
  else if (parent === null) endRequest(draft, end);
  else onCallEnded(draft, parent, end);
}

function reportLookup(draft: TrafficDraft, end: LookupEnd | null): void {
  if (end === null) return;
  if (end.cause === null) {
    noteResolved(draft, end.exchange, end.addresses);
    onResolved(draft, end.exchange, end.addresses);
  } else report(draft, failExchange(draft, end.exchange, end.cause, null));
}

function onArrival(draft: TrafficDraft, { packet: id }: PacketDue): void {
  const packet = draft.get('packets', id);
  if (packet === undefined || isLostInTheDark(draft, packet)) return;
  const node = nodeAt(packet.to);
  if (node !== undefined) return passKernel(draft, packet, node);
  draft.remove('packets', id);
  const pod = podAt(packet.to);
  if (pod !== undefined && draft.get('pods', pod) === undefined) return;
  if (isStray(draft, packet)) return;
  tellDelivery(draft, packet);
  deliver(draft, packet, pod);
}

function deliver(draft: TrafficDraft, packet: PacketRow, pod: string | undefined): void {
  switch (packet.kind) {
    case 'SYN':
      if (pod !== undefined) onSyn(draft, packet, pod);
      return;
    case 'request':
      if (pod !== undefined) onRequest(draft, packet, pod);
      return;
    case 'dnsQuery':
      if (pod !== undefined) onDnsQuery(draft, packet, pod);
      return;
    case 'SYN-ACK': {
      const exchange = onSynAck(draft, packet);
      if (exchange !== null) onConnected(draft, exchange);
      return;
    }
    case 'RST':
    case 'ICMP': {
      if (isOfLookup(packet)) return onLookupRefused(draft, packet);
      if (packet.dns !== null) return reportLookup(draft, onDnsRefusal(draft, packet));
      // The FIN that the server sent before stands in front of its RST.
      if (packet.kind === 'RST' && finIsComing(draft, packet.carrier))
        return finArrived(draft, { connection: packet.carrier });
      const refusal = onRefusal(draft, packet);
      if (refusal !== null)
        report(draft, failExchange(draft, refusal.exchange, refusal.cause, refusal.address));
      return;
    }
    case 'response':
      noteAnswered(draft, packet);
      return report(draft, onResponse(draft, packet.carrier, Number(packet.label)));
    case 'dnsAnswer':
      if (isOfLookup(packet)) return onLookupAnswer(draft, packet);
      return reportLookup(draft, onDnsAnswer(draft, packet));
  }
}

function connectTimedOut(draft: TrafficDraft, { entity, event }: ChartDelayData): void {
  const startAt = draft.get('machines', entity)?.since ?? draft.now;
  const late = onConnectTimeout(draft, entity, event);
  const exchange = late === null ? undefined : draft.get('exchanges', late.exchange);
  if (late === null || exchange === undefined) return;
  tellTimeout(draft, exchange, late.address, startAt, 'connect');
  report(draft, failExchange(draft, exchange.id, 'connectTimeout', late.address));
}

function finArrived(draft: TrafficDraft, due: FinDue): void {
  const hit = onFin(draft, due);
  if (hit === null) return;
  if (hit.mayRetry) sendAgain(draft, hit.exchange);
  else report(draft, failExchange(draft, hit.exchange, 'reset', null));
}

function programDelay(chart: Chart) {
  return (draft: TrafficDraft, { entity, event }: ChartDelayData) => onWorkDone(draft, chart, entity, event);
}

const handlers: Handlers<TrafficTables> = {
  'packet/arrives': onArrival,
  'conntrack/expires': (draft: TrafficDraft, { key }: ConntrackExpiryDue) => removeConnection(draft, key),
  'traffic/idleTooLong': (draft: TrafficDraft, { connection }: IdleDue) =>
    dropConnection(draft, connection, 'idle'),
  'pool/clean': (draft: TrafficDraft, due: HandlerDue) => onClean(draft, due),
  'pool/handlerExpires': (draft: TrafficDraft, due: HandlerDue) => onHandlerExpires(draft, due),
  'pool/retire': (draft: TrafficDraft, due: HandlerDue) => onRetire(draft, due),
  'pool/freed': (draft: TrafficDraft, due: PoolFreedDue) => onPoolFreed(draft, due),
  'traffic/fin': finArrived,
  'traffic/draining': (draft: TrafficDraft, { pod }: ProcessGoneDue) => closeServed(draft, pod),
  'traffic/publicAnswer': (draft: TrafficDraft, { exchange }: PublicAnswerDue) =>
    reportLookup(draft, onPublicAnswer(draft, exchange)),
  'traffic/decide': (draft: TrafficDraft, due: DecideDue) => onDecide(draft, due),
  'traffic/send': (draft: TrafficDraft, { client, url }: SendDue) => void sendRequest(draft, client, url),
  'traffic/tick': onTick,
  'traffic/processGone': (draft: TrafficDraft, due: ProcessGoneDue) => onProcessGone(draft, due),
  'traffic/sliceWritten': (draft: TrafficDraft, due: SliceNoteDue) => {
    onSliceWritten(draft, due);
    if (due.service !== '') slicesChanged(draft, due.service);
  },
  'gateway/discovered': (draft: TrafficDraft, due: DiscoveredDue) => askAgainOrGoOn(draft, due),
  'gateway/poll': (draft: TrafficDraft, due: PollDue) => onPoll(draft, due),
  'traffic/serviceState': (draft: TrafficDraft, due: ServiceStateDue) => onServiceState(draft, due),
  'exec/retry': (draft: TrafficDraft, due: ExecRetryDue) => onExecRetry(draft, due),
  'tcpConnection/after': connectTimedOut,
  'httpCall/after': (draft: TrafficDraft, { entity, event }: ChartDelayData) =>
    report(draft, onRequestTimeout(draft, entity, event)),
  'browser/after': (draft: TrafficDraft, { entity, event }: ChartDelayData) =>
    report(draft, onRequestTimeout(draft, entity, event)),
  'resolver/after': (draft: TrafficDraft, { entity, event }: ChartDelayData) =>
    reportLookup(draft, onLookupTrouble(draft, entity, event)),
  'coredns/after': (draft: TrafficDraft, { entity, event }: ChartDelayData) =>
    onDnsWorkDone(draft, entity, event),
  'webApp/after': programDelay(webAppChart),
  'gateway/after': programDelay(gatewayChart),
  'ingressController/after': programDelay(ingressControllerChart),
  'microservice/after': programDelay(microserviceChart),
};

/** A process that exits takes its connections with it. */
const processWatcher: Watcher<TrafficTables> = {
  tables: ['processes'],
  notify: (draft, { key, before, after }) => {
    const was = before as ProcessRow | undefined;
    const is = after as ProcessRow | undefined;
    const wasAlive = was?.state === 'listening' || was?.state === 'draining';
    const isAlive = is?.state === 'listening' || is?.state === 'draining';
    if (was?.state === 'listening' && is?.state === 'draining') {
      const data = { pod: key } satisfies ProcessGoneDue;
      draft.schedule({ type: 'traffic/draining', delayMicros: 0, data });
    }
    const runsCommands = is?.state !== 'starting' && draft.lookup('execs', 'byPod', key).length > 0;
    if ((!wasAlive && !runsCommands) || isAlive) return;
    draft.schedule({
      type: 'traffic/processGone',
      delayMicros: 0,
      data: { pod: key } satisfies ProcessGoneDue,
    });
  },
};

/** What a node's kernel remembers for session affinity goes with its power. */
const powerWatcher: Watcher<TrafficTables> = {
  tables: ['nodePower'],
  notify: (draft, { key }) => {
    if (isDark(draft, key)) draft.remove('affinity', key);
  },
};

/** An entry that is gone, whoever took it away, waits for no expiry. */
const conntrackWatcher: Watcher<TrafficTables> = {
  tables: ['conntrack'],
  notify: (draft, { key }) => {
    if (draft.get('conntrack', key) === undefined) draft.cancel(expiryTimer(key));
  },
};

export const trafficRoom: Room<TrafficTables> = {
  handlers,
  watchers: [processWatcher, powerWatcher, sliceWatcher, serviceStateWatcher, conntrackWatcher],
};

/** Empty tables of this room, for a new world. */
export function emptyTrafficTables() {
  return {
    clients: {},
    requests: {},
    exchanges: {},
    handlings: {},
    connections: {},
    lookups: {},
    packets: {},
    dnsWork: {},
    dnsCaches: {},
    execs: {},
    numbers: {},
    ports: {},
    outcomes: {},
    served: {},
    publicNames: {},
    settings: {},
    gateways: {},
    handlers: {},
    ocelots: {},
    programs: {},
    affinity: {},
    sliceChanges: {},
  };
}
