/**
 * A still as elements of the page. An `<img>` would need `img-src data:` from the page's content policy, and markup
 * would need trust: so the document is parsed aside and what draws is copied, element by element, under a shadow
 * root of its own, where its ids and classes meet no others.
 */
import { sheetOf } from './sheets';

const SVG = 'http://www.w3.org/2000/svg';

/** What the scene draws with. */
const ELEMENTS = /^(svg|g|defs|use|title|desc|path|rect|circle|ellipse|line|text|tspan|clipPath|pattern)$/;

/** Addresses of anything but a part of the drawing itself. */
const ELSEWHERE = /url\(\s*(?!["']?#)|@import|image-set\(/i;

/** Draws an SVG document; null if it is none. Nothing in it can run or fetch anything. */
export function drawStill(svg: string): HTMLElement | null {
  const parsed = new DOMParser().parseFromString(svg, 'image/svg+xml').documentElement;
  if (parsed.nodeName !== 'svg') return null;
  const box = document.createElement('div');
  const root = box.attachShadow({ mode: 'open' });
  const sheets = [sheetOf(':host{display:block}svg{display:block;width:100%;height:auto}')];
  root.append(copyOf(parsed, sheets));
  root.adoptedStyleSheets = sheets;
  return box;
}

function copyOf(from: Element, sheets: CSSStyleSheet[]): Element {
  const to = document.createElementNS(SVG, from.nodeName) as SVGElement;
  for (const { name, value } of from.attributes) {
    if (/^on|:/i.test(name) || ELSEWHERE.test(value)) continue;
    if (name === 'style') to.style.cssText = value;
    else if (name !== 'href' || value[0] === '#') to.setAttribute(name, value);
  }
  for (const child of from.childNodes) {
    const name = child.nodeName;
    const text = child.textContent ?? '';
    if (name === '#text') to.append(text);
    else if (name === 'style') sheets.push(sheetOf(ELSEWHERE.test(text) ? '' : text));
    else if (ELEMENTS.test(name)) to.append(copyOf(child as Element, sheets));
  }
  return to;
}
