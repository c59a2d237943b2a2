/**
 * Ocelot asks the API server who stands behind a Service: `Kube` for each request, `PollKube` every so often,
 * `WatchKube` once and then it is told. It dials Pod addresses itself: no name, no VIP, no rule of any node.
 * Sources: ThreeMammals/Ocelot.Discovery.KubeClient (Ocelot 25) src/{Kube,PollKube,WatchKube,EndPointClientV1}.cs;
 * Ocelot src/Infrastructure/DesignPatterns/Retry.cs.
 */
import { millis, type Micros } from '../../kernel/time';
import {
  KUBE_RETRIES,
  subsetsOfSlices,
  targetsOfEndpoints,
  type DiscoveryRequest,
} from '../ocelot/kubernetesDiscovery';
import type { Target } from '../ocelot/routing';
import type { OcelotRoute } from '../ocelot/configuration';
import { loadBalancerKey } from '../ocelot/loadBalancers';
import type { TrafficDraft } from '../places';
import { programOf } from '../programs';
import { TIMING } from '../timing';
import type { KnownTargets } from '../tables';
import { memoryOf, remember } from './gatewayMemory';

/** Due when the API server's answer has come back to a gateway. */
export interface DiscoveredDue {
  readonly exchange: string;
  readonly pod: string;
  readonly service: string;
  readonly askedAt: Micros;
  /** Which question it was, from 1. */
  readonly asked: number;
}

/** Targets, and how the gateway came by them. */
export interface Found {
  readonly targets: readonly Target[];
  readonly askedAt: Micros;
  readonly asked: number;
  readonly ageMicros: Micros;
  readonly isForbidden: boolean;
}

/** The ready Pod addresses behind a Service as v1 Endpoints list them, with the port that the scheme stands for. */
export function readTargets(
  draft: Pick<TrafficDraft, 'get' | 'lookup'>,
  service: string,
  scheme: string,
): Target[] {
  const slices = draft
    .lookup('endpointSlices', 'byService', service)
    .flatMap((key) => draft.get('endpointSlices', key) ?? []);
  return targetsOfEndpoints(subsetsOfSlices(slices), scheme === '' ? null : scheme);
}

/** What the gateway knows without asking; null if it has to ask. */
export function listAtHand(
  draft: TrafficDraft,
  pod: string,
  route: OcelotRoute,
  { reads }: DiscoveryRequest,
): Found | null {
  const known = memoryOf(draft, pod).lists[loadBalancerKey(route)];
  if (reads === 'eachRequest' || known === undefined) return null;
  return {
    targets: known.targets,
    askedAt: draft.now,
    asked: 0,
    ageMicros: draft.now - lastPoll(known, draft.now),
    isForbidden: false,
  };
}

/** When the list was polled last: nothing is due while nothing changes, yet the timer goes on. */
function lastPoll({ firstAt, intervalMicros, readAt }: KnownTargets, now: Micros): Micros {
  if (intervalMicros === 0) return now;
  return Math.max(readAt, firstAt + Math.floor((now - firstAt) / intervalMicros) * intervalMicros);
}

/** Sends the question; the answer is due as `gateway/discovered`. */
export function askApiServer(draft: TrafficDraft, due: DiscoveredDue): void {
  const wait = due.asked === 1 ? 0 : millis(KUBE_RETRIES.delayMs);
  draft.schedule({ type: 'gateway/discovered', delayMicros: wait + TIMING.apiServerMicros, data: due });
}

/** Reads the answer; null if Ocelot asks again, as it does where there is no subset at all. */
export function readAnswer(
  draft: TrafficDraft,
  due: DiscoveredDue,
  route: OcelotRoute,
  request: DiscoveryRequest,
): Found | null {
  const object = draft.get('pods', due.pod);
  const isForbidden = object !== undefined && !programOf(draft, object).readsEndpoints;
  const targets = isForbidden ? [] : readTargets(draft, due.service, route.downstreamScheme);
  if (targets.length === 0 && due.asked < KUBE_RETRIES.times && request.reads !== 'watched') {
    askApiServer(draft, { ...due, asked: due.asked + 1 });
    return null;
  }
  if (request.reads !== 'eachRequest') keepList(draft, due.pod, route, request, targets);
  return { targets, askedAt: due.askedAt, asked: due.asked, ageMicros: 0, isForbidden };
}

function keepList(
  draft: TrafficDraft,
  pod: string,
  route: OcelotRoute,
  request: DiscoveryRequest,
  targets: readonly Target[],
): void {
  const { lists } = memoryOf(draft, pod);
  const list: KnownTargets = {
    service: `${request.namespace}/${request.serviceName}`,
    scheme: route.downstreamScheme,
    targets,
    readAt: draft.now,
    firstAt: draft.now,
    intervalMicros: request.reads === 'polled' ? millis(Math.max(1, request.pollingIntervalMs)) : 0,
  };
  remember(draft, pod, { lists: { ...lists, [loadBalancerKey(route)]: list } });
}

/** Due when gateways that hold a list of a Service are to read it anew. */
export interface PollDue {
  readonly pod: string;
  readonly list: string;
}

/** A Service's EndpointSlice has changed: a watching gateway hears of it, a polling one at its next beat. */
export function slicesChanged(draft: TrafficDraft, service: string): void {
  for (const pod of draft.keys('ocelots')) {
    for (const [key, list] of Object.entries(draft.get('ocelots', pod)!.lists)) {
      if (list.service !== service) continue;
      const { intervalMicros, firstAt } = list;
      const beats = intervalMicros === 0 ? 0 : Math.floor((draft.now - firstAt) / intervalMicros) + 1;
      draft.schedule({
        type: 'gateway/poll',
        delayMicros:
          (intervalMicros === 0 ? 0 : firstAt + beats * intervalMicros - draft.now) + TIMING.apiServerMicros,
        data: { pod, list: key } satisfies PollDue,
        timer: `poll|${pod}|${key}`,
        ifPending: 'keep',
      });
    }
  }
}

/** A gateway's list is read anew. */
export function onPoll(draft: TrafficDraft, { pod, list: key }: PollDue): void {
  const row = draft.get('ocelots', pod);
  const list = row?.lists[key];
  if (row === undefined || list === undefined) return;
  const targets = readTargets(draft, list.service, list.scheme);
  remember(draft, pod, { lists: { ...row.lists, [key]: { ...list, targets, readAt: draft.now } } });
}
