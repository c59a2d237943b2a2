/** What the dialog for embedding shows and asks for. */
import type { Language, Lens, ThemeChoice } from '../contract';

export const EMBED_TARGETS = ['element', 'reveal', 'slidev', 'marp', 'iframe', 'mdx', 'moodle'] as const;
export type EmbedTarget = (typeof EMBED_TARGETS)[number];

export interface EmbedChoice {
  readonly scenario: string;
  readonly title: string;
  /** `2-5`, or empty for all. */
  readonly steps: string;
  readonly detail: 'steps' | 'hops';
  /** Null: each step's own. */
  readonly lens: Lens | null;
  readonly language: Language;
  readonly theme: ThemeChoice;
  readonly controls: 'minimal' | 'full' | 'none';
  /** Empty: the scenario's own. */
  readonly seed: string;
}

export interface EmbedView {
  readonly choice: EmbedChoice;
  /** A system of somebody's own lives on this device only: a deck elsewhere could not open it. */
  readonly isOwn: boolean;
}

export interface EmbedActions {
  change(change: Partial<EmbedChoice>): void;
  snippet(target: EmbedTarget): string;
  /** Address of the preview. */
  preview(): string;
  present(): void;
  close(): void;
}
