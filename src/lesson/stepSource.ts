import type { Micros } from '../sim/kernel/time';
import type { StepTaking } from './lessonState';
import type { StepPlan } from './plan';
import type { LessonTimeline } from './references';

/** What one step's parts are drawn from. */
export interface StepSource {
  readonly now: StepPlan;
  readonly taking: StepTaking;
  readonly timeline: LessonTimeline;
  readonly at: Micros;
  /** As `at`, but not after the step was left. */
  readonly until: Micros;
  /** The text of a key; empty if there is none. */
  readonly say: (key: string, moment: Micros) => string;
  readonly has: (key: string) => boolean;
}
