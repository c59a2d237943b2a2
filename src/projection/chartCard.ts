/** A statechart to be drawn: states and arrows from the XState definition, the current state lit. */
import { chartById } from '../sim/charts';
import type { ChartCard, ChartStateView } from './cards';
import type { WorldView } from './view';

/** What a chart card needs of an XState state node. */
interface StateNodeLike {
  readonly key: string;
  readonly path: readonly string[];
  readonly states: Readonly<Record<string, StateNodeLike>>;
  readonly parent: StateNodeLike | undefined;
  readonly initial?: { readonly target?: readonly StateNodeLike[] };
  readonly transitions: ReadonlyMap<string, readonly ArrowLike[]>;
  readonly always?: readonly ArrowLike[];
}

interface ArrowLike {
  readonly source: StateNodeLike;
  readonly target?: readonly StateNodeLike[] | undefined;
  readonly eventType: string;
  readonly guard?: unknown;
}

/** The chart of an entity; null if it has none now. */
export function chartCard(view: WorldView, entity: string): ChartCard | null {
  const row = view.tables.machines[entity];
  const chart = row === undefined ? undefined : chartById(row.chart);
  if (row === undefined || chart === undefined) return null;
  const root = chart.machine.root as unknown as StateNodeLike;
  return {
    entity,
    chart: chart.id,
    active: row.state,
    since: row.since,
    states: Object.values(root.states).map((node) => stateView(node, row.state)),
    arrows: allNodes(root).flatMap(arrowsFrom),
  };
}

function stateView(node: StateNodeLike, active: string): ChartStateView {
  const path = node.path.join('.');
  return {
    id: node.key,
    path,
    children: Object.values(node.states).map((child) => stateView(child, active)),
    isActive: active === path || active.startsWith(`${path}.`),
    isInitial: node.parent?.initial?.target?.[0] === node,
  };
}

function allNodes(root: StateNodeLike): StateNodeLike[] {
  return Object.values(root.states).flatMap((node) => [node, ...allNodes(node)]);
}

const AFTER = /^xstate\.after\.(.+?)\./;

function arrowsFrom(node: StateNodeLike): ChartCard['arrows'][number][] {
  const arrows = [...node.transitions.values()].flat().concat(node.always ?? []);
  return arrows.flatMap((arrow) => {
    const target = arrow.target?.[0];
    if (target === undefined) return [];
    const delay = AFTER.exec(arrow.eventType)?.[1] ?? null;
    return [
      {
        from: node.path.join('.'),
        to: target.path.join('.'),
        event: delay === null ? arrow.eventType : '',
        guard: guardName(arrow.guard),
        delay,
      },
    ];
  });
}

function guardName(guard: unknown): string | null {
  if (guard === undefined || guard === null) return null;
  return typeof guard === 'string' ? guard : String((guard as { type?: unknown }).type ?? '');
}
