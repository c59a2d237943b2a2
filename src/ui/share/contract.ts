/** What the dialog for sharing is given, and what it may ask for. */
import type { Message } from '../projected';

export interface ShareView {
  /** A system of somebody's own: its files are on this device only, and in a trace file. */
  readonly isOwn: boolean;
  /** How many deeds there are, on how many branches. */
  readonly deeds: number;
  readonly branches: number;
  readonly isBusy: boolean;
  /** What became of a file. */
  readonly message: {
    readonly tone: 'bad' | 'info';
    readonly what: Message;
    readonly mend: Message | null;
  } | null;
  readonly record: RecordView;
}

/** What was done, as a lesson of one's own. */
export interface RecordView {
  /** Why it cannot be one; null if it can. */
  readonly refusal: Message | null;
  /** Null until it is asked for. */
  readonly lesson: {
    /** Its folder's name. */
    readonly id: string;
    readonly files: readonly { readonly path: string; readonly text: string }[];
    /** The lesson whose manifests it needs in its folder as well; null if it needs none. */
    readonly alsoFrom: string | null;
  } | null;
}

/** What a link is to hold besides the lesson. */
export interface LinkChoice {
  readonly withMoment: boolean;
  readonly withDeeds: boolean;
}

export interface ShareActions {
  link(choice: LinkChoice): string;
  saveTrace(): void;
  openTrace(file: File): void;
  /** Writes the lesson's files, or writes them again with another title; without one for an empty text. */
  writeLesson(title: string): void;
  /** Saves one of them; all for null. */
  saveLessonFile(path: string | null): void;
  close(): void;
}
