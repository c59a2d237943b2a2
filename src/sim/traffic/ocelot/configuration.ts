/**
 * An Ocelot configuration after reading: typed, defaulted, merged with its
 * GlobalConfiguration, and knowing where in the file each part stands.
 * Ocelot 25. Source: Ocelot src/Configuration/File/*.cs, src/Configuration/Creator/*.cs.
 */

import type { RateLimitOptions } from './rateLimit';

/** A place in the file; both count from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

export interface HostAndPort {
  readonly host: string;
  readonly port: number;
}

/** As the file names them; an unknown type is an error when a request comes. */
export type LoadBalancerType =
  'NoLoadBalancer' | 'RoundRobin' | 'LeastConnection' | 'CookieStickySessions' | (string & {});

export interface LoadBalancerOptions {
  readonly type: LoadBalancerType;
  /** CookieStickySessions: the cookie's name. */
  readonly key: string;
  /** CookieStickySessions: how long a session is pinned after its last request. */
  readonly expiryMs: number;
}

/** Quality of service as configured, before the defaults of either breaker generation. Times in milliseconds. */
export interface QosOptions {
  /** `MinimumThroughput`, old name `ExceptionsAllowedBeforeBreaking`. */
  readonly minimumThroughput?: number;
  /** `BreakDuration`, old name `DurationOfBreak`. */
  readonly breakDurationMs?: number;
  readonly failureRatio?: number;
  readonly samplingDurationMs?: number;
  /** `Timeout`, old name `TimeoutValue`. */
  readonly timeoutMs?: number;
}

/** How the route's SocketsHttpHandler keeps connections. Source: src/Configuration/HttpHandlerOptions.cs. */
export interface HttpHandlerOptions {
  /** 120 unless said otherwise: Ocelot's default, not .NET's. */
  readonly pooledConnectionLifetimeSeconds: number;
  /** Null for as many as are asked for. */
  readonly maxConnectionsPerServer: number | null;
}

export interface OcelotRoute {
  /** Its place in `Routes`, from 0. */
  readonly index: number;
  readonly position: Position;
  readonly key: string;
  readonly upstreamPathTemplate: string;
  /** Where the template's text stands; the route's own place when it has none. */
  readonly upstreamPathTemplatePosition: Position;
  /** Empty means every method. */
  readonly upstreamHttpMethod: readonly string[];
  /** Empty means every host. */
  readonly upstreamHost: string;
  readonly upstreamHeaderTemplates: Readonly<Record<string, string>>;
  readonly priority: number;
  readonly routeIsCaseSensitive: boolean;
  readonly downstreamPathTemplate: string;
  /** Empty means that of the upstream request. */
  readonly downstreamScheme: string;
  /** Empty means that of the upstream request. */
  readonly downstreamHttpMethod: string;
  readonly downstreamHostAndPorts: readonly (HostAndPort & { readonly position: Position })[];
  /** Empty means: no discovery, use `downstreamHostAndPorts`. */
  readonly serviceName: string;
  readonly serviceNamespace: string;
  readonly loadBalancer: LoadBalancerOptions;
  readonly qos: QosOptions;
  readonly rateLimit: RateLimitOptions;
  readonly httpHandler: HttpHandlerOptions;
  /** After which Ocelot gives up, route over global over 90 s. */
  readonly timeoutSeconds: number;
}

/** One upstream request answered by several routes. Source: FileAggregateRoute.cs. */
export interface OcelotAggregate {
  readonly index: number;
  readonly position: Position;
  readonly routeKeys: readonly string[];
  readonly upstreamPathTemplate: string;
  readonly upstreamPathTemplatePosition: Position;
  readonly upstreamHttpMethod: readonly string[];
  readonly upstreamHost: string;
  readonly upstreamHeaderTemplates: Readonly<Record<string, string>>;
  readonly priority: number;
  readonly routeIsCaseSensitive: boolean;
}

export interface ServiceDiscoveryOptions {
  /** `Kube`, `PollKube`, `WatchKube`, `Consul`, …; empty means none. */
  readonly type: string;
  readonly scheme: string;
  readonly host: string;
  readonly port: number;
  readonly namespace: string;
  readonly pollingIntervalMs: number;
}

export interface OcelotConfiguration {
  readonly routes: readonly OcelotRoute[];
  readonly aggregates: readonly OcelotAggregate[];
  readonly baseUrl: string;
  readonly serviceDiscovery: ServiceDiscoveryOptions;
}

/**
 * Something wrong in the file. `code` and `params` are for translation, `message`
 * and `mend` are English.
 */
export interface ConfigurationProblem {
  readonly severity: 'error' | 'warning';
  readonly code: string;
  readonly params: Readonly<Record<string, string | number>>;
  readonly line: number;
  readonly column: number;
  readonly message: string;
  readonly mend: string;
}

export interface ConfigurationReading {
  /** Undefined if the text is not a JSON object. With errors among the problems, Ocelot would not start. */
  readonly configuration?: OcelotConfiguration;
  readonly problems: readonly ConfigurationProblem[];
}
