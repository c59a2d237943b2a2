/**
 * A step is a fragment: an element that stops at N places has N - 1 empty fragments right behind it, and where it
 * should stand is read off them. Reveal keeps them, shows and hides them, and sends them to its speaker view.
 */
import type { HopScopeElement } from '../element/contract';
import type { Deck } from './deck';

/** The first and the last step that an element shows, counted from 1. */
export interface StepRange {
  readonly first: number;
  readonly last: number;
}

/** On our fragments: which of its element's they are, from 0. */
const MARK = 'data-hopscope-fragment';
const INDEX = 'data-fragment-index';

/**
 * What `ready` told; before that what `steps="2-5"` says. Null while nobody knows: then the element gets its fragments
 * when it is ready.
 */
export function stepRange(element: HopScopeElement): StepRange | null {
  if (element.isReady && element.lastStep >= element.firstStep && element.firstStep > 0) {
    return { first: element.firstStep, last: element.lastStep };
  }
  const match = /^\s*(\d{1,4})\s*-\s*(\d{1,4})\s*$/.exec(element.getAttribute('steps') ?? '');
  const [first, last] = [Number(match?.[1]), Number(match?.[2])];
  return match !== null && first > 0 && last >= first ? { first, last } : null;
}

/** The slide that an element is on: the inner one of a vertical stack. */
export function slideOf(element: Element): HTMLElement | null {
  return element.closest<HTMLElement>('.slides section');
}

/** An element's fragments, in the order of its steps. */
export function fragmentsOf(element: Element): HTMLElement[] {
  const found: HTMLElement[] = [];
  for (let next = element.nextElementSibling; next?.hasAttribute(MARK); next = next.nextElementSibling) {
    if (next instanceof HTMLElement) found.push(next);
  }
  return found;
}

/**
 * The numbers that authors gave to fragments and elements, before reveal closes the gaps between them. Everything else
 * is numbered by its place in the document, so that two elements come one after the other, whichever was ready first.
 */
export function authorsNumbers(root: Element): ReadonlyMap<Element, number> {
  const numbered = [...root.querySelectorAll(`[${INDEX}]`)];
  return new Map(numbered.map((each) => [each, indexOf(each)]));
}

/** Gives an element as many fragments as it has steps after its first. Returns whether anything changed. */
export function fitFragments(element: Element, range: StepRange): boolean {
  const wanted = range.last - range.first;
  const there = fragmentsOf(element);
  if (there.length === wanted) return false;
  there.slice(wanted).forEach((extra) => extra.remove());
  let last = there.slice(0, wanted).at(-1) ?? element;
  for (let count = there.length; count < wanted; count += 1) {
    const fragment = document.createElement('span');
    fragment.className = 'fragment';
    fragment.hidden = true;
    fragment.setAttribute('aria-hidden', 'true');
    fragment.setAttribute(MARK, String(count));
    last.after(fragment);
    last = fragment;
  }
  return true;
}

/** Numbers a slide's fragments again after some were added, and keeps what is shown without a gap. */
export function renumber(deck: Deck, slide: HTMLElement, numbers: ReadonlyMap<Element, number>): void {
  const all = [...slide.querySelectorAll<HTMLElement>('.fragment')];
  const start = (fragment: Element): number | undefined =>
    fragment.hasAttribute(MARK) ? numbers.get(ownerOf(fragment)) : numbers.get(fragment);
  for (const fragment of all) {
    const number = start(fragment);
    if (number === undefined) fragment.removeAttribute(INDEX);
    else fragment.setAttribute(INDEX, String(number + Number(fragment.getAttribute(MARK) ?? 0)));
  }
  deck.syncFragments(slide);
  if (slide.classList.contains('past')) all.forEach((fragment) => fragment.classList.add('visible'));
  if (slide !== deck.getCurrentSlide()) return;
  const shown = all.filter((fragment) => fragment.classList.contains('visible')).map(indexOf);
  if (shown.length > 0) deck.navigateFragment(Math.max(...shown));
}

function ownerOf(fragment: Element): Element {
  const before = fragment.previousElementSibling;
  return before?.hasAttribute(MARK) === true ? ownerOf(before) : (before ?? fragment);
}

/** Where the deck wants the element to stand. */
export function wantedStep(element: Element, range: StepRange): number {
  const shown = fragmentsOf(element).filter((fragment) => fragment.classList.contains('visible'));
  return Math.min(range.first + shown.length, range.last);
}

/** Moves the deck to where the element stands. */
export function followElement(deck: Deck, element: Element, range: StepRange, step: number): void {
  const fragments = fragmentsOf(element);
  const reached = fragments[step - range.first - 1];
  const start = fragments[0];
  if (reached !== undefined) deck.navigateFragment(indexOf(reached));
  else if (start !== undefined && step <= range.first) deck.navigateFragment(indexOf(start) - 1);
}

/** -1 if it has none. */
function indexOf(fragment: Element): number {
  return Number(fragment.getAttribute(INDEX) ?? -1);
}
