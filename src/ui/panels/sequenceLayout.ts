/** Where everything of a sequence diagram stands, in pixels: drawn on the screen and written into a file from the same shapes. */
import type { Participant, SequenceCard, SequenceItem } from '../../projection/storyCards';
import { textWidth } from '../timeline/labelFit';

export type SequenceShape =
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
      readonly text: string;
      readonly middle: boolean;
      readonly c: string;
    }
  | { readonly t: 'path'; readonly d: string; readonly c: string };

export interface SequenceGroup {
  readonly item: SequenceItem;
  readonly top: number;
  readonly height: number;
  readonly shapes: readonly SequenceShape[];
}

export interface SequenceLayout {
  readonly width: number;
  readonly headHeight: number;
  readonly bodyHeight: number;
  readonly fontSize: number;
  readonly head: readonly SequenceShape[];
  /** Life lines, from the top of the body to its end. */
  readonly lines: readonly SequenceShape[];
  readonly groups: readonly SequenceGroup[];
}

export interface SequenceWords {
  /** The sentence of an item, without marks. */
  title(item: SequenceItem): string;
  readonly kernel: string;
}

/** Left of the first column: the numbers of the messages. */
const GUTTER = 36;
const EDGE = 12;
const LEAST_TEXT = 250;

/** Lays a diagram out in so many pixels, or in as many as its columns need at least. */
export function layoutSequence(
  card: SequenceCard,
  words: SequenceWords,
  room: number,
  fontSize: number,
): SequenceLayout {
  const names = card.participants.map((one) => nameLines(one, words.kernel));
  const widest = Math.max(...names.flat().map((line) => textWidth(line, fontSize)), 0);
  const least = Math.max(78, Math.min(150, widest + 14));
  const count = Math.max(1, card.participants.length);
  const column = Math.max(least, (room - GUTTER - EDGE) / count);
  const width = Math.ceil(GUTTER + EDGE + column * count);
  const x = new Map(card.participants.map((one, i) => [one.id, GUTTER + column * (i + 0.5)]));
  const line = Math.round(fontSize * 1.35);
  const headHeight = line * 2 + 18;
  const head = card.participants.flatMap((one, i) =>
    headShapes(one, names[i]!, x.get(one.id)!, column - 8, line, headHeight),
  );
  const groups: SequenceGroup[] = [];
  let top = 8;
  card.items.forEach((item, index) => {
    const group = itemGroup(item, index, { x, width, line, fontSize, top, title: words.title(item) });
    groups.push(group);
    top += group.height;
  });
  const bodyHeight = top + 16;
  const lines = card.participants.map((one): SequenceShape => ({
    t: 'path',
    d: `M${x.get(one.id)!} 0V${bodyHeight}`,
    c: `life is-${one.kind}`,
  }));
  return { width, headHeight, bodyHeight, fontSize, head, lines, groups };
}

function nameLines({ kind, name, note }: Participant, kernel: string): [string, string] {
  if (kind === 'kernel') return [name, kernel];
  return [name, note];
}

function headShapes(
  one: Participant,
  [name, note]: readonly [string, string],
  x: number,
  width: number,
  line: number,
  height: number,
): SequenceShape[] {
  const size = line / 1.35;
  const shown = cutTo(name, width - 8, size);
  const first = note === '' ? height / 2 + size * 0.35 : 9 + line * 0.78;
  return [
    {
      t: 'rect',
      x: x - width / 2,
      y: 4,
      w: width,
      h: height - 8,
      r: one.kind === 'pod' ? 12 : 4,
      c: `who is-${one.kind}`,
    },
    { t: 'text', x, y: first, text: shown, middle: true, c: 'name' },
    ...(note === ''
      ? []
      : [{ t: 'text' as const, x, y: 9 + line * 1.72, text: note, middle: true, c: 'note' }]),
  ];
}

interface ItemRoom {
  readonly x: ReadonlyMap<string, number>;
  readonly width: number;
  readonly line: number;
  readonly fontSize: number;
  readonly top: number;
  readonly title: string;
}

function itemGroup(item: SequenceItem, index: number, room: ItemRoom): SequenceGroup {
  const { top, line, fontSize } = room;
  const number: SequenceShape = {
    t: 'text',
    x: GUTTER - 12,
    y: line * 1.05,
    text: String(index + 1),
    middle: true,
    c: 'number',
  };
  const drawn =
    item.kind === 'note'
      ? noteShapes(room.x.get(item.from)!, 6, room, room.title)
      : messageShapes(item, room);
  const shapes = [number, ...drawn.shapes].map((shape) => movedDown(shape, top));
  return { item, top, height: Math.max(drawn.height, line * 1.5 + fontSize * 0.3), shapes };
}

/** A box over one life line, as wide as its words need. */
function noteShapes(
  x: number,
  y: number,
  room: ItemRoom,
  text: string,
): { shapes: SequenceShape[]; height: number } {
  const { fontSize, line, width } = room;
  const lines = wrap(text, LEAST_TEXT - 20, fontSize);
  const w = Math.max(...lines.map((each) => textWidth(each, fontSize))) + 18;
  const left = Math.min(width - EDGE - w, Math.max(GUTTER, x - w / 2));
  const h = lines.length * line + 8;
  const shapes: SequenceShape[] = [{ t: 'rect', x: left, y, w, h, r: 5, c: 'notebox' }];
  lines.forEach((each, i) =>
    shapes.push({
      t: 'text',
      x: left + w / 2,
      y: y + 4 + line * (i + 0.76),
      text: each,
      middle: true,
      c: 'words',
    }),
  );
  return { shapes, height: y + h + 8 };
}

function messageShapes(item: SequenceItem, room: ItemRoom): { shapes: SequenceShape[]; height: number } {
  const { fontSize, line, width } = room;
  const from = room.x.get(item.from)!;
  const to = room.x.get(item.to)!;
  const isRewrite = item.kind === 'rewrite';
  const text = isRewrite ? item.label : [item.label, room.title].filter((part) => part !== '').join(' · ');
  const span = Math.abs(to - from);
  const wide = Math.max(LEAST_TEXT, span - 14);
  const lines = wrap(text, wide, fontSize);
  const w = Math.max(...lines.map((each) => textWidth(each, fontSize)));
  const middle = Math.min(width - EDGE - w / 2, Math.max(GUTTER + w / 2, (from + to) / 2));
  const shapes: SequenceShape[] = lines.map((each, i) => ({
    t: 'text',
    x: middle,
    y: 4 + line * (i + 0.78),
    text: each,
    middle: true,
    c: 'words',
  }));
  const y = 4 + lines.length * line + 7;
  shapes.push(...arrow(item, from, to, y));
  if (!isRewrite) return { shapes, height: y + 13 };
  const note = noteShapes(to, y + 10, room, room.title);
  return { shapes: [...shapes, ...note.shapes], height: note.height };
}

function arrow(item: SequenceItem, from: number, to: number, y: number): SequenceShape[] {
  const c = `arrow is-${item.kind}`;
  if (from === to) {
    const d = `M${from} ${y - 4}h30v12H${from + 8}`;
    return [
      { t: 'path', d, c },
      { t: 'path', d: `M${from + 2} ${y + 8}l8 -5v10z`, c: `tip is-${item.kind}` },
    ];
  }
  const way = to > from ? 1 : -1;
  const isLost = item.kind === 'lost';
  // What is lost does not arrive: it ends short of the life line, in a cross.
  const end = isLost ? to - way * Math.min(26, Math.abs(to - from) * 0.4) : to - way * 3;
  const line: SequenceShape = { t: 'path', d: `M${from} ${y}H${end - way * (isLost ? 0 : 8)}`, c };
  if (isLost)
    return [line, { t: 'path', d: `M${end - 7} ${y - 7}l14 14M${end + 7} ${y - 7}l-14 14`, c: 'cross' }];
  const tip: SequenceShape = { t: 'path', d: `M${end} ${y}l${-way * 11} -6v12z`, c: `tip is-${item.kind}` };
  if (item.kind !== 'refused') return [line, tip];
  const start = from + way * 9;
  return [
    line,
    tip,
    { t: 'path', d: `M${start - 6} ${y - 6}l12 12M${start + 6} ${y - 6}l-12 12`, c: 'cross' },
  ];
}

function movedDown(shape: SequenceShape, dy: number): SequenceShape {
  if (shape.t !== 'path') return { ...shape, y: shape.y + dy };
  // Every path begins at one point and goes on from there in lines that are level, or relative.
  const d = shape.d.replace(
    /M(-?[\d.]+) (-?[\d.]+)/g,
    (_, x: string, y: string) => `M${x} ${Number(y) + dy}`,
  );
  return { ...shape, d };
}

/** Breaks a text at its spaces, and between Han characters, into lines of at most so many pixels. */
export function wrap(text: string, max: number, fontSize: number): string[] {
  const pieces = text.match(/[\u2e80-\uffef]|[^\s\u2e80-\uffef]+\s*|\s+/g) ?? [];
  const lines: string[] = [];
  let current = '';
  for (const piece of pieces) {
    if (current !== '' && textWidth((current + piece).trimEnd(), fontSize) > max) {
      lines.push(current.trimEnd());
      current = piece.trimStart();
    } else current += piece;
  }
  if (current.trim() !== '') lines.push(current.trimEnd());
  return lines.length === 0 ? [''] : lines.map((each) => cutTo(each, Math.max(max, 60), fontSize));
}

function cutTo(text: string, max: number, fontSize: number): string {
  if (textWidth(text, fontSize) <= max) return text;
  let cut = text;
  while (cut.length > 1 && textWidth(`${cut}…`, fontSize) > max) cut = cut.slice(0, -1);
  return `${cut}…`;
}
