/** What the slide view is given to draw, and what it may ask for. */
import type { FrameKind, FrameQuestion } from '../../lesson/storyboard/frame';
import type { StripCard } from '../../projection/cards';
import type { Language, Lens } from '../contract';

export interface SlideView {
  readonly title: string;
  readonly language: Language;
  readonly lens: Lens;
  readonly controls: 'minimal' | 'full' | 'none';
  /** The frames that can be gone to, in order. */
  readonly pills: readonly { readonly index: number; readonly title: string; readonly state: PillState }[];
  /** From 1. */
  readonly number: number;
  readonly count: number;
  readonly kind: FrameKind;
  /** Plain, one sentence. */
  readonly caption: string;
  readonly strip: StripCard | null;
  readonly question: FrameQuestion | null;
  readonly isRevealed: boolean;
  readonly isPlaying: boolean;
  readonly canGoBack: boolean;
  readonly canGoOn: boolean;
  readonly isOffScript: boolean;
  readonly notices: readonly { readonly id: number; readonly text: string }[];
  /** The same scenario in the whole app. */
  readonly appLink: string;
}

export type PillState = 'past' | 'now' | 'next';

export interface SlideActions {
  next(): boolean;
  previous(): boolean;
  goTo(index: number): boolean;
  play(): void;
  pause(): void;
  setLens(lens: Lens): void;
  dismiss(notice: number): void;
  /** The element in which the scene is drawn has come, or gone. */
  attach(host: HTMLElement | null): void;
}
