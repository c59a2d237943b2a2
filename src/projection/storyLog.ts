/** The trace as a log to read: one line for each thing worth a line. Follows a growing trace. */
import type { Intent } from '../sim/intent';
import type { Fact } from '../sim/kernel/draft';
import type { Micros } from '../sim/kernel/time';
import type { Message, Outcome } from '../sim/packet/hop';
import { bareName, deedStep } from './causesFacts';
import { hopIn } from './causesIndex';
import { clusterEvent } from './clusterEvents';
import { HARMFUL } from './deeds';
import { lastAtOrBefore } from './factLog';
import { outcomeMessage } from './journey';
import { TURNED_AWAY, type LogCard, type LogRow } from './storyCards';

export class StoryLog {
  private rows: LogRow[] = [];
  private readonly clients = new Map<string, string>();
  private count = 0;
  private last: Fact | undefined;

  /** Takes in what is new; begins again with another branch's facts. */
  follow(facts: readonly Fact[]): void {
    const goesOn = this.count === 0 || (facts.length >= this.count && facts[this.count - 1] === this.last);
    if (!goesOn) {
      this.rows = [];
      this.clients.clear();
      this.count = 0;
    }
    for (let i = this.count; i < facts.length; i++) {
      const row = this.rowOf(facts[i]!);
      if (row !== null) this.rows.push(row);
    }
    this.count = facts.length;
    this.last = facts[this.count - 1];
  }

  /** The log, with the row of a moment marked. */
  card(at: Micros): LogCard {
    const current = lastAtOrBefore(this.rows, at, (row) => row.at);
    return { rows: this.rows, count: this.rows.length, current };
  }

  private rowOf(fact: Fact): LogRow | null {
    const base = { factId: fact.id, at: fact.at, request: null, hopId: null, tone: 'info' as const };
    switch (fact.type) {
      case 'intent/done': {
        const { message, place } = deedStep(fact);
        const { type } = fact['intent'] as Intent;
        const tone = HARMFUL.has(type) ? ('bad' as const) : ('info' as const);
        return { ...base, kind: 'deed', who: '', message, place, tone };
      }
      case 'intent/refused': {
        const message = say('log.refused', { message: String(fact['message']) });
        return { ...base, kind: 'refusal', who: '', message, place: null, tone: 'bad' };
      }
      case 'request/sent': {
        const request = String(fact['request']);
        const client = String(fact['client']);
        this.clients.set(request, client);
        const message = say('log.sent', { request, url: String(fact['url']) });
        return { ...base, kind: 'request', who: client, message, place: `client/${client}`, request };
      }
      case 'request/ended': {
        const request = String(fact['request']);
        const outcome = fact['outcome'] as Outcome;
        const message = outcomeMessage('outcomeWhy', { outcome, outcomeId: String(fact['outcomeId']) });
        const client = this.clients.get(request) ?? '';
        const tone = outcome.kind === 'ok' ? ('good' as const) : ('bad' as const);
        return { ...base, kind: 'request', who: client, message, place: `client/${client}`, request, tone };
      }
      case 'hop': {
        const hop = hopIn(fact);
        const isBad = TURNED_AWAY.has(hop.verdict) || hop.verdict === 'failed';
        return {
          ...base,
          kind: 'hop',
          who: bareName(hop.actor),
          message: hop.sentence,
          place: hop.actor,
          request: hop.request,
          hopId: hop.hopId,
          tone: isBad ? 'bad' : 'info',
        };
      }
      case 'kubeProxy/sawChange': {
        const node = String(fact['node']);
        const service = bareName(String(fact['service']));
        const message = say('log.saw', { node, service, version: String(fact['resourceVersion']) });
        return { ...base, kind: 'rules', who: node, message, place: `node/${node}` };
      }
    }
    const event = clusterEvent(fact);
    if (event === null) return null;
    const isRules = fact.type === 'kubeProxy/synced';
    return { ...base, kind: isRules ? 'rules' : 'cluster', message: event.message, ...subjectOf(fact) };
  }
}

function say(key: string, params: Message['params']): Message {
  return { key, params };
}

/** Whom a fact is about, by name, and where that is in the picture. */
function subjectOf(fact: Fact): Pick<LogRow, 'who' | 'place'> {
  for (const [field, kind] of [
    ['pod', 'pod'],
    ['deployment', 'workload'],
    ['service', 'service'],
    ['node', 'node'],
  ] as const) {
    const key = fact[field];
    if (typeof key === 'string' && key !== '') return { who: bareName(key), place: `${kind}/${key}` };
  }
  return { who: '', place: null };
}
