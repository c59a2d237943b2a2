/** Branches, bookmarks, comparison and sharing, as React is told of them. */
import { create } from 'zustand';
import type { TimeView } from '../ui/branches/contract';

export const useTime = create<TimeView>(() => ({
  branches: [],
  bookmarks: [],
  isMarked: false,
  comparison: null,
  share: null,
}));
