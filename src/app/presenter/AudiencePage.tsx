import { useEffect, useSyncExternalStore } from 'react';
import { AudienceLayer } from '../../ui/presenter/AudienceLayer';
import { SlidePage } from '../slide/SlidePage';
import type { SlideShow } from '../slide/slideShow';
import type { AudienceShow } from './audienceShow';

/** The audience's window: the slide, and what the presenter lays over it. F fills the screen, full stop makes it black. */
export function AudiencePage({ slides, show }: { readonly slides: SlideShow; readonly show: AudienceShow }) {
  const view = useSyncExternalStore(show.watch, show.view);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === '.' || event.key === 'b') show.toggleBlank();
      else if (event.key === 'f') void document.documentElement.requestFullscreen().catch(() => undefined);
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [show]);
  return (
    <>
      <SlidePage show={slides} />
      <AudienceLayer view={view} />
    </>
  );
}
