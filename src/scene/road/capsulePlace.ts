/** Where the capsule is: from dock to dock, as a function of the fraction alone. */
import { easeCubicInOut } from 'd3-ease';
import type { Capsule } from '../../projection/picture';
import { clamp, type Point } from '../geometry/rect';
import { slotRect, type Layout } from '../layout/slots';
import type { Leg } from './stops';

/** Docks along the capsule's route with the fractions at which it reaches them. */
export function capsuleDocks(
  capsule: Capsule,
  legs: readonly Leg[],
  layout: Layout,
): { at: Point; fraction: number }[] {
  const own = legs.filter((leg) => leg.hopId === capsule.hopId);
  const stopOf = (place: string): string | null => {
    if (layout.lens === 'machines' || !place.startsWith('node/')) return place;
    const into = own.find((leg) => leg.endPlace === place);
    if (into) return into.to;
    const out = own.find((leg) => leg.startPlace === place);
    return out ? out.from : null;
  };
  const docks: { at: Point; fraction: number }[] = [];
  for (const { place, fraction } of capsule.route) {
    const stop = stopOf(place);
    const at = stop === null ? null : dockOf(stop, layout);
    if (at) docks.push({ at, fraction });
  }
  return docks;
}

function dockOf(stop: string, layout: Layout): Point | null {
  const dock = layout.docks.get(stop);
  if (dock) return dock;
  const box = slotRect(layout, stop);
  return box && { x: box.x + box.w / 2, y: box.y + box.h / 2 };
}

/** The capsule's middle at a fraction of the hop; the middle of the scene when no place is known. */
export function capsulePoint(
  docks: readonly { at: Point; fraction: number }[],
  fraction: number,
  layout: Layout,
): Point {
  const first = docks[0];
  if (!first) return { x: layout.metrics.size.w / 2, y: layout.metrics.size.h / 2 };
  for (let i = 1; i < docks.length; i += 1) {
    const a = docks[i - 1]!;
    const b = docks[i]!;
    if (fraction > b.fraction && i < docks.length - 1) continue;
    const t = b.fraction <= a.fraction ? 1 : clamp((fraction - a.fraction) / (b.fraction - a.fraction), 0, 1);
    return elbow(a.at, b.at, over(a.at, b.at, layout) ? leap(t) : t, layout);
  }
  return first.at;
}

/** Whether the way from dock to dock leads over boxes: across more than the lane beside. */
function over(a: Point, b: Point, layout: Layout): boolean {
  return Math.abs(a.y - b.y) > layout.metrics.capsule * 1.6;
}

/** Over boxes the capsule goes quickly, so that it hardly ever covers them. */
function leap(t: number): number {
  return easeCubicInOut(clamp((t - 0.5) / 0.3, 0, 1));
}

/** Along the lane first or last: the capsule leaves the Service box upwards before it goes sideways. */
function elbow(a: Point, b: Point, t: number, layout: Layout): Point {
  const dock = slotRect(layout, 'dock');
  const inService = dock !== null && Math.abs(a.y - dock.y - dock.h / 2) < 2;
  const corner = inService ? { x: a.x, y: b.y } : { x: b.x, y: a.y };
  const first = Math.abs(corner.x - a.x) + Math.abs(corner.y - a.y);
  const second = Math.abs(b.x - corner.x) + Math.abs(b.y - corner.y);
  const way = t * (first + second);
  const [from, to, length, done] = way <= first ? [a, corner, first, way] : [corner, b, second, way - first];
  const share = length === 0 ? 1 : done / length;
  return { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share };
}

/** Keeps a box of the given size wholly within the scene, and beside the names of the layers where it can be. */
export function keepInside(at: Point, w: number, h: number, layout: Layout, margin = 8): Point {
  const { size, form } = layout.metrics;
  const side = slotRect(layout, layout.lens === 'layers' ? 'band/0/label' : 'control');
  const beside = side === null || form === 'phone' ? 0 : side.x + side.w;
  const left = w + 2 * margin + beside <= size.w ? beside + margin : margin;
  return {
    x: clamp(at.x, w / 2 + left, Math.max(w / 2 + left, size.w - w / 2 - margin)),
    y: clamp(at.y, h / 2 + margin, Math.max(h / 2 + margin, size.h - h / 2 - margin)),
  };
}
