/** Page views by the dozen: steady traffic, bursts, what is refused, and how they are counted. */
import { describe, expect, it, vi } from 'vitest';
import { lab, type Lab } from '../testing/lab';
import { outcomeId } from './requests';

vi.setConfig({ testTimeout: 60_000 });

const total = (one: Lab) => Object.values(one.tables.outcomes).reduce((sum, row) => sum + row.count, 0);

it('[TR50] a rate sends so many page views a second, until it is set to 0', () => {
  const one = lab(undefined, { checkEvery: 200 }).rate(20).run(3);
  expect(one.of('request/sent')).toHaveLength(61);
  one.rate(0).run(2);
  expect(one.of('request/sent')).toHaveLength(61);
  expect(one.tables.outcomes).toEqual({ '200': { count: 61 } });
});

it('[TR50] a new rate takes the old one’s place', () => {
  const one = lab().rate(5).run(1).rate(50).run(1).rate(0).run(1);
  expect(one.of('request/sent')).toHaveLength(6 + 51);
});

it('[TR51] a burst is so many page views at once, each with an outcome of its own', () => {
  const one = lab(undefined, { checkEvery: 2000 }).burst(50).run(3);
  const sent = one.of('request/sent').map((fact) => fact['request']);
  const ended = one.of('request/ended').map((fact) => fact['request']);
  expect(sent).toHaveLength(50);
  expect(new Set(ended)).toEqual(new Set(sent));
  expect(ended).toHaveLength(50);
});

it('[TR51] answers are counted by Pod: every layer has served each request', () => {
  const one = lab().burst(60).run(3);
  const served = (name: string) =>
    one.pods(name).reduce((sum, pod) => sum + (one.tables.served[pod]?.count ?? 0), 0);
  expect([served('user-api'), served('api-gateway'), served('web-mvc')]).toEqual([60, 60, 60]);
  expect(served('contact-api')).toBe(0);
});

describe('what cannot be done', () => {
  it('[TR52] an unknown client or a text that is no URL is refused, and nothing is sent', () => {
    const one = lab(undefined, { checkEvery: 1 });
    const url = 'https://shop.example/';
    const cases = [
      { type: 'sendRequest', client: 'nobody', url },
      { type: 'sendRequest', client: 'learner', url: 'shop.example' },
      { type: 'burst', client: 'nobody', url, count: 3 },
      { type: 'setRate', client: 'learner', url: 'ftp://shop.example/', rate: 3 },
    ] as const;
    for (const intent of cases) {
      const facts = one.intend(intent);
      expect(facts.map((fact) => fact.type)).toEqual(['intent/done', 'intent/refused']);
      expect(facts[1]).toMatchObject({ code: 'cannotSend', intent });
    }
    one.run(5);
    expect(total(one)).toBe(0);
    expect(one.of('request/sent')).toEqual([]);
  });

  it('[TR52] what the cluster does not have is refused with its name', () => {
    const one = lab();
    for (const intent of [
      { type: 'deletePod', pod: 'default/none' },
      { type: 'crashPod', pod: 'default/none' },
      { type: 'scale', deployment: 'default/none', replicas: 1 },
      { type: 'setWatchDelay', node: 'none', milliseconds: 5 },
    ] as const) {
      const refusal = one.intend(intent).find((fact) => fact.type === 'intent/refused');
      expect(refusal).toMatchObject({ code: 'notFound' });
      expect(String(refusal?.['message'])).toContain('none');
    }
  });
});

it('[TR53] outcomes are told apart by status and cause', () => {
  const reason = (cause: string) => ({ leg: 'service' as const, cause, address: null });
  const cases = [
    [{ kind: 'ok', status: 200, reason: null }, '200'],
    [{ kind: 'httpError', status: 502, reason: reason('refused') }, '502.refused'],
    [{ kind: 'httpError', status: 502, reason: reason('nameNotFound') }, '502.dns'],
    [{ kind: 'httpError', status: 503, reason: reason('connectTimeout') }, '503.timeout'],
    [{ kind: 'httpError', status: 503, reason: reason('requestTimeout') }, '503.timeout'],
    [{ kind: 'httpError', status: 404, reason: null }, '404'],
    [{ kind: 'refused', status: null, reason: reason('rejected') }, 'refused'],
    [{ kind: 'dnsFailure', status: null, reason: reason('nameNotFound') }, 'dnsFailure'],
  ] as const;
  for (const [outcome, id] of cases) expect(outcomeId({ ...outcome, servedBy: null })).toBe(id);
});
