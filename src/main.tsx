import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { keepForOffline } from './app/offline';

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <h1>Hopscope</h1>
  </StrictMode>,
);
void keepForOffline();
