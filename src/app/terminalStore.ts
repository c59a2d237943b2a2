/** The terminal's slice of what React is told. */
import { create } from 'zustand';
import type { TerminalActions, TerminalView } from '../ui/terminal/contract';

export interface TerminalState {
  /** Null before there is a page to act on. */
  readonly actions: TerminalActions & { toggle(): void };
  /** Null while the strip is closed. */
  readonly view: TerminalView | null;
}

export const useTerminal = create<Partial<TerminalState>>(() => ({ view: null }));
