/**
 * What a lesson plays, as a timetable: the same for a screen, which keeps to it with its clock, and for a test
 * without one.
 */
import type { ClusterView } from '../kubectl/clusterView';
import { readLine } from '../kubectl/readLine';
import type { Action, Reference } from '../scenario/scenario';
import type { Intent } from '../sim/intent';
import type { Fact } from '../sim/kernel/draft';
import type { Micros } from '../sim/kernel/time';
import { fillText, type TextMoment } from './fillText';
import type { Look } from './goals';
import { podsOf, type LessonTimeline, type PodNames } from './references';

/** What an action comes to at its moment, in the world as it is then. */
export interface Deed {
  readonly intents: readonly Intent[];
  /** What is looked at. */
  readonly looks: readonly Reference[];
  /** Why it cannot be done, in English; null if it can. */
  readonly refusal: string | null;
}

export interface Due {
  readonly at: Micros;
  readonly action: Action;
  /** What is to be done, to be asked at `at`. Looks at the timeline. */
  deed(timeline: LessonTimeline): Deed;
  /** Does it at `at`, and says what was done or why not. */
  act(timeline: LessonTimeline): Deed;
}

export interface Timetable {
  /** In the order of time; equal times in the order in which they were written. */
  readonly dues: readonly Due[];
  /** When the last wait is over and the last action done; requests may be under way. */
  readonly endAt: Micros;
}

/** When the first action is done, and what numbered references mean. */
export interface PlayContext {
  readonly startAt: Micros;
  readonly names: PodNames;
}

/** When each action is due. Sending goes on in the background; waiting moves what comes after it. */
export function dueActions(actions: readonly Action[], { startAt, names }: PlayContext): Timetable {
  const dues: Due[] = [];
  let now = startAt;
  for (const action of actions) {
    if (action.type === 'wait') {
      now += action.micros;
      continue;
    }
    const times = action.type === 'send' ? action.times : 1;
    for (let i = 0; i < times; i++) {
      const at = now + (action.type === 'send' ? i * action.everyMicros : 0);
      const deed = (timeline: LessonTimeline) => deedOf(action, timeline, { at, names, startedAt: startAt });
      dues.push({ at, action, deed, act: (timeline) => carryOut(deed(timeline), at, timeline) });
    }
  }
  dues.sort((a, b) => a.at - b.at);
  return { dues, endAt: Math.max(now, dues.at(-1)?.at ?? now) };
}

function asked(...intents: Intent[]): Deed {
  return { intents, looks: [], refusal: null };
}

function refused(refusal: string): Deed {
  return { intents: [], looks: [], refusal };
}

function deedOf(
  action: Exclude<Action, { type: 'wait' }>,
  timeline: LessonTimeline,
  moment: TextMoment,
): Deed {
  switch (action.type) {
    case 'send':
      return asked({ type: 'sendRequest', client: action.client, url: action.url });
    case 'look':
      return { intents: [], looks: [action.at], refusal: null };
    case 'kubectl': {
      const line = fillText(action.command, timeline, moment);
      const view = clusterAt(timeline, moment.at);
      const reading = readLine(line, view);
      if (!reading.ok) return refused(reading.message);
      return { ...asked(...reading.intents), looks: reading.query?.looks(view) ?? [] };
    }
    case 'deletePod':
    case 'crashPod': {
      const pod = podsOf(timeline, action.owner, moment.at)[action.ordinal];
      if (pod === undefined) return refused(`${action.owner} has no Pod number ${action.ordinal}`);
      return asked({ type: action.type, pod });
    }
    case 'newConnections':
      return asked({ type: 'setNewConnections', on: action.on });
    case 'watchDelay':
      return asked({ type: 'setWatchDelay', node: action.node, milliseconds: action.millis });
    case 'failNode':
    case 'recoverNode':
      return asked({ type: action.type, node: action.node });
    case 'proxyMode':
      return asked({ type: 'setProxyMode', mode: action.mode });
    case 'gatewayDiscovery': {
      const { gateway, by: discovery, balancer } = action;
      const chosen = balancer === undefined ? {} : { balancer };
      return asked({ type: 'setGatewayDiscovery', gateway, discovery, ...chosen });
    }
    case 'traffic':
      return asked({ type: 'setRate', client: action.client, url: action.url, rate: action.perSecond });
  }
}

function clusterAt(timeline: LessonTimeline, at: Micros): ClusterView {
  const { tables } = timeline.worldAt(at);
  const index = timeline.viewIndex();
  return { at, tables, lookup: (table, name, value) => index.lookup(table, name, value) };
}

function carryOut(deed: Deed, at: Micros, timeline: LessonTimeline): Deed {
  for (const intent of deed.intents) {
    const { facts } = timeline.act(at, intent);
    const refusal = facts.find((fact) => fact.type === 'intent/refused');
    if (refusal !== undefined) return { ...deed, refusal: String(refusal['message']) };
  }
  return deed;
}

/** Plays a timetable to its end without a screen. Returns what was looked at, and the first refusal. */
export function playAll(
  { dues, endAt }: Timetable,
  timeline: LessonTimeline,
): { readonly looks: readonly Look[]; readonly refusal: string | null } {
  const looks: Look[] = [];
  let refusal: string | null = null;
  for (const due of dues) {
    timeline.extend(due.at);
    const deed = due.act(timeline);
    looks.push(...deed.looks.map((reference) => ({ at: due.at, reference })));
    refusal ??= deed.refusal;
  }
  timeline.extend(endAt);
  return { looks, refusal };
}

/** True if nothing that was sent or run in a Pod from `since` to `at` is still under way at `at`. */
export function isQuiet(timeline: LessonTimeline, since: Micros, at: Micros): boolean {
  return openOnes(timeline, since, at).size === 0;
}

/** Simulates on until what is under way now has ended, or until `limit`. Later requests are not waited for. */
export function awaitRequests(timeline: LessonTimeline, limit: Micros): void {
  const open = openOnes(timeline, -Infinity, timeline.endAt());
  const seen: [string, number][] = ENDS.map((type) => [type, timeline.factsOfType(type).length]);
  while (open.size > 0) {
    const isOver = timeline.extend(limit, { maxSteps: 1 });
    for (const entry of seen) {
      const ended = timeline.factsOfType(entry[0]);
      for (; entry[1] < ended.length; entry[1]++) open.delete(idOf(ended[entry[1]]!));
    }
    if (isOver) return;
  }
}

const BEGINNINGS = ['request/sent', 'exec/started'];
const ENDS = ['request/ended', 'exec/ended'];

/** Requests, and commands in Pods, that began from `since` and have not ended by `until`. */
function openOnes(timeline: LessonTimeline, since: Micros, until: Micros): Set<unknown> {
  const within = (types: readonly string[]) =>
    types.flatMap((type) =>
      timeline
        .factsOfType(type)
        .filter(({ at }) => at >= since && at <= until)
        .map(idOf),
    );
  const open = new Set(within(BEGINNINGS));
  for (const id of within(ENDS)) open.delete(id);
  return open;
}

function idOf(fact: Fact): unknown {
  return fact['request'] ?? fact['exec'];
}
