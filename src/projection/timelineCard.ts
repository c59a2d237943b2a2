/** The strip below: who did what when, in lanes; what the learner did, and what went wrong, as flags. */
import { seconds, type Micros } from '../sim/kernel/time';
import type { Intent } from '../sim/intent';
import type { Hop, Message } from '../sim/packet/hop';
import type { TimelineCard, TimelineLane } from './cards';
import { HARMFUL } from './deeds';
import { lastAtOrBefore, type FactLog, type RequestStory } from './factLog';
import { outcomeMessage } from './journey';

type Span = TimelineLane['spans'][number];
type Mark = TimelineLane['marks'][number];
type Flag = TimelineCard['flags'][number];

/** So many requests are drawn one by one. */
const MAX_REQUESTS = 400;

export interface TimelineScope {
  readonly from: Micros;
  readonly to: Micros;
  readonly endAt: Micros;
  /** The moment shown. */
  readonly at: Micros;
  readonly nodes: readonly string[];
  /** `namespace/name` of the Service whose endpoints and rules are followed. */
  readonly service: string | null;
  /** Moments that the learner has marked. */
  readonly bookmarks?: readonly { readonly at: Micros; readonly name: string }[];
}

/** The lanes between two moments. */
export function timelineCard(log: FactLog, scope: TimelineScope): TimelineCard {
  const requests = requestsIn(log, scope);
  return {
    endAt: scope.endAt,
    window: windowAt(log, scope.at),
    lanes: [
      clientLane(requests, scope),
      hopLane(
        'gateway',
        'lane.gateway',
        'gateway',
        requests,
        (hop) => hop.leg === 'service' && hop.layer !== 'DNS',
        () => 'all',
      ),
      hopLane(
        'dns',
        'lane.dns',
        'dns',
        requests,
        (hop) => hop.layer === 'DNS',
        (hop) => hop.leg,
      ),
      ...scope.nodes.map((node) => rulesLane(log, scope, node)),
      podsLane(log, scope),
      controlLane(log, scope),
    ],
    flags: flags(log, scope, requests),
  };
}

/** Room before and after a request that fills the strip. */
const MARGIN = 0.08;
const CLUSTER_WINDOW = seconds(6);
const TRAFFIC_WINDOW = seconds(2);

/**
 * What the strip shows when nobody has zoomed: the whole request while one is under way; two
 * seconds, turned over like pages, while many are; else six seconds from what was done last.
 */
function windowAt(log: FactLog, at: Micros): { from: Micros; to: Micros } {
  const last = lastAtOrBefore(log.sent, at, (story) => story.sentAt);
  const story = log.sent[last];
  const before = log.sent[last - 1];
  const roadEnd = story === undefined ? 0 : Math.max(story.endedAt ?? at, story.hops.at(-1)?.endAt ?? 0);
  const isOnRoad = story !== undefined && at <= roadEnd + 1_000;
  const hasTraffic = isOnRoad && before !== undefined && story.sentAt - before.sentAt < seconds(1.5);
  if (isOnRoad && !hasTraffic) {
    const margin = Math.round((roadEnd - story.sentAt) * MARGIN);
    return { from: Math.max(0, story.sentAt - margin), to: roadEnd + margin };
  }
  const done = lastAtOrBefore(log.intents, at, (intent) => intent.at);
  const anchor = Math.max(0, (log.intents[done]?.at ?? 0) - CLUSTER_WINDOW * 0.05);
  const width = hasTraffic ? TRAFFIC_WINDOW : CLUSTER_WINDOW;
  const from = anchor + Math.floor(Math.max(0, at - anchor) / width) * width;
  return { from, to: from + width };
}

function requestsIn(log: FactLog, { from, to }: TimelineScope): RequestStory[] {
  const last = lastAtOrBefore(log.sent, to, (story) => story.sentAt);
  const found: RequestStory[] = [];
  for (let i = last; i >= 0 && found.length < MAX_REQUESTS; i--) {
    const story = log.sent[i]!;
    if ((story.endedAt ?? story.sentAt) < from && from - story.sentAt > seconds(120)) break;
    if ((story.endedAt ?? to) >= from) found.push(story);
  }
  return found.reverse();
}

function clientLane(requests: readonly RequestStory[], scope: TimelineScope): TimelineLane {
  const views = requests.filter(({ client }) => client !== '');
  const spans = views.map((story): Span => {
    const ok = story.outcome === null || story.outcome.kind === 'ok' || story.endedAt! > scope.at;
    return {
      id: story.id,
      startAt: story.sentAt,
      endAt: story.endedAt,
      tone: ok ? 'client' : 'bad',
      // What has not happened yet at the moment shown is not told.
      note: story.endedAt === null || story.endedAt > scope.at ? null : outcomeMessage('outcome', story),
    };
  });
  return { id: 'client', label: say('lane.client'), spans, marks: [] };
}

/** A span for each request's hops of a kind, or one for each group of them. */
function hopLane(
  id: string,
  label: string,
  tone: Span['tone'],
  requests: readonly RequestStory[],
  belongs: (hop: Hop) => boolean,
  groupOf: (hop: Hop) => string,
): TimelineLane {
  const spans = requests.flatMap((story): Span[] => {
    const groups = new Map<string, { startAt: Micros; endAt: Micros }>();
    for (const hop of story.hops) {
      if (!belongs(hop)) continue;
      const known = groups.get(groupOf(hop)) ?? { startAt: hop.startAt, endAt: hop.endAt };
      known.startAt = Math.min(known.startAt, hop.startAt);
      known.endAt = Math.max(known.endAt, hop.endAt);
      groups.set(groupOf(hop), known);
    }
    return [...groups].map(([group, times]) => ({
      id: `${id}/${story.id}/${group}`,
      ...times,
      tone,
      note: null,
    }));
  });
  return { id, label: say(label), spans, marks: [] };
}

/** A node's rules: current, or stale from a slice's change until the sync that follows it. */
function rulesLane(log: FactLog, scope: TimelineScope, node: string): TimelineLane {
  const changes = log.slices.filter(
    (one) => one.service === scope.service && one.at > 0 && one.at <= scope.endAt,
  );
  const syncs = log.syncs.filter(
    (one) => one.node === node && scope.service !== null && one.services.includes(scope.service),
  );
  const saw = log.saw.filter((one) => one.node === node && one.service === scope.service);
  const spans: Span[] = [];
  let currentFrom: Micros = Math.min(0, scope.from);
  let version: number | null = null;
  let i = 0;
  while (i < changes.length) {
    const change = changes[i]!;
    const sync = syncs.find((one) => one.at > change.at && includes(saw, change.resourceVersion, one.at));
    const end = sync?.at ?? null;
    spans.push({
      ...span(`${node}/current/${i}`, currentFrom, change.at, 'current', version),
      sentence: sentenceAt(log, currentFrom, 'node', node),
    });
    spans.push({
      id: `${node}/stale/${i}`,
      startAt: change.at,
      endAt: end,
      tone: 'stale',
      note: staleNote(change.at, end, scope.at),
    });
    version = change.resourceVersion;
    i++;
    while (end !== null && i < changes.length && changes[i]!.at <= end) {
      if (includes(saw, changes[i]!.resourceVersion, end)) version = changes[i]!.resourceVersion;
      else break;
      i++;
    }
    if (end === null) return { id: `rules/${node}`, label: say('lane.rules', { node }), spans, marks: [] };
    currentFrom = end;
  }
  spans.push({
    ...span(`${node}/current/end`, currentFrom, scope.endAt, 'current', version),
    endAt: null,
    sentence: sentenceAt(log, currentFrom, 'node', node),
  });
  return { id: `rules/${node}`, label: say('lane.rules', { node }), spans, marks: [] };
}

/** The sentence for what happened at a moment to something of that name; null if there is none. */
function sentenceAt(log: FactLog, at: Micros, param: string, value: string): Message | null {
  for (let i = lastAtOrBefore(log.events, at, (event) => event.at); log.events[i]?.at === at; i--) {
    const { message } = log.events[i]!;
    if (String(message.params[param]) === value) return message;
  }
  return null;
}

/** How long it lasted; or, while it lasts, how long it has lasted at the moment shown. */
function staleNote(from: Micros, end: Micros | null, at: Micros): Message {
  if (end !== null && end <= at) return say('note.stale', { milliseconds: Math.round((end - from) / 1000) });
  return say('note.staleSoFar', { milliseconds: Math.max(0, Math.round((at - from) / 1000)) });
}

function includes(saw: FactLog['saw'], version: number, until: Micros): boolean {
  return saw.some((one) => one.at <= until && one.resourceVersion >= version);
}

function span(id: string, startAt: Micros, endAt: Micros, tone: Span['tone'], version: number | null): Span {
  return { id, startAt, endAt, tone, note: version === null ? null : say('note.rulesOf', { version }) };
}

const POD_MARKS: Readonly<Record<string, Mark['tone']>> = {
  becameReady: 'good',
  becameUnready: 'bad',
  removed: 'info',
  receivedSigterm: 'bad',
  crashed: 'bad',
};

function podsLane(log: FactLog, scope: TimelineScope): TimelineLane {
  const marks = log.pods.flatMap((story, index): Mark[] => {
    const tone = POD_MARKS[story.what];
    if (tone === undefined || story.at <= 0 || story.at < scope.from || story.at > scope.to) return [];
    const name = story.pod.slice(story.pod.lastIndexOf('-') + 1);
    const sentence = sentenceAt(log, story.at, 'pod', name);
    return [
      {
        id: `pod/${index}`,
        at: story.at,
        tone,
        note: say(`note.pod.${story.what}`, { pod: name }),
        sentence,
      },
    ];
  });
  return { id: 'pods', label: say('lane.pods'), spans: [], marks };
}

function controlLane(log: FactLog, scope: TimelineScope): TimelineLane {
  const marks = log.slices.flatMap((change, index): Mark[] => {
    if (change.service !== scope.service || change.at <= 0 || change.at < scope.from || change.at > scope.to)
      return [];
    const text = [...change.removed.map((ip) => `− ${ip}`), ...change.added.map((ip) => `+ ${ip}`)].join(' ');
    return [
      {
        id: `slice/${index}`,
        at: change.at,
        tone: 'info',
        note: say('note.slice', { version: change.resourceVersion, change: text }),
        sentence: sentenceAt(log, change.at, 'version', String(change.resourceVersion)),
      },
    ];
  });
  return { id: 'control', label: say('lane.control'), spans: [], marks };
}

const FLAGGED: ReadonlySet<Intent['type']> = new Set([
  'deletePod',
  'crashPod',
  'failNode',
  'recoverNode',
  'scale',
  'setWatchDelay',
  'setGatewayDiscovery',
  'setProxyMode',
  'burst',
  'setRate',
]);

function flags(log: FactLog, scope: TimelineScope, requests: readonly RequestStory[]): TimelineCard['flags'] {
  const done = log.intents.flatMap(({ at, intent, refusal }, index): Flag[] => {
    if (!FLAGGED.has(intent.type) || refusal !== null || at < scope.from || at > scope.to) return [];
    const tone = HARMFUL.has(intent.type) ? ('bad' as const) : ('info' as const);
    return [{ id: `intent/${index}`, at, tone, note: sayIntent(intent) }];
  });
  const failed = requests.find(
    (story) =>
      story.outcome !== null &&
      story.outcome.kind !== 'ok' &&
      story.endedAt !== null &&
      story.endedAt <= scope.at,
  );
  for (const { at, name } of scope.bookmarks ?? []) {
    if (at >= scope.from && at <= scope.to)
      done.push({ id: `bookmark/${at}`, at, tone: 'bookmark', note: say('flag.bookmark', { name }) });
  }
  if (failed === undefined) return done.sort((a, b) => a.at - b.at);
  const note = outcomeMessage('outcome', failed);
  return [...done, { id: `failed/${failed.id}`, at: failed.endedAt!, tone: 'bad' as const, note }].sort(
    (a, b) => a.at - b.at,
  );
}

function sayIntent(intent: Intent): Message {
  switch (intent.type) {
    case 'deletePod':
    case 'crashPod':
      return say(`flag.${intent.type}`, { pod: intent.pod.slice(intent.pod.lastIndexOf('-') + 1) });
    case 'scale':
      return say('flag.scale', {
        workload: intent.deployment.slice(intent.deployment.indexOf('/') + 1),
        replicas: intent.replicas,
      });
    case 'setGatewayDiscovery':
      return say('flag.setGatewayDiscovery', { discovery: intent.discovery });
    case 'failNode':
    case 'recoverNode':
      return say(`flag.${intent.type}`, { node: intent.node });
    case 'setWatchDelay':
      return say('flag.setWatchDelay', { node: intent.node, milliseconds: intent.milliseconds });
    case 'setProxyMode':
      return say('flag.setProxyMode', { mode: intent.mode });
    case 'burst':
      return say('flag.burst', { count: intent.count });
    case 'setRate':
      return say('flag.setRate', { rate: intent.rate });
    default:
      return say(`flag.${intent.type}`);
  }
}

function say(key: string, params: Message['params'] = {}): Message {
  return { key, params };
}
