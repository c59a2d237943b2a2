import { describe, expect, it } from 'vitest';
import cases from '../sim/traffic/ocelot/testing/ocelot-cases.json';
import { runCli, runJson, withFiles } from './testing/runCli';

const OCELOT = 'scenarios/where-a-service-works/ocelot.json';

interface Routed {
  readonly matched: boolean;
  readonly route: { readonly index: number; readonly upstreamPathTemplate: string } | null;
  readonly placeholders: Readonly<Record<string, string>>;
  readonly downstream: Readonly<Record<string, string | number | null>> | null;
  readonly rejected: readonly { readonly index: number; readonly reason: string }[];
  readonly status: number | null;
}

const route = (...words: string[]) => runJson<Routed>(['route', ...words]);

describe('route', () => {
  it('says which route takes a request, and what it becomes', () => {
    expect(route(OCELOT, 'GET', 'https://shop.example/users/42?a=1')).toMatchObject({
      matched: true,
      route: { index: 0, upstreamPathTemplate: '/users/{id}' },
      placeholders: { '{id}': '42' },
      downstream: {
        method: 'GET',
        scheme: 'http',
        host: 'user-api-service',
        port: 80,
        path: '/api/users/42',
        query: '?a=1',
        url: 'http://user-api-service/api/users/42?a=1',
      },
      status: null,
    });
  });

  it('says why each route does not fit', () => {
    const result = route(OCELOT, 'POST', '/users/42');
    expect(result).toMatchObject({ matched: false, route: null, downstream: null, status: 404 });
    expect(result.rejected.map(({ index, reason }) => `${index} ${reason}`)).toEqual([
      '0 method POST is not among GET',
      expect.stringMatching(/^1 path \/users\/42 does not match \/contacts\/\{id\}/),
    ]);
    expect(runCli(['route', OCELOT, 'GET', '/nowhere']).out).toMatch(
      /^no route matches: the gateway answers 404\n/,
    );
  });

  it('looks at headers', () => {
    const text = JSON.stringify({
      Routes: [
        {
          UpstreamPathTemplate: '/a',
          UpstreamHeaderTemplates: { version: 'v{header:number}' },
          DownstreamPathTemplate: '/b/{number}',
          DownstreamScheme: 'http',
          DownstreamHostAndPorts: [{ Host: 'api', Port: 8080 }],
        },
      ],
    });
    withFiles({ 'ocelot.json': text }, (cwd) => {
      const words = ['route', 'ocelot.json', 'GET', '/a'];
      const found = runJson<Routed>([...words, '--header', 'X: y', '--header', 'Version: v2'], { cwd });
      expect(found.downstream?.['url']).toBe('http://api:8080/b/2');
      const rejected = runJson<Routed>([...words, '--header', 'Version: 2'], { cwd }).rejected;
      expect(rejected[0]!.reason).toContain('header version: 2 does not match');
    });
  });

  it('finds targets through Kubernetes, where the manifests of a cluster are given', () => {
    const text = JSON.stringify({
      Routes: [
        {
          UpstreamPathTemplate: '/u',
          DownstreamPathTemplate: '/',
          DownstreamScheme: 'http',
          ServiceName: 'user-api-service',
          LoadBalancerOptions: { Type: 'RoundRobin' },
        },
      ],
      GlobalConfiguration: { ServiceDiscoveryProvider: { Type: 'Kube', Namespace: 'default' } },
    });
    withFiles({ 'ocelot.json': text }, (folder) => {
      const words = [`${folder}/ocelot.json`, 'GET', '/u'];
      expect(route(...words).downstream).toMatchObject({ host: null, url: null });
      const found = route(...words, '--cluster', 'scenarios/where-a-service-works').downstream;
      expect(found?.['host']).toMatch(/^10\.244\.\d+\.\d+$/);
      expect(found?.['port']).toBe(80);
    });
  });

  it('says where a configuration is wrong', () => {
    const broken =
      '{\n  "Routes": [\n    {\n      "UpstreamPathTemplate": "/x"\n      "Priority": 1\n    }\n  ]\n}\n';
    withFiles({ 'ocelot.json': broken }, (cwd) => {
      const { status, out, err } = runCli(['route', 'ocelot.json', 'GET', '/x'], { cwd });
      expect([status, out]).toEqual([1, '']);
      expect(err).toMatch(/^ocelot\.json:4:35 .*— .*comma/);
    });
  });
});

describe('a whole request ends as in Ocelot', () => {
  it.each(cases.fullPipeline)('$id $input.path$input.query', ({ input, expect: wanted }) => {
    const text = JSON.stringify({
      Routes: [
        {
          UpstreamPathTemplate: input.upstreamPathTemplate,
          DownstreamPathTemplate: input.downstreamPathTemplate,
          DownstreamScheme: 'http',
          DownstreamHostAndPorts: [{ Host: 'orders', Port: 80 }],
        },
      ],
    });
    const url = `http://gateway:5000${input.path}${input.query}`;
    const result = JSON.parse(runCli(['route', '-', 'GET', url, '--json'], { stdin: text }).out) as Routed;
    expect(result.matched).toBe(wanted.match);
    expect(result.placeholders).toEqual(wanted.placeholders);
    expect(result.downstream).toMatchObject({ path: wanted.downstreamPath, query: wanted.downstreamQuery });
  });
});
