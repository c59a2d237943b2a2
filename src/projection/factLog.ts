/**
 * What the trace tells, sorted for those who show it: hops and outcome of each request,
 * what was done to the cluster, when each node synced. Follows a growing trace, and starts
 * again when it is given another branch's.
 */
import type { Fact } from '../sim/kernel/draft';
import type { Micros } from '../sim/kernel/time';
import type { Hop, Outcome } from '../sim/packet/hop';
import type { Intent } from '../sim/intent';
import { clusterEvent, type ClusterEvent } from './clusterEvents';

export interface RequestStory {
  readonly id: string;
  /** Empty for what a command in a Pod sends. */
  readonly client: string;
  /** What was asked for: a URL, or with nslookup a name. */
  readonly url: string;
  readonly sentAt: Micros;
  endedAt: Micros | null;
  outcome: Outcome | null;
  outcomeId: string | null;
  /** In the order in which they can be told. */
  readonly hops: Hop[];
}

export interface SyncStory {
  readonly node: string;
  readonly at: Micros;
  readonly services: readonly string[];
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

export interface SliceStory {
  readonly at: Micros;
  readonly service: string;
  readonly slice: string;
  readonly resourceVersion: number;
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

export interface PodStory {
  readonly at: Micros;
  readonly pod: string;
  readonly what: string;
}

export interface SawStory {
  readonly node: string;
  readonly at: Micros;
  readonly resourceVersion: number;
  readonly service: string;
}

export class FactLog {
  readonly requests = new Map<string, RequestStory>();
  /** Requests in the order in which they were sent. */
  readonly sent: RequestStory[] = [];
  readonly intents: { at: Micros; intent: Intent; refusal: string | null }[] = [];
  readonly syncs: SyncStory[] = [];
  readonly slices: SliceStory[] = [];
  readonly pods: PodStory[] = [];
  readonly saw: SawStory[] = [];
  readonly events: ClusterEvent[] = [];
  private count = 0;
  private last: Fact | undefined;

  /** Takes in what is new. Returns true if it had to begin again. */
  follow(facts: readonly Fact[]): boolean {
    const isContinuation =
      this.count === 0 || (facts.length >= this.count && facts[this.count - 1] === this.last);
    if (!isContinuation) this.clear();
    for (let i = this.count; i < facts.length; i++) this.take(facts[i]!);
    this.count = facts.length;
    this.last = facts[this.count - 1];
    return !isContinuation;
  }

  private clear(): void {
    this.requests.clear();
    for (const list of [this.sent, this.intents, this.syncs, this.slices, this.pods, this.saw, this.events])
      list.length = 0;
    this.count = 0;
  }

  private take(fact: Fact): void {
    const event = clusterEvent(fact);
    if (event !== null) this.events.push(event);
    switch (fact.type) {
      case 'hop':
        return this.takeHop(fact['hop'] as Hop);
      case 'request/sent':
        return this.begin(fact, String(fact['request']), String(fact['client']), String(fact['url']));
      case 'exec/started':
        return this.begin(fact, String(fact['exec']), '', String(fact['url'] ?? fact['name']));
      case 'exec/ended': {
        const story = this.requests.get(String(fact['exec']));
        if (story !== undefined) story.endedAt = fact.at;
        return;
      }
      case 'request/ended': {
        const story = this.requests.get(String(fact['request']));
        if (story === undefined) return;
        story.endedAt = fact.at;
        story.outcome = fact['outcome'] as Outcome;
        story.outcomeId = String(fact['outcomeId']);
        return;
      }
      case 'intent/done':
        this.intents.push({ at: fact.at, intent: fact['intent'] as Intent, refusal: null });
        return;
      case 'intent/refused': {
        const last = this.intents.at(-1);
        if (last !== undefined) last.refusal = String(fact['message']);
        return;
      }
      case 'kubeProxy/synced':
        this.syncs.push({
          node: String(fact['node']),
          at: fact.at,
          services: fact['services'] as string[],
          added: fact['added'] as string[],
          removed: fact['removed'] as string[],
        });
        return;
      case 'kubeProxy/sawChange':
        this.saw.push({
          node: String(fact['node']),
          at: fact.at,
          resourceVersion: Number(fact['resourceVersion']),
          service: String(fact['service']),
        });
        return;
      case 'endpointSlice/changed':
        this.slices.push({
          at: fact.at,
          service: String(fact['service']),
          slice: String(fact['slice']),
          resourceVersion: Number(fact['resourceVersion']),
          added: fact['added'] as string[],
          removed: fact['removed'] as string[],
        });
        return;
      default:
        if (fact.type.startsWith('pod/')) {
          this.pods.push({ at: fact.at, pod: String(fact['pod']), what: fact.type.slice(4) });
        }
    }
  }

  private begin(fact: Fact, id: string, client: string, url: string): void {
    const story: RequestStory = {
      ...{ id, client, url, sentAt: fact.at },
      ...{ endedAt: null, outcome: null, outcomeId: null, hops: [] },
    };
    this.requests.set(id, story);
    this.sent.push(story);
  }

  private takeHop(hop: Hop): void {
    const hops = this.requests.get(hop.request)?.hops;
    if (hops === undefined) return;
    let at = hops.length;
    while (at > 0 && tellableFrom(hops[at - 1]!) > tellableFrom(hop)) at--;
    hops.splice(at, 0, hop);
  }

  /** The request sent last at or before a moment, or undefined. */
  lastSent(at: Micros): RequestStory | undefined {
    const index = lastAtOrBefore(this.sent, at, (story) => story.sentAt);
    return this.sent[index];
  }
}

/** Since when a hop can be told: since it began; but that a wait was in vain only when patience is over. */
export function tellableFrom(hop: Hop): Micros {
  return hop.kind === 'timeout' ? hop.endAt - 1 : hop.startAt;
}

/** Index of the last item at or before a moment in a list sorted by time; -1 if there is none. */
export function lastAtOrBefore<T>(items: readonly T[], at: Micros, timeOf: (item: T) => Micros): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (timeOf(items[middle]!) <= at) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
