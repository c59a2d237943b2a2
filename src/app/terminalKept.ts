/** What the terminal keeps on this device: the lines that were typed, and how high it is. */
import { DEFAULT_HEIGHT, MIN_HEIGHT } from '../ui/terminal/contract';

const KEY = 'hopscope.terminal';
const MOST_LINES = 200;

export interface Kept {
  readonly history: readonly string[];
  readonly height: number;
}

const NOTHING: Kept = { history: [], height: DEFAULT_HEIGHT };

/** What was kept; the defaults where there is nothing, or storage is forbidden. */
export function readKept(): Kept {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(KEY) ?? '{}');
    if (typeof value !== 'object' || value === null) return NOTHING;
    const { history, height } = value as Record<string, unknown>;
    return {
      history: Array.isArray(history)
        ? history.filter((line): line is string => typeof line === 'string').slice(-MOST_LINES)
        : [],
      height: typeof height === 'number' && height >= MIN_HEIGHT ? height : DEFAULT_HEIGHT,
    };
  } catch {
    return NOTHING;
  }
}

export function writeKept(kept: Kept): void {
  try {
    localStorage.setItem(KEY, JSON.stringify({ ...kept, history: kept.history.slice(-MOST_LINES) }));
  } catch {
    // no storage here
  }
}
