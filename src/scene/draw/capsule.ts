/**
 * The packet capsule: dark cap, source, old destination struck through, new destination.
 * The shapes of one capsule are made once; strike and new chip move by attributes.
 */
import type { Address, Capsule } from '../../projection/picture';
import type { Language } from '../../i18n/translate';
import type { Metrics } from '../layout/metrics';
import type { Shape } from '../model/shapes';
import { baseLine } from '../model/shapes';
import { textWidth } from '../text/measure';
import { chipHeight, Pen } from './pen';

/** plain: the full form without icons; bare: the destination form without icons. */
export type CapsuleForm = 'full' | 'plain' | 'destination' | 'bare' | 'stacked';

export interface CapsuleDrawing {
  readonly form: CapsuleForm;
  readonly w: number;
  readonly h: number;
  readonly shapes: readonly Shape[];
  /** The strike's ends, for drawing it from left to right. */
  readonly strike: { readonly x1: number; readonly x2: number; readonly y: number } | null;
  /** The new chip, which rises and fades in. */
  readonly fresh: readonly Shape[];
  /** Middle of the old address from the capsule's left edge. */
  readonly oldX: number;
}

interface Ends {
  readonly still: Address;
  readonly old: Address;
  readonly fresh: Address;
  /** Replies mirror it: the source changes. */
  readonly sourceChanges: boolean;
}

function endsOf(capsule: Capsule): Ends | null {
  const { rewrite } = capsule;
  if (!rewrite) return null;
  // Where both ends change, the one that tells the story: on the way back, who seems to have answered.
  if (rewrite.end === 'both' && capsule.verdict === 'restored') {
    return { still: rewrite.destination, old: capsule.source, fresh: rewrite.source, sourceChanges: true };
  }
  if (rewrite.end === 'source') {
    return { still: capsule.destination, old: capsule.source, fresh: rewrite.source, sourceChanges: true };
  }
  return {
    still: capsule.source,
    old: capsule.destination,
    fresh: rewrite.destination,
    sourceChanges: false,
  };
}

/** Draws a capsule in the fullest form that fits `max` px, its upper left corner at 0, 0. */
export function drawCapsule(capsule: Capsule, max: number, m: Metrics, language: Language): CapsuleDrawing {
  const forms: readonly CapsuleForm[] =
    m.form === 'phone' ? ['stacked'] : ['full', 'plain', 'destination', 'bare', 'stacked'];
  for (const form of forms) {
    const drawing = drawForm(capsule, form, m, language);
    if (drawing.w <= max || form === 'stacked') return drawing;
  }
  return drawForm(capsule, 'stacked', m, language);
}

function drawForm(capsule: Capsule, form: CapsuleForm, m: Metrics, language: Language): CapsuleDrawing {
  const pen = new Pen(m, language);
  const size = form === 'stacked' ? m.body : m.small * (m.tight ? 1.02 : 1.06);
  const chipH = chipHeight(size);
  const ends = endsOf(capsule);
  const stacked = form === 'stacked';
  const isFull = form === 'full' || form === 'plain';
  const h =
    stacked && ends ? chipH * 2 + size * 1.15 : chipH + size * (stacked ? 0.9 : m.tight ? 0.45 : 0.85);
  const sourceChanges = ends?.sourceChanges === true;
  const capText = stacked ? pen.say(sourceChanges ? 'capsule.from' : 'capsule.to') : capsule.label;
  const capW = textWidth(capText, size, 'bold') + size * (stacked ? 1.7 : 1.9);
  const gap = size * 0.5;
  const chips: Shape[] = [];
  const fresh: Shape[] = [];
  let strike: CapsuleDrawing['strike'] = null;
  let oldX = capW;
  let x = capW + gap;
  const y = (h - chipH) / 2;
  const put = (address: Address, top: number, look: 'rest' | 'hot', into: Shape[], at = x): number => {
    const chipPen = new Pen(m, language);
    const w = chipPen.chip(at, top, address, size, {
      look,
      icon: !stacked && form !== 'plain' && form !== 'bare',
    });
    into.push(...chipPen.shapes);
    return w;
  };
  const arrow = () => {
    const arrowPen = new Pen(m, language);
    arrowPen.icon('arrow', x, (h - size * 1.15) / 2, size * 1.15, 'hs-icon');
    chips.push(...arrowPen.shapes);
    x += size * 1.15 + gap;
  };
  /** The room of the new address while it is not known yet. */
  const awaitAt = (top: number, width: number) =>
    chips.push({ t: 'rect', x, y: top, w: width, h: chipH, r: size * 0.5, c: 'hs-chip-awaited' });
  const putChanging = () => {
    const e = ends!;
    if (stacked) {
      const top = (h - chipH * 2 - size * 0.3) / 2;
      const oldW = put(e.old, top, 'rest', chips);
      strike = { x1: x - 6, x2: x + oldW + 6, y: top + chipH / 2 };
      const newW = put(e.fresh, top + chipH + size * 0.3, 'hot', fresh);
      awaitAt(top + chipH + size * 0.3, newW);
      oldX = x + oldW / 2;
      x += Math.max(oldW, newW) + gap;
      return;
    }
    const oldW = put(e.old, y, 'rest', chips);
    strike = { x1: x - 6, x2: x + oldW + 6, y: h / 2 };
    oldX = x + oldW / 2;
    x += oldW + gap;
    const newW = put(e.fresh, y, 'hot', fresh);
    awaitAt(y, newW);
    x += newW + gap;
  };
  if (ends) {
    if (isFull && !sourceChanges) {
      x += put(ends.still, y, 'rest', chips) + gap;
      arrow();
    }
    putChanging();
    if (isFull && sourceChanges) {
      arrow();
      x += put(ends.still, y, 'rest', chips) + gap;
    }
  } else {
    if (isFull) {
      x += put(capsule.source, y, 'rest', chips) + gap;
      arrow();
    }
    const w = put(capsule.destination, y, 'rest', chips);
    oldX = x + w / 2;
    x += w + gap;
  }
  const w = x + h * 0.18;
  const r = h / 2;
  const halo = m.tight ? 3.5 : 5;
  pen.box(-halo, -halo, w + halo * 2, h + halo * 2, r + halo, 'hs-capsule-halo');
  pen.box(0, 0, w, h, r, 'hs-capsule-face');
  pen.path(`M${capW} 0H${r}A${r} ${r} 0 0 0 ${r} ${h}H${capW}Z`, 'hs-capsule-cap');
  pen.shapes.push({
    t: 'text',
    x: capW / 2 + size * 0.12,
    y: baseLine(0, h, size),
    size,
    face: 'bold',
    text: capText,
    anchor: 'middle',
    c: 'hs-capsule-label',
  });
  pen.box(0, 0, w, h, r, 'hs-capsule-edge');
  return { form, w, h, shapes: [...pen.shapes, ...chips], strike, fresh, oldX };
}
