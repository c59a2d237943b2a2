/** What the presenter's window shows and does. The app fills it; nothing here knows where it comes from. */
import type { Language } from '../contract';

export interface PresenterOption {
  readonly id: string;
  readonly letter: string;
  readonly text: string;
  readonly isRight: boolean;
  /** Hands that went up for it. */
  readonly hands: number;
}

export interface PresenterQuestion {
  readonly text: string;
  readonly options: readonly PresenterOption[];
  readonly answer: string;
}

export interface PresenterFrame {
  readonly title: string;
  readonly caption: string;
  /** Address of its picture; null while that is being drawn. */
  readonly still: string | null;
}

export interface PresenterView {
  readonly language: Language;
  readonly title: string;
  readonly number: number;
  readonly count: number;
  readonly now: PresenterFrame;
  readonly next: PresenterFrame | null;
  /** Paragraphs. */
  readonly notes: readonly string[];
  readonly question: PresenterQuestion | null;
  readonly isRevealed: boolean;
  /** What a frozen audience still sees. */
  readonly frozen: { readonly number: number; readonly title: string } | null;
  readonly isBlank: boolean;
  readonly hasCompany: boolean;
  readonly laserIsOn: boolean;
  readonly laser: { readonly x: number; readonly y: number } | null;
  readonly timer: { readonly seconds: number; readonly isRunning: boolean };
}

export interface PresenterActions {
  next(): void;
  previous(): void;
  goTo(index: number): void;
  reveal(on: boolean): void;
  count(option: string, hands: number): void;
  freeze(on: boolean): void;
  blank(on: boolean): void;
  setLaser(on: boolean): void;
  point(place: { readonly x: number; readonly y: number } | null): void;
  runTimer(on: boolean): void;
  resetTimer(): void;
  openAudience(): void;
}
