import { describe, expect, it } from 'vitest';
import type { ConfigurationProblem } from './configuration';
import { readOcelotConfiguration } from './readConfiguration';

const ROUTE = `{
      "UpstreamPathTemplate": "/orders/{id}",
      "UpstreamHttpMethod": [ "GET" ],
      "DownstreamPathTemplate": "/api/orders/{id}",
      "DownstreamScheme": "http",
      "DownstreamHostAndPorts": [ { "Host": "orders", "Port": 8080 } ]
    }`;

function codes(problems: readonly ConfigurationProblem[]): string[] {
  return problems.map(({ severity, code, line, column }) => `${line}:${column} ${severity} ${code}`);
}

/** Problems of a configuration with one route, whose lines count from 3. */
function problemsOfRoute(route: string, global = '{}'): string[] {
  return codes(
    readOcelotConfiguration(`{\n"Routes": [\n${route}],\n"GlobalConfiguration": ${global}}`).problems,
  );
}

describe('[OC12] an ocelot.json is read as .NET reads it', () => {
  it('comments, trailing commas and a byte order mark are allowed', () => {
    const text = `\uFEFF{ // the gateway\n "Routes": [ /* one */ ${ROUTE}, ],\n}`;
    const { configuration, problems } = readOcelotConfiguration(text);
    expect(problems).toEqual([]);
    expect(configuration?.routes).toHaveLength(1);
  });

  it('keys ignore case, numbers and booleans may stand in quotes', () => {
    const text = ROUTE.replace('8080', '"8080"').replace('"UpstreamPathTemplate"', '"upstreamPathTemplate"');
    const { configuration, problems } = readOcelotConfiguration(
      `{"routes":[${text.replace(/\}$/, ', "routeIsCaseSensitive": "True" }')}]}`,
    );
    expect(problems).toEqual([]);
    const route = configuration?.routes[0];
    expect(route).toMatchObject({ upstreamPathTemplate: '/orders/{id}', routeIsCaseSensitive: true });
    expect(route?.downstreamHostAndPorts[0]).toMatchObject({ host: 'orders', port: 8080 });
  });

  it('each route knows its place in the file', () => {
    const { configuration } = readOcelotConfiguration(
      `{\n  "Routes": [\n    ${ROUTE},\n    ${ROUTE}\n  ]\n}`,
    );
    expect(configuration?.routes.map((route) => route.position)).toEqual([
      { line: 3, column: 5 },
      { line: 10, column: 5 },
    ]);
    expect(configuration?.routes[1]?.upstreamPathTemplatePosition).toEqual({ line: 11, column: 31 });
  });

  it('defaults: priority 1, every method, NoLoadBalancer, 90 s', () => {
    const bare = ROUTE.replace('"UpstreamHttpMethod": [ "GET" ],', '');
    const route = readOcelotConfiguration(`{"Routes":[${bare}]}`).configuration?.routes[0];
    expect(route).toMatchObject({ priority: 1, upstreamHttpMethod: [], timeoutSeconds: 90, serviceName: '' });
    expect(route?.loadBalancer).toEqual({ type: 'NoLoadBalancer', key: '', expiryMs: 0 });
    expect(route?.qos).toEqual({});
  });

  it('global sections fill the gaps of the routes they are for', () => {
    const named = ROUTE.replace('{\n', '{ "Key": "o", "QoSOptions": { "TimeoutValue": 5000 },\n');
    const global = `{ "Timeout": 30,
      "QoSOptions": { "RouteKeys": ["o"], "Timeout": 1000, "DurationOfBreak": 2000 },
      "LoadBalancerOptions": { "Type": "CookieStickySessions" } }`;
    const text = `{"Routes":[${named}, ${ROUTE.replace('/orders/', '/other/')}], "GlobalConfiguration": ${global}}`;
    const { configuration } = readOcelotConfiguration(text);
    const [first, second] = configuration!.routes;
    expect(first?.qos).toEqual({ timeoutMs: 5000, breakDurationMs: 2000 });
    expect(second?.qos).toEqual({});
    expect(first?.timeoutSeconds).toBe(30);
    expect(second?.loadBalancer).toEqual({
      type: 'CookieStickySessions',
      key: '.AspNetCore.Session',
      expiryMs: 1_200_000,
    });
  });

  it('ReRoutes of old versions is read, with a warning', () => {
    const { configuration, problems } = readOcelotConfiguration(`{\n  "ReRoutes": [${ROUTE}]\n}`);
    expect(configuration?.routes).toHaveLength(1);
    expect(problems).toMatchObject([{ severity: 'warning', code: 'goneKey', line: 2, column: 3 }]);
    expect(problems[0]?.mend).toContain("'Routes'");
  });
});

describe('[OC13] what is wrong is named with its place and a mend', () => {
  const broken: [string, string, string][] = [
    ['a missing comma', '{\n  "Routes": [ ]\n  "Aggregates": [ ]\n}', '2:16 error notJson'],
    ['a missing bracket', '{\n  "Routes": [ ', '2:13 error notJson'],
    ['single quotes', "{ 'Routes': [] }", '1:3 error notJson'],
    ['text without end', '{\n "Routes\n": [] }', '2:2 error notJson'],
    ['True instead of true', '{\n "Routes": True }', '2:12 error notJson'],
    ['something after the end', '{ "Routes": [] }\n}', '2:1 error notJson'],
    ['an empty file', '', '1:1 error notJson'],
    ['a list at the top', '[]', '1:1 error notAnObject'],
    ['nothing at the top', 'null', '1:1 error notAnObject'],
    ['a key twice', '{\n "Routes": [],\n "routes": [] }', '3:2 error duplicateKey'],
    ['no routes', '{ }', '1:1 warning noRoutes'],
    ['a misspelt section', '{ "Routs": [] }', '1:1 warning noRoutes,1:3 warning misspeltKey'],
  ];
  for (const [name, text, wanted] of broken) {
    it(name, () => {
      const { problems } = readOcelotConfiguration(text);
      expect(codes(problems).join()).toBe(wanted);
      expect(problems.every(({ message, mend }) => message !== '' && mend !== '')).toBe(true);
    });
  }

  const routes: [string, string, string, string][] = [
    [
      'a misspelt key',
      '"DownstreamHostAndPorts"',
      '"DownstreamHostsAndPorts"',
      '3:1 error noTarget,8:7 warning misspeltKey',
    ],
    ['no leading slash', '"/orders/{id}"', '"orders/{id}"', '4:31 error noLeadingSlash'],
    ['a double slash', '"/api/orders/{id}"', '"/api//orders/{id}"', '3:1 error doubleSlash'],
    ['a scheme in the template', '"/orders/{id}"', '"/http://x/{id}"', '4:31 error templateHasScheme'],
    [
      'a brace too many',
      '"/orders/{id}"',
      '"/orders/{id"',
      '3:1 warning unboundPlaceholder,4:31 error unbalancedBraces',
    ],
    ['a placeholder twice', '"/orders/{id}"', '"/{id}/{id}"', '4:31 error duplicatePlaceholder'],
    [
      'a placeholder from nowhere',
      '"/api/orders/{id}"',
      '"/api/orders/{Id}"',
      '3:1 warning unboundPlaceholder',
    ],
    ['text for a list', '[ "GET" ]', '"GET"', '5:29 warning methodIsText'],
    ['a priority without effect', '"/orders/{id}"', '"/{id}", "Priority": 5', '3:1 warning catchAllPriority'],
    ['a method that is none', '"GET"', '"GETT"', '3:1 warning unknownMethod'],
    ['text for a number', '8080', '"http"', '8:63 error wrongType,8:35 warning noPort'],
    ['a port out of range', '8080', '80800', '8:35 error portOutOfRange'],
    ['no host', '"Host": "orders", ', '', '8:35 error emptyHost'],
  ];
  for (const [name, from, to, wanted] of routes) {
    it(name, () => {
      expect(problemsOfRoute(ROUTE.replace(from, to)).sort()).toEqual(wanted.split(',').sort());
    });
  }

  it('old QoS names, unknown balancers and discovery without provider are warnings', () => {
    const more = '"QoSOptions": { "TimeoutValue": 5 }, "LoadBalancerOptions": { "Type": "RoundRobbin" }';
    const text = ROUTE.replace(/"DownstreamHostAndPorts".*/, `"ServiceName": "orders", ${more}`);
    expect(problemsOfRoute(text)).toEqual([
      '3:1 warning noDiscovery',
      '3:1 warning unknownBalancer',
      '8:48 warning oldKey',
    ]);
    const kubernetes = '{ "ServiceDiscoveryProvider": { "Type": "Kub" } }';
    expect(problemsOfRoute(text, kubernetes)).toContain('3:1 warning unknownProvider');
  });

  it('two routes with the same template and a method in common do not start', () => {
    const { problems } = readOcelotConfiguration(`{"Routes":[\n${ROUTE},\n${ROUTE}]}`);
    expect(codes(problems)).toEqual(['10:31 error duplicateRoute']);
    expect(problems[0]?.params).toMatchObject({ line: 2 });
    const other = ROUTE.replace('GET', 'POST');
    expect(readOcelotConfiguration(`{"Routes":[\n${ROUTE},\n${other}]}`).problems).toEqual([]);
  });
});
