/**
 * Keeps somebody's own files while this tab is open: in memory, and in the tab's storage, so that a reload
 * finds them again. Storage may be forbidden or full: then only memory keeps them.
 */
import type { OwnFile } from '../ui/own/contract';
import type { OwnOptions, OwnText } from './ownReading';

const DRAFT = 'hopscope.own.draft';
const RUN = 'hopscope.own.run';
const TOLD = 'hopscope.own.told';

/** What stands in the dialog. */
export interface Draft {
  readonly files: readonly OwnFile[];
  readonly chosen: string;
  readonly options: OwnOptions;
}

/** What was run last: the dialog may have been edited since. */
export interface Run {
  readonly files: readonly OwnText[];
  readonly options: OwnOptions;
}

const memory = new Map<string, unknown>();

export function keepDraft(draft: Draft): boolean {
  return keep(DRAFT, draft);
}

export function keptDraft(): Draft | null {
  const draft = kept(DRAFT) as Partial<Draft> | null;
  const files = (Array.isArray(draft?.files) ? draft.files : []).filter(isFile);
  const [first] = files;
  if (draft === null || first === undefined) return null;
  const chosen = files.find(({ id }) => id === draft.chosen)?.id ?? first.id;
  return { files, chosen, options: optionsOf(draft.options) };
}

export function keepRun(run: Run): boolean {
  return keep(RUN, run);
}

export function keptRun(): Run | null {
  const run = kept(RUN) as Partial<Run> | null;
  if (run === null || !Array.isArray(run.files)) return null;
  return { files: run.files.filter(isText), options: optionsOf(run.options) };
}

/** True the first time it is asked in this tab. */
export function isFirstRun(): boolean {
  const isFirst = kept(TOLD) === null;
  keep(TOLD, true);
  return isFirst;
}

function isText(value: unknown): value is OwnText {
  const { path, text } = (value ?? {}) as Record<string, unknown>;
  return typeof path === 'string' && typeof text === 'string';
}

function isFile(value: unknown): value is OwnFile {
  return isText(value) && typeof (value as unknown as Record<string, unknown>)['id'] === 'string';
}

function optionsOf(value: unknown): OwnOptions {
  const { resume, url } = (value ?? {}) as Record<string, unknown>;
  return { resume: resume !== false, url: typeof url === 'string' ? url : '' };
}

/** Returns false if only memory has it. */
function keep(key: string, value: unknown): boolean {
  memory.set(key, value);
  try {
    sessionStorage.setItem(key, JSON.stringify(value));
    return true;
  } catch {
    return false;
  }
}

function kept(key: string): unknown {
  if (memory.has(key)) return memory.get(key);
  try {
    const text = sessionStorage.getItem(key);
    return text === null ? null : (JSON.parse(text) as unknown);
  } catch {
    return null;
  }
}
