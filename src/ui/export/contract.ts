/** What the dialog for exports is given, and what it may ask for. */
import type { Message } from '../projected';
import type { Language } from '../contract';

export type ExportFormat = 'svg' | 'png' | 'gif' | 'pptx' | 'html' | 'pdf';
export const EXPORT_FORMATS: readonly ExportFormat[] = ['pptx', 'png', 'svg', 'gif', 'pdf', 'html'];

export interface ExportChoice {
  readonly format: ExportFormat;
  readonly language: Language;
  readonly theme: 'light' | 'dark';
  readonly detail: 'steps' | 'hops';
  /** From 1; null for the first and the last. */
  readonly from: number | null;
  readonly to: number | null;
  /** GIF only: pictures of what plays between the frames. */
  readonly withMotion: boolean;
}

export interface ExportView {
  readonly choice: ExportChoice;
  /** Titles of all frames, in the chosen language; empty while they are worked out. */
  readonly frames: readonly string[];
  /** Address of the first still that was asked for; null until it is drawn. */
  readonly preview: string | null;
  /** The learner's own system: what opens this page elsewhere does not have its files. */
  readonly isOwn: boolean;
  readonly progress: { readonly done: number; readonly total: number } | null;
  readonly message: { readonly tone: 'bad' | 'info'; readonly what: Message } | null;
}

export interface ExportActions {
  close(): void;
  change(choice: Partial<ExportChoice>): void;
  start(): void;
  stop(): void;
}
