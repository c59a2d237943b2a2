import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Fact } from '../sim/kernel/draft';
import { canonicalJson, traceHash, TraceHasher, traceText } from './traceEvent';

const facts: Fact[] = [
  {
    id: 0,
    at: 5,
    causeId: -1,
    type: 'pod/becameReady',
    pod: 'default/web',
    labels: { b: 1, a: [null, 'ü\n'] },
  },
  { type: 'packet/rewritten', causeId: 0, at: 7, id: 1, gone: undefined },
];

it('writes one line of sorted JSON per fact, after the version', () => {
  expect(traceText(facts)).toBe(
    '{"hopscopeTrace":1}\n' +
      '{"at":5,"causeId":-1,"id":0,"labels":{"a":[null,"ü\\n"],"b":1},"pod":"default/web","type":"pod/becameReady"}\n' +
      '{"at":7,"causeId":0,"id":1,"type":"packet/rewritten"}\n',
  );
});

it('[TT1] the hash is the SHA-256 of that text, whenever it is asked', () => {
  const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
  expect(traceHash(facts)).toBe(sha256(traceText(facts)));
  const hasher = new TraceHasher();
  const growing: Fact[] = [];
  for (const fact of facts) {
    expect(hasher.digest()).toBe(sha256(traceText(growing)));
    growing.push(fact);
    hasher.follow(growing);
    hasher.follow(growing);
  }
  expect(hasher.digest()).toBe(traceHash(facts));
});

it('says the same of equal values, and reads back as they were', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
      expect(canonicalJson(reversed(value))).toBe(canonicalJson(value));
    }),
  );
});

it('refuses what JSON cannot carry', () => {
  expect(() => canonicalJson({ delay: NaN })).toThrow('NaN is not JSON');
  expect(() => canonicalJson([Infinity])).toThrow('Infinity is not JSON');
  expect(() => canonicalJson({ run: () => 1 })).toThrow('a value of type function is not JSON');
});

/** The same value with the fields of each object in the opposite order. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, inner]) => [key, reversed(inner)]),
  );
}
