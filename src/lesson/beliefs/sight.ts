/** What a belief is about and what can be seen of it: the true trace of a step, sorted for comparing. */
import type { Reference } from '../../scenario/scenario';
import { matchesLabels } from '../../sim/cluster/selectors';
import type { Pod, Service } from '../../sim/cluster/objects';
import type { Fact } from '../../sim/kernel/draft';
import type { Micros } from '../../sim/kernel/time';
import type { Place } from '../../sim/packet/headers';
import type { Hop } from '../../sim/packet/hop';
import type { StepRun } from '../goals';
import { remembered } from '../memory';
import { plainReference, type LessonTimeline } from '../references';
import { membersOf, requestsBetween, type SeenRequest } from '../requests';

/** A request that met the Service: how it came there and where it went on to. */
export interface Visit {
  readonly request: SeenRequest;
  /** Who sent to the Service. */
  readonly caller: Place;
  /** The first packet that has the VIP on it: a SYN, or, on a connection that was kept, the request itself. */
  readonly entry: Hop;
  /** A new connection was opened for it. */
  readonly isNew: boolean;
  /** Address of the Pod to which the packet was rewritten; null if it was turned away. */
  readonly ip: string | null;
  /** The hops of that stretch, look-ups included. */
  readonly hops: readonly Hop[];
}

export interface Sight {
  readonly timeline: LessonTimeline;
  readonly startedAt: Micros;
  readonly at: Micros;
  readonly opening: Opening;
  /** `namespace/name` of the Service; empty if the belief is about none. */
  readonly service: string;
  readonly vip: string;
  /** `10.103.22.45:80`. */
  readonly vipSocket: string;
  /** Keys of the Pods behind it, those that came or went during the step included. */
  readonly members: ReadonlySet<string>;
  /** Those that were ready when the step began, sorted by name. */
  readonly readyAtStart: readonly string[];
  /** Requests since the step began, in the order of sending. */
  readonly requests: readonly SeenRequest[];
  readonly visits: readonly Visit[];
  readonly nodes: readonly string[];
  /** About how many requests are to come in all. */
  readonly expected: number;
}

/** How things were when the step began. */
interface Opening {
  readonly service: string;
  readonly vip: string;
  readonly port: number;
  readonly nodes: readonly string[];
  /** Addresses and who had them. */
  readonly podOf: ReadonlyMap<string, string>;
  readonly ipOf: ReadonlyMap<string, string>;
  readonly ready: ReadonlySet<string>;
  /** Pods whose container ran although they were not ready. */
  readonly running: ReadonlySet<string>;
}

function openingOf(about: Reference, timeline: LessonTimeline, at: Micros): Opening {
  return remembered(timeline, at, `opening ${about}`, () => {
    const { tables } = timeline.worldAt(at);
    const [key, service] = serviceOf(about, tables);
    const pods = Object.entries(tables.pods);
    const keysOf = (isMeant: (pod: Pod, key: string) => boolean) =>
      new Set(pods.flatMap(([pod, object]) => (isMeant(object, pod) ? [pod] : [])));
    return {
      service: key,
      vip: service?.spec.clusterIP ?? '',
      port: service?.spec.ports[0]?.port ?? 0,
      nodes: Object.keys(tables.ruleSets).sort(),
      podOf: new Map(Object.entries(tables.podIPs).map(([ip, { pod }]) => [ip, pod.replace(/^pod\//, '')])),
      ipOf: new Map(pods.map(([pod, { status }]) => [pod, status.podIP ?? ''])),
      ready: keysOf(({ status }) => status.ready),
      running: keysOf(({ status, metadata }, pod) => {
        const isAlive = metadata.deletionMicros === undefined && tables.processes[pod] !== undefined;
        return isAlive && status.phase === 'Running' && !status.ready;
      }),
    };
  });
}

/** The step as seen at a moment. Looks at the timeline. */
export function sightOf(run: StepRun, about: Reference, at: Micros, expected: number): Sight {
  const { timeline, startedAt, names } = run;
  const plain = plainReference(about, names);
  const opening = openingOf(plain, timeline, startedAt);
  const { service, vip, port, nodes } = opening;
  const members = membersOf(service === '' ? plain : `Service/${service}`, timeline, names, startedAt, at);
  const requests = requestsBetween(timeline, startedAt, at);
  return {
    timeline,
    startedAt,
    at,
    opening,
    service,
    vip,
    vipSocket: `${vip}:${port}`,
    members,
    readyAtStart: [...members].filter((pod) => opening.ready.has(pod)).sort(),
    requests,
    visits: vip === '' ? [] : requests.flatMap((request) => visitOf(request, vip) ?? []),
    nodes,
    expected,
  };
}

/** The Service itself, or the first one in front of a workload. */
function serviceOf(
  about: Reference,
  tables: ReturnType<LessonTimeline['worldAt']>['tables'],
): [string, Service | undefined] {
  const slash = about.indexOf('/');
  const [kind, key] = [about.slice(0, slash), about.slice(slash + 1)];
  if (kind === 'Service') return [key, tables.services[key]];
  const labels = tables.deployments[key]?.spec.template.labels ?? {};
  const namespace = key.slice(0, key.indexOf('/'));
  for (const [name, service] of Object.entries(tables.services).sort()) {
    const selector = service.spec.selector ?? {};
    const isBehind = Object.keys(selector).length > 0 && matchesLabels(selector, labels);
    if (isBehind && service.metadata.namespace === namespace) return [name, service];
  }
  return ['', undefined];
}

function visitOf(request: SeenRequest, vip: string): Visit | undefined {
  const entry = request.hops.find((hop) => hop.layer !== 'DNS' && hop.before?.destination.ip === vip);
  if (entry === undefined) return undefined;
  const hops = request.hops.filter((hop) => hop.leg === entry.leg);
  const ip = entry.after?.destination.ip ?? vip;
  const caller = entry.route[0]?.place ?? entry.actor;
  return { request, caller, entry, isNew: entry.label === 'SYN', ip: ip === vip ? null : ip, hops };
}

/** The Pod that has, or last had, an address, as far as the step has come; null if nobody had it. */
export function podAt(sight: Sight, ip: string): string | null {
  const told = sight.timeline
    .factsOfType('pod/gotAddress')
    .findLast((fact) => fact['ip'] === ip && fact.at <= sight.at);
  if (told !== undefined && told.at > sight.startedAt) return told['pod'] as string;
  return sight.opening.podOf.get(ip) ?? null;
}

/** The address of a Pod; empty while it has none. */
export function ipOf(sight: Sight, pod: string): string {
  const told = sight.timeline
    .factsOfType('pod/gotAddress')
    .find((fact) => fact['pod'] === pod && fact.at <= sight.at);
  return (sight.opening.ipOf.get(pod) ?? '') || ((told?.['ip'] as string | undefined) ?? '');
}

/** `w8k4n` of `default/user-api-deployment-75dc567d7f-w8k4n`. */
export function shortOf(pod: string): string {
  return pod.slice(Math.max(pod.lastIndexOf('-'), pod.lastIndexOf('/')) + 1);
}

/** `api-gateway` of `pod/default/api-gateway-848c4b5b4-l4rsv`; other places by their last word. */
export function workloadName(place: Place): string {
  const name = place.slice(place.lastIndexOf('/') + 1);
  return place.startsWith('pod/')
    ? name.replace(/-[bcdf-hj-np-tv-xz2-9]{1,10}-[bcdf-hj-np-tv-xz2-9]{5}$/, '')
    : name;
}

/** The facts of a type since the step began, as far as it has come. */
export function factsSince(sight: Sight, type: string, since: Micros = sight.startedAt): Fact[] {
  return sight.timeline.factsOfType(type).filter(({ at }) => at >= since && at <= sight.at);
}

/** The first of the Service's Pods that was told to go during the step: when, which, its address. */
export function firstDeleted(sight: Sight): { at: Micros; pod: string; ip: string } | null {
  const fact = factsSince(sight, 'pod/deletionRequested').find((one) =>
    sight.members.has(one['pod'] as string),
  );
  if (fact === undefined) return null;
  const pod = fact['pod'] as string;
  return { at: fact.at, pod, ip: ipOf(sight, pod) };
}
