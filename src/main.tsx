import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import './theme/tokens.css';
import './theme/page.css';
import { App } from './app/App';
import { keepForOffline } from './app/offline';
import { Opening } from './app/Opening';
import type { Controller } from './app/controller';
import type { OpenSlides } from './app/slide/openSlides';

const root = createRoot(document.getElementById('root')!);
let controller: Controller | null = null;
let slides: OpenSlides | null = null;

root.render(<Opening />);
void open();

// Someone typed another address, or followed a link to one, within the page.
addEventListener('hashchange', () => {
  if (controller?.isOwnAddress(location.hash) !== true) void open();
});

void keepForOffline();

/** A handle for debugging, in the browser's console: the hash of everything that has happened so far. */
Object.assign(globalThis, { hopscope: { traceHash: () => controller?.traceHash() ?? '' } });

/** Loads the simulation and opens the page's address in it. */
async function open(): Promise<void> {
  try {
    slides?.destroy();
    slides = null;
    if (viewOf(location.hash) === 'slide') {
      const [{ openSlides }, embed] = await Promise.all([
        import('./app/slide/openSlides'),
        window.parent === window ? null : import('./embed/frame/serveParent'),
      ]);
      const next = await openSlides(location.hash, (page) => root.render(page));
      const service = embed?.serveParent(next.slides, location.hash) ?? null;
      if (service !== null) next.onUnused((event) => service.onUnusedKey(event));
      controller?.destroy();
      controller = null;
      slides = {
        ...next,
        destroy() {
          service?.stop();
          next.destroy();
        },
      };
      return;
    }
    const { openAddress } = await import('./app/open');
    const next = await openAddress(location.hash);
    controller?.destroy();
    controller = next;
    root.render(
      <StrictMode>
        <App key={location.hash} controller={next} />
      </StrictMode>,
    );
  } catch (error) {
    root.render(<Opening error={error instanceof Error ? error.message : String(error)} />);
  }
}

/** `slide` for one slide in a deck; null for the whole page. */
function viewOf(hash: string): string | null {
  return new URLSearchParams(hash.replace(/^#/, '')).get('view');
}
