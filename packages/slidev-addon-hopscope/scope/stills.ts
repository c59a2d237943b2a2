/**
 * Pictures of steps for whatever is not the live slide: print, export, the next slide in the presenter's window. One
 * element out of sight draws them, one lesson after the other, so that a page with fifty copies opens one at a time.
 */
import { TAG } from './loader';

/** The element's attributes by name. */
export type Attributes = Readonly<Record<string, string>>;

interface Drawing extends HTMLElement {
  still(step: number): Promise<string>;
  readonly firstStep: number;
  readonly lastStep: number;
}

export interface Pictures {
  readonly first: number;
  /** Addresses of images, from the first step to the last. */
  readonly addresses: readonly string[];
}

const kept = new Map<string, Promise<Pictures>>();
let queue: Promise<unknown> = Promise.resolve();

/** All steps of an element with these attributes. Drawn once per page. */
export function picturesOf(attributes: Attributes): Promise<Pictures> {
  const key = JSON.stringify(attributes);
  const known = kept.get(key);
  if (known !== undefined) return known;
  const made = queue.then(() => draw(attributes));
  queue = made.catch(() => undefined);
  kept.set(key, made);
  return made;
}

async function draw(attributes: Attributes): Promise<Pictures> {
  const element = document.createElement(TAG) as Drawing;
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.setAttribute('aria-hidden', 'true');
  // On the screen, behind everything: a slide that cannot be seen sleeps, and draws nothing.
  Object.assign(element.style, {
    position: 'fixed',
    inset: '0 auto auto 0',
    zIndex: '-1',
    width: '1280px',
    height: '720px',
    pointerEvents: 'none',
  });
  document.body.append(element);
  try {
    await element.still(Number(attributes['steps']?.split('-')[0] ?? 1));
    const { firstStep: first, lastStep: last } = element;
    const addresses = [];
    for (let step = first; step <= last; step += 1) addresses.push(address(await element.still(step)));
    return { first, addresses };
  } finally {
    element.remove();
  }
}

function address(svg: string): string {
  return URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
}
