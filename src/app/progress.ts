/**
 * How far the learner is in each lesson, kept on this device. Storage may be forbidden (private windows,
 * sandboxed frames): then it lasts as long as the page.
 */

const KEY = 'hopscope.progress';

export interface LessonProgress {
  /** Ids of the steps that have been finished. */
  readonly done: readonly string[];
  /** Whether the first answer to a step's prediction was right, by step. */
  readonly predicted: Readonly<Record<string, boolean>>;
}

export type Progress = Readonly<Record<string, LessonProgress>>;

const NOTHING: LessonProgress = { done: [], predicted: {} };

/** What is known of a lesson; nothing done if it is new. */
export function progressIn(progress: Progress, lesson: string): LessonProgress {
  return Object.hasOwn(progress, lesson) ? progress[lesson]! : NOTHING;
}

/** What was kept; empty if there is none, or what stands there cannot be read. */
export function readProgress(): Progress {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(KEY) ?? '{}');
    if (!isRecord(value) || !isRecord(value['lessons'])) return {};
    return Object.fromEntries(
      Object.entries(value['lessons']).flatMap(([id, one]) => {
        const lesson = lessonFrom(one);
        return lesson === null ? [] : [[id, lesson]];
      }),
    );
  } catch {
    return {};
  }
}

/** Keeps it; without storage nothing happens. */
export function writeProgress(progress: Progress): void {
  try {
    localStorage.setItem(KEY, JSON.stringify({ version: 1, lessons: progress }));
  } catch {
    // no storage here
  }
}

function lessonFrom(value: unknown): LessonProgress | null {
  if (!isRecord(value) || !Array.isArray(value['done'])) return null;
  const done = value['done'].filter((id): id is string => typeof id === 'string');
  const predicted = isRecord(value['predicted']) ? value['predicted'] : {};
  return {
    done: [...new Set(done)],
    predicted: Object.fromEntries(
      Object.entries(predicted).filter((entry): entry is [string, boolean] => typeof entry[1] === 'boolean'),
    ),
  };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
