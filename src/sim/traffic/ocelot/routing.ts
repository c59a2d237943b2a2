/** What routing takes and gives. The words for reasons are in `reasonText.ts` and in the translations. */
import type { HostAndPort, OcelotRoute } from './configuration';

/** A request as it reaches the gateway. */
export interface UpstreamRequest {
  readonly method: string;
  readonly scheme: string;
  /** The Host header's name, without port. */
  readonly host: string;
  /** The port on which the gateway was asked. */
  readonly port: number;
  /** Percent-encoded, as on the wire. */
  readonly path: string;
  /** With its leading `?`, or empty. */
  readonly query: string;
  /** By name in any case. */
  readonly headers: Readonly<Record<string, string>>;
}

export interface DownstreamRequest {
  readonly method: string;
  readonly scheme: string;
  /** Null when the targets are not known: discovery without a cluster, or no target. */
  readonly host: string | null;
  readonly port: number | null;
  /** Percent-encoded, as on the wire. */
  readonly path: string;
  /** With its leading `?`, or empty. */
  readonly query: string;
  readonly url: string | null;
}

/** Why a route was not taken. Numbers of routes are indexes from 0. */
export type RejectionReason =
  | { readonly code: 'pathDiffers'; readonly params: { path: string; template: string; pattern: string } }
  | {
      readonly code: 'queryDiffers';
      readonly params: { path: string; query: string; template: string; pattern: string };
    }
  | { readonly code: 'patternTooSlow'; readonly params: { template: string; pattern: string } }
  | { readonly code: 'methodDiffers'; readonly params: { method: string; allowed: string } }
  | { readonly code: 'hostDiffers'; readonly params: { host: string; wanted: string } }
  | { readonly code: 'headerMissing'; readonly params: { header: string } }
  | { readonly code: 'headerDiffers'; readonly params: { header: string; value: string; template: string } }
  | {
      readonly code: 'lowerPriority';
      readonly params: { priority: number; winner: number; winnerPriority: number };
    }
  | { readonly code: 'laterInFile'; readonly params: { winner: number; priority: number } }
  | { readonly code: 'hostRouteWins'; readonly params: { winner: number; host: string } };

export interface RejectedRoute {
  readonly index: number;
  /** `aggregate` when `index` counts in `Aggregates`. */
  readonly kind: 'route' | 'aggregate';
  readonly reason: RejectionReason;
}

export interface RoutingResult {
  readonly matched: boolean;
  /** `aggregate` when `index` counts in `Aggregates`. */
  readonly route: {
    readonly index: number;
    readonly kind: 'route' | 'aggregate';
    readonly upstreamPathTemplate: string;
    readonly line: number;
    readonly column: number;
  } | null;
  /** With their braces: `{id}`. */
  readonly placeholders: Readonly<Record<string, string>>;
  /** The first of `downstreams`; they are several only for an aggregate. */
  readonly downstream: DownstreamRequest | null;
  readonly downstreams: readonly { readonly routeIndex: number; readonly request: DownstreamRequest }[];
  readonly rejected: readonly RejectedRoute[];
  /** The status with which the gateway itself answers; null when it sends the request on. */
  readonly status: number | null;
}

/** A target as discovery gives it: Ocelot takes the name of the Kubernetes port for a scheme. */
export interface Target extends HostAndPort {
  readonly scheme?: string;
}

/** Finds the targets of a route that uses discovery; undefined when nothing is known. */
export type Discover = (route: OcelotRoute) => readonly Target[] | undefined;
