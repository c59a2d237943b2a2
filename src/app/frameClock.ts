/** The only place that asks for animation frames. */

/** Calls `tick` with the milliseconds since the frame before, until the returned function is called. */
export function startFrames(tick: (elapsedMillis: number) => void): () => void {
  let last: number | null = null;
  let handle = requestAnimationFrame(onFrame);
  function onFrame(now: number): void {
    // A page that was in the background goes on where it was, not where it would have been.
    const elapsed = last === null ? 0 : Math.min(100, now - last);
    last = now;
    handle = requestAnimationFrame(onFrame);
    tick(elapsed);
  }
  return () => cancelAnimationFrame(handle);
}
