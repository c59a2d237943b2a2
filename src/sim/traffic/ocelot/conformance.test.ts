import { describe, expect, it } from 'vitest';
import { downstreamPathAndQuery, escapePath, formatUrl } from './downstreamUrl';
import { findPlaceholders, replacePlaceholders } from './placeholders';
import { readOcelotConfiguration } from './readConfiguration';
import { findRoute } from './routeFinder';
import { routeRequest, upstreamRequestOf } from './routeRequest';
import cases from './testing/ocelot-cases.json';
import { createUpstreamPattern, matchesUpstream } from './upstreamTemplate';

const values = (placeholders: object): Record<string, string> => ({ ...placeholders });

describe('[OC1] a template becomes the pattern that Ocelot makes of it', () => {
  for (const { id, input, expect: wanted } of cases.templateToRegex) {
    it(`${id} ${input.upstreamPathTemplate}`, () => {
      expect(createUpstreamPattern(input)).toEqual(wanted);
    });
  }
});

describe('[OC2] a path matches where it matches in Ocelot', () => {
  for (const { id, input, expect: wanted } of cases.match) {
    it(`${id} ${input.regex} ${input.path}${input.query}`, () => {
      expect(matchesUpstream(input, input.path, input.query)).toBe(wanted.match);
      if (input.upstreamPathTemplate === null) return;
      const { upstreamPathTemplate } = input;
      const pattern = createUpstreamPattern({
        upstreamPathTemplate,
        priority: 1,
        routeIsCaseSensitive: false,
      });
      expect(pattern).toMatchObject({ regex: input.regex, containsQueryString: input.containsQueryString });
    });
  }
});

describe('[OC3] placeholders get the values that they get in Ocelot', () => {
  for (const { id, input, expect: wanted } of cases.placeholders) {
    it(`${id} ${input.upstreamPathTemplate} ${input.path}${input.query}`, () => {
      const found = findPlaceholders(input.upstreamPathTemplate, input.path, input.query);
      expect(found).toMatchObject(wanted.placeholders);
      for (const name of wanted.mustNotContain ?? []) expect(found).not.toHaveProperty([name]);
      if (Object.keys(wanted.placeholders).length === 0 && wanted.mustNotContain === undefined) {
        expect(found).toEqual({});
      }
    });
  }
  for (const { id, input, expect: wanted } of cases.replace) {
    it(`${id} ${input.downstreamPathTemplate}`, () => {
      const path = replacePlaceholders(input.downstreamPathTemplate, values(input.placeholders));
      expect(path).toBe(wanted.path);
    });
  }
});

describe('[OC4] the downstream URL is built as in Ocelot', () => {
  for (const { id, input, expect: wanted } of cases.downstreamUrl) {
    it(`${id} ${input.requestUri}`, () => {
      const request = upstreamRequestOf({ method: 'GET', url: input.requestUri });
      const { path, query } = downstreamPathAndQuery({
        downstreamPathTemplate: input.downstreamPathTemplate,
        placeholders: values(input.placeholders),
        upstreamPath: request.path,
        query: request.query,
      });
      const { host, port } = request;
      expect(query).toBe(wanted.query);
      expect(formatUrl({ scheme: input.downstreamScheme, host, port, path, query })).toBe(
        wanted.downstreamUri,
      );
    });
  }
});

interface SelectionRoute {
  readonly id: string;
  readonly upstreamPathTemplate?: string;
  readonly upstreamHttpMethod: readonly string[];
  readonly upstreamHost?: string;
  readonly priority: number;
  readonly urlMatches?: boolean;
}

interface SelectionCase {
  readonly id: string;
  readonly source: string;
  readonly note: string;
  readonly input: {
    readonly routes: readonly SelectionRoute[];
    readonly request: { readonly method: string; readonly path?: string; readonly host?: string };
  };
  readonly expect: { readonly route: string | null; readonly status?: number };
}

describe('[OC5] the route is chosen that Ocelot chooses', () => {
  for (const one of cases.routeSelection as unknown as SelectionCase[]) {
    const { routes, request } = one.input;
    it(`${one.id} ${one.source.split(' ').slice(2).join(' ')} ${one.note}`, () => {
      const { method, path = '/', host = '' } = request;
      const candidates = routes.map((route, index) => {
        const upstreamPathTemplate = route.upstreamPathTemplate ?? '/x';
        const { priority } = route;
        const pattern = createUpstreamPattern({
          upstreamPathTemplate,
          priority,
          routeIsCaseSensitive: false,
        });
        const fits = route.urlMatches ?? matchesUpstream(pattern, path, '');
        const { id, upstreamHttpMethod, upstreamHost = '' } = route;
        const finder = { id, fits, index, kind: 'route' as const, upstreamHttpMethod, upstreamHost };
        return { ...finder, priority: pattern.priority };
      });
      const differs = { code: 'pathDiffers' as const, params: { path, template: '', pattern: '' } };
      const found = findRoute(candidates, { method, host }, (route) => (route.fits ? null : differs));
      expect(found.winner?.id ?? null).toBe(one.expect.route);
      expect(found.rejected).toHaveLength(routes.length - (one.expect.route === null ? 0 : 1));
    });

    // The others pretend that URLs match.
    if (routes.some((route) => route.upstreamPathTemplate === undefined)) continue;
    it(`${one.id} through a whole configuration`, () => {
      const text = JSON.stringify({
        Routes: routes.map((route) => ({
          UpstreamPathTemplate: route.upstreamPathTemplate,
          UpstreamHttpMethod: route.upstreamHttpMethod,
          UpstreamHost: route.upstreamHost,
          Priority: route.priority,
          DownstreamPathTemplate: '/',
          DownstreamHostAndPorts: [{ Host: route.id, Port: 80 }],
        })),
      }).replaceAll(',"UpstreamHost":null', '');
      const { configuration } = readOcelotConfiguration(text);
      const host = request.host ?? 'localhost';
      const result = routeRequest(configuration!, {
        method: request.method,
        url: `http://${host}${request.path}`,
      });
      expect(result.downstream?.host ?? null).toBe(one.expect.route);
      expect(result.status).toBe(one.expect.status ?? null);
    });
  }
});

describe('[OC6] a whole request ends as in Ocelot', () => {
  for (const { id, note, input, expect: wanted } of cases.fullPipeline) {
    it(`${id} ${input.path}${input.query} ${note}`, () => {
      const { configuration, problems } = readOcelotConfiguration(
        JSON.stringify({
          Routes: [
            {
              UpstreamPathTemplate: input.upstreamPathTemplate,
              DownstreamPathTemplate: input.downstreamPathTemplate,
              DownstreamScheme: 'http',
              DownstreamHostAndPorts: [{ Host: 'orders', Port: 80 }],
            },
          ],
        }),
      );
      expect(problems).toEqual([]);
      const url = `http://gateway:5000${input.path}${input.query}`;
      const result = routeRequest(configuration!, { method: 'GET', url });
      expect(result.matched).toBe(wanted.match);
      expect(result.placeholders).toEqual(wanted.placeholders);
      expect(result.downstream).toMatchObject({ path: wanted.downstreamPath, query: wanted.downstreamQuery });
      expect(result.downstream?.url).toBe(
        `http://orders${escapePath(wanted.downstreamPath)}${wanted.downstreamQuery}`,
      );
    });
  }
});
