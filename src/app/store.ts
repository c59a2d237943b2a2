/** What React is told: the View of the moment, and a slice for each part. The world itself lives outside, in the session. */
import { create } from 'zustand';
import type { MenuView, PanelAsked, View } from '../ui/contract';
import type { CourseView, LessonView } from '../lesson/view';

export interface AppState {
  readonly view: View | null;
  readonly menu: MenuView | null;
  /** A panel that somebody else than the reader wants open. */
  readonly panelAsked: PanelAsked | null;
  /** The lesson that is taken; null while there is none. */
  readonly lesson: LessonView | null;
  /** The overview of the course; null while it is closed. */
  readonly course: CourseView | null;
}

export const useApp = create<AppState>(() => ({
  view: null,
  menu: null,
  panelAsked: null,
  lesson: null,
  course: null,
}));
