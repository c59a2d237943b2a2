/** What the dialog for somebody's own files is given, and what it may ask for. It reads and runs nothing itself. */
import type { Language } from '../contract';

export interface OwnFile {
  readonly id: string;
  /** As shown and as problems name it; unique. */
  readonly path: string;
  readonly text: string;
}

/** A sentence of the catalogue, with its parameters. */
export interface OwnMessage {
  readonly key: string;
  readonly params: Readonly<Record<string, string | number>>;
}

export interface OwnProblem {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly severity: 'error' | 'warning';
  readonly message: Readonly<Record<Language, string>>;
  readonly mend: Readonly<Record<Language, string>>;
}

/** What the files hold, as far as it could be read. */
export interface OwnSummary {
  readonly workloads: number;
  readonly services: number;
  readonly ingressPaths: number;
  readonly routes: number;
  /** What a cluster has and the files do not bring: `nodes`, `dns`, `ingressController`, `ingress`. */
  readonly added: readonly string[];
  /** Deployments that are paused and so make no Pods. */
  readonly paused: readonly string[];
  readonly scaledDown: readonly string[];
  readonly leftOut: readonly string[];
  /** What a browser may ask for, best first. */
  readonly urls: readonly string[];
}

export interface OwnView {
  readonly files: readonly OwnFile[];
  /** The id of the file that is shown. */
  readonly chosen: string;
  readonly problems: readonly OwnProblem[];
  readonly isReading: boolean;
  readonly summary: OwnSummary | null;
  /** What the browser shall ask for; empty: the first of the summary's. */
  readonly url: string;
  readonly urlIsBad: boolean;
  readonly resume: boolean;
  readonly isStarting: boolean;
  /** What was not taken, or could not be done. */
  readonly messages: readonly OwnMessage[];
  readonly canUndo: boolean;
  /** False where the browser keeps nothing for this page: then a reload forgets the files. */
  readonly isKept: boolean;
}

export interface OwnActions {
  close(): void;
  choose(id: string): void;
  edit(id: string, text: string): void;
  rename(id: string, path: string): void;
  /** A new empty file. */
  add(): void;
  /** A small system to begin with. */
  addExample(): void;
  /** Files from a picker, or files and folders that were dropped. */
  take(source: FileList | DataTransfer): void;
  remove(id: string): void;
  clear(): void;
  undo(): void;
  setUrl(url: string): void;
  setResume(resume: boolean): void;
  run(): void;
}
