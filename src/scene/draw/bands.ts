/** The four bands of the Layers lens with their numbers and names. */
import type { Language } from '../../i18n/translate';
import type { Layout } from '../layout/slots';
import type { Part } from '../model/shapes';
import { fitEnd, wrapText } from '../text/fit';
import { textWidth } from '../text/measure';
import { Pen } from './pen';

const NUMBERS = ['0', '1', '1.5', '2'] as const;

/** One part for each band. */
export function bandParts(layout: Layout, language: Language): Part[] {
  const m = layout.metrics;
  return NUMBERS.flatMap((number, i): Part[] => {
    const band = layout.slots.get(`band/${i}`)?.rect;
    const label = layout.slots.get(`band/${i}/label`)?.rect;
    if (!band || !label) return [];
    const pen = new Pen(m, language);
    pen.box(
      0,
      0,
      band.w,
      band.h,
      m.form === 'phone' ? 12 : 16,
      i === 2 ? 'hs-band hs-band-infra' : 'hs-band',
    );
    const x = label.x - band.x;
    if (m.form === 'phone') {
      pen.row(x + label.w / 2, 0, band.h, number, { size: m.layer * 0.95, face: 'bold', anchor: 'middle' });
    } else {
      drawLabel(pen, number, i, x, label.w, band.h);
    }
    return [{ key: `band/${i}`, rect: band, shapes: pen.shapes, c: 'hs-band-part' }];
  });
}

function drawLabel(pen: Pen, number: string, index: number, x: number, w: number, h: number): void {
  const m = pen.m;
  const s = m.small;
  const title = pen.say(`band.${index}`);
  const titleSize = textWidth(title, m.body, 'bold') <= w ? m.body : s;
  if (m.low && index === 0) {
    const used = pen.row(x, 0, h, number, { size: m.name, face: 'bold' });
    pen.row(x + used + s * 0.5, 0, h, title, { size: s, face: 'bold', max: w - used - s * 0.5 });
    return;
  }
  const note = index === 0 || m.low ? '' : pen.say(`band.${index}.note`);
  const numberH = Math.min(m.layer * 1.05, h * (m.low ? 0.42 : 0.5));
  const titleH = titleSize * 1.35;
  const noteH = s * 1.3;
  const titles = wrapText(title, w, titleSize, h - numberH > titleH * 2 ? 2 : 1, 'bold');
  const room = h - numberH - titles.length * titleH - m.pad;
  const notes =
    note === '' || room < noteH ? [] : wrapText(note, w, s, Math.min(3, Math.floor(room / noteH)));
  const total = numberH + titles.length * titleH + notes.length * noteH;
  let y = (h - total) / 2;
  pen.row(x, y, numberH, number, { size: Math.min(m.layer, numberH * 0.98), face: 'bold' });
  y += numberH;
  for (const line of titles) {
    pen.row(x, y, titleH, fitEnd(line, w, titleSize, 'bold'), { size: titleSize, face: 'bold' });
    y += titleH;
  }
  for (const line of notes) {
    pen.row(x, y, noteH, line, { size: s, c: 'hs-ink2' });
    y += noteH;
  }
}
