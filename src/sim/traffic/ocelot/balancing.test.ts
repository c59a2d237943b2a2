import { describe, expect, it } from 'vitest';
import {
  breakEndsAt,
  circuitState,
  CLOSED_BREAKER,
  recordFailure,
  recordSuccess,
  tryExecute,
} from './circuitBreaker';
import type { LoadBalancerOptions } from './configuration';
import { statusOf, type OcelotError } from './errors';
import { targetsOfEndpoints } from './kubernetesDiscovery';
import { lease, NEW_BALANCER, release, type LeaseResult } from './loadBalancers';
import { breakerConfig, breakerSees, callTimeouts, type BreakerConfig } from './qualityOfService';
import type { Target } from './routing';
import cases from './testing/ocelot-cases.json';

const MINUTE = 60_000_000;

function target(text: string): Target {
  const [host = '', port = '80'] = text.split(':');
  return { host, port: Number(port) };
}

interface BalancerCase {
  readonly id: string;
  readonly type: string;
  readonly note: string;
  readonly steps: {
    readonly services?: readonly string[];
    readonly leases?: number;
    readonly ops?: readonly (string | readonly string[])[];
    readonly expect?: readonly string[];
    readonly cookieName?: string;
    readonly requests?: readonly (string | null)[];
    readonly inner?: readonly string[];
  };
}

function options(type: string, key = ''): LoadBalancerOptions {
  return { type, key, expiryMs: type === 'CookieStickySessions' ? 1_200_000 : 0 };
}

/** What a lease says, in the words of the cases. */
function said(result: LeaseResult, port: boolean): string {
  if (result.error !== undefined) {
    return `error ${result.error.replace(/Error$/, '')} -> HTTP ${statusOf([result.error])}`;
  }
  return port ? `${result.target!.host}:${result.target!.port}` : result.target!.host;
}

describe('[OC7] load balancers choose as in Ocelot', () => {
  for (const one of cases.loadBalancer as unknown as BalancerCase[]) {
    const { services = [], leases, ops, requests, inner = [], cookieName, expect: wanted } = one.steps;
    it(`${one.id} ${one.type} ${one.note}`, () => {
      let state = NEW_BALANCER;
      const got: string[] = [];
      let targets = (requests === undefined ? services : inner).map(target);
      const leased: Target[] = [];
      const take = (cookie?: string) => {
        const result = lease(state, {
          options: options(one.type, cookieName),
          targets,
          now: 0,
          ...(cookie === undefined ? {} : { cookie }),
        });
        state = result.state;
        if (result.target !== undefined) leased.push(result.target);
        got.push(said(result, requests !== undefined));
        return result;
      };
      for (let i = 0; i < (leases ?? 0); i++) take();
      for (const cookie of requests ?? []) take(cookie ?? undefined);
      for (const op of ops ?? []) {
        if (typeof op !== 'string') targets = op.map(target);
        else if (op === 'release both') for (const done of leased.splice(0)) state = release(state, done);
        else if (op.startsWith('release ')) state = release(state, target(op.slice('release '.length)));
        else {
          const result = take();
          if (op !== 'lease') expect(`lease ${result.target?.host}`).toBe(op);
        }
      }
      if (wanted !== undefined) expect(got).toEqual(wanted);
      expect(got.length).toBeGreaterThan(0);
    });
  }

  it('a sticky session slides, and ends when it has not been used for its time', () => {
    const request = { options: options('CookieStickySessions', 'sid'), targets: [target('a'), target('b')] };
    const first = lease(NEW_BALANCER, { ...request, cookie: 'x', now: 0 });
    const later = lease(first.state, { ...request, cookie: 'x', now: 19 * MINUTE });
    const slid = lease(later.state, { ...request, cookie: 'x', now: 38 * MINUTE });
    expect([first, later, slid].map((result) => result.target?.host)).toEqual(['a', 'a', 'a']);
    expect(lease(slid.state, { ...request, cookie: 'x', now: 59 * MINUTE }).target?.host).toBe('b');
  });

  it('an unknown balancer is a 500', () => {
    const { error } = lease(NEW_BALANCER, { options: options('Random'), targets: [target('a')], now: 0 });
    expect(statusOf([error!])).toBe(500);
  });
});

describe('[OC8] Kubernetes discovery takes Pod addresses and the port named like the scheme', () => {
  for (const { id, note, input, expect: wanted } of cases.kubernetesDiscovery) {
    it(`${id} ${note}`, () => {
      const found = targetsOfEndpoints([input.endpointSubset], input.downstreamScheme);
      expect(found.map(({ host, port }) => `${host}:${port}`)).toEqual(wanted.targets);
    });
  }
});

interface BreakerOp {
  readonly do?: 'failure' | 'success';
  readonly times?: number;
  readonly wait?: number;
  readonly state?: string;
  readonly canExecute?: boolean;
}

describe('[OC9] the circuit breaker opens, waits, probes and closes', () => {
  for (const one of cases.circuitBreaker) {
    it(`${one.id} ${one.source.split(' ').slice(2).join(' ')} ${one.note}`, () => {
      const config = one.config as BreakerConfig;
      let state = CLOSED_BREAKER;
      let now = 0;
      for (const op of one.ops as readonly BreakerOp[]) {
        now += (op.wait ?? 0) * 1_000;
        for (let i = 0; i < (op.times ?? (op.do === undefined ? 0 : 1)); i++) {
          state = op.do === 'failure' ? recordFailure(state, config, now) : recordSuccess(state, config, now);
        }
        // Asking for the state does not use the probe up; asking to execute does.
        if (op.state !== undefined && op.canExecute === undefined) {
          expect(circuitState(state, config, now)).toBe(op.state);
        }
        if (op.canExecute !== undefined) {
          const tried = tryExecute(state, config, now);
          state = tried.state;
          expect(tried.allowed).toBe(op.canExecute);
          if (op.state !== undefined) expect(circuitState(state, config, now)).toBe(op.state);
        }
      }
    });
  }

  it('a failed probe opens the circuit for another break', () => {
    const config: BreakerConfig = { mode: 'count', minimumThroughput: 1, breakDurationMs: 50 };
    const open = recordFailure(CLOSED_BREAKER, config, 0);
    expect(breakEndsAt(open, config)).toBe(50_000);
    const probing = tryExecute(open, config, 50_000);
    const again = recordFailure(probing.state, config, 60_000);
    expect(circuitState(again, config, 109_999)).toBe('Open');
    expect(circuitState(again, config, 110_000)).toBe('HalfOpen');
  });

  it('calls older than the sampling duration do not count', () => {
    const { mode, ...rest } = { mode: 'ratio' as const, minimumThroughput: 2, breakDurationMs: 5_000 };
    const config: BreakerConfig = { mode, ...rest, failureRatio: 0.5, samplingDurationMs: 10_000 };
    const old = recordFailure(CLOSED_BREAKER, config, 0);
    expect(circuitState(recordFailure(old, config, 11_000_000), config, 11_000_000)).toBe('Closed');
    expect(circuitState(recordFailure(old, config, 9_000_000), config, 9_000_000)).toBe('Open');
  });
});

describe('[OC10] QoS options have the defaults of their generation', () => {
  const builtIn = cases.qosDefaults['ocelot-25-built-in'];
  const polly = cases.qosDefaults['ocelot-24.1-polly-v8'];

  it('Ocelot 25 counts failures in a row unless FailureRatio is set', () => {
    const { minimumThroughput, breakDurationMs, samplingDurationMs, failureRatio } = builtIn;
    expect(breakerConfig({}, 'ocelot-25-built-in')).toBeUndefined();
    const onlyTimeout = breakerConfig({ timeoutMs: 500 }, 'ocelot-25-built-in');
    expect(onlyTimeout).toEqual({ mode: 'count', minimumThroughput, breakDurationMs });
    const ratio = breakerConfig({ failureRatio: 7 }, 'ocelot-25-built-in');
    expect(ratio).toEqual({
      mode: 'ratio',
      minimumThroughput,
      breakDurationMs,
      samplingDurationMs,
      failureRatio,
    });
  });

  it('Ocelot 24.1 has a breaker only with MinimumThroughput, and 1 is too few', () => {
    const { minimumThroughput, breakDurationMs, samplingDurationMs, failureRatio } = polly;
    expect(breakerConfig({ timeoutMs: 500 }, 'ocelot-24.1-polly-v8')).toBeUndefined();
    const one = breakerConfig({ minimumThroughput: 1 }, 'ocelot-24.1-polly-v8');
    expect(one).toEqual({
      mode: 'ratio',
      minimumThroughput,
      breakDurationMs,
      samplingDurationMs,
      failureRatio,
    });
  });

  it('a refused connection counts in 25 and not in 24.1; 5xx and its own timeout count in both', () => {
    const refused = { failed: 'connection' } as const;
    expect(breakerSees(refused, 'ocelot-25-built-in')).toBe('failure');
    expect(breakerSees(refused, 'ocelot-24.1-polly-v8')).toBe('success');
    for (const generation of ['ocelot-25-built-in', 'ocelot-24.1-polly-v8'] as const) {
      expect(breakerSees({ status: 503 }, generation)).toBe('failure');
      expect(breakerSees({ failed: 'qosTimeout' }, generation)).toBe('failure');
      expect(breakerSees({ status: 404 }, generation)).toBe('success');
    }
  });

  it('the route gives up after 90 s; QoS earlier; the route never before QoS', () => {
    expect(callTimeouts({ timeoutSeconds: 90, qos: {} })).toEqual({ routeMs: 90_000 });
    const both = callTimeouts({ timeoutSeconds: 90, qos: { timeoutMs: 3_000 } });
    expect(both).toEqual({ routeMs: 90_000, qosMs: 3_000 });
    const doubled = callTimeouts({ timeoutSeconds: 3, qos: { timeoutMs: 3_000 } });
    expect(doubled).toEqual({ routeMs: 6_000, qosMs: 3_000 });
  });
});

describe('[OC11] errors become the status that Ocelot gives them', () => {
  for (const { error, status } of cases.errorToStatus.cases) {
    it(`${error} is ${status}`, () => {
      expect(statusOf([error as OcelotError])).toBe(typeof status === 'number' ? status : 429);
    });
  }

  it('the first of the list decides, and a quota has its own status', () => {
    expect(statusOf(['ConnectionToDownstreamServiceError', 'RequestTimedOutError'])).toBe(503);
    expect(statusOf(['QuotaExceededError'], 418)).toBe(418);
  });
});
