/** The focused request as a list of hops, the hop in detail, and what is on the wire now. */
import type { FlowHeaders } from '../sim/packet/headers';
import type { Hop, Message } from '../sim/packet/hop';
import { addressOf, kindOfIP } from './addresses';
import type { HopCard, JourneyCard, JourneyHop, StripCard } from './cards';
import type { RequestStory } from './factLog';
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
            isGood: request.outcome?.kind === 'ok',
            message: outcomeMessage('outcome', request),
            why: outcomeMessage('outcomeWhy', request),
            failedHop: failedHop(focus)?.hopId ?? null,
          }
        : null,
  };
}

/** How a request ended (`outcome`), or why (`outcomeWhy`); a bare status without a cause of its own is named as such. */
export function outcomeMessage(
  kind: 'outcome' | 'outcomeWhy',
  { outcome, outcomeId }: Pick<RequestStory, 'outcome' | 'outcomeId'>,
): Message {
  const id = outcomeId ?? 'inFlight';
  const isBareStatus = /^\d+$/.test(id) && id !== '200';
  return { key: `${kind}.${isBareStatus ? 'other' : id}`, params: { status: outcome?.status ?? 0 } };
}

/** Where the network or a rule turned the packet away: what programs then make of it follows from that. */
const TURNED_AWAY: ReadonlySet<Hop['verdict']> = new Set(['rejected', 'refused', 'dropped']);

/** The hop on which the request went wrong; null if it went well. */
function failedHop({ request, hops }: Focus): Hop | null {
  const outcome = request?.outcome ?? null;
  if (outcome === null || outcome.kind === 'ok') return null;
  const turnedAway = hops.findLast((hop) => TURNED_AWAY.has(hop.verdict));
  return turnedAway ?? hops.find((hop) => hop.verdict === 'failed') ?? null;
}

export function hopCard({ hops, hop, current }: Focus): HopCard | null {
  return hop === null ? null : { hop, index: current, count: hops.length };
}

/** "On the wire now": the headers of the current hop, what of them changes, who changes it and why. */
export function stripCard(view: WorldView, focus: Focus): StripCard | null {
  const { hop, request } = focus;
  if (hop === null) return null;
  const state = stripState(view, focus);
  const holder = state === 'held' ? workloadOf(nameOfPlace(holderOf(hop))) : '';
  const shared = {
    state,
    holder,
    label: hop.label,
    layer: hop.layer,
    who: whoActed(focus),
    why: whyActed(focus),
  };
  if (hop.before !== null && hop.after !== null && state !== 'held') {
    const { before, after } = hop;
    return {
      ...shared,
      ...endOf(view, 'source', before, after),
      ...endOf(view, 'destination', before, after),
    };
  }
  const last = focus.hops
    .slice(0, focus.current)
    .findLast((one) => one.after !== null && one.kind !== 'lost');
  const flow = hop.before ?? last?.after ?? null;
  if (flow !== null) {
    const received =
      hop.before === null && last !== undefined ? { label: last.label, layer: last.layer } : {};
    return {
      ...shared,
      ...received,
      ...endOf(view, 'source', flow, flow),
      ...endOf(view, 'destination', flow, flow),
    };
  }
  const client = request === null ? undefined : view.tables.clients[request.client];
  return {
    ...shared,
    source: { kind: 'client', text: client?.ip ?? '' },
    sourceNote: client?.name ?? '',
    sourceAfter: null,
    sourceAfterNote: '',
    destination: { kind: 'external', text: nameOfPlace(hop.actor) },
    destinationNote: '',
    destinationAfter: null,
    destinationAfterNote: '',
  };
}

/** Programs hold what came last while they decide, work or wait; a name asked of public DNS does travel. */
function stripState(view: WorldView, { hop, request, current, hops }: Focus): StripCard['state'] {
  const endedAt = request?.endedAt ?? Infinity;
  const isOver = view.at >= endedAt && current === hops.length - 1;
  if (isOver && view.at > hop!.endAt) return 'over';
  const isHeld = hop!.kind === 'decide' || hop!.kind === 'work' || hop!.kind === 'timeout';
  return isHeld ? 'held' : 'wire';
}

function holderOf(hop: Hop): string {
  return hop.decision.by === 'dns' ? hop.decision.server : hop.actor;
}

type Ends = Pick<
  StripCard,
  | 'source'
  | 'sourceNote'
  | 'sourceAfter'
  | 'sourceAfterNote'
  | 'destination'
  | 'destinationNote'
  | 'destinationAfter'
  | 'destinationAfterNote'
>;

/** One end of the packet before and after: addresses and whose they are. */
function endOf<End extends 'source' | 'destination'>(
  view: WorldView,
  end: End,
  before: FlowHeaders,
  after: FlowHeaders,
): Pick<Ends, End | `${End}Note` | `${End}After` | `${End}AfterNote`> {
  const changes = before[end].ip !== after[end].ip || before[end].port !== after[end].port;
  return {
    [end]: addressOf(view, before[end]),
    [`${end}Note`]: nameOfIP(view, before[end].ip),
    [`${end}After`]: changes ? addressOf(view, after[end]) : null,
    [`${end}AfterNote`]: changes ? nameOfIP(view, after[end].ip) : '',
  } as Pick<Ends, End | `${End}Note` | `${End}After` | `${End}AfterNote`>;
}

/** What to call whoever has an address. */
export function nameOfIP(view: WorldView, ip: string): string {
  const owner = view.tables.podIPs[ip];
  if (owner !== undefined) return shortName(nameOfPlace(owner.pod));
  const [service] = view.lookup('services', 'byIP', ip);
  if (service !== undefined) return service.slice(service.indexOf('/') + 1);
  const [node] = view.lookup('nodes', 'byIP', ip);
  if (node !== undefined) return node;
  const [client] = view.lookup('clients', 'byIP', ip);
  if (client !== undefined) return view.tables.clients[client]!.name;
  return kindOfIP(view, ip) === 'pod' ? '–' : '';
}

/** Names that a ReplicaSet gives: workload, hash of the template, five letters of its own. */
const GIVEN_NAME = /^(.+)-[bcdf-hj-np-tv-xz2-9]{1,10}-([bcdf-hj-np-tv-xz2-9]{5})$/;

/** `user-api-deployment-75dc567d7f-w8k4n` as `user-api-deployment …w8k4n`; other names as they are. */
export function shortName(name: string): string {
  return name.replace(GIVEN_NAME, '$1 …$2');
}

/** `user-api-deployment-75dc567d7f-w8k4n` as `user-api-deployment`. */
function workloadOf(name: string): string {
  return name.replace(GIVEN_NAME, '$1');
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
      return { key: 'who.gateway', params: { pod: shortName(nameOfPlace(hop!.actor)) } };
    case 'discovery':
      return { key: 'who.gateway', params: { pod: shortName(nameOfPlace(hop!.actor)) } };
    case 'ingress':
      return { key: 'who.ingress', params: { pod: shortName(nameOfPlace(hop!.actor)) } };
    case 'dns':
      return {
        key: decision.server === 'internet/dns' ? 'who.publicDns' : 'who.coredns',
        params: { pod: shortName(nameOfPlace(decision.server)) },
      };
    case 'program':
      return { key: 'who.program', params: { pod: shortName(nameOfPlace(hop!.actor)) } };
    case 'socket':
      return { key: 'who.socket', params: { pod: shortName(nameOfPlace(decision.pod ?? hop!.actor)) } };
    case 'routing':
      return { key: 'who.routing', params: {} };
  }
}

function isRewritten({ before, after }: Hop): boolean {
  if (before === null || after === null) return false;
  return (['source', 'destination'] as const).some(
    (end) => before[end].ip !== after[end].ip || before[end].port !== after[end].port,
  );
}

/** What turned a packet away: no endpoint, or an address that no Service has with this port. */
function whyRejected({ matched }: Extract<Hop['decision'], { by: 'rules' }>): string {
  if (matched?.table === 'ipvs') return 'why.rejectIpvs';
  return matched?.service === undefined ? 'why.rejectPort' : 'why.reject';
}

/** By what it was decided. */
function whyActed({ hop }: Focus): Message {
  const decision = hop!.decision;
  switch (decision.by) {
    case 'rules': {
      const { matched, choices, ipvs } = decision;
      if (hop!.verdict === 'rejected') return { key: whyRejected(decision), params: {} };
      const draws = decision.examined.filter((rule) => rule.probability !== undefined);
      const hit = draws.findIndex((rule) => rule.matched);
      const index = matched?.endpoint === undefined ? 0 : choices.indexOf(matched.endpoint) + 1;
      const last = draws.at(-1);
      if (ipvs !== undefined && choices.length > 1) {
        const key = ipvs.isHeld ? 'why.held' : 'why.scheduled';
        return { key, params: { scheduler: ipvs.scheduler, index, of: choices.length } };
      }
      if (choices.length > 1 && hit >= 0 && decision.mode === 'nftables') {
        return { key: 'why.numgen', params: { number: index - 1, last: choices.length - 1 } };
      }
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
      if (!isRewritten(hop!)) return { key: 'why.conntrackSame', params: {} };
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
    case 'discovery':
      return {
        key: decision.isForbidden ? 'why.discoveryForbidden' : 'why.discovery',
        params: {
          provider: decision.provider,
          count: decision.targets.length,
          balancer: decision.balancer,
        },
      };
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
