/** One plain sentence out of a lesson's text, short enough for the last row of a lecture hall. */
import { fullWidth } from './width';

/** As wide as two lines of a slide: 90 Latin letters, or 45 Chinese characters. */
export const CAPTION_WIDTH = 90;
/** Less is no sentence but a rest of one. */
const LEAST = 16;

/** A text of Markdown as plain words, its paragraphs parted by an empty line. */
export function plainText(markdown: string): string {
  return markdown
    .replace(/```\w*\n?/g, '')
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/\*\*|`/g, '')
    .replace(/(^|[\s（(])\*([^*\s][^*]*)\*/g, '$1$2')
    .split(/\n\s*\n/)
    .map((paragraph) => joinLines(paragraph.trim()))
    .filter((paragraph) => paragraph !== '')
    .join('\n\n');
}

/** Lines of one paragraph: with a space between words, with none between Chinese characters. Lists keep their lines. */
function joinLines(paragraph: string): string {
  return paragraph.replace(/([^\x00-\x7f])\n(?=[^\x00-\x7f])/g, '$1').replace(/\n(?![-*+\d])/g, ' ');
}

/** The sentences of a plain text, in order. */
export function sentencesOf(text: string): string[] {
  return text
    .split(/\n+|(?<=[.!?][”’")]?)\s+(?=["“‘(]?[A-Z0-9])|(?<=[。！？][”’」）]?)(?![”’」）])/)
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence !== '');
}

/**
 * The first of these texts that says it shortly enough: its first sentence; else the beginning of one, up to a
 * semicolon or colon; else a later sentence; else `title`.
 */
export function captionOf(texts: readonly string[], title: string): string {
  const all = texts.map((text) => sentencesOf(plainText(text))).filter((sentences) => sentences.length > 0);
  const firsts = all.map((sentences) => sentences[0]!);
  const found =
    firsts.find(fits) ??
    firsts.map(beginningOf).find((part) => part !== null && fits(part)) ??
    all.flatMap((sentences) => sentences.slice(1)).find(fits);
  return found ?? plainText(title);
}

function fits(sentence: string): boolean {
  const width = fullWidth(sentence);
  return width >= LEAST && width <= CAPTION_WIDTH;
}

/** What stands before the first semicolon or colon, as a sentence; null if there is none. */
function beginningOf(sentence: string): string | null {
  const match = /^(.*?)(?:[;:](?=\s)|[；：])/.exec(sentence);
  if (match === null) return null;
  return `${match[1]!}${/\p{Script=Han}/u.test(sentence) ? '。' : '.'}`;
}
