import { describe, expect, it, vi } from 'vitest';
import type { Action } from '../scenario/scenario';
import { seconds } from '../sim/kernel/time';
import { awaitRequests, dueActions, isQuiet, playAll } from './playActions';
import { podsOf } from './references';
import { DELETE_FIRST, send, USER_API, USER_URL, wait, worldOf } from './testing/stepRuns';

vi.setConfig({ testTimeout: 60_000 });

const context = { startAt: seconds(1), names: {} };

describe('a timetable', () => {
  it('lets sending go on while what comes after it happens; only waiting moves it', () => {
    const { dues, endAt } = dueActions(
      [send(3, 1), DELETE_FIRST, wait(1.5), { type: 'look', at: 'rules/node-1' }],
      context,
    );
    expect(dues.map(({ at, action }) => [at / 1e6, action.type])).toEqual([
      [1, 'send'],
      [1, 'deletePod'],
      [2, 'send'],
      [2.5, 'look'],
      [3, 'send'],
    ]);
    expect(endAt).toBe(seconds(3));
    expect(dueActions([wait(2)], context)).toEqual({ dues: [], endAt: seconds(3) });
  });

  it.each<[string, Action, object]>([
    ['send', send(), { intents: [{ type: 'sendRequest', client: 'learner', url: USER_URL }] }],
    ['look', { type: 'look', at: 'rules/node-1' }, { intents: [], looks: ['rules/node-1'] }],
    [
      'new connections',
      { type: 'newConnections', on: false },
      { intents: [{ type: 'setNewConnections', on: false }] },
    ],
    [
      'a delay',
      { type: 'watchDelay', node: 'node-2', millis: 900 },
      { intents: [{ type: 'setWatchDelay', node: 'node-2', milliseconds: 900 }] },
    ],
    [
      'steady traffic',
      { type: 'traffic', client: 'learner', url: USER_URL, perSecond: 4 },
      { intents: [{ type: 'setRate', client: 'learner', url: USER_URL, rate: 4 }] },
    ],
    [
      'kubectl',
      { type: 'kubectl', command: 'kubectl scale deployment/user-api-deployment --replicas=5' },
      { intents: [{ type: 'scale', deployment: 'default/user-api-deployment', replicas: 5 }] },
    ],
    [
      'a Pod that is not there',
      { type: 'crashPod', owner: USER_API, ordinal: 3 },
      { intents: [], refusal: `${USER_API} has no Pod number 3` },
    ],
  ])('asks of the world: %s', (_, action, deed) => {
    const timeline = worldOf();
    expect(dueActions([action], context).dues[0]!.deed(timeline)).toMatchObject({
      looks: [],
      refusal: null,
      ...deed,
    });
  });

  it('fills Pods’ names into kubectl lines, those fixed for the step', () => {
    const timeline = worldOf();
    const [first, second] = podsOf(timeline, USER_API, 0) as [string, string];
    const command = `kubectl delete pod {name:${USER_API}#0}`;
    const deedWith = (names: Record<string, string>) =>
      dueActions([{ type: 'kubectl', command }], { ...context, names }).dues[0]!.deed(timeline).intents;
    expect(deedWith({})).toMatchObject([{ type: 'deletePod', pod: first }]);
    expect(deedWith({ [`${USER_API}#0`]: second })).toMatchObject([{ type: 'deletePod', pod: second }]);
  });

  it('is told why the world refuses', () => {
    const timeline = worldOf();
    const nobody: Action = { type: 'traffic', client: 'nobody', url: USER_URL, perSecond: 1 };
    const { refusal, looks } = playAll(
      dueActions([nobody, { type: 'look', at: 'rules/node-1' }], context),
      timeline,
    );
    expect(refusal).toContain('no client "nobody"');
    expect(looks).toEqual([{ at: seconds(1), reference: 'rules/node-1' }]);
    const wrong = playAll(
      dueActions([{ type: 'kubectl', command: 'kubectl frobnicate' }], context),
      worldOf(),
    );
    expect(wrong.refusal).toContain('frobnicate');
  });

  it('takes what kubectl shows for looked at', () => {
    const get: Action = { type: 'kubectl', command: 'kubectl describe service user-api-service' };
    expect(playAll(dueActions([get], context), worldOf()).looks.map(({ reference }) => reference)).toContain(
      'Service/default/user-api-service',
    );
  });
});

it('what is under way is waited for, and no more', () => {
  const timeline = worldOf();
  playAll(
    dueActions([{ type: 'traffic', client: 'learner', url: USER_URL, perSecond: 50 }, wait(1)], context),
    timeline,
  );
  const now = timeline.endAt();
  expect(isQuiet(timeline, 0, now)).toBe(false);
  awaitRequests(timeline, seconds(60));
  expect(timeline.endAt()).toBeGreaterThan(now);
  expect(timeline.endAt()).toBeLessThan(now + seconds(1));
  expect(isQuiet(timeline, now + 1, timeline.endAt())).toBe(false);
});
