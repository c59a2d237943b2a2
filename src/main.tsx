import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import './theme/tokens.css';
import './theme/page.css';
import { App } from './app/App';
import { keepForOffline } from './app/offline';
import { Opening } from './app/Opening';
import type { Controller } from './app/controller';

const root = createRoot(document.getElementById('root')!);
let controller: Controller | null = null;

/** What is shown in place of the whole page, until it ends. */
interface Ended {
  destroy(): void;
}
let other: Ended | null = null;

const OTHER_VIEWS: Readonly<Record<string, (hash: string) => Promise<Ended>>> = {
  slide: openSlide,
  presenter: (hash) => openWindow('presenter', hash),
  audience: (hash) => openWindow('audience', hash),
  storyboard: async (hash) => {
    const { openStoryboard } = await import('./app/storyboard/openStoryboard');
    return openStoryboard(hash, (page) => root.render(page));
  },
};

beginWhereTold();
root.render(<Opening />);
void open();

// Someone typed another address, or followed a link to one, within the page.
addEventListener('hashchange', () => {
  if (controller?.isOwnAddress(location.hash) !== true) void open();
});

void keepForOffline();

/**
 * A handle for the browser's console and the command line: the hash of everything that has happened so far, and
 * files of a lesson.
 */
Object.assign(globalThis, {
  hopscope: {
    traceHash: () => controller?.traceHash() ?? '',
    exportFiles: async (request: unknown) => (await import('./app/exportHandle')).exportAsText(request),
  },
});

/** Loads the simulation and opens the page's address in it. */
async function open(): Promise<void> {
  const { hash } = location;
  try {
    other?.destroy();
    other = null;
    const openOther = OTHER_VIEWS[viewOf(hash) ?? ''];
    if (openOther !== undefined) {
      other = await openOther(hash);
      controller?.destroy();
      controller = null;
      return;
    }
    const { openAddress } = await import('./app/open');
    const next = await openAddress(hash);
    controller?.destroy();
    controller = next;
    root.render(
      <StrictMode>
        <App key={hash} controller={next} />
      </StrictMode>,
    );
  } catch (error) {
    root.render(<Opening error={error instanceof Error ? error.message : String(error)} />);
  }
}

/** A page that was saved as one file says where it begins, unless its address does. */
function beginWhereTold(): void {
  const told = document.querySelector<HTMLMetaElement>('meta[name="hopscope-open"]')?.content ?? '';
  if (location.hash === '' && told.startsWith('#')) history.replaceState(null, '', told);
}

/** One slide, for a deck; within a frame it talks to the page around it. */
async function openSlide(hash: string): Promise<Ended> {
  const [{ openSlides }, embed] = await Promise.all([
    import('./app/slide/openSlides'),
    window.parent === window ? null : import('./embed/frame/serveParent'),
  ]);
  const next = await openSlides(hash, (page) => root.render(page));
  const service = embed?.serveParent(next.slides, hash) ?? null;
  if (service !== null) next.onUnused((event) => service.onUnusedKey(event));
  return {
    destroy() {
      service?.stop();
      next.destroy();
    },
  };
}

/** One of the two windows of presenter mode. */
async function openWindow(view: 'presenter' | 'audience', hash: string): Promise<Ended> {
  const { openPresenting } = await import('./app/presenter/openPresenting');
  const next = await openPresenting(view, hash);
  root.render(next.page);
  return next;
}

/** The `view` of an address; null for the whole page. */
function viewOf(hash: string): string | null {
  return new URLSearchParams(hash.replace(/^#/, '')).get('view');
}
