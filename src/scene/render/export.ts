/** A standalone SVG of what is shown: styles written onto the elements, nothing referred to outside. */

const PROPERTIES = [
  'fill',
  'fill-opacity',
  'stroke',
  'stroke-width',
  'stroke-dasharray',
  'stroke-linecap',
  'stroke-linejoin',
  'stroke-opacity',
  'opacity',
  'font-family',
  'font-weight',
  'text-decoration-line',
  'visibility',
] as const;

/** Clones an SVG, inlines the computed styles and adds dots as circles. */
export function standaloneSvg(
  svg: SVGSVGElement,
  dots: ReadonlyMap<string, readonly number[]>,
  colours: ReadonlyMap<string, string>,
  background: string,
): string {
  const copy = svg.cloneNode(true) as SVGSVGElement;
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  inline(svg, copy);
  const ground = document.createElementNS('http://www.w3.org/2000/svg', 'rect');
  ground.setAttribute('width', '100%');
  ground.setAttribute('height', '100%');
  ground.setAttribute('fill', background);
  copy.insertBefore(ground, copy.firstChild);
  for (const [tone, list] of dots) {
    for (let i = 0; i < list.length; i += 2) {
      const circle = document.createElementNS('http://www.w3.org/2000/svg', 'circle');
      circle.setAttribute('cx', list[i]!.toFixed(1));
      circle.setAttribute('cy', list[i + 1]!.toFixed(1));
      circle.setAttribute('r', '4');
      circle.setAttribute('fill', colours.get(tone) ?? '#555');
      copy.appendChild(circle);
    }
  }
  return new XMLSerializer().serializeToString(copy);
}

function inline(from: Element, to: Element): void {
  const style = getComputedStyle(from);
  for (const property of PROPERTIES) {
    const value = style.getPropertyValue(property);
    // Only the short name is an attribute of SVG.
    const name = property === 'text-decoration-line' ? 'text-decoration' : property;
    if (value !== '') to.setAttribute(name, value);
  }
  for (const name of ['class', 'tabindex', 'data-key', 'aria-pressed', 'aria-disabled'])
    to.removeAttribute(name);
  const children = [...from.children];
  const copies = [...to.children];
  children.forEach((node, i) => {
    const copy = copies[i]!;
    if (getComputedStyle(node).display === 'none') copy.remove();
    else inline(node, copy);
  });
}
