/**
 * A small world with everything a large one has: timers that are put off and cancelled,
 * events with and without a name, streams of random numbers, machines with delays, rows
 * that come and go, a watcher, an index. For the tests of time and for the benches.
 */
import { setup } from 'xstate';
import type { Draft } from '../../sim/kernel/draft';
import { sendToMachine, startMachine, stopMachine, type ChartDelayData } from '../../sim/kernel/machines';
import { compileChart } from '../../sim/kernel/statechart';
import type { Room } from '../../sim/kernel/watch';
import type { KernelTables, Table, World } from '../../sim/kernel/world';
import { engineOf, intervene, lawsOf, type Laws } from '../../sim/step';

export interface Thing {
  /** A street has a dozen things, however large the world is. */
  readonly street: string;
  readonly colour: string;
  readonly count: number;
  /** Time between two ticks, on average, in microseconds. */
  readonly period: number;
}

export interface ToyTables extends KernelTables {
  readonly things: Table<Thing>;
  readonly audits: Table<{ readonly seen: number }>;
}

export type ToyIntent =
  | { readonly type: 'add'; readonly key: string; readonly period: number }
  | { readonly type: 'remove'; readonly key: string }
  | { readonly type: 'poke'; readonly key: string }
  | { readonly type: 'fail' };

type ToyDraft = Draft<ToyTables>;
const COLOURS = ['red', 'green', 'blue'] as const;

/** Dark until poked; then lit for a while, and dim for a while. */
export const lampChart = compileChart(
  setup({ delays: { glow: 0 }, actions: { lit() {}, dark() {} } }).createMachine({
    id: 'lamp',
    initial: 'dark',
    states: {
      dark: { on: { POKE: 'on' } },
      on: {
        entry: 'lit',
        exit: 'dark',
        initial: 'bright',
        on: { POKE: { target: 'on', reenter: true } },
        after: { glow: 'dark' },
        states: { bright: { after: { 20: 'dim' } }, dim: {} },
      },
    },
  }),
);

function glowOf(draft: ToyDraft, key: string) {
  return { delays: { glow: draft.drawBetween(`lamp/${key}`, 10_000, 90_000) } };
}

/** Adds a thing that ticks from now on. */
export function addThing(draft: ToyDraft, key: string, period: number): void {
  const colour = COLOURS[draft.drawBetween(`thing/${key}`, 0, 2)]!;
  const street = `street-${Math.floor(Number(/\d+$/.exec(key)?.[0] ?? 0) / 12)}`;
  draft.put('things', key, { street, colour, count: 0, period });
  startMachine(draft as unknown as Draft, lampChart, key);
  scheduleTick(draft, key, period);
}

function removeThing(draft: ToyDraft, key: string): void {
  stopMachine(draft as unknown as Draft, lampChart, key);
  draft.cancel(`${key}/tick`);
  draft.remove('things', key);
  draft.fact({ type: 'thing/vanished', thing: key });
}

function scheduleTick(draft: ToyDraft, key: string, period: number): void {
  const delayMicros = draft.drawBetween(`thing/${key}`, 0, 2 * period);
  draft.schedule({ type: 'thing/tick', delayMicros, data: { key }, timer: `${key}/tick` });
}

function poke(draft: ToyDraft, key: string): void {
  const moved = sendToMachine(draft as unknown as Draft, lampChart, key, 'POKE', glowOf(draft, key));
  if (moved !== null) draft.fact({ type: 'lamp/moved', lamp: key, to: moved.to, actions: moved.actions });
}

const things: Room<ToyTables> = {
  handlers: {
    'thing/tick'(draft: ToyDraft, { key }: { key: string }) {
      const thing = draft.get('things', key)!;
      const colour = COLOURS[draft.drawBetween(`thing/${key}`, 0, 2)]!;
      draft.put('things', key, { ...thing, colour, count: thing.count + 1 });
      draft.fact({ type: 'thing/ticked', thing: key, count: thing.count + 1 });
      if (draft.drawBetween('messages', 0, 3) === 0) {
        const alike = draft.lookup('things', 'byLook', `${thing.street}/${colour}`);
        const to = alike[draft.drawBetween('messages', 0, alike.length - 1)]!;
        draft.schedule({ type: 'thing/message', delayMicros: 7_000, data: { to } });
      }
      scheduleTick(draft, key, thing.period);
    },
    'thing/message'(draft: ToyDraft, { to }: { to: string }) {
      poke(draft, to);
      const thing = draft.get('things', to);
      if (thing !== undefined) scheduleTick(draft, to, thing.period); // puts the pending tick off
    },
    'lamp/after'(draft: ToyDraft, { entity, event }: ChartDelayData) {
      const moved = sendToMachine(draft as unknown as Draft, lampChart, entity, event, glowOf(draft, entity));
      if (moved !== null) draft.fact({ type: 'lamp/moved', lamp: entity, to: moved.to });
    },
  },
  watchers: [],
};

const audits: Room<ToyTables> = {
  handlers: {
    'audit/due'(draft: ToyDraft, { colour }: { colour: string }) {
      const seen = (draft.get('audits', colour)?.seen ?? 0) + 1;
      draft.put('audits', colour, { seen });
      if (seen % 5 === 0) draft.remove('audits', colour);
    },
  },
  watchers: [
    {
      tables: ['things'],
      notify(draft, { after }: { after: Thing | undefined }) {
        if (after === undefined) return;
        const { colour } = after;
        const timer = `audit/${colour}`;
        draft.schedule({
          type: 'audit/due',
          delayMicros: 500_000,
          data: { colour },
          timer,
          ifPending: 'keep',
        });
      },
    },
  ],
};

/** The rules of the toy world. */
export const toyLaws: Laws<ToyTables> = lawsOf([things, audits], {
  things: { byLook: (thing: Thing) => [`${thing.street}/${thing.colour}`] },
});

/** Carries out what someone asks of the toy world. */
export function applyToyIntent(draft: ToyDraft, intent: ToyIntent): void {
  if (intent.type === 'add') {
    draft.fact({ type: 'thing/appeared', thing: intent.key });
    addThing(draft, intent.key, intent.period);
  }
  if (intent.type === 'remove' && draft.get('things', intent.key) !== undefined)
    removeThing(draft, intent.key);
  if (intent.type === 'poke') poke(draft, intent.key);
  if (intent.type === 'fail') {
    addThing(draft, 'half-done', 1);
    throw new Error('asked to fail');
  }
}

/**
 * A toy world at its beginning, with `count` things, of which the first `busy` tick every
 * `period` microseconds or so and the others hardly ever.
 */
export function toyWorld(seed: string, count = 3, period = 100_000, busy = count): World<ToyTables> {
  const world: World<ToyTables> = {
    version: 1,
    seed,
    now: 0,
    nextSequence: 0,
    nextFactId: 0,
    tables: { queue: {}, random: {}, machines: {}, things: {}, audits: {} },
  };
  intervene(engineOf(world, toyLaws), toyLaws, 0, (draft) => {
    for (let i = 0; i < count; i++) addThing(draft, `thing-${i}`, i < busy ? period : 1e12);
  });
  return world;
}
