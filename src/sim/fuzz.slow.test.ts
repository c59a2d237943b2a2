/** The same as the quick fuzz, for longer; and time travel through what random people did. */
import fc from 'fast-check';
import { expect, it, vi } from 'vitest';
import { canonicalJson } from '../trace/traceEvent';
import { Timeline, type TimedIntent } from '../trace/timeline';
import { applyIntent, type Intent } from './intent';
import { seconds } from './kernel/time';
import { simLaws, type SimTables } from './laws';
import { engineOf, intervene, nextDueAt, step } from './step';
import { expectRest } from './testing/atRest';
import { calmDown, deeds, perform, type Step } from './testing/deeds';
import { lab } from './testing/lab';
import { worldOf } from './testing/worlds';

vi.setConfig({ testTimeout: 1_800_000 });

const SOURCE = 'where-a-service-works';
const RUNS = Number(process.env['HOPSCOPE_FUZZ_RUNS'] ?? 40);

it('[TI17] [TR54] invariants hold after every step, every request ends once, and all comes to rest', () => {
  fc.assert(
    fc.property(deeds, fc.string({ maxLength: 2 }), (steps, seed) => {
      const one = lab(SOURCE, { seed, checkEvery: 3 });
      for (const [deed, wait] of steps) {
        perform(one, deed);
        one.check(deed.type);
        one.run(wait);
      }
      calmDown(one);
      one.settle();
      expectRest(one);
    }),
    { numRuns: RUNS },
  );
});

/** The deeds as timed intents: what a timeline takes. */
function intentsOf(steps: readonly Step[], seed: string): TimedIntent<Intent>[] {
  const one = lab(SOURCE, { seed });
  return steps.map(([deed, wait]) => {
    const at = one.engine.world.now;
    const intent = perform(one, deed);
    one.run(wait);
    return { at, intent };
  });
}

function timelineOf(intents: readonly TimedIntent<Intent>[], seed: string) {
  return Timeline.replay<SimTables, Intent>(worldOf(SOURCE, seed), simLaws, applyIntent, intents, {
    checkpointEvery: 600,
  });
}

/** A world that was run straight to a moment. */
function freshWorld(intents: readonly TimedIntent<Intent>[], seed: string, at: number): string {
  const engine = engineOf(worldOf(SOURCE, seed), simLaws);
  const run = (until: number) => {
    for (let due = nextDueAt(engine); due !== undefined && due <= until; due = nextDueAt(engine)) {
      step(engine, simLaws);
    }
  };
  for (const timed of intents) {
    if (timed.at > at) break;
    run(timed.at);
    intervene(engine, simLaws, timed.at, (draft) => applyIntent(draft, timed.intent));
  }
  run(at);
  engine.world.now = at;
  return canonicalJson(engine.world);
}

it('[TT11] the whole world: two runs have one hash, and any moment looked at is the world run there afresh', () => {
  fc.assert(
    fc.property(
      deeds,
      fc.constantFrom('a', 'b', 'c'),
      fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 3, maxLength: 5 }),
      (steps, seed, moments) => {
        const intents = intentsOf(steps, seed);
        const end = (intents.at(-1)?.at ?? 0) + seconds(8);
        const [one, two] = [timelineOf(intents, seed), timelineOf(intents, seed)];
        one.extend(end);
        for (let at = 0; at < end; at += seconds(0.7)) two.extend(at);
        two.extend(end);
        expect(one.traceHash()).toBe(two.traceHash());
        expect(one.facts().length).toBeGreaterThan(steps.length);
        for (const moment of moments) {
          const at = Math.round(moment * end);
          expect(canonicalJson(one.worldAt(at)) === freshWorld(intents, seed, at)).toBe(true);
        }
        expect(one.traceHash()).toBe(two.traceHash());
      },
    ),
    { numRuns: Math.ceil(RUNS / 2) },
  );
});
