/**
 * From message keys to sentences. Catalogues are plain records of text with `{name}`
 * places; `**…**` marks what is set in bold. A key may have the forms `key.one` and
 * `key.other`, chosen by the parameter `count` (Intl.PluralRules).
 */
import { en } from './en/catalogue';
import { zhCN } from './zh-CN/catalogue';

export type Language = 'zh-CN' | 'en';
export type Catalogue = Readonly<Record<string, string>>;
export type Params = Readonly<Record<string, string | number>>;

const catalogues: Record<Language, Catalogue> = { 'zh-CN': zhCN, en };

/** Adds sentences that came later than the page. */
export function addTexts(language: Language, texts: Catalogue): void {
  catalogues[language] = { ...catalogues[language], ...texts };
}

/** The sentence of a message in a language. A key that is missing comes back in brackets, so that it is seen. */
export function translate(language: Language, key: string, params: Params = {}): string {
  const catalogue = catalogues[language];
  const text = catalogue[key] ?? pluralForm(catalogue, language, key, params);
  if (text === undefined) return `⟦${key}⟧`;
  return text.replace(/\{(\w+)\}/g, (place, name: string) => {
    const value = params[name];
    return value === undefined ? place : String(value);
  });
}

function pluralForm(catalogue: Catalogue, language: Language, key: string, params: Params) {
  const count = params['count'];
  if (typeof count !== 'number') return undefined;
  const form = new Intl.PluralRules(language).select(count);
  return catalogue[`${key}.${form}`] ?? catalogue[`${key}.other`];
}

/** A run of text, bold or not: `**…**` taken apart for those who draw. */
export interface TextRun {
  readonly text: string;
  readonly bold: boolean;
}

/** Takes `**bold**` marks apart. */
export function textRuns(text: string): TextRun[] {
  return text
    .split('**')
    .map((part, index) => ({ text: part, bold: index % 2 === 1 }))
    .filter((run) => run.text !== '');
}
