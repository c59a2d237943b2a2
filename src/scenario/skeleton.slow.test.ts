import { describe, expect, it } from 'vitest';
import { lineOf } from '../kubectl/lineOf';
import { playSolution } from '../lesson/playSolution';
import { podsOf } from '../lesson/references';
import { applyIntent, type Intent } from '../sim/intent';
import { seconds, type Micros } from '../sim/kernel/time';
import { simLaws } from '../sim/laws';
import { Timeline } from '../trace/timeline';
import { readScenario } from './readScenario';
import { skeletonOf, type RecordedAction, type RecordedLook } from './skeleton';
import { startWorld } from './startWorld';
import { LESSONS, readLesson } from './testing/lessons';

const BASE = 'where-a-service-works';
const API = 'Deployment/default/user-api-deployment';
const URL = 'https://shop.example/users/123';
const send: Intent = { type: 'sendRequest', client: 'learner', url: URL };

/** Does things in the lesson's world, as somebody at the page would, and writes them down. */
function record(
  deeds: readonly (readonly [at: Micros, intent: (pod: string) => Intent, ordinal?: number])[],
) {
  const { scenario, manifests, ocelot } = readLesson(BASE);
  const timeline = new Timeline(startWorld({ scenario: scenario!, manifests, ocelot }), simLaws, applyIntent);
  return deeds.map(([at, make, ordinal]): RecordedAction => {
    timeline.extend(at);
    const intent = make(podsOf(timeline, API, at)[ordinal ?? 0]!);
    const line = lineOf(intent, timeline.worldAt(at).tables);
    const { facts } = timeline.act(at, intent);
    expect(facts.filter(({ type }) => type === 'intent/refused')).toEqual([]);
    return { at, intent, line, ...(ordinal === undefined ? {} : { pod: { owner: API, ordinal } }) };
  });
}

function write(actions: readonly RecordedAction[], looks: readonly RecordedLook[] = [], title?: string) {
  const files = skeletonOf({
    baseId: BASE,
    seed: BASE,
    actions,
    looks,
    lenses: [{ at: seconds(8), lens: 'machines' }],
    ...(title === undefined ? {} : { title }),
  });
  return { files, reading: readScenario(files, LESSONS) };
}

/** What was recorded is a lesson in order, which its own solution solves, with this seed and with others. */
function expectSolved(reading: ReturnType<typeof readScenario>, seeds: readonly string[]) {
  expect(reading.problems.map(({ file, line, message }) => `${file}:${line} ${message}`)).toEqual([]);
  for (const seed of seeds) {
    const played = playSolution({ ...reading, scenario: reading.scenario! }, { seed });
    expect(
      played.steps.filter(({ reason }) => reason !== null).map(({ id, reason }) => `${id}: ${reason}`),
    ).toEqual([]);
  }
}

describe('a lesson out of what was done', () => {
  it('passes as it is: requests, looks, a deletion, scaling', () => {
    const actions = record([
      [seconds(1), () => send],
      [seconds(2), () => send],
      [seconds(3), () => send],
      [seconds(10), (pod) => ({ type: 'deletePod', pod }), 0],
      [seconds(20), () => ({ type: 'scale', deployment: 'default/user-api-deployment', replicas: 5 })],
      [seconds(20.4), () => send],
    ]);
    const looks = [
      { at: seconds(6), reference: 'rules/node-2' },
      { at: seconds(6.2), reference: 'rules/node-2' },
    ];
    const { files, reading } = write(actions, looks, '我的第一节课');
    expectSolved(reading, [BASE, 'another']);
    const { scenario, texts } = reading;
    expect(scenario!.steps.map(({ id, lens }) => [id, lens])).toEqual([
      ['send', undefined],
      ['look', undefined],
      ['delete', 'machines'],
      ['scale', undefined],
    ]);
    expect(scenario!.steps[0]!.solution[0]).toMatchObject({ type: 'send', times: 3, everyMicros: 1_000_000 });
    expect(scenario!.steps[3]!.goal).toMatchObject({ type: 'inOrder' });
    expect(texts['zh-CN']['title']).toBe('我的第一节课');
    expect(texts.en['title']).toBe('A recorded lesson');
    for (const { text } of files) expect(text).not.toMatch(/TODO|undefined|\[object/);
  });

  it('passes as it is: everything else that can be done', () => {
    const actions = record([
      [seconds(1), () => ({ type: 'setNewConnections', on: false })],
      [seconds(3), () => ({ type: 'setWatchDelay', node: 'node-2', milliseconds: 2_000 })],
      [seconds(5), () => ({ type: 'setRate', client: 'learner', url: URL, rate: 2.4 })],
      [seconds(9), (pod) => ({ type: 'crashPod', pod }), 1],
      [seconds(20), (pod) => ({ type: 'setPodLabel', pod, label: 'app', value: 'other' }), 0],
      [seconds(30), () => ({ type: 'setRate', client: 'learner', url: URL, rate: 0 })],
      [seconds(35), () => ({ type: 'burst', client: 'learner', url: URL, count: 5 })],
      [
        seconds(40),
        () => ({ type: 'restartDeployment', deployment: 'default/user-api-deployment', stamp: 'now' }),
      ],
      [seconds(90), (pod) => ({ type: 'execLookup', pod, name: 'user-api-service' }), 0],
      [seconds(95), (pod) => ({ type: 'execCurl', pod, url: 'http://user-api-service/api/users/1' }), 0],
      [seconds(100), (pod) => ({ type: 'deletePod', pod, graceSeconds: 0 }), 0],
      [
        seconds(110),
        () => ({
          type: 'setServiceSelector',
          service: 'default/user-api-service',
          selector: { app: 'nothing' },
        }),
      ],
    ]);
    const { reading } = write(actions);
    expect(reading.scenario!.steps).toHaveLength(actions.length);
    expectSolved(reading, [BASE, 'another']);
  });

  it('is a scenario without steps when nothing was done', () => {
    const { reading } = write([]);
    expect(reading.problems.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(reading.scenario!.steps).toEqual([]);
  });
});
