/** What of the lesson's guide is drawn besides the lesson itself, and how React is told of both. */
import { create } from 'zustand';
import type { CourseView, LessonActions, LessonView } from '../lesson/view';
import type { Picture, PlaceMark } from '../ui/lesson/PlaceMarks';
import { useApp } from './store';

export interface GuideActions extends LessonActions {
  /** Takes the offer of the course away. */
  declineInvitation(): void;
}

export interface GuideState {
  /** Null before there is a page to act on. */
  readonly actions: GuideActions | null;
  /** The picture under the marks. */
  readonly picture: Picture | null;
  readonly marks: readonly PlaceMark[];
  /** Lessons finished, of how many. */
  readonly finished: number;
  readonly count: number;
  /** The lesson to start with; null if there is no course. */
  readonly first: string | null;
  /** Somebody has come for the first time: the course is offered. */
  readonly invites: boolean;
}

export const useGuide = create<GuideState>(() => ({
  actions: null,
  picture: null,
  marks: [],
  finished: 0,
  count: 0,
  first: null,
  invites: false,
}));

/** A page has been opened: nothing of the one before it is left. */
export function startGuide(start: Pick<GuideState, 'actions' | 'picture' | 'count' | 'first'>): void {
  useApp.setState({ lesson: null, course: null });
  useGuide.setState({ ...start, marks: [], finished: 0, invites: false });
}

/** Tells the lesson and the course's overview, if they have changed. */
export function tellLesson(lesson: LessonView | null, course: CourseView | null): void {
  const before = useApp.getState();
  const overview = isSame(before.course, course) ? before.course : course;
  if (before.lesson !== lesson || before.course !== overview) useApp.setState({ lesson, course: overview });
}

/** Tells what stands around the lesson, if it has changed. */
export function tellGuide(now: Pick<GuideState, 'marks' | 'finished' | 'invites'>): void {
  const { marks, finished, invites } = useGuide.getState();
  if (!isSame({ marks, finished, invites }, now))
    useGuide.setState({ ...now, marks: isSame(marks, now.marks) ? marks : now.marks });
}

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
