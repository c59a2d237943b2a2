/** Orthogonal routes: rounded corners as path text, and points by arc length from samples taken once. */
import { clamp, type Point } from './rect';

/** Points along a path at equal distances: x0, y0, x1, y1, … */
export interface SampledPath {
  readonly points: Float32Array;
  /** Length in px. */
  readonly length: number;
  readonly count: number;
}

function distance(a: Point, b: Point): number {
  return Math.hypot(b.x - a.x, b.y - a.y);
}

/** Drops repeated points and those in the middle of a straight stretch. */
export function simplify(points: readonly Point[]): Point[] {
  const result: Point[] = [];
  for (const point of points) {
    const last = result[result.length - 1];
    if (last && distance(last, point) < 0.01) continue;
    const before = result[result.length - 2];
    if (last && before) {
      const straight =
        (Math.abs(before.x - last.x) < 0.01 && Math.abs(last.x - point.x) < 0.01) ||
        (Math.abs(before.y - last.y) < 0.01 && Math.abs(last.y - point.y) < 0.01);
      if (straight) result.pop();
    }
    result.push(point);
  }
  return result;
}

interface Corner {
  readonly entry: Point;
  readonly control: Point;
  readonly exit: Point;
}

function cornerAt(before: Point, at: Point, after: Point, radius: number): Corner {
  const inLength = distance(before, at);
  const outLength = distance(at, after);
  const r = Math.min(radius, inLength / 2, outLength / 2);
  const along = (from: Point, length: number) => ({
    x: at.x + ((from.x - at.x) * r) / (length || 1),
    y: at.y + ((from.y - at.y) * r) / (length || 1),
  });
  return { entry: along(before, inLength), control: at, exit: along(after, outLength) };
}

function px(value: number): string {
  return String(Math.round(value * 10) / 10);
}

/** SVG path text through the points, its corners rounded by `radius` px. */
export function roundedPath(route: readonly Point[], radius: number): string {
  const points = simplify(route);
  const first = points[0];
  const last = points[points.length - 1];
  if (!first || !last) return '';
  let d = `M${px(first.x)} ${px(first.y)}`;
  for (let i = 1; i < points.length - 1; i += 1) {
    const c = cornerAt(points[i - 1]!, points[i]!, points[i + 1]!, radius);
    d += `L${px(c.entry.x)} ${px(c.entry.y)}Q${px(c.control.x)} ${px(c.control.y)} ${px(c.exit.x)} ${px(c.exit.y)}`;
  }
  return `${d}L${px(last.x)} ${px(last.y)}`;
}

/** Walks the rounded path once and keeps `count` points at equal distances (at least 2). */
export function samplePath(route: readonly Point[], radius: number, count = 96): SampledPath {
  const points = simplify(route);
  const fine: Point[] = [];
  points.forEach((point, i) => {
    const before = points[i - 1];
    const after = points[i + 1];
    if (!before || !after) {
      fine.push(point);
      return;
    }
    const c = cornerAt(before, point, after, radius);
    for (let k = 0; k <= 6; k += 1) {
      const t = k / 6;
      const u = 1 - t;
      fine.push({
        x: u * u * c.entry.x + 2 * u * t * c.control.x + t * t * c.exit.x,
        y: u * u * c.entry.y + 2 * u * t * c.control.y + t * t * c.exit.y,
      });
    }
  });
  return resample(fine, Math.max(2, count));
}

function resample(fine: readonly Point[], count: number): SampledPath {
  const out = new Float32Array(count * 2);
  const first = fine[0] ?? { x: 0, y: 0 };
  let length = 0;
  for (let i = 1; i < fine.length; i += 1) length += distance(fine[i - 1]!, fine[i]!);
  let segment = 1;
  let walked = 0;
  for (let k = 0; k < count; k += 1) {
    const target = (length * k) / (count - 1);
    while (segment < fine.length - 1 && walked + distance(fine[segment - 1]!, fine[segment]!) < target) {
      walked += distance(fine[segment - 1]!, fine[segment]!);
      segment += 1;
    }
    const a = fine[segment - 1] ?? first;
    const b = fine[segment] ?? a;
    const step = distance(a, b);
    const t = step === 0 ? 0 : clamp((target - walked) / step, 0, 1);
    out[k * 2] = a.x + (b.x - a.x) * t;
    out[k * 2 + 1] = a.y + (b.y - a.y) * t;
  }
  return { points: out, length, count };
}

/** The point at a fraction (0 … 1) of the way. */
export function pointAt(path: SampledPath, fraction: number): Point {
  const at = clamp(fraction, 0, 1) * (path.count - 1);
  const i = Math.min(path.count - 2, Math.floor(at));
  const t = at - i;
  const p = path.points;
  return {
    x: p[i * 2]! + (p[i * 2 + 2]! - p[i * 2]!) * t,
    y: p[i * 2 + 1]! + (p[i * 2 + 3]! - p[i * 2 + 1]!) * t,
  };
}

/** Path text of the stretch from the start to a fraction of the way. */
export function pathUntil(path: SampledPath, fraction: number): string {
  const at = clamp(fraction, 0, 1) * (path.count - 1);
  const last = Math.floor(at);
  let d = `M${px(path.points[0]!)} ${px(path.points[1]!)}`;
  for (let i = 1; i <= last; i += 1) d += `L${px(path.points[i * 2]!)} ${px(path.points[i * 2 + 1]!)}`;
  const head = pointAt(path, fraction);
  return `${d}L${px(head.x)} ${px(head.y)}`;
}

/** Moves a route sideways, so that the way back runs beside the way out; its ends stay on the boxes' edges. */
export function shiftRoute(route: readonly Point[], by: number): Point[] {
  const last = route.length - 1;
  return route.map((point, i) => {
    const next = i === 0 ? route[1] : i === last ? route[last - 1] : undefined;
    if (next === undefined) return { x: point.x + by, y: point.y + by };
    const upright = Math.abs(next.x - point.x) < 0.01;
    return upright ? { x: point.x + by, y: point.y } : { x: point.x, y: point.y + by };
  });
}
