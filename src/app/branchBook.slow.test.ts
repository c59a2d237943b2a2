import { readdirSync, readFileSync } from 'node:fs';
import { assert, array, constantFrom, integer, property, record } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { prepareFiles } from '../scenario/prepareFiles';
import type { Intent } from '../sim/intent';
import { millis, seconds } from '../sim/kernel/time';
import { MAX_BRANCHES, partingOf, type KnownBranch } from './branchBook';
import { Session } from './session';
import { decodeStory, encodeStory } from './storyCodec';

const FOLDER = new URL('../../scenarios/where-a-service-works/', import.meta.url);
const files = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
  .filter((path) => /\.\w+$/.test(path))
  .map((path) => ({ path, text: readFileSync(new URL(path, FOLDER), 'utf8') }));
const loaded = prepareFiles('where-a-service-works', files);
const client = loaded.scenario.clients[0]!;
const SEND: Intent = { type: 'sendRequest', client: client.id, url: client.urls[0]! };
const KILL_FIRST = (session: Session): Intent => ({
  type: 'deletePod',
  pod: Object.keys(session.view().tables.pods)
    .filter((key) => key.startsWith('default/user-api'))
    .sort()[0]!,
});

const begin = () => new Session(loaded, loaded.scenario.seed);
const letters = (session: Session) =>
  session.book
    .list()
    .map(({ letter, parent, isCurrent }) => `${letter}${parent ?? ''}${isCurrent ? '*' : ''}`);

function play(session: Session, screenMillis: number): void {
  for (let passed = 0; passed < screenMillis; passed += 16) session.tick(16);
}

describe('branches', () => {
  it('none comes of acting while it plays, though the future is computed ahead', () => {
    const session = begin();
    for (let i = 0; i < 4; i++) {
      session.act(SEND);
      play(session, 2_000);
    }
    session.act(KILL_FIRST(session));
    play(session, 2_000);
    session.act(SEND);
    expect(letters(session)).toEqual(['A*']);
    expect(session.timeline.branches()).toHaveLength(1);
    expect(session.actions()).toHaveLength(6);
  });

  it('a future that was seen is kept when something else is done before it', () => {
    const session = begin();
    session.act(SEND);
    session.seek(seconds(3));
    const seen = session.traceHash();
    session.seek(seconds(1));
    session.act(KILL_FIRST(session));
    expect(letters(session)).toEqual(['A', 'BA*']);
    const [a, b] = session.book.list();
    expect(a!.actions.map(({ intent }) => intent.type)).toEqual(['sendRequest']);
    expect(b).toMatchObject({ forkAt: seconds(1), actions: [{ intent: { type: 'deletePod' } }] });
    session.seek(seconds(2));
    const pods = Object.keys(session.view().tables.pods);
    session.switchBranch(a!.id);
    expect(session.at()).toBe(seconds(2));
    expect(Object.keys(session.view().tables.pods)).not.toEqual(pods);
    expect(session.traceHash()).toBe(seen);
    expect(session.log.intents).toHaveLength(1);
  });

  it('so is one that holds later deeds; going on from it takes its name along', () => {
    const session = new Session(loaded, 'x', [{ at: seconds(5), intent: SEND }]);
    session.act(SEND);
    expect(letters(session)).toEqual(['A', 'BA*']);
    session.book.rename(session.timeline.currentBranch(), '  mine ');
    session.act(SEND);
    expect(session.book.list().map(({ name }) => name)).toEqual([null, 'mine']);
    play(session, 500);
    session.act(SEND);
    expect(letters(session)).toEqual(['A', 'BA*']);
    session.seek(seconds(6));
    session.switchBranch(session.book.idOf('A')!);
    session.seek(seconds(4));
    session.act(SEND);
    expect(letters(session)).toEqual(['A', 'BA', 'CA*']);
  });

  it('never gives a letter twice, and makes room where there are too many', () => {
    const session = begin();
    session.seek(seconds(2));
    for (let i = 0; i < MAX_BRANCHES + 3; i++) {
      session.seek(millis(100 * (i + 1)));
      session.act(SEND);
      session.seek(seconds(2));
      if (i === 1) session.book.rename(session.timeline.currentBranch(), 'kept');
      if (i === 3) session.book.drop(session.book.idOf('D')!);
    }
    const known = session.book.list();
    expect(known).toHaveLength(MAX_BRANCHES);
    expect(known.map(({ letter }) => letter)).toContain('C');
    expect(known.map(({ letter }) => letter)).not.toContain('D');
    expect(new Set(known.map(({ letter }) => letter)).size).toBe(MAX_BRANCHES);
  });

  it('part where the first of them leaves what they have in common', () => {
    const of = (letter: string, parent: string | null, forkAt: number): KnownBranch => ({
      ...{ id: letter, letter, parent, forkAt, name: null, actions: [], isCurrent: false },
    });
    const list = [of('A', null, 0), of('B', 'A', 50), of('C', 'B', 20), of('D', 'A', 40), of('E', 'C', 90)];
    const pairs = [
      ...[partingOf(list, 'A', 'B'), partingOf(list, 'B', 'A'), partingOf(list, 'C', 'D')],
      ...[
        partingOf(list, 'A', 'E'),
        partingOf(list, 'B', 'E'),
        partingOf(list, 'E', 'C'),
        partingOf(list, 'D', 'B'),
      ],
    ];
    expect(pairs).toEqual([50, 50, 20, 20, 20, 90, 40]);
  });

  it('[TT9] all come back from a link, to the last byte, whatever was done', () => {
    const deed = record({
      at: integer({ min: 0, max: 4_000 }),
      look: integer({ min: 0, max: 6_000 }),
      what: constantFrom<'send' | 'kill' | 'switch' | 'drop' | 'quiet'>(
        'send',
        'kill',
        'switch',
        'drop',
        'quiet',
      ),
    });
    assert(
      property(array(deed, { minLength: 2, maxLength: 6 }), (rows) => {
        const session = begin();
        for (const { at, look, what } of rows) {
          session.seek(millis(look));
          session.seek(millis(at));
          const known = session.book.list();
          const other = known[at % known.length]!;
          if (what === 'send') session.act(SEND);
          else if (what === 'kill') session.act(KILL_FIRST(session));
          else if (what === 'quiet')
            session.act({ type: 'setWatchDelay', node: 'node-2', milliseconds: 900 });
          else if (what === 'switch') session.switchBranch(other.id);
          else if (!other.isCurrent) session.book.drop(other.id);
        }
        const again = begin();
        const link = encodeStory(session.story(), session.words, session.usual());
        const { story, damage } = decodeStory(link, again.words, again.usual());
        expect(damage).toBeNull();
        expect(again.tell(story)).toBe(true);
        expect(again.story()).toEqual(session.story());
        for (const { letter } of story.branches) {
          for (const one of [session, again]) {
            one.switchBranch(one.book.idOf(letter)!);
            one.timeline.extend(seconds(8));
          }
          expect(again.traceHash()).toBe(session.traceHash());
        }
      }),
      { numRuns: 12 },
    );
  });
});
