/** What an export is made of: frames with their words, and what each shows at its rest or at a moment between. */
import type { SlideFrame } from '../lesson/storyboard/frame';
import type { Language } from '../i18n/translate';
import type { StillInput } from './still';

export interface Footage {
  /** The scenario's id: it begins the names of files. */
  readonly id: string;
  readonly title: string;
  readonly language: Language;
  readonly theme: 'light' | 'dark';
  /** Those that were asked for. */
  readonly frames: readonly FootageFrame[];
}

export interface FootageFrame {
  readonly frame: SlideFrame;
  /** From 1, in the whole lesson. */
  readonly number: number;
  /** At its rest. */
  still(): StillInput;
  /** While it plays, at most `most` of them, each with the time for which it is shown. */
  motion(most: number): readonly { readonly millis: number; input(): StillInput }[];
}

/** Told before each picture is made: `done` of `total`. May wait, so that the page can breathe; false stops the work. */
export type Progress = (done: number, total: number) => Promise<boolean>;

/** Somebody has stopped the work. */
export class Stopped extends Error {}

/** A file that an export has made. */
export interface MadeFile {
  readonly name: string;
  readonly type: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}
