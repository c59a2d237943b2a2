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
