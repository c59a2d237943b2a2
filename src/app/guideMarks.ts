/** What of a lesson is marked in the picture: the answers that can be clicked, and where the ghost is. */
import type { LessonState } from '../lesson/lessonState';
import type { LessonPlan } from '../lesson/plan';
import type { LessonView, QuestionView } from '../lesson/view';
import type { Picture, PlaceMark } from '../ui/lesson/PlaceMarks';
import type { Host } from './parts';

/** The question that is asked now and can still be answered; null if none is. */
export function openQuestion(lesson: LessonView): QuestionView | null {
  if (lesson.isFreePlay || lesson.end !== null) return null;
  const question =
    lesson.phase === 'predict' ? lesson.prediction : lesson.phase === 'check' ? lesson.check : null;
  return question === null || question.isLocked ? null : question;
}

/** The option that a place of the picture stands for; null if it stands for none. */
export function optionAt(lesson: LessonView, place: string): string | null {
  return openQuestion(lesson)?.options.find((option) => option.place === place)?.id ?? null;
}

/** The marks over the picture. `pointed` is the place that the step points at. */
export function marksOf(lesson: LessonView | null, pointed: string | null): readonly PlaceMark[] {
  if (lesson === null || lesson.isFreePlay || lesson.end !== null) return [];
  const question = openQuestion(lesson);
  const choices = (question?.options ?? []).flatMap((option): PlaceMark[] => {
    if (option.place === null) return [];
    return [{ place: option.place, kind: option.id === question!.chosen ? 'chosen' : 'choice' }];
  });
  const ghost = ghostPlace(lesson);
  if (ghost !== null) return [...choices, { place: ghost, kind: 'ghost' }];
  const isBusy = choices.length > 0 || pointed === null || lesson.phase === 'check';
  return isBusy ? choices : [{ place: pointed, kind: 'pointed' }];
}

/** Where the ghost is while the true run is on its way: one column at most says so. */
function ghostPlace(lesson: LessonView): string | null {
  const run = lesson.belief?.ghost ?? null;
  if (run === null || (lesson.phase !== 'watch' && lesson.phase !== 'act')) return null;
  return run.columns.find((column) => column.ghostPlace !== null)?.ghostPlace ?? null;
}

/** The picture under the marks. `listeners` are to be called at every frame. */
export function pictureOf(host: Pick<Host, 'rectOf'>, listeners: Set<() => void>): Picture {
  return {
    rectOf: (place) => host.rectOf(place),
    packetRect,
    onFrame: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function packetRect(): DOMRect | null {
  const rect = document.querySelector('.hs-capsule-layer')?.getBoundingClientRect();
  return rect === undefined || rect.width === 0 ? null : rect;
}

/** True from a step's scene on until its belief and prediction are settled. */
export function isStillAsked({ steps }: LessonPlan, state: LessonState): boolean {
  if (state.hasEnded || state.freePlay !== null) return false;
  const now = steps[state.step];
  const taking = now === undefined ? undefined : state.taken[now.id];
  const isAsked = now?.phases.includes('predict') === true && taking?.lockedAt === null;
  return isAsked && (taking.phase === 'predict' || taking.phase === 'scene');
}
