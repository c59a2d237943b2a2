/** Configurations that would hang or confuse a gateway: each gets a message with its place, and routing never waits. */
import { describe, expect, it } from 'vitest';
import { isDangerousPattern } from './patternRisk';
import { readOcelotConfiguration } from './readConfiguration';
import { routeRequest } from './routeRequest';

function withTemplate(template: string, more = ''): string {
  return `{
  "Routes": [
    {
      "UpstreamPathTemplate": ${JSON.stringify(template)},${more}
      "DownstreamPathTemplate": "/",
      "DownstreamHostAndPorts": [{ "Host": "a", "Port": 80 }]
    }
  ]
}`;
}

const BOMBS = [
  '/(a+)+b',
  '/(a|a)*b',
  '/((ab)*c*)*d',
  '/.*.*.*.*x',
  '/{a}{b}{c}{d}{e}{f}x',
  '/(a*)*',
  '/(x)\\1+y',
  '/(a{2,})+z',
];

describe('templates', () => {
  it.each(BOMBS)('[OC24] %s is named with its place, and tried on nothing', (template) => {
    const { configuration, problems } = readOcelotConfiguration(withTemplate(template));
    const found = problems.find(({ code }) => code === 'dangerousPattern')!;
    expect(found).toMatchObject({ severity: 'error', line: 4, column: 31 });
    expect(found.mend).toContain('{placeholders}');
    const path = `/${'a'.repeat(4_000)}!`;
    expect(routeRequest(configuration!, { method: 'GET', url: path }).status).toBe(404);
  });

  it('[OC24] a header template counts, too', () => {
    const bomb = ' "UpstreamHeaderTemplates": { "X": "(a+)+b" },';
    const { configuration, problems } = readOcelotConfiguration(withTemplate('/a', bomb));
    expect(problems.map(({ code }) => code)).toContain('dangerousPattern');
    const request = { method: 'GET', url: '/a', headers: { X: 'a'.repeat(5_000) } };
    expect(routeRequest(configuration!, request).status).toBe(404);
  });

  it.each(['/users/{id}', '/{version}/{area}/{controller}/{action}/{id}', '/{everything}', '/a?x={y}&z={w}'])(
    '[OC24] %s is none',
    (template) => {
      const { problems } = readOcelotConfiguration(withTemplate(template));
      expect(problems.filter(({ code }) => code === 'dangerousPattern')).toEqual([]);
    },
  );

  it('[OC24] what is let through is tried in no time', () => {
    const parts = ['a', '+', '*', '(', ')', '|', '[^/]', '.', '/', '{2,}', '?', '\\1'];
    let tried = 0;
    for (let n = 0; n < 3_000; n++) {
      const regex = Array.from(
        { length: 7 },
        (_, i) => parts[(n * 7919 + i * i * 104_729 + i * n) % 12]!,
      ).join('');
      if (isDangerousPattern(regex)) continue;
      let pattern: RegExp;
      try {
        pattern = new RegExp(`^${regex}$`, 's');
      } catch {
        continue;
      }
      tried++;
      pattern.test(`${'a'.repeat(60)}!`);
    }
    expect(tried).toBeGreaterThan(100);
  });
});

describe('ports', () => {
  it.each([70_000, -1, 80.5])('[OC13] %s is no port', (port) => {
    const text = withTemplate('/a').replace('"Port": 80', `"Port": ${port}`);
    const found = readOcelotConfiguration(text).problems.find(({ code }) => code === 'portOutOfRange')!;
    expect(found).toMatchObject({ severity: 'error', line: 6 });
    expect(found.mend).toContain('65535');
  });

  it('[OC23] a period that is no time span is an error with its place', () => {
    const more = '\n      "RateLimitOptions": { "Limit": 1, "Period": "soon" },';
    const found = readOcelotConfiguration(withTemplate('/a', more)).problems.find(
      ({ code }) => code === 'badTimespan',
    )!;
    expect(found).toMatchObject({ severity: 'error', line: 5 });
  });
});
