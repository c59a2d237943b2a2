/** Long traffic leaves nothing behind, and its cost per request does not grow. */
import { expect, it, vi } from 'vitest';
import { expectRest } from './testing/atRest';
import { lab, type Lab } from './testing/lab';

vi.setConfig({ testTimeout: 900_000 });

const PASSING = [
  'connections',
  'exchanges',
  'handlings',
  'lookups',
  'packets',
  'dnsWork',
  'requests',
] as const;

function sizes(one: Lab): Record<string, number> {
  return Object.fromEntries(PASSING.map((table) => [table, Object.keys(one.tables[table]).length]));
}

function mostAtOnce(one: Lab, until: number): Record<string, number> {
  const most: Record<string, number> = {};
  while (one.now < until) {
    one.run(0.1);
    for (const [table, size] of Object.entries(sizes(one))) most[table] = Math.max(most[table] ?? 0, size);
  }
  return most;
}

it('[TR80] 2,000 page views at 50 a second: tables stay small, and are empty afterwards', () => {
  const one = lab(undefined, { seed: 'leaks' });
  const before = { machines: Object.keys(one.tables.machines).sort(), ports: 4 };
  const most = mostAtOnce(one.rate(50), 40);
  // About 60 ms per page view at 50 a second: some three at once, each with a handful of rows.
  for (const [table, size] of Object.entries(most)) expect(size, table).toBeLessThan(60);
  one.rate(0).run(2);
  expect(one.of('request/sent').length).toBeGreaterThanOrEqual(2000);
  expect(one.tables.outcomes).toEqual({ '200': { count: one.of('request/sent').length } });
  for (const [table, size] of Object.entries(sizes(one))) expect(size, table).toBe(0);
  expect(Object.keys(one.tables.machines).sort()).toEqual(before.machines);
  const tracked = Object.values(one.tables.conntrack);
  expect(tracked.length).toBeLessThanOrEqual(one.of('request/sent').length * 6);
  one.run(31);
  // UDP entries live for 30 s, closed TCP connections for 120 s.
  expect(Object.values(one.tables.conntrack).every((row) => row.tcpState === 'TIME_WAIT')).toBe(true);
  one.run(120);
  expect(one.tables.conntrack).toEqual({});
  expect(Object.keys(one.tables.ports).length).toBeLessThanOrEqual(20);
  one.settle();
  expectRest(one);
});

it('[TR80] with kept connections a few carry it all', () => {
  const one = lab(undefined, { seed: 'kept' }).keepAlive();
  const most = mostAtOnce(one.rate(50), 20);
  expect(most['connections']).toBeLessThan(60);
  expect(one.tables.numbers['connection']).toBeLessThan(80);
  one.rate(0).settle();
  expectRest(one);
});

it('[TR80] traffic through Pods that come and go leaves nothing behind either', () => {
  const one = lab(undefined, { seed: 'churn' }).rate(25);
  for (let i = 0; i < 12; i++) {
    const pods = [...one.pods('user-api'), ...one.pods('api-gateway'), ...one.pods('web-mvc')];
    const pod = pods[(i * 5) % pods.length]!;
    const deed = i % 3 === 0 ? 'crashPod' : 'deletePod';
    one.intend({ type: deed, pod });
    one.run(1.3);
  }
  one.rate(0).settle();
  expectRest(one);
  expect(one.tables.outcomes['200']!.count).toBeGreaterThan(200);
});

it('[TR81] what a page view costs does not grow with the number of those before it', () => {
  const events = (one: Lab) => {
    const before = one.steps;
    one.askTimes(20);
    return one.steps - before;
  };
  const one = lab(undefined, { seed: 'cost' });
  const first = events(one);
  one.rate(50).run(10).rate(0).run(5);
  const later = events(one);
  expect(Math.abs(later - first)).toBeLessThan(first * 0.05);
});
