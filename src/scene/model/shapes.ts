/**
 * The drawing as data: parts (keyed groups with a rectangle) made of shapes. `draw`
 * writes them, `render` puts them into SVG, tests read them. Colours are class names only.
 */
import type { Rect } from '../geometry/rect';
import type { Face } from '../text/fonts';
import type { IconName } from './icons';

/** Shapes stand relative to their part's upper left corner. `c` is a list of classes. */
export type Shape =
  | {
      readonly t: 'rect';
      readonly x: number;
      readonly y: number;
      readonly w: number;
      readonly h: number;
      readonly r: number;
      readonly c: string;
    }
  | {
      readonly t: 'text';
      readonly x: number;
      readonly y: number;
      readonly size: number;
      readonly face: Face;
      readonly text: string;
      readonly anchor: 'start' | 'middle' | 'end';
      readonly c: string;
    }
  | { readonly t: 'path'; readonly x: number; readonly y: number; readonly d: string; readonly c: string }
  | {
      readonly t: 'icon';
      readonly name: IconName;
      readonly x: number;
      readonly y: number;
      readonly size: number;
      readonly c: string;
    }
  | { readonly t: 'circle'; readonly x: number; readonly y: number; readonly r: number; readonly c: string };

/** What pressing a part does. */
export type PartAction =
  | { readonly type: 'select'; readonly place: string }
  | { readonly type: 'scale'; readonly workload: string; readonly replicas: number }
  | { readonly type: 'openRoute'; readonly file: string; readonly line: number | null };

export interface Part {
  /** Keeps its identity from picture to picture and from lens to lens. */
  readonly key: string;
  readonly rect: Rect;
  readonly shapes: readonly Shape[];
  readonly c: string;
  /** Spoken name; parts without one are decorative. */
  readonly label?: string;
  /** What is shown when one points at it: the line of kubectl that a button stands for. */
  readonly hint?: string;
  readonly action?: PartAction;
  /** Pressed is meaningful: this is the selected thing. */
  readonly selected?: boolean;
  readonly disabled?: boolean;
  /** Not in the Tab order, though it can be pressed: one of very many. */
  readonly untabbed?: boolean;
  /** In the other lens the part comes out of the part with this key. */
  readonly morphFrom?: string;
}

export interface TextStyle {
  readonly size: number;
  readonly face?: Face;
  readonly anchor?: 'start' | 'middle' | 'end';
  readonly c?: string;
}

/** A line of text, `y` on its base line. */
export function textShape(x: number, y: number, text: string, style: TextStyle): Shape {
  const { size, face = 'sans', anchor = 'start', c = 'hs-ink' } = style;
  return { t: 'text', x, y, size, face, text, anchor, c };
}

/** A box, corners rounded by `r`. */
export function rectShape(x: number, y: number, w: number, h: number, r: number, c: string): Shape {
  return { t: 'rect', x, y, w: Math.max(0, w), h: Math.max(0, h), r, c };
}

/** An icon whose box begins at x, y. */
export function iconShape(name: IconName, x: number, y: number, size: number, c: string): Shape {
  return { t: 'icon', name, x, y, size, c };
}

/** Moves shapes by dx, dy. */
export function moveShapes(shapes: readonly Shape[], dx: number, dy: number): Shape[] {
  return shapes.map((shape) => ({ ...shape, x: shape.x + dx, y: shape.y + dy }));
}

/** The base line that sets a line of `size` px in the middle of a row. */
export function baseLine(top: number, height: number, size: number): number {
  return top + height / 2 + size * 0.355;
}
