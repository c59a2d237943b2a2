/** The trace, sorted for those who look for causes. Follows a growing trace; begins again with another branch's. */
import type { Fact } from '../sim/kernel/draft';
import type { Micros } from '../sim/kernel/time';
import { formatSocket } from '../sim/packet/headers';
import type { Hop } from '../sim/packet/hop';

export class FactIndex {
  readonly hops = new Map<string, Fact>();
  /** Hop facts of each request, in order. */
  readonly hopsOf = new Map<string, Fact[]>();
  readonly sent = new Map<string, Fact>();
  readonly ended = new Map<string, Fact>();
  /** What happened to each Pod, in order. */
  readonly pods = new Map<string, Fact[]>();
  /** Changes of each Service's EndpointSlices, in order. */
  readonly slices = new Map<string, Fact[]>();
  /** Syncs of each node, in order. */
  readonly syncs = new Map<string, Fact[]>();
  /** `node|service`: what kube-proxy there heard, in order. */
  readonly saw = new Map<string, Fact[]>();
  readonly delays = new Map<string, Fact[]>();
  /** Hops in which rules chose, by the conntrack entry that remembers it. */
  private readonly choices = new Map<string, Fact[]>();
  /** Which Pod had an address, as facts tell. */
  private readonly owners = new Map<string, { readonly at: Micros; readonly pod: string }[]>();
  private facts: readonly Fact[] = [];
  private count = 0;
  private last: Fact | undefined;

  /** Takes in what is new. Returns false if it had to begin again. */
  follow(facts: readonly Fact[]): boolean {
    const goesOn = this.count === 0 || (facts.length >= this.count && facts[this.count - 1] === this.last);
    if (!goesOn) this.clear();
    this.facts = facts;
    for (let i = this.count; i < facts.length; i++) this.take(facts[i]!);
    this.count = facts.length;
    this.last = facts[this.count - 1];
    return goesOn;
  }

  /** The fact of an id; undefined if it happened before the trace begins. */
  of(id: number): Fact | undefined {
    const first = this.facts[0]?.id ?? 0;
    return this.facts[id - first];
  }

  causeOf(fact: Fact): Fact | undefined {
    return fact.causeId < fact.id ? this.of(fact.causeId) : undefined;
  }

  /** The Pod that had an address last at or before a moment, as facts tell. */
  ownerOf(ip: string, at: Micros): string | null {
    return this.owners.get(ip)?.findLast((one) => one.at <= at)?.pod ?? null;
  }

  /** The hop in which a node's rules chose what a conntrack entry remembers. */
  choiceOf(conntrackKey: string, at: Micros): Fact | undefined {
    return this.choices.get(conntrackKey)?.findLast((fact) => fact.at <= at);
  }

  /** The hop that sent a request's packets to `ip:port`: by rules, or dialled by an ingress controller. */
  choiceFor(request: string, target: string, before: number): Fact | undefined {
    return this.hopsOf.get(request)?.findLast((fact) => {
      if (fact.id >= before) return false;
      const hop = hopIn(fact);
      if (hop.decision.by === 'ingress' || hop.decision.by === 'discovery')
        return hop.decision.chosen === target;
      return hop.kind === 'rewrite' && hop.after !== null && formatSocket(hop.after.destination) === target;
    });
  }

  private clear(): void {
    for (const map of [this.hops, this.hopsOf, this.sent, this.ended, this.pods, this.slices]) map.clear();
    for (const map of [this.syncs, this.saw, this.delays, this.choices, this.owners]) map.clear();
    this.count = 0;
  }

  private take(fact: Fact): void {
    const pod = fact['pod'];
    const ip = fact['ip'];
    if (typeof pod === 'string' && fact.type !== 'hop') {
      push(this.pods, pod, fact);
      if (typeof ip === 'string' && ip !== '') push(this.owners, ip, { at: fact.at, pod });
    }
    switch (fact.type) {
      case 'hop': {
        const hop = hopIn(fact);
        this.hops.set(hop.hopId, fact);
        push(this.hopsOf, hop.request, fact);
        const { decision } = hop;
        if (decision.by === 'rules' && decision.conntrackKey !== null)
          push(this.choices, decision.conntrackKey, fact);
        return;
      }
      case 'request/sent':
        this.sent.set(String(fact['request']), fact);
        return;
      case 'exec/started':
        this.sent.set(String(fact['exec']), fact);
        return;
      case 'request/ended':
        this.ended.set(String(fact['request']), fact);
        return;
      case 'endpointSlice/changed':
        return push(this.slices, String(fact['service']), fact);
      case 'kubeProxy/synced':
        return push(this.syncs, String(fact['node']), fact);
      case 'kubeProxy/sawChange':
        return push(this.saw, `${String(fact['node'])}|${String(fact['service'])}`, fact);
      case 'kubeProxy/watchDelaySet':
        return push(this.delays, String(fact['node']), fact);
    }
  }
}

/** The hop that a fact of type `hop` carries. */
export function hopIn(fact: Fact): Hop {
  return fact['hop'] as Hop;
}

function push<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}
