import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lease, NEW_BALANCER, release } from './loadBalancers';
import { findPlaceholders, replacePlaceholders } from './placeholders';
import { readOcelotConfiguration } from './readConfiguration';
import { routeRequest } from './routeRequest';
import { createUpstreamPattern, matchesUpstream } from './upstreamTemplate';

const segment = fc.stringMatching(/^[a-z][a-z0-9-]{0,6}$/);

describe('[OC3] placeholders hold what was put in', () => {
  it('filling a template and reading it back gives the same values', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(segment, segment), { minLength: 1, maxLength: 4 }), (parts) => {
        const template = parts.map(([name], index) => `/${name}/{p${index}}`).join('');
        const values = Object.fromEntries(parts.map(([, value], index) => [`{p${index}}`, value]));
        const path = replacePlaceholders(template, values);
        const pattern = createUpstreamPattern({
          upstreamPathTemplate: template,
          priority: 1,
          routeIsCaseSensitive: false,
        });
        expect(matchesUpstream(pattern, path, '')).toBe(true);
        expect(findPlaceholders(template, path, '')).toEqual(values);
      }),
    );
  });
});

describe('[OC7] LeastConnection keeps the running requests even', () => {
  it('the busiest target has at most one request more than the idlest, when none ends', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 40 }), (count, requests) => {
        const targets = Array.from({ length: count }, (_, i) => ({ host: `10.0.0.${i}`, port: 80 }));
        const options = { type: 'LeastConnection', key: '', expiryMs: 0 };
        let state = NEW_BALANCER;
        for (let i = 0; i < requests; i++) state = lease(state, { options, targets, now: 0 }).state;
        const running = state.leases.map(({ connections }) => connections);
        expect(Math.max(...running) - Math.min(...running)).toBeLessThanOrEqual(1);
        for (const { target, connections } of state.leases) {
          for (let i = 0; i < connections; i++) state = release(state, target);
        }
        expect(state.leases.every(({ connections }) => connections === 0)).toBe(true);
      }),
    );
  });
});

describe('[OC13] reading never throws', () => {
  it('whatever the text, and routing through what was read neither', () => {
    const route = fc.record(
      {
        UpstreamPathTemplate: fc.oneof(
          fc.string(),
          fc.constantFrom('/{a', '/(', '/[x', '/{a}/{a}', '/?{q}', '{', '/a?b?{c}'),
        ),
        DownstreamPathTemplate: fc.oneof(fc.string(), fc.constantFrom('/{a}', '/x?y={a}', '')),
        UpstreamHeaderTemplates: fc.dictionary(
          segment,
          fc.oneof(fc.string(), fc.constantFrom('(', '{header:x}')),
        ),
        UpstreamHttpMethod: fc.oneof(fc.string(), fc.array(fc.string())),
        DownstreamHostAndPorts: fc.oneof(fc.jsonValue(), fc.constant([{ Host: 'x', Port: 80 }])),
        Priority: fc.jsonValue(),
      },
      { requiredKeys: [] },
    );
    const text = fc.oneof(
      fc.string(),
      fc.json(),
      fc.array(route).map((Routes) => JSON.stringify({ Routes })),
    );
    fc.assert(
      fc.property(text, fc.webPath(), (json, path) => {
        const { configuration, problems } = readOcelotConfiguration(json);
        for (const { line, column } of problems) expect(Math.min(line, column)).toBeGreaterThanOrEqual(1);
        if (configuration === undefined) {
          expect(problems.length).toBeGreaterThan(0);
          return;
        }
        const result = routeRequest(configuration, { method: 'GET', url: path });
        expect(result.rejected.length + (result.matched ? 1 : 0)).toBe(configuration.routes.length);
      }),
      { numRuns: 300 },
    );
  });
});
