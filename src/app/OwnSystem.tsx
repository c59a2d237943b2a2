import { lazy, Suspense } from 'react';
import { useOwn } from './ownStore';
import { ownActions } from './ownSystem';

const OwnDialog = lazy(() => import('../ui/own/OwnDialog'));

/** The dialog for somebody's own files, while it is open. */
export function OwnSystem() {
  const isOpen = useOwn((state) => state.isOpen);
  const view = useOwn((state) => state.view);
  if (!isOpen) return null;
  return (
    <Suspense>
      <OwnDialog own={view} actions={ownActions} />
    </Suspense>
  );
}
