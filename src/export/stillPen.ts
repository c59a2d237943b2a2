/** Writes the shapes of a still's frame with the scene's own pen: chips and type look as they do in the picture. */
import type { Language } from '../i18n/translate';
import { Pen } from '../scene/draw/pen';
import { metricsFor } from '../scene/layout/metrics';
import { translate } from '../i18n/translate';

export class StillPen extends Pen {
  constructor(language: Language) {
    super(metricsFor({ w: 1280, h: 720 }), language);
  }

  /** A sentence of the page, without its bold marks. */
  page(key: string, params: Readonly<Record<string, string | number>> = {}): string {
    return translate(this.language, key, params).replaceAll('**', '');
  }

  /** Lines below one another, the first one's upper edge at `top`. */
  lines(
    x: number,
    top: number,
    lines: readonly string[],
    size: number,
    c: string,
    face: 'sans' | 'bold' = 'sans',
  ) {
    lines.forEach((line, i) => {
      const height = size * LINE_HEIGHT;
      this.row(x, top + i * height, height, line, { size, face, c });
    });
  }
}

export const LINE_HEIGHT = 1.36;
