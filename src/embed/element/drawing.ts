/**
 * A still as elements of the page. An `<img>` would need `img-src data:` from the page's content policy, and markup
 * would need trust: so the document is parsed aside and what draws is copied, element by element, under a shadow
 * root of its own, where its ids and classes meet no others.
 */

const SVG = 'http://www.w3.org/2000/svg';

const ELEMENTS = new Set(
  (
    'svg g defs symbol use title desc path rect circle ellipse line polyline polygon text tspan textPath marker ' +
    'linearGradient radialGradient stop clipPath mask pattern filter feDropShadow feGaussianBlur feOffset feBlend ' +
    'feMerge feMergeNode feFlood feComposite feColorMatrix'
  ).split(' '),
);

/** Addresses of anything but a part of the drawing itself. */
const ELSEWHERE = /url\(\s*(?!["']?#)|@import|image-set\(/i;

/** Draws an SVG document; null if it is none. Nothing in it can run or fetch anything. */
export function drawStill(svg: string): HTMLElement | null {
  const parsed = new DOMParser().parseFromString(svg, 'image/svg+xml').documentElement;
  if (parsed.namespaceURI !== SVG || parsed.localName !== 'svg') return null;
  const box = document.createElement('div');
  const root = box.attachShadow({ mode: 'open' });
  const sheets = [sheetOf(':host{display:block}svg{display:block;width:100%;height:auto}')];
  root.append(copyOf(parsed, sheets));
  root.adoptedStyleSheets = sheets;
  return box;
}

function sheetOf(text: string): CSSStyleSheet {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(text);
  return sheet;
}

function copyOf(from: Element, sheets: CSSStyleSheet[]): Element {
  const to = document.createElementNS(SVG, from.localName);
  for (const { name, value } of from.attributes) {
    if (/^on/i.test(name) || ELSEWHERE.test(value)) continue;
    if (/href$/i.test(name)) {
      if (value.startsWith('#')) to.setAttribute('href', value);
    } else if (name === 'style') (to as SVGElement).style.cssText = value;
    else if (!name.includes(':') && !name.startsWith('xmlns')) to.setAttribute(name, value);
  }
  for (const child of from.childNodes) {
    if (child instanceof Element) {
      if (child.namespaceURI !== SVG) continue;
      if (child.localName === 'style') {
        const text = child.textContent ?? '';
        if (!ELSEWHERE.test(text)) sheets.push(sheetOf(text));
      } else if (ELEMENTS.has(child.localName)) to.append(copyOf(child, sheets));
    } else if (child instanceof CharacterData && child.nodeType !== Node.COMMENT_NODE) to.append(child.data);
  }
  return to;
}
