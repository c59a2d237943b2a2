/** A standalone copy of what is drawn: styles written onto the elements, nothing referred to outside. */

const NS = 'http://www.w3.org/2000/svg';
const CONTAINERS: ReadonlySet<string> = new Set(['svg', 'g', 'defs', 'pattern']);
const FROM_THE_PAGE = ['class', 'tabindex', 'role', 'data-key', 'data-morphed', 'display'];
/** What SVG takes for granted: such values need not be written. */
const USUAL: Readonly<Record<string, string>> = {
  'fill-opacity': '1',
  'stroke-opacity': '1',
  'stroke-dasharray': 'none',
  'stroke-linecap': 'butt',
  'stroke-linejoin': 'miter',
  'stroke-width': '1px',
  opacity: '1',
  visibility: 'visible',
};
const STROKE = ['stroke-width', 'stroke-dasharray', 'stroke-linecap', 'stroke-linejoin', 'stroke-opacity'];
/** Written on the whole drawing: fonts that have Chinese letters, on every system that decks are shown on. */
export const STILL_SANS =
  '"Noto Sans CJK SC", "Source Han Sans SC", "Microsoft YaHei", "PingFang SC", "WenQuanYi Micro Hei", "Segoe UI", sans-serif';
export const STILL_MONO =
  '"Noto Sans Mono CJK SC", Menlo, Consolas, "DejaVu Sans Mono", "Microsoft YaHei", "PingFang SC", monospace';

/**
 * A copy of an element on the page that looks the same anywhere: computed styles as attributes, hidden parts and
 * buttons left out, texts held to the width that they have here, in case another font stands in elsewhere.
 */
export function standaloneCopy<E extends SVGElement>(drawn: E): E {
  const copy = drawn.cloneNode(true) as E;
  inline(drawn, copy);
  return copy;
}

/** Packets in flight as circles, failed ones as crosses: on the page they are on a canvas. */
export function dotsCopy(
  dots: ReadonlyMap<string, readonly number[]>,
  colours: ReadonlyMap<string, string>,
  edge: string,
  radius: number,
): SVGGElement {
  const group = document.createElementNS(NS, 'g');
  for (const [tone, list] of dots) {
    const colour = colours.get(tone) ?? '#555555';
    for (let i = 0; i < list.length; i += 2) {
      const [x, y] = [list[i]!, list[i + 1]!];
      if (tone === 'bad') {
        const r = radius;
        const d = `M${round(x - r)} ${round(y - r)}l${2 * r} ${2 * r}M${round(x + r)} ${round(y - r)}l${-2 * r} ${2 * r}`;
        group.append(make('path', { d, fill: 'none', stroke: colour, 'stroke-width': '2.5' }));
      } else {
        const at = { cx: String(round(x)), cy: String(round(y)), r: String(radius) };
        group.append(make('circle', { ...at, fill: colour, stroke: edge, 'stroke-width': '1.2' }));
      }
    }
  }
  return group;
}

function make(tag: string, attributes: Readonly<Record<string, string>>): SVGElement {
  const node = document.createElementNS(NS, tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  return node;
}

function inline(from: Element, to: Element): void {
  const style = getComputedStyle(from);
  const tag = from.tagName.toLowerCase();
  write(to, 'opacity', style.opacity);
  write(to, 'visibility', style.visibility);
  if (!CONTAINERS.has(tag)) inlineInk(style, tag, to);
  if (tag === 'text') holdWidth(from as SVGTextElement, to);
  for (const name of FROM_THE_PAGE) to.removeAttribute(name);
  for (const { name } of [...to.attributes]) if (name.startsWith('aria-')) to.removeAttribute(name);
  if (tag === 'pattern') to.id = `${PREFIX}hatch`;
  const children = [...from.children];
  const copies = [...to.children];
  children.forEach((node, i) => {
    const copy = copies[i]!;
    if (isLeftOut(node)) copy.remove();
    else inline(node, copy);
  });
}

const PREFIX = 'still-';

function isLeftOut(node: Element): boolean {
  if (node.tagName === 'title') return true;
  const key = node.getAttribute('data-key');
  if (key !== null && /^stepper\/.*\/(minus|plus)$/.test(key)) return true;
  return getComputedStyle(node).display === 'none';
}

function inlineInk(style: CSSStyleDeclaration, tag: string, to: Element): void {
  paint(to, 'fill', style.fill);
  write(to, 'fill-opacity', style.fillOpacity);
  if (style.stroke !== 'none' && style.stroke !== '') {
    paint(to, 'stroke', style.stroke);
    for (const name of STROKE) write(to, name, style.getPropertyValue(name));
  }
  if (tag !== 'text') return;
  if (/mono/i.test(style.fontFamily)) to.setAttribute('font-family', STILL_MONO);
  if (style.fontWeight !== '400') write(to, 'font-weight', style.fontWeight);
  const line = style.getPropertyValue('text-decoration-line');
  if (line !== 'none' && line !== '') to.setAttribute('text-decoration', line);
}

/** Colours as `#rrggbb`, which every reader of SVG knows; what is translucent says so beside it. */
function paint(to: Element, name: 'fill' | 'stroke', value: string): void {
  const parts = /^rgba?\(([\d.]+),\s*([\d.]+),\s*([\d.]+)(?:,\s*([\d.]+))?\)$/.exec(value);
  if (value.startsWith('url(')) to.setAttribute(name, `url(#${PREFIX}hatch)`);
  else if (parts === null) to.setAttribute(name, value === '' ? 'none' : value);
  else {
    const hex = parts.slice(1, 4).map((part) => Math.round(Number(part)).toString(16).padStart(2, '0'));
    to.setAttribute(name, `#${hex.join('')}`);
    if (parts[4] !== undefined) to.setAttribute(`${name}-opacity`, parts[4]);
  }
}

function write(to: Element, name: string, value: string): void {
  if (value === '' || value === USUAL[name]) to.removeAttribute(name);
  else to.setAttribute(name, value.replace(/px/g, ''));
}

function holdWidth(from: SVGTextElement, to: Element): void {
  if (typeof from.getComputedTextLength !== 'function') return;
  const length = from.getComputedTextLength();
  if (length <= 0) return;
  to.setAttribute('textLength', String(round(length)));
  to.setAttribute('lengthAdjust', 'spacingAndGlyphs');
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
