/**
 * The keys that Ocelot knows, by section; names are compared without regard to case,
 * as .NET's configuration does. `renamed` are keys of older versions.
 * Source: Ocelot 25 src/Configuration/File/*.cs; https://ocelot.readthedocs.io (release notes of 16.0 for ReRoutes).
 */

export interface KeySet {
  readonly known: readonly string[];
  /** Old key → what to write instead; it is still read where `read` says so. */
  readonly renamed: Readonly<Record<string, { readonly to: string; readonly read: boolean }>>;
}

export const ROOT_KEYS: KeySet = {
  known: ['Routes', 'DynamicRoutes', 'Aggregates', 'GlobalConfiguration'],
  renamed: { ReRoutes: { to: 'Routes', read: false }, DynamicReRoutes: { to: 'DynamicRoutes', read: false } },
};

const ROUTE_BASE = [
  ...['AuthenticationOptions', 'CacheOptions', 'DownstreamHttpVersion', 'DownstreamHttpVersionPolicy'],
  ...['DownstreamScheme', 'HttpHandlerOptions', 'Key', 'LoadBalancerOptions', 'Metadata', 'QoSOptions'],
  ...['RateLimitOptions', 'ServiceName', 'ServiceNamespace', 'Timeout'],
];

export const ROUTE_KEYS: KeySet = {
  known: [
    ...ROUTE_BASE,
    ...['AddClaimsToRequest', 'AddHeadersToRequest', 'AddQueriesToRequest', 'ChangeDownstreamPathTemplate'],
    ...['DangerousAcceptAnyServerCertificateValidator', 'DelegatingHandlers', 'DownstreamHeaderTransform'],
    ...[
      'DownstreamHostAndPorts',
      'DownstreamHttpMethod',
      'DownstreamPathTemplate',
      'Priority',
      'RequestIdKey',
    ],
    ...['RouteClaimsRequirement', 'RouteIsCaseSensitive', 'SecurityOptions', 'UpstreamHeaderTemplates'],
    ...['UpstreamHeaderTransform', 'UpstreamHost', 'UpstreamHttpMethod', 'UpstreamPathTemplate'],
  ],
  renamed: {
    FileCacheOptions: { to: 'CacheOptions', read: true },
    ReRouteIsCaseSensitive: { to: 'RouteIsCaseSensitive', read: false },
    ReRouteClaimsRequirement: { to: 'RouteClaimsRequirement', read: false },
    UseServiceDiscovery: { to: 'ServiceName', read: false },
    DownstreamHost: { to: 'DownstreamHostAndPorts', read: false },
    DownstreamPort: { to: 'DownstreamHostAndPorts', read: false },
    LoadBalancer: { to: 'LoadBalancerOptions', read: false },
  },
};

export const AGGREGATE_KEYS: KeySet = {
  known: [
    ...['Aggregator', 'Priority', 'RouteIsCaseSensitive', 'RouteKeys', 'RouteKeysConfig'],
    ...['UpstreamHeaderTemplates', 'UpstreamHost', 'UpstreamHttpMethod', 'UpstreamPathTemplate'],
  ],
  renamed: {
    ReRouteKeys: { to: 'RouteKeys', read: false },
    ReRouteKeysConfig: { to: 'RouteKeysConfig', read: false },
    ReRouteIsCaseSensitive: { to: 'RouteIsCaseSensitive', read: false },
  },
};

export const GLOBAL_KEYS: KeySet = {
  known: [
    ...[
      'AuthenticationOptions',
      'BaseUrl',
      'CacheOptions',
      'DownstreamHeaderTransform',
      'DownstreamHttpVersion',
    ],
    ...['DownstreamHttpVersionPolicy', 'DownstreamScheme', 'HttpHandlerOptions', 'LoadBalancerOptions'],
    ...['Metadata', 'MetadataOptions', 'QoSOptions', 'RateLimitOptions', 'RequestIdKey', 'SecurityOptions'],
    ...['ServiceDiscoveryProvider', 'Timeout', 'UpstreamHeaderTransform'],
  ],
  renamed: {},
};

/** Sections inside of a route or of GlobalConfiguration. */
export const SECTION_KEYS: Readonly<Record<string, KeySet>> = {
  QoSOptions: {
    known: [
      ...['BreakDuration', 'FailureRatio', 'MinimumThroughput', 'SamplingDuration', 'Timeout', 'RouteKeys'],
    ],
    renamed: {
      DurationOfBreak: { to: 'BreakDuration', read: true },
      ExceptionsAllowedBeforeBreaking: { to: 'MinimumThroughput', read: true },
      TimeoutValue: { to: 'Timeout', read: true },
    },
  },
  LoadBalancerOptions: { known: ['Type', 'Key', 'Expiry', 'RouteKeys'], renamed: {} },
  ServiceDiscoveryProvider: {
    known: ['Scheme', 'Host', 'Port', 'Type', 'Token', 'ConfigurationKey', 'PollingInterval', 'Namespace'],
    renamed: {},
  },
  DownstreamHostAndPorts: { known: ['Host', 'Port'], renamed: {} },
  RateLimitOptions: {
    known: [
      ...['EnableRateLimiting', 'EnableHeaders', 'Limit', 'Period', 'Wait', 'StatusCode', 'QuotaMessage'],
      ...['KeyPrefix', 'ClientIdHeader', 'ClientWhitelist', 'RouteKeys'],
    ],
    renamed: {
      PeriodTimespan: { to: 'Wait', read: true },
      HttpStatusCode: { to: 'StatusCode', read: true },
      QuotaExceededMessage: { to: 'QuotaMessage', read: true },
      RateLimitCounterPrefix: { to: 'KeyPrefix', read: true },
      DisableRateLimitHeaders: { to: 'EnableHeaders', read: true },
    },
  },
  HttpHandlerOptions: {
    known: [
      ...['AllowAutoRedirect', 'MaxConnectionsPerServer', 'PooledConnectionLifetimeSeconds'],
      ...['UseCookieContainer', 'UseProxy', 'UseTracing', 'RouteKeys'],
    ],
    renamed: {},
  },
};

/** How many letters must change to get from one word to the other. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, row[j]! + 1, next[j - 1]! + 1));
    }
    row = next;
  }
  return row[b.length]!;
}

/** The known key that was probably meant; undefined if none is near. */
export function nearestKey(key: string, known: readonly string[]): string | undefined {
  const lower = key.toLowerCase();
  const allowed = Math.max(1, Math.floor(key.length / 4));
  let best: string | undefined;
  let least = allowed + 1;
  for (const candidate of known) {
    const steps = distance(lower, candidate.toLowerCase());
    if (steps < least) [best, least] = [candidate, steps];
  }
  return best;
}
