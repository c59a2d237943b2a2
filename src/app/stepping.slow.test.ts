import { readdirSync, readFileSync } from 'node:fs';
import { assert, constantFrom, integer, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { prepareFiles } from '../scenario/prepareFiles';
import type { Intent } from '../sim/intent';
import { seconds } from '../sim/kernel/time';
import type { TimedAction } from './actionCodec';
import { Session } from './session';

const FOLDER = new URL('../../scenarios/where-a-service-works/', import.meta.url);
const files = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
  .filter((path) => /\.\w+$/.test(path))
  .map((path) => ({ path, text: readFileSync(new URL(path, FOLDER), 'utf8') }));
const loaded = prepareFiles('where-a-service-works', files);
const client = loaded.scenario.clients[0]!;
const SEND: Intent = { type: 'sendRequest', client: client.id, url: client.urls[0]! };

/** A Pod is deleted while requests go on. */
function story(seed: string): Session {
  const empty = new Session(loaded, seed);
  const pod = Object.keys(empty.view().tables.pods).find((key) => key.startsWith('default/user-api'))!;
  const sends = Array.from({ length: 8 }, (_, i): TimedAction => ({ at: seconds(i * 0.5), intent: SEND }));
  const kill: TimedAction = { at: seconds(1.7), intent: { type: 'deletePod', pod } };
  return new Session(
    loaded,
    seed,
    [...sends, kill].sort((a, b) => a.at - b.at),
  );
}

describe('from event to event', () => {
  it('so many steps back lead through the same moments as the steps on', () => {
    const kinds = constantFrom<'event' | 'turn'>('event', 'turn');
    assert(
      property(constantFrom('a', 'b'), kinds, integer({ min: 1, max: 16 }), (seed, kind, count) => {
        const session = story(seed);
        const there = [session.at()];
        for (let i = 0; i < count; i++) {
          session.stepEvent(1, kind);
          // After the last of all it stays where it is.
          if (session.at() === there.at(-1)) break;
          there.push(session.at());
        }
        for (let i = 1; i < there.length; i++) expect(there[i]).toBeGreaterThan(there[i - 1]!);
        const hash = session.traceHash();
        for (const before of there.slice(0, -1).reverse()) {
          session.stepEvent(-1, kind);
          expect(session.at()).toBe(before);
        }
        expect(session.isPlaying()).toBe(false);
        expect(session.traceHash()).toBe(hash);
      }),
      { numRuns: 4 },
    );
  });

  it('an event is anything with a name, a turn only what changes the road', () => {
    const session = story('a');
    const stops = (kind: 'event' | 'turn') => {
      session.seek(0);
      const found = new Set<number>();
      for (let i = 0; i < 60 && session.at() < seconds(6); i++) {
        session.stepEvent(1, kind);
        found.add(session.at());
      }
      return found;
    };
    const turns = stops('turn');
    const events = stops('event');
    for (const turn of turns) expect(events.has(turn)).toBe(true);
    expect(events.size).toBeGreaterThan(turns.size + 5);
    const { slices, syncs, intents, sent } = session.log;
    for (const { at } of slices.filter((one) => one.at > 0 && one.at < seconds(6)))
      expect(turns).toContain(at);
    for (const { at, added, removed } of syncs)
      if (at > 0 && at < seconds(6) && added.length + removed.length > 0) expect(turns).toContain(at);
    expect(turns).toContain(intents.find(({ intent }) => intent.type === 'deletePod')!.at);
    expect(events).toContain(sent[0]!.endedAt!);
    expect(turns).not.toContain(sent[0]!.endedAt!);
  });

  it('where nothing more happens it stays; before the first it is the beginning', () => {
    const session = new Session(loaded, 'a');
    session.stepEvent(1, 'turn');
    expect(session.at()).toBe(0);
    session.seek(500);
    session.stepEvent(-1, 'turn');
    expect(session.at()).toBe(0);
  });
});
