/**
 * Lays a statechart out for drawing: every compound state is a graph of its own (dagre), and
 * its size is the size of its node one level up. An arrow is drawn at the level where both
 * of its ends have a common parent; if an end lies deeper, the label names it.
 * Layout by https://github.com/dagrejs/dagre.
 */
import { Graph, layout } from '@dagrejs/dagre';
import type { ChartCard, ChartStateView } from '../../projection/cards';
import { textWidth } from '../timeline/labelFit';

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface StateBox {
  readonly state: ChartStateView;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly isCompound: boolean;
}

export interface ArrowPath {
  readonly id: string;
  readonly points: readonly Point[];
  readonly lines: readonly string[];
  readonly label: Point;
  readonly labelWidth: number;
  /** Leaves the state that is active. */
  readonly isOpen: boolean;
}

export interface ChartPicture {
  readonly width: number;
  readonly height: number;
  readonly boxes: readonly StateBox[];
  readonly arrows: readonly ArrowPath[];
  /** From the black dot to each initial state. */
  readonly starts: readonly { readonly dot: Point; readonly to: Point }[];
}

export const LINE_HEIGHT = 19;
const FONT = 15;
const LABEL_FONT = 14;
const PAD = 14;
const HEAD = 30;

type Arrow = ChartCard['arrows'][number] & { readonly cause: string };

interface Level {
  width: number;
  height: number;
  boxes: StateBox[];
  arrows: ArrowPath[];
  starts: { dot: Point; to: Point }[];
}

/** Boxes, arrows and start dots of a chart, in pixels from the top left. `after` words an arrow taken by time. */
export function layoutChart(card: ChartCard, after: (delay: string) => string): ChartPicture {
  const chains = new Map<string, readonly ChartStateView[]>();
  const note = (states: readonly ChartStateView[], above: readonly ChartStateView[]) => {
    for (const state of states) {
      const chain = [...above, state];
      chains.set(state.path, chain);
      if (!chains.has(state.id)) chains.set(state.id, chain);
      note(state.children, chain);
    }
  };
  note(card.states, []);
  const arrows = card.arrows.map((arrow) => ({
    ...arrow,
    cause: arrow.delay === null ? arrow.event : after(arrow.delay),
  }));
  return layoutLevel(card.states, 0, arrows, chains);
}

function layoutLevel(
  states: readonly ChartStateView[],
  depth: number,
  arrows: readonly Arrow[],
  chains: ReadonlyMap<string, readonly ChartStateView[]>,
): Level {
  const graph = new Graph({ multigraph: true });
  graph.setGraph({ rankdir: 'TB', nodesep: 36, ranksep: 34, edgesep: 22, marginx: PAD, marginy: PAD });
  graph.setDefaultEdgeLabel(() => ({}));
  const inner = new Map<string, Level>();
  for (const state of states) {
    if (state.children.length > 0) {
      const level = layoutLevel(state.children, depth + 1, arrows, chains);
      inner.set(state.path, level);
      graph.setNode(state.path, {
        width: Math.max(level.width, textWidth(state.id, FONT) + 2 * PAD),
        height: level.height + HEAD,
      });
    } else graph.setNode(state.path, { width: Math.max(84, textWidth(state.id, FONT) + 34), height: 38 });
  }
  const initial = states.find((state) => state.isInitial);
  if (initial !== undefined) {
    graph.setNode('(start)', { width: 14, height: 14 });
    graph.setEdge('(start)', initial.path, { weight: 4 }, 'start');
  }
  const bundles = new Map<
    string,
    { from: ChartStateView; to: ChartStateView; lines: string[]; isOpen: boolean }
  >();
  for (const arrow of arrows) {
    const from = chains.get(arrow.from);
    const to = chains.get(arrow.to);
    if (from === undefined || to === undefined || meetingDepth(from, to) !== depth) continue;
    const tail = from[depth]!;
    const head = to[depth]!;
    if (!states.includes(tail) || !states.includes(head)) continue;
    const key = `${tail.path} ${head.path}`;
    const bundle = bundles.get(key) ?? { from: tail, to: head, lines: [], isOpen: false };
    bundle.lines.push(
      arrowLabel(arrow, from.at(-1) === tail ? null : from.at(-1)!, to.at(-1) === head ? null : to.at(-1)!),
    );
    bundle.isOpen ||= from.at(-1)!.isActive;
    bundles.set(key, bundle);
  }
  for (const [key, bundle] of bundles)
    graph.setEdge(
      bundle.from.path,
      bundle.to.path,
      {
        width: Math.max(...bundle.lines.map((line) => textWidth(line, LABEL_FONT))) + 14,
        height: bundle.lines.length * LINE_HEIGHT + 4,
        labelpos: 'c',
      },
      key,
    );
  layout(graph);
  return collect(graph, states, inner, bundles, initial);
}

/** The depth at which two chains part, or that of the shorter one's last state. */
function meetingDepth(from: readonly ChartStateView[], to: readonly ChartStateView[]): number {
  let depth = 0;
  while (depth < from.length - 1 && depth < to.length - 1 && from[depth] === to[depth]) depth++;
  return depth;
}

function arrowLabel(arrow: Arrow, from: ChartStateView | null, to: ChartStateView | null): string {
  const guard = arrow.guard === null ? '' : ` [${arrow.guard}]`;
  return `${from === null ? '' : `${from.id}: `}${arrow.cause}${guard}${to === null ? '' : ` → ${to.id}`}`;
}

interface PlacedNode {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

function collect(
  graph: Graph,
  states: readonly ChartStateView[],
  inner: ReadonlyMap<string, Level>,
  bundles: ReadonlyMap<
    string,
    { from: ChartStateView; to: ChartStateView; lines: string[]; isOpen: boolean }
  >,
  initial: ChartStateView | undefined,
): Level {
  const size = graph.graph() as { width?: number; height?: number };
  const level: Level = {
    width: size.width ?? 0,
    height: size.height ?? 0,
    boxes: [],
    arrows: [],
    starts: [],
  };
  for (const state of states) {
    const node = graph.node(state.path) as PlacedNode;
    const x = node.x - node.width / 2;
    const y = node.y - node.height / 2;
    const sub = inner.get(state.path);
    level.boxes.push({ state, x, y, width: node.width, height: node.height, isCompound: sub !== undefined });
    if (sub === undefined) continue;
    const dx = x + (node.width - sub.width) / 2;
    const dy = y + HEAD;
    const moved = (point: Point): Point => ({ x: point.x + dx, y: point.y + dy });
    level.boxes.push(...sub.boxes.map((box) => ({ ...box, x: box.x + dx, y: box.y + dy })));
    level.arrows.push(
      ...sub.arrows.map((arrow) => ({
        ...arrow,
        points: arrow.points.map(moved),
        label: moved(arrow.label),
      })),
    );
    level.starts.push(...sub.starts.map((start) => ({ dot: moved(start.dot), to: moved(start.to) })));
  }
  for (const [key, bundle] of bundles) {
    const edge = graph.edge(bundle.from.path, bundle.to.path, key) as {
      points: Point[];
      x: number;
      y: number;
      width: number;
    };
    level.arrows.push({
      id: key,
      points: edge.points,
      lines: bundle.lines,
      label: { x: edge.x, y: edge.y },
      labelWidth: edge.width,
      isOpen: bundle.isOpen,
    });
  }
  if (initial !== undefined) {
    const dot = graph.node('(start)') as PlacedNode;
    const box = graph.node(initial.path) as PlacedNode;
    level.starts.push({ dot: { x: dot.x, y: dot.y }, to: { x: box.x, y: box.y - box.height / 2 } });
  }
  return level;
}
