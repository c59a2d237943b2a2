/**
 * Orthogonal routes around boxes: a shortest path with few bends over the grid of
 * box edges (Lee / Wybrow et al., "Orthogonal connector routing", 2009, in its simplest form).
 */
import { simplify } from './polyline';
import type { Point, Rect } from './rect';

export type Side = 'left' | 'right' | 'top' | 'bottom';

/** Where a link may leave or enter a box. */
export interface Port {
  readonly at: Point;
  readonly side: Side;
}

const STUB = 10;
const BEND_COST = 40;

/** The ports of a box: the middle of each named side. */
export function portsOf(r: Rect, sides: readonly Side[]): Port[] {
  return sides.map((side) => {
    const x = side === 'left' ? r.x : side === 'right' ? r.x + r.w : r.x + r.w / 2;
    const y = side === 'top' ? r.y : side === 'bottom' ? r.y + r.h : r.y + r.h / 2;
    return { at: { x, y }, side };
  });
}

function stub(port: Port): Point {
  const { at, side } = port;
  if (side === 'left') return { x: at.x - STUB, y: at.y };
  if (side === 'right') return { x: at.x + STUB, y: at.y };
  return { x: at.x, y: at.y + (side === 'top' ? -STUB : STUB) };
}

function blocked(a: Point, b: Point, obstacles: readonly Rect[]): boolean {
  const left = Math.min(a.x, b.x);
  const right = Math.max(a.x, b.x);
  const top = Math.min(a.y, b.y);
  const bottom = Math.max(a.y, b.y);
  return obstacles.some(
    (o) => left < o.x + o.w - 0.5 && right > o.x + 0.5 && top < o.y + o.h - 0.5 && bottom > o.y + 0.5,
  );
}

/** Coordinates worth turning at: ports, and the middles of the free space beside obstacles. */
function coordinates(edges: readonly number[], fixed: readonly number[], limit: number): number[] {
  const sorted = [...new Set(edges.map((e) => Math.round(e)))].sort((a, b) => a - b);
  const lanes = sorted.flatMap((e, i) => {
    const next = sorted[i + 1];
    return next !== undefined && next - e >= 6 ? [(e + next) / 2] : [];
  });
  return [...new Set([...fixed, ...lanes, 4, limit - 4])]
    .filter((v) => v > 0 && v < limit)
    .sort((a, b) => a - b);
}

/**
 * A route from one of `from` to one of `to` that crosses no obstacle where that is
 * possible; otherwise a plain elbow. Obstacles must not contain the ports' stubs.
 */
export function routeBetween(
  from: readonly Port[],
  to: readonly Port[],
  obstacles: readonly Rect[],
  size: { readonly w: number; readonly h: number },
): Point[] {
  const starts = from.map((port) => ({ port, at: stub(port) }));
  const ends = to.map((port) => ({ port, at: stub(port) }));
  const stubs = [...starts, ...ends].map((s) => s.at);
  const xs = coordinates(
    obstacles.flatMap((o) => [o.x, o.x + o.w]),
    stubs.map((p) => p.x),
    size.w,
  );
  const ys = coordinates(
    obstacles.flatMap((o) => [o.y, o.y + o.h]),
    stubs.map((p) => p.y),
    size.h,
  );
  const found = search(xs, ys, starts, ends, obstacles);
  if (found) return simplify(found);
  const a = from[0]!.at;
  const b = to[0]!.at;
  return simplify([a, { x: a.x, y: (a.y + b.y) / 2 }, { x: b.x, y: (a.y + b.y) / 2 }, b]);
}

interface End {
  readonly port: Port;
  readonly at: Point;
}

/** Dijkstra over (grid point, direction); direction 0 is horizontal, 1 vertical. */
function search(
  xs: readonly number[],
  ys: readonly number[],
  starts: readonly End[],
  ends: readonly End[],
  obstacles: readonly Rect[],
): Point[] | null {
  const columns = xs.length;
  const total = columns * ys.length * 2;
  const cost = new Float64Array(total).fill(Infinity);
  const previous = new Int32Array(total).fill(-1);
  const queue: [number, number][] = [];
  const idOf = (point: Point, direction: number) =>
    (ys.indexOf(point.y) * columns + xs.indexOf(point.x)) * 2 + direction;
  const directionOf = (side: Side) => (side === 'left' || side === 'right' ? 0 : 1);
  for (const start of starts) {
    if (xs.indexOf(start.at.x) < 0 || ys.indexOf(start.at.y) < 0) continue;
    const id = idOf(start.at, directionOf(start.port.side));
    cost[id] = 0;
    queue.push([0, id]);
  }
  const goals = new Map<number, { end: End; extra: number }>();
  for (const end of ends) {
    if (xs.indexOf(end.at.x) < 0 || ys.indexOf(end.at.y) < 0) continue;
    const d = directionOf(end.port.side);
    goals.set(idOf(end.at, d), { end, extra: 0 });
  }
  const pointOf = (id: number): Point => {
    const cell = id >> 1;
    return { x: xs[cell % columns]!, y: ys[Math.floor(cell / columns)]! };
  };
  while (queue.length > 0) {
    const [at, id] = popLeast(queue);
    if (at > cost[id]!) continue;
    const goal = goals.get(id);
    if (goal) return unwind(id, previous, pointOf, starts, goal.end);
    const direction = id & 1;
    relax(id ^ 1, at + BEND_COST, id, cost, previous, queue);
    const here = pointOf(id);
    const column = (id >> 1) % columns;
    const row = Math.floor((id >> 1) / columns);
    for (const step of [-1, 1]) {
      const c = direction === 0 ? column + step : column;
      const r = direction === 1 ? row + step : row;
      if (c < 0 || c >= columns || r < 0 || r >= ys.length) continue;
      const there = { x: xs[c]!, y: ys[r]! };
      if (blocked(here, there, obstacles)) continue;
      const length = Math.abs(there.x - here.x) + Math.abs(there.y - here.y);
      relax((r * columns + c) * 2 + direction, at + length, id, cost, previous, queue);
    }
  }
  return null;
}

function relax(
  id: number,
  value: number,
  by: number,
  cost: Float64Array,
  previous: Int32Array,
  queue: [number, number][],
): void {
  if (value >= cost[id]!) return;
  cost[id] = value;
  previous[id] = by;
  queue.push([value, id]);
  let i = queue.length - 1;
  while (i > 0) {
    const parent = (i - 1) >> 1;
    if (queue[parent]![0] <= queue[i]![0]) break;
    [queue[parent], queue[i]] = [queue[i]!, queue[parent]!];
    i = parent;
  }
}

function popLeast(queue: [number, number][]): [number, number] {
  const top = queue[0]!;
  const last = queue.pop()!;
  if (queue.length === 0) return top;
  queue[0] = last;
  let i = 0;
  for (;;) {
    const left = 2 * i + 1;
    let least = i;
    if (left < queue.length && queue[left]![0] < queue[least]![0]) least = left;
    if (left + 1 < queue.length && queue[left + 1]![0] < queue[least]![0]) least = left + 1;
    if (least === i) return top;
    [queue[least], queue[i]] = [queue[i]!, queue[least]!];
    i = least;
  }
}

function unwind(
  id: number,
  previous: Int32Array,
  pointOf: (id: number) => Point,
  starts: readonly End[],
  end: End,
): Point[] {
  const points: Point[] = [end.port.at];
  let at = id;
  while (at >= 0) {
    points.push(pointOf(at));
    at = previous[at]!;
  }
  const first = points[points.length - 1]!;
  const start = starts.find((s) => s.at.x === first.x && s.at.y === first.y);
  if (start) points.push(start.port.at);
  return points.reverse();
}
