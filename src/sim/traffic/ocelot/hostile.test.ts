/** Files that are meant to hurt: what is tried on a request has a bound, and every file has an answer. */
import { describe, expect, it } from 'vitest';
import { costOf, isDangerousPattern, LONGEST_TEMPLATE, takesTooLong } from './patternRisk';
import { readOcelotConfiguration } from './readConfiguration';
import { routeRequest } from './routeRequest';
import { compilePattern, createUpstreamPattern } from './upstreamTemplate';

interface RouteText {
  readonly template?: string;
  readonly more?: string;
}

function file(routes: readonly RouteText[], more = ''): string {
  const list = routes.map(
    ({ template = '/a', more: own = '' }) =>
      `{ "UpstreamPathTemplate": ${JSON.stringify(template)}, ${own} "DownstreamPathTemplate": "/", "DownstreamHostAndPorts": [{ "Host": "a", "Port": 80 }] }`,
  );
  return `{ "Routes": [\n${list.join(',\n')}\n] ${more} }`;
}

const codes = (text: string) => readOcelotConfiguration(text).problems.map(({ code }) => code);

/** How often a backtracking engine steps, for patterns of letters, `.*` and `[^/]+`, until it gives up. */
function stepsOf(regex: string, text: string, most: number): number {
  const parts = [...regex.replace(/^\^(\(\?i\))?|\$$/g, '').matchAll(/\.\*|\[\^\/\]\+|[\s\S]/g)].map(
    ([part]) => part,
  );
  let steps = 0;
  const fits = (part: number, at: number): boolean => {
    if (++steps > most) return true;
    const what = parts[part];
    if (what === undefined) return at === text.length;
    if (what === '.*' || what === '[^/]+') {
      const slash = what === '.*' ? -1 : text.indexOf('/', at);
      for (let end = slash < 0 ? text.length : slash; end >= at + (what === '.*' ? 0 : 1); end--) {
        if (fits(part + 1, end)) return true;
      }
      return false;
    }
    return text[at] === what && fits(part + 1, at + 1);
  };
  fits(0, 0);
  return steps;
}

describe('[OC24] a pattern is only tried where its steps are bounded', () => {
  const BUDGET = 20_000_000;
  const templates = [
    '/{a}-{b}/{c}-{d}/{e}-{f}/{g}-{h}/x',
    `${Array.from({ length: 9 }, (_, i) => `/{a${i}}-{b${i}}`).join('')}/x`,
    '/{a}{b}{c}/x',
    '/.*a.*b.*c',
    '/x/{a}x{b}x{c}x{d}',
    '/{v}/{area}/{controller}/{action}/{id}',
  ];
  const paths = [
    `/${'-'.repeat(60)}`.repeat(10),
    `/${'ab'.repeat(500)}`,
    `/x/${'x'.repeat(4_000)}`,
    '/v1/shop/orders/list/42',
    `/${'a'.repeat(8_000)}`,
  ];
  for (const template of templates) {
    it.each(paths.map((path, index) => [index, path] as const))(`${template} on path %i`, (_index, path) => {
      const { regex } = createUpstreamPattern({
        upstreamPathTemplate: template,
        priority: 1,
        routeIsCaseSensitive: true,
      });
      if (isDangerousPattern(regex) || takesTooLong(costOf(regex), path)) return;
      expect(stepsOf(regex, path, BUDGET)).toBeLessThan(BUDGET);
      expect(compilePattern(regex).test(path)).toBeTypeOf('boolean');
    });
  }

  it('a path with too many ways through it is not tried, and the route says so', () => {
    const template = `${Array.from({ length: 8 }, (_, i) => `/{a${i}}-{b${i}}`).join('')}/x`;
    const { configuration } = readOcelotConfiguration(file([{ template }]));
    const url = `${`/${'-'.repeat(30)}`.repeat(8)}/y`;
    const result = routeRequest(configuration!, { method: 'GET', url });
    const bomb = isDangerousPattern(createUpstreamPattern(configuration!.routes[0]!).regex);
    expect(result.rejected[0]?.reason.code).toBe(bomb ? 'pathDiffers' : 'patternTooSlow');
    const usual = '/a-b/c-d/e-f/g-h/i-j/k-l/m-n/o-p/x';
    if (!bomb) expect(routeRequest(configuration!, { method: 'GET', url: usual }).matched).toBe(true);
  });

  it.each(['/{a}-{b}/{c}-{d}', '/x?a={a}&b={b}&c={c}&d={d}&e={e}', '/v{version}/{area}/{id}.json'])(
    '%s is an honest template',
    (template) => expect(codes(file([{ template }]))).toEqual(['unboundPlaceholder'].slice(1)),
  );

  it.each([
    `${'(a|a)'.repeat(40)}b`,
    `${'a?'.repeat(30)}${'a'.repeat(30)}`,
    '(a?){30}a{30}',
    '([^/]+)+x',
    '(.*)*',
  ])('a header may not hold %s', (header) => {
    const more = `"UpstreamHeaderTemplates": { "X": ${JSON.stringify(header)} },`;
    const { configuration, problems } = readOcelotConfiguration(file([{ more }]));
    expect(problems.map(({ code }) => code)).toContain('dangerousPattern');
    const request = { method: 'GET', url: '/a', headers: { X: 'a'.repeat(5_000) } };
    expect(routeRequest(configuration!, request).status).toBe(404);
  });
});

describe('[OC24] size', () => {
  it('a template longer than any request line is named, and fits nothing', () => {
    for (const template of [
      `/${'a'.repeat(100_000)}`,
      `/${'{a}'.repeat(50_000)}`,
      `/${'{'.repeat(100_000)}`,
    ]) {
      const { configuration, problems } = readOcelotConfiguration(file([{ template }]));
      expect(problems[0]).toMatchObject({ code: 'templateTooLong', severity: 'error', line: 2 });
      expect(routeRequest(configuration!, { method: 'GET', url: '/a' }).status).toBe(404);
    }
  });

  it('thousands of placeholders below that are read', () => {
    const template = Array.from({ length: 900 }, (_, i) => `/{p${i}}`).join('');
    expect(template.length).toBeLessThan(LONGEST_TEMPLATE);
    const { configuration } = readOcelotConfiguration(file([{ template }]));
    const url = '/x'.repeat(900);
    expect(routeRequest(configuration!, { method: 'GET', url }).placeholders['{p899}']).toBe('x');
  });

  it('thousands of equal routes give one message each', () => {
    const { problems } = readOcelotConfiguration(file(Array.from({ length: 1_000 }, () => ({}))));
    expect(problems).toHaveLength(999);
    expect(problems[0]).toMatchObject({ code: 'duplicateRoute', line: 3, params: { line: 2 } });
  });
});

describe('[OC13] values that make no sense', () => {
  it.each([
    ['"Priority": 1.5,', 'notAnInteger'],
    ['"Priority": 1e99,', 'notAnInteger'],
    ['"Priority": NaN,', 'notJson'],
    ['"Priority": "high",', 'wrongType'],
    ['"Timeout": 3000000000,', 'notAnInteger'],
    ['"QoSOptions": { "Timeout": 0.5 },', 'notAnInteger'],
    ['"QoSOptions": [],', 'wrongType'],
    ['"UpstreamHost": { "a": 1 },', 'wrongType'],
    ['"UpstreamHeaderTemplates": { "X": "{header:a-b}" },', 'headerPlaceholderName'],
    ['"UpstreamHeaderTemplates": { "X": "(" },', 'invalidPattern'],
    ['"AuthenticationOptions": { "AuthenticationProviderKey": "Bearer" },', 'notSimulated'],
    ['"DelegatingHandlers": [ "Mine" ],', 'notSimulated'],
    ['"Key": "a", "key": "b",', 'duplicateKey'],
  ])('%s is %s, with its place', (more, code) => {
    const found = readOcelotConfiguration(file([{ more }])).problems.find((one) => one.code === code)!;
    expect(found).toMatchObject({ line: 2 });
    expect(found.mend).not.toBe('');
  });

  it.each(['0', '70000', '-1', '1e9', '"80"', '"x"', 'null', '[80]', '80.5'])(
    'a port of %s is no crash',
    (port) => {
      const text = file([{}]).replace('"Port": 80', `"Port": ${port}`);
      const { configuration, problems } = readOcelotConfiguration(text);
      if (port === '"80"') expect(problems).toEqual([]);
      else expect(problems[0]).toMatchObject({ line: 2 });
      expect(() => routeRequest(configuration!, { method: 'GET', url: '/a' })).not.toThrow();
    },
  );

  it('a name that .NET takes for no group is warned of', () => {
    expect(codes(file([{ template: '/users/{user-id}' }]))).toEqual(['placeholderName']);
    expect(codes(file([{ template: '/users/{userId}/{页}/{_x}' }]))).toEqual([]);
  });

  it('comments, a byte order mark and trailing commas are what .NET reads, too', () => {
    const text = `\uFEFF// one\n${file([{}]).replace(/\]/g, ',]')} /* end */`;
    expect(codes(text)).toEqual([]);
  });

  it('with Routes and ReRoutes the old list is named, and not read', () => {
    const { configuration, problems } = readOcelotConfiguration(file([{}], ', "ReRoutes": [{}, {}]'));
    expect(problems.map(({ code }) => code)).toEqual(['goneKey']);
    expect(configuration!.routes).toHaveLength(1);
  });

  it('PollKube without an interval finds nobody', () => {
    const more = ', "GlobalConfiguration": { "ServiceDiscoveryProvider": { "Type": "PollKube" } }';
    expect(codes(file([{ more: '"ServiceName": "a",' }], more))).toEqual(['noPollingInterval']);
  });
});

describe('[OC3] placeholders of headers', () => {
  it('a group of the author’s own is numbered, and the names keep their values', () => {
    const more = '"UpstreamHeaderTemplates": { "X": "(v1|v2)-{header:rest}" },';
    const { configuration } = readOcelotConfiguration(file([{ more }]));
    const request = { method: 'GET', url: '/a', headers: { x: 'v2-blue' } };
    expect(routeRequest(configuration!, request).placeholders).toEqual({ '{1}': 'v2', '{rest}': 'blue' });
  });
});
