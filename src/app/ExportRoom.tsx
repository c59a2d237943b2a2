import { lazy, Suspense, useRef } from 'react';
import { IconButton } from '../ui/IconButton';
import { useText } from '../ui/text';
import type { ExportDesk } from './exportDesk';
import { useExport } from './exportStore';
import type { Host } from './parts';

const ExportDialog = lazy(() => import('../ui/export/ExportDialog'));

let desk: ExportDesk | null = null;

/** The button that opens the dialog for exports. */
export function ExportButton({ host }: { readonly host: Pick<Host, 'session' | 'language'> }) {
  const { t } = useText();
  const isOpening = useRef(false);
  const open = async () => {
    if (isOpening.current) return;
    isOpening.current = true;
    const { ExportDesk: Desk } = await import('./exportDesk');
    const chosen = document.documentElement.dataset['theme'];
    const isDark =
      chosen === 'dark' || (chosen !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
    desk = new Desk(host.session, { language: host.language, isDark });
    isOpening.current = false;
  };
  return <IconButton icon="save" label={t('export.open')} onPress={() => void open()} />;
}

/** The dialog for exports, while it is open. */
export function ExportSlot() {
  const view = useExport((state) => state.view);
  if (view === null || desk === null) return null;
  return (
    <Suspense>
      <ExportDialog view={view} actions={desk} />
    </Suspense>
  );
}
