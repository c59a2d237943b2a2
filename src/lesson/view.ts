/**
 * What the interface draws of a lesson, and what a learner can do in it. Sentences come filled in: they are
 * the lesson's own, in the learner's language. Words of the interface are message keys.
 */
import type { Micros } from '../sim/kernel/time';
import type { Message } from '../sim/packet/hop';

/** The phases of a step, in order; a step has those that its structure needs. */
export const PHASES = ['scene', 'predict', 'watch', 'act', 'explain', 'check'] as const;
export type Phase = (typeof PHASES)[number];

export interface LessonView {
  readonly id: string;
  readonly title: string;
  /** Its number in the course, from 1; null for a lesson that is not part of it. */
  readonly number: number | null;
  readonly count: number;
  readonly minutes: number | null;
  readonly steps: readonly {
    readonly id: string;
    readonly title: string;
    readonly state: 'done' | 'now' | 'next';
  }[];
  /** Index of the current step. */
  readonly step: number;
  readonly phases: readonly { readonly phase: Phase; readonly state: 'done' | 'now' | 'next' }[];
  readonly phase: Phase;
  readonly stepTitle: string;
  /** Markdown. */
  readonly body: string;
  readonly belief: BeliefView | null;
  /** Asked before anything moves. */
  readonly prediction: QuestionView | null;
  readonly task: TaskView | null;
  /** What has been seen, said in Markdown; null before the phase `explain`. */
  readonly explanation: string | null;
  readonly check: QuestionView | null;
  /** After the last step. */
  readonly end: LessonEnd | null;
  /** Why "next" cannot be pressed yet; null when it can. */
  readonly waitsFor: 'prediction' | 'goal' | 'run' | 'check' | null;
  readonly canGoBack: boolean;
  /** The learner has left the lesson's world to try things. */
  readonly isFreePlay: boolean;
  /** "Show me" is playing. */
  readonly isShowing: boolean;
}

export interface QuestionView {
  readonly id: string;
  readonly kind: 'choice' | 'place' | 'count';
  /** Markdown. */
  readonly question: string;
  readonly options: readonly OptionView[];
  /** For `count`: the Pods, what the learner says of each, and the truth once it is known. */
  readonly shares: readonly ShareView[];
  /** For `count`: how many there are to share out. */
  readonly of: number;
  /** The option chosen; null if none is. */
  readonly chosen: string | null;
  /** Locked: it cannot be changed any more. */
  readonly isLocked: boolean;
  readonly verdict: {
    readonly isRight: boolean;
    /** What the trace shows, in Markdown. */
    readonly because: string;
    /** What the trace shows against the option that was chosen; empty if nothing is said. */
    readonly against: string;
  } | null;
}

export interface OptionView {
  readonly id: string;
  /** Markdown. */
  readonly text: string;
  /** Place in the picture that can be clicked instead; null if there is none. */
  readonly place: string | null;
  /** What the trace says; null before. */
  readonly isRight: boolean | null;
}

export interface ShareView {
  /** Key of the Pod. */
  readonly pod: string;
  readonly shortName: string;
  readonly ip: string;
  readonly said: number;
  readonly truth: number | null;
}

export interface BeliefView {
  readonly id: string;
  readonly question: string;
  readonly options: readonly { readonly id: string; readonly text: string }[];
  readonly chosen: string | null;
  /** What the chosen model foretells, beside what happened; null before one is chosen. */
  readonly ghost: GhostRun | null;
  /** Said when the two have parted, or have not by the end. Markdown. */
  readonly because: string | null;
}

/** A believed run beside the true one, column by column, as far as time has come. */
export interface GhostRun {
  /** The name of the believed model. */
  readonly belief: string;
  readonly columns: readonly GhostColumn[];
  /** Index of the first column in which the two differ; null while they agree. */
  readonly partsAt: number | null;
}

export interface GhostColumn {
  readonly id: string;
  readonly at: Micros;
  /** What this column is about: "request 3", "node-2's rules". */
  readonly label: Message;
  readonly believed: Message;
  /** Where in the picture the ghost is now; null if nowhere. */
  readonly ghostPlace: string | null;
  /** Null until it has happened. */
  readonly truth: Message | null;
  readonly agrees: boolean | null;
}

export interface TaskView {
  /** Markdown. */
  readonly task: string;
  readonly parts: readonly { readonly text: string; readonly state: 'open' | 'half' | 'done' }[];
  readonly isReached: boolean;
  /** Hints asked for so far, Markdown. */
  readonly hints: readonly string[];
  readonly hintsLeft: number;
}

export interface LessonEnd {
  readonly recap: string;
  readonly simplified: string;
  readonly docs: { readonly url: string; readonly title: string; readonly version: string } | null;
  readonly rightPredictions: number;
  readonly predictions: number;
  /** The next lesson of the course; null after the last. */
  readonly next: { readonly id: string; readonly title: string } | null;
}

/** The course as its overview shows it. */
export interface CourseView {
  readonly title: string;
  readonly chapters: readonly {
    readonly id: string;
    readonly title: string;
    readonly body: string;
    readonly lessons: readonly {
      readonly id: string;
      readonly number: number;
      readonly title: string;
      readonly summary: string;
      readonly minutes: number | null;
      /** Steps done, of how many. */
      readonly done: number;
      readonly steps: number;
      readonly state: 'new' | 'begun' | 'finished';
      readonly isOpen: boolean;
    }[];
  }[];
  readonly finished: number;
  readonly count: number;
}

export interface LessonActions {
  /** On to the next phase or step. */
  next(): void;
  previous(): void;
  goToStep(index: number): void;
  /** Chooses an option of the question that is asked now. */
  choose(option: string): void;
  setShare(pod: string, count: number): void;
  /** No more changes: let it run. */
  lock(): void;
  believe(option: string): void;
  hint(): void;
  showMe(): void;
  /** The step anew, from the world in which it began. */
  restartStep(): void;
  /** Leaves the lesson's world to try things, and comes back to it without loss. */
  freePlay(): void;
  backToLesson(): void;
  /** Closes the lesson; the world stays. */
  leave(): void;
  openLesson(id: string): void;
  openCourse(): void;
  closeCourse(): void;
}
