/**
 * What Ocelot refuses at start, as errors; what it takes and does otherwise than
 * was probably meant, as warnings.
 * Source: Ocelot 25 src/Configuration/Validator/{FileConfigurationFluentValidator,RouteFluentValidator,HostAndPortValidator}.cs.
 */
import type { OcelotConfiguration, OcelotRoute, Position } from './configuration';
import { nearestKey } from './configurationKeys';
import { DangerousPatternError, LONGEST_TEMPLATE } from './patternRisk';
import { headerNames, headerPattern, unusableNames } from './placeholders';
import { placeholdersOf, compilePattern, createUpstreamPattern } from './upstreamTemplate';
import type { Complain } from './sectionReader';

const BALANCERS = ['NoLoadBalancer', 'RoundRobin', 'LeastConnection', 'CookieStickySessions'];
const PROVIDERS = ['Kube', 'PollKube', 'WatchKube', 'Consul', 'PollConsul', 'Eureka', 'ServiceFabric'];
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'CONNECT', 'OPTIONS', 'TRACE', 'PATCH'];

function checkTemplate(key: string, template: string, at: Position, complain: Complain): void {
  const report = (code: string, message: string, mend: string) =>
    complain(at, { code, params: { key, template }, message, mend });
  const { length } = template;
  if (length > LONGEST_TEMPLATE) {
    return complain(at, {
      code: 'templateTooLong',
      params: { key, length, most: LONGEST_TEMPLATE },
      message: `${key} has ${length} letters: no request line is that long, so this route fits nothing`,
      mend: `Write at most ${LONGEST_TEMPLATE} letters, and one {placeholder} for each part that varies`,
    });
  }
  if (template === '') return report('emptyTemplate', `${key} is missing or empty`, `Add "${key}": "/…"`);
  if (/https?:\/\//.test(template)) {
    report(
      'templateHasScheme',
      `${key} ${template} contains a scheme`,
      'Write the path only, from its first /',
    );
  } else if (template.includes('//')) {
    report('doubleSlash', `${key} ${template} contains //`, 'Write a single slash');
  }
  if (!template.startsWith('/')) {
    report('noLeadingSlash', `${key} ${template} does not start with /`, `Write "/${template}"`);
  }
  const seen = new Set<string>();
  const twice = template.match(/\{\w+\}/g)?.find((name) => seen.size === seen.add(name).size);
  if (twice !== undefined) {
    report('duplicatePlaceholder', `${key} ${template} has ${twice} twice`, 'Give the two different names');
  }
  if (!/^[^{}]*(\{[^{}]+\}[^{}]*)*$/.test(template)) {
    report(
      'unbalancedBraces',
      `The braces in ${key} ${template} do not pair`,
      'Write each placeholder as {name}',
    );
  }
}

function checkPattern(route: OcelotRoute, complain: Complain): void {
  const { upstreamPathTemplate: template, upstreamHeaderTemplates: headers } = route;
  checkOne('UpstreamPathTemplate', template, () => compilePattern(createUpstreamPattern(route).regex));
  for (const [name, header] of Object.entries(headers)) {
    checkOne(`UpstreamHeaderTemplates ${name}`, header, () => headerPattern(header, false));
  }
  function checkOne(key: string, text: string, make: () => unknown): void {
    try {
      make();
    } catch (error) {
      const isDangerous = error instanceof DangerousPatternError;
      complain(route.upstreamPathTemplatePosition, {
        code: isDangerous ? 'dangerousPattern' : 'invalidPattern',
        params: { template: text },
        message: isDangerous
          ? `${key} ${text} becomes a pattern that may take for ever to try: this route fits nothing here`
          : `${key} ${text} makes no valid pattern`,
        mend: 'Use letters, digits, - _ . / and {placeholders}, at most three of them in one segment',
      });
    }
  }
}

/** A placeholder's name becomes the name of a group in a .NET pattern, and `-` means something there. */
function checkPlaceholderNames(route: OcelotRoute, complain: Complain): void {
  const at = route.upstreamPathTemplatePosition;
  const { upstreamPathTemplate: template, upstreamHeaderTemplates: headers } = route;
  const names = placeholdersOf(template).map((name) => name.slice(1, -1));
  const [inPath] = /^[^{}]*(\{[^{}]+\}[^{}]*)*$/.test(template) ? unusableNames(names) : [];
  if (inPath !== undefined) {
    complain(at, {
      severity: 'warning',
      code: 'placeholderName',
      params: { name: inPath },
      message: `Ocelot makes a .NET group of {${inPath}}, which .NET refuses: every request that this route takes ends in 500`,
      mend: 'Use letters, digits and _ only, with a letter first: {userId}',
    });
  }
  const [inHeader] = unusableNames(Object.values(headers).flatMap(headerNames));
  if (inHeader === undefined) return;
  complain(at, {
    code: 'headerPlaceholderName',
    params: { name: inHeader },
    message: `Ocelot makes a .NET group of {header:${inHeader}}, which .NET refuses: Ocelot does not start with this`,
    mend: 'Use letters, digits and _ only, with a letter first: {header:tenant}',
  });
}

function checkTargets(route: OcelotRoute, discoveryType: string, complain: Complain): void {
  if (route.serviceName !== '') {
    if (discoveryType !== '') return;
    return complain(route.position, {
      severity: 'warning',
      code: 'noDiscovery',
      params: { serviceName: route.serviceName },
      message: `ServiceName ${route.serviceName} needs service discovery, and GlobalConfiguration names none`,
      mend: 'Add "ServiceDiscoveryProvider": { "Type": "Kube", "Namespace": "…" } to GlobalConfiguration',
    });
  }
  if (route.downstreamHostAndPorts.length === 0) {
    return complain(route.position, {
      code: 'noTarget',
      params: {},
      message:
        'The route has neither DownstreamHostAndPorts nor a ServiceName: Ocelot cannot find your service',
      mend: 'Add "DownstreamHostAndPorts": [ { "Host": "orders", "Port": 80 } ]',
    });
  }
  for (const { host, port, position } of route.downstreamHostAndPorts) {
    if (host === '') {
      complain(position, {
        code: 'emptyHost',
        params: {},
        message: 'Host is missing or empty',
        mend: 'Write the name of the Service: "Host": "orders"',
      });
    }
    if (port < 0 || port > 65535 || !Number.isInteger(port)) {
      complain(position, {
        code: 'portOutOfRange',
        params: { port },
        message: `Port ${port} is no port`,
        mend: 'Use a whole number from 1 to 65535',
      });
    } else if (port === 0) {
      complain(position, {
        severity: 'warning',
        code: 'noPort',
        params: { host },
        message: `${host} has no Port: Ocelot keeps the port on which the gateway itself was asked`,
        mend: 'Add "Port": 80',
      });
    }
  }
}

function checkNames(route: OcelotRoute, complain: Complain): void {
  const { type } = route.loadBalancer;
  if (!BALANCERS.includes(type)) {
    complain(route.position, {
      severity: 'warning',
      code: 'unknownBalancer',
      params: { type },
      message: `Ocelot has no load balancer '${type}': every request to this route ends in 500`,
      mend: `Did you mean ${nearestKey(type, BALANCERS) ?? 'RoundRobin'}?`,
    });
  }
  for (const method of route.upstreamHttpMethod) {
    if (METHODS.includes(method.trim().toUpperCase())) continue;
    complain(route.position, {
      severity: 'warning',
      code: 'unknownMethod',
      params: { method },
      message: `'${method}' in UpstreamHttpMethod is no usual HTTP method`,
      mend: `Did you mean ${nearestKey(method, METHODS) ?? 'GET'}?`,
    });
  }
  if (route.priority > 1 && createUpstreamPattern(route).priority === 0) {
    complain(route.position, {
      severity: 'warning',
      code: 'catchAllPriority',
      params: { template: route.upstreamPathTemplate, priority: route.priority },
      message: `Priority ${route.priority} of ${route.upstreamPathTemplate} has no effect: Ocelot makes it 0`,
      mend: 'Remove Priority: a route that matches everything always comes last',
    });
  }
  const upstream = placeholdersOf(route.upstreamPathTemplate);
  const headers = Object.values(route.upstreamHeaderTemplates).join(' ');
  for (const placeholder of placeholdersOf(route.downstreamPathTemplate)) {
    if (upstream.includes(placeholder) || headers.includes(`{header:${placeholder.slice(1)}`)) continue;
    complain(route.position, {
      severity: 'warning',
      code: 'unboundPlaceholder',
      params: { placeholder, template: route.downstreamPathTemplate },
      message: `${placeholder} in DownstreamPathTemplate is not in UpstreamPathTemplate: it is sent as it stands`,
      mend: `Add ${placeholder} to UpstreamPathTemplate, or spell it as there (case counts)`,
    });
  }
}

/** Templates, host and headers of a route: what two routes may not have in common. */
function upstreamKey({ upstreamPathTemplate, upstreamHost, upstreamHeaderTemplates }: OcelotRoute): string {
  return JSON.stringify([upstreamPathTemplate, upstreamHost, Object.entries(upstreamHeaderTemplates).sort()]);
}

/** Two routes with the same template, host and headers must not share a method, nor take every method. */
function checkDuplicates(routes: readonly OcelotRoute[], complain: Complain): void {
  const seen = new Map<string, Map<string, OcelotRoute>>();
  for (const route of routes) {
    const key = upstreamKey(route);
    const known = seen.get(key) ?? new Map<string, OcelotRoute>();
    seen.set(key, known);
    const methods = [...new Set(route.upstreamHttpMethod.map((method) => method.toLowerCase()))];
    const twin =
      methods.length === 0
        ? known.values().next().value
        : [...methods, EVERY_METHOD].map((method) => known.get(method)).find((one) => one !== undefined);
    for (const method of methods.length === 0 ? [EVERY_METHOD] : methods) {
      if (!known.has(method)) known.set(method, route);
    }
    if (twin === undefined) continue;
    complain(route.upstreamPathTemplatePosition, {
      code: 'duplicateRoute',
      params: { template: route.upstreamPathTemplate, line: twin.position.line },
      message: `route ${route.upstreamPathTemplate} has a duplicate in line ${twin.position.line}. Ocelot does not start with this`,
      mend: 'Give them different methods, hosts or templates, or remove one',
    });
  }
}

const EVERY_METHOD = '*';

function checkAggregates(configuration: OcelotConfiguration, complain: Complain): void {
  const byUpstream = new Map<string, number>();
  for (const { upstreamPathTemplate, upstreamHost, upstreamHttpMethod, position } of configuration.routes) {
    if (!upstreamHttpMethod.some((method) => method.toLowerCase() === 'get')) continue;
    byUpstream.set(`${upstreamHost} ${upstreamPathTemplate}`, position.line);
  }
  for (const aggregate of configuration.aggregates) {
    const at = aggregate.upstreamPathTemplatePosition;
    const upstream = `${aggregate.upstreamHost} ${aggregate.upstreamPathTemplate}`;
    const twin = byUpstream.get(upstream);
    byUpstream.set(upstream, aggregate.position.line);
    if (twin !== undefined) {
      complain(at, {
        code: 'duplicateAggregate',
        params: { template: aggregate.upstreamPathTemplate, line: twin },
        message: `The aggregate ${aggregate.upstreamPathTemplate} has a duplicate in line ${twin}. Ocelot does not start with this`,
        mend: 'Give them different hosts or templates, or remove one',
      });
    }
    checkTemplate('UpstreamPathTemplate', aggregate.upstreamPathTemplate, at, complain);
    const missing = aggregate.routeKeys.filter(
      (key) => !configuration.routes.some((route) => route.key === key),
    );
    if (missing.length === 0) continue;
    complain(aggregate.position, {
      code: 'aggregateWithoutRoute',
      params: { keys: missing.join(', ') },
      message: `The aggregate ${aggregate.upstreamPathTemplate} names routes that do not exist: ${missing.join(', ')}`,
      mend: 'Give the routes a "Key" with these names',
    });
  }
}

/** Complains about everything that is wrong or looks wrong. */
export function validateConfiguration(configuration: OcelotConfiguration, complain: Complain): void {
  const { type, pollingIntervalMs } = configuration.serviceDiscovery;
  for (const route of configuration.routes) {
    checkTemplate(
      'UpstreamPathTemplate',
      route.upstreamPathTemplate,
      route.upstreamPathTemplatePosition,
      complain,
    );
    checkTemplate('DownstreamPathTemplate', route.downstreamPathTemplate, route.position, complain);
    if (route.upstreamPathTemplate.length > LONGEST_TEMPLATE) continue;
    checkPattern(route, complain);
    checkPlaceholderNames(route, complain);
    checkTargets(route, type, complain);
    checkNames(route, complain);
  }
  checkDuplicates(configuration.routes, complain);
  checkAggregates(configuration, complain);
  const discovered = configuration.routes.find((route) => route.serviceName !== '');
  if (discovered !== undefined && type.toLowerCase() === 'pollkube' && pollingIntervalMs <= 0) {
    complain(discovered.position, {
      severity: 'warning',
      code: 'noPollingInterval',
      params: {},
      message: 'PollKube needs a PollingInterval: without one its timer is refused, and requests end in 404',
      mend: 'Add "PollingInterval": 5000 (milliseconds) to ServiceDiscoveryProvider',
    });
  }
  if (type === '' || PROVIDERS.some((provider) => provider.toLowerCase() === type.toLowerCase())) return;
  const first = configuration.routes.find((route) => route.serviceName !== '');
  if (first === undefined) return;
  complain(first.position, {
    severity: 'warning',
    code: 'unknownProvider',
    params: { type },
    message: `Ocelot has no service discovery '${type}': every request to a ServiceName ends in 404`,
    mend: `Did you mean ${nearestKey(type, PROVIDERS) ?? 'Kube'}?`,
  });
}
