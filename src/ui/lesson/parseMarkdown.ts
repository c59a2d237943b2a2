/**
 * The part of Markdown that lessons use: paragraphs, lists, `code`, **bold**, *emphasis*, links and fenced
 * code (CommonMark's names). Text becomes a tree, never HTML: what is not understood stays text.
 */

export type Inline =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'code'; readonly text: string }
  | { readonly type: 'strong' | 'emphasis'; readonly content: readonly Inline[] }
  | { readonly type: 'link'; readonly url: string; readonly content: readonly Inline[] };

export type Block =
  | { readonly type: 'paragraph'; readonly content: readonly Inline[] }
  | { readonly type: 'list'; readonly ordered: boolean; readonly items: readonly (readonly Inline[])[] }
  | { readonly type: 'code'; readonly text: string };

const ITEM = /^\s*(?:[-*+]|(\d+)[.)])\s+(.*)$/;
const FENCE = /^\s*```/;

/** The blocks of a text. */
export function parseMarkdown(text: string): Block[] {
  const blocks: Block[] = [];
  const lines = text.replace(/\r\n?/g, '\n').split('\n');
  let paragraph: string[] = [];
  const endParagraph = () => {
    if (paragraph.length > 0) blocks.push({ type: 'paragraph', content: parseInline(joinLines(paragraph)) });
    paragraph = [];
  };
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i]!;
    if (FENCE.test(line)) {
      endParagraph();
      const end = lines.findIndex((other, at) => at > i && FENCE.test(other));
      const last = end === -1 ? lines.length : end;
      blocks.push({ type: 'code', text: lines.slice(i + 1, last).join('\n') });
      i = last;
    } else if (ITEM.test(line)) {
      endParagraph();
      i = takeList(lines, i, blocks);
    } else if (line.trim() === '') endParagraph();
    else paragraph.push(line.trim());
  }
  endParagraph();
  return blocks;
}

/** Reads a list that begins at a line; returns the index of its last line. */
function takeList(lines: readonly string[], from: number, blocks: Block[]): number {
  const items: string[][] = [];
  const ordered = ITEM.exec(lines[from]!)![1] !== undefined;
  let at = from;
  for (; at < lines.length; at++) {
    const item = ITEM.exec(lines[at]!);
    if (item !== null) items.push([item[2]!]);
    else if (/^\s+\S/.test(lines[at]!)) items.at(-1)!.push(lines[at]!.trim());
    else break;
  }
  blocks.push({ type: 'list', ordered, items: items.map((each) => parseInline(joinLines(each))) });
  return at - 1;
}

/** Lines of one paragraph as one: with a space between them, but for lines of Han characters. */
function joinLines(lines: readonly string[]): string {
  return lines.reduce((text, line) =>
    /[\p{Script=Han}，。；：、！？」』）]$/u.test(text) && /^[\p{Script=Han}「『（]/u.test(line)
      ? text + line
      : `${text} ${line}`,
  );
}

const TOKEN =
  /(`+)(.+?)\1|\*\*(.+?)\*\*(?!\*)|\*(?=[^\s*])(.+?)(?<=[^\s*])\*(?!\*)|\[((?:\\.|[^\]\\])+)\]\((\S+?)\)/su;

/** Runs within a paragraph. */
export function parseInline(text: string): Inline[] {
  const parts: Inline[] = [];
  for (let rest = text; rest !== '';) {
    const match = TOKEN.exec(rest);
    if (match === null) {
      parts.push({ type: 'text', text: rest });
      break;
    }
    if (match.index > 0) parts.push({ type: 'text', text: rest.slice(0, match.index) });
    const [all, , code, strong, emphasis, label, url] = match;
    if (code !== undefined) parts.push({ type: 'code', text: code.trim() });
    else if (strong !== undefined) parts.push({ type: 'strong', content: parseInline(strong) });
    else if (emphasis !== undefined) parts.push({ type: 'emphasis', content: parseInline(emphasis) });
    else if (isSafe(url!)) parts.push({ type: 'link', url: url!, content: parseInline(label!) });
    else parts.push({ type: 'text', text: all });
    rest = rest.slice(match.index + all.length);
  }
  return parts;
}

/** Only pages of the web are linked to: no scripts, no data. */
function isSafe(url: string): boolean {
  return /^https?:\/\/[^\s"'<>]+$/.test(url);
}

/** The text alone, without marks: for labels and one-line summaries. */
export function plainMarkdown(text: string): string {
  return parseMarkdown(text).map(blockText).join(' ');
}

/** The first sentence of a text, without marks. */
export function firstSentence(text: string): string {
  const all = plainMarkdown(text);
  const end = /[。！？](?=.)|[.!?](?=\s)/u.exec(all);
  return end === null ? all : all.slice(0, end.index + 1);
}

function blockText(block: Block): string {
  if (block.type === 'code') return block.text;
  if (block.type === 'list') return block.items.map(inlineText).join(' ');
  return inlineText(block.content);
}

function inlineText(content: readonly Inline[]): string {
  return content.map((part) => ('text' in part ? part.text : inlineText(part.content))).join('');
}
