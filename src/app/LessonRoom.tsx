import { lazy, Suspense, useCallback } from 'react';
import type { QuestionView } from '../lesson/view';
import { LessonTools } from '../ui/lesson/LessonTools';
import { useGuide } from './guideStore';
import { useApp } from './store';

const LessonColumn = lazy(() => import('../ui/lesson/LessonColumn'));
const LessonInvite = lazy(() => import('../ui/lesson/LessonInvite'));
const InviteStrip = lazy(() => import('../ui/lesson/InviteStrip'));
const LessonStrip = lazy(() => import('../ui/lesson/LessonStrip'));
const GhostStrip = lazy(() => import('../ui/lesson/GhostStrip'));
const PlaceMarks = lazy(() => import('../ui/lesson/PlaceMarks'));
const CourseOverview = lazy(() => import('../ui/lesson/CourseOverview'));

/** True while there is a lesson, or the offer of one, to draw. */
export function useHasLesson(): boolean {
  const isOpen = useApp((state) => state.lesson !== null);
  const invites = useGuide((state) => state.invites);
  return isOpen || invites;
}

/** Answers a question that asks for a field of the header strip; undefined while none does. */
export function useFieldQuestion(): ((field: 'source' | 'destination') => void) | undefined {
  const lesson = useApp((state) => state.lesson);
  const actions = useGuide((state) => state.actions);
  const question =
    lesson?.phase === 'predict' ? lesson.prediction : lesson?.phase === 'check' ? lesson.check : null;
  const source = optionOf(question, 'field/source');
  const destination = optionOf(question, 'field/destination');
  const answer = useCallback(
    (field: 'source' | 'destination') => {
      const option = field === 'source' ? source : destination;
      if (option !== null) actions?.choose(option);
    },
    [source, destination, actions],
  );
  return source === null && destination === null ? undefined : answer;
}

function optionOf(question: QuestionView | null | undefined, wanted: string): string | null {
  if (question === null || question === undefined || question.isLocked) return null;
  return question.options.find(({ place }) => place === wanted)?.id ?? null;
}

/** The lesson's column; or the offer of a course. */
export function LessonSlot() {
  const lesson = useApp((state) => state.lesson);
  const actions = useGuide((state) => state.actions);
  const offer = useOffer();
  if (actions === null) return null;
  return (
    <Suspense>
      {lesson === null ? (
        <LessonInvite {...offer} onCourse={() => actions.openCourse()} />
      ) : (
        <LessonColumn lesson={lesson} actions={actions} />
      )}
    </Suspense>
  );
}

/** The lesson, or the offer of a course, in one line. */
export function StripSlot({ onOpen }: { onOpen(): void }) {
  const lesson = useApp((state) => state.lesson);
  const offer = useOffer();
  return (
    <Suspense>
      {lesson === null ? <InviteStrip {...offer} /> : <LessonStrip lesson={lesson} onOpen={onOpen} />}
    </Suspense>
  );
}

/** How many lessons there are, and the two answers to the offer. */
function useOffer(): { readonly count: number; onStart(): void; onClose(): void } {
  const { actions, count, first } = useGuide();
  return {
    count,
    onStart: () => {
      if (first !== null) actions?.openLesson(first);
    },
    onClose: () => actions?.declineInvitation(),
  };
}

/** Belief and truth, once a belief runs. */
export function GhostSlot() {
  const lesson = useApp((state) => state.lesson);
  const ghost = lesson?.belief?.ghost ?? null;
  if (lesson === null || ghost === null || lesson.end !== null || lesson.isFreePlay) return null;
  return (
    <Suspense>
      <GhostStrip ghost={ghost} />
    </Suspense>
  );
}

/** What of the lesson is marked over the picture. */
export function MarksSlot() {
  const marks = useGuide((state) => state.marks);
  const picture = useGuide((state) => state.picture);
  if (marks.length === 0 || picture === null) return null;
  return (
    <Suspense>
      <PlaceMarks marks={marks} picture={picture} />
    </Suspense>
  );
}

/** The button in the bar at the top. */
export function LessonToolsSlot() {
  const { actions, finished, count } = useGuide();
  if (actions === null || count === 0) return null;
  return <LessonTools finished={finished} count={count} onOpen={() => actions.openCourse()} />;
}

/** The overview of the course, while it is open. */
export function CourseSlot() {
  const course = useApp((state) => state.course);
  const actions = useGuide((state) => state.actions);
  if (course === null || actions === null) return null;
  return (
    <Suspense>
      <CourseOverview course={course} actions={actions} />
    </Suspense>
  );
}
