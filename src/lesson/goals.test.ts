import { describe, expect, it, vi } from 'vitest';
import { scenarioFiles } from '../manifest/testing/samples';
import { readScenario } from '../scenario/readScenario';
import type { Goal, Spread } from '../scenario/scenario';
import { startWorld } from '../scenario/startWorld';
import { applyIntent, type Intent } from '../sim/intent';
import { seconds } from '../sim/kernel/time';
import { simLaws } from '../sim/laws';
import { Timeline } from '../trace/timeline';
import { isReached, progressOf, reachedAt, valueAt, type StepRun } from './goals';
import { isSpread } from './requests';
import { DELETE_FIRST, playedStep, send, USER_API, wait } from './testing/stepRuns';

// Whole worlds are started here, perhaps beside other tests.
vi.setConfig({ testTimeout: 60_000 });

const URL = 'https://shop.example/users/123';
const OTHER_URL = 'https://shop.example/contacts/7';
const DEPLOYMENT = 'Deployment/default/user-api-deployment';

const reading = readScenario(scenarioFiles('where-a-service-works'));
const start = startWorld({ ...reading, scenario: reading.scenario! });

/** A request at 1 s, five replicas wanted at 2 s, a look at 3 s; played until 20 s. */
function run(startedAt = 0): StepRun {
  const timeline = new Timeline(start, simLaws, applyIntent);
  const send = (url: string): Intent => ({ type: 'sendRequest', client: 'learner', url });
  timeline.act(seconds(1), send(URL));
  timeline.act(seconds(2), { type: 'scale', deployment: 'default/user-api-deployment', replicas: 5 });
  timeline.act(seconds(4), send(OTHER_URL));
  timeline.extend(seconds(20));
  return { timeline, startedAt, names: {}, looks: [{ at: seconds(3), reference: 'rules/node-2' }] };
}

const played = run();
const sent: Goal = { type: 'request', url: URL, status: 200, times: 1 };
const scaled: Goal = { type: 'object', object: DEPLOYMENT, has: { 'spec.replicas': 5 } };
const ready: Goal = { type: 'object', object: DEPLOYMENT, has: { 'status.readyReplicas': 5 } };
const looked: Goal = { type: 'looked', at: 'rules/node-2' };

describe('a goal', () => {
  it.each<[string, Goal, number, number]>([
    ['a request has ended so', sent, 1, 2],
    ['any two requests have ended so', { type: 'request', status: 200, times: 2 }, 4, 5],
    ['an object has a value', scaled, 1.9, 2],
    ['something was looked at', looked, 2.9, 3],
    ['a fact was recorded', { type: 'fact', fact: 'deployment/scaled', where: { to: 5 } }, 1.9, 2],
    ['rules have a value', { type: 'object', object: 'rules/node-2', has: { node: 'node-2' } }, -1, 0],
    ['all of several', { type: 'all', goals: [sent, scaled, looked] }, 2.5, 3],
    ['any of several', { type: 'any', goals: [looked, scaled] }, 1.5, 2],
    ['not the opposite', { type: 'not', goal: { type: 'not', goal: scaled } }, 1.5, 2],
    ['several in order', { type: 'inOrder', goals: [sent, scaled, looked] }, 2.5, 3],
  ])('is reached when %s, and not before', (_, goal, before, after) => {
    if (before >= 0) expect(isReached(goal, played, seconds(before))).toBe(false);
    expect(isReached(goal, played, seconds(after))).toBe(true);
    const at = reachedAt(goal, played, seconds(20));
    expect(at).not.toBeNull();
    expect(at! > seconds(before) && at! <= seconds(after)).toBe(true);
  });

  it.each<[string, Goal]>([
    ['another status', { ...sent, status: 404 }],
    ['another client', { ...sent, client: 'nobody' }],
    ['a second time', { ...sent, times: 2 }],
    ['an object that is not there', { ...scaled, object: 'Deployment/default/nobody' }],
    ['a kind that is not there', { ...scaled, object: 'Gadget/default/nobody' }],
    ['a value that is not there', { ...scaled, has: { 'spec.nothing.at.all': 1 } }],
    ['a fact about something else', { type: 'fact', fact: 'deployment/scaled', where: { to: 6 } }],
    ['a look at something else', { ...looked, at: 'rules/node-1' }],
    ['the wrong order', { type: 'inOrder', goals: [looked, sent] }],
  ])('is not reached by %s', (_, goal) => {
    expect(isReached(goal, played, seconds(20))).toBe(false);
    expect(reachedAt(goal, played, seconds(20))).toBeNull();
  });

  it('counts from the step’s beginning only', () => {
    const later: StepRun = { ...played, startedAt: seconds(3.5) };
    expect(isReached(sent, later, seconds(20))).toBe(false);
    expect(isReached(looked, later, seconds(20))).toBe(false);
    expect(isReached({ ...sent, url: OTHER_URL }, later, seconds(20))).toBe(true);
    expect(reachedAt(scaled, later, seconds(20))).toBe(seconds(3.5));
  });

  it('means all slices of a Service by EndpointSlice/namespace/service', () => {
    const goal: Goal = {
      type: 'object',
      object: 'EndpointSlice/default/user-api-service',
      has: { 'endpoints[4].conditions.ready': true },
    };
    expect(isReached(goal, played, seconds(2))).toBe(false);
    const at = reachedAt(goal, played, seconds(20));
    const allReady = reachedAt(ready, played, seconds(20));
    expect(at).toBeGreaterThan(seconds(2));
    expect(allReady).toBeGreaterThan(seconds(2));
  });
});

describe('a goal about who served', () => {
  const served = (pattern: Spread, requests: number, by = USER_API): Goal => ({
    type: 'served',
    by,
    requests,
    pattern,
  });
  const anew = playedStep([send(6)]);
  const kept = playedStep([send(6)], { before: [{ type: 'newConnections', on: false }] });

  it.each<[Spread, boolean, boolean]>([
    ['any', true, true],
    ['onePod', false, true],
    ['severalPods', true, false],
    // With this seed the first six take turns, by chance.
    ['inTurn', true, false],
    ['equalShares', true, false],
  ])('%s: with new connections %s, with kept ones %s', (pattern, isAnew, isKept) => {
    const goal = served(pattern, 6);
    expect([isReached(goal, anew.run, anew.at), isReached(goal, kept.run, kept.at)]).toEqual([
      isAnew,
      isKept,
    ]);
  });

  it('needs so many answers, and what comes later does not change it', () => {
    expect(isReached(served('any', 7), anew.run, anew.at)).toBe(false);
    const at = reachedAt(served('any', 4), anew.run, anew.at)!;
    expect(isReached(served('any', 4), anew.run, at - 1)).toBe(false);
    expect(reachedAt(served('onePod', 1), anew.run, anew.at)).toBeLessThan(at);
    expect(progressOf(served('any', 12), anew.run, anew.at)).toBe(0.5);
  });

  it('counts the Pods of that workload only, new ones too', () => {
    expect(isReached(served('any', 1, 'Deployment/default/contact-api-deployment'), anew.run, anew.at)).toBe(
      false,
    );
    const later = playedStep([DELETE_FIRST, wait(6), send(9)]);
    expect(isReached(served('any', 9), later.run, later.at)).toBe(true);
  });
});

describe('the spread of answers', () => {
  const answers = (pods: string) => [...pods].map((pod, at) => ({ request: `r${at}`, pod, sentAt: at, at }));
  it.each<[Spread, string, number, boolean]>([
    ['inTurn', 'ABCABC', 3, true],
    ['inTurn', 'ABCACB', 3, false],
    ['inTurn', 'ABABAB', 3, false],
    ['inTurn', 'ABABAB', 2, true],
    ['inTurn', 'AB', 3, true],
    ['inTurn', 'AAAA', 1, false],
    ['equalShares', 'AABBCC', 3, true],
    ['equalShares', 'AABBC', 3, true],
    ['equalShares', 'AAABBC', 3, false],
    ['equalShares', 'AAABBB', 3, false],
    ['severalPods', 'AAAB', 3, true],
    ['onePod', 'AAAA', 3, true],
    ['onePod', 'AAAB', 3, false],
  ])('%s: %s over %i Pods: %s', (pattern, pods, ready, expected) => {
    expect(isSpread(pattern, answers(pods), ready)).toBe(expected);
  });
});

describe('a goal', () => {
  it('may ask how a request ended, status or not', () => {
    const { run: unknown, at } = playedStep([send(1, 0, 'http://user-api-service/'), send()]);
    const ended = (outcome: string): Goal => ({ type: 'request', outcome, times: 1 });
    expect(isReached(ended('dnsFailure'), unknown, at)).toBe(true);
    expect(isReached(ended('ok'), unknown, at)).toBe(true);
    expect(isReached(ended('timeout'), unknown, at)).toBe(false);
    expect(isReached({ type: 'request', times: 2 }, unknown, at)).toBe(true);
  });

  it('may ask for a hop by what is on it', () => {
    const { run: one, at } = playedStep([send()]);
    const hop = (where: Extract<Goal, { type: 'fact' }>['where']): Goal => ({
      type: 'fact',
      fact: 'hop',
      where,
    });
    expect(isReached(hop({ kind: 'rewrite', leg: 'service' }), one, at)).toBe(true);
    expect(isReached(hop({ kind: 'rewrite', 'decision.node': 'node-9' }), one, at)).toBe(false);
  });

  it('means the same Pod by its number throughout the step, looked at or named in a fact', () => {
    const first = `${USER_API}#0`;
    const one = playedStep([DELETE_FIRST, wait(6)], { references: [first] });
    const pod = one.run.names[first]!;
    const deleted = { type: 'fact', fact: 'pod/deletionRequested', where: { pod: first } } as const;
    expect(isReached(deleted, one.run, one.at)).toBe(true);
    const alive: Goal = { type: 'object', object: first, has: { 'status.ready': true } };
    expect(isReached(alive, one.run, one.run.startedAt)).toBe(true);
    expect(isReached(alive, one.run, one.at)).toBe(false);
    const looks = [{ at: one.at, reference: `Pod/${pod}` }];
    expect(isReached({ type: 'looked', at: first }, { ...one.run, looks }, one.at)).toBe(true);
  });

  it('may be about conntrack of one node', () => {
    const { run: one, at } = playedStep([send()]);
    const entry = (node: string): Goal => ({ type: 'object', object: `conntrack/${node}`, has: { node } });
    expect(isReached(entry('node-1'), one, at)).toBe(true);
    expect(isReached(entry('node-9'), one, at)).toBe(false);
  });
});

it('reads dotted paths, also where keys have dots', () => {
  const object = { a: { 'b.c/d': { e: [10, 20] } }, 'x.y': 1 };
  expect(valueAt(object, 'a.b.c/d.e[1]')).toBe(20);
  expect(valueAt(object, 'x.y')).toBe(1);
  expect(valueAt(object, 'a.toString')).toBeUndefined();
  expect(valueAt(null, 'a')).toBeUndefined();
});
