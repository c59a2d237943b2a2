/** Making text fit its room: ellipsis at the end or in the middle, and wrapping. */
import type { Face } from './fonts';
import { textWidth } from './measure';

const DOTS = '…';

function longest(low: number, high: number, fits: (count: number) => boolean): number {
  let best = low;
  let from = low;
  let to = high;
  while (from <= to) {
    const middle = (from + to) >> 1;
    if (fits(middle)) {
      best = middle;
      from = middle + 1;
    } else {
      to = middle - 1;
    }
  }
  return best;
}

/** The text, or its beginning with an ellipsis; empty if not even the ellipsis fits. */
export function fitEnd(text: string, width: number, size: number, face: Face = 'sans'): string {
  if (textWidth(text, size, face) <= width) return text;
  const characters = [...text];
  const cut = (count: number) => characters.slice(0, count).join('') + DOTS;
  if (textWidth(DOTS, size, face) > width) return '';
  return cut(longest(0, characters.length - 1, (count) => textWidth(cut(count), size, face) <= width));
}

/** The text, or its beginning and end with an ellipsis between: the end tells Pods apart. */
export function fitMiddle(text: string, width: number, size: number, face: Face = 'sans'): string {
  if (textWidth(text, size, face) <= width) return text;
  const characters = [...text];
  const cut = (count: number) => {
    const tail = Math.ceil(count * 0.6);
    const head = count - tail;
    return characters.slice(0, head).join('') + DOTS + characters.slice(characters.length - tail).join('');
  };
  if (textWidth(DOTS, size, face) > width) return '';
  const count = longest(0, characters.length - 1, (n) => textWidth(cut(n), size, face) <= width);
  return count === 0 ? DOTS : cut(count);
}

/** The first text that fits whole; otherwise the last one, cut at its end. */
export function fitFirst(texts: readonly string[], width: number, size: number, face: Face = 'sans'): string {
  const found = texts.find((text) => textWidth(text, size, face) <= width);
  return found ?? fitEnd(texts[texts.length - 1] ?? '', width, size, face);
}

/** What stays together: a word, or a Han character, with the marks that may not begin or end a line. */
const PIECES = /[（「『《“]*(?:[\u2e80-\uffff]|[^\s\u2e80-\uffff]+\s*)[，。、；：？！）」』》”]*|\s+/gu;

/** Breaks a text into lines: at spaces, and between CJK characters; the last line is cut if it must be. */
export function wrapText(
  text: string,
  width: number,
  size: number,
  lines: number,
  face: Face = 'sans',
): string[] {
  const pieces = text.match(PIECES) ?? [];
  const result: string[] = [];
  let line = '';
  for (let i = 0; i < pieces.length; i += 1) {
    const next = line + pieces[i]!;
    if (line !== '' && textWidth(next.trimEnd(), size, face) > width) {
      if (result.length === lines - 1) {
        result.push(fitEnd(line + pieces.slice(i).join(''), width, size, face));
        return result;
      }
      result.push(fitEnd(line.trimEnd(), width, size, face));
      line = pieces[i]!.trimStart();
    } else {
      line = next;
    }
  }
  if (line.trim() !== '') result.push(fitEnd(line.trimEnd(), width, size, face));
  return result;
}
