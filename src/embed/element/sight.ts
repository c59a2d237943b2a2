/** Whether an element can be seen: on the screen, in a tab that is in front. */

/** Tells at once when it is first known, and at every change. Returns how to stop. */
export function watchSight(element: Element, tell: (isSeen: boolean) => void): () => void {
  let isOnScreen = false;
  let last: boolean | null = null;
  const check = (): void => {
    const isSeen = isOnScreen && document.visibilityState === 'visible';
    if (isSeen === last) return;
    last = isSeen;
    tell(isSeen);
  };
  const observer = new IntersectionObserver((entries) => {
    // Stacked slides of a deck lie on the screen, and all but one are transparent.
    const isOpaque = (element as Partial<Element>).checkVisibility?.({
      opacityProperty: true,
      visibilityProperty: true,
    });
    isOnScreen = entries.at(-1)!.isIntersecting && isOpaque !== false;
    check();
  });
  observer.observe(element);
  document.addEventListener('visibilitychange', check);
  return () => {
    observer.disconnect();
    document.removeEventListener('visibilitychange', check);
  };
}
