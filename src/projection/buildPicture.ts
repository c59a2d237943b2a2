/** Puts a Picture together: the structure (when something changed) and what moves (for each frame). */
import type { Message } from '../sim/packet/hop';
import { configurationOf } from '../sim/traffic/servers/gateway';
import { workloadOf } from '../sim/traffic/programs';
import { expectedRoad } from './expectedRoad';
import { lastAtOrBefore, type FactLog } from './factLog';
import type { Focus } from './focus';
import { outcomeMessage, shortName } from './journey';
import { nodeBoxes, wavefronts } from './nodes';
import type { ClientBox, DnsBox, Picture, RouteBox } from './picture';
import { podBox, workloadBoxes } from './pods';
import { capsule, packetDots, roadMarks } from './road';
import { serviceBoxes, sliceBox } from './services';
import { reader, type WorldView } from './view';

/** Everything of a Picture but what moves by itself. */
export type Structure = Omit<Picture, 'at' | 'capsule' | 'dots' | 'caption' | 'lit'>;

/** The structure at a moment; `revision` is the caller's name for it. */
export function buildStructure(view: WorldView, log: FactLog, focus: Focus, revision: number): Structure {
  return {
    revision,
    clients: clientBoxes(view, focus),
    workloads: workloadBoxes(view, focus),
    services: serviceBoxes(view, log, focus),
    dns: dnsBox(view, focus),
    route: routeBox(view, focus),
    slice: sliceBox(view, log, focus, focus.service),
    nodes: nodeBoxes(view, log, focus),
    wavefronts: wavefronts(view, log, focus),
    road: roadMarks(view, focus),
    outcomes: Object.keys(view.tables.outcomes)
      .sort()
      .map((id) => ({ id, count: view.tables.outcomes[id]!.count })),
    inFlight: Object.keys(view.tables.requests).length,
  };
}

/** Adds what moves. */
export function withMotion(structure: Structure, view: WorldView, log: FactLog, focus: Focus): Picture {
  return {
    ...structure,
    at: view.at,
    caption: captionAt(view, log, focus),
    capsule: capsule(view, focus),
    dots: packetDots(view, focus.request?.id ?? null),
    lit: [],
  };
}

function clientBoxes(view: WorldView, focus: Focus): ClientBox[] {
  return Object.keys(view.tables.clients)
    .sort()
    .map((id) => {
      const client = view.tables.clients[id]!;
      const request = focus.request !== null && focus.request.client === id ? focus.request : null;
      const isWaiting = request !== null && (request.endedAt === null || view.at < request.endedAt);
      const outcome = request !== null && !isWaiting ? request.outcome : null;
      return {
        place: `client/${id}`,
        name: client.name,
        ip: client.ip,
        url: request?.url ?? client.urls[0] ?? '',
        state: request === null ? 'idle' : isWaiting ? 'waiting' : outcome?.kind === 'ok' ? 'done' : 'failed',
        status: outcome === null || outcome.status === null ? null : String(outcome.status),
      };
    });
}

function dnsBox(view: WorldView, focus: Focus): DnsBox | null {
  const key = 'kube-system/kube-dns';
  const service = view.tables.services[key];
  if (service === undefined) return null;
  const pods = view
    .lookup('endpointSlices', 'byService', key)
    .flatMap((slice) => view.tables.endpointSlices[slice]!.endpoints)
    .flatMap(({ targetRef }) => (targetRef === undefined ? [] : [`${targetRef.namespace}/${targetRef.name}`]))
    .filter((pod, index, all) => view.tables.pods[pod] !== undefined && all.indexOf(pod) === index);
  return {
    service: key,
    vip: { kind: 'vip', text: `${service.spec.clusterIP}:53` },
    pods: pods.map((pod) => podBox(view, pod, focus)),
    exchange: lastExchange(view, focus),
  };
}

/** The question that was asked last on the focused request's road, and its answer once it is known. */
function lastExchange(view: WorldView, { request }: Focus): DnsBox['exchange'] {
  const hops = request?.hops ?? [];
  const known = hops.findLast(
    (hop) =>
      hop.startAt <= view.at &&
      hop.decision.by === 'dns' &&
      hop.decision.server.startsWith('pod/') &&
      hop.label === 'A',
  );
  const asked = hops.findLast(
    (hop) => hop.startAt <= view.at && hop.kind === 'rewrite' && hop.layer === 'DNS' && hop.label === 'A?',
  );
  if (
    known !== undefined &&
    known.decision.by === 'dns' &&
    (asked === undefined || known.startAt >= asked.startAt)
  ) {
    const query = known.decision.queries[0];
    const answer = query?.answers.findLast((record) => record.type === 'A');
    const isKnown = view.at >= known.endAt;
    return {
      question: query?.name ?? '',
      type: query?.type ?? 'A',
      rcode: isKnown ? (query?.rcode ?? null) : null,
      answer: isKnown ? (answer?.data ?? null) : null,
      ttlSeconds: isKnown ? (answer?.ttl ?? null) : null,
    };
  }
  if (asked === undefined) return null;
  const question = String(asked.title.params['name'] ?? '');
  return { question, type: 'A', rcode: null, answer: null, ttlSeconds: null };
}

function routeBox(view: WorldView, { request }: Focus): RouteBox | null {
  const decided = request?.hops.find((hop) => hop.startAt <= view.at && hop.decision.by === 'ocelot');
  const expected = expectedRoad(view).gateway;
  const acting = decided === undefined ? undefined : view.tables.pods[decided.actor.replace(/^pod\//, '')];
  const decider = acting === undefined ? null : workloadOf(reader(view), acting);
  const gateway = decider ?? expected?.workload ?? Object.keys(view.tables.gateways).sort()[0];
  const row = gateway === undefined ? undefined : view.tables.gateways[gateway];
  if (row === undefined) return null;
  const configuration = configurationOf(row);
  const decision = decided?.decision;
  const index = decision?.by === 'ocelot' ? decision.routeIndex : null;
  const likely = expected?.workload === gateway ? expected?.route : undefined;
  const route = configuration?.routes[index ?? likely ?? 0];
  if (route === undefined) return null;
  const target = route.downstreamHostAndPorts[0];
  const isUnmatched = decision?.by === 'ocelot' && !decision.matched;
  return {
    file: row.file,
    line: route.position.line,
    method: route.upstreamHttpMethod[0] ?? 'GET',
    upstream: route.upstreamPathTemplate,
    target:
      target === undefined
        ? `${configuration?.serviceDiscovery.type ?? ''} ${route.serviceName}`.trim()
        : `${target.host}:${target.port}`,
    downstream: route.downstreamPathTemplate,
    placeholders: decision?.by === 'ocelot' ? decision.placeholders : {},
    state: isUnmatched ? 'unmatched' : index === null ? 'idle' : 'matched',
    isDiscovered: target === undefined,
  };
}

/** The one sentence for this moment: of the hop that goes on, else of the outcome, else an invitation. */
export function captionAt(view: WorldView, log: FactLog, focus: Focus): Message {
  const { request, hop, current, hops } = focus;
  const event = log.events[lastAtOrBefore(log.events, view.at, (one) => one.at)];
  const roadEnd = Math.max(request?.endedAt ?? -Infinity, hop?.endAt ?? -Infinity);
  const isOnRoad = request !== null && (request.endedAt === null || view.at < request.endedAt);
  if (event !== undefined && event.at >= 0 && !isOnRoad && event.at >= roadEnd) return event.message;
  if (request === null) {
    const { isDiscovered, gateway } = expectedRoad(view);
    const words = {
      service: nameOf(focus.service),
      gateway: nameOf(gateway?.workload.split('/').at(-1) ?? ''),
    };
    return { key: isDiscovered ? 'caption.idleDiscovered' : 'caption.idle', params: words };
  }
  const isOver = request.endedAt !== null && view.at >= request.endedAt && current === hops.length - 1;
  if (isOver && request.outcomeId !== null && view.at > (hop?.endAt ?? 0)) {
    if (request.outcome?.kind !== 'ok') return outcomeMessage('outcomeWhy', request);
    return {
      key: isDiscovered(request.hops) ? 'caption.okDiscovered' : 'caption.ok',
      params: {
        status: request.outcome.status ?? 0,
        pod: shortName(nameOf(request.outcome.servedBy)),
        milliseconds: Math.round((request.endedAt! - request.sentAt) / 1000),
      },
    };
  }
  if (hop !== null) return hop.sentence;
  return { key: request.client === '' ? 'caption.exec' : 'caption.sent', params: { url: request.url } };
}

function nameOf(key: string | null): string {
  return key === null ? '' : key.slice(key.indexOf('/') + 1);
}

/** The gateway took the Pod from the API server's list. */
function isDiscovered(hops: Focus['hops']): boolean {
  return hops.some(({ decision }) => decision.by === 'ocelot' && decision.discovery !== undefined);
}
