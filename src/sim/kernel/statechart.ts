/**
 * One chart, three uses. A statechart is an XState v5 definition; here it is
 * compiled to a transition table that the simulation runs (about 400 times faster
 * than XState's own `transition()`); the inspector draws the same definition; and
 * the tests walk it with `xstate/graph` to prove that table and XState agree.
 *
 * Supported: nested and final states, named guards, named actions, `always`, named or
 * numbered delays (`after`). Everything else is refused, never dropped: parallel and
 * history states, `invoke`, `onDone`, wildcard events, code written in place.
 * Source of the semantics: https://stately.ai/docs/transitions
 */
import type { AnyStateMachine, AnyStateNode, AnyTransitionDefinition } from 'xstate';

/** One way out of a leaf state under one event. Tried in order; the first whose guard holds is taken. */
export interface Arrow {
  readonly guard: string | null;
  readonly target: string;
  /** False if the leaf state is not left: what began with it goes on. */
  readonly entersLeaf: boolean;
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
    table[pathOf(leaf)] = {};
    if (isEnd(leaf)) continue; // a machine that is done takes no more events
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
  const initial = arrowBetween(null, [], [], [machine.root, ...lineage(start)], start);
  return { id: machine.id, machine, initial, table };
}

function compileArrow(leaf: AnyStateNode, definition: AnyTransitionDefinition): Arrow {
  const guard = guardName(definition.guard);
  const target = definition.target?.[0] as AnyStateNode | undefined;
  const own = actionNames(definition.actions);
  if (target === undefined) return arrowBetween(guard, [], own, [], leaf);
  const source = definition.source;
  const inner = !definition.reenter && (target === source || isWithin(target, source));
  const domain = inner ? source : commonAncestor(source, target);
  const exited = lineage(leaf)
    .filter((node) => node !== domain && isWithin(node, domain))
    .reverse();
  const destination = firstLeaf(target);
  const entered = lineage(destination).filter((node) => node !== domain && isWithin(node, domain));
  return arrowBetween(guard, exited, own, entered, destination);
}

/** The arrow that leaves the states `exited` (innermost first) and enters `entered` (outermost first). */
function arrowBetween(
  guard: string | null,
  exited: readonly AnyStateNode[],
  own: readonly string[],
  entered: readonly AnyStateNode[],
  destination: AnyStateNode,
): Arrow {
  // Reaching the end leaves the end and the whole machine at once.
  const ended = isEnd(destination) ? [destination, destination.machine.root as AnyStateNode] : [];
  return {
    guard,
    target: pathOf(destination),
    entersLeaf: entered.includes(destination),
    actions: [
      ...exited.flatMap((node) => actionNames(node.exit)),
      ...own,
      ...entered.flatMap((node) => actionNames(node.entry)),
      ...ended.flatMap((node) => actionNames(node.exit)),
    ],
    cancels: [...exited, ...ended].flatMap(delaysOf).map((delay) => delay.event),
    delays: ended.length > 0 ? [] : entered.flatMap(delaysOf),
  };
}

/** True for a final state directly below the root: the machine is done there. */
function isEnd(leaf: AnyStateNode): boolean {
  return leaf.type === 'final' && leaf.parent === leaf.machine.root;
}

/** Throws if the table could not do what the definition of this state says. */
function refuseTheUnsupported(node: AnyStateNode): void {
  const refuse = (what: string): never => {
    throw new Error(`chart "${node.machine.id}", state "${pathOf(node)}": ${what} is not supported`);
  };
  if (node.type === 'parallel' || node.type === 'history') refuse(`a ${node.type} state`);
  if (node.invoke.length > 0) refuse('invoke');
  if (node.config.onDone !== undefined) refuse('onDone');
  if (Object.keys(node.states).length > 0 && node.initial.actions.length > 0) refuse('an initial action');
  for (const { delay } of node.after) if (typeof delay === 'function') refuse('a delay without a name');
  for (const [event, definitions] of node.transitions) {
    if (event.endsWith('*')) refuse(`the wildcard "${event}"`);
    for (const { target, reenter } of definitions) {
      if ((target?.length ?? 0) > 1) refuse('more than one target');
      if (reenter && node.parent === undefined) refuse('entering the root anew');
    }
  }
  for (const { target } of node.always ?? []) if (target === undefined) refuse('an always without a target');
}

function leavesOf(node: AnyStateNode): AnyStateNode[] {
  refuseTheUnsupported(node);
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
    if (isOfAfter(action)) return []; // delaysOf reads those
    throw new Error('an action in a chart has to be named, so that the table can carry it');
  });
}

/** True for the raise and the cancel that XState itself adds for `after`. */
function isOfAfter(action: unknown): boolean {
  const { type, event, sendId } = action as { type?: string; event?: { type?: string }; sendId?: string };
  const subject = type === 'xstate.raise' ? event?.type : type === 'xstate.cancel' ? sendId : undefined;
  return typeof subject === 'string' && subject.startsWith('xstate.after.');
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
