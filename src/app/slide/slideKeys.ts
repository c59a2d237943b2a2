/** Which key goes on and which goes back: those of clickers and of decks. */

const NEXT = ['PageDown', 'ArrowRight', 'ArrowDown', ' ', 'Enter'];
const PREVIOUS = ['PageUp', 'ArrowLeft', 'ArrowUp'];

export type SlideKey = 'next' | 'previous';

/** Null for keys that are the deck's, that come with Ctrl, Alt or Meta, or that press what has the focus. */
export function slideKeyOf(event: KeyboardEvent): SlideKey | null {
  if (event.ctrlKey || event.metaKey || event.altKey) return null;
  const target = event.target instanceof Element ? event.target : null;
  const presses = event.key === ' ' || event.key === 'Enter';
  if (presses && target !== null && target.closest('button, a[href]') !== null) return null;
  if (NEXT.includes(event.key)) return 'next';
  return PREVIOUS.includes(event.key) ? 'previous' : null;
}
