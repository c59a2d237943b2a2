/** Connection pools as .NET keeps them, with its numbers. */
import { describe, expect, it, vi } from 'vitest';
import type { Hop } from '../packet/hop';
import { lab, type Lab } from '../testing/lab';
import type { Replacement } from '../testing/worlds';
import { cleaningPeriod } from './pools';

vi.setConfig({ testTimeout: 60_000 });

const USERS = 'default/user-api-deployment';
const SERVICE = 'default/user-api-service';

/** Annotations for the Pods of a workload whose template has this response time. */
function noted(...lines: string[]): Replacement {
  return [
    'hopscope.dev/role: gateway',
    ['hopscope.dev/role: gateway', ...lines.map((line) => `        hopscope.dev/${line}`)].join('\n'),
  ];
}

/** One Pod in each layer but the last; connections are kept. */
function road(replace: readonly Replacement[] = [], seed = 'pools'): Lab {
  return lab({ scenario: 'where-a-service-works', replace }, { seed, checkEvery: 7 })
    .scale('default/web-mvc', 1)
    .scale('default/api-gateway', 1)
    .run(15)
    .keepAlive();
}

const toUsers = (one: Lab) => Object.values(one.tables.connections).filter((row) => row.leg === 'service');

describe('scaled to ten, one Pod is hot', () => {
  it('[TR61] an infinite lifetime pins a serial visitor to one of ten Pods, a lifetime of 15 s spreads again', () => {
    const spread = (replace: readonly Replacement[]) => {
      const one = road(replace);
      const [first] = one.askTimes(1);
      one.scale(USERS, 10).run(20);
      expect(one.targets('node-1', SERVICE)).toHaveLength(10);
      const served: (string | null)[] = [];
      for (let i = 0; i < 60; i++) {
        served.push(one.ask().servedBy);
        one.run(2);
      }
      return { first, served };
    };
    const pinned = spread([noted('pooled-connection-lifetime: infinite')]);
    expect(new Set(pinned.served)).toEqual(new Set([pinned.first]));
    const short = spread([noted('pooled-connection-lifetime: 15s')]);
    // 120 s at 15 s each are eight connections or so, each a new draw among ten.
    expect(new Set(short.served).size).toBeGreaterThanOrEqual(4);
  });

  it('[TR61] Ocelot’s own lifetime is 120 s: the connection is not used again after that', () => {
    const one = road();
    one.askTimes(1);
    const [opened] = toUsers(one);
    for (let i = 0; i < 3; i++) one.run(39.9).askTimes(1);
    expect(toUsers(one).map((row) => row.id)).toEqual([opened!.id]);
    one.run(1);
    one.askTimes(1);
    expect(toUsers(one).map((row) => row.id)).not.toContain(opened!.id);
    const closed = one.of('connection/closed').find((fact) => fact['connection'] === opened!.id)!;
    expect(closed).toMatchObject({ reason: 'lifetime', carried: 4 });
    expect(closed['ageMicros']).toBeGreaterThan(120_000_000);
    expect(closed['ageMicros']).toBeLessThan(121_000_000);
  });

  it('[TR61] a request that is under way is finished: only afterwards is the connection too old', () => {
    const one = road([noted('pooled-connection-lifetime: 5ms')]);
    expect(one.ask().status).toBe(200);
    expect(toUsers(one)).toEqual([]);
    expect(one.of('connection/closed').at(-1)).toMatchObject({ reason: 'lifetime', carried: 1 });
  });
});

describe('idle connections', () => {
  it('[TR62] pools are cleaned every quarter of the idle timeout, at least a second apart', () => {
    const period = (idleTimeoutMicros: number | null, lifetimeMicros: number | null = null) =>
      cleaningPeriod({ lifetimeMicros, idleTimeoutMicros, maxPerServer: null });
    expect(period(60_000_000)).toBe(15_000_000);
    expect(period(2_000_000)).toBe(1_000_000);
    expect(period(null)).toBe(30_000_000);
    expect(period(0)).toBeNull();
    expect(period(60_000_000, 0)).toBeNull();
  });

  it('[TR62] with one minute of idle timeout a connection goes between 60 and 75 s after its last use', () => {
    const one = road();
    one.askTimes(1);
    const idleSince = toUsers(one)[0]!.idleSince!;
    one.run(59.9);
    expect(toUsers(one)).toHaveLength(1);
    one.run(16);
    expect(toUsers(one)).toHaveLength(0);
    const closed = one.of('connection/closed').filter((fact) => fact['reason'] === 'idle');
    const waited = closed.map((fact) => fact.at - idleSince);
    expect(Math.max(...waited)).toBeLessThanOrEqual(75_100_000);
  });

  it('[TR62] a shorter idle timeout closes sooner; the handler itself is forgotten later, and nothing is left', () => {
    const one = road([noted('pooled-connection-idle-timeout: 2s')]);
    one.askTimes(1);
    one.run(3.2);
    expect(toUsers(one)).toHaveLength(0);
    one.settle();
    expect(one.tables.handlers).toEqual({});
    expect(one.tables.connections).toEqual({});
  });

  it('[TR63] the connection that came back last is used first', () => {
    const one = road().burst(12).run(5);
    const idle = toUsers(one).sort((a, b) => b.idleSince! - a.idleSince!);
    expect(idle.length).toBeGreaterThan(1);
    one.askTimes(1);
    const used = toUsers(one).sort((a, b) => b.idleSince! - a.idleSince!)[0]!;
    expect(used.id).toBe(idle[0]!.id);
    expect(used.carried).toBe(idle[0]!.carried + 1);
  });
});

describe('limits and handlers', () => {
  it('[TR64] MaxConnectionsPerServer 1: thirty requests side by side take turns on one connection', () => {
    const one = road([noted('max-connections-per-server: "1"')])
      .burst(30)
      .run(5);
    expect(one.tables.outcomes).toEqual({ '200': { count: 30 } });
    const opened = new Set(
      one.of('hop').flatMap(({ hop }) => {
        const { leg, label, parents } = hop as { leg: string; label: string; parents: string[] };
        return leg === 'service' && label === 'SYN' ? [parents[1]!] : [];
      }),
    );
    expect(opened.size).toBe(1);
    expect(toUsers(one)[0]).toMatchObject({ carried: 30, state: 'idle' });
  });

  it('[TR64] whoever waits in the queue gives up after its own timeout, and leaves the queue', () => {
    const slow: Replacement = ['hopscope.dev/response-time: 12ms', 'hopscope.dev/response-time: 4s'];
    const one = road([noted('max-connections-per-server: "1"'), slow])
      .burst(3)
      .run(60);
    expect(Object.keys(one.tables.outcomes).every((id) => id.startsWith('503'))).toBe(true);
    expect(one.tables.exchanges).toEqual({});
  });

  it('[TR65] the same Pod by its Service’s name and by its address are two pools', () => {
    const one = road();
    one.askTimes(1);
    one.intend({
      type: 'setGatewayDiscovery',
      gateway: 'Deployment/default/api-gateway',
      discovery: 'Kube',
    });
    one.askTimes(1);
    const pools = toUsers(one).map((row) => row.pool.split(' ').at(-1)!);
    expect(pools.some((pool) => pool === 'http://user-api-service:80')).toBe(true);
    expect(pools.some((pool) => /^http:\/\/10\.244\.\d+\.\d+:80$/.test(pool))).toBe(true);
  });

  it('[TR66] IHttpClientFactory: after HandlerLifetime calls get a new handler, and the old pool is disposed of', () => {
    const web: Replacement = [
      'hopscope.dev/role: web-app',
      'hopscope.dev/role: web-app\n        hopscope.dev/handler-lifetime: 2m',
    ];
    const one = road([web]);
    const toGateway = () => Object.values(one.tables.connections).filter((row) => row.leg === 'gateway');
    one.askTimes(1);
    const [old] = toGateway();
    for (let i = 0; i < 3; i++) one.run(39).askTimes(1);
    expect(toGateway().map((row) => row.id)).toEqual([old!.id]);
    one.run(4);
    one.askTimes(1);
    expect(toGateway()).toHaveLength(2);
    expect(toGateway().some((row) => row.handler.endsWith('#2'))).toBe(true);
    one.run(10);
    expect(toGateway().map((row) => row.id)).not.toContain(old!.id);
    expect(one.of('connection/closed').find((fact) => fact['connection'] === old!.id)).toMatchObject({
      reason: 'handlerExpired',
    });
  });
});

describe('a server that closes', () => {
  it('[TR67] on SIGTERM a Pod closes what carries nothing; the next request opens a new connection elsewhere', () => {
    const one = road();
    const [pod] = one.askTimes(1);
    one.kill(pod!).run(0.2);
    expect(one.of('connection/closed').at(-1)).toMatchObject({ server: pod, reason: 'serverClosed' });
    one.run(2);
    expect(one.ask()).toMatchObject({ status: 200 });
  });

  it('[TR68] a GET that meets a FIN before a byte of the answer is sent again; the visitor never knows', () => {
    const ends = ['pools', 'a', 'b'].map((seed) => {
      // How long a request takes to leave the gateway, and when the Pod gets its SIGTERM.
      const rehearsal = road([], seed);
      rehearsal.askTimes(1);
      const second = rehearsal.send();
      const pod = rehearsal.outcome(second).servedBy!;
      const isLeaving = (hop: Hop) => hop.label === 'GET' && hop.before !== null;
      const takes =
        rehearsal.hops(second, 'service').find(isLeaving)!.startAt -
        rehearsal.of('request/sent').find((fact) => fact['request'] === second)!.at;
      const killed = rehearsal.run(1).now;
      rehearsal.kill(pod).run(1);
      const term = rehearsal.of('pod/receivedSigterm').at(-1)!.at;

      const one = road([], seed);
      one.askTimes(2);
      one.runUntil((term - takes - 40) / 1e6);
      const request = one.send();
      one.runUntil(killed).kill(pod);
      const { status, reason, servedBy } = one.outcome(request);
      expect(one.hopNames(request)).toContain('sentAgain');
      expect(servedBy).not.toBe(pod);
      // The new connection meets rules that may still name the Pod: then it is refused, as any other.
      expect(status === 200 || reason?.cause === 'refused').toBe(true);
      one.check();
      return status;
    });
    expect(ends).toContain(200);
  });
});
