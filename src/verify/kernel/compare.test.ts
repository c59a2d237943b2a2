import { describe, expect, it } from 'vitest';
import { compare, isOutOfBounds, type Heard } from './compare';
import type { Question } from './questions';
import type { Answer } from './simulated';
import { tuplesOf } from './tracked';

const question: Question = {
  about: 'default/web',
  what: 'ClusterIP',
  kind: 'spread',
  from: 'pod/default/client',
  to: { ip: '10.96.0.1', port: 80 },
  protocol: 'tcp',
};
const end = (n: number, chance = 1 / 3) => ({
  pod: `default/web-${n}`,
  target: `10.244.1.${n}:8080`,
  source: '10.244.2.9',
  chance,
});
const answer: Answer = {
  outcome: 'served',
  ends: [end(1), end(2), end(3)],
  isPinned: false,
  takesTurns: false,
  staysInConnection: true,
};
const heard = (n: number, change: Partial<Extract<Heard, { pod: string }>> = {}): Heard => {
  const { chance: _, ...rest } = end(n);
  return { ...rest, port: 40_000, ...change };
};
const times = (count: number, one: readonly Heard[]) => Array.from({ length: count }, () => one);
const even = [...times(20, [heard(1)]), ...times(20, [heard(2)]), ...times(20, [heard(3)])];
const refused: Heard = { error: 'ECONNREFUSED' };
const lost: Heard = { error: 'ETIMEDOUT' };

describe('comparing a kernel with the simulation', () => {
  it('finds nothing where there is nothing', () => {
    const verdict = compare(question, answer, even);
    expect(verdict).toMatchObject({ isSame: true, differences: [], happened: '3 Pods', connections: 60 });
    expect(verdict.spread).toMatchObject({ statistic: 0, degreesOfFreedom: 2 });
  });

  it.each<[string, Partial<Answer>, Heard[][], string]>([
    [
      'another failure',
      { outcome: 'refused', ends: [] },
      [[lost]],
      'simulated refused, the kernel: 1 timeout',
    ],
    [
      'a failure of its own kind',
      { outcome: 'timeout', ends: [] },
      [[{ error: 'EHOSTUNREACH' }]],
      '1 EHOSTUNREACH',
    ],
    ['a failure at all', {}, [[refused]], 'simulated served, the kernel: 1 refused'],
    ['some failures', {}, [...even.map((row) => [...row]), [lost]], '60 served, 1 timeout'],
    ['a Pod too many', {}, [...even.map((row) => [...row]), [heard(4)]], 'reached 10.244.1.4:8080'],
    [
      'a Pod too few',
      {},
      [...times(20, [heard(1)]), ...times(20, [heard(2)])].map((row) => [...row]),
      'never reached 10.244.1.3:8080',
    ],
    [
      'another source',
      {},
      even.map((row) => row.map((one) => ({ ...one, source: '192.168.0.11' }))),
      'saw 192.168.0.11, simulated 10.244.2.9',
    ],
    [
      'another server at the address',
      {},
      even.map((row) => row.map((one) => ({ ...one, pod: 'x' }))),
      'x saw',
    ],
    [
      'a client that is not pinned',
      { isPinned: true },
      even.map((row) => [...row]),
      'one Pod for one client',
    ],
    [
      'a connection that is torn',
      {},
      [...even.map((row) => [...row]), [heard(1), heard(2)]],
      '1 connections did not stay',
    ],
    [
      'a new connection for each request',
      {},
      [...even.map((row) => [...row]), [heard(1), heard(1, { port: 40_001 })]],
      'did not stay',
    ],
    [
      'a lopsided spread',
      {},
      [...times(100, [heard(1)]), ...times(20, [heard(2)]), ...times(20, [heard(3)])].map((row) => [...row]),
      'counts 100/20/20 do not fit',
    ],
  ])('finds %s', (_, change, observed, sentence) => {
    const verdict = compare(question, { ...answer, ...change }, observed);
    expect(verdict.isSame).toBe(false);
    expect(verdict.differences.join('\n')).toContain(sentence);
  });

  it('lets round robin begin anywhere, and nobody pass over a turn', () => {
    const inTurn = { ...answer, takesTurns: true };
    const row = (...turns: number[]) => turns.map((n) => [heard(n)]);
    expect(compare(question, inTurn, row(2, 3, 1, 2, 3, 1)).differences).toEqual([]);
    expect(compare(question, inTurn, row(2, 3, 1, 3, 2, 1)).differences).toEqual([
      'connection 4 was not its Pod’s turn',
    ]);
  });

  it('takes a second sample only where the first is out of bounds', () => {
    expect(isOutOfBounds(answer, even)).toBe(false);
    expect(isOutOfBounds(answer, times(60, [heard(1)]))).toBe(true);
  });
});

it('finds both tuples in a row of conntrack', () => {
  const row =
    'tcp      6 117 TIME_WAIT src=10.0.0.1 dst=10.96.0.1 sport=4000 dport=80 src=10.0.0.2 dst=10.0.0.1 sport=8080 dport=4000 [ASSURED] mark=0 use=1';
  expect(tuplesOf(row)).toBe(
    'src=10.0.0.1 dst=10.96.0.1 sport=4000 dport=80 src=10.0.0.2 dst=10.0.0.1 sport=8080 dport=4000',
  );
});
