/**
 * Reads the text of an Ocelot configuration into a typed, defaulted one.
 * Sources: Ocelot 25 src/Configuration/File/*.cs (keys and defaults),
 * src/Configuration/Creator/{StaticRoutesCreator,QoSOptionsCreator,LoadBalancerOptionsCreator,ServiceProviderConfigurationCreator}.cs.
 */
import type {
  ConfigurationProblem,
  ConfigurationReading,
  LoadBalancerOptions,
  OcelotAggregate,
  OcelotConfiguration,
  OcelotRoute,
  QosOptions,
} from './configuration';
import { AGGREGATE_KEYS, GLOBAL_KEYS, ROOT_KEYS, ROUTE_KEYS, SECTION_KEYS } from './configurationKeys';
import { JsonSyntaxError, readJson, type JsonNode } from './jsonReader';
import { SectionReader, type Complain } from './sectionReader';
import { httpHandlerOf, rateLimitOf } from './readRouteOptions';
import { validateConfiguration } from './validateConfiguration';

const DEFAULT_TIMEOUT_SECONDS = 90;
const DEFAULT_COOKIE = '.AspNetCore.Session';
const DEFAULT_STICKY_MS = 20 * 60 * 1_000;

/** True if a global section is for this route: no RouteKeys, or the route's Key among them. */
function appliesTo(global: SectionReader, routeKey: string): boolean {
  const keys = global.texts('RouteKeys');
  return keys.length === 0 || keys.includes(routeKey);
}

function qosOf(route: SectionReader, global: SectionReader, routeKey: string): QosOptions {
  const own = route.section('QoSOptions');
  const shared = global.section('QoSOptions');
  const sections = appliesTo(shared, routeKey) ? [own, shared] : [own];
  // An old name goes before the new one, and only then does the global section count.
  const value = (old: string | undefined, name: string): number | undefined => {
    for (const key of old === undefined ? [name] : [old, name]) {
      for (const section of sections) {
        const number = key === 'FailureRatio' ? section.number(key) : section.integer(key);
        if (number !== undefined) return number;
      }
    }
    return undefined;
  };
  const minimumThroughput = value('ExceptionsAllowedBeforeBreaking', 'MinimumThroughput');
  const breakDurationMs = value('DurationOfBreak', 'BreakDuration');
  const failureRatio = value(undefined, 'FailureRatio');
  const samplingDurationMs = value(undefined, 'SamplingDuration');
  const timeoutMs = value('TimeoutValue', 'Timeout');
  return {
    ...(minimumThroughput === undefined ? {} : { minimumThroughput }),
    ...(breakDurationMs === undefined ? {} : { breakDurationMs }),
    ...(failureRatio === undefined ? {} : { failureRatio }),
    ...(samplingDurationMs === undefined ? {} : { samplingDurationMs }),
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
  };
}

function balancerOf(route: SectionReader, global: SectionReader, routeKey: string): LoadBalancerOptions {
  const own = route.section('LoadBalancerOptions');
  const shared = global.section('LoadBalancerOptions');
  const isShared = appliesTo(shared, routeKey);
  const text = (key: string) => own.text(key) || (isShared ? shared.text(key) : '');
  const type = text('Type') || 'NoLoadBalancer';
  const sticky = type.toLowerCase() === 'cookiestickysessions';
  const expiry = own.integer('Expiry') ?? (isShared ? shared.integer('Expiry') : undefined);
  return {
    type,
    key: text('Key') || (sticky ? DEFAULT_COOKIE : ''),
    expiryMs: expiry ?? (sticky ? DEFAULT_STICKY_MS : 0),
  };
}

function timeoutOf(route: SectionReader, global: SectionReader): number {
  const seconds = route.integer('Timeout') ?? global.integer('Timeout') ?? DEFAULT_TIMEOUT_SECONDS;
  return seconds > 0 ? seconds : DEFAULT_TIMEOUT_SECONDS;
}

/** Text where a list belongs is not read: then the route is for every method. */
function methodsOf(section: SectionReader): string[] {
  const node = section.get('UpstreamHttpMethod');
  if (node?.kind !== 'string') return section.texts('UpstreamHttpMethod');
  section.complain(node.position, {
    severity: 'warning',
    code: 'methodIsText',
    params: { method: node.value },
    message: 'UpstreamHttpMethod is text and not a list: Ocelot ignores it, and the route takes every method',
    mend: `Write "UpstreamHttpMethod": [ "${node.value}" ]`,
  });
  return [];
}

function upstreamOf(section: SectionReader) {
  const template = section.get('UpstreamPathTemplate');
  return {
    position: section.position,
    upstreamPathTemplate: section.text('UpstreamPathTemplate'),
    upstreamPathTemplatePosition: template?.position ?? section.position,
    upstreamHost: section.text('UpstreamHost'),
    upstreamHeaderTemplates: section.dictionary('UpstreamHeaderTemplates'),
    priority: section.integer('Priority') ?? 1,
    routeIsCaseSensitive: section.boolean('RouteIsCaseSensitive', 'ReRouteIsCaseSensitive'),
  };
}

function hostsOf(section: SectionReader): OcelotRoute['downstreamHostAndPorts'] {
  return section.items('DownstreamHostAndPorts').map((item) => {
    const target = new SectionReader(item, 'DownstreamHostAndPorts', section.complain);
    target.checkKeys(SECTION_KEYS['DownstreamHostAndPorts']!);
    return { host: target.text('Host'), port: target.number('Port') ?? 0, position: target.position };
  });
}

function checkSections(section: SectionReader): void {
  for (const name of [
    'QoSOptions',
    'LoadBalancerOptions',
    'ServiceDiscoveryProvider',
    'RateLimitOptions',
    'HttpHandlerOptions',
  ]) {
    if (section.has(name)) section.section(name).checkKeys(SECTION_KEYS[name]!);
  }
}

/** What changes a request in Ocelot and not here: it needs code of the gateway's own, or claims of a token. */
const NOT_SIMULATED = [
  ...[
    'AuthenticationOptions',
    'RouteClaimsRequirement',
    'SecurityOptions',
    'CacheOptions',
    'FileCacheOptions',
  ],
  ...['DelegatingHandlers', 'AddHeadersToRequest', 'AddClaimsToRequest', 'AddQueriesToRequest'],
  ...['ChangeDownstreamPathTemplate', 'UpstreamHeaderTransform', 'DownstreamHeaderTransform'],
];

function isFilled(node: JsonNode | undefined): boolean {
  if (node?.kind === 'object') return node.entries.length > 0;
  return node?.kind === 'array' ? node.items.length > 0 : false;
}

function noteIgnored(section: SectionReader, names: readonly string[] = NOT_SIMULATED): void {
  for (const key of names) {
    const node = section.get(key);
    if (node === undefined || !isFilled(node)) continue;
    section.complain(node.position, {
      severity: 'warning',
      code: 'notSimulated',
      params: { key },
      message: `${key} is not simulated: requests pass as if it were not there`,
      mend: 'Nothing to mend: where a request goes does not change by it',
    });
  }
}

function routeOf(node: JsonNode, index: number, global: SectionReader, complain: Complain): OcelotRoute {
  const section = new SectionReader(node, 'Routes', complain);
  section.checkKeys(ROUTE_KEYS);
  checkSections(section);
  noteIgnored(section);
  const key = section.text('Key');
  return {
    index,
    key,
    ...upstreamOf(section),
    upstreamHttpMethod: methodsOf(section),
    downstreamPathTemplate: section.text('DownstreamPathTemplate'),
    downstreamScheme: section.text('DownstreamScheme'),
    downstreamHttpMethod: section.text('DownstreamHttpMethod'),
    downstreamHostAndPorts: hostsOf(section),
    serviceName: section.text('ServiceName'),
    serviceNamespace: section.text('ServiceNamespace'),
    loadBalancer: balancerOf(section, global, key),
    qos: qosOf(section, global, key),
    rateLimit: rateLimitOf(section, global, appliesTo(global.section('RateLimitOptions'), key)),
    httpHandler: httpHandlerOf(section, global, appliesTo(global.section('HttpHandlerOptions'), key)),
    timeoutSeconds: timeoutOf(section, global),
  };
}

function aggregateOf(node: JsonNode, index: number, complain: Complain): OcelotAggregate {
  const section = new SectionReader(node, 'Aggregates', complain);
  section.checkKeys(AGGREGATE_KEYS);
  const methods = section.has('UpstreamHttpMethod') ? methodsOf(section) : [];
  return {
    index,
    ...upstreamOf(section),
    upstreamHttpMethod: [...new Set(['GET', ...methods])],
    routeKeys: section.texts('RouteKeys', 'ReRouteKeys'),
  };
}

function configurationOf(root: SectionReader, complain: Complain): OcelotConfiguration {
  const global = root.section('GlobalConfiguration');
  global.checkKeys(GLOBAL_KEYS);
  checkSections(global);
  noteIgnored(global);
  noteIgnored(root, ['DynamicRoutes']);
  const discovery = global.section('ServiceDiscoveryProvider');
  return {
    routes: root.items('Routes', 'ReRoutes').map((node, index) => routeOf(node, index, global, complain)),
    aggregates: root.items('Aggregates').map((node, index) => aggregateOf(node, index, complain)),
    baseUrl: global.text('BaseUrl'),
    serviceDiscovery: {
      type: discovery.text('Type'),
      scheme: discovery.text('Scheme') || 'http',
      host: discovery.text('Host') || 'localhost',
      port: discovery.integer('Port') ?? 0,
      namespace: discovery.text('Namespace'),
      pollingIntervalMs: discovery.integer('PollingInterval') ?? 0,
    },
  };
}

const LONGEST_TEXT = 200;

/** Nobody reads a template of thousands of letters in a message. */
function short<T extends string | number>(value: T, most = LONGEST_TEXT): T | string {
  return typeof value === 'string' && value.length > most ? `${value.slice(0, most)}…` : value;
}

function byPlace(a: ConfigurationProblem, b: ConfigurationProblem): number {
  return a.line - b.line || a.column - b.column;
}

/**
 * Reads an `ocelot.json`. Never throws: what is wrong stands in `problems`, in the
 * order of the file. `ReRoutes` of Ocelot before 16 is read as `Routes`, with a warning.
 */
export function readOcelotConfiguration(text: string): ConfigurationReading {
  const problems: ConfigurationProblem[] = [];
  const told = new Set<string>();
  const complain: Complain = ({ line, column }, problem) => {
    const place = `${line}:${column} ${problem.code} ${problem.code === 'notSimulated' ? problem.params['key'] : ''}`;
    if (told.has(place)) return;
    told.add(place);
    const params = Object.fromEntries(
      Object.entries(problem.params).map(([key, value]) => [key, short(value)]),
    );
    const message = short(problem.message, 2 * LONGEST_TEXT);
    problems.push({ severity: 'error' as const, ...problem, params, message, line, column });
  };
  let node: JsonNode;
  try {
    node = readJson(text);
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) throw error;
    complain(error.position, { code: 'notJson', params: {}, message: error.message, mend: error.mend });
    return { problems };
  }
  if (node.kind !== 'object') {
    complain(node.position, {
      code: 'notAnObject',
      params: { kind: node.kind },
      message: 'The file should hold one object in braces',
      mend: 'Write { "Routes": [ … ] }',
    });
    return { problems };
  }
  const root = new SectionReader(node, 'the configuration', complain);
  root.checkKeys(ROOT_KEYS);
  const configuration = configurationOf(root, complain);
  if (!root.has('Routes', 'ReRoutes', 'DynamicRoutes')) {
    complain(node.position, {
      severity: 'warning',
      code: 'noRoutes',
      params: {},
      message: 'There are no Routes: the gateway answers 404 to everything',
      mend: 'Add "Routes": [ … ]',
    });
  }
  validateConfiguration(configuration, complain);
  return { configuration, problems: problems.sort(byPlace) };
}
