/** Paper and PDF: in place of each element a picture of every step, one page after the other. */
import type { HopScopeElement } from '../element/contract';
import type { Deck } from './deck';
import { stepRange } from './fragments';

/** How long a deck waits for the pictures of an element before it is printed without them. */
const PATIENCE_MILLIS = 60_000;

const STYLES = `
.hopscope-stills { display: grid; width: 100%; }
.reveal .hopscope-stills > img {
  grid-area: 1 / 1; display: block; width: 100%; height: 100%; object-fit: contain;
  max-width: none; max-height: none; margin: 0; transition: none;
}
.hopscope-stills.is-sheet { grid-template-columns: 1fr 1fr; gap: 8px; }
.reveal .hopscope-stills.is-sheet > img { grid-area: auto; }
`;

/**
 * Puts pictures in the place of all elements of a deck, before reveal lays out its pages. With `pdfSeparateFragments`,
 * reveal's default, each picture after the first is a fragment and so gets a page; without, all stand side by side.
 * Never rejects: a deck without a picture is still a deck.
 */
export async function printStills(deck: Deck): Promise<void> {
  const root = deck.getRevealElement() ?? document.body;
  const elements = [...root.querySelectorAll<HopScopeElement>('hop-scope')];
  if (elements.length === 0) return;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(STYLES);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  const isSeparate = deck.getConfig().pdfSeparateFragments !== false;
  const work = customElements
    .whenDefined('hop-scope')
    .then(() => Promise.allSettled(elements.map((element) => picture(element, isSeparate))));
  await Promise.race([work, new Promise((done) => setTimeout(done, PATIENCE_MILLIS))]);
}

async function picture(element: HopScopeElement, isSeparate: boolean): Promise<void> {
  const stated = stepRange(element);
  const first = await element.still(stated?.first);
  const range = stepRange(element) ?? stated;
  const svgs = [first];
  // Without a range nobody knows what follows: one picture is better than none.
  for (let step = (range?.first ?? 1) + 1; range !== null && step <= range.last; step += 1) {
    svgs.push(await element.still(step));
  }
  const images = await Promise.all(
    svgs.map((svg, place) => image(svg, element.frames[(range?.first ?? 1) - 1 + place]?.caption ?? '')),
  );
  const figure = document.createElement('div');
  figure.className = `${element.className} hopscope-stills${isSeparate ? '' : ' is-sheet'}`.trim();
  figure.id = element.id;
  if (isSeparate) images.slice(1).forEach((each) => each.classList.add('fragment'));
  figure.append(...images);
  element.replaceWith(figure);
}

/** Decoded, so that it is there when the browser prints. */
async function image(svg: string, alt: string): Promise<HTMLImageElement> {
  const made = document.createElement('img');
  made.alt = alt;
  made.src = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
  await made.decode();
  return made;
}
