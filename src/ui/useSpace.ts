import { useLayoutEffect, useState, type RefObject } from 'react';

/** How much room there is. The element is measured, not the window: the app also lives inside slides. */
export interface Space {
  /** `phone` < 720 px wide or < 480 px high, `compact` < 1600 px, else `full`. */
  readonly size: 'phone' | 'compact' | 'full';
  /** Too low for everything at once: the timeline starts folded. */
  readonly isLow: boolean;
  /** A phone on its side: the scene left, everything else right of it. */
  readonly isFlat: boolean;
  /** Not wide enough for the header strip in one row. */
  readonly isTight: boolean;
}

/** The kind of room that `width` × `height` CSS pixels make. */
export function spaceOf(width: number, height: number): Space {
  const isFlat = height < 480 && width >= 640;
  const isPhone = width < 720 || height < 480;
  return {
    size: isPhone ? 'phone' : width < 1600 ? 'compact' : 'full',
    isLow: height < 800,
    isFlat,
    isTight: width < 1180,
  };
}

/** The room of an element, kept up to date. */
export function useSpace(element: RefObject<HTMLElement | null>): Space {
  const [space, setSpace] = useState(() => spaceOf(window.innerWidth, window.innerHeight));
  useElementSize(element, (width, height) => setSpace((old) => same(old, spaceOf(width, height))));
  return space;
}

function same(old: Space, now: Space): Space {
  const keys = Object.keys(now) as (keyof Space)[];
  return keys.every((key) => old[key] === now[key]) ? old : now;
}

/** Calls back with an element's width and height in CSS pixels, now and whenever they change. */
export function useElementSize(
  element: RefObject<HTMLElement | null>,
  onSize: (width: number, height: number) => void,
): void {
  useLayoutEffect(() => {
    const target = element.current;
    if (target === null || typeof ResizeObserver === 'undefined') return;
    const observer = new ResizeObserver((entries) => {
      const box = entries[0]?.contentRect;
      if (box !== undefined && box.width > 0) onSize(box.width, box.height);
    });
    observer.observe(target);
    return () => observer.disconnect();
    // One observer for the element's life; the callback only sets state.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [element]);
}
