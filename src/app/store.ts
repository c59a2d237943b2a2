/** What React is told: the View of the moment and the open menu. The world itself lives outside, in the session. */
import { create } from 'zustand';
import type { MenuView, View } from '../ui/contract';

export interface AppState {
  readonly view: View | null;
  readonly menu: MenuView | null;
}

export const useApp = create<AppState>(() => ({ view: null, menu: null }));
