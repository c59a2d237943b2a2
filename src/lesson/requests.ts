/** The requests of a stretch of the trace and what became of them; and which Pods belong to what. */
import type { Reference, Spread } from '../scenario/scenario';
import { matchesLabels } from '../sim/cluster/selectors';
import type { Micros } from '../sim/kernel/time';
import type { Hop, Outcome } from '../sim/packet/hop';
import { remembered } from './memory';
import { ownedPods, plainReference, type LessonTimeline, type PodNames } from './references';

export interface SeenRequest {
  readonly id: string;
  /** The client's id; `pod/<namespace>/<name>` for curl in a Pod. */
  readonly client: string;
  readonly url: string;
  readonly sentAt: Micros;
  /** Null while it is under way. */
  readonly endedAt: Micros | null;
  /** Null while it is under way, and for curl. */
  readonly outcome: Outcome | null;
  /** `200`, `502.refused`, `dnsFailure` …; null while it is under way. */
  readonly outcomeId: string | null;
  /** Those that have ended, in the order of the trace. */
  readonly hops: readonly Hop[];
}

/** The requests that were sent from `since` to `until`, in that order, as they stand at `until`. */
export function requestsBetween(timeline: LessonTimeline, since: Micros, until: Micros): SeenRequest[] {
  const requests = new Map<
    string,
    { -readonly [Key in keyof SeenRequest]: SeenRequest[Key] } & { hops: Hop[] }
  >();
  for (const fact of timeline.factsBetween(since - 1, until)) {
    if (fact.type === 'hop') {
      const hop = fact['hop'] as Hop;
      requests.get(hop.request)?.hops.push(hop);
    } else if (fact.type === 'request/sent') {
      const [id, client, url] = [fact['request'], fact['client'], fact['url']] as [string, string, string];
      const open = { endedAt: null, outcome: null, outcomeId: null, hops: [] };
      requests.set(id, { id, client, url, sentAt: fact.at, ...open });
    } else if (fact.type === 'exec/started' && fact['kind'] === 'curl') {
      const [id, pod, url] = [fact['exec'], fact['pod'], fact['url']] as [string, string, string];
      const open = { endedAt: null, outcome: null, outcomeId: null, hops: [] };
      requests.set(id, { id, client: `pod/${pod}`, url, sentAt: fact.at, ...open });
    } else if (fact.type === 'request/ended' || fact.type === 'exec/ended') {
      const request = requests.get((fact['request'] ?? fact['exec']) as string);
      if (request === undefined) continue;
      request.endedAt = fact.at;
      request.outcome = (fact['outcome'] as Outcome | undefined) ?? null;
      request.outcomeId = String(fact['outcomeId'] ?? fact['status'] ?? fact['cause']);
    }
  }
  return [...requests.values()];
}

/** What belonged to what at a moment. */
interface Roster {
  readonly pods: readonly string[];
  readonly deployments: ReadonlySet<string>;
  readonly replicaSets: ReadonlySet<string>;
}

function rosterAt(timeline: LessonTimeline, plain: Reference, at: Micros): Roster {
  return remembered(timeline, at, `roster ${plain}`, () => lookUpRoster(timeline, plain, at));
}

function lookUpRoster(timeline: LessonTimeline, plain: Reference, at: Micros): Roster {
  const { tables } = timeline.worldAt(at);
  const index = timeline.viewIndex();
  const isService = plain.startsWith('Service/');
  const workloads = isService ? workloadsBehind(tables, plain.slice('Service/'.length)) : [plain];
  const named = (kind: string) =>
    workloads.flatMap((one) => (one.startsWith(`${kind}/`) ? [one.slice(kind.length + 1)] : []));
  return {
    pods: workloads.flatMap((workload) => ownedPods(timeline, workload)),
    deployments: new Set(named('Deployment')),
    replicaSets: new Set([
      ...named('ReplicaSet'),
      ...workloads.flatMap((workload) => index.lookup('replicaSets', 'byOwner', workload)),
    ]),
  };
}

/**
 * Keys of the Pods that belonged to a workload, or stood behind a Service, at any time from `since` to `until`.
 * Looks at the timeline.
 */
export function membersOf(
  reference: Reference,
  timeline: LessonTimeline,
  names: PodNames,
  since: Micros,
  until: Micros,
): ReadonlySet<string> {
  const plain = plainReference(reference, names);
  if (plain.startsWith('Pod/')) return new Set([plain.slice('Pod/'.length)]);
  const within = (type: string) => timeline.factsOfType(type).filter(({ at }) => at >= since && at <= until);
  const isReselected = within('service/selectorSet').some(
    (fact) => plain === `Service/${String(fact['service'])}`,
  );
  const moments = isReselected ? [since, until] : [since];
  const members = new Set<string>();
  for (const { pods, deployments, replicaSets: first } of moments.map((at) =>
    rosterAt(timeline, plain, at),
  )) {
    for (const pod of pods) members.add(pod);
    const replicaSets = new Set(first);
    for (const fact of within('deployment/createdReplicaSet')) {
      if (deployments.has(fact['deployment'] as string)) replicaSets.add(fact['replicaSet'] as string);
    }
    for (const fact of within('replicaSet/createdPod')) {
      if (replicaSets.has(fact['replicaSet'] as string)) members.add(fact['pod'] as string);
    }
  }
  return members;
}

/** The Deployments whose Pods a Service selects. */
export function workloadsBehind(
  tables: ReturnType<LessonTimeline['worldAt']>['tables'],
  service: string,
): string[] {
  const selector = tables.services[service]?.spec.selector ?? {};
  const namespace = service.slice(0, service.indexOf('/'));
  if (Object.keys(selector).length === 0) return [];
  return Object.entries(tables.deployments)
    .filter(([, { metadata, spec }]) => {
      return metadata.namespace === namespace && matchesLabels(selector, spec.template.labels);
    })
    .map(([key]) => `Deployment/${key}`)
    .sort();
}

/** A request that a Pod has answered well. */
export interface Answer {
  readonly request: string;
  readonly pod: string;
  readonly sentAt: Micros;
  readonly at: Micros;
}

/** The requests sent from `since` that these Pods have answered by `until`, in the order of their ends. */
export function answersOf(
  pods: ReadonlySet<string>,
  timeline: LessonTimeline,
  since: Micros,
  until: Micros,
): Answer[] {
  return timeline.factsOfType('request/ended').flatMap((fact) => {
    const { kind, servedBy } = fact['outcome'] as Outcome;
    const sentAt = fact['startedAt'] as Micros;
    const counts = kind === 'ok' && servedBy !== null && pods.has(servedBy);
    if (!counts || sentAt < since || fact.at > until) return [];
    return [{ request: fact['request'] as string, pod: servedBy, sentAt, at: fact.at }];
  });
}

/**
 * True if answers were spread over Pods like this. `ready` is how many Pods could have answered: taking turns and
 * equal shares mean all of them.
 */
export function isSpread(pattern: Spread, answers: readonly Answer[], ready: number): boolean {
  const bySending = [...answers].sort((a, b) => a.sentAt - b.sentAt).map(({ pod }) => pod);
  const shares = new Map<string, number>();
  for (const pod of bySending) shares.set(pod, (shares.get(pod) ?? 0) + 1);
  switch (pattern) {
    case 'any':
      return true;
    case 'onePod':
      return shares.size === 1;
    case 'severalPods':
      return shares.size > 1;
    case 'inTurn': {
      const round = Math.max(ready, shares.size);
      if (round < 2 || shares.size < Math.min(round, bySending.length)) return false;
      return bySending.every((pod, index) => index < round || pod === bySending[index - round]);
    }
    case 'equalShares': {
      const count = Math.max(ready, shares.size);
      if (count < 2) return false;
      const low = Math.floor(bySending.length / count);
      const high = Math.ceil(bySending.length / count);
      return (
        (low === 0 || shares.size === count) &&
        [...shares.values()].every((share) => share >= low && share <= high)
      );
    }
  }
}
