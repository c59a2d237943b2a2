import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EventHeap } from '../sim/kernel/eventHeap';
import { WorldIndex, type Table } from '../sim/kernel/world';
import { engineOf, intervene, nextDueAt, step } from '../sim/step';
import { applyToyIntent, toyLaws, toyWorld, type Thing, type ToyIntent } from './testing/toyWorld';
import { Timeline, type TimedIntent } from './timeline';
import { canonicalJson, traceHash } from './traceEvent';

type Intents = readonly TimedIntent<ToyIntent>[];
const END = 2_000_000;

function toyTimeline(seed = 'a', intents: Intents = [], checkpointEvery = 100) {
  const options = { checkpointEvery };
  return Timeline.replay(toyWorld(seed), toyLaws, applyToyIntent, intents, options);
}

/** What a world that was never taken back looks like at `at`, clock at `at`. */
function freshWorld(seed: string, intents: Intents, at: number) {
  const engine = engineOf(structuredClone(toyWorld(seed)), toyLaws);
  const run = (until: number) => {
    for (let due = nextDueAt(engine); due !== undefined && due <= until; due = nextDueAt(engine)) {
      step(engine, toyLaws);
    }
  };
  for (const { at: then, intent } of intents) {
    if (then > at) break;
    run(then);
    intervene(engine, toyLaws, then, (draft) => applyToyIntent(draft, intent));
  }
  run(at);
  engine.world.now = at;
  return canonicalJson(engine.world);
}

const moment = fc.integer({ min: 0, max: END });
const keyed = fc.constantFrom('thing-0', 'thing-1', 'new-1', 'new-2');
const intent: fc.Arbitrary<ToyIntent> = fc.oneof(
  fc.record({
    type: fc.constant('add' as const),
    key: keyed,
    period: fc.integer({ min: 1_000, max: 200_000 }),
  }),
  fc.record({ type: fc.constant('remove' as const), key: keyed }),
  fc.record({ type: fc.constant('poke' as const), key: keyed }),
);
const intents = fc
  .array(fc.record({ at: moment, intent }), { maxLength: 5 })
  .map((list) => list.sort((a, b) => a.at - b.at));
const seed = fc.constantFrom('a', 'b', 'c');
const few = { numRuns: 40 };

describe('looking', () => {
  it('[TT2] [TT3] any moment, in any order, is the world of a fresh run stopped there', () => {
    fc.assert(
      fc.property(seed, intents, fc.array(moment, { minLength: 1, maxLength: 8 }), (one, asked, moments) => {
        const timeline = toyTimeline(one, asked);
        timeline.extend(END);
        // Where both things are taken away, little happens.
        const removed = asked.filter(({ intent }) => intent.type === 'remove').length;
        if (removed < 2) expect(timeline.records().length).toBeGreaterThan(40);
        for (const at of moments) {
          expect(canonicalJson(timeline.worldAt(at))).toBe(freshWorld(one, asked, at));
        }
      }),
      few,
    );
  });

  it('[TT3] each single step back and forth restores the world, byte for byte', () => {
    const timeline = toyTimeline('b', [{ at: 300_000, intent: { type: 'poke', key: 'thing-1' } }], 1e9);
    timeline.extend(END);
    const last = timeline.records().length - 1;
    const forwards: string[] = [];
    for (let i = -1; i <= last; i++) forwards.push(canonicalJson(timeline.worldAfter(i)));
    expect(new Set(forwards).size).toBe(last + 2);
    for (let i = last; i >= -1; i--) expect(canonicalJson(timeline.worldAfter(i))).toBe(forwards[i + 1]);
    expect(forwards[0]).toBe(canonicalJson(toyWorld('b')));
  });

  it('[TT3] changes nothing: the run goes on as if nobody had looked', () => {
    const watched = toyTimeline();
    const alone = toyTimeline();
    for (let at = 0; at <= END; at += 130_000) {
      watched.extend(at);
      watched.worldAt(Math.floor(at / 3));
    }
    watched.extend(END);
    alone.extend(END);
    expect(watched.traceHash()).toBe(alone.traceHash());
    expect(canonicalJson(watched.worldAt(END))).toBe(canonicalJson(alone.worldAt(END)));
  });

  it('[TT8] look-ups in the view are those of an index made afresh', () => {
    fc.assert(
      fc.property(intents, fc.array(moment, { minLength: 2, maxLength: 8 }), (asked, moments) => {
        const timeline = toyTimeline('c', asked);
        timeline.extend(END);
        for (const at of moments) {
          const things: Table<Thing> = timeline.worldAt(at).tables.things;
          const fresh = new WorldIndex(toyLaws.indexes, { things });
          for (const colour of ['red', 'green', 'blue']) {
            const found = timeline.viewIndex().lookup('things', 'byLook', `street-0/${colour}`);
            expect(found).toEqual(fresh.lookup('things', 'byLook', `street-0/${colour}`));
          }
        }
      }),
      few,
    );
  });

  it('[TT5] a checkpoint shares nothing that changes: it stays as it was while all else moves', () => {
    const often = toyTimeline('a', [], 1);
    const never = toyTimeline('a', [], 1e9);
    for (const timeline of [often, never]) timeline.extend(3 * END);
    expect(often.records().length).toBeGreaterThan(250);
    const step100 = canonicalJson(often.worldAfter(100));
    for (let round = 0; round < 3; round++) {
      for (const i of [100, 0, 250, 40, 99, 101, 180, 100]) {
        expect(canonicalJson(often.worldAfter(i))).toBe(canonicalJson(never.worldAfter(i)));
      }
      often.extend((4 + round) * END);
      expect(canonicalJson(often.worldAfter(100))).toBe(step100);
    }
  });

  it('[TT7] the revision changes if and only if a table that counts was written', () => {
    const timeline = toyTimeline();
    timeline.extend(END);
    const records = timeline.records();
    for (let i = 1; i < records.length; i++) {
      const tables = records[i]!.changes.map((change) => change.table);
      const counts = tables.some((table) => table !== 'queue' && table !== 'random');
      if (records[i - 1]!.to.now === records[i]!.to.now) continue;
      if (records[i + 1]?.to.now === records[i]!.to.now) continue;
      const [before, after] = [records[i - 1]!, records[i]!].map((record) =>
        timeline.revisionAt(record.to.now),
      );
      expect(after !== before).toBe(counts);
    }
    const only = new Timeline(toyWorld('a'), toyLaws, applyToyIntent, {
      ignoredTables: ['queue', 'random', 'things', 'machines', 'audits'],
    });
    only.extend(END);
    expect(only.revisionAt(END)).toBe(only.revisionAt(0));
  });
});

describe('going on', () => {
  it('[TT10] a limit of steps stops between two instants, and the rest follows later', () => {
    const limited = toyTimeline();
    const whole = toyTimeline();
    whole.extend(END);
    let rounds = 0;
    while (!limited.extend(END, { maxSteps: 7 })) {
      rounds++;
      const pending = limited.worldAt(limited.endAt()).tables.queue;
      expect(new EventHeap(pending).peek()!.dueAt).toBeGreaterThan(limited.endAt());
    }
    expect(rounds).toBeGreaterThan(5);
    expect(limited.endAt()).toBe(END);
    expect(limited.traceHash()).toBe(whole.traceHash());
  });

  it('[TT10] a limit of no steps at all makes no headway', () => {
    const timeline = toyTimeline();
    expect(timeline.extend(END, { maxSteps: 0 })).toBe(false);
    expect(timeline.records()).toEqual([]);
  });

  it('looking beyond the end extends the timeline', () => {
    const timeline = toyTimeline();
    expect(timeline.worldAt(500_000).now).toBe(500_000);
    expect(timeline.endAt()).toBe(500_000);
    expect(timeline.recordIndexAt(500_000)).toBe(timeline.records().length - 1);
    expect(timeline.recordIndexAt(-1)).toBe(-1);
  });

  it('leaves the world that it was given as it was', () => {
    const start = toyWorld('a');
    const before = canonicalJson(start);
    new Timeline(start, toyLaws, applyToyIntent).extend(END);
    expect(canonicalJson(start)).toBe(before);
  });

  it('says so when time stands still', () => {
    const laws = {
      ...toyLaws,
      handlers: {
        ...toyLaws.handlers,
        'thing/tick': (draft: Parameters<typeof applyToyIntent>[0]) =>
          draft.schedule({ type: 'thing/tick', delayMicros: 0, data: null }),
      },
    };
    const timeline = new Timeline(toyWorld('a', 1), laws, applyToyIntent);
    expect(() => timeline.extend(END)).toThrow(/time stands still .* "thing\/tick"/);
  });
});

describe('facts', () => {
  it('[TI14] a fact has its index as id, a cause before it, and is found by time, type and effect', () => {
    const timeline = toyTimeline('a', [{ at: 1_000_000, intent: { type: 'poke', key: 'thing-0' } }]);
    timeline.extend(END);
    const facts = timeline.facts();
    expect(facts.length).toBeGreaterThan(40);
    for (const [i, fact] of facts.entries()) {
      expect(fact.id).toBe(i);
      expect(fact.causeId).toBeLessThan(i);
      expect(timeline.factOf(i)).toBe(fact);
    }
    const within = (from: number, to: number) => facts.filter(({ at }) => at > from && at <= to);
    for (const [from, to] of [
      [-1, END],
      [200_000, 900_000],
      [facts[5]!.at, facts[9]!.at],
      [900_000, 100],
    ]) {
      expect(timeline.factsBetween(from!, to!)).toEqual(within(from!, to!));
    }
    const moved = timeline.factsOfType('lamp/moved');
    expect(moved).toEqual(facts.filter((fact) => fact.type === 'lamp/moved'));
    expect(timeline.factsOfType('lamp/stolen')).toEqual([]);
    const dim = moved.find((fact) => fact.to === 'on.dim')!;
    const causes = timeline.causesOf(dim.id);
    // The lamp's delay was set, and later its light dimmed, because of what made it bright.
    const bright = moved.filter((fact) => fact.lamp === dim.lamp && fact.id < dim.id).at(-1)!;
    expect(bright.to).toBe('on.bright');
    expect(causes[0]).toMatchObject({ type: 'thing/ticked', id: bright.causeId });
    expect(causes.at(-1)?.causeId).toBe(-1);
    expect(causes.map((fact) => fact.id)).toEqual(causes.map((fact) => fact.id).sort((a, b) => b - a));
    expect(timeline.causesOf(-1)).toEqual([]);
  });
});

describe('the hash', () => {
  it('[TT1] is the same for the same seed and intents, however far it was run at a time', () => {
    fc.assert(
      fc.property(seed, intents, fc.array(moment, { maxLength: 4 }), (one, asked, stops) => {
        const whole = toyTimeline(one, asked);
        whole.extend(END);
        const pieces = toyTimeline(one, asked, 7);
        for (const at of stops.sort((a, b) => a - b)) {
          pieces.extend(Math.max(at, pieces.endAt()));
          pieces.traceHash();
        }
        pieces.extend(END);
        expect(pieces.traceHash()).toBe(whole.traceHash());
        expect(whole.traceHash()).toBe(traceHash(whole.facts()));
      }),
      few,
    );
  });

  it('[TT1] differs for another seed or another intent', () => {
    const runs = [
      toyTimeline('a'),
      toyTimeline('b'),
      toyTimeline('a', [{ at: 10, intent: { type: 'poke', key: 'thing-0' } }]),
    ];
    for (const run of runs) run.extend(END);
    expect(new Set(runs.map((run) => run.traceHash())).size).toBe(3);
  });
});
