/** `view=storyboard`: every frame as a picture with its caption and notes, two on a page of A4, to be printed. */
import scenarios from 'virtual:scenarios';
import '../../i18n/exports';
import '../../i18n/later';
import '../../i18n/slides';
import { createElement, type ReactNode } from 'react';
import { translate } from '../../i18n/translate';
import { stillSvg } from '../../export/still';
import { footageOf, NoSuchFrames, turn } from '../exportFootage';
import { browserLanguage, readPreferences } from '../preferences';
import { readSlideAddress } from '../slide/slideAddress';
import { StoryboardPage, type Sheet, type StoryboardView } from './StoryboardPage';

/** Draws the storyboard of an address with `render`, picture by picture. What is wrong with the address is said there. */
export async function openStoryboard(
  hash: string,
  render: (page: ReactNode) => void,
): Promise<{ destroy(): void }> {
  const address = readSlideAddress(hash);
  const language = address.language ?? readPreferences().language ?? browserLanguage();
  const theme = address.theme === 'dark' ? 'dark' : 'light';
  document.documentElement.dataset['theme'] = 'light';
  document.documentElement.lang = language;
  document.documentElement.classList.add('is-storyboard');
  const urls: string[] = [];
  let isEnded = false;
  const destroy = () => {
    isEnded = true;
    document.documentElement.classList.remove('is-storyboard');
    for (const url of urls) URL.revokeObjectURL(url);
  };
  const show = (view: Omit<StoryboardView, 'language'>) =>
    render(createElement(StoryboardPage, { view: { ...view, language } }));
  const refuse = (key: string, params: Record<string, string | number>) =>
    show({ title: 'Hopscope', sheets: [], total: 0, problem: translate(language, key, params) });

  const id = address.scenario ?? '';
  const load = Object.hasOwn(scenarios, id) ? scenarios[id] : undefined;
  if (load === undefined) {
    refuse('storyboard.noScenario', { scenario: id.slice(0, 60), known: Object.keys(scenarios).join(', ') });
    return { destroy };
  }
  const loaded = (await load()).default;
  const { detail, lens, steps } = address;
  const seed = address.seed ?? loaded.scenario.seed;
  try {
    const footage = await footageOf({ loaded, seed, detail, language, theme, lens, steps });
    const { title, frames } = footage;
    document.title = `${title} · Hopscope`;
    const sheets: Sheet[] = [];
    for (const { frame, number, still } of frames) {
      if (isEnded) break;
      show({ title, sheets: [...sheets], total: frames.length, problem: null });
      await turn();
      const url = URL.createObjectURL(new Blob([stillSvg(still())], { type: 'image/svg+xml' }));
      urls.push(url);
      const { id: key, caption, notes } = frame;
      sheets.push({ id: key, number, title: frame.title, picture: url, caption, notes });
    }
    if (!isEnded) show({ title, sheets, total: frames.length, problem: null });
  } catch (error) {
    if (!(error instanceof NoSuchFrames)) throw error;
    refuse('export.noFrames', { asked: error.asked, count: error.count });
  }
  return { destroy };
}
