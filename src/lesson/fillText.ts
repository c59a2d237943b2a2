/**
 * Fills the places of a lesson's sentences from the simulation, so that no address or count is ever typed into a
 * text: `{ip:Deployment/default/web#0}`, `{vip:Service/default/web}`, `{requests:502}` …
 */
import type { Reference } from '../scenario/scenario';
import type { Micros } from '../sim/kernel/time';
import type { Outcome } from '../sim/packet/hop';
import { remembered } from './memory';
import { numbered, podsOf, type LessonTimeline, type PodNames } from './references';
import { answersOf, membersOf } from './requests';

export interface TextMoment {
  readonly at: Micros;
  /** Requests count from here. */
  readonly startedAt: Micros;
  readonly names: PodNames;
}

const PLACE = /\{(\w+):([^{}\s]+)\}/g;

/**
 * The text with its places filled in as things are at a moment; Pods that are gone are remembered. What cannot be
 * filled in is shown in brackets: `⟦ip:…⟧`. Looks at the timeline.
 */
export function fillText(text: string, timeline: LessonTimeline, moment: TextMoment): string {
  if (text.search(PLACE) < 0) return text;
  const { at, startedAt, names } = moment;
  return remembered(timeline, at, `${startedAt} ${JSON.stringify(names)} ${text}`, () =>
    text.replace(PLACE, (_, word: string, reference: string) => {
      return fillers[word]?.(reference, timeline, moment) ?? `⟦${word}:${reference}⟧`;
    }),
  );
}

type Filler = (reference: Reference, timeline: LessonTimeline, moment: TextMoment) => string | undefined;

const fillers: Readonly<Record<string, Filler>> = {
  __proto__: null as never,
  ip: (reference, timeline, moment) => addressOf(plain(reference, timeline, moment), timeline, moment),
  name: (reference, timeline, moment) => nameOf(plain(reference, timeline, moment)),
  short: (reference, timeline, moment) => nameOf(plain(reference, timeline, moment))?.replace(/^.*-/, ''),
  node: (reference, timeline, moment) => nodeOf(plain(reference, timeline, moment), timeline, moment),
  vip: (reference, timeline, { at }) => service(reference, timeline, at)?.spec.clusterIP,
  port: (reference, timeline, { at }) => service(reference, timeline, at)?.spec.ports[0]?.port.toString(),
  replicas: (reference, timeline, { at }) => {
    const key = keyIn('Deployment', reference);
    return timeline.worldAt(at).tables.deployments[key]?.spec.replicas.toString();
  },
  requests: (kind, timeline, moment) => countRequests(kind, timeline, moment)?.toString(),
  served: (reference, timeline, { at, startedAt, names }) => {
    const members = membersOf(reference, timeline, names, startedAt, at);
    return members.size === 0 ? undefined : String(answersOf(members, timeline, startedAt, at).length);
  },
  age: (reference, timeline, moment) => {
    const key = keyIn('Pod', plain(reference, timeline, moment));
    const born = timeline.worldAt(moment.at).tables.pods[key]?.metadata.creationMicros;
    return born === undefined ? undefined : age(moment.at - born);
  },
};

/** A numbered reference as `Pod/…`: as it was fixed, or, if that Pod was not there then, as it is at the moment. */
function plain(reference: Reference, timeline: LessonTimeline, { at, names }: TextMoment): Reference {
  const one = numbered(reference);
  if (one === null) return reference;
  const pod = names[reference] ?? podsOf(timeline, one.owner, at)[one.ordinal];
  return pod === undefined ? '' : `Pod/${pod}`;
}

function keyIn(kind: string, reference: Reference): string {
  return reference.startsWith(`${kind}/`) ? reference.slice(kind.length + 1) : '';
}

function nameOf(reference: Reference): string | undefined {
  return reference === '' ? undefined : reference.slice(reference.lastIndexOf('/') + 1);
}

function service(reference: Reference, timeline: LessonTimeline, at: Micros) {
  return timeline.worldAt(at).tables.services[keyIn('Service', reference)];
}

function addressOf(reference: Reference, timeline: LessonTimeline, moment: TextMoment): string | undefined {
  const { tables } = timeline.worldAt(moment.at);
  const key = reference.slice(reference.indexOf('/') + 1);
  switch (reference.slice(0, reference.indexOf('/'))) {
    case 'Pod':
      return tables.pods[key]?.status.podIP ?? ofGone(key, 'ip', timeline, moment);
    case 'Service':
      return tables.services[key]?.spec.clusterIP;
    case 'Node':
      return tables.nodes[key]?.status.internalIP;
    case 'client':
      return tables.clients[key]?.ip;
    default:
      return undefined;
  }
}

function nodeOf(reference: Reference, timeline: LessonTimeline, moment: TextMoment): string | undefined {
  const key = keyIn('Pod', reference);
  const pod = timeline.worldAt(moment.at).tables.pods[key];
  return pod?.spec.nodeName ?? ofGone(key, 'node', timeline, moment);
}

/** The address or node of a Pod that is gone. */
function ofGone(
  key: string,
  what: 'ip' | 'node',
  timeline: LessonTimeline,
  { startedAt, at }: TextMoment,
): string | undefined {
  const told = timeline.factsOfType('pod/gotAddress').find((fact) => fact['pod'] === key && fact.at <= at);
  if (told !== undefined) return told[what] as string;
  const pod = timeline.worldAt(Math.min(startedAt, at)).tables.pods[key];
  return what === 'ip' ? pod?.status.podIP : pod?.spec.nodeName;
}

/** `ok`, `failed`, `all`, a status, or how requests ended: `dnsFailure`, `502.refused`. */
function countRequests(kind: string, timeline: LessonTimeline, { startedAt, at }: TextMoment): number {
  return timeline.factsOfType('request/ended').filter((fact) => {
    if (fact.at < startedAt || fact.at > at) return false;
    const outcome = fact['outcome'] as Outcome;
    if (kind === 'all') return true;
    if (kind === 'failed') return outcome.kind !== 'ok';
    return kind === outcome.kind || kind === String(outcome.status) || kind === fact['outcomeId'];
  }).length;
}

/** An age as kubectl prints it. Source: k8s.io/apimachinery pkg/util/duration/duration.go HumanDuration. */
function age(micros: Micros): string {
  const seconds = Math.max(0, Math.floor(micros / 1_000_000));
  if (seconds < 120) return `${seconds}s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 10) return seconds % 60 === 0 ? `${minutes}m` : `${minutes}m${seconds % 60}s`;
  if (minutes < 180) return `${minutes}m`;
  const hours = Math.floor(minutes / 60);
  return hours < 8 && minutes % 60 !== 0 ? `${hours}h${minutes % 60}m` : `${hours}h`;
}
