import { readdirSync, readFileSync } from 'node:fs';
import { assert, array, constantFrom, integer, nat, property, record } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hopCard, journeyCard, stripCard } from '../projection/journey';
import { prepareFiles } from '../scenario/prepareFiles';
import type { Intent } from '../sim/intent';
import { millis, seconds } from '../sim/kernel/time';
import { Session } from './session';
import { decodeStory, encodeStory } from './storyCodec';

const FOLDER = new URL('../../scenarios/where-a-service-works/', import.meta.url);
const files = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
  .filter((path) => /\.\w+$/.test(path))
  .map((path) => ({ path, text: readFileSync(new URL(path, FOLDER), 'utf8') }));
const loaded = prepareFiles('where-a-service-works', files);
const client = loaded.scenario.clients[0]!;
const SEND: Intent = { type: 'sendRequest', client: client.id, url: client.urls[0]! };
const DEFAULTS = { client: client.id, url: client.urls[0]! };

const begin = (seed = loaded.scenario.seed) => new Session(loaded, seed);

/** A request sent at the beginning, with the moment still there. */
function withRequest(): Session {
  const session = begin();
  session.act(SEND);
  session.pause();
  return session;
}

/** All that depends on the moment and the hop shown. */
function shown(session: Session) {
  const view = session.view();
  const focus = session.focus(view);
  return {
    at: session.at(),
    strip: stripCard(view, focus),
    hop: hopCard(focus),
    journey: journeyCard(view, focus),
  };
}

const someUserPod = (session: Session) =>
  Object.keys(session.view().tables.pods).find((key) => key.startsWith('default/user-api'))!;

describe('stepping', () => {
  it('shows every hop once, and the same again on the way back', () => {
    const session = withRequest();
    const { hops } = session.focus(session.view());
    expect(hops.length).toBeGreaterThan(15);
    const there = [shown(session)];
    for (const hop of hops) {
      session.stepForward(true);
      expect(session.focus(session.view()).hop?.hopId).toBe(hop.hopId);
      expect(session.at()).toBe(hop.endAt);
      there.push(shown(session));
    }
    for (const before of there.slice(0, -1).reverse()) {
      session.stepBack();
      expect(shown(session)).toEqual(before);
    }
  });

  it('arrives by moving where it arrives by jumping', () => {
    const moving = withRequest();
    const jumping = withRequest();
    for (let i = 0; i < 12; i++) {
      moving.stepForward(false);
      for (let frames = 0; moving.isPlaying(); frames++) {
        expect(frames).toBeLessThan(300);
        moving.tick(16);
      }
      jumping.stepForward(true);
      expect(shown(moving)).toEqual(shown(jumping));
    }
  });

  it('finishes a step that is still moving when asked for the next', () => {
    const session = withRequest();
    const { hops } = session.focus(session.view());
    session.stepForward(false);
    session.tick(100);
    session.stepForward(false);
    expect(session.at()).toBe(hops[0]!.endAt);
    expect(session.isPlaying()).toBe(false);
  });

  it('shows how it ended after the last hop', () => {
    const session = withRequest();
    const { hops } = session.focus(session.view());
    session.seekHop(hops.at(-1)!.hopId);
    expect(shown(session).strip?.state).toBe('wire');
    session.stepForward(true);
    expect(shown(session).strip?.state).toBe('over');
    expect(shown(session).journey?.outcome).toMatchObject({ id: '200', isGood: true, failedHop: null });
    const at = session.at();
    session.goToEnd();
    expect(session.at()).toBe(at);
  });

  it('goes on through the cluster’s time when the hops are over, and comes back', () => {
    const session = withRequest();
    session.goToEnd();
    const end = shown(session);
    session.stepForward(true);
    expect(session.at()).toBe(end.at + millis(500));
    session.stepBack();
    expect(session.focus(session.view()).hop?.hopId).toBe(end.hop?.hop.hopId);
  });

  it('counts small packets too when asked', () => {
    const session = withRequest();
    const main = session.focus(session.view()).hops.length;
    session.setEveryPacket(true);
    expect(session.focus(session.view()).hops.length).toBeGreaterThan(main);
  });

  it('goes to a hop by its name', () => {
    const session = withRequest();
    const { hops } = session.focus(session.view());
    for (const index of [14, 2, hops.length - 1]) {
      session.seekHop(hops[index]!.hopId);
      expect(session.focus(session.view()).current).toBe(index);
    }
  });
});

describe('playing', () => {
  it('follows a request to its end and stops there', () => {
    const session = begin();
    session.act(SEND);
    let last = session.at();
    for (let frames = 0; session.isPlaying(); frames++) {
      expect(frames).toBeLessThan(5_000);
      session.tick(16);
      expect(session.at()).toBeGreaterThanOrEqual(last);
      last = session.at();
    }
    expect(shown(session).journey?.outcome?.id).toBe('200');
    expect(shown(session).strip?.state).toBe('over');
  });

  it('goes on until the cluster is at rest after a Pod is deleted', () => {
    const session = begin();
    session.act({ type: 'deletePod', pod: someUserPod(session) });
    for (let frames = 0; session.isPlaying(); frames++) {
      expect(frames).toBeLessThan(20_000);
      session.tick(100);
    }
    const { deployments } = session.view().tables;
    expect(deployments['default/user-api-deployment']!.status.readyReplicas).toBe(3);
  });
});

describe('acting in the past', () => {
  it('leaves what had been done since behind, and keeps what was done before', () => {
    const session = begin();
    session.act({ type: 'setRate', ...DEFAULTS, rate: 2 });
    session.seek(seconds(2));
    session.act({ type: 'scale', deployment: 'default/user-api-deployment', replicas: 5 });
    session.seek(seconds(4));
    session.act({ type: 'deletePod', pod: someUserPod(session) });
    const before = session.actions().length;
    session.seek(seconds(3));
    session.act(SEND);
    expect(before).toBe(3);
    expect(session.actions().map(({ at, intent }) => [at, intent.type])).toEqual([
      [0, 'setRate'],
      [seconds(2), 'scale'],
      [seconds(3), 'sendRequest'],
    ]);
    expect(session.log.intents.map(({ intent }) => intent.type)).toEqual(['setRate', 'scale', 'sendRequest']);
  });

  it('says why something cannot be done', () => {
    const session = begin();
    session.act({ type: 'deletePod', pod: 'default/nobody' });
    expect(session.refusal).toContain('nobody');
    session.act(SEND);
    expect(session.refusal).toBeNull();
  });
});

describe('a request that waits in vain', () => {
  /** Every node's rules are late, and all Pods behind the Service have been replaced. */
  function lost(): Session {
    const session = begin();
    for (const node of ['node-1', 'node-2', 'node-3'])
      session.act({ type: 'setWatchDelay', node, milliseconds: 60_000 });
    const pods = Object.keys(session.view().tables.pods).filter((key) => key.startsWith('default/user-api'));
    for (const pod of pods) session.act({ type: 'deletePod', pod });
    session.seek(seconds(3.5));
    session.act(SEND);
    session.pause();
    return session;
  }

  it('is stepped through in the order of time', () => {
    const session = lost();
    const { hops } = session.focus(session.view());
    expect(hops.some((hop) => hop.kind === 'timeout')).toBe(true);
    let last = session.at();
    for (const hop of hops) {
      session.stepForward(true);
      expect(session.focus(session.view()).hop?.hopId).toBe(hop.hopId);
      expect(session.at()).toBeGreaterThanOrEqual(last);
      last = session.at();
    }
  });

  it('went wrong where the packet was lost, not where someone gave up', () => {
    const session = lost();
    session.goToEnd();
    const outcome = shown(session).journey?.outcome;
    expect(outcome).toMatchObject({ id: '503.timeout', isGood: false });
    session.seekHop(outcome!.failedHop!);
    expect(session.focus(session.view()).hop?.verdict).toBe('dropped');
  });
});

describe('a link', () => {
  it('knows all hops of a request in whose middle it leads', () => {
    const first = withRequest();
    const { hops } = first.focus(first.view());
    const second = new Session(loaded, loaded.scenario.seed, first.actions());
    second.seek(hops[3]!.endAt);
    first.seek(hops[3]!.endAt);
    expect(shown(second)).toEqual(shown(first));
    expect(second.focus(second.view()).hops).toHaveLength(hops.length);
    second.goToEnd();
    expect(shown(second).journey?.outcome?.id).toBe('200');
  });

  const deeds = record({
    gap: nat(2_000),
    what: constantFrom('send', 'delete', 'crash', 'scale', 'delay', 'burst', 'keep'),
    number: integer({ min: 0, max: 5 }),
  });

  it('leads to the same world at any moment, whatever was done and looked at in between', () => {
    assert(
      property(
        array(deeds, { minLength: 1, maxLength: 4 }),
        array(nat(8_000), { maxLength: 4 }),
        (rows, looks) => {
          const session = begin('any');
          let at = 0;
          for (const { gap, what, number } of rows) {
            at += millis(gap);
            session.seek(at);
            for (const look of looks.slice(0, number)) session.seek(millis(look));
            session.seek(at);
            session.act(intentOf(session, what, number));
          }
          const text = encodeStory(session.story(), session.words, session.usual());
          const replayed = begin('any');
          const { story, damage } = decodeStory(text, replayed.words, replayed.usual());
          expect(damage).toBeNull();
          expect(replayed.tell(story)).toBe(true);
          expect(replayed.story()).toEqual(session.story());
          for (const look of [...looks, 0]) {
            session.seek(millis(look));
            replayed.seek(millis(look));
            expect(replayed.view().tables).toEqual(session.view().tables);
          }
          const far = Math.max(session.endAt(), replayed.endAt()) + seconds(2);
          session.seek(far);
          replayed.seek(far);
          expect(replayed.endAt()).toBe(session.endAt());
          expect(replayed.traceHash()).toBe(session.traceHash());
        },
      ),
      { numRuns: 8 },
    );
  }, 120_000);
});

function intentOf(session: Session, what: string, number: number): Intent {
  const pod = someUserPod(session);
  switch (what) {
    case 'delete':
      return { type: 'deletePod', pod };
    case 'crash':
      return { type: 'crashPod', pod };
    case 'scale':
      return { type: 'scale', deployment: 'default/user-api-deployment', replicas: number + 1 };
    case 'delay':
      return { type: 'setWatchDelay', node: 'node-2', milliseconds: number * 700 };
    case 'burst':
      return { type: 'burst', ...DEFAULTS, count: number + 1 };
    case 'keep':
      return { type: 'setNewConnections', on: number % 2 === 0 };
    default:
      return SEND;
  }
}
