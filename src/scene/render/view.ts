/** What the scene keeps of one lens, and the SVG elements it makes once. */
import type { Point } from '../geometry/rect';
import type { Layout, LensName } from '../layout/slots';
import type { LiveLink } from '../road/links';
import type { RouteBook } from '../road/routes';
import type { Leg, StopFinder } from '../road/stops';
import type { Placed } from './morph';

/** One lens, laid out and joined into SVG. */
export interface View {
  readonly lens: LensName;
  readonly layer: SVGGElement;
  readonly partLayer: SVGGElement;
  readonly linkLayer: SVGGElement;
  readonly placed: Map<string, Placed>;
  layout: Layout;
  book: RouteBook;
  finder: StopFinder;
  legs: Leg[];
  links: readonly LiveLink[];
  docks: { at: Point; fraction: number }[];
  madeFor: string;
  /** What the routes were worked out for. */
  waysFor: string;
  capsuleKey: string;
}

const NS = 'http://www.w3.org/2000/svg';

/** Appends an SVG element of a class. */
export function element<K extends keyof SVGElementTagNameMap>(
  parent: Element,
  tag: K,
  c: string,
): SVGElementTagNameMap[K] {
  const node = document.createElementNS(NS, tag);
  node.setAttribute('class', c);
  parent.appendChild(node);
  return node;
}

/** The hatching of stale and terminating things, as a pattern of the given id. */
export function addHatch(svg: SVGSVGElement, id: string): void {
  const pattern = element(element(svg, 'defs', ''), 'pattern', '');
  const attributes = {
    id,
    width: '9',
    height: '9',
    patternUnits: 'userSpaceOnUse',
    patternTransform: 'rotate(45)',
  };
  for (const [name, value] of Object.entries(attributes)) pattern.setAttribute(name, value);
  element(pattern, 'line', 'hs-hatch-line').setAttribute('y2', '9');
}
