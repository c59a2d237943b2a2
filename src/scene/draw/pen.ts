/** Writes shapes: text that fits, chips of addresses, marks of states. Coordinates are within a part. */
import type { Address } from '../../projection/picture';
import { translate, type Language, type Params } from '../../i18n/translate';
import type { Metrics } from '../layout/metrics';
import type { IconName } from '../model/icons';
import { baseLine, iconShape, rectShape, textShape, type Shape, type TextStyle } from '../model/shapes';
import { fitEnd, fitMiddle } from '../text/fit';
import { textWidth } from '../text/measure';

export interface ChipStyle {
  /** Room in px; the text is cut to it. */
  readonly max?: number;
  readonly look?: 'rest' | 'hot' | 'faint';
  readonly icon?: boolean;
}

const CHIP_PAD = 0.5;
const CHIP_ICON = 0.95;

/** Width of a chip in px. */
export function chipWidth(text: string, size: number, icon = true): number {
  return textWidth(text, size, 'bold') + size * (2 * CHIP_PAD + (icon ? CHIP_ICON + 0.28 : 0));
}

/** Height of a chip in px. */
export function chipHeight(size: number): number {
  return size * 1.56;
}

function chipRadius(kind: Address['kind'], h: number): number {
  if (kind === 'client') return h / 2;
  if (kind === 'node') return 0;
  return kind === 'pod' ? h * 0.34 : kind === 'vip' ? h * 0.2 : h * 0.12;
}

export class Pen {
  readonly shapes: Shape[] = [];

  constructor(
    readonly m: Metrics,
    readonly language: Language,
  ) {}

  /** A sentence of the scene. */
  say(key: string, params: Params = {}): string {
    return translate(this.language, `scene.${key}`, params);
  }

  box(x: number, y: number, w: number, h: number, r: number, c: string): void {
    this.shapes.push(rectShape(x, y, w, h, r, c));
  }

  icon(name: IconName, x: number, y: number, size: number, c: string): void {
    this.shapes.push(iconShape(name, x, y, size, c));
  }

  path(d: string, c: string, x = 0, y = 0): void {
    this.shapes.push({ t: 'path', x, y, d, c });
  }

  circle(x: number, y: number, r: number, c: string): void {
    this.shapes.push({ t: 'circle', x, y, r, c });
  }

  /** Text on its base line, cut to `max` px; returns the width written. */
  text(x: number, y: number, text: string, style: TextStyle & { max?: number; middle?: boolean }): number {
    const { size, face = 'sans', max } = style;
    const fitted =
      max === undefined
        ? text
        : style.middle
          ? fitMiddle(text, max, size, face)
          : fitEnd(text, max, size, face);
    if (fitted === '') return 0;
    this.shapes.push(textShape(x, y, fitted, style));
    return textWidth(fitted, size, face);
  }

  /** Text in the middle of a row; returns the width written. */
  row(
    x: number,
    top: number,
    height: number,
    text: string,
    style: TextStyle & { max?: number; middle?: boolean },
  ): number {
    return this.text(x, baseLine(top, height, style.size), text, style);
  }

  /** Pieces of text one after the other in a row; later pieces that find no room are cut or left out. */
  runs(
    x: number,
    top: number,
    height: number,
    max: number,
    pieces: readonly (TextStyle & { readonly text: string })[],
  ): number {
    let at = x;
    for (const piece of pieces) {
      const left = x + max - at;
      if (left < piece.size) break;
      at += this.row(at, top, height, piece.text, { ...piece, max: left });
    }
    return at - x;
  }

  /** An address in its colours and shape, `top` to `top + chipHeight`; returns its width. */
  chip(x: number, top: number, address: Address, size: number, style: ChipStyle = {}): number {
    const { max = Infinity, look = 'rest' } = style;
    let icon = style.icon ?? true;
    if (icon && chipWidth(address.text, size) > max) icon = false;
    const w = Math.min(max, chipWidth(address.text, size, icon));
    const h = chipHeight(size);
    const kind = address.kind;
    this.box(x, top, w, h, chipRadius(kind, h), `hs-chip hs-${kind} hs-${look}`);
    let at = x + size * CHIP_PAD;
    if (icon) {
      this.icon(
        kind,
        at,
        top + (h - size * CHIP_ICON) / 2,
        size * CHIP_ICON,
        `hs-chip-icon hs-${kind} hs-${look}`,
      );
      at += size * (CHIP_ICON + 0.28);
    }
    this.row(at, top, h, address.text, {
      size,
      face: 'bold',
      c: `hs-chip-text hs-${kind} hs-${look}`,
      max: x + w - at - size * CHIP_PAD * 0.6,
      middle: true,
    });
    return w;
  }

  /** A button's or label's small tag; returns its width. */
  tag(x: number, top: number, text: string, size: number, c: string, max = Infinity): number {
    const w = Math.min(max, textWidth(text, size) + size);
    this.box(x, top, w, size * 1.5, size * 0.35, `hs-tag ${c}`);
    this.row(x + size * 0.5, top, size * 1.5, text, { size, c: `hs-tag-text ${c}`, max: w - size * 0.8 });
    return w;
  }
}
