import scenarios from 'virtual:scenarios';
import { describe, expect, it } from 'vitest';
import { playSolution } from '../lesson/playSolution';
import { podsOf } from '../lesson/references';
import { scenarioFiles } from '../manifest/testing/samples';
import { readScenario } from '../scenario/readScenario';
import { LESSONS } from '../scenario/testing/lessons';
import { seconds } from '../sim/kernel/time';
import type { Lens } from '../ui/contract';
import { lessonFilesOf } from './lessonFiles';
import { Recorder } from './record';
import { Session } from './session';

const API = 'default/user-api-deployment';

/** A visit: a session with its recorder, as the page ties them together. */
async function visit(lesson: string) {
  const { default: loaded } = await scenarios[lesson]!();
  const host: { session: Session; lens: Lens } = {
    session: new Session(loaded, loaded.scenario.seed),
    lens: loaded.scenario.lens,
  };
  const recorder = new Recorder(host);
  recorder.refresh();
  const [client] = loaded.scenario.clients;
  const { session } = host;
  return {
    ...{ host, recorder, session },
    send: () => session.act({ type: 'sendRequest', client: client!.id, url: client!.urls[0]! }),
    pod: (ordinal: number) => podsOf(session.timeline, `Deployment/${API}`, session.at())[ordinal]!,
    at: (second: number) => {
      session.seek(seconds(second));
      recorder.refresh();
    },
    write: (title = '') => lessonFilesOf(session, recorder.notes(), title),
  };
}

/** The folder that somebody makes as the page says: no problem in it, and solved by its own solution. */
function expectLesson({ lesson }: Awaited<ReturnType<typeof lessonFilesOf>>, seeds: readonly string[]) {
  const more = (lesson!.alsoFrom === null ? [] : scenarioFiles(lesson!.alsoFrom)).filter(({ path }) =>
    path.startsWith('manifests/'),
  );
  const reading = readScenario([...lesson!.files, ...more], LESSONS);
  expect(reading.problems.map(({ file, line, message }) => `${file}:${line} ${message}`)).toEqual([]);
  const scenario = reading.scenario!;
  expect(scenario.id).toBe(lesson!.id);
  for (const seed of [scenario.seed, ...seeds]) {
    const played = playSolution({ ...reading, scenario }, { seed });
    expect(played.steps.map(({ id, reason }) => [id, reason])).toEqual(
      scenario.steps.map(({ id }) => [id, null]),
    );
  }
  return { scenario, texts: reading.texts };
}

describe('a lesson out of a visit', () => {
  it('passes every check and solves itself: requests, a look, a deletion, scaling', async () => {
    const { recorder, session, send, pod, at, write, host } = await visit('where-a-service-works');
    at(1);
    send();
    at(8);
    recorder.looked('rules/node-2');
    recorder.looked('panel/rules');
    at(12);
    recorder.looked(`Pod/${pod(1)}`);
    at(15);
    host.lens = 'machines';
    recorder.refresh();
    recorder.looked(`Pod/${pod(0)}`);
    session.act({ type: 'deletePod', pod: pod(0) });
    at(40);
    session.act({ type: 'scale', deployment: API, replicas: 5 });
    session.act({ type: 'scale', deployment: 'default/nothing', replicas: 5 });
    const { scenario, texts } = expectLesson(await write('One goes, two come'), ['another']);
    expect(scenario.id).toBe('one-goes-two-come');
    expect(texts.en['title']).toBe('One goes, two come');
    expect(scenario.steps.map(({ id, lens, solution }) => [id, lens, solution[0]])).toMatchObject([
      ['send', undefined, { type: 'send' }],
      ['look', undefined, { type: 'look', at: 'rules/node-2' }],
      ['look-2', undefined, { type: 'look', at: `Deployment/${API}#1` }],
      ['delete', 'machines', { type: 'deletePod', owner: `Deployment/${API}`, ordinal: 0 }],
      ['scale', undefined, { type: 'kubectl' }],
    ]);
  });

  it('numbers Pods as they were when each of two quick deeds was done', async () => {
    const { session, pod, at, write } = await visit('where-a-service-works');
    at(5);
    const [first, second] = [pod(0), pod(1)];
    session.act({ type: 'deletePod', pod: first });
    session.act({ type: 'deletePod', pod: second });
    session.act({ type: 'setPodLabel', pod: pod(0), label: 'app', value: 'other' });
    const { scenario } = expectLesson(await write(), []);
    expect(scenario.steps).toHaveLength(1);
    expect(scenario.steps[0]!.solution).toMatchObject([
      { type: 'deletePod', ordinal: 0 },
      { type: 'deletePod', ordinal: 0 },
      { type: 'kubectl', command: expect.stringContaining(`${API}#2}`) as string },
      { type: 'wait' },
    ]);
  });

  it('holds what belongs to the branch that is looked at', async () => {
    const { recorder, session, send, at, write } = await visit('where-a-service-works');
    at(2);
    send();
    at(20);
    recorder.looked('rules/node-1');
    at(10);
    session.act({ type: 'scale', deployment: API, replicas: 2 });
    at(30);
    recorder.looked('conntrack/node-2');
    const ids = async () => {
      const { lesson } = await write();
      return expectLesson({ refusal: null, lesson }, []).scenario.steps.map(({ id }) => id);
    };
    expect(await ids()).toEqual(['send', 'scale', 'look']);
    expect(recorder.notes().looks.map(({ reference }) => reference)).toEqual(['conntrack/node-2']);
    session.switchBranch(session.book.idOf('A')!);
    expect(recorder.notes().looks.map(({ reference }) => reference)).toEqual(['rules/node-1']);
    recorder.sessionChanged();
    expect(recorder.notes()).toEqual({ looks: [], lenses: [] });
  });

  it('takes no panel that goes with a request for a look', async () => {
    const { recorder, session, send, at } = await visit('where-a-service-works');
    at(1);
    recorder.looked('rules/node-1');
    send();
    expect(session.isPlaying()).toBe(true);
    recorder.looked('rules/node-2');
    recorder.looked('Service/default/user-api-service');
    recorder.looked('conntrack/node-2');
    expect(recorder.notes().looks.map(({ reference }) => reference)).toEqual([
      'rules/node-1',
      'Service/default/user-api-service',
      'conntrack/node-2',
    ]);
  });

  it.each([
    ['a-pod-dies', null],
    ['running-is-not-ready', 'running-is-not-ready'],
    ['from-name-to-vip', 'from-name-to-vip'],
    ['a-deletion-is-a-race', 'a-deletion-is-a-race'],
  ])('made in %s, extends what that extends', async (lesson, alsoFrom) => {
    const { send, at, write, session } = await visit(lesson);
    at(1);
    send();
    at(20);
    session.act({ type: 'restartDeployment', deployment: API, stamp: 'x' });
    const written = await write();
    expect(written.lesson).toMatchObject({ id: `${lesson}-recorded`, alsoFrom });
    const { scenario } = expectLesson(written, []);
    const own = (await scenarios[lesson]!()).default.scenario;
    const { manifests, kubeProxy, publicDns, timeScale } = own;
    expect(scenario).toMatchObject({ manifests, kubeProxy, publicDns, timeScale });
    expect(scenario.steps.map(({ id }) => id)).toEqual(['send', 'restart']);
  });

  it('says why there is none', async () => {
    const { recorder, session, write } = await visit('where-a-service-works');
    recorder.looked('panel/journey');
    session.act({ type: 'scale', deployment: 'default/nothing', replicas: 5 });
    expect(await write()).toEqual({ refusal: { key: 'share.record.nothing', params: {} }, lesson: null });
    const { default: loaded } = await scenarios['a-pod-dies']!();
    const other = { ...loaded, scenario: { ...loaded.scenario, clients: [] } };
    const refused = await lessonFilesOf(new Session(other, 'x'), recorder.notes(), '');
    expect(refused.refusal).toMatchObject({
      key: 'share.record.otherWorld',
      params: { base: 'where-a-service-works' },
    });
  });
});
