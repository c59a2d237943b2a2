/** Two clocks: what the API server holds, and what each node's kernel follows. */
import { describe, expect, it, vi } from 'vitest';
import { lab, type Lab } from '../testing/lab';

vi.setConfig({ testTimeout: 60_000 });

const SERVICE = 'default/user-api-service';

/** The node from which a request's last leg left, and how stale its rules were. */
function lastLeg(one: Lab, request: string) {
  const hops = one.hops(request, 'service');
  const decision = hops.find((hop) => hop.decision.by === 'rules' && hop.layer === 'TCP')?.decision;
  if (decision?.by !== 'rules') throw new Error(`${request} met no rules`);
  return decision;
}

describe('one node lags behind', () => {
  /** A gateway on each of two nodes; one of these nodes does not hear that a user-api Pod is gone. */
  function lagging() {
    const one = lab('where-a-service-works', { seed: 'lag', checkEvery: 7 });
    const [stale, current] = one.pods('api-gateway').map((pod) => one.nodeOf(pod));
    expect(stale).not.toBe(current);
    one.delay(stale!, 600_000);
    const [victim] = one.pods('user-api');
    const ip = one.ipOf(victim!);
    one.kill(victim!).run(10);
    return { one, stale: stale!, current: current!, ip };
  }

  it('[TR40] its rules still name the Pod that is gone; all others follow the EndpointSlice', () => {
    const { one, stale, ip } = lagging();
    for (const node of ['node-1', 'node-2', 'node-3']) {
      expect(one.targets(node, SERVICE).includes(`${ip}:80`)).toBe(node === stale);
      expect(one.targets(node, SERVICE)).toHaveLength(3);
    }
  });

  it('[TR40] only requests that leave from there, and are sent to it, fail', () => {
    const { one, stale, ip } = lagging();
    const failed = { stale: 0, current: 0 };
    for (let i = 0; i < 40; i++) {
      const request = one.send();
      const { status } = one.outcome(request);
      const { node, matched } = lastLeg(one, request);
      const isLost = matched?.endpoint === `${ip}:80`;
      expect(status).toBe(isLost ? 503 : 200);
      if (isLost) failed[node === stale ? 'stale' : 'current']++;
    }
    expect(failed.stale).toBeGreaterThan(2);
    expect(failed.current).toBe(0);
  });

  it('[TR41] a decision says how stale the rules were that made it; current ones say 0', () => {
    const { one, stale } = lagging();
    const seen = new Map<string, number[]>();
    for (let i = 0; i < 12; i++) {
      const request = one.send();
      one.outcome(request);
      const { node, staleMicros } = lastLeg(one, request);
      seen.set(node, [...(seen.get(node) ?? []), staleMicros]);
    }
    expect(seen.size).toBe(2);
    for (const [node, values] of seen) {
      if (node !== stale) expect(values).toEqual(values.map(() => 0));
      else for (const value of values) expect(value).toBeGreaterThan(9_000_000);
    }
  });

  it('[TR42] when the delay ends the node catches up, and nothing fails any more', () => {
    const { one, stale } = lagging();
    one.delay(stale, 8).run(5);
    for (let i = 0; i < 15; i++) {
      const request = one.send();
      expect(one.outcome(request).status).toBe(200);
      expect(lastLeg(one, request).staleMicros).toBe(0);
    }
  });
});

it('[TR43] during a rollout without preStop some requests are refused or lost; afterwards none is', () => {
  const one = lab('where-a-service-works', { seed: 'rollout' });
  one.delay('node-1', 1500).delay('node-3', 1500).rate(12);
  one.run(1);
  for (const pod of one.pods('user-api')) one.kill(pod).run(2.5);
  one.run(5);
  const failures = Object.entries(one.tables.outcomes).filter(([id]) => id !== '200');
  const count = failures.reduce((sum, [, row]) => sum + row.count, 0);
  expect(count).toBeGreaterThan(0);
  expect(failures.map(([id]) => id).sort()).toEqual(expect.arrayContaining(['503.timeout']));
  one.run(5).check();
  const later = Object.entries(one.tables.outcomes).filter(([id]) => id !== '200');
  expect(later.reduce((sum, [, row]) => sum + row.count, 0)).toBe(count);
});

describe('a Service as an entity', () => {
  const state = (one: Lab) => one.tables.machines[`service/${SERVICE}`]?.state;

  it('[TR60] its chart follows its EndpointSlices: ready, only terminating, none, ready again', () => {
    const one = lab(undefined, { checkEvery: 1 });
    expect(state(one)).toBe('withReadyEndpoints');
    const seen = new Set([state(one)]);
    const watch = (seconds: number) => {
      for (const end = one.now + seconds; one.now < end;) seen.add(state(one.run(0.02)));
    };
    one.scale('default/user-api-deployment', 0);
    watch(5);
    expect([...seen]).toEqual(['withReadyEndpoints', 'onlyTerminatingEndpoints', 'withoutEndpoints']);
    one.scale('default/user-api-deployment', 1);
    one.run(10);
    expect(state(one)).toBe('withReadyEndpoints');
  });
});
