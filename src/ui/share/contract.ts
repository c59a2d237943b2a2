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
  close(): void;
}
