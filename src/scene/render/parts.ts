/** Puts parts into SVG with keyed joins; a part whose shapes are unchanged is left alone. */
import { select, type Selection } from 'd3-selection';
import { ICONS } from '../model/icons';
import type { Part, Shape } from '../model/shapes';

export type Group = Selection<SVGGElement, unknown, null, undefined>;

const signatures = new WeakMap<SVGGElement, string>();
const lastParts = new WeakMap<SVGGElement, Part>();
const TAGS: Readonly<Record<Shape['t'], string>> = {
  rect: 'rect',
  text: 'text',
  path: 'path',
  icon: 'path',
  circle: 'circle',
};

function textClass(face: string): string {
  return face === 'sans' ? '' : ` hs-${face}`;
}

function put(node: Element, name: string, value: string | number | null): void {
  if (value === null) node.removeAttribute(name);
  else if (node.getAttribute(name) !== String(value)) node.setAttribute(name, String(value));
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

/** Writes one shape's attributes onto its element. */
function paint(node: Element, shape: Shape, hatch: string): void {
  if (shape.t === 'rect') {
    put(node, 'class', shape.c);
    put(node, 'x', round(shape.x));
    put(node, 'y', round(shape.y));
    put(node, 'width', round(shape.w));
    put(node, 'height', round(shape.h));
    put(node, 'rx', round(shape.r));
    put(node, 'fill', shape.c.includes('hs-hatch') ? `url(#${hatch})` : null);
  } else if (shape.t === 'text') {
    put(node, 'class', `${shape.c}${textClass(shape.face)}`);
    put(node, 'x', round(shape.x));
    put(node, 'y', round(shape.y));
    put(node, 'font-size', round(shape.size));
    put(node, 'text-anchor', shape.anchor === 'start' ? null : shape.anchor);
    put(node, 'xml:space', 'preserve');
    if (node.textContent !== shape.text) node.textContent = shape.text;
  } else if (shape.t === 'circle') {
    put(node, 'class', shape.c);
    put(node, 'cx', round(shape.x));
    put(node, 'cy', round(shape.y));
    put(node, 'r', round(shape.r));
  } else if (shape.t === 'icon') {
    put(node, 'class', `hs-icon-path ${shape.c}`);
    put(node, 'd', ICONS[shape.name]);
    put(node, 'transform', `translate(${round(shape.x)} ${round(shape.y)}) scale(${round(shape.size / 24)})`);
  } else {
    put(node, 'class', shape.c);
    put(node, 'd', shape.d);
    put(
      node,
      'transform',
      shape.x === 0 && shape.y === 0 ? null : `translate(${round(shape.x)} ${round(shape.y)})`,
    );
  }
}

/** Joins shapes to a group's children, by position and kind of element. */
export function joinShapes(group: SVGGElement, shapes: readonly Shape[], hatch: string): void {
  select(group)
    .selectAll<SVGElement, Shape>(':scope > :not(title)')
    .data(shapes, function key(this: Element, datum: Shape | undefined, i: number) {
      return `${i}/${datum === undefined ? this.tagName : TAGS[datum.t]}`;
    } as (this: Element, datum: Shape, i: number) => string)
    .join((enter) =>
      enter.append((shape) => document.createElementNS('http://www.w3.org/2000/svg', TAGS[shape.t])),
    )
    .each(function each(shape) {
      paint(this, shape, hatch);
    })
    .order();
}

/** `translate(x y)`, with a scale where a part is not at its own size. */
export function moveTo(node: SVGGElement, x: number, y: number, scaleX = 1, scaleY = 1): void {
  const scale = scaleX === 1 && scaleY === 1 ? '' : ` scale(${round(scaleX)} ${round(scaleY)})`;
  put(node, 'transform', `translate(${round(x)} ${round(y)})${scale}`);
}

function describe(node: SVGGElement, part: Part): void {
  const pressable = part.action !== undefined && part.disabled !== true;
  put(
    node,
    'class',
    `hs-part ${part.c}${pressable ? ' hs-press' : ''}${part.disabled ? ' hs-disabled' : ''}`,
  );
  put(node, 'role', part.action ? 'button' : part.label ? 'img' : null);
  put(node, 'aria-label', part.label ?? null);
  put(node, 'aria-hidden', part.label ? null : 'true');
  put(node, 'aria-disabled', part.disabled ? 'true' : null);
  put(node, 'aria-pressed', part.selected === undefined ? null : String(part.selected));
  put(node, 'tabindex', part.action ? (part.untabbed || part.disabled ? '-1' : '0') : null);
  put(node, 'data-key', part.key);
  showHint(node, part.hint);
}

function showHint(node: SVGGElement, hint: string | undefined): void {
  let title = node.querySelector(':scope > title');
  if (hint === undefined) return title?.remove();
  if (title === null) {
    title = document.createElementNS('http://www.w3.org/2000/svg', 'title');
    node.append(title);
  }
  title.textContent = hint;
}

/** Joins parts by key, in their order; calls `keep` with every part's element. */
export function joinParts(
  layer: SVGGElement,
  parts: readonly Part[],
  hatch: string,
  keep: (key: string, node: SVGGElement, part: Part) => void,
): void {
  select(layer)
    .selectAll<SVGGElement, Part>(':scope > g')
    .data(parts, (part) => part.key)
    .join('g')
    .each(function each(part) {
      if (lastParts.get(this) === part && this.getAttribute('opacity') === null) {
        keep(part.key, this, part);
        moveTo(this, part.rect.x, part.rect.y);
        return;
      }
      lastParts.set(this, part);
      const signature = JSON.stringify([
        part.shapes,
        part.c,
        part.label,
        part.hint,
        part.selected,
        part.disabled,
        part.untabbed,
      ]);
      if (signatures.get(this) !== signature) {
        signatures.set(this, signature);
        describe(this, part);
        joinShapes(this, part.shapes, hatch);
      }
      moveTo(this, part.rect.x, part.rect.y);
      put(this, 'opacity', null);
      keep(part.key, this, part);
    })
    .order();
}
