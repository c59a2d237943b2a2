/** A question in the caption's place: its options lettered. */
import type { FrameQuestion } from '../lesson/storyboard/frame';
import { textWidth } from '../scene/text/measure';
import { setText, type SetText } from './breakLines';
import { LINE_HEIGHT, type StillPen } from './stillPen';

const WIDTH = 1280;
const EDGE = 32;
const GAP = 14;
/** The scene keeps at least as much. */
const MOST = 340;
const OPTION_SIZES = [27, 25, 23, 21, 19, 17] as const;

interface Setting {
  readonly question: SetText;
  readonly options: readonly SetText[];
  readonly columns: number;
  readonly height: number;
}

interface Box {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

/** Where a question and its options stand, in px of the still. */
export interface QuestionLayout {
  /** The whole band. */
  readonly band: Box;
  readonly text: Box & SetText;
  readonly options: readonly (Box & SetText)[];
}

/** Lays a question out, the lower edge of its band at `bottom`. */
export function questionLayout(question: FrameQuestion, bottom: number): QuestionLayout {
  const setting = settingOf(question);
  const { columns, height } = setting;
  const top = bottom - height;
  const textH = setting.question.lines.length * setting.question.size * LINE_HEIGHT;
  const w = optionWidth(columns);
  let y = top + 16 + textH + 8;
  const options: (Box & SetText)[] = [];
  for (let i = 0; i < setting.options.length; i += columns) {
    const row = setting.options.slice(i, i + columns);
    const h = rowHeight(row);
    options.push(...row.map((text, k) => ({ x: EDGE + k * (w + GAP), y, w, h, ...text })));
    y += h + GAP;
  }
  const text = { x: EDGE + 28, y: top + 16, w: WIDTH - 2 * EDGE - 28, h: textH, ...setting.question };
  return { band: { x: 0, y: top, w: WIDTH, h: height }, text, options };
}

/** The question's band, its lower edge at `bottom`; returns its upper edge. */
export function drawQuestion(pen: StillPen, question: FrameQuestion, bottom: number): number {
  const { band, text, options } = questionLayout(question, bottom);
  pen.box(0, band.y, WIDTH, band.h, 0, 'still-band');
  pen.box(EDGE, band.y + 18, 7, text.h - 4, 3.5, 'still-bar');
  pen.lines(text.x, text.y, text.lines, text.size, 'still-mark-ink', 'bold');
  options.forEach((box, i) => drawOption(pen, box, question.options[i]!.letter));
  return band.y;
}

function settingOf(question: FrameQuestion): Setting {
  const text = setText(
    question.text.replaceAll('**', ''),
    WIDTH - 2 * EDGE - 28,
    [
      { size: 32, lines: 1 },
      { size: 29, lines: 2 },
      { size: 25, lines: 3 },
      { size: 21, lines: 4 },
    ],
    'bold',
  );
  let smallest: Setting | null = null;
  for (const size of OPTION_SIZES)
    for (const columns of columnsOf(question.options.length)) {
      const width = optionWidth(columns) - 78;
      const options = question.options.map((option) =>
        setText(option.text.replaceAll('**', ''), width, [
          { size, lines: 2 },
          { size, lines: 3 },
        ]),
      );
      const isWhole = options.every((one, i) => same(one, question.options[i]!.text));
      let height = 16 + text.lines.length * text.size * LINE_HEIGHT + 8 + 4;
      for (let i = 0; i < options.length; i += columns)
        height += rowHeight(options.slice(i, i + columns)) + GAP;
      if (options.length === 0) height += 12;
      const setting = { question: text, options, columns, height: Math.ceil(height) };
      if (isWhole && height <= MOST) return setting;
      if (smallest === null || height < smallest.height) smallest = setting;
    }
  return smallest!;
}

function same(set: SetText, text: string): boolean {
  return set.lines.join('').replace(/\s/g, '') === text.replaceAll('**', '').replace(/\s/g, '');
}

/** How many options may stand side by side, the best first. */
function columnsOf(count: number): readonly number[] {
  if (count <= 1) return [1];
  return count === 3 ? [3, 1] : [2, 1];
}

function optionWidth(columns: number): number {
  return (WIDTH - 2 * EDGE - GAP * (columns - 1)) / columns;
}

function rowHeight(row: readonly SetText[]): number {
  return Math.max(...row.map(({ lines, size }) => Math.max(52, lines.length * size * LINE_HEIGHT + 14)));
}

function drawOption(pen: StillPen, { x, y, w, h, lines, size }: Box & SetText, letter: string): void {
  pen.box(x, y, w, h, 12, 'still-option');
  pen.circle(x + 30, y + h / 2, 19, 'still-letter');
  const style = { size: 22, face: 'bold', c: 'still-letter-ink' } as const;
  pen.row(x + 30 - textWidth(letter, 22, 'bold') / 2, y, h, letter, style);
  pen.lines(x + 62, y + (h - lines.length * size * LINE_HEIGHT) / 2, lines, size, 'hs-ink');
}
