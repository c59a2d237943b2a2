/** What the story panels show: why something is as it is, the request as a sequence diagram, the log and what exists. */
import type { Micros } from '../sim/kernel/time';
import type { Place } from '../sim/packet/headers';
import type { Hop, Message } from '../sim/packet/hop';

/** What can be asked about. Keys are `namespace/name`. */
export type Question =
  /** How a request ended. */
  | { readonly about: 'request'; readonly request: string }
  | { readonly about: 'hop'; readonly hopId: string }
  | { readonly about: 'pod'; readonly pod: string }
  /** `address` is `ip` or `ip:port`. */
  | { readonly about: 'endpoint'; readonly service: string; readonly address: string }
  | { readonly about: 'rules'; readonly node: string; readonly service: string }
  /** Anything that the trace holds. */
  | { readonly about: 'fact'; readonly factId: number };

/** One cause in a chain. */
export interface WhyLink {
  /** The fact that it is; null for what is no event: a standing fact, or something that has not come yet. */
  readonly factId: number | null;
  readonly at: Micros;
  readonly message: Message;
  /** Where it can be seen in the picture: a place, or `node/<name>/rules` and `node/<name>/proxy` within one. */
  readonly place: Place | null;
  /** `wait`: what has not come yet, or came too late. */
  readonly tone: 'bad' | 'good' | 'info' | 'wait';
  /** The learner did it. */
  readonly isYou: boolean;
  /** It was so before the scenario began: there is no moment to go to. */
  readonly isFromStart: boolean;
}

export interface WhyCard {
  readonly question: Question;
  readonly ask: Message;
  /** A sentence of its own that the question names: an outcome, a hop's title. */
  readonly subject: Message | null;
  readonly askedAt: Micros;
  /** Newest first: each is because of those below it. */
  readonly links: readonly WhyLink[];
}

/** `dns`: all CoreDNS Pods as one. `publicDns` has no name of its own. */
export type ParticipantKind = 'client' | 'publicDns' | 'dns' | 'pod' | 'kernel' | 'apiServer';

export interface Participant {
  readonly id: string;
  readonly kind: ParticipantKind;
  readonly place: Place;
  /** `browser`, `api-gateway`, `node-2`. */
  readonly name: string;
  /** The last letters of a Pod's name; empty otherwise. */
  readonly note: string;
}

/** One hop in the diagram: a message between two participants, or a note over one. */
export interface SequenceItem {
  readonly hopId: string;
  /** `rewrite`: a message that a kernel rewrites, as a note over it says. */
  readonly kind: 'request' | 'reply' | 'rewrite' | 'note' | 'refused' | 'lost';
  readonly from: string;
  /** The same as `from` for a note. */
  readonly to: string;
  /** What is on the wire: `SYN`, `GET`, `A?`; empty on notes. */
  readonly label: string;
  readonly message: Message;
  readonly state: 'past' | 'now' | 'future';
  readonly at: Micros;
}

export interface SequenceCard {
  readonly request: string;
  readonly url: string;
  readonly startAt: Micros;
  readonly participants: readonly Participant[];
  readonly items: readonly SequenceItem[];
  /** Index of the item shown now; -1 before the first. */
  readonly current: number;
}

export type LogKind = 'deed' | 'refusal' | 'request' | 'hop' | 'cluster' | 'rules';

export interface LogRow {
  readonly factId: number;
  readonly at: Micros;
  readonly kind: LogKind;
  /** Who did it, or whom it concerns: a Pod's, node's or client's name, a Service. */
  readonly who: string;
  readonly message: Message;
  readonly place: Place | null;
  readonly request: string | null;
  readonly hopId: string | null;
  readonly tone: 'bad' | 'good' | 'info';
}

export interface LogCard {
  /** Everything computed so far, in order. The same list, longer, while the branch stays the same. */
  readonly rows: readonly LogRow[];
  /** How many of `rows` count: the list grows in place. */
  readonly count: number;
  /** Index of the last row at or before the moment shown; -1 before the first. */
  readonly current: number;
}

export interface TopologyPod {
  readonly place: Place;
  readonly name: string;
  readonly namespace: string;
  readonly ip: string | null;
  readonly state: string;
  readonly ready: boolean;
  readonly restarts: number;
  readonly served: number;
}

export interface TopologyCard {
  readonly at: Micros;
  readonly nodes: readonly {
    readonly name: string;
    readonly ip: string;
    readonly podCIDR: string;
    readonly pods: readonly TopologyPod[];
  }[];
  /** Pods that have no node yet. */
  readonly pending: readonly TopologyPod[];
  readonly services: readonly {
    readonly key: string;
    readonly type: string;
    readonly vip: string;
    readonly ports: string;
    readonly selector: string;
    readonly endpoints: readonly {
      readonly address: string;
      readonly state: 'ready' | 'notReady' | 'terminating';
    }[];
    /** Nodes whose rules do not follow its EndpointSlices yet, and for how long. */
    readonly stale: readonly { readonly node: string; readonly micros: Micros }[];
  }[];
  readonly rules: readonly {
    readonly node: string;
    readonly syncedAt: Micros | null;
    readonly resourceVersion: number;
    readonly staleServices: readonly string[];
  }[];
}

/** Verdicts by which the network or a rule turned a packet away. */
export const TURNED_AWAY: ReadonlySet<Hop['verdict']> = new Set(['rejected', 'refused', 'dropped']);
