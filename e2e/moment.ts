/** What stands on the page at one moment, read in one go so that it belongs together. */
import type { Page } from '@playwright/test';

export interface Moment {
  /** The header strip: everything in it, what is struck out and what stands for it. */
  readonly strip: string;
  readonly struck: readonly string[];
  readonly fresh: readonly string[];
  readonly caption: string;
  readonly hopCount: string;
  /** The journey's current row: number, title and sentence; null if no row is current or the panel is shut. */
  readonly row: { readonly index: number; readonly title: string; readonly sentence: string } | null;
  /** The text of the panel beside the scene. */
  readonly panel: string;
  readonly at: number;
}

/** Reads the moment that is on the screen. `names`: what the header strip and the caption are called in its language. */
export async function readMoment(
  page: Page,
  names: { readonly strip: string; readonly caption: string },
): Promise<Moment> {
  return page.evaluate(({ strip, caption }) => {
    const text = (node: Element | null) => (node?.textContent ?? '').replace(/\s+/g, ' ').trim();
    const texts = (node: Element | null, selector: string) =>
      [...(node?.querySelectorAll(selector) ?? [])].map(text);
    const wire = document.querySelector(`section[aria-label="${strip}"]`);
    const row = document.querySelector('aside [aria-current="step"]')?.closest('li') ?? null;
    return {
      strip: text(wire),
      struck: texts(wire, 'del'),
      fresh: texts(wire, 'ins'),
      caption: text(document.querySelector(`section[aria-label="${caption}"] p`)),
      hopCount: text(document.querySelector('.ui-hopcount')),
      row:
        row === null
          ? null
          : {
              index: Number(text(row.querySelector('.ui-journey-index'))),
              title: text(row.querySelector('.ui-journey-text')),
              sentence: text(row.querySelector('p')),
            },
      panel: text(document.querySelector('aside')),
      at: Number(document.querySelector('[role=slider][aria-valuenow]')?.getAttribute('aria-valuenow')),
    };
  }, names);
}
