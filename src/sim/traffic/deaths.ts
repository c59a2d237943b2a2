/**
 * What the network hears when a process dies: its kernel resets the connections that were
 * in use, closes the idle ones, and what it had asked others for is forgotten.
 * Source: RFC 9293 §3.10.4 (a closed socket with unread data sends RST).
 */
import { forgetCache } from './dnsCaches';
import { abandonDnsWork } from './dnsServer';
import { abandonExchange } from './exchanges';
import { killExecs } from './execs';
import { hasNoPower, podPlace, type TrafficDraft } from './places';
import { abortHandling } from './servers/serve';
import { dropConnection, forgetHandlers } from './pools';
import { closeServed, finIsComing } from './serverClose';
import { answerFlow, sendPacket } from './transmit';

export interface ProcessGoneDue {
  readonly pod: string;
}

/**
 * The server process of a Pod has exited. If its node lost its power nothing is sent: those who were connected wait,
 * and find out by their own timeouts.
 */
export function onProcessGone(draft: TrafficDraft, { pod }: ProcessGoneDue): void {
  const process = draft.get('processes', pod);
  if (process !== undefined && process.state !== 'exited' && process.state !== 'starting') return;
  const place = podPlace(pod);
  const isSilent = hasNoPower(draft, place);
  killExecs(draft, pod);
  if (!isSilent) closeServed(draft, pod);
  for (const id of draft.lookup('exchanges', 'byOwner', place)) abandonExchange(draft, id);
  for (const id of draft.lookup('connections', 'byOwner', place)) dropConnection(draft, id);
  for (const id of draft.lookup('handlings', 'byPod', pod)) abortHandling(draft, id);
  for (const id of draft.lookup('dnsWork', 'byPod', pod)) abandonDnsWork(draft, id);
  forgetCache(draft, pod);
  forgetHandlers(draft, place);
  draft.remove('ocelots', pod);
  for (const id of draft.lookup('connections', 'byServer', pod)) {
    const connection = draft.get('connections', id)!;
    if (isSilent) {
      draft.put('connections', id, { ...connection, server: null });
      continue;
    }
    if (finIsComing(draft, id)) continue;
    if (connection.arrived === null) {
      dropConnection(draft, id);
      continue;
    }
    const exchange = connection.exchange === null ? undefined : draft.get('exchanges', connection.exchange);
    if (exchange === undefined) continue;
    sendPacket(draft, place, {
      kind: 'RST',
      label: 'RST',
      line: null,
      request: exchange.request,
      leg: exchange.leg,
      carrier: id,
      dns: null,
      isReply: true,
      flow: answerFlow(connection.arrived),
      refusal: { reason: 'reset', listens: '' },
    });
  }
}
