/** Timeouts, circuit breakers and rate limits of a running gateway. */
import { describe, expect, it, vi } from 'vitest';
import { lab, type Lab } from '../../testing/lab';
import type { Replacement } from '../../testing/worlds';

vi.setConfig({ testTimeout: 60_000 });

const USERS = 'default/user-api-deployment';

/** One Pod in each layer; the users' route has these options too. */
function withOptions(options: string, ...more: Replacement[]): Lab {
  const replace: Replacement[] = [
    ['"UpstreamPathTemplate": "/users/{id}",', `"UpstreamPathTemplate": "/users/{id}", ${options},`],
    ...more,
  ];
  return lab({ scenario: 'where-a-service-works', replace }, { seed: 'quality', checkEvery: 5 })
    .scale('default/web-mvc', 1)
    .scale('default/api-gateway', 1)
    .run(15);
}

const ids = (one: Lab, times: number) => Array.from({ length: times }, () => one.outcomeId(one.send()));
const circuits = (one: Lab) => one.of('gateway/circuit').map((fact) => `${fact['from']} ${fact['to']}`);

describe('quality of service', () => {
  it('[OC21] after so many failures in a row the circuit opens: 503 at once; one probe after the break', () => {
    const one = withOptions('"QoSOptions": { "MinimumThroughput": 3, "BreakDuration": 2000 }');
    one.scale(USERS, 0).run(15);
    expect(ids(one, 3)).toEqual(['502.rejected', '502.rejected', '502.rejected']);
    const open = one.send();
    expect(one.outcomeId(open)).toBe('503.circuitOpen');
    expect(one.hopNames(open, 'service')).toEqual([]);
    one.run(2.1);
    expect(ids(one, 2)).toEqual(['502.rejected', '503.circuitOpen']);
    one.scale(USERS, 2).run(20);
    expect(ids(one, 3)).toEqual(['200', '200', '200']);
    expect(circuits(one)).toEqual([
      'Closed Open',
      'Open HalfOpen',
      'HalfOpen Open',
      'Open HalfOpen',
      'HalfOpen Closed',
    ]);
  });

  it('[OC21] without QoSOptions there is no breaker', () => {
    const one = withOptions('"Priority": 1').scale(USERS, 0).run(15);
    expect(new Set(ids(one, 6))).toEqual(new Set(['502.rejected']));
  });

  it('[OC22] QoSOptions’ Timeout, in milliseconds, ends a slow call with 503 and counts as a failure', () => {
    const slow: Replacement = ['hopscope.dev/response-time: 12ms', 'hopscope.dev/response-time: 900ms'];
    const one = withOptions('"QoSOptions": { "Timeout": 300, "MinimumThroughput": 2 }', slow);
    const request = one.send();
    expect(one.outcomeId(request)).toBe('503.timeout');
    const gaveUp = one.hops(request).find((hop) => hop.kind === 'timeout')!;
    expect(gaveUp.endAt - gaveUp.startAt).toBe(300_000);
    expect(ids(one, 2)).toEqual(['503.timeout', '503.circuitOpen']);
  });
});

describe('rate limit', () => {
  const limit = '"RateLimitOptions": { "Limit": 3, "Period": "10s" }';
  const named: Replacement = [
    'hopscope.dev/role: web-app',
    'hopscope.dev/role: web-app\n        hopscope.dev/client-id: web-mvc',
  ];

  it('[OC23] three requests of a client in ten seconds; the fourth is 429, and nobody behind the gateway hears of it', () => {
    const one = withOptions(limit, named);
    expect(ids(one, 3)).toEqual(['200', '200', '200']);
    const request = one.send();
    expect(one.outcomeId(request)).toBe('429.rateLimited');
    expect(one.hopNames(request, 'service')).toEqual([]);
    one.run(10.1);
    expect(ids(one, 1)).toEqual(['200']);
  });

  it('[OC23] Wait goes on after the quota was exceeded, however old the period is', () => {
    const options = '"RateLimitOptions": { "Limit": 1, "Period": "1s", "Wait": "5s" }';
    const one = withOptions(options, named);
    expect(ids(one, 2)).toEqual(['200', '429.rateLimited']);
    one.run(3);
    expect(ids(one, 1)).toEqual(['429.rateLimited']);
    one.run(3);
    expect(ids(one, 1)).toEqual(['200']);
  });

  it('[OC23] a client that does not say who it is gets 503', () => {
    expect(ids(withOptions(limit), 1)).toEqual(['503.rateLimited']);
  });
});
