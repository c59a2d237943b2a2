/** Rectangles in scene pixels, origin at the upper left. */

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

/** A rectangle from its corner and size; negative sizes become 0. */
export function rect(x: number, y: number, w: number, h: number): Rect {
  return { x, y, w: Math.max(0, w), h: Math.max(0, h) };
}

/** The rectangle made smaller on all sides: by `dx` left and right, by `dy` above and below. */
export function inset(r: Rect, dx: number, dy: number = dx): Rect {
  return rect(r.x + dx, r.y + dy, r.w - 2 * dx, r.h - 2 * dy);
}

/** The middle of a rectangle. */
export function centre(r: Rect): Point {
  return { x: r.x + r.w / 2, y: r.y + r.h / 2 };
}

/** Whether two rectangles share an area; touching edges do not count, nor does less than `slack` px. */
export function overlaps(a: Rect, b: Rect, slack = 0): boolean {
  return (
    a.x + slack < b.x + b.w && b.x + slack < a.x + a.w && a.y + slack < b.y + b.h && b.y + slack < a.y + a.h
  );
}

/** Whether `inner` lies within `outer`, up to half a pixel. */
export function contains(outer: Rect, inner: Rect): boolean {
  const e = 0.5;
  return (
    inner.x >= outer.x - e &&
    inner.y >= outer.y - e &&
    inner.x + inner.w <= outer.x + outer.w + e &&
    inner.y + inner.h <= outer.y + outer.h + e
  );
}

/** Part of the way from one rectangle to another; `t` 0 … 1. */
export function mixRects(a: Rect, b: Rect, t: number): Rect {
  return {
    x: a.x + (b.x - a.x) * t,
    y: a.y + (b.y - a.y) * t,
    w: a.w + (b.w - a.w) * t,
    h: a.h + (b.h - a.h) * t,
  };
}

/** Splits a rectangle into columns of the given weights with a gap between them. */
export function columns(r: Rect, weights: readonly number[], gap: number): Rect[] {
  const sum = weights.reduce((a, b) => a + b, 0);
  const free = Math.max(0, r.w - gap * (weights.length - 1));
  let x = r.x;
  return weights.map((weight) => {
    const w = sum === 0 ? 0 : (free * weight) / sum;
    const part = rect(x, r.y, w, r.h);
    x += w + gap;
    return part;
  });
}

/** Splits a rectangle into rows of the given weights with a gap between them. */
export function rows(r: Rect, weights: readonly number[], gap: number): Rect[] {
  return columns({ x: r.y, y: r.x, w: r.h, h: r.w }, weights, gap).map((c) => rect(c.y, c.x, c.h, c.w));
}

/** A number kept between two limits; the lower one wins when they cross. */
export function clamp(value: number, low: number, high: number): number {
  return Math.max(low, Math.min(high, value));
}
