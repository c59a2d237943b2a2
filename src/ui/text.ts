/** The reader's language, and sentences in it, for every component below the shell. */
import { createContext, useContext } from 'react';
import { translate, type Params } from '../i18n/translate';
import type { Message } from './projected';
import type { Language } from './contract';

export const LanguageContext = createContext<Language>('zh-CN');

export interface Text {
  readonly language: Language;
  /** The sentence of a key of the catalogue. */
  t(key: string, params?: Params): string;
  /** The sentence of a message that projection or sim made. */
  say(message: Message): string;
}

/** Sentences in the language that the nearest `LanguageContext` names. */
export function useText(): Text {
  const language = useContext(LanguageContext);
  return {
    language,
    t: (key, params) => translate(language, key, params),
    say: (message) => translate(language, message.key, message.params),
  };
}

/** The text without its `**bold**` marks, for labels and titles that can hold no markup. */
export function plain(text: string): string {
  return text.replaceAll('**', '');
}
