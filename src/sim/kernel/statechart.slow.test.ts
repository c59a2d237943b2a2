import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assign, createMachine, setup, transition, initialTransition, type AnyStateMachine } from 'xstate';
import { getSimplePaths } from 'xstate/graph';
import { Draft } from './draft';
import { EventHeap } from './eventHeap';
import { sendToMachine, startMachine, stateOf, type Moved } from './machines';
import { compileChart, type Chart } from './statechart';
import { WorldIndex, type KernelTables } from './world';

type Event = { type: string; high?: boolean };

/** What one transition came to: in the table's words, so that both sides can be compared. */
interface Outcome {
  state: string;
  actions: string[];
  pending: string[];
}

const GUARDS = {
  isHigh: ({ event }: { event: Event }) => event.high === true,
  isLow: ({ event }: { event: Event }) => event.high !== true,
};

/** Runs XState's own `transition` over the events. */
function runXState(machine: AnyStateMachine, events: readonly Event[]): Outcome[] {
  const pending = new Set<string>();
  const outcomeOf = ([snapshot, actions]: ReturnType<typeof initialTransition>): Outcome => {
    const names: string[] = [];
    for (const action of actions) {
      const params = action.params as { id?: string; sendId?: string; delay?: unknown } | undefined;
      if (action.type === '@xstate.raise' || action.type === 'xstate.raise') pending.add(params!.id!);
      else if (action.type === 'xstate.cancel') pending.delete(params!.sendId!);
      else names.push(action.type);
    }
    return { state: leafOf(snapshot.value), actions: names, pending: [...pending].sort() };
  };
  let step = initialTransition(machine);
  const outcomes = [outcomeOf(step)];
  for (const event of events) {
    pending.delete(event.type);
    // As an actor does: a machine that is done is sent nothing more.
    step = step[0].status === 'done' ? [step[0], []] : transition(machine, step[0], event);
    outcomes.push(outcomeOf(step));
  }
  return outcomes;
}

/** Runs the compiled table over the events, in a world. */
function runTable(chart: Chart, events: readonly Event[]): Outcome[] {
  const tables: KernelTables = { queue: {}, random: {}, machines: {} };
  const world = { version: 1 as const, seed: '', now: 0, nextSequence: 0, nextFactId: 0, tables };
  const draft = new Draft({ world, index: new WorldIndex({}, {}), heap: new EventHeap(tables.queue) }, -1);
  const contextOf = (event: Event) => ({
    guards: { isHigh: () => GUARDS.isHigh({ event }), isLow: () => GUARDS.isLow({ event }) },
    delays: { closing: 100, slow: 1000 },
  });
  const outcomeOf = (moved: Moved | null): Outcome => ({
    state: stateOf(draft, 'e')!,
    actions: [...(moved?.actions ?? [])],
    pending: draft.keys('queue').map((timer) => timer.slice('e|'.length)),
  });
  const outcomes = [outcomeOf(startMachine(draft, chart, 'e', contextOf({ type: 'xstate.init' })))];
  for (const event of events) {
    draft.cancel(`e|${event.type}`); // it came due
    outcomes.push(outcomeOf(sendToMachine(draft, chart, 'e', event.type, contextOf(event))));
  }
  return outcomes;
}

function leafOf(value: unknown): string {
  if (typeof value === 'string') return value;
  const [key, inner] = Object.entries(value as object)[0]!;
  return `${key}.${leafOf(inner)}`;
}

const noop = () => {};
const doors = setup({
  guards: GUARDS,
  actions: { ring: noop, enterOpen: noop, leaveOpen: noop, enterRoot: noop, leaveRoot: noop, note: noop },
  delays: { closing: 100 },
}).createMachine({
  id: 'door',
  initial: 'closed',
  entry: 'enterRoot',
  exit: 'leaveRoot',
  on: { BREAK: '.broken', NOTE: { actions: 'note' }, RESET: { target: '.closed' } },
  after: { 9000: '.broken' },
  states: {
    closed: {
      initial: 'locked',
      on: { OPEN: [{ guard: 'isHigh', target: 'open.wide' }, { target: 'open' }] },
      states: {
        locked: { on: { UNLOCK: 'unlocked', OPEN: { actions: 'ring' } } },
        unlocked: { always: { guard: 'isHigh', target: 'locked' } },
      },
    },
    open: {
      initial: 'ajar',
      entry: 'enterOpen',
      exit: 'leaveOpen',
      on: { PUSH: '.wide', AGAIN: { target: 'open', reenter: true }, SAME: 'open' },
      after: { closing: [{ guard: 'isLow', target: 'closed' }, { target: '.wide' }] },
      states: { ajar: { after: { 50: { actions: 'ring' } } }, wide: { entry: 'ring' } },
    },
    broken: { type: 'final', entry: 'ring', exit: 'note' },
  },
});

describe('[TI11] the table agrees with XState', () => {
  const events: Event[] = ['BREAK', 'NOTE', 'RESET', 'OPEN', 'UNLOCK', 'PUSH', 'AGAIN', 'SAME']
    .concat(['xstate.after.9000.door', 'xstate.after.closing.door.open', 'xstate.after.50.door.open.ajar'])
    .map((type) => ({ type }));
  for (const type of ['OPEN', 'UNLOCK', 'xstate.after.closing.door.open']) events.push({ type, high: true });
  const paths = getSimplePaths(doors, { events: events as never[] });
  const chart = compileChart(doors);

  it('has paths to every state of the sample chart', () => {
    const reached = new Set(paths.map((path) => leafOf(path.state.value)));
    expect([...reached].sort()).toEqual(Object.keys(chart.table).sort());
    expect(paths.length).toBeGreaterThan(20);
  });

  it('on every simple path and one event further, in state, actions and pending delays', () => {
    for (const path of paths) {
      const way = path.steps.map((step) => step.event as Event).filter((e) => e.type !== 'xstate.init');
      for (const event of events) {
        const taken = [...way, event];
        expect(runTable(chart, taken), JSON.stringify(taken)).toEqual(runXState(doors, taken));
      }
    }
  });

  it('on charts that nobody thought of', () => {
    fc.assert(
      fc.property(randomMachine, fc.array(randomEvent, { maxLength: 12 }), (config, taken) => {
        const machine = setup({ guards: GUARDS, delays: { slow: 1000 } }).createMachine(
          config as never,
        ) as unknown as AnyStateMachine;
        const steps = [...taken];
        expect(runTable(compileChart(machine), steps)).toEqual(runXState(machine, steps));
      }),
      { numRuns: 500 },
    );
  });
});

// Random charts: three top states, the second with children and grandchildren, any arrow anywhere.
const IDS = ['a', 'b', 'b1', 'b2', 'b2x', 'b2y', 'c', 'end'];
const arrow = fc.record(
  {
    target: fc.constantFrom(...IDS.map((id) => `#${id}`)),
    guard: fc.constantFrom('isHigh', 'isLow'),
    actions: fc.constantFrom('act1', 'act2'),
    reenter: fc.boolean(),
  },
  { requiredKeys: [] },
);
const arrows = fc.array(arrow, { minLength: 1, maxLength: 2 });
const bodyOf = (id: string) =>
  fc.record(
    {
      entry: fc.constant(`enter-${id}`),
      exit: fc.constant(`leave-${id}`),
      on: fc.dictionary(fc.constantFrom('E', 'F', 'G'), arrows, { maxKeys: 2 }),
      after: fc.dictionary(fc.constantFrom('10', 'slow'), arrows, { maxKeys: 2 }),
    },
    { requiredKeys: [] },
  );
const bodies = fc.record(Object.fromEntries(IDS.map((id) => [id, bodyOf(id)])));
const rootBody = fc.record(
  { entry: fc.constant('enter-root'), exit: fc.constant('leave-root'), after: fc.constant({ 99: '.c' }) },
  { requiredKeys: [] },
);
const randomMachine = fc.tuple(bodies, rootBody, arrows).map(([body, root, rootArrows]) => {
  const node = (id: string, more = {}) => ({ id, ...(body[id] as object), ...more });
  return {
    id: 'm',
    initial: 'a',
    ...root,
    on: { G: rootArrows.map((one) => ({ ...one, reenter: false })) },
    states: {
      a: node('a'),
      b: node('b', {
        initial: 'b2',
        states: {
          b1: node('b1'),
          b2: node('b2', { initial: 'b2x', states: { b2x: node('b2x'), b2y: node('b2y') } }),
        },
      }),
      // Leaves at once under a high event: only forwards, so that it comes to rest.
      c: node('c', { always: [{ guard: 'isHigh', target: '#end', actions: 'hurry' }] }),
      end: { id: 'end', type: 'final', entry: 'enter-end', exit: 'leave-end' },
    },
  };
});
const delayEvents = IDS.filter((id) => id !== 'end').flatMap((id) => [
  `xstate.after.10.${id}`,
  `xstate.after.slow.${id}`,
]);
const randomEvent = fc.record({
  type: fc.constantFrom('E', 'F', 'G', 'E', 'F', 'G', 'xstate.after.99.m', ...delayEvents),
  high: fc.boolean(),
});

describe('[TI12] what the table cannot express is refused', () => {
  const leaf = { initial: 'x', states: { x: {} } };
  const sample: [string, object][] = [
    ['a parallel state', { type: 'parallel', states: { x: {}, y: {} } }],
    ['a history state', { initial: 'x', states: { x: {}, h: { type: 'history' } } }],
    ['invoke', { initial: 'x', states: { x: { invoke: { src: 'thing' } } } }],
    ['onDone', { initial: 'x', states: { x: { ...leaf, onDone: 'x' } } }],
    ['the wildcard "*"', { ...leaf, on: { '*': '.x' } }],
    ['an initial action', { initial: { target: 'x', actions: 'a' }, states: { x: {} } }],
    ['entering the root anew', { ...leaf, on: { E: { target: '.x', reenter: true } } }],
    ['an always without a target', { initial: 'x', states: { x: { always: { actions: 'a' } } } }],
    ['an action in a chart has to be named', { ...leaf, entry: () => {} }],
    ['an action in a chart has to be named', { ...leaf, on: { E: { actions: assign({}) } } }],
    ['a guard in a chart has to be named', { ...leaf, on: { E: { guard: () => true, target: '.x' } } }],
  ];
  it.each(sample)('%s', (message, config) => {
    expect(() => compileChart(createMachine({ id: 'm', ...config } as never))).toThrow(message);
  });
});
