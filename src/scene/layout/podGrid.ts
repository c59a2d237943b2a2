/** Pods in a box: as large as they fit, from a card with three lines down to cells. */
import { rect, type Rect } from '../geometry/rect';
import type { Metrics } from './metrics';

/** card: three lines · tile: three short lines · line: all on one · two: name and IP · mini: name · cell: a mark only. */
export type PodMode = 'card' | 'tile' | 'line' | 'two' | 'mini' | 'cell';

/** Least width and height, and greatest height, in units of the small type size. */
const SIZES: Readonly<Record<Exclude<PodMode, 'cell'>, readonly [number, number, number]>> = {
  card: [8.6, 4.8, 7.5],
  tile: [4.9, 4.6, 8],
  line: [14.2, 1.75, 3],
  two: [7, 3, 4.6],
  mini: [4.8, 1.7, 2.4],
};

/** A mode to try, with another least width where the usual one does not suit. */
export type PodStep = Exclude<PodMode, 'cell'> | readonly [Exclude<PodMode, 'cell'>, number];

export interface PodGrid {
  readonly mode: PodMode;
  readonly rects: readonly Rect[];
}

/** Places `count` Pods in a rectangle in the first mode that has room for them all. */
export function podGrid(area: Rect, count: number, metrics: Metrics, modes: readonly PodStep[]): PodGrid {
  if (count === 0) return { mode: 'mini', rects: [] };
  const u = metrics.small;
  for (const step of modes) {
    const mode = typeof step === 'string' ? step : step[0];
    const [usual, minH, maxH] = SIZES[mode];
    const minW = typeof step === 'string' ? usual : step[1];
    const gap = mode === 'mini' ? u * 0.3 : metrics.gap;
    const most = Math.floor((area.w + gap) / (minW * u + gap));
    const deep = Math.floor((area.h + gap) / (minH * u + gap));
    if (most < 1 || most * deep < count) continue;
    const lines = Math.ceil(count / most);
    const across = mode === 'line' ? Math.ceil(count / deep) : Math.ceil(count / lines);
    return { mode, rects: grid(area, count, across, gap, maxH * u) };
  }
  return cells(area, count, u);
}

function grid(area: Rect, count: number, across: number, gap: number, maxH: number): Rect[] {
  const down = Math.ceil(count / across);
  const w = (area.w - gap * (across - 1)) / across;
  const h = Math.min(maxH, (area.h - gap * (down - 1)) / down);
  const top = area.y + Math.max(0, (area.h - h * down - gap * (down - 1)) / 2);
  return Array.from({ length: count }, (_, i) =>
    rect(area.x + (i % across) * (w + gap), top + Math.floor(i / across) * (h + gap), w, h),
  );
}

/** Squares as large as fit, with a gap that shrinks with them. */
function cells(area: Rect, count: number, u: number): PodGrid {
  let side = Math.min(u * 1.5, area.w, area.h);
  const gapOf = (s: number) => (s > 9 ? 3 : s > 5 ? 1.5 : s * 0.2);
  const room = (s: number) => {
    const gap = gapOf(s);
    return Math.floor((area.w + gap) / (s + gap)) * Math.floor((area.h + gap) / (s + gap));
  };
  while (side > 0.5 && room(side) < count) side -= 0.25;
  const gap = gapOf(side);
  const across = Math.max(1, Math.floor((area.w + gap) / (side + gap)));
  const rects = Array.from({ length: count }, (_, i) =>
    rect(area.x + (i % across) * (side + gap), area.y + Math.floor(i / across) * (side + gap), side, side),
  );
  return { mode: 'cell', rects };
}
