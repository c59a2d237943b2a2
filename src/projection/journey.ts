/** The focused request as a list of hops, the hop in detail, and what is on the wire now. */
import type { Message } from '../sim/packet/hop';
import { addressOf, kindOfIP } from './addresses';
import type { HopCard, JourneyCard, JourneyHop, StripCard } from './cards';
import type { Focus } from './focus';
import type { WorldView } from './view';

export function journeyCard(view: WorldView, focus: Focus): JourneyCard | null {
  const { request, hops, current } = focus;
  if (request === null) return null;
  const isOver = request.endedAt !== null && view.at >= request.endedAt;
  return {
    request: request.id,
    url: request.url,
    startAt: request.sentAt,
    hops: hops.map((hop, index): JourneyHop => ({
      hopId: hop.hopId,
      index,
      level: hop.level,
      leg: hop.leg,
      kind: hop.kind,
      verdict: hop.verdict,
      title: hop.title,
      sentence: hop.sentence,
      state:
        index < current || (index === current && view.at > hop.endAt)
          ? 'past'
          : index === current
            ? 'now'
            : 'future',
      startAt: hop.startAt,
      endAt: hop.endAt,
    })),
    current,
    outcome:
      isOver && request.outcomeId !== null
        ? {
            id: request.outcomeId,
            message: {
              key: `outcome.${request.outcomeId}`,
              params: { status: request.outcome?.status ?? 0 },
            },
          }
        : null,
  };
}

export function hopCard({ hops, hop, current }: Focus): HopCard | null {
  return hop === null ? null : { hop, index: current, count: hops.length };
}

/** "On the wire now": the headers of the current hop, what of them changes, who changes it and why. */
export function stripCard(view: WorldView, focus: Focus): StripCard | null {
  const { hop } = focus;
  if (hop === null || hop.before === null || hop.after === null)
    return hop === null ? null : programStrip(view, focus);
  const { before, after } = hop;
  const changesSource = before.source.ip !== after.source.ip || before.source.port !== after.source.port;
  const changesDestination =
    before.destination.ip !== after.destination.ip || before.destination.port !== after.destination.port;
  return {
    label: hop.label,
    layer: hop.layer,
    source: addressOf(view, before.source),
    sourceNote: nameOfIP(view, before.source.ip),
    sourceAfter: changesSource ? addressOf(view, after.source) : null,
    destination: addressOf(view, before.destination),
    destinationNote: nameOfIP(view, changesDestination ? after.destination.ip : before.destination.ip),
    destinationAfter: changesDestination ? addressOf(view, after.destination) : null,
    who: whoActed(focus),
    why: whyActed(focus),
  };
}

function programStrip(view: WorldView, focus: Focus): StripCard | null {
  const hop = focus.hop!;
  const request = focus.request;
  const exchange = focus.hops
    .slice(0, focus.current)
    .findLast((one) => one.after !== null && one.layer === 'HTTP');
  const flow = exchange?.after ?? null;
  const client = request === null ? undefined : view.tables.clients[request.client];
  return {
    label: hop.label,
    layer: hop.layer,
    source: flow === null ? { kind: 'client', text: client?.ip ?? '' } : addressOf(view, flow.source),
    sourceNote: flow === null ? (client?.name ?? '') : nameOfIP(view, flow.source.ip),
    sourceAfter: null,
    destination:
      flow === null ? { kind: 'external', text: nameOfPlace(hop.actor) } : addressOf(view, flow.destination),
    destinationNote: flow === null ? '' : nameOfIP(view, flow.destination.ip),
    destinationAfter: null,
    who: whoActed(focus),
    why: whyActed(focus),
  };
}

/** What to call whoever has an address. */
export function nameOfIP(view: WorldView, ip: string): string {
  const owner = view.tables.podIPs[ip];
  if (owner !== undefined) return owner.pod.slice(owner.pod.indexOf('/') + 1);
  const [service] = view.lookup('services', 'byIP', ip);
  if (service !== undefined) return service.slice(service.indexOf('/') + 1);
  const [node] = view.lookup('nodes', 'byIP', ip);
  if (node !== undefined) return node;
  const [client] = view.lookup('clients', 'byIP', ip);
  if (client !== undefined) return view.tables.clients[client]!.name;
  return kindOfIP(view, ip) === 'pod' ? '–' : '';
}

function nameOfPlace(place: string): string {
  return place.slice(place.lastIndexOf('/') + 1);
}

/** Who acted on the current hop. */
function whoActed({ hop }: Focus): Message {
  const decision = hop!.decision;
  switch (decision.by) {
    case 'rules':
      return { key: 'who.kernel', params: { node: decision.node, hook: decision.hook } };
    case 'conntrack':
      return { key: 'who.conntrack', params: { node: decision.node } };
    case 'ocelot':
      return { key: 'who.gateway', params: { pod: nameOfPlace(hop!.actor) } };
    case 'ingress':
      return { key: 'who.ingress', params: { pod: nameOfPlace(hop!.actor) } };
    case 'dns':
      return {
        key: decision.server === 'internet/dns' ? 'who.publicDns' : 'who.coredns',
        params: { pod: nameOfPlace(decision.server) },
      };
    case 'program':
      return { key: 'who.program', params: { pod: nameOfPlace(hop!.actor) } };
    case 'socket':
      return { key: 'who.socket', params: { pod: nameOfPlace(decision.pod ?? hop!.actor) } };
    case 'routing':
      return { key: 'who.routing', params: {} };
  }
}

/** By what it was decided. */
function whyActed({ hop }: Focus): Message {
  const decision = hop!.decision;
  switch (decision.by) {
    case 'rules': {
      if (hop!.verdict === 'rejected') return { key: 'why.reject', params: {} };
      const { matched, choices } = decision;
      const draws = decision.examined.filter((rule) => rule.probability !== undefined);
      const hit = draws.findIndex((rule) => rule.matched);
      const index = matched?.endpoint === undefined ? 0 : choices.indexOf(matched.endpoint) + 1;
      const last = draws.at(-1);
      if (choices.length > 1 && hit >= 0) {
        return {
          key: 'why.draw',
          params: {
            index,
            of: choices.length,
            probability: (last?.probability ?? 1).toFixed(5),
            drawn: (last?.drawn ?? 0).toFixed(2),
          },
        };
      }
      if (choices.length > 1) return { key: 'why.rest', params: { index, of: choices.length } };
      return {
        key: choices.length === 1 ? 'why.only' : 'why.rule',
        params: { count: decision.examinedCount },
      };
    }
    case 'conntrack':
      return {
        key: decision.direction === 'reply' ? 'why.conntrackReply' : 'why.conntrackOriginal',
        params: {},
      };
    case 'ocelot':
      return decision.matched
        ? {
            key: 'why.route',
            params: {
              file: decision.file,
              line: decision.line ?? 0,
              upstream: decision.upstreamPathTemplate ?? '',
            },
          }
        : { key: 'why.noRoute', params: { file: decision.file, count: decision.rejected.length } };
    case 'ingress':
      return { key: 'why.ingress', params: { ingress: decision.ingress, count: decision.endpoints.length } };
    case 'dns':
      return { key: 'why.dns', params: { rcode: decision.queries[0]?.rcode ?? '' } };
    case 'program':
      return {
        key: decision.status === undefined ? 'why.code' : 'why.status',
        params: { status: decision.status ?? 0, note: decision.note ?? '' },
      };
    case 'socket':
      return { key: `why.socket.${decision.reason}`, params: {} };
    case 'routing':
      return { key: 'why.routing', params: {} };
  }
}
