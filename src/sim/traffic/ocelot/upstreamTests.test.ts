/** Ocelot's own acceptance and validation tests, under their names there, as a table. */
import { describe, expect, it } from 'vitest';
import { parseTimespan } from './rateLimit';
import { readOcelotConfiguration } from './readConfiguration';
import { routeRequest } from './routeRequest';
import cases from './testing/ocelot-upstream-tests.json';

interface RouteOfTest {
  readonly upstream: string;
  readonly downstream: string;
  readonly host?: string;
  readonly methods?: readonly string[];
  readonly priority?: number;
  readonly caseSensitive?: boolean;
  readonly headers?: Readonly<Record<string, string>>;
  readonly key?: string;
}

interface RequestOfTest {
  readonly test: string;
  readonly routes: readonly RouteOfTest[];
  readonly aggregate?: object;
  readonly request: { method: string; url: string; headers?: Record<string, string> };
  readonly expect: { route?: number; aggregate?: number; path?: string; query?: string; status?: number };
}

function fileOf({ routes, aggregate }: RequestOfTest): string {
  const Routes = routes.map((route, index) => ({
    ...{ UpstreamPathTemplate: route.upstream, DownstreamPathTemplate: route.downstream },
    ...{ DownstreamScheme: 'http', DownstreamHostAndPorts: [{ Host: `service-${index}`, Port: 80 }] },
    ...{ UpstreamHttpMethod: route.methods, UpstreamHost: route.host, Priority: route.priority },
    ...{ RouteIsCaseSensitive: route.caseSensitive, UpstreamHeaderTemplates: route.headers, Key: route.key },
  }));
  return JSON.stringify({ Routes, Aggregates: aggregate === undefined ? [] : [aggregate] });
}

describe("[OC6] Ocelot's acceptance tests", () => {
  (cases.requests as unknown as RequestOfTest[]).forEach((one) => {
    const { method, url } = one.request;
    it(`${one.test}: ${method} ${url}`, () => {
      const { configuration, problems } = readOcelotConfiguration(fileOf(one));
      expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
      const result = routeRequest(configuration!, one.request);
      const { route, aggregate, path, query, status } = one.expect;
      expect(result.status).toBe(status ?? null);
      if (status !== undefined) return;
      if (route !== undefined) expect(result.route).toMatchObject({ index: route, kind: 'route' });
      if (aggregate !== undefined)
        expect(result.route).toMatchObject({ index: aggregate, kind: 'aggregate' });
      if (path !== undefined) expect(decodeURIComponent(result.downstream!.path)).toBe(path);
      if (query !== undefined) expect(result.downstream!.query).toBe(query);
    });
  });
});

describe("[OC23] Ocelot's tests of time spans", () => {
  it.each(cases.timeSpans)('$test: "$text" is $milliseconds ms', ({ text, milliseconds }) => {
    expect(parseTimespan(text)).toBe(milliseconds ?? undefined);
  });
});

describe("[OC13] Ocelot's tests of what it refuses at start", () => {
  cases.validation.forEach(({ test, error, file }, index) => {
    it(`${index} ${test}: ${error ?? 'valid'}`, () => {
      const { problems } = readOcelotConfiguration(JSON.stringify(file, null, 1));
      const errors = problems.filter(({ severity }) => severity === 'error').map(({ code }) => code);
      if (error === null) expect(errors).toEqual([]);
      else expect(errors).toContain(error);
    });
  });
});
