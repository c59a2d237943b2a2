/** A scenario as slides: a row of frames, each a place to stop at. Plain data, for the page and for every export. */
import type { Lens } from '../../scenario/scenario';
import type { Micros } from '../../sim/kernel/time';

/** What a frame is for. `hop`: one hop of the request that its step follows. */
export type FrameKind = 'scene' | 'predict' | 'run' | 'hop' | 'explain' | 'check';

/** `hops`: where a run follows one request, a frame for each of its hops. */
export type Detail = 'steps' | 'hops';

/** A place to stop at. */
export interface SlideFrame {
  /** Stays the same in both languages: `<step>/<kind>`, `<step>/hop-3`, `<step>/answer` for what a check asked. */
  readonly id: string;
  readonly kind: FrameKind;
  /** Id of the lesson's step; the scenario's own id where it has no steps. */
  readonly step: string;
  readonly title: string;
  /** One plain sentence for the last row. */
  readonly caption: string;
  /** What the speaker says: plain text, paragraphs parted by an empty line. */
  readonly notes: string;
  /** It plays from here… */
  readonly startAt: Micros;
  /** …to here, where it rests. A still shows this moment. */
  readonly endAt: Micros;
  readonly lens: Lens;
  /** What is asked. On an `explain` frame its answer is no secret any more. */
  readonly question: FrameQuestion | null;
}

export interface FrameQuestion {
  readonly text: string;
  /** For a question that asks how many go where: empty. */
  readonly options: readonly FrameOption[];
  /** What the trace says, in one line; for the speaker until it is revealed. */
  readonly answer: string;
}

export interface FrameOption {
  readonly id: string;
  /** A, B, C… */
  readonly letter: string;
  readonly text: string;
  /** Computed from the trace. */
  readonly isRight: boolean;
}
