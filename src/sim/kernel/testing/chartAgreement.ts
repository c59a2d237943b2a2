/**
 * Proves that a compiled chart and XState agree: along every simple path through the
 * chart, under every answer its guards can give, both are in the same state, run the
 * same actions in the same order, and wait for the same delays.
 * Source of the walk: https://stately.ai/docs/xstate-graph
 */
import {
  getNextSnapshot,
  initialTransition,
  transition,
  type AnyMachineSnapshot,
  type AnyStateMachine,
} from 'xstate';
import { getSimplePaths } from 'xstate/graph';
import type { Arrow, Chart } from '../statechart';

/** What was compared, so that a test can insist that it was not nothing. */
export interface Agreement {
  readonly paths: number;
  readonly steps: number;
  /** Leaf states that were reached. */
  readonly states: readonly string[];
}

/** Throws, with the path, where table and XState part. */
export function checkChartAgreement(chart: Chart): Agreement {
  const guardNames = [...new Set(arrowsOf(chart).flatMap((arrow) => arrow.guard ?? []))].sort();
  const states = new Set<string>();
  let paths = 0;
  let steps = 0;
  for (let answers = 0; answers < 2 ** guardNames.length; answers++) {
    const holds = new Map(guardNames.map((name, i) => [name, (answers & (1 << i)) !== 0]));
    const machine = withGuards(chart.machine, holds);
    for (const path of simplePaths(chart, machine)) {
      paths++;
      steps += path.length;
      for (const state of follow(chart, machine, holds, path)) states.add(state);
    }
  }
  return { paths, steps, states: [...states].sort() };
}

type Event = { readonly type: string };

function simplePaths(chart: Chart, machine: AnyStateMachine): Event[][] {
  const events = eventsOf(chart);
  const paths = getSimplePaths(machine, {
    events,
    serializeState: (snapshot) => leafOf(snapshot as AnyMachineSnapshot),
  });
  return paths.map((path) =>
    path.steps.map((one) => one.event as Event).filter((one) => one.type !== 'xstate.init'),
  );
}

function follow(
  chart: Chart,
  machine: AnyStateMachine,
  holds: ReadonlyMap<string, boolean>,
  path: Event[],
): string[] {
  let [snapshot, effects] = initialTransition(machine);
  let own = settle(chart, chart.initial, holds);
  const where = (done: number) =>
    `chart "${chart.id}" after ${
      path
        .slice(0, done)
        .map((e) => e.type)
        .join(', ') || 'start'
    }`;
  compare(where(0), snapshot, effects, own);
  const visited = [own.target];
  path.forEach((event, i) => {
    [snapshot, effects] = transition(machine, snapshot, event);
    const arrow = choose(chart, own.target, event.type, holds);
    const before = own.target;
    own = arrow === undefined ? { ...NOTHING, target: before } : settle(chart, arrow, holds);
    compare(where(i + 1), snapshot, effects, own);
    visited.push(own.target);
  });
  // Every event in the last state, those included that lead nowhere or back.
  for (const event of eventsOf(chart)) {
    const [next, nextEffects] = transition(machine, snapshot, event);
    const arrow = choose(chart, own.target, event.type, holds);
    const there = arrow === undefined ? { ...NOTHING, target: own.target } : settle(chart, arrow, holds);
    compare(`${where(path.length)}, then ${event.type}`, next, nextEffects, there);
    if (leafOf(getNextSnapshot(machine, snapshot, event)) !== there.target)
      throw new Error(where(path.length));
    visited.push(there.target);
  }
  return visited;
}

interface Settled {
  readonly target: string;
  readonly actions: readonly string[];
  readonly starts: readonly string[];
}

const NOTHING: Settled = { target: '', actions: [], starts: [] };

/** Follows `always` arrows as the kernel does. */
function settle(chart: Chart, first: Arrow, holds: ReadonlyMap<string, boolean>): Settled {
  const actions: string[] = [];
  let starts: string[] = [];
  let arrow: Arrow | undefined = first;
  let target = first.target;
  for (let hops = 0; arrow !== undefined; hops++) {
    if (hops > 20) throw new Error(`chart "${chart.id}" does not come to rest in "${target}"`);
    const { cancels, delays } = arrow;
    actions.push(...arrow.actions);
    starts = starts.filter((event) => !cancels.includes(event)).concat(delays.map((delay) => delay.event));
    target = arrow.target;
    arrow = choose(chart, target, '', holds);
  }
  return { target, actions, starts };
}

function choose(chart: Chart, state: string, event: string, holds: ReadonlyMap<string, boolean>) {
  return chart.table[state]?.[event]?.find(
    (arrow) => arrow.guard === null || holds.get(arrow.guard) === true,
  );
}

function compare(
  where: string,
  snapshot: AnyMachineSnapshot,
  effects: readonly unknown[],
  own: Settled,
): void {
  const state = leafOf(snapshot);
  if (state !== own.target)
    throw new Error(`${where}: XState is in "${state}", the table in "${own.target}"`);
  const types = effects as readonly { type: string; params?: { id?: string } }[];
  const actions = types.map((effect) => effect.type).filter((type) => !type.startsWith('xstate.'));
  if (actions.join() !== own.actions.join()) {
    throw new Error(`${where}: XState runs [${actions.join()}], the table [${own.actions.join()}]`);
  }
  // Delays that began and were not cancelled again in the same step.
  const starts: string[] = [];
  for (const effect of types) {
    if (effect.type === 'xstate.raise') starts.push(String(effect.params?.id));
    if (effect.type === 'xstate.cancel') {
      const at = starts.indexOf(String((effect.params as { sendId?: string } | undefined)?.sendId));
      if (at >= 0) starts.splice(at, 1);
    }
  }
  const waits = starts.sort().join();
  if (waits !== [...own.starts].sort().join()) {
    throw new Error(`${where}: XState waits for [${waits}], the table for [${own.starts.join()}]`);
  }
}

function withGuards(machine: AnyStateMachine, holds: ReadonlyMap<string, boolean>): AnyStateMachine {
  const guards = Object.fromEntries([...holds].map(([name, answer]) => [name, () => answer]));
  return machine.provide({ guards } as Parameters<AnyStateMachine['provide']>[0]);
}

function eventsOf(chart: Chart): Event[] {
  const types = Object.values(chart.table).flatMap((arrows) => Object.keys(arrows));
  return [...new Set(types)]
    .filter((type) => type !== '')
    .sort()
    .map((type) => ({ type }));
}

function arrowsOf(chart: Chart): Arrow[] {
  return Object.values(chart.table).flatMap((arrows) => Object.values(arrows).flat());
}

function leafOf(snapshot: AnyMachineSnapshot): string {
  let value: unknown = snapshot.value;
  const path: string[] = [];
  while (typeof value === 'object' && value !== null) {
    const [key, inner] = Object.entries(value)[0]!;
    path.push(key);
    value = inner;
  }
  if (typeof value === 'string') path.push(value);
  return path.join('.');
}
