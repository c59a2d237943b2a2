/** The course as its overview shows it: what there is, and how far the learner is in it. */
import type { CoursePlace } from '../lesson/lessonView';
import type { CourseView } from '../lesson/view';
import type { LoadedCourse } from '../scenario/course';
import type { Language } from '../ui/contract';
import { progressIn, type Progress } from './progress';

type LessonEntry = LoadedCourse['chapters'][number]['lessons'][number];

/** The course's lessons, in order. */
export function lessonsOf(course: LoadedCourse): readonly LessonEntry[] {
  return course.chapters.flatMap((chapter) => chapter.lessons);
}

/** Steps of a lesson that are done; those that it has no more do not count. */
function doneIn(lesson: LessonEntry, progress: Progress): readonly string[] {
  const { done } = progressIn(progress, lesson.id);
  return lesson.stepIds.filter((step) => done.includes(step));
}

function isFinished(lesson: LessonEntry, progress: Progress): boolean {
  return lesson.stepIds.length > 0 && doneIn(lesson, progress).length === lesson.stepIds.length;
}

/** How many lessons are finished. */
export function countFinished(course: LoadedCourse, progress: Progress): number {
  return lessonsOf(course).filter((lesson) => isFinished(lesson, progress)).length;
}

/** Where a lesson stands in the course. */
export function coursePlace(course: LoadedCourse, id: string, language: Language): CoursePlace {
  const lessons = lessonsOf(course);
  const index = lessons.findIndex((lesson) => lesson.id === id);
  const next = index === -1 ? undefined : lessons[index + 1];
  return {
    number: index === -1 ? null : index + 1,
    count: lessons.length,
    next: next === undefined ? null : { id: next.id, title: titleOf(course, next.id, language) },
  };
}

/** The step to go on with: the first that is not done; the first of all if all are. */
export function stepToContinue(stepIds: readonly string[], progress: Progress, lesson: string): number {
  const { done } = progressIn(progress, lesson);
  return Math.max(
    0,
    stepIds.findIndex((step) => !done.includes(step)),
  );
}

/** Everything that the overview shows. `open` is the lesson that is taken now. */
export function courseView(
  course: LoadedCourse,
  progress: Progress,
  language: Language,
  open: string | null,
): CourseView {
  const texts = course.texts[language];
  const all = lessonsOf(course);
  return {
    title: texts['title'] ?? '',
    finished: countFinished(course, progress),
    count: all.length,
    chapters: course.chapters.map((chapter) => ({
      id: chapter.id,
      title: texts[`chapters.${chapter.id}.title`] ?? chapter.id,
      body: texts[`chapters.${chapter.id}.body`] ?? '',
      lessons: chapter.lessons.map((lesson) => {
        const done = doneIn(lesson, progress).length;
        return {
          id: lesson.id,
          number: all.indexOf(lesson) + 1,
          title: titleOf(course, lesson.id, language),
          summary: texts[`lessons.${lesson.id}.summary`] ?? '',
          minutes: lesson.minutes,
          done,
          steps: lesson.stepIds.length,
          state: isFinished(lesson, progress) ? 'finished' : done > 0 ? 'begun' : 'new',
          isOpen: lesson.id === open,
        };
      }),
    })),
  };
}

function titleOf(course: LoadedCourse, lesson: string, language: Language): string {
  return course.texts[language][`lessons.${lesson}.title`] ?? lesson;
}
