/** Text set in a room of its own: as large as it fits, on lines of about the same length. */
import { wrapText } from '../scene/text/fit';
import { textWidth } from '../scene/text/measure';
import type { Face } from '../scene/text/fonts';

export interface SetText {
  readonly size: number;
  readonly lines: readonly string[];
}

/** At which size text may stand on how many lines, the largest first. */
export type Sizes = readonly { readonly size: number; readonly lines: number }[];

/**
 * The text at the first size at which it fits, its lines evened out; at the last size it is cut with an ellipsis if it
 * must be. Lines break at spaces and between Han characters, and never before a mark that closes (GB/T 15834).
 */
export function setText(text: string, width: number, sizes: Sizes, face: Face = 'sans'): SetText {
  const plain = text.replace(/\s+/g, ' ').trim();
  for (const { size, lines } of sizes) {
    const broken = breakLines(plain, width, size, face);
    if (broken.length <= lines && broken.every((line) => textWidth(line, size, face) <= width))
      return { size, lines: evenOut(plain, width, size, face, broken) };
  }
  const { size, lines } = sizes.at(-1)!;
  return { size, lines: wrapText(plain, width, size, lines, face) };
}

/** All lines of a text, however many. */
export function breakLines(text: string, width: number, size: number, face: Face = 'sans'): string[] {
  return wrapText(text, width, size, Number.MAX_SAFE_INTEGER, face);
}

/** A setting with no more lines that cuts nothing, breaks after marks where it can, and has lines of like length. */
function evenOut(text: string, width: number, size: number, face: Face, lines: readonly string[]): string[] {
  if (lines.length < 2) return [...lines];
  const whole = lines.join('').replace(/\s/g, '');
  let best = [...lines];
  let least = Infinity;
  const weigh = (setting: readonly string[]) => {
    const widths = setting.map((line) => textWidth(line, size, face));
    const ragged = Math.max(...widths) - Math.min(...widths);
    const badness = setting.slice(0, -1).reduce((sum, line) => sum + breakCost(line) * width, ragged);
    if (Math.max(...widths) <= width && badness < least) [least, best] = [badness, [...setting]];
  };
  if (lines.length === 2) for (const halves of halvesOf(text)) weigh(halves);
  for (let tried = width; tried > width * 0.5; tried -= size / 3) {
    const setting = breakLines(text, tried, size, face);
    if (setting.length > lines.length || setting.join('').replace(/\s/g, '') !== whole) break;
    weigh(setting);
  }
  return best;
}

/** The text in two, after each of its marks. */
function halvesOf(text: string): [string, string][] {
  return [...text.matchAll(/[。！？；，：、](?![。！？；，：、）」』》”])|[.,;:!?](?=\s)/gu)]
    .map(({ index }): [string, string] => [text.slice(0, index + 1), text.slice(index + 1).trim()])
    .filter(([, rest]) => rest !== '');
}

/** A line ends best with its sentence, then with a part of it; a number stays with what it counts. */
function breakCost(line: string): number {
  if (/[。！？；;.!?]$/.test(line)) return 0;
  if (/[，、：,:）)]$/.test(line)) return 0.1;
  return /\d$/.test(line) ? 0.8 : 0.4;
}
