/**
 * A lesson as it is being taken: plain JSON, so that it can be kept and put into an address. What happens to it is
 * an event, what it wants of the page an effect; `taking.ts` leads from one to the other.
 */
import type { Action, Lens, Reference } from '../scenario/scenario';
import type { Micros } from '../sim/kernel/time';
import type { Look } from './goals';
import type { PodNames } from './references';
import type { Phase } from './view';

export interface LessonState {
  readonly lesson: string;
  /** Index of the step that is shown. */
  readonly step: number;
  /** Past the last step. */
  readonly hasEnded: boolean;
  /** The steps that have been entered in this world, by id. */
  readonly taken: Readonly<Record<string, StepTaking>>;
  /** Ids of the steps that have been finished, in this world or before. */
  readonly done: readonly string[];
  /** Whether the first answer to a step's prediction was right, by step. */
  readonly predicted: Readonly<Record<string, boolean>>;
  /** Where the lesson's world was left to try things; null while in it. */
  readonly freePlay: { readonly at: Micros; readonly branch: string } | null;
}

export interface StepTaking {
  readonly phase: Phase;
  /** When it was entered: restarting it begins here. */
  readonly enteredAt: Micros;
  /** The steps before it were played unseen, after `enteredAt`. */
  readonly isJump: boolean;
  /** When its scene was set: from here on things count. Null while the scene is being set. */
  readonly startedAt: Micros | null;
  /** What its numbered references mean. */
  readonly names: PodNames;
  /** Keys of the Pods that a `count` question is about. */
  readonly pods: readonly string[];
  readonly belief: string | null;
  /** The option chosen of the prediction. */
  readonly answer: string | null;
  /** What is said of each Pod, for `count`. */
  readonly shares: Readonly<Record<string, number>>;
  /** Since when belief and prediction cannot be changed. */
  readonly lockedAt: Micros | null;
  readonly run: 'waiting' | 'playing' | 'over';
  /** When its run began; null before. */
  readonly runAt: Micros | null;
  /** "Show me" is playing. */
  readonly isShowing: boolean;
  /** When its goal was reached: stays, wherever in time one looks. */
  readonly goalAt: Micros | null;
  /** Since when all that had to happen has happened: from here on answers are judged. */
  readonly doneAt: Micros | null;
  readonly prediction: Verdict | null;
  readonly checkAnswer: string | null;
  readonly isCheckLocked: boolean;
  readonly check: Verdict | null;
  /** How many hints were asked for. */
  readonly hints: number;
  readonly looks: readonly Look[];
}

/** What the trace says of a question. */
export interface Verdict {
  readonly isRight: boolean;
  /** The right option; null for `count`. */
  readonly option: string | null;
  /** For `count`: how many went to each Pod. */
  readonly shares: Readonly<Record<string, number>> | null;
}

/** What happened. `at` is the moment shown. */
export type LessonEvent =
  | { readonly type: 'next'; readonly at: Micros }
  | { readonly type: 'previous'; readonly at: Micros }
  | { readonly type: 'goToStep'; readonly index: number; readonly at: Micros }
  | { readonly type: 'choose'; readonly option: string }
  | { readonly type: 'setShare'; readonly pod: string; readonly count: number }
  | { readonly type: 'believe'; readonly option: string }
  | { readonly type: 'lock'; readonly at: Micros }
  | { readonly type: 'hint' }
  | { readonly type: 'showMe'; readonly at: Micros }
  | { readonly type: 'restartStep'; readonly at: Micros }
  /** `branch` is the lesson's own, to come back to. */
  | { readonly type: 'freePlay'; readonly at: Micros; readonly branch: string }
  | { readonly type: 'backToLesson' }
  /** The learner opened something. */
  | { readonly type: 'looked'; readonly reference: Reference; readonly at: Micros }
  /** The learner acted, perhaps at a moment before the step began. */
  | { readonly type: 'acted'; readonly at: Micros }
  /** The scene is set; `names` and `pods` as `namesOf` and `countedPods` give them. */
  | {
      readonly type: 'sceneSet';
      readonly step: string;
      readonly at: Micros;
      readonly names: PodNames;
      readonly pods: readonly string[];
    }
  /** What an effect `play` asked for has been played to its end, requests included. */
  | {
      readonly type: 'played';
      readonly step: string;
      readonly from: 'run' | 'solution';
      readonly at: Micros;
    }
  /** From `observe`. */
  | { readonly type: 'reached'; readonly step: string; readonly at: Micros }
  | {
      readonly type: 'judged';
      readonly step: string;
      readonly question: 'prediction' | 'check';
      readonly verdict: Verdict;
    };

/** What the page shall do. In the order given. */
export type LessonEffect =
  /** Set the scene: play these at once, unseen (perhaps none), and answer with `sceneSet`. */
  | { readonly type: 'setScene'; readonly step: string; readonly actions: readonly Action[] }
  /** Play these visibly, and answer with `played`. */
  | {
      readonly type: 'play';
      readonly step: string;
      readonly from: 'run' | 'solution';
      readonly actions: readonly Action[];
    }
  /** Whatever is being played is dropped; no answer. */
  | { readonly type: 'stop' }
  /** To that moment, and what lay after it is left behind. */
  | { readonly type: 'rewind'; readonly at: Micros }
  /** Make a branch here and go over to it. */
  | { readonly type: 'fork'; readonly at: Micros }
  /** Back to that branch, at that moment. */
  | { readonly type: 'return'; readonly branch: string; readonly at: Micros }
  | { readonly type: 'lens'; readonly lens: Lens }
  /** Point at it; `placeOf` says where it is. */
  | { readonly type: 'point'; readonly reference: Reference }
  /** Open a panel: `rules`, `endpoints` …; about what, if the step shows something. */
  | { readonly type: 'open'; readonly panel: string; readonly reference: Reference | null };
