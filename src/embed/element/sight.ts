/** Whether an element can be seen: on the screen, in a tab that is in front, on the slide that is shown. */

/** So often what lies on the screen is looked at again: no browser tells when it becomes transparent. In milliseconds. */
const LOOK_AGAIN = 200;

/** Tells at once when it is first known, and at every change. Returns how to stop. */
export function watchSight(element: Element, tell: (isSeen: boolean) => void): () => void {
  let isOnScreen = false;
  let last: boolean | null = null;
  let looking: ReturnType<typeof setInterval> | undefined;
  const check = (): void => {
    const isSeen = isOnScreen && document.visibilityState === 'visible' && isOpaque(element);
    if (isSeen === last) return;
    last = isSeen;
    tell(isSeen);
  };
  const observer = new IntersectionObserver((entries) => {
    isOnScreen = entries.at(-1)!.isIntersecting;
    clearInterval(looking);
    if (isOnScreen) looking = setInterval(check, LOOK_AGAIN);
    check();
  });
  observer.observe(element);
  document.addEventListener('visibilitychange', check);
  return () => {
    clearInterval(looking);
    observer.disconnect();
    document.removeEventListener('visibilitychange', check);
  };
}

/** Stacked slides of a deck lie on the screen, and all but one are transparent. */
function isOpaque(element: Element): boolean {
  const options = { opacityProperty: true, visibilityProperty: true };
  return (element as Partial<Element>).checkVisibility?.(options) !== false;
}
