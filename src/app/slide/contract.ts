/**
 * A scenario as slides: a row of frames, each a place to stop at. A deck, a clicker, another window and the exports
 * all see it through `Slides`; where they stand is a number, and what they show follows from the trace.
 */
import type { Lens } from '../../scenario/scenario';
import type { SlideFrame } from '../../lesson/storyboard/frame';
import type { Language } from '../../ui/contract';

export type { FrameKind, FrameOption, FrameQuestion, SlideFrame } from '../../lesson/storyboard/frame';

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
