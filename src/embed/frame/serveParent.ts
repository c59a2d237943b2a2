/** Joins slides to the page around them. In a window of its own nothing happens. */
import type { Slides } from '../../app/slide/contract';
import { allowedOrigins } from '../protocol/origins';
import { Service } from './service';

export interface ParentService {
  /** Call it with every key that the slides have no use for. */
  onUnusedKey(event: KeyboardEvent): void;
  stop(): void;
}

/**
 * Answers the page around the slide, as far as the address allows: `origin=` names who may ask, and without it only
 * a page of the slide's own origin may. Null where there is no page around it.
 */
export function serveParent(slides: Slides, hash: string): ParentService | null {
  const page = window.parent;
  if (page === window) return null;
  const field = new URLSearchParams(hash.replace(/^#/, '')).get('origin');
  const service = new Service(slides, {
    page,
    own: window,
    allowed: allowedOrigins(field, location.origin),
    post: (message, target) => page.postMessage(message, target),
    setTheme: (theme) => {
      document.documentElement.dataset['theme'] = theme;
    },
  });

  const away = new AbortController();
  const { signal } = away;
  addEventListener('message', (letter) => service.take(letter), { signal });
  addEventListener('pointerup', () => isWriting(document.activeElement) || service.release(), {
    signal,
    capture: true,
  });
  const stopWatching = watchSight((isSeen) => service.rest.see(isSeen));
  return {
    onUnusedKey(event) {
      if (!isForPage(event)) return;
      // Whatever it means in the deck, here it must not scroll.
      event.preventDefault();
      service.passKey(event);
    },
    stop() {
      away.abort();
      stopWatching();
      service.stop();
    },
  };
}

/** Tells whether the frame is on the screen, as the browser sees it through all windows around it. */
function watchSight(tell: (isSeen: boolean) => void): () => void {
  let isOnScreen = false;
  const check = (): void => tell(isOnScreen && document.visibilityState === 'visible');
  const observer = new IntersectionObserver((entries) => {
    isOnScreen = entries.at(-1)!.isIntersecting;
    check();
  });
  observer.observe(document.documentElement);
  document.addEventListener('visibilitychange', check);
  return () => {
    observer.disconnect();
    document.removeEventListener('visibilitychange', check);
  };
}

/** Not the browser's own keys, not those that move within the slide, and not what is being written. */
function isForPage(event: KeyboardEvent): boolean {
  if (event.ctrlKey || event.metaKey || event.isComposing) return false;
  if (['Tab', 'Shift', 'Control', 'Alt', 'AltGraph', 'Meta', 'CapsLock', 'Process'].includes(event.key))
    return false;
  return !isWriting(event.target);
}

/** True for a field that is written in. */
export function isWriting(target: unknown): boolean {
  return (
    target instanceof Element &&
    target.closest(
      'textarea, select, [contenteditable], input:not([type=button], [type=checkbox], [type=radio], [type=range])',
    ) !== null
  );
}
