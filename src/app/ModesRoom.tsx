import { lazy, Suspense } from 'react';
import type { ModesActions } from '../ui/modes/contract';
import { IconButton } from '../ui/IconButton';
import { useText } from '../ui/text';
import { useModes } from './modesStore';

const ModesDialog = lazy(() => import('../ui/modes/ModesDialog'));

/** The button that opens the comparison of the proxy modes. */
export function ModesButton({ actions }: { readonly actions: ModesActions }) {
  const { t } = useText();
  return (
    <span className="ui-modes-open">
      <IconButton icon="modes" label={t('modes.open')} onPress={() => actions.open()} />
    </span>
  );
}

/** The comparison of the proxy modes, while it is open. */
export function ModesSlot({ actions }: { readonly actions: ModesActions }) {
  const view = useModes((state) => state.view);
  if (view === null) return null;
  return (
    <Suspense>
      <ModesDialog view={view} actions={actions} />
    </Suspense>
  );
}
