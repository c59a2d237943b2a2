/**
 * A hop: one stretch of a request's road, as a span with a parent
 * (request → connection → packet → hop). It holds the headers before and after, who
 * acted, what decided, and the verdict. Hops are the unit of stepping; the trace
 * carries each as a fact of type `hop` when it has ended.
 */
import type { Micros } from '../kernel/time';
import type { FlowHeaders, Place } from './headers';

/** What happens on this stretch. */
export type HopKind =
  /** A name is looked up outside the cluster. */
  | 'resolve'
  /** A packet travels and nobody rewrites it. */
  | 'travel'
  /** A new connection's (or UDP exchange's) first packet meets a node's nat rules and is rewritten. */
  | 'rewrite'
  /** A later packet, or a reply, is rewritten as conntrack remembers. */
  | 'translate'
  /** A program decides where to go on: an Ocelot route, an Ingress rule, a DNS answer. */
  | 'decide'
  /** A program works on the request. */
  | 'work'
  /** Rules reject, or the peer refuses: the sender hears it at once. */
  | 'refused'
  /** The packet vanishes; the sender hears nothing. */
  | 'lost'
  /** A waiting program gives up. */
  | 'timeout';

export type HopLayer = 'DNS' | 'TCP' | 'TLS' | 'HTTP';

/** A rule that the kernel looked at for this packet, in order. */
export interface ExaminedRuleView {
  readonly table: 'nat' | 'filter' | 'ipvs';
  readonly chain: string;
  /** Position in the chain, from 0. */
  readonly index: number;
  /** As in `iptables-save`, without the `-A CHAIN` in front. */
  readonly text: string;
  readonly matched: boolean;
  /** Present on `statistic` rules: the probability and the number drawn, both 0 … 1. */
  readonly probability?: number;
  readonly drawn?: number;
  /** `namespace/service[:port]` and, on endpoint rules, `ip:port` that the rule comes from. */
  readonly service?: string;
  readonly endpoint?: string;
}

/** Where a CoreDNS Pod took an answer from, and how long that took. */
export interface DnsOrigin {
  /** Its cache, its kubernetes plugin, the server behind `forward`, or no plugin at all. */
  readonly by: 'cache' | 'kubernetes' | 'forward' | 'nobody';
  /** Out of the cache: which plugin had answered then. */
  readonly storedBy?: 'kubernetes' | 'forward' | 'nobody';
  /** Out of the cache: for how many seconds more it stays there. */
  readonly ttlLeft?: number;
  readonly micros: Micros;
  /** For how long this replica keeps the answer in its cache now; 0 if it does not. */
  readonly keptSeconds: number;
}

export type Decision =
  | {
      readonly by: 'rules';
      /** kube-proxy's mode on that node. */
      readonly mode: 'iptables' | 'ipvs' | 'nftables';
      readonly node: string;
      readonly hook: 'PREROUTING' | 'OUTPUT';
      readonly examined: readonly ExaminedRuleView[];
      /** How many rules were examined in all, the unlisted misses of KUBE-SERVICES too. */
      readonly examinedCount: number;
      /** The last rule that matched and decided. */
      readonly matched: ExaminedRuleView | null;
      /** Endpoint rules that could have been chosen. */
      readonly choices: readonly string[];
      readonly masquerade: boolean;
      /** Key of the conntrack entry made, in the `conntrack` table. */
      readonly conntrackKey: string | null;
      /** The node's rules are older than the EndpointSlice by this much; 0 if current. */
      readonly staleMicros: Micros;
      /** How IPVS chose: by which scheduler, or because session affinity held the client. */
      readonly ipvs?: { readonly scheduler: string; readonly isHeld: boolean };
    }
  | {
      readonly by: 'conntrack';
      readonly node: string;
      readonly conntrackKey: string;
      readonly direction: 'original' | 'reply';
    }
  | {
      readonly by: 'ocelot';
      readonly matched: boolean;
      readonly routeIndex: number | null;
      readonly upstreamPathTemplate: string | null;
      readonly downstreamPathTemplate: string | null;
      readonly file: string;
      readonly line: number | null;
      readonly placeholders: Readonly<Record<string, string>>;
      readonly downstreamUrl: string | null;
      /** `reason`: a code; what it names stands in `params`. */
      readonly rejected: readonly {
        readonly index: number;
        readonly reason: string;
        readonly params?: Message['params'];
      }[];
      /** Present where the route names a Service for the gateway to look up itself. */
      readonly discovery?: { readonly provider: string; readonly service: string };
    }
  | {
      /** Ocelot's service discovery: Pod addresses from the API server, and the one that the balancer takes. */
      readonly by: 'discovery';
      readonly provider: string;
      /** `namespace/name` of the Service whose Endpoints it reads. */
      readonly service: string;
      readonly targets: readonly string[];
      readonly chosen: string | null;
      /** LoadBalancerOptions' type. */
      readonly balancer: string;
      /** How old the list is; 0 when it has just been read. */
      readonly ageMicros: Micros;
      /** How often the API server was asked; 0 for a list that the gateway holds. */
      readonly asked: number;
      /** The API server's answer to a ServiceAccount that may not: 403. */
      readonly isForbidden: boolean;
    }
  | {
      readonly by: 'ingress';
      readonly ingress: string;
      readonly host: string;
      readonly path: string;
      readonly service: string;
      /** The ready endpoints it reads, and the one it dials. */
      readonly endpoints: readonly string[];
      readonly chosen: string | null;
    }
  | {
      readonly by: 'dns';
      readonly server: string;
      readonly queries: readonly {
        readonly name: string;
        readonly type: string;
        readonly rcode: string;
        readonly answers: readonly { readonly type: string; readonly data: string; readonly ttl: number }[];
        /** Of an answer by CoreDNS. */
        readonly origin?: DnsOrigin;
      }[];
    }
  | { readonly by: 'program'; readonly program: string; readonly status?: number; readonly note?: string }
  | { readonly by: 'socket'; readonly pod: string | null; readonly reason: string }
  | { readonly by: 'routing' };

/** A sentence to be: a key of the message catalogue and its parameters. Rooms below `i18n` write no prose. */
export interface Message {
  readonly key: string;
  readonly params: Readonly<Record<string, string | number>>;
}

export interface Hop {
  readonly hopId: string;
  /** Span ids, outermost first: request, connection or look-up, packet. */
  readonly parents: readonly string[];
  readonly request: string;
  /** Which stretch of the road: `ingress` (browser → controller), `web`, `gateway`, `service`. */
  readonly leg: 'ingress' | 'web' | 'gateway' | 'service';
  readonly kind: HopKind;
  /** `main` hops are stepped through; `fine` ones only when every packet is asked for. */
  readonly level: 'main' | 'fine';
  readonly layer: HopLayer;
  /** What is on the wire, in short: `SYN`, `GET`, `A?`, `200`. */
  readonly label: string;
  readonly startAt: Micros;
  readonly endAt: Micros;
  /** When the headers changed, if they did. */
  readonly rewriteAt: Micros | null;
  /** Way points with the time at which each is reached; the first is the sender. */
  readonly route: readonly { readonly place: Place; readonly at: Micros }[];
  /** The component that acted: a place, whose node, Pod or client it is. */
  readonly actor: Place;
  readonly before: FlowHeaders | null;
  readonly after: FlowHeaders | null;
  /** `METHOD path` or `status reason`, where there is HTTP on it. */
  readonly http: { readonly line: string; readonly host?: string } | null;
  readonly decision: Decision;
  readonly verdict:
    'forwarded' | 'dnat' | 'restored' | 'answered' | 'rejected' | 'refused' | 'dropped' | 'failed';
  /** One sentence of explanation, and a short title for the journey. */
  readonly title: Message;
  readonly sentence: Message;
}

/** How a request ended, exactly one of these. */
export type OutcomeKind = 'ok' | 'refused' | 'timeout' | 'dnsFailure' | 'httpError';

export interface Outcome {
  readonly kind: OutcomeKind;
  /** HTTP status that the browser saw; null if it saw none. */
  readonly status: number | null;
  /** The leg on which it went wrong and why; null when it went right. */
  readonly reason: {
    readonly leg: Hop['leg'];
    readonly cause: string;
    readonly address: string | null;
  } | null;
  /** The Pod that did the work, when one did. */
  readonly servedBy: string | null;
}
