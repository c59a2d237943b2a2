import { useEffect, useSyncExternalStore } from 'react';
import { SlideShell } from '../../ui/slide/SlideShell';
import { LanguageContext } from '../../ui/text';
import { slideKeyOf } from './slideKeys';
import type { SlideShow } from './slideShow';

/** The slide in its page or frame. `onUnused` is told of every key that the slide has no use for. */
export function SlidePage({
  show,
  onUnused,
}: {
  readonly show: SlideShow;
  readonly onUnused?: ((event: KeyboardEvent) => void) | undefined;
}) {
  const view = useSyncExternalStore(show.watch, show.view);
  useEffect(() => {
    document.documentElement.lang = view.language;
    document.title = `${view.title} · Hopscope`;
  }, [view.language, view.title]);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented) return;
      const key = slideKeyOf(event);
      const isUsed = key === 'next' ? show.next() : key === 'previous' && show.previous();
      if (isUsed) event.preventDefault();
      else if (!isPressOf(event)) onUnused?.(event);
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [show, onUnused]);
  return (
    <LanguageContext value={view.language}>
      <SlideShell view={view} actions={show} />
    </LanguageContext>
  );
}

/** Space and Enter on a button press it: they are nobody else's. */
function isPressOf({ key, target }: KeyboardEvent): boolean {
  return (
    (key === ' ' || key === 'Enter') &&
    target instanceof Element &&
    target.closest('button, a[href]') !== null
  );
}
