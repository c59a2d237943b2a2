/**
 * Makes `<hop-scope>` a part of a reveal.js deck: each of its steps is a fragment. Next and previous, clickers, the
 * speaker view, the address and the overview then need nothing of their own.
 *
 *     Reveal.initialize({ plugins: [Hopscope()] });
 *
 * The deck decides where an element stands; a press on the element's own buttons moves the deck. Elements sleep while
 * their slide is not shown, and while the deck is paused. With `?print-pdf` each step is a picture.
 */
import type { HopScopeElement } from '../element/contract';
import type { Deck, DeckPlugin } from './deck';
import * as fragments from './fragments';
import { printStills } from './printStills';

const TAG = 'hop-scope';

/** A plugin for one deck; every deck on a page takes its own. */
export function Hopscope(): DeckPlugin {
  let leave: () => void = () => undefined;
  return {
    id: 'hopscope',
    init(deck) {
      if (deck.getConfig().view === 'print') return printStills(deck);
      leave = join(deck);
      return undefined;
    },
    destroy() {
      leave();
    },
  };
}

/** Ties the elements of a deck to it. Returns how to part them. */
function join(deck: Deck): () => void {
  const root = deck.getRevealElement() ?? document.body;
  const numbers = fragments.authorsNumbers(root);
  const known = new Set<HopScopeElement>();
  const isUpcoming = deck.isSpeakerNotes() && new URLSearchParams(location.search).has('controls', 'false');
  /** Whether an element was last told to wake or to sleep. */
  const told = new Map<HopScopeElement, boolean>();
  let here: HTMLElement | null = null;
  let isOver = false;

  function elements(): HopScopeElement[] {
    return [...root.querySelectorAll<HopScopeElement>(TAG)];
  }

  /** Fragments first, from what is in the document: the deck and its speaker view count them before anything loads. */
  function prepare(): void {
    for (const element of elements()) {
      const range = fragments.stepRange(element);
      if (range !== null && fragments.fitFragments(element, range)) numberSlide(element);
      if (known.has(element)) continue;
      known.add(element);
      element.addEventListener('ready', onReady);
      element.addEventListener('stepchange', onStep);
    }
  }

  function numberSlide(element: Element): void {
    const slide = fragments.slideOf(element);
    if (slide !== null) fragments.renumber(deck, slide, numbers);
  }

  /** An element is there, for the first time or again: its slide begins at its own first step. */
  function onReady(event: Event): void {
    const element = event.currentTarget as HopScopeElement;
    const range = fragments.stepRange(element);
    // Reveal has an event of that name, and its listeners are further up.
    event.stopPropagation();
    if (range === null) return;
    if (fragments.fitFragments(element, range)) numberSlide(element);
    lead(element, { still: isUpcoming || fragments.wantedStep(element, range) !== range.first });
  }

  /** Someone pressed a button or a key inside the element. */
  function onStep(event: Event): void {
    const element = event.currentTarget as HopScopeElement;
    const range = fragments.stepRange(element);
    if (range === null || fragments.slideOf(element) !== deck.getCurrentSlide()) return;
    const step = element.currentStep;
    if (step !== fragments.wantedStep(element, range)) fragments.followElement(deck, element, range, step);
  }

  /** Brings an element to where the deck is. */
  function lead(element: HopScopeElement, how: { still: boolean }): void {
    const range = fragments.stepRange(element);
    if (range === null || !element.isReady) return;
    const step = fragments.wantedStep(element, range);
    if (element.currentStep !== step) void element.goTo(step, { still: how.still || isUpcoming });
  }

  function leadAll(still: boolean): void {
    // While a deck leaves a slide it marks all its fragments: that is no reason to move what is on it.
    if (here === null || here !== deck.getCurrentSlide()) return;
    for (const element of here.querySelectorAll<HopScopeElement>(TAG)) lead(element, { still });
  }

  /** Only what is seen is awake: a slide that waits behind another one is on the screen, as browsers see it. */
  function settle(): void {
    if (customElements.get(TAG) === undefined) return;
    for (const element of elements()) {
      const isSeen = here !== null && fragments.slideOf(element) === here && !deck.isPaused();
      if (told.get(element) === isSeen) continue;
      told.set(element, isSeen);
      if (isSeen) element.wake();
      else element.sleep();
    }
  }

  function onSlide(): void {
    const before = here;
    here = deck.getCurrentSlide() ?? null;
    const isBack =
      before !== null &&
      here !== null &&
      (here.compareDocumentPosition(before) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0;
    settle();
    leadAll(isBack);
  }

  const onShown = (): void => leadAll(false);
  const onHidden = (): void => leadAll(true);
  const onSync = (): void => {
    prepare();
    onSlide();
  };
  const heard: readonly (readonly [string, () => void])[] = [
    ['ready', onSlide],
    ['slidechanged', onSlide],
    ['fragmentshown', onShown],
    ['fragmenthidden', onHidden],
    ['paused', settle],
    ['resumed', settle],
    ['sync', onSync],
  ];

  prepare();
  heard.forEach(([type, listener]) => deck.on(type, listener));
  void customElements.whenDefined(TAG).then(() => {
    if (!isOver) onSlide();
  });
  return () => {
    isOver = true;
    heard.forEach(([type, listener]) => deck.off(type, listener));
    for (const element of known) {
      element.removeEventListener('ready', onReady);
      element.removeEventListener('stepchange', onStep);
    }
  };
}

export default Hopscope;
