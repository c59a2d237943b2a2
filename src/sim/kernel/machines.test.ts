import { expect, it } from 'vitest';
import { setup } from 'xstate';
import { Draft, type Engine } from './draft';
import { EventHeap } from './eventHeap';
import { sendToMachine, startMachine, stateOf, stopMachine } from './machines';
import { compileChart } from './statechart';
import { WorldIndex, type World } from './world';

const noop = () => {};
const probe = compileChart(
  setup({
    guards: { isUp: noop as unknown as () => boolean },
    actions: { note: noop },
    delays: { period: 0 },
  }).createMachine({
    id: 'probe',
    initial: 'waiting',
    after: { 60_000: '.given up' },
    states: {
      waiting: {
        on: { NOTE: { actions: 'note' }, AGAIN: { target: 'waiting', reenter: true } },
        always: { guard: 'isUp', target: 'ready' },
        after: { period: 'waiting2' },
      },
      waiting2: {},
      ready: { on: { FALL: 'waiting' } },
      'given up': { type: 'final' },
    },
  }),
);

function emptyEngine(): Engine {
  const world: World = {
    version: 1,
    seed: '',
    now: 0,
    nextSequence: 0,
    nextFactId: 0,
    tables: { queue: {}, random: {}, machines: {} },
  };
  return { world, index: new WorldIndex({}, {}), heap: new EventHeap(world.tables.queue) };
}

function contextOf(isUp: boolean) {
  return { guards: { isUp: () => isUp }, delays: { period: 2_000 } };
}

it('[TI13] starts with its delays in the queue, named after the entity', () => {
  const engine = emptyEngine();
  const draft = new Draft(engine, 3);
  expect(startMachine(draft, probe, 'pod-1', contextOf(false))).toEqual({
    from: null,
    to: 'waiting',
    actions: [],
  });
  expect(engine.world.tables.machines['pod-1']).toEqual({ chart: 'probe', state: 'waiting', since: 0 });
  const due = Object.values(engine.world.tables.queue).map(({ dueAt, type, data }) => ({
    dueAt,
    type,
    data,
  }));
  expect(due).toEqual([
    { dueAt: 60_000_000, type: 'probe/after', data: { entity: 'pod-1', event: 'xstate.after.60000.probe' } },
    {
      dueAt: 2_000,
      type: 'probe/after',
      data: { entity: 'pod-1', event: 'xstate.after.period.probe.waiting' },
    },
  ]);
});

it('[TI13] leaving a state cancels its delays, starting anew replaces them all', () => {
  const draft = new Draft(emptyEngine(), -1);
  startMachine(draft, probe, 'a', contextOf(false));
  startMachine(draft, probe, 'b', contextOf(false));
  expect(sendToMachine(draft, probe, 'a', 'NOTE', contextOf(true))?.to).toBe('ready');
  expect(draft.keys('queue')).toEqual([
    'a|xstate.after.60000.probe',
    'b|xstate.after.60000.probe',
    'b|xstate.after.period.probe.waiting',
  ]);
  startMachine(draft, probe, 'b', contextOf(true));
  expect(draft.isPending('b|xstate.after.period.probe.waiting')).toBe(false);
  stopMachine(draft, probe, 'a');
  stopMachine(draft, probe, 'b');
  expect(draft.keys('queue')).toEqual([]);
  expect(stateOf(draft, 'a')).toBeUndefined();
});

it('[TI13] `since` is when the state was entered: staying keeps it, entering anew renews it', () => {
  const engine = emptyEngine();
  const draft = new Draft(engine, -1);
  const since = () => engine.world.tables.machines['a']?.since;
  startMachine(draft, probe, 'a', contextOf(false));
  engine.world.now = 500;
  expect(sendToMachine(draft, probe, 'a', 'NOTE', contextOf(false))?.actions).toEqual(['note']);
  expect(since()).toBe(0);
  sendToMachine(draft, probe, 'a', 'AGAIN', contextOf(false));
  expect(since()).toBe(500);
});

it('looks at `always` on every event, even one that nothing waits for', () => {
  const draft = new Draft(emptyEngine(), -1);
  startMachine(draft, probe, 'a', contextOf(false));
  expect(sendToMachine(draft, probe, 'a', 'UNHEARD', contextOf(false))).toBeNull();
  expect(sendToMachine(draft, probe, 'a', 'UNHEARD', contextOf(true))?.to).toBe('ready');
});

it('asks for what the caller forgot, by name', () => {
  const draft = new Draft(emptyEngine(), -1);
  expect(() => startMachine(draft, probe, 'a')).toThrow('chart "probe" needs the delay "period"');
  expect(() => startMachine(draft, probe, 'a', { delays: { period: 1 } })).toThrow('needs the guard "isUp"');
  expect(sendToMachine(draft, probe, 'nobody', 'NOTE')).toBeNull();
});

it('does not run for ever between two states that both want to be left', () => {
  const restless = compileChart(
    setup({}).createMachine({
      id: 'restless',
      initial: 'x',
      states: { x: { always: 'y' }, y: { always: 'x' } },
    }),
  );
  expect(() => startMachine(new Draft(emptyEngine(), -1), restless, 'a')).toThrow('does not come to rest');
});
