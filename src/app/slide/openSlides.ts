/** Opens the slides that an address asks for. Whatever is wrong with it is told on the slide; something is always shown. */
import scenarios from 'virtual:scenarios';
import '../../i18n/later';
import '../../i18n/slides';
import { browserLanguage, readPreferences } from '../preferences';
import { createElement, type ReactNode } from 'react';
import type { Language } from '../../ui/contract';
import type { Slides } from './contract';
import { SlidePage } from './SlidePage';
import { readSlideAddress, rangeOf, shortened, type SlideAddress, type SlideProblem } from './slideAddress';
import { writeScript } from './script';
import { SlideShow } from './slideShow';

/** The scenario that opens when none is named. */
const FIRST = 'where-a-service-works';

/** Slides that are open on this page. */
export interface OpenSlides {
  readonly slides: Slides;
  /** Whoever wants the keys that the slide has no use for. */
  onUnused(listener: (event: KeyboardEvent) => void): void;
  /** Ends them: no frame is asked for any more. */
  destroy(): void;
}

/** Opens the slides of an address and draws them with `render`. Rejects only if the scenario cannot be loaded at all. */
export async function openSlides(hash: string, render: (page: ReactNode) => void): Promise<OpenSlides> {
  const show = await openShow(hash);
  let unused: ((event: KeyboardEvent) => void) | null = null;
  render(createElement(SlidePage, { key: hash, show, onUnused: (event) => unused?.(event) }));
  return {
    slides: show,
    onUnused: (listener) => {
      unused = listener;
    },
    destroy: () => show.destroy(),
  };
}

/** Reads the hash and plays the storyboard. Draw it with `SlidePage`. */
export async function openShow(hash: string): Promise<SlideShow> {
  const address = readSlideAddress(hash);
  const isKnown = address.scenario !== null && Object.hasOwn(scenarios, address.scenario);
  const unknown: SlideProblem[] =
    isKnown || address.scenario === null ? [] : [unknownScenario(address.scenario)];
  const loaded = (await scenarios[isKnown ? address.scenario! : FIRST]!()).default;
  const { scenario } = loaded;
  const seed = address.seed ?? scenario.seed;
  const script = await writeScript(loaded, { seed, detail: address.detail }, turn);
  const language = languageOf(address);
  const range = rangeOf(address, script.frames[language]);
  showTheme(address);
  const { first, last, index } = range;
  const reduced = matchMedia('(prefers-reduced-motion: reduce)');
  return new SlideShow(script, {
    ...{ first, last, index, language },
    lens: address.lens,
    controls: address.controls,
    problems: [...address.problems, ...unknown, ...range.problems],
    plays: address.autoplay === 'visible',
    isStill: () => address.isStill || reduced.matches,
  });
}

function languageOf({ language }: SlideAddress): Language {
  return language ?? readPreferences().language ?? browserLanguage();
}

function unknownScenario(value: string): SlideProblem {
  const known = Object.keys(scenarios).join(', ');
  return { key: 'slide.notice.scenario', params: { value: shortened(value), known } };
}

function showTheme({ theme }: SlideAddress): void {
  document.documentElement.dataset['theme'] = theme ?? 'auto';
}

/** Lets the page draw and listen for a moment. */
function turn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}
