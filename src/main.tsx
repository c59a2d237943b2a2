import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import './theme/tokens.css';
import './theme/page.css';
import { App } from './app/App';
import { keepForOffline } from './app/offline';
import { openAddress } from './app/open';

const root = createRoot(document.getElementById('root')!);
let controller = await openAddress(location.hash);
show();

// Someone typed another address, or followed a link to one, within the page.
addEventListener('hashchange', () => {
  if (controller.isOwnAddress(location.hash)) return;
  void openAddress(location.hash).then((next) => {
    controller.destroy();
    controller = next;
    show();
  });
});

void keepForOffline();

function show(): void {
  root.render(
    <StrictMode>
      <App key={location.hash} controller={controller} />
    </StrictMode>,
  );
}
