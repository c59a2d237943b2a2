/** What the address of a slide says, and what of it cannot be read. `step` counts from 1 there. */
import type { Detail, SlideFrame } from '../../lesson/storyboard/frame';
import type { Language, Lens, ThemeChoice } from '../../ui/contract';

export type Controls = 'minimal' | 'full' | 'none';

export interface SlideAddress {
  readonly scenario: string | null;
  readonly seed: string | null;
  readonly step: string | null;
  readonly steps: string | null;
  readonly detail: Detail;
  /** Null: each step's own. */
  readonly lens: Lens | null;
  readonly language: Language | null;
  readonly theme: ThemeChoice | null;
  readonly controls: Controls;
  readonly autoplay: 'visible' | 'never';
  readonly isStill: boolean;
  readonly problems: readonly SlideProblem[];
}

/** Message key and parameters of what is said about the address. */
export interface SlideProblem {
  readonly key: string;
  readonly params: Readonly<Record<string, string>>;
}

const KNOWN = {
  detail: ['steps', 'hops'],
  lens: ['layers', 'machines'],
  lang: ['zh-CN', 'en'],
  theme: ['auto', 'light', 'dark'],
  controls: ['minimal', 'full', 'none'],
  autoplay: ['never', 'visible'],
  motion: ['auto', 'reduce'],
} as const;

/** Reads `#s=…&view=slide&step=…`. What is wrong takes its default, and is told. */
export function readSlideAddress(hash: string): SlideAddress {
  const fields = new URLSearchParams(hash.replace(/^#/, ''));
  const problems: SlideProblem[] = [];
  const choice = <N extends keyof typeof KNOWN>(field: N): (typeof KNOWN)[N][number] | null => {
    const value = fields.get(field);
    if (value === null || value === '') return null;
    const known: readonly string[] = KNOWN[field];
    if (known.includes(value)) return value as (typeof KNOWN)[N][number];
    const params = { field, value: shortened(value), known: known.join(', ') };
    problems.push({ key: 'slide.notice.value', params });
    return null;
  };
  return {
    scenario: fields.get('s'),
    seed: fields.get('seed'),
    step: fields.get('step'),
    steps: fields.get('steps'),
    detail: choice('detail') ?? 'steps',
    lens: choice('lens'),
    language: choice('lang'),
    theme: choice('theme'),
    controls: choice('controls') ?? 'minimal',
    autoplay: choice('autoplay') ?? 'never',
    isStill: choice('motion') === 'reduce',
    problems,
  };
}

/** A value out of an address, cut so that it cannot fill the page. */
export function shortened(value: string): string {
  return value.length > 40 ? `${value.slice(0, 40)}…` : value;
}

export interface Range {
  readonly first: number;
  readonly last: number;
  readonly index: number;
  readonly problems: readonly SlideProblem[];
}

/** Which frames are shown, and with which it begins; indexes from 0. */
export function rangeOf(
  { step, steps }: Pick<SlideAddress, 'step' | 'steps'>,
  frames: readonly SlideFrame[],
): Range {
  const problems: SlideProblem[] = [];
  const span = spanOf(steps, frames);
  if (span === null) {
    const params = { value: shortened(steps ?? ''), count: String(frames.length) };
    problems.push({ key: 'slide.notice.steps', params });
  }
  const { first, last } = span ?? { first: 0, last: frames.length - 1 };
  const wanted = step === null || step === '' ? first : indexOfFrame(step, frames);
  if (wanted === null || wanted < first || wanted > last) {
    problems.push({ key: 'slide.notice.step', params: { value: shortened(step ?? '') } });
    return { first, last, index: first, problems };
  }
  return { first, last, index: wanted, problems };
}

/** Of a number from 1, or of a frame's or a step's id; null if there is no such frame. */
export function indexOfFrame(text: string, frames: readonly SlideFrame[]): number | null {
  const number = /^\d{1,6}$/.test(text) ? Number(text) - 1 : null;
  if (number !== null) return number >= 0 && number < frames.length ? number : null;
  const byId = frames.findIndex(({ id }) => id === text);
  const found = byId >= 0 ? byId : frames.findIndex(({ step }) => step === text);
  return found < 0 ? null : found;
}

/** `2-5`, `3`, `2-`, `-5`, or all frames of a step by its id; null if it is none of these. */
function spanOf(text: string | null, frames: readonly SlideFrame[]): { first: number; last: number } | null {
  const all = { first: 0, last: frames.length - 1 };
  if (text === null || text === '') return all;
  const match = /^(\d{0,6})(-?)(\d{0,6})$/.exec(text);
  if (match !== null && text !== '-') {
    const first = match[1] === '' ? 0 : Number(match[1]) - 1;
    const last = match[2] === '' ? first : match[3] === '' ? all.last : Number(match[3]) - 1;
    return first >= 0 && first <= last && last <= all.last ? { first, last } : null;
  }
  const first = frames.findIndex(({ step }) => step === text);
  if (first < 0) return null;
  return { first, last: frames.findLastIndex(({ step }) => step === text) };
}
