/**
 * From one lens to the other: every part has a rectangle in one lens or in both; in
 * between it stands part of the way and fades. Pods fly, one after the other; the Service's outline
 * fades by 40 %; node frames appear from 50 %; rule tables come out of the endpoint row.
 */
import { easeCubicInOut } from 'd3-ease';
import { clamp, mixRects, type Rect } from '../geometry/rect';
import type { Part } from '../model/shapes';
import type { LensName } from '../layout/slots';
import { moveTo } from './parts';

export interface Placed {
  readonly node: SVGGElement;
  readonly part: Part;
}

/** Length of the change of lens in ms, for which the stagger of the Pods is meant. */
const WHOLE_MS = 900;
const STAGGER_MS = 15;

/** A Pod's own share of the change: each begins 15 ms after the one before, all have arrived at 1. */
export function staggered(mix: number, index: number, count: number): number {
  const most = Math.min(0.4, (STAGGER_MS * Math.max(0, count - 1)) / WHOLE_MS);
  const start = count <= 1 ? 0 : (most * index) / (count - 1);
  return easeCubicInOut(clamp((mix - start) / (1 - most), 0, 1));
}

/** Opacity of a part that only one lens has. */
export function loneOpacity(part: Part, lens: LensName, mix: number): number {
  if (lens === 'machines') return clamp((mix - 0.5) / 0.5, 0, 1);
  const end = part.c.includes('hs-service') ? 0.4 : 0.5;
  return clamp(1 - mix / end, 0, 1);
}

/** Places the parts of one lens at a moment of the change; `others` are the rectangles of the other lens. */
export function morphParts(
  placed: ReadonlyMap<string, Placed>,
  others: ReadonlyMap<string, Rect>,
  lens: LensName,
  mix: number,
): void {
  const pods = [...placed.values()].filter((p) => p.part.c.includes('hs-pod-part'));
  const order = new Map(pods.map((p, i) => [p.part.key, i]));
  for (const [key, { node, part }] of placed) {
    const other = others.get(key) ?? (part.morphFrom === undefined ? undefined : others.get(part.morphFrom));
    if (!other || other.w === 0 || part.rect.w === 0) {
      moveTo(node, part.rect.x, part.rect.y);
      node.setAttribute('opacity', loneOpacity(part, lens, mix).toFixed(2));
      continue;
    }
    const index = order.get(key);
    const t = index === undefined ? easeCubicInOut(mix) : staggered(mix, index, pods.length);
    const toMachines = lens === 'layers' ? t : 1 - t;
    const r = mixRects(part.rect, other, toMachines);
    moveTo(node, r.x, r.y, r.w / part.rect.w, r.h / part.rect.h);
    const own = clamp(1.5 - toMachines * 2, 0, 1);
    node.setAttribute('opacity', own.toFixed(2));
  }
}
