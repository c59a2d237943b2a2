import { useEffect, useRef, type RefObject } from 'react';

/** While playing, at most one sentence is told in so long: what comes between is left out. */
const BREATH_MILLIS = 6_000;

/** For a live region whose words follow `text`: with pauses for breath while playing, at once when it stands still. */
export function useSpoken<T extends HTMLElement>(text: string, isPlaying: boolean): RefObject<T | null> {
  const region = useRef<T>(null);
  const lastAt = useRef(-Infinity);
  useEffect(() => {
    const element = region.current;
    const now = performance.now();
    if (element === null || element.textContent === text) return;
    if (isPlaying && now - lastAt.current < BREATH_MILLIS) return;
    lastAt.current = now;
    element.replaceChildren(text);
  }, [text, isPlaying]);
  return region;
}
