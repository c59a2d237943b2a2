import { lazy, Suspense } from 'react';
import { IconButton } from '../ui/IconButton';
import { useText } from '../ui/text';
import { embedding, openEmbedding, useEmbedding } from './embedding/embedding';
import { useApp } from './store';

const EmbedDialog = lazy(async () => {
  await import('../i18n/embedding');
  return import('../ui/embed/EmbedDialog');
});

/** The button that opens the dialog for embedding what is on the page. */
export function EmbedButton({ scenario }: { readonly scenario: string }) {
  const { t } = useText();
  const open = () => {
    const view = useApp.getState().view;
    if (view === null) return;
    const { title, language, lens, theme } = view;
    openEmbedding({ scenario, title, language, lens, theme });
  };
  return <IconButton icon="slide" label={t('embed.open')} onPress={open} />;
}

/** The dialog, while it is open. */
export function EmbedSlot() {
  const view = useEmbedding((state) => state.view);
  if (view === null) return null;
  return (
    <Suspense>
      <EmbedDialog view={view} actions={embedding} />
    </Suspense>
  );
}
