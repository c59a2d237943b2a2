/** The dialog for somebody's own files, as React is told of it. */
import { create } from 'zustand';
import type { OwnView } from '../ui/own/contract';

export interface OwnState {
  readonly isOpen: boolean;
  readonly view: OwnView;
}

/** What stands there before anything is written. */
export const EMPTY_VIEW: OwnView = {
  files: [{ id: 'f1', path: 'system.yaml', text: '' }],
  chosen: 'f1',
  problems: [],
  isReading: false,
  summary: null,
  url: '',
  urlIsBad: false,
  resume: true,
  isStarting: false,
  messages: [],
  canUndo: false,
  isKept: true,
};

export const useOwn = create<OwnState>(() => ({ isOpen: false, view: EMPTY_VIEW }));
