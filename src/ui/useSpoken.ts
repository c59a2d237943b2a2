import { useEffect, useRef, useState } from 'react';

/** A sentence is told to screen readers when it has stood so long. */
const SETTLE_MILLIS = 300;
/** While playing, at most one sentence is told in so long: what comes between is left out. */
const BREATH_MILLIS = 6_000;

/** The sentence for a live region: follows `text`, slowly while playing and at once when it stands still. */
export function useSpoken(text: string, isPlaying: boolean): string {
  const [spoken, setSpoken] = useState('');
  const lastAt = useRef(-BREATH_MILLIS);
  useEffect(() => {
    if (text === spoken) return;
    const wait = isPlaying ? lastAt.current + BREATH_MILLIS - performance.now() : 0;
    const timer = setTimeout(
      () => {
        lastAt.current = performance.now();
        setSpoken(text);
      },
      Math.max(SETTLE_MILLIS, wait),
    );
    return () => clearTimeout(timer);
  }, [text, spoken, isPlaying]);
  return spoken;
}
