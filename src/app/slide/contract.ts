/**
 * A scenario as slides: a row of frames, each a place to stop at. A deck, a clicker, another window and the exports
 * all see it through `Slides`; where they stand is a number, and what they show follows from the trace.
 */
import type { Lens } from '../../scenario/scenario';
import type { Micros } from '../../sim/kernel/time';
import type { Language } from '../../ui/contract';

/** What a frame is for. `hop`: one hop of the request that its step follows. */
export type FrameKind = 'scene' | 'predict' | 'run' | 'hop' | 'explain' | 'check';

/** A place to stop at. */
export interface SlideFrame {
  /** Stays the same in both languages: `<step>/<kind>`, `<step>/hop-3`. */
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

/** Where the slides stand. */
export interface SlidesState {
  readonly scenario: string;
  readonly title: string;
  readonly language: Language;
  readonly frames: readonly SlideFrame[];
  /** Index into `frames`, from 0. */
  readonly index: number;
  /** Index of the first and the last frame that `next` and `previous` keep to. */
  readonly first: number;
  readonly last: number;
  readonly isPlaying: boolean;
  readonly lens: Lens;
  readonly isAsleep: boolean;
  /** True while what is seen is no longer the frame's own story: somebody sent, killed or scaled. */
  readonly isOffScript: boolean;
}

/** What slides tell whoever listens. */
export type SlidesEvent =
  | { readonly type: 'stepchange'; readonly index: number; readonly id: string }
  | { readonly type: 'goal'; readonly step: string }
  | { readonly type: 'needsinput'; readonly id: string }
  | { readonly type: 'done' }
  | { readonly type: 'state' };

/** Slides, for whoever drives them. Nothing here throws: what cannot be done returns false and a reason is told. */
export interface Slides {
  state(): SlidesState;
  /** False if there is no frame after this one (before it): the caller passes the key on to its deck. */
  next(): boolean;
  previous(): boolean;
  /** By index from 0, or by a frame's or a step's id. `still`: at its rest, without playing. False: no such frame. */
  goTo(frame: number | string, how?: { readonly still?: boolean }): boolean;
  play(): void;
  pause(): void;
  setLens(lens: Lens): void;
  setLanguage(language: Language): void;
  /** Off the script: on the live cluster, from the moment shown. The next `next` or `goTo` is back on it. */
  send(): boolean;
  /** A Pod by its key or name; without one the Pod that answered last. */
  kill(pod?: string): boolean;
  /** Without a Deployment: the one behind the Service in the picture. */
  scale(replicas: number, deployment?: string): boolean;
  /** Nothing moves and nothing is drawn until `wake`. */
  sleep(): void;
  wake(): void;
  /** A frame at its rest as one SVG document of 1280 by 720, complete in itself. */
  still(frame: number | string): Promise<string>;
  /** Returns how to stop listening. */
  listen(listener: (event: SlidesEvent) => void): () => void;
}
