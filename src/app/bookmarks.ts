/** The learner's bookmarks on this device, by scenario and seed: another seed has other moments. */
import type { Bookmark } from './story';

const PREFIX = 'hopscope.bookmarks.';
const MAX_KEPT = 50;

/** Storage may be forbidden: then there are none. */
export function keptBookmarks(scenario: string, seed: string): Bookmark[] {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(keyOf(scenario, seed)) ?? '[]');
    return Array.isArray(value) ? value.filter(isBookmark).slice(0, MAX_KEPT) : [];
  } catch {
    return [];
  }
}

export function keepBookmarks(scenario: string, seed: string, bookmarks: readonly Bookmark[]): void {
  try {
    const key = keyOf(scenario, seed);
    if (bookmarks.length === 0) localStorage.removeItem(key);
    else localStorage.setItem(key, JSON.stringify(bookmarks.slice(0, MAX_KEPT)));
  } catch {
    // no storage here
  }
}

function keyOf(scenario: string, seed: string): string {
  return `${PREFIX}${scenario}/${seed}`;
}

function isBookmark(value: unknown): value is Bookmark {
  const { at, name } = (value ?? {}) as Record<string, unknown>;
  return Number.isSafeInteger(at) && (at as number) >= 0 && typeof name === 'string';
}
