/** Where everything of a sequence diagram stands, in pixels: drawn on the screen and written into a file from the same shapes. */
import { messageText } from '../../projection/sequenceMermaid';
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
  /** From where to where its words and arrow reach. */
  readonly left: number;
  readonly right: number;
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
  readonly publicDns: string;
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
  const least = Math.round(fontSize * 5.9);
  const count = Math.max(1, card.participants.length);
  const column = Math.max(least, (room - GUTTER - EDGE) / count);
  const width = Math.ceil(GUTTER + EDGE + column * count);
  const x = new Map(card.participants.map((one, i) => [one.id, GUTTER + column * (i + 0.5)]));
  const line = Math.round(fontSize * 1.35);
  const names = card.participants.map((one) => nameLines(one, words, column - 16, fontSize));
  const headHeight = line * Math.max(2, ...names.map((lines) => lines.length)) + 18;
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

/** The name in one or two lines, broken where its parts meet, and what stands under it. */
function nameLines(one: Participant, words: SequenceWords, max: number, fontSize: number): string[] {
  const name = one.kind === 'publicDns' ? words.publicDns : one.name;
  const note = one.kind === 'kernel' ? words.kernel : one.note;
  const lines = wrap(name, max, fontSize, true);
  const whole = lines.length <= 2 ? lines : [lines[0]!, cutTo(lines.slice(1).join(''), max, fontSize)];
  return note === '' ? whole : [...whole, note];
}

function headShapes(
  one: Participant,
  lines: readonly string[],
  x: number,
  width: number,
  line: number,
  height: number,
): SequenceShape[] {
  const top = (height - lines.length * line) / 2;
  const hasNote = one.note !== '' || one.kind === 'kernel';
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
    ...lines.map((text, i): SequenceShape => ({
      t: 'text',
      x,
      y: top + line * (i + 0.76),
      text,
      middle: true,
      c: hasNote && i === lines.length - 1 ? 'note' : 'name',
    })),
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
  const reach = drawn.shapes.flatMap((shape) => reachOf(shape, fontSize));
  const [left, right] = [Math.min(...reach), Math.max(...reach)];
  return { item, top, left, right, height: Math.max(drawn.height, line * 1.5 + fontSize * 0.3), shapes };
}

function reachOf(shape: SequenceShape, fontSize: number): number[] {
  if (shape.t === 'rect') return [shape.x, shape.x + shape.w];
  if (shape.t === 'path') return [Number(/^M(-?[\d.]+)/.exec(shape.d)?.[1] ?? 0)];
  const half = textWidth(shape.text, fontSize) / 2;
  return [shape.x - half, shape.x + half];
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
  const text = isRewrite ? item.label : messageText(item.label, room.title);
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
    c: 'said',
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

/** Breaks a text at its spaces, and between Han characters, into lines of at most so many pixels; a name at its hyphens. */
export function wrap(text: string, max: number, fontSize: number, isName = false): string[] {
  const at = isName ? /[^-\s]+[-\s]?|[-\s]/g : /[\u2e80-\uffef]|[^\s\u2e80-\uffef]+\s*|\s+/g;
  const pieces = text.match(at) ?? [];
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
