/** Where words go so that none overlaps another: beside the mark, in the next row, or not at all. */

/** A good guess at how wide a text is, in pixels: Han characters are square, Latin ones about half that. */
export function textWidth(text: string, fontSize: number): number {
  let units = 0;
  for (const character of text) units += /[\u2e80-\uffef]/.test(character) ? 1 : 0.56;
  return units * fontSize;
}

export interface LabelWish {
  readonly id: string;
  /** Where the mark stands. */
  readonly x: number;
  readonly text: string;
}

export interface PlacedLabel extends LabelWish {
  readonly row: number;
  /** Left edge of the text. */
  readonly textX: number;
  readonly width: number;
}

export interface FitOptions {
  readonly width: number;
  readonly fontSize: number;
  readonly rows: number;
  /** Room that the mark itself takes on either side of `x`. */
  readonly markRoom: number;
  /** Marks stand on poles that go down through the rows below: no label is set across one. */
  readonly onPoles?: boolean;
}

/** Places labels right of their marks, left of them at the edge, in the first row with room; the rest are dropped. */
export function fitLabels(wishes: readonly LabelWish[], options: FitOptions): PlacedLabel[] {
  const { width, fontSize, rows, markRoom } = options;
  const taken: [number, number][][] = Array.from({ length: rows }, () => []);
  const placed: PlacedLabel[] = [];
  // In a single row the marks themselves are in the way too.
  const marks = rows === 1 ? wishes : [];
  for (const wish of [...wishes].sort((a, b) => a.x - b.x)) {
    if (wish.x < 0 || wish.x > width) continue;
    const textSpan = textWidth(wish.text, fontSize);
    const sides: readonly [number, number, number][] = [
      [wish.x + markRoom, wish.x - markRoom, wish.x + markRoom + textSpan + 8],
      [wish.x - markRoom - textSpan, wish.x - markRoom - textSpan - 8, wish.x + markRoom],
    ];
    place: for (let row = 0; row < rows; row++) {
      for (const [textX, from, to] of sides) {
        if (textX < 0 || textX + textSpan > width) continue;
        if (taken[row]!.some(([a, b]) => from < b && to > a)) continue;
        const onMark = ({ id, x }: LabelWish) => id !== wish.id && from < x + markRoom && to > x - 7;
        if (marks.some(onMark)) continue;
        if (options.onPoles === true && crossesPole(placed, wish, row, textX, textSpan)) continue;
        taken[row]!.push([from, to]);
        placed.push({ ...wish, row, textX, width: textSpan });
        break place;
      }
    }
  }
  return placed;
}

/** True if the label would lie across a pole from a row above, or its own pole across a label below. */
function crossesPole(
  placed: readonly PlacedLabel[],
  { x }: LabelWish,
  row: number,
  textX: number,
  width: number,
): boolean {
  return placed.some(
    (other) =>
      (other.row < row && other.x > textX - 3 && other.x < textX + width + 3) ||
      (other.row > row && x > other.textX - 3 && x < other.textX + other.width + 3),
  );
}
