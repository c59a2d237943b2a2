/** What the learner chose on this device. Storage may be forbidden (sandboxed frames): then nothing is kept. */
import type { Language, ThemeChoice } from '../ui/contract';

const KEY = 'hopscope.preferences';

export interface Preferences {
  readonly language?: Language;
  readonly theme?: ThemeChoice;
}

export function readPreferences(): Preferences {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(KEY) ?? '{}');
    if (typeof value !== 'object' || value === null) return {};
    const { language, theme } = value as Record<string, unknown>;
    return {
      ...(language === 'zh-CN' || language === 'en' ? { language } : {}),
      ...(theme === 'auto' || theme === 'light' || theme === 'dark' ? { theme } : {}),
    };
  } catch {
    return {};
  }
}

export function writePreferences(preferences: Preferences): void {
  try {
    localStorage.setItem(KEY, JSON.stringify({ ...readPreferences(), ...preferences }));
  } catch {
    // no storage here
  }
}

/** The browser's language: 简体中文 for any Chinese, English for all others. */
export function browserLanguage(): Language {
  const wanted = navigator.languages.length > 0 ? navigator.languages : [navigator.language];
  return wanted[0]?.toLowerCase().startsWith('zh') === true ? 'zh-CN' : 'en';
}
