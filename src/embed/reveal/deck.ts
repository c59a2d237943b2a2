/**
 * The little of reveal.js that the plugin uses, so that its types need no copy of reveal.js and it runs with releases
 * 5 and 6. Names and meanings: https://revealjs.com/api/ and `dist/reveal.d.ts` of reveal.js 6.0.2.
 */
export interface Deck {
  /** Undefined before the deck has started. */
  getCurrentSlide(): HTMLElement | null | undefined;
  getRevealElement(): HTMLElement | null;
  getConfig(): { readonly view?: unknown; readonly pdfSeparateFragments?: unknown };
  /** Gives every fragment of a slide its `data-fragment-index`. */
  syncFragments(slide: HTMLElement): unknown;
  /** Shows all fragments of the current slide up to this index, and hides the others; -1 hides all. */
  navigateFragment(index: number): unknown;
  isPaused(): boolean;
  isSpeakerNotes(): boolean;
  on(type: string, listener: (event: Event) => void): void;
  off(type: string, listener: (event: Event) => void): void;
}

/** What `Reveal.initialize({ plugins: [...] })` takes: https://revealjs.com/creating-plugins/. */
export interface DeckPlugin {
  readonly id: string;
  /** The deck starts when the promise has resolved, or at once if there is none. */
  init(deck: Deck): Promise<void> | undefined;
  destroy(): void;
}
