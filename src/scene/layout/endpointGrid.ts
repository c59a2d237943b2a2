/** The endpoint row of the Service box: cards while they fit, else smaller ones on several lines. */
import { rect, type Rect } from '../geometry/rect';
import type { Metrics } from './metrics';

/** One rectangle for each endpoint, as large as they fit in the area. */
export function endpointSlots(area: Rect, count: number, m: Metrics): Rect[] {
  if (count === 0) return [];
  const gap = count > 8 ? 4 : m.gap;
  for (const leastW of m.form === 'phone' ? [4.4] : [7.4, 4.4]) {
    const across = Math.max(1, Math.min(count, Math.floor((area.w + gap) / (leastW * m.small + gap))));
    const down = Math.ceil(count / across);
    const lineH = (area.h - gap * (down - 1)) / down;
    if (lineH < m.small * 1.35) continue;
    return lay(area, count, Math.ceil(count / down), gap, Math.min(lineH, m.small * 4.6));
  }
  return squares(area, count);
}

function lay(area: Rect, count: number, across: number, gap: number, h: number): Rect[] {
  const w = (area.w - gap * (across - 1)) / across;
  return Array.from({ length: count }, (_, i) =>
    rect(area.x + (i % across) * (w + gap), area.y + Math.floor(i / across) * (h + gap), w, h),
  );
}

function squares(area: Rect, count: number): Rect[] {
  let side = area.h;
  const fits = (s: number) => Math.floor(area.w / (s * 1.2)) * Math.floor(area.h / (s * 1.2)) >= count;
  while (side > 0.5 && !fits(side)) side -= 0.25;
  const across = Math.max(1, Math.floor(area.w / (side * 1.2)));
  return Array.from({ length: count }, (_, i) =>
    rect(area.x + (i % across) * side * 1.2, area.y + Math.floor(i / across) * side * 1.2, side, side),
  );
}
