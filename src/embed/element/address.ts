/** Which page the element opens, and with which rights. */
import { originName } from '../protocol/origins';
import { REFLECTED } from './properties';

/** A slide that is open follows these; any other attribute opens it anew. */
export const FOLLOWED = ['step', 'lens', 'lang', 'theme'];
export const ATTRIBUTES = [...REFLECTED, 'lang', 'sandbox'];

export interface SlidePage {
  readonly url: string;
  /** For the iframe; null: none is needed. */
  readonly sandbox: string | null;
  /** The origin that its messages come from. */
  readonly origin: string;
}

/** Where the element stands. */
export interface Surroundings {
  /** Address of the loader's own file. */
  readonly loader: string;
  readonly baseURI: string;
  readonly origin: string;
}

/**
 * The page for an element's attributes; null if `base` is no address that a page can be opened from.
 *
 * The sandbox. From another origin the slide gets `allow-scripts allow-same-origin`: it keeps its own origin (for
 * its cache without a network) and can neither leave its frame nor open windows. On the page's own origin those two
 * together are no fence, since what is framed could take its sandbox off: there is none then. With the attribute
 * `sandbox` the author asks for the strict one: scripts, no origin, no storage.
 */
export function slidePage(get: (attribute: string) => string | null, here: Surroundings): SlidePage | null {
  const base = get('base');
  let url: URL;
  try {
    url = base === null || base === '' ? new URL('../', here.loader) : new URL(base, here.baseURI);
  } catch {
    return null;
  }
  if (!/^(https?|file):$/.test(url.protocol)) return null;
  if (!/\.html?$/.test(url.pathname)) url.pathname = `${url.pathname.replace(/\/$/, '')}/index.html`;
  const fields = new URLSearchParams({ view: 'slide', s: get('scenario') ?? '' });
  // `base` and `poster` are the element's own.
  for (const name of [...REFLECTED.slice(1, -2), 'lang']) fields.set(name, get(name) ?? '');
  fields.set('origin', originName(here.origin));
  // What is empty is left to the page.
  for (const [name, value] of [...fields]) if (value === '') fields.delete(name);
  url.hash = fields.toString();

  const isStrict = get('sandbox') !== null;
  const isForeign = originName(url.origin) !== originName(here.origin);
  return {
    url: url.href,
    sandbox: isStrict ? 'allow-scripts' : isForeign ? 'allow-scripts allow-same-origin' : null,
    origin: isStrict ? 'null' : originName(url.origin),
  };
}

/** The language that a page is written in, as one of ours; null if it is another. */
export function languageOf(tag = ''): string | null {
  return /^zh\b/i.test(tag) ? 'zh-CN' : /^en\b/i.test(tag) ? 'en' : null;
}
