/**
 * Runs compiled charts inside the world: an entity's state is a row in `machines`,
 * its delays are events of the queue named after the entity. No actors, no clock.
 */
import type { Draft } from './draft';
import type { Arrow, Chart } from './statechart';
import { millis, type Micros } from './time';

export interface ChartContext {
  /** Truth of each named guard, asked only when an arrow needs it. */
  readonly guards?: Readonly<Record<string, () => boolean>>;
  /** Length of each named delay. */
  readonly delays?: Readonly<Record<string, Micros>>;
}

/** What the caller has to do after a transition: carry out the named actions. */
export interface Moved {
  readonly from: string | null;
  readonly to: string;
  readonly actions: readonly string[];
}

/** What is due when a chart's delay has passed. The event's type is `<chart id>/after`. */
export interface ChartDelayData {
  readonly entity: string;
  readonly event: string;
}

/** Puts an entity into its chart's initial state, whatever state it is in. */
export function startMachine(draft: Draft, chart: Chart, entity: string, context: ChartContext = {}): Moved {
  stopMachine(draft, chart, entity);
  return follow(draft, chart, entity, null, chart.initial, context);
}

/**
 * Sends an event to an entity's chart. Returns null, and changes nothing, if the
 * entity has no machine or no arrow leads out of its state under this event.
 */
export function sendToMachine(
  draft: Draft,
  chart: Chart,
  entity: string,
  event: string,
  context: ChartContext = {},
): Moved | null {
  const row = draft.get('machines', entity);
  if (row === undefined) return null;
  // An event that nothing waits for still is an occasion for `always`, as in XState.
  const arrow = choose(chart, row.state, event, context) ?? choose(chart, row.state, '', context);
  return arrow === undefined ? null : follow(draft, chart, entity, row.state, arrow, context);
}

/** Takes an entity's machine and its pending delays away. */
export function stopMachine(draft: Draft, chart: Chart, entity: string): void {
  const row = draft.get('machines', entity);
  if (row === undefined) return;
  for (const event of Object.keys(chart.table[row.state] ?? {})) draft.cancel(timerOf(entity, event));
  draft.remove('machines', entity);
}

/** The state an entity's chart is in, or undefined. */
export function stateOf(draft: Draft, entity: string): string | undefined {
  return draft.get('machines', entity)?.state;
}

function choose(chart: Chart, state: string, event: string, context: ChartContext): Arrow | undefined {
  return chart.table[state]?.[event]?.find((arrow) => {
    if (arrow.guard === null) return true;
    const guard = context.guards?.[arrow.guard];
    if (guard === undefined) throw new Error(`chart "${chart.id}" needs the guard "${arrow.guard}"`);
    return guard();
  });
}

function follow(
  draft: Draft,
  chart: Chart,
  entity: string,
  from: string | null,
  first: Arrow,
  context: ChartContext,
): Moved {
  const actions: string[] = [];
  let arrow: Arrow | undefined = first;
  let state = from ?? '';
  let since = draft.get('machines', entity)?.since ?? draft.now;
  for (let hops = 0; arrow !== undefined; hops++) {
    if (hops > 20) throw new Error(`chart "${chart.id}" does not come to rest in "${state}"`);
    for (const event of arrow.cancels) draft.cancel(timerOf(entity, event));
    for (const { event, delay } of arrow.delays) {
      draft.schedule({
        type: `${chart.id}/after`,
        delayMicros: lengthOf(chart, delay, context),
        data: { entity, event } satisfies ChartDelayData,
        timer: timerOf(entity, event),
      });
    }
    actions.push(...arrow.actions);
    state = arrow.target;
    if (arrow.entersLeaf) since = draft.now;
    arrow = choose(chart, state, '', context);
  }
  draft.put('machines', entity, { chart: chart.id, state, since });
  return { from, to: state, actions };
}

function lengthOf(chart: Chart, delay: string, context: ChartContext): Micros {
  const named = context.delays?.[delay];
  if (named !== undefined) return named;
  const number = Number(delay);
  if (Number.isFinite(number)) return millis(number);
  throw new Error(`chart "${chart.id}" needs the delay "${delay}"`);
}

function timerOf(entity: string, event: string): string {
  return `${entity}|${event}`;
}
