/** What stands around the scene of a still: the header strip, the caption, and where in the lesson it is. */
import type { StripCard } from '../projection/cards';
import type { Address } from '../projection/picture';
import { chipHeight, chipWidth } from '../scene/draw/pen';
import { fitEnd } from '../scene/text/fit';
import { textWidth } from '../scene/text/measure';
import { setText, type SetText, type Sizes } from './breakLines';
import { LINE_HEIGHT, type StillPen } from './stillPen';

const WIDTH = 1280;
/** Heights of the strip and of the last row. */
export const STRIP = 80;
export const FOOT = 40;
const BAND = 104;
const EDGE = 32;

const CAPTION: Sizes = [
  { size: 34, lines: 1 },
  { size: 31, lines: 2 },
  { size: 28, lines: 2 },
  { size: 24, lines: 3 },
  { size: 20, lines: 3 },
];

/** Where the caption begins, and its room. */
export const CAPTION_X = EDGE + 28;
export const CAPTION_WIDTH = WIDTH - 2 * EDGE - 28;

/** The caption's size and lines. */
export function captionText(caption: string): SetText {
  return setText(caption.replaceAll('**', ''), CAPTION_WIDTH, CAPTION);
}

/** The answer in its row above the caption. */
export function answerText(answer: string): SetText {
  return setText(answer.replaceAll('**', ''), CAPTION_WIDTH - 40, [
    { size: 26, lines: 1 },
    { size: 22, lines: 1 },
  ]);
}

/** Height of the answer's row. */
export const ANSWER = 44;

/** The caption's band, its lower edge at `bottom`; above the caption the answer, if there is one. Returns its upper edge. */
export function drawBand(pen: StillPen, caption: string, answer: string, bottom: number): number {
  const captionTop = bottom - BAND;
  const top = answer === '' ? captionTop : captionTop - ANSWER;
  pen.box(0, top, WIDTH, bottom - top, 0, 'still-band');
  pen.box(EDGE, top + 20, 7, bottom - top - 40, 3.5, 'still-bar');
  if (answer !== '') {
    const { size, lines } = answerText(answer);
    pen.icon('check', CAPTION_X, top + 12, 30, 'hs-mark-good');
    pen.row(CAPTION_X + 40, top + 12, 30, lines[0] ?? '', { size, face: 'bold', c: 'still-mark-ink' });
  }
  const { size, lines } = captionText(caption);
  const height = lines.length * size * LINE_HEIGHT;
  pen.lines(CAPTION_X, captionTop + (BAND - height) / 2, lines, size, 'still-mark-ink');
  return top;
}

interface FootText {
  readonly title: string;
  readonly stepNumber: number;
  readonly stepCount: number;
}

/** Title, a pill for every frame, and its number. More frames than pills find room for are a bar. */
export function drawFoot(pen: StillPen, { title, stepNumber, stepCount }: FootText, bottom: number): void {
  const top = bottom - FOOT;
  pen.path(`M0 ${top}h${WIDTH}`, 'still-rule');
  const number = `${stepNumber} / ${stepCount}`;
  pen.row(WIDTH - EDGE, top, FOOT, number, { size: 21, face: 'bold', anchor: 'end' });
  const numberW = textWidth(number, 21, 'bold');
  const name = fitEnd(title, 620, 20);
  pen.row(EDGE, top, FOOT, name, { size: 20, c: 'hs-ink2' });
  const left = EDGE + textWidth(name, 20) + 36;
  const right = WIDTH - EDGE - numberW - 24;
  const [y, h] = [top + FOOT / 2 - 5, 10];
  const room = Math.min(right - left, stepCount * 60);
  const gap = 5;
  const each = (room - gap * (stepCount - 1)) / stepCount;
  if (each < 7) {
    const done = (room * stepNumber) / stepCount;
    pen.box(right - room, y, room, h, 5, 'still-pill');
    pen.box(right - room, y, done, h, 5, 'still-pill-past');
    return;
  }
  for (let i = 0; i < stepCount; i += 1) {
    const c = i + 1 < stepNumber ? 'still-pill-past' : i + 1 === stepNumber ? 'still-pill-now' : 'still-pill';
    pen.box(right - room + i * (each + gap), y, each, h, 5, c);
  }
}

/** Sizes of the addresses in the strip, the largest first. */
const CHIP_SIZES = [29, 27, 25, 23, 21, 19, 17, 15];

/** What is on the wire: source → destination, what is rewritten struck through with the new one beside it. */
export function drawStrip(pen: StillPen, strip: StripCard | null): void {
  pen.box(0, 0, WIDTH, STRIP, 0, 'still-strip');
  pen.path(`M0 ${STRIP}h${WIDTH}`, 'still-rule');
  if (strip === null) {
    const text = pen.page('ui.strip.empty');
    const { size, lines } = setText(text, WIDTH - 2 * EDGE, [
      { size: 25, lines: 1 },
      { size: 22, lines: 2 },
    ]);
    pen.lines(EDGE, (STRIP - lines.length * size * LINE_HEIGHT) / 2, lines, size, 'hs-ink2');
    return;
  }
  const name = nameOf(pen, strip);
  const label = strip.label.startsWith(strip.layer) ? strip.label : `${strip.layer} ${strip.label}`;
  const nameText = setText(name, strip.state === 'wire' ? 170 : 280, [
    { size: 24, lines: 1 },
    { size: 20, lines: 2 },
    { size: 17, lines: 2 },
  ]);
  const nameW = Math.max(...nameText.lines.map((line) => textWidth(line, nameText.size, 'bold')));
  const nameH = nameText.lines.length * nameText.size * LINE_HEIGHT;
  pen.lines(EDGE, (STRIP - nameH) / 2, nameText.lines, nameText.size, 'hs-ink', 'bold');
  let x = EDGE + nameW + 18;
  x += drawLabel(pen, x, label, strip.state === 'wire') + 18;
  const room = WIDTH - EDGE - x;
  const size = CHIP_SIZES.find((one) => flowWidth(strip, one) <= room) ?? 13;
  drawFlow(pen, strip, x, size);
}

function nameOf(pen: StillPen, strip: StripCard): string {
  if (strip.state === 'held') return pen.page('ui.strip.held', { name: strip.holder });
  return pen.page(strip.state === 'over' ? 'ui.strip.over' : 'ui.strip');
}

function drawLabel(pen: StillPen, x: number, label: string, isNow: boolean): number {
  const text = fitEnd(label, 250, 21, 'monoBold');
  const w = textWidth(text, 21, 'monoBold') + 24;
  pen.box(x, STRIP / 2 - 19, w, 38, 7, isNow ? 'still-label' : 'still-label-past');
  pen.row(x + 12, STRIP / 2 - 19, 38, text, {
    size: 21,
    face: 'monoBold',
    c: isNow ? 'still-label-ink' : 'hs-ink2',
  });
  return w;
}

type Piece = { readonly address: Address; readonly look: 'rest' | 'old' | 'hot' } | 'arrow' | 'becomes';

function piecesOf(strip: StripCard): Piece[] {
  const end = (address: Address, after: Address | null): Piece[] =>
    after === null
      ? [{ address, look: 'rest' }]
      : [{ address, look: 'old' }, 'becomes', { address: after, look: 'hot' }];
  return [
    ...end(strip.source, strip.sourceAfter),
    'arrow',
    ...end(strip.destination, strip.destinationAfter),
  ];
}

function pieceWidth(piece: Piece, size: number): number {
  if (piece === 'arrow') return size * 1.9;
  return piece === 'becomes' ? size * 1.2 : chipWidth(piece.address.text, size);
}

function flowWidth(strip: StripCard, size: number): number {
  return piecesOf(strip).reduce((sum, piece) => sum + pieceWidth(piece, size), 0);
}

function drawFlow(pen: StillPen, strip: StripCard, left: number, size: number): void {
  const h = chipHeight(size);
  const top = (STRIP - h) / 2;
  let x = left;
  for (const piece of piecesOf(strip)) {
    const w = pieceWidth(piece, size);
    if (piece === 'arrow' || piece === 'becomes') {
      const s = piece === 'arrow' ? size * 1.15 : size * 0.8;
      pen.icon('arrow', x + (w - s) / 2, (STRIP - s) / 2, s, 'hs-icon');
    } else {
      const faint = strip.state === 'wire' ? piece.look : piece.look === 'hot' ? 'rest' : piece.look;
      pen.chip(x, top, piece.address, size, { look: faint === 'hot' ? 'hot' : 'rest' });
      if (piece.look === 'old')
        pen.path(`M${x - 5} ${top + h / 2 + 3}L${x + w + 5} ${top + h / 2 - 3}`, 'hs-strike');
    }
    x += w;
  }
}
