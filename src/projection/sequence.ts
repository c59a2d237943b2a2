/** The followed request as a sequence diagram: who takes part, in the order of the road, and one item for each hop. */
import type { Hop } from '../sim/packet/hop';
import type { Focus } from './focus';
import { isReply } from './road';
import { podsOf } from './servicePods';
import type { Participant, SequenceCard, SequenceItem } from './storyCards';
import type { WorldView } from './view';

/** The diagram at a moment; null before any request. Items are the hops that are stepped through. */
export function sequenceCard(view: WorldView, focus: Focus): SequenceCard | null {
  const { request, hops, current } = focus;
  if (request === null) return null;
  const items = hops.map((hop, index) => itemOf(view, hop, stateOf(view, hop, index, current)));
  const places = new Set<string>([`client/${request.client}`]);
  for (const { from, to } of items) {
    places.add(from);
    places.add(to);
  }
  return {
    request: request.id,
    url: request.url,
    startAt: request.sentAt,
    participants: [...places].map((place) => participantAt(view, place)),
    items,
    current,
  };
}

function stateOf(view: WorldView, hop: Hop, index: number, current: number): SequenceItem['state'] {
  if (index < current || (index === current && view.at > hop.endAt)) return 'past';
  return index === current ? 'now' : 'future';
}

function itemOf(view: WorldView, hop: Hop, state: SequenceItem['state']): SequenceItem {
  const kind = kindOf(hop);
  const ends = kind === 'note' ? [hop.actor, hop.actor] : endsOf(hop, kind);
  return {
    hopId: hop.hopId,
    kind,
    from: idOf(view, ends[0]!),
    to: idOf(view, ends[1]!),
    label: kind === 'note' ? '' : hop.label,
    message: hop.title,
    state,
    at: hop.kind === 'timeout' ? hop.endAt : hop.startAt,
  };
}

const DNS_SERVICE = 'kube-system/kube-dns';

/** Which CoreDNS Pod answers does not matter here: they stand for one. */
function idOf(view: WorldView, place: string): string {
  if (!place.startsWith('pod/')) return place;
  const pod = place.slice('pod/'.length);
  const isDns = podsOf(view, DNS_SERVICE).includes(pod) || pod.startsWith('kube-system/coredns-');
  return isDns ? 'dns' : place;
}

function kindOf(hop: Hop): SequenceItem['kind'] {
  if (isAtApiServer(hop)) return isReply(hop) || hop.verdict === 'failed' ? 'reply' : 'request';
  if (hop.kind === 'decide' || hop.kind === 'work' || hop.kind === 'timeout') return 'note';
  if (hop.verdict === 'dropped' || hop.kind === 'lost') return 'lost';
  if (hop.verdict === 'rejected' || hop.kind === 'refused') return 'refused';
  if (hop.kind === 'rewrite') return 'rewrite';
  return hop.kind !== 'resolve' && isReply(hop) ? 'reply' : 'request';
}

/** A question to the API server, or its answer. */
function isAtApiServer({ route }: Hop): boolean {
  return route.length > 1 && route.some(({ place }) => place === 'api');
}

/**
 * From whom to whom. Kernels on the way pass unseen, but where one rewrites, rejects or drops, that is where
 * the message comes to.
 */
function endsOf(hop: Hop, kind: SequenceItem['kind']): [string, string] {
  const places = hop.route.map((point) => point.place);
  const first = places[0] ?? hop.actor;
  if (hop.kind === 'resolve') return [first, hop.actor];
  if (kind === 'rewrite' || (kind === 'refused' && hop.decision.by === 'rules'))
    return [first.startsWith('node/') ? hop.actor : first, hop.actor];
  const last = places.at(-1) ?? hop.actor;
  if (kind === 'lost') return [first, last === first ? hop.actor : last];
  return [first, last];
}

const GIVEN_NAME = /^(.+)-[bcdf-hj-np-tv-xz2-9]{1,10}-([bcdf-hj-np-tv-xz2-9]{5})$/;

function participantAt(view: WorldView, place: string): Participant {
  const name = place.slice(place.lastIndexOf('/') + 1);
  const id = place;
  if (place.startsWith('client/'))
    return { id, kind: 'client', place, name: view.tables.clients[name]?.name ?? name, note: '' };
  if (place.startsWith('node/')) return { id, kind: 'kernel', place, name, note: '' };
  if (place === 'internet/dns') return { id, kind: 'publicDns', place, name: '', note: '' };
  if (place === 'api') return { id, kind: 'apiServer', place, name: 'API server', note: '' };
  if (place === 'dns') return { id, kind: 'dns', place, name: 'CoreDNS', note: '' };
  const given = GIVEN_NAME.exec(name);
  if (given === null) return { id, kind: 'pod', place, name, note: '' };
  return { id, kind: 'pod', place, name: given[1]!.replace(/-deployment$/, ''), note: `…${given[2]!}` };
}
