import { lazy, Suspense } from 'react';
import { TerminalButton } from '../ui/terminal/TerminalButton';
import { useTerminal } from './terminalStore';

const Strip = lazy(() => import('../ui/terminal/Terminal'));

/** The strip in which kubectl is typed, while it is open. */
export function TerminalSlot() {
  const view = useTerminal((state) => state.view);
  const actions = useTerminal((state) => state.actions);
  if (view === null || view === undefined || actions === undefined) return null;
  return (
    <Suspense>
      <Strip view={view} actions={actions} />
    </Suspense>
  );
}

/** The button that opens it. */
export function TerminalToolsSlot() {
  const isOpen = useTerminal((state) => state.view !== null);
  const actions = useTerminal((state) => state.actions);
  if (actions === undefined) return null;
  return <TerminalButton isOpen={isOpen} onToggle={() => actions.toggle()} />;
}
