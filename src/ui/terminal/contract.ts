/** What the terminal draws, and what it asks for. Whoever fills it in knows kubectl; the strip itself does not. */

/** Lines that were typed, or stand for a button, with what they printed. */
export interface TerminalEntry {
  readonly id: number;
  /** What stands behind the prompt. */
  readonly line: string;
  readonly output: readonly string[];
  readonly state:
    | 'done'
    | 'refused'
    /** A command in a container has not ended at the moment shown. */
    | 'running'
    /** `get -w`: what has been printed up to the moment shown. */
    | 'watching';
  /** True if a button was pressed, and the line is the one that it stands for. */
  readonly isEcho: boolean;
  /** Key of a sentence of help about the output, or null. */
  readonly note: string | null;
}

export interface TerminalView {
  readonly entries: readonly TerminalEntry[];
  /** What was typed, oldest first. */
  readonly history: readonly string[];
  /** Of the strip, in CSS pixels. */
  readonly height: number;
  /** Grows whenever the prompt is to have the focus. */
  readonly focusAsked: number;
}

export interface TerminalCandidate {
  readonly text: string;
  readonly note: string;
}

/** What may stand from `from` to the cursor. */
export interface TerminalCompletion {
  readonly from: number;
  readonly candidates: readonly TerminalCandidate[];
}

export interface TerminalActions {
  /** Enter. */
  run(line: string): void;
  /** Tab. */
  complete(line: string, cursor: number): TerminalCompletion;
  /** Ctrl+C: ends what watches or runs. */
  interrupt(): void;
  /** Ctrl+L. */
  clear(): void;
  resize(height: number): void;
  close(): void;
}

export const MIN_HEIGHT = 120;
export const DEFAULT_HEIGHT = 210;
