/**
 * From a request at the gateway to the downstream request, or to why there is none.
 * Sources: Ocelot src/DownstreamRouteFinder/Middleware/DownstreamRouteFinderMiddleware.cs,
 * src/DownstreamUrlCreator/DownstreamUrlCreatorMiddleware.cs, src/LoadBalancer/LoadBalancingMiddleware.cs.
 */
import type { OcelotAggregate, OcelotConfiguration, OcelotRoute } from './configuration';
import { decodePath, defaultPort, downstreamPathAndQuery, escapePath, formatUrl } from './downstreamUrl';
import { statusOf } from './errors';
import { costOf, takesTooLong, type PatternCost } from './patternRisk';
import { lease, NEW_BALANCER, type LeaseResult } from './loadBalancers';
import { findPlaceholders, headerPattern, type Placeholders } from './placeholders';
import { findRoute, type FinderRoute } from './routeFinder';
import type {
  Discover,
  DownstreamRequest,
  RejectionReason,
  RoutingResult,
  Target,
  UpstreamRequest,
} from './routing';
import { compilePattern, createUpstreamPattern, type UpstreamPattern } from './upstreamTemplate';

interface CompiledRoute extends FinderRoute {
  readonly source: OcelotRoute | OcelotAggregate;
  readonly upstream: UpstreamPattern;
  readonly pattern: RegExp;
  readonly cost: PatternCost;
  readonly headers: readonly {
    readonly name: string;
    readonly pattern: RegExp;
    readonly cost: PatternCost;
    readonly names: readonly string[];
  }[];
  readonly downstreamRoutes: readonly OcelotRoute[];
}

/** Reading the file has complained of a pattern that is none; here it fits nothing. */
function orNothing<T>(make: () => T, otherwise: T): T {
  try {
    return make();
  } catch {
    return otherwise;
  }
}

const FITS_NOTHING = /[^\s\S]/;
const NO_COST: PatternCost = { choices: 0, ends: [], isHopeless: false };

function compile(
  kind: 'route' | 'aggregate',
  source: OcelotRoute | OcelotAggregate,
  downstreamRoutes: readonly OcelotRoute[],
): CompiledRoute {
  const upstream = createUpstreamPattern(source);
  const headers = Object.entries(source.upstreamHeaderTemplates).map(([name, template]) => ({
    name,
    ...orNothing(() => headerPattern(template, source.routeIsCaseSensitive), {
      pattern: FITS_NOTHING,
      cost: NO_COST,
      names: [],
    }),
  }));
  const { index, upstreamHttpMethod, upstreamHost } = source;
  const pattern = orNothing(() => compilePattern(upstream.regex), FITS_NOTHING);
  const cost = pattern === FITS_NOTHING ? NO_COST : costOf(upstream.regex);
  return {
    ...{ index, kind, upstreamHttpMethod, upstreamHost, priority: upstream.priority },
    ...{ source, upstream, pattern, cost, headers, downstreamRoutes },
  };
}

/** Patterns are compiled once per configuration; the configuration itself stays plain JSON. */
const compiled = new WeakMap<OcelotConfiguration, readonly CompiledRoute[]>();

function routesOf(configuration: OcelotConfiguration): readonly CompiledRoute[] {
  const known = compiled.get(configuration);
  if (known !== undefined) return known;
  const { routes, aggregates } = configuration;
  const parts = (aggregate: OcelotAggregate) =>
    aggregate.routeKeys
      .map((key) => routes.find((route) => route.key === key))
      .filter((r) => r !== undefined);
  const fresh = [
    ...routes.map((route) => compile('route', route, [route])),
    ...aggregates
      .filter((aggregate) => parts(aggregate).length === aggregate.routeKeys.length)
      .map((aggregate) => compile('aggregate', aggregate, parts(aggregate))),
  ];
  compiled.set(configuration, fresh);
  return fresh;
}

function headerOf(headers: UpstreamRequest['headers'], name: string): string | undefined {
  const wanted = name.toLowerCase();
  return Object.entries(headers).find(([key]) => key.toLowerCase() === wanted)?.[1];
}

function misfit(route: CompiledRoute, request: UpstreamRequest, path: string): RejectionReason | null {
  const { upstreamPathTemplate: template } = route.source;
  const { regex, containsQueryString } = route.upstream;
  const tested = containsQueryString ? `${path}${request.query}` : path;
  if (takesTooLong(route.cost, tested))
    return { code: 'patternTooSlow', params: { template, pattern: regex } };
  if (!route.pattern.test(tested)) {
    const params = { path, template, pattern: regex };
    return containsQueryString
      ? { code: 'queryDiffers', params: { ...params, query: request.query } }
      : { code: 'pathDiffers', params };
  }
  for (const { name, pattern, cost } of route.headers) {
    const value = headerOf(request.headers, name);
    if (value === undefined) return { code: 'headerMissing', params: { header: name } };
    const headerTemplate = route.source.upstreamHeaderTemplates[name] ?? '';
    if (takesTooLong(cost, value)) {
      return { code: 'patternTooSlow', params: { template: headerTemplate, pattern: pattern.source } };
    }
    if (!pattern.test(value)) {
      return { code: 'headerDiffers', params: { header: name, value, template: headerTemplate } };
    }
  }
  return null;
}

function placeholdersFor(route: CompiledRoute, request: UpstreamRequest, path: string): Placeholders {
  const values: Record<string, string> = {
    ...findPlaceholders(route.source.upstreamPathTemplate, path, request.query),
  };
  for (const { name, pattern, names } of route.headers) {
    const match = pattern.exec(headerOf(request.headers, name) ?? '');
    names.forEach((placeholder, index) => (values[placeholder] ??= match?.[index + 1] ?? ''));
  }
  return values;
}

/** The targets of a route: what discovery finds, else what the file lists; undefined when nothing is known. */
export function targetsOf(route: OcelotRoute, discover?: Discover): readonly Target[] | undefined {
  return route.serviceName === '' ? route.downstreamHostAndPorts : discover?.(route);
}

/**
 * The request that is sent on to one target. A target without port keeps the port on
 * which the gateway was asked; a target's scheme goes before the route's.
 */
export function downstreamRequest(
  route: OcelotRoute,
  request: UpstreamRequest,
  placeholders: Placeholders,
  target: Target | undefined,
): DownstreamRequest {
  const { path, query } = downstreamPathAndQuery({
    downstreamPathTemplate: route.downstreamPathTemplate,
    placeholders,
    upstreamPath: request.path,
    query: request.query,
  });
  const method = route.downstreamHttpMethod || request.method;
  const scheme = target?.scheme || route.downstreamScheme || request.scheme;
  const common = { method, scheme, path: escapePath(path), query };
  if (target === undefined) return { ...common, host: null, port: null, url: null };
  const port = target.port > 0 ? target.port : request.port;
  const { host } = target;
  return { ...common, host, port, url: formatUrl({ scheme, host, port, path, query }) };
}

/** What a request may be given as: a URL (or a bare path), or its parts. */
export interface RequestInput {
  readonly method: string;
  /** `http://gateway:5000/orders?x=1` or `/orders?x=1`. */
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * Reads a request from a URL. The Host header, if given, goes before the URL's host.
 * Without scheme it is http, without host `localhost`.
 */
export function upstreamRequestOf(input: RequestInput): UpstreamRequest {
  const { method, url, headers = {} } = input;
  const parts = /^(?:([a-z][a-z0-9+.-]*):\/\/([^/?#]*))?([^?#]*)(\?[^#]*)?/i.exec(url)!;
  const scheme = (parts[1] ?? 'http').toLowerCase();
  const authority = headerOf(headers, 'host') ?? parts[2]?.replace(/^.*@/, '') ?? 'localhost';
  const [host = '', port = ''] = authority.split(':');
  const path = parts[3] === undefined || parts[3] === '' ? '/' : parts[3];
  const query = parts[4] === undefined || parts[4] === '?' ? '' : parts[4];
  return {
    ...{ method: method.toUpperCase(), scheme, host, headers, query },
    port: port === '' ? (defaultPort(scheme) ?? 80) : Number(port),
    path: escapePath(path),
  };
}

/**
 * Routes one request. Where a route has several targets, the one is named that the
 * balancer chooses first; the running gateway keeps balancer state and calls
 * `lease` and `downstreamRequest` itself.
 */
export function routeRequest(
  configuration: OcelotConfiguration,
  input: RequestInput | UpstreamRequest,
  options: { readonly discover?: Discover } = {},
): RoutingResult {
  const request = 'url' in input ? upstreamRequestOf(input) : input;
  const path = decodePath(request.path);
  const { winner, rejected } = findRoute(routesOf(configuration), request, (route) =>
    misfit(route, request, path),
  );
  if (winner === undefined) {
    const status = statusOf(['UnableToFindDownstreamRouteError']);
    return {
      matched: false,
      route: null,
      placeholders: {},
      downstream: null,
      downstreams: [],
      rejected,
      status,
    };
  }
  const placeholders = placeholdersFor(winner, request, path);
  let status: number | null = null;
  const downstreams = winner.downstreamRoutes.map((route) => {
    const targets = targetsOf(route, options.discover);
    const leased: Partial<LeaseResult> =
      targets === undefined ? {} : lease(NEW_BALANCER, { options: route.loadBalancer, targets, now: 0 });
    if (leased.error !== undefined) status ??= statusOf([leased.error]);
    const { target } = leased;
    return { routeIndex: route.index, request: downstreamRequest(route, request, placeholders, target) };
  });
  const { upstreamPathTemplate, position } = winner.source;
  return {
    matched: true,
    route: { index: winner.index, kind: winner.kind, upstreamPathTemplate, ...position },
    placeholders,
    downstream: downstreams[0]?.request ?? null,
    downstreams,
    rejected,
    status,
  };
}
