/** A lesson as the interface is given it, at each of its phases: for tests of what is drawn. */
import type { CourseView, GhostRun, LessonActions, LessonView, Phase } from '../../../lesson/view';

const PHASES: readonly Phase[] = ['scene', 'predict', 'watch', 'explain', 'check'];
const message = (key: string, params: Readonly<Record<string, string | number>> = {}) => ({ key, params });

/** Lesson 8, at a phase of its second step. */
export function sampleLesson(phase: Phase, more: Partial<LessonView> = {}): LessonView {
  const at = PHASES.indexOf(phase);
  return {
    id: 'round-robin',
    title: 'Round robin?',
    number: 8,
    count: 10,
    minutes: 6,
    steps: [
      { id: 'one', title: 'Six requests', state: 'done' },
      { id: 'two', title: 'Who gets the next three?', state: 'now' },
      { id: 'three', title: 'One connection', state: 'next' },
    ],
    step: 1,
    phases: PHASES.map((each, index) => ({
      phase: each,
      state: index < at ? 'done' : index === at ? 'now' : 'next',
    })),
    phase,
    stepTitle: 'Who gets the next three?',
    body: 'The gateway opens a **new connection** for every request. The kernel draws anew for each: `0.33333`, then `0.50000`, and the rest.\n\n- It does not remember the last one.\n- Nobody takes turns.',
    belief: null,
    prediction: null,
    task: null,
    explanation: null,
    check: null,
    end: null,
    waitsFor: null,
    canGoBack: true,
    isFreePlay: false,
    isShowing: false,
    ...more,
  };
}

/** A question of two options, open. */
export function sampleChoice(
  more: Partial<NonNullable<LessonView['prediction']>> = {},
): NonNullable<LessonView['prediction']> {
  return {
    id: 'vip',
    kind: 'choice',
    question: 'To which address does the gateway send the next request?',
    options: [
      { id: 'same', text: 'To `10.103.22.45`, as before.', place: null, isRight: null },
      { id: 'new', text: 'To a **new** Service address.', place: null, isRight: null },
    ],
    shares: [],
    of: 0,
    chosen: null,
    isLocked: false,
    verdict: null,
    ...more,
  };
}

/** Three requests to share out over three Pods. */
export function sampleCount(said: readonly number[] = [0, 0, 0]): NonNullable<LessonView['prediction']> {
  const names = ['t8rqz', 'w6m2k', 'n5b9x'];
  return sampleChoice({
    id: 'shares',
    kind: 'count',
    question: 'Where do the next three requests go?',
    options: [],
    of: 3,
    shares: names.map((shortName, index) => ({
      pod: `default/user-api-deployment-${shortName}`,
      shortName,
      ip: `10.244.${index}.5`,
      said: said[index] ?? 0,
      truth: null,
    })),
  });
}

/** Six columns of which `happened` have come true; the second differs. */
export function sampleGhost(happened: number): GhostRun {
  const believed = ['10.244.0.5', '10.244.1.2', '10.244.2.6', '10.244.0.5', '10.244.1.2', '10.244.2.6'];
  const truth = ['10.244.0.5', '10.244.0.5', '10.244.2.6', '10.244.1.2', '10.244.1.2', '10.244.0.5'];
  return {
    belief: 'They take turns',
    partsAt: happened > 1 ? 1 : null,
    columns: believed.map((ip, index) => ({
      id: `r${index}`,
      at: index * 200_000,
      label: message('lesson.number', { number: index + 1, count: 6 }),
      believed: message('lesson.waits.run', { ip }),
      ghostPlace: null,
      truth: index < happened ? message('lesson.watched', { ip: truth[index]! }) : null,
      agrees: index < happened ? believed[index] === truth[index] : null,
    })),
  };
}

/** Two chapters, three lessons. */
export function sampleCourse(): CourseView {
  const lesson = (number: number, more: object) => ({
    id: `lesson-${number}`,
    number,
    title: `Title ${number}`,
    summary: `Summary of lesson ${number}, with \`code\`.`,
    minutes: 5,
    done: 0,
    steps: 4,
    state: 'new' as const,
    isOpen: false,
    ...more,
  });
  return {
    title: 'Every hop',
    finished: 1,
    count: 3,
    chapters: [
      {
        id: 'road',
        title: 'The road',
        body: 'From the browser to a Pod.',
        lessons: [
          lesson(1, { state: 'finished', done: 4 }),
          lesson(2, { state: 'begun', done: 2, isOpen: true }),
        ],
      },
      { id: 'truth', title: 'The truth', body: '', lessons: [lesson(3, {})] },
    ],
  };
}

/** Actions that write down what was asked: `['choose', 'same']`. */
export function recordedLessonActions(): { actions: LessonActions; asked: unknown[][] } {
  const asked: unknown[][] = [];
  const actions = new Proxy({} as LessonActions, {
    get:
      (_, name) =>
      (...values: unknown[]) => {
        asked.push([name, ...values]);
      },
  });
  return { actions, asked };
}
