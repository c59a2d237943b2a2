/**
 * One chart, three uses. A statechart is an XState v5 definition; here it is
 * compiled to a transition table that the simulation runs (about 400 times faster
 * than XState's own `transition()`); the inspector draws the same definition; and
 * the tests walk it with `xstate/graph` to prove that table and XState agree.
 *
 * Supported: nested states, named guards, named actions, `always`, named or
 * numbered delays (`after`). Not supported, and refused: parallel and history states.
 * Source of the semantics: https://stately.ai/docs/transitions
 */
import type { AnyStateMachine, AnyStateNode, AnyTransitionDefinition } from 'xstate';

/** One way out of a leaf state under one event. Tried in order; the first whose guard holds is taken. */
export interface Arrow {
  readonly guard: string | null;
  readonly target: string;
  /** Names of exit, transition and entry actions, in that order. */
  readonly actions: readonly string[];
  /** Delayed events that no longer apply. */
  readonly cancels: readonly string[];
  readonly delays: readonly ChartDelay[];
}

/** An event that the chart sends itself some time after a state was entered. */
export interface ChartDelay {
  readonly event: string;
  /** A named delay, or a number of milliseconds as text. */
  readonly delay: string;
}

export interface Chart {
  readonly id: string;
  readonly machine: AnyStateMachine;
  readonly initial: Arrow;
  /** Leaf state → event → arrows. The event `''` stands for `always`. */
  readonly table: Readonly<Record<string, Readonly<Record<string, readonly Arrow[]>>>>;
}

/** Compiles an XState machine. Throws on constructs that the table cannot express. */
export function compileChart(machine: AnyStateMachine): Chart {
  const table: Record<string, Record<string, Arrow[]>> = {};
  for (const leaf of leavesOf(machine.root)) {
    const arrows: Record<string, Arrow[]> = {};
    for (let node: AnyStateNode | undefined = leaf; node !== undefined; node = node.parent) {
      for (const [event, definitions] of node.transitions) {
        for (const definition of definitions) (arrows[event] ??= []).push(compileArrow(leaf, definition));
      }
      for (const definition of node.always ?? []) (arrows[''] ??= []).push(compileArrow(leaf, definition));
    }
    table[pathOf(leaf)] = arrows;
  }
  const start = firstLeaf(machine.root);
  const entered = lineage(start);
  const initial: Arrow = {
    guard: null,
    target: pathOf(start),
    actions: entered.flatMap((node) => actionNames(node.entry)),
    cancels: [],
    delays: entered.flatMap(delaysOf),
  };
  return { id: machine.id, machine, initial, table };
}

function compileArrow(leaf: AnyStateNode, definition: AnyTransitionDefinition): Arrow {
  const guard = guardName(definition.guard);
  const target = definition.target?.[0] as AnyStateNode | undefined;
  const own = actionNames(definition.actions);
  if (target === undefined) {
    return { guard, target: pathOf(leaf), actions: own, cancels: [], delays: [] };
  }
  const source = definition.source;
  const inner = !definition.reenter && (target === source || isWithin(target, source));
  const domain = inner ? source : commonAncestor(source, target);
  const exited = lineage(leaf)
    .filter((node) => node !== domain && isWithin(node, domain))
    .reverse();
  const destination = firstLeaf(target);
  const entered = lineage(destination).filter((node) => node !== domain && isWithin(node, domain));
  return {
    guard,
    target: pathOf(destination),
    actions: [
      ...exited.flatMap((node) => actionNames(node.exit)),
      ...own,
      ...entered.flatMap((node) => actionNames(node.entry)),
    ],
    cancels: exited.flatMap(delaysOf).map((delay) => delay.event),
    delays: entered.flatMap(delaysOf),
  };
}

function leavesOf(node: AnyStateNode): AnyStateNode[] {
  if (node.type === 'parallel' || node.type === 'history') {
    throw new Error(`chart "${node.machine.id}": ${node.type} state "${node.key}" is not supported`);
  }
  const children = Object.values(node.states) as AnyStateNode[];
  return children.length === 0 ? [node] : children.flatMap(leavesOf);
}

function firstLeaf(node: AnyStateNode): AnyStateNode {
  let at = node;
  while (Object.keys(at.states).length > 0) at = at.initial.target[0] as AnyStateNode;
  return at;
}

/** The node and its ancestors below the root, outermost first. */
function lineage(node: AnyStateNode): AnyStateNode[] {
  const nodes: AnyStateNode[] = [];
  for (let at: AnyStateNode | undefined = node; at?.parent !== undefined; at = at.parent) nodes.unshift(at);
  return nodes;
}

function isWithin(node: AnyStateNode, ancestor: AnyStateNode): boolean {
  for (let at: AnyStateNode | undefined = node; at !== undefined; at = at.parent) {
    if (at === ancestor) return true;
  }
  return false;
}

function commonAncestor(a: AnyStateNode, b: AnyStateNode): AnyStateNode {
  let at: AnyStateNode = a.parent ?? a;
  while (!isWithin(b, at) || at === b) {
    if (at.parent === undefined) return at;
    at = at.parent;
  }
  return at;
}

function pathOf(node: AnyStateNode): string {
  return node.path.join('.');
}

function actionNames(actions: unknown): string[] {
  const list = Array.isArray(actions) ? actions : actions === undefined ? [] : [actions];
  return list.flatMap((action) => {
    if (typeof action === 'string') return [action];
    if (typeof action === 'object' && action !== null && 'type' in action) return [String(action.type)];
    return []; // the raise and cancel that XState adds for `after`; delaysOf reads those
  });
}

function guardName(guard: unknown): string | null {
  if (guard === undefined) return null;
  if (typeof guard === 'string') return guard;
  if (typeof guard === 'object' && guard !== null && 'type' in guard) return String(guard.type);
  throw new Error('a guard in a chart has to be named, so that the table can carry it');
}

function delaysOf(node: AnyStateNode): ChartDelay[] {
  const seen = new Map<string, ChartDelay>();
  for (const transition of node.after) {
    const event = transition.eventType as string;
    seen.set(event, { event, delay: String(transition.delay) });
  }
  return [...seen.values()];
}
