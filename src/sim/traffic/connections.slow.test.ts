/** Connections that are kept, and what sticks to them: the choice of a Pod is made once per connection. */
import { describe, expect, it, vi } from 'vitest';
import { lab, type Lab } from '../testing/lab';

vi.setConfig({ testTimeout: 60_000 });

const USERS = 'default/user-api-deployment';
const SERVICE = 'default/user-api-service';

/** One Pod per layer but the last, so that one visitor's requests take one road. */
function oneRoad(seed = 'road'): Lab {
  return lab('where-a-service-works', { seed, checkEvery: 9 })
    .scale('default/web-mvc', 1)
    .scale('default/api-gateway', 1)
    .run(15);
}

const tcpEntries = (one: Lab, service: string) =>
  Object.values(one.tables.conntrack).filter((row) => row.service === service && row.tcpState !== undefined);

describe('kept connections', () => {
  it('[TR30] one after the other, requests reuse one connection: no SYN, no name, no rule, one Pod', () => {
    const one = oneRoad().keepAlive();
    const served = one.askTimes(20);
    expect(new Set(served).size).toBe(1);
    const last = one.hops('r20');
    expect(last.some((hop) => hop.label === 'SYN' || hop.layer === 'DNS')).toBe(false);
    expect(last.some((hop) => hop.decision.by === 'rules')).toBe(false);
    expect(one.hops('r1').filter((hop) => hop.label === 'SYN').length).toBeGreaterThan(0);
    expect(Object.values(one.tables.connections).map((row) => row.state)).toEqual([
      'idle',
      'idle',
      'idle',
      'idle',
    ]);
    expect(tcpEntries(one, SERVICE)).toHaveLength(1);
    expect(tcpEntries(one, SERVICE)[0]).toMatchObject({ tcpState: 'ESTABLISHED', assured: true });
  });

  it('[TR30] requests side by side need connections of their own, and each is a new choice', () => {
    const one = oneRoad().keepAlive().burst(30).run(5);
    expect(one.tables.outcomes).toEqual({ '200': { count: 30 } });
    const toService = Object.values(one.tables.connections).filter((row) => row.leg === 'service');
    expect(toService.length).toBeGreaterThan(2);
    expect(new Set(toService.map((row) => row.server)).size).toBe(3);
  });

  it('[TR31] scaling up moves nobody: the connection stays where it is', () => {
    const one = oneRoad().keepAlive();
    const [before] = one.askTimes(1);
    one.scale(USERS, 8).run(15);
    expect(one.targets('node-1', SERVICE)).toHaveLength(8);
    expect(new Set(one.askTimes(15))).toEqual(new Set([before]));
    // New connections do reach the new Pods.
    one.newConnections();
    expect(new Set(one.askTimes(60)).size).toBeGreaterThan(5);
  });

  it('[TR32] a Pod that leaves the Service keeps its connections until its process ends', () => {
    const one = oneRoad().keepAlive();
    const [pod] = one.askTimes(1);
    one.label(pod!, 'app', 'set-aside').run(5);
    for (const node of ['node-1', 'node-2', 'node-3']) {
      expect(one.targets(node, SERVICE)).not.toContain(`${one.ipOf(pod!)}:80`);
    }
    expect(new Set(one.askTimes(5))).toEqual(new Set([pod]));
    one.crash(pod!);
    one.run(0.01);
    const next = one.ask();
    expect(next.status).toBe(200);
    expect(next.servedBy).not.toBe(pod);
  });

  it('[TR33] a connection that is idle for a minute is closed, and its conntrack entry ends after TIME_WAIT', () => {
    const one = oneRoad().keepAlive();
    one.askTimes(1);
    one.run(59);
    expect(Object.keys(one.tables.connections)).toHaveLength(4);
    one.run(2);
    // Browser and nginx look at each connection, .NET cleans its pools every 15 s.
    expect(Object.values(one.tables.connections).map((row) => row.leg)).toEqual(['gateway', 'service']);
    one.run(15);
    expect(one.tables.connections).toEqual({});
    expect(tcpEntries(one, SERVICE)).toMatchObject([{ tcpState: 'TIME_WAIT' }]);
    one.run(121);
    expect(one.tables.conntrack).toEqual({});
  });

  it('[TR33] each use begins the minute again', () => {
    const one = oneRoad().keepAlive();
    for (let i = 0; i < 3; i++) {
      one.askTimes(1);
      one.run(50);
    }
    expect(one.tables.numbers['connection']).toBe(4);
  });

  it('[TR34] with new connections every request opens its own, even where an idle one waits', () => {
    const one = oneRoad().keepAlive();
    one.askTimes(1);
    one.newConnections().askTimes(3);
    expect(one.tables.numbers['connection']).toBe(16);
    expect(Object.values(one.tables.connections)).toHaveLength(4);
  });
});

describe('new connections', () => {
  it('[TR35] the choice is random for each connection: 300 requests spread nearly evenly, with streaks', () => {
    const one = lab('where-a-service-works', { seed: 'spread' });
    const served = one.askTimes(300);
    const counts = one.pods('user-api').map((pod) => served.filter((by) => by === pod).length);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(300);
    // Chi-square with 2 degrees of freedom: above 18.4 in one of 10,000 fair runs.
    const chiSquare = counts.reduce((sum, count) => sum + (count - 100) ** 2 / 100, 0);
    expect(chiSquare).toBeLessThan(18.4);
    // Round robin has no streaks: of 299 neighbours about a third are equal.
    const repeats = served.filter((by, i) => i > 0 && by === served[i - 1]).length;
    expect(repeats).toBeGreaterThan(60);
    expect(repeats).toBeLessThan(140);
  });

  it('[TR36] each connection has a source port and a conntrack entry of its own on the caller’s node', () => {
    const one = oneRoad();
    one.askTimes(10);
    const [gateway] = one.pods('api-gateway');
    const entries = tcpEntries(one, SERVICE);
    expect(entries).toHaveLength(10);
    expect(new Set(entries.map((row) => row.original.source.port)).size).toBe(10);
    for (const row of entries) {
      expect(row).toMatchObject({
        node: one.nodeOf(gateway!),
        tcpState: 'TIME_WAIT',
        original: { source: { ip: one.ipOf(gateway!) }, destination: { ip: '10.103.22.45', port: 80 } },
      });
      expect(one.targets('node-1', SERVICE)).toContain(`${row.reply.source.ip}:${row.reply.source.port}`);
    }
  });

  it('[TR36] ephemeral ports stay within Linux’ range, and are used again when they are used up', () => {
    const one = oneRoad();
    const [gateway] = one.pods('api-gateway');
    // Four ports before the end of the range.
    one.tables.ports[`pod/${gateway!}`] = 60_995;
    expect(one.askTimes(6)).not.toContain(null);
    const ports = tcpEntries(one, SERVICE).map((row) => row.original.source.port);
    expect(Math.min(...ports)).toBeGreaterThanOrEqual(32_768);
    expect(Math.max(...ports)).toBeLessThanOrEqual(60_999);
    expect(Math.min(...ports)).toBeLessThan(33_000);
  });
});
