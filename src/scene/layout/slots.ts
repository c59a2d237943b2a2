/** Where everything stands: named rectangles, each within its parent and apart from its siblings. */
import type { Point, Rect } from '../geometry/rect';
import type { Metrics } from './metrics';
import type { PodMode } from './podGrid';

export interface Slot {
  readonly key: string;
  readonly rect: Rect;
  readonly parent: string | null;
}

export interface PodSlot {
  readonly rect: Rect;
  readonly mode: PodMode;
}

export type LensName = 'layers' | 'machines';

export interface Layout {
  readonly lens: LensName;
  readonly metrics: Metrics;
  readonly slots: ReadonlyMap<string, Slot>;
  /** Pods by place. */
  readonly pods: ReadonlyMap<string, PodSlot>;
  /** Where the capsule rests (its middle) when the packet is at a place or way point. */
  readonly docks: ReadonlyMap<string, Point>;
  /** Boxes that links must not run through. */
  readonly obstacles: readonly Rect[];
}

/** Collects slots while a layout is made. */
export class SlotMap {
  readonly slots = new Map<string, Slot>();
  readonly pods = new Map<string, PodSlot>();
  readonly docks = new Map<string, Point>();
  readonly obstacles: Rect[] = [];

  /** Notes a rectangle and returns it. */
  add(key: string, rect: Rect, parent: string | null): Rect {
    this.slots.set(key, { key, rect, parent });
    return rect;
  }

  /** Notes a rectangle that links go around. */
  block(key: string, rect: Rect, parent: string | null): Rect {
    this.obstacles.push(rect);
    return this.add(key, rect, parent);
  }

  /** Notes a Pod. */
  addPod(place: string, rect: Rect, mode: PodMode, parent: string): void {
    this.add(place, rect, parent);
    this.pods.set(place, { rect, mode });
  }

  /** The finished layout. */
  finish(lens: LensName, metrics: Metrics): Layout {
    return {
      lens,
      metrics,
      slots: this.slots,
      pods: this.pods,
      docks: this.docks,
      obstacles: this.obstacles,
    };
  }
}

/** The rectangle of a slot, or null. */
export function slotRect(layout: Layout, key: string): Rect | null {
  return layout.slots.get(key)?.rect ?? null;
}
