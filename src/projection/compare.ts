/**
 * In what two runs differ that began alike: what was done, what the cluster did, what became of the requests.
 * Both are told from the moment they parted. Ids, versions and names that one run alone made do not count.
 */
import type { Micros } from '../sim/kernel/time';
import type { Message } from '../sim/packet/hop';
import { deedMessage } from './deeds';
import type { FactLog, RequestStory } from './factLog';
import { outcomeMessage } from './journey';

/** Things that happen so close to each other happen at the same time. */
const ALIKE: Micros = 1_000;

export interface ComparedRun {
  /** What the learner calls it. */
  readonly letter: string;
  readonly log: FactLog;
}

export interface CompareScope {
  /** Until then they are the same. */
  readonly forkAt: Micros;
  /** Both are computed so far. */
  readonly until: Micros;
}

export interface Difference {
  readonly id: string;
  readonly at: Micros;
  /** What someone did is the reason; the rest is what came of it. */
  readonly kind: 'deed' | 'cluster' | 'rules' | 'request';
  readonly message: Message;
  /** Sentences that stand in the message's places of these names. */
  readonly inner: Readonly<Record<string, Message>>;
}

/** Something that happened, as it can be found again in the other run. */
interface Sign {
  readonly at: Micros;
  readonly key: string;
  readonly kind: 'deed' | 'cluster' | 'rules';
  readonly what: Message;
}

/** All differences, in the order of time; deeds before what else is of the same moment. */
export function differencesOf(a: ComparedRun, b: ComparedRun, scope: CompareScope): Difference[] {
  const found = [...signDifferences(a, b, scope), ...requestDifferences(a, b, scope)];
  const order = (one: Difference) => (one.kind === 'deed' ? 0 : 1);
  return found.sort((x, y) => x.at - y.at || order(x) - order(y));
}

/** The first that is not a deed but what came of it; a deed if nothing has come of any; null if they are alike. */
export function firstDifference(differences: readonly Difference[]): Difference | null {
  return differences.find((one) => one.kind !== 'deed') ?? differences[0] ?? null;
}

// --- what was done, and what the cluster did -----------------------------------------

function signDifferences(a: ComparedRun, b: ComparedRun, scope: CompareScope): Difference[] {
  const left = byKey(signsOf(a.log, scope));
  const right = byKey(signsOf(b.log, scope));
  const found: Difference[] = [];
  for (const key of new Set([...left.keys(), ...right.keys()])) {
    const ours = left.get(key) ?? [];
    const theirs = right.get(key) ?? [];
    for (let i = 0; i < Math.max(ours.length, theirs.length); i++) {
      const pair = [ours[i], theirs[i]] as const;
      const [one, other] = pair;
      if (one !== undefined && other !== undefined && Math.abs(one.at - other.at) < ALIKE) continue;
      const isOurs = other === undefined || (one !== undefined && one.at < other.at);
      const [sign, later] = isOurs ? [one!, other] : [other, one];
      const [run, rest] = isOurs ? [a.letter, b.letter] : [b.letter, a.letter];
      found.push(differenceOf(`${key}#${i}`, sign, later, run, rest));
    }
  }
  return found;
}

function byKey(signs: readonly Sign[]): Map<string, Sign[]> {
  const groups = new Map<string, Sign[]>();
  for (const sign of signs) {
    const group = groups.get(sign.key);
    if (group === undefined) groups.set(sign.key, [sign]);
    else group.push(sign);
  }
  return groups;
}

function signsOf(log: FactLog, { forkAt, until }: CompareScope): Sign[] {
  const names = madeNames(log, forkAt);
  const isInside = ({ at }: { readonly at: Micros }) => at >= forkAt && at <= until;
  const deeds = log.intents.filter(isInside).map(({ at, intent }): Sign => ({
    at,
    key: `deed ${JSON.stringify(intent)}`,
    kind: 'deed',
    what: deedMessage(intent),
  }));
  const events = log.events.filter(isInside).map(({ at, message }): Sign => ({
    at,
    key: eventKey(message, names),
    kind: message.key.startsWith('event.synced') ? 'rules' : 'cluster',
    what: message,
  }));
  return [...deeds, ...events];
}

/** Names and addresses that came after the parting, by the order in which they came. */
function madeNames(log: FactLog, forkAt: Micros): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const { at, message } of log.events) {
    if (at < forkAt) continue;
    const { pod, ip } = message.params;
    if (message.key === 'event.podCreated') names.set(String(pod), `new Pod ${names.size}`);
    if (message.key === 'event.podGotAddress' && names.has(String(pod)))
      names.set(String(ip), `address of ${names.get(String(pod))!}`);
  }
  return names;
}

function eventKey({ key, params }: Message, names: ReadonlyMap<string, string>): string {
  const parts = Object.entries(params)
    .filter(([name]) => name !== 'version')
    .map(([name, value]) => {
      const items = String(value).split(', ');
      // An address may have its port with it.
      return `${name}=${items.map((item) => names.get(item.replace(/:\d+$/, '')) ?? item).join(', ')}`;
    });
  return [key, ...parts].join(' ');
}

function differenceOf(
  id: string,
  { at, kind, what }: Sign,
  later: Sign | undefined,
  run: string,
  other: string,
): Difference {
  const { node, added, removed } = what.params;
  if (kind === 'rules') {
    const gone = removed !== undefined;
    const ip = String(gone ? removed : added);
    const key = `diff.rules.${gone ? 'removed' : 'added'}${later === undefined ? '' : '.later'}`;
    const params = { run, other, node: String(node), ip, ...laterParams(later) };
    return { id, at, kind, message: { key, params }, inner: {} };
  }
  const key = `diff.${kind}${later === undefined ? '' : '.later'}`;
  return { id, at, kind, message: { key, params: { run, other, ...laterParams(later) } }, inner: { what } };
}

function laterParams(later: Sign | undefined): Record<string, string> {
  return later === undefined ? {} : { time: (later.at / 1_000_000).toFixed(3) };
}

// --- what became of the requests -----------------------------------------------------

function requestDifferences(a: ComparedRun, b: ComparedRun, scope: CompareScope): Difference[] {
  const left = numbered(a.log.sent);
  const right = numbered(b.log.sent);
  const found: Difference[] = [];
  for (const key of new Set([...left.keys(), ...right.keys()])) {
    const one = left.get(key);
    const other = right.get(key);
    const story = (one ?? other)!.story;
    if (story.sentAt > scope.until) continue;
    if (one === undefined || other === undefined) {
      const [run, rest] = one === undefined ? [b.letter, a.letter] : [a.letter, b.letter];
      const params = { run, other: rest, number: (one ?? other)!.number };
      if (story.sentAt >= scope.forkAt)
        found.push(requestDifference(`sent ${key}`, story.sentAt, 'diff.sent', params, {}));
      continue;
    }
    const difference = endsDiffer(`${key}`, one.story, other.story, scope);
    if (difference === null) continue;
    const { at, message, inner } = difference;
    const params = { ...message.params, a: a.letter, b: b.letter, number: one.number };
    found.push(requestDifference(difference.id, at, message.key, params, inner));
  }
  return found;
}

/** Requests by who sent what when: their ids count all that was sent before. */
function numbered(sent: readonly RequestStory[]): Map<string, { story: RequestStory; number: number }> {
  const found = new Map<string, { story: RequestStory; number: number }>();
  const views = sent.filter(({ client }) => client !== '');
  views.forEach((story, index) => {
    let key = `${story.sentAt} ${story.client} ${story.url}`;
    while (found.has(key)) key += ' again';
    found.set(key, { story, number: index + 1 });
  });
  return found;
}

function endsDiffer(
  id: string,
  a: RequestStory,
  b: RequestStory,
  { until }: CompareScope,
): Difference | null {
  const [endA, endB] = [a.endedAt ?? Infinity, b.endedAt ?? Infinity];
  const at = Math.min(endA, endB);
  if (at > until) return null;
  if (a.outcomeId !== b.outcomeId) {
    const waits = (story: RequestStory): Message =>
      story.endedAt === null || story.endedAt > until
        ? { key: 'diff.waiting', params: {} }
        : outcomeMessage('outcome', story);
    return requestDifference(id, at, 'diff.outcome', {}, { outcomeA: waits(a), outcomeB: waits(b) });
  }
  const [podA, podB] = [a.outcome?.servedBy ?? null, b.outcome?.servedBy ?? null];
  if (podA !== podB && podA !== null && podB !== null) {
    const short = (pod: string) => pod.slice(pod.lastIndexOf('-') + 1);
    return requestDifference(id, at, 'diff.server', { podA: short(podA), podB: short(podB) }, {});
  }
  if (Math.abs(endA - endB) < ALIKE) return null;
  const tookA = Math.round((endA - a.sentAt) / 1000);
  const tookB = endB > until ? '…' : Math.round((endB - b.sentAt) / 1000);
  return requestDifference(id, at, 'diff.duration', { tookA: endA > until ? '…' : tookA, tookB }, {});
}

function requestDifference(
  id: string,
  at: Micros,
  key: string,
  params: Message['params'],
  inner: Difference['inner'],
): Difference {
  return { id: `request ${id}`, at, kind: 'request', message: { key, params }, inner };
}
