/** What the panels show for one moment: the header strip, the journey, the inspector, the timeline. */
import type { Micros } from '../sim/kernel/time';
import type { Place } from '../sim/packet/headers';
import type { Hop, Message } from '../sim/packet/hop';
import type { Address, ConntrackRow, EndpointRow } from './picture';

/** "On the wire now". */
export interface StripCard {
  /**
   * `wire`: a packet travels, these are its headers. `held`: nothing is on the wire, a program has what
   * came last, whose headers these are. `over`: the request has ended; this was the last packet.
   */
  readonly state: 'wire' | 'held' | 'over';
  /** Who has it while nothing is on the wire; empty otherwise. */
  readonly holder: string;
  readonly label: string;
  readonly layer: Hop['layer'];
  readonly source: Address;
  readonly sourceNote: string;
  readonly sourceAfter: Address | null;
  /** Whose address it becomes; empty where nothing is rewritten. */
  readonly sourceAfterNote: string;
  readonly destination: Address;
  readonly destinationNote: string;
  readonly destinationAfter: Address | null;
  readonly destinationAfterNote: string;
  readonly who: Message;
  readonly why: Message;
}

export interface JourneyHop {
  readonly hopId: string;
  readonly index: number;
  readonly level: Hop['level'];
  readonly leg: Hop['leg'];
  readonly kind: Hop['kind'];
  readonly verdict: Hop['verdict'];
  readonly title: Message;
  readonly sentence: Message;
  readonly state: 'past' | 'now' | 'future';
  readonly startAt: Micros;
  readonly endAt: Micros;
}

export interface JourneyCard {
  readonly request: string;
  readonly url: string;
  readonly startAt: Micros;
  readonly hops: readonly JourneyHop[];
  /** Index of the current hop in `hops`; -1 before the first. */
  readonly current: number;
  /** How it ended and why; null while it is under way. */
  readonly outcome: {
    readonly id: string;
    readonly isGood: boolean;
    readonly message: Message;
    readonly why: Message;
    /** The hop on which it went wrong. */
    readonly failedHop: string | null;
  } | null;
}

export interface HopCard {
  readonly hop: Hop;
  readonly index: number;
  readonly count: number;
}

/** A node's rules as text, chain by chain, in the order a packet meets them. */
export interface RulesCard {
  readonly node: string;
  /** The Service whose rules these are, as `namespace/name`, with the chains of every packet; null for all rules. */
  readonly service: string | null;
  readonly mode: string;
  readonly syncedAt: Micros | null;
  readonly chains: readonly {
    /** `ipvs` for virtual servers and ipsets. */
    readonly table: 'nat' | 'filter' | 'ipvs';
    readonly name: string;
    readonly rules: readonly {
      readonly text: string;
      readonly verdict: 'hit' | 'miss' | 'notReached' | null;
      readonly drawn: number | null;
      readonly isStale: boolean;
      /** The rule that decided what becomes of the packet. */
      readonly isDecisive: boolean;
    }[];
  }[];
  readonly ruleCount: number;
  /** All of the node's rules, as kube-proxy would feed them to the kernel's tools. */
  printed(): string;
}

export interface EndpointsCard {
  readonly service: string;
  readonly vip: string;
  readonly slices: readonly {
    readonly name: string;
    readonly resourceVersion: string;
    readonly changedAt: Micros;
    readonly rows: readonly EndpointRow[];
  }[];
  readonly nodes: readonly {
    readonly node: string;
    readonly state: 'current' | 'behind';
    readonly staleMicros: Micros;
  }[];
}

export interface ConntrackCard {
  readonly node: string;
  readonly rows: readonly ConntrackRow[];
}

/** A state of a chart, to be drawn from the definition. */
export interface ChartStateView {
  readonly id: string;
  readonly path: string;
  readonly children: readonly ChartStateView[];
  readonly isActive: boolean;
  readonly isInitial: boolean;
}

export interface ChartCard {
  readonly entity: string;
  readonly chart: string;
  readonly active: string;
  readonly since: Micros;
  readonly states: readonly ChartStateView[];
  readonly arrows: readonly {
    readonly from: string;
    readonly to: string;
    readonly event: string;
    readonly guard: string | null;
    /** A named delay, when the arrow is taken by time. */
    readonly delay: string | null;
  }[];
}

export interface PropertyRow {
  readonly label: Message;
  readonly value: string;
  /** Said in the reader's language instead of `value`. */
  readonly word?: Message;
  readonly address?: Address;
}

/** Whatever is selected: its facts, its chart, what can be done to it. */
export interface InspectorCard {
  readonly place: Place;
  readonly kind: 'pod' | 'workload' | 'service' | 'node' | 'client' | 'dns';
  readonly title: string;
  readonly properties: readonly PropertyRow[];
  readonly charts: readonly ChartCard[];
  /** Of a node: whether it has power. */
  readonly power?: 'off' | 'booting' | 'on';
  /** An Ocelot gateway: how it finds Pods, and its file as it is now. */
  readonly gateway?: GatewayCard;
  /** Of a Pod: its handlers and the connections that they keep. */
  readonly pools?: readonly PoolCard[];
}

export interface GatewayCard {
  /** `Deployment/namespace/name`. */
  readonly key: string;
  readonly discovery: 'host' | 'Kube' | 'PollKube' | 'WatchKube';
  readonly file: string;
  readonly text: string;
  /** What one would type for it. */
  readonly command: string;
  /** The addresses of the two ways to its first Service; null where it reaches none. */
  readonly roads: GatewayRoads | null;
}

export interface GatewayRoads {
  readonly service: string;
  readonly vip: string;
  /** The ready Pods' own addresses. */
  readonly pods: readonly string[];
  /** Who chooses when the gateway itself does: Ocelot's load balancer. */
  readonly balancer: string;
}

/** One handler of a .NET program; times in seconds, null for infinite. */
export interface PoolCard {
  readonly handler: string;
  readonly lifetime: number | null;
  readonly idleTimeout: number | null;
  readonly most: number | null;
  readonly connections: readonly {
    readonly id: string;
    readonly to: Address;
    /** The Pod that took it; null until then. */
    readonly server: string | null;
    readonly state: 'opening' | 'busy' | 'idle';
    readonly age: number;
    readonly idle: number | null;
    /** Until it must not be used again or is too long idle, whichever comes first; null for never. */
    readonly left: number | null;
    readonly carried: number;
  }[];
}

/** Spans and marks of one lane of the timeline strip. */
export interface TimelineLane {
  readonly id: string;
  readonly label: Message;
  readonly spans: readonly {
    readonly id: string;
    readonly startAt: Micros;
    readonly endAt: Micros | null;
    readonly tone: 'client' | 'gateway' | 'dns' | 'current' | 'stale' | 'ready' | 'down' | 'bad';
    readonly note: Message | null;
    /** What began it, in a sentence. */
    readonly sentence?: Message | null;
  }[];
  readonly marks: readonly {
    readonly id: string;
    readonly at: Micros;
    readonly tone: 'good' | 'bad' | 'info';
    readonly note: Message;
    /** The same in a sentence. */
    readonly sentence?: Message | null;
  }[];
}

export interface TimelineCard {
  /** The stretch worth looking at now: the request under way, or the cluster's reaction to what was done. */
  readonly window: { readonly from: Micros; readonly to: Micros };
  /** How far the simulation has been computed. */
  readonly endAt: Micros;
  readonly lanes: readonly TimelineLane[];
  /** Rows for the words of flags, where there is less room than usual. */
  readonly flagRows?: number;
  /** What the learner did, and the first failure: flags above the lanes. */
  readonly flags: readonly {
    readonly id: string;
    readonly at: Micros;
    readonly tone: 'good' | 'bad' | 'info' | 'bookmark';
    readonly note: Message;
  }[];
}

export interface TallyCard {
  readonly workload: string;
  readonly rows: readonly {
    readonly pod: string;
    readonly shortName: string;
    readonly ip: string | null;
    readonly count: number;
    readonly gone: boolean;
  }[];
  readonly total: number;
}
