/** What the picture is about at a moment: which request, which hop of it, which Service. */
import type { Micros } from '../sim/kernel/time';
import type { Hop } from '../sim/packet/hop';
import { roleOf } from '../sim/traffic/programs';
import { serviceOnPacket } from './addresses';
import { expectedRoad } from './expectedRoad';
import { tellableFrom, type FactLog, type RequestStory } from './factLog';
import { podsOf } from './servicePods';
import { reader, type WorldView } from './view';

export interface Focus {
  readonly request: RequestStory | null;
  /** The hops that are stepped through. */
  readonly hops: readonly Hop[];
  /** Index in `hops` of the hop that is going on, or that was the last to end; -1 before the first. */
  readonly current: number;
  readonly hop: Hop | null;
  /** `namespace/name` of the Service in the middle of the picture. */
  readonly service: string | null;
  /** `namespace/name` of the Service whose rules the current hop concerns, or the one in the middle. */
  readonly hopService: string | null;
}

/**
 * The request in focus: the one asked for, else the one sent last. `pinnedHop` names its current
 * hop where the moment alone does not: at an instant that two hops share.
 */
export function focusAt(
  view: WorldView,
  log: FactLog,
  wanted: string | null,
  everyPacket: boolean,
  pinnedHop: number | null = null,
): Focus {
  const chosen = wanted === null ? undefined : log.requests.get(wanted);
  const request = chosen !== undefined && chosen.sentAt <= view.at ? chosen : (log.lastSent(view.at) ?? null);
  const hops = request === null ? [] : request.hops.filter((hop) => everyPacket || hop.level === 'main');
  const current = pinnedHop ?? currentHop(hops, view.at);
  const hop = hops[current] ?? null;
  const service = middleService(view, request);
  const isUnderWay = hop !== null && view.at <= hop.endAt && view.at < (request?.endedAt ?? Infinity);
  const onPacket = isUnderWay ? serviceOnPacket(view, hop.before, hop.after) : null;
  return { request, hops, current, hop, service, hopService: onPacket ?? service };
}

/** The last hop that has begun. At the instant at which one ends and the next begins, it is the one that ends. */
export function currentHop(hops: readonly Hop[], at: Micros): number {
  let current = -1;
  for (let i = 0; i < hops.length && tellableFrom(hops[i]!) < at; i++) current = i;
  return current;
}

/**
 * The Service in the middle: the one that the request's last leg goes to; without a request,
 * the one that a request would be sent to; else the first Service with Pods behind it.
 */
export function middleService(view: WorldView, request: RequestStory | null): string | null {
  const last = request?.hops.findLast(
    (hop) => hop.leg === 'service' && hop.layer !== 'DNS' && hop.before !== null,
  );
  const met = last === undefined ? null : serviceOnPacket(view, last.before, last.after);
  if (met !== null) return met;
  const wanted = request?.hops.find((hop) => hop.decision.by === 'ocelot')?.decision;
  const asked = wanted?.by === 'ocelot' ? wanted.discovery?.service : undefined;
  if (asked !== undefined && view.tables.services[asked] !== undefined) return asked;
  if (wanted?.by === 'ocelot' && wanted.downstreamUrl !== null) {
    const found = serviceByHost(view, /^https?:\/\/([^/:]+)/.exec(wanted.downstreamUrl)?.[1] ?? '');
    if (found !== null) return found;
  }
  return expectedRoad(view).service ?? firstService(view);
}

function serviceByHost(view: WorldView, host: string): string | null {
  const [name = '', namespace = 'default'] = host.split('.');
  const key = `${namespace}/${name}`;
  return view.tables.services[key] === undefined ? null : key;
}

function firstService(view: WorldView): string | null {
  const keys = Object.keys(view.tables.services).sort();
  const ofRole = keys.find((key) =>
    podsOf(view, key).some((pod) => roleOf(reader(view), view.tables.pods[pod]!) === 'service'),
  );
  return ofRole ?? keys.find((key) => !key.startsWith('kube-system/')) ?? null;
}
