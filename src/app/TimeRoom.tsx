import { lazy, Suspense } from 'react';
import type { TimeActions } from '../ui/branches/contract';
import { IconButton } from '../ui/IconButton';
import type { ShareActions } from '../ui/share/contract';
import { useText } from '../ui/text';
import { useTime } from './timeStore';

const BranchBar = lazy(() => import('../ui/branches/BranchBar'));
const TimeTools = lazy(() => import('../ui/branches/TimeTools'));
const ShareDialog = lazy(() => import('../ui/share/ShareDialog'));
const CompareStage = lazy(() => import('../ui/branches/CompareStage'));

/** The branches, once there is more than one. */
export function BranchSlot({ actions }: { readonly actions: TimeActions }) {
  const branches = useTime((state) => state.branches);
  const left = useTime((state) => state.comparison?.left.letter);
  const right = useTime((state) => state.comparison?.right.letter);
  if (branches.length < 2) return null;
  const compared = left === undefined || right === undefined ? [] : [left, right];
  return (
    <Suspense>
      <BranchBar branches={branches} compared={compared} actions={actions} />
    </Suspense>
  );
}

/** True while two branches stand side by side, in the scene's place. */
export function useIsComparing(): boolean {
  return useTime((state) => state.comparison !== null);
}

/** Two branches side by side. */
export function CompareSlot({ actions }: { readonly actions: TimeActions }) {
  const comparison = useTime((state) => state.comparison);
  if (comparison === null) return null;
  return (
    <Suspense>
      <CompareStage comparison={comparison} actions={actions} />
    </Suspense>
  );
}

/** The button that opens the dialog for sharing. */
export function ShareButton({ actions }: { readonly actions: TimeActions }) {
  const { t } = useText();
  return <IconButton icon="link" label={t('share.open')} onPress={() => actions.openShare()} />;
}

/** The dialog for sharing, while it is open. */
export function ShareSlot({ actions }: { readonly actions: ShareActions }) {
  const share = useTime((state) => state.share);
  if (share === null) return null;
  return (
    <Suspense>
      <ShareDialog share={share} actions={actions} />
    </Suspense>
  );
}

/** Steps from event to event, and bookmarks. */
export function TimeToolsSlot({ actions }: { readonly actions: TimeActions }) {
  const bookmarks = useTime((state) => state.bookmarks);
  const isMarked = useTime((state) => state.isMarked);
  return (
    <Suspense>
      <TimeTools bookmarks={bookmarks} isMarked={isMarked} actions={actions} />
    </Suspense>
  );
}
