/**
 * Names as short text for a link. Names that the scenario makes (Pods, nodes, Deployments …) are written as their
 * number in a list that the reader of the link makes anew; a name that begins like one of them as its number and
 * the rest; any other letter by letter. Only characters are used that `URLSearchParams` leaves alone.
 */
import type { SimTables } from '../sim/laws';

/** Small letters, digits and the hyphen stand for themselves; these capitals for what names often hold. */
const SHORT: Readonly<Record<string, string>> = {
  '/': 'S',
  '.': 'D',
  ':': 'C',
  _: 'U',
  '=': 'E',
  ' ': 'W',
  '"': 'Q',
  ',': 'M',
  '{': 'O',
  '}': 'K',
};
const LONG: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(SHORT).map(([plain, capital]) => [capital, plain]),
);

/** Any text in the characters a–z, A–Z, 0–9 and `-`: never empty parts, never a separator. */
export function escapeWord(text: string): string {
  let escaped = '';
  for (const character of text) escaped += escapeCharacter(character);
  return escaped;
}

// X, Y and Z: a character by its number, in 2, 3 or 4 digits of base 36. Han characters take 4 signs.
function escapeCharacter(character: string): string {
  if (/[a-z0-9-]/.test(character)) return character;
  const short = SHORT[character];
  if (short !== undefined) return short;
  const digits = character.codePointAt(0)!.toString(36);
  if (digits.length <= 2) return `X${digits.padStart(2, '0')}`;
  return digits.length === 3 ? `Y${digits}` : `Z${digits.padStart(4, '0')}`;
}

/** The text that was escaped; null if it is none. */
export function unescapeWord(escaped: string): string | null {
  let text = '';
  for (const [token] of escaped.matchAll(/X[0-9a-z]{2}|Y[0-9a-z]{3}|Z[0-9a-z]{4}|[\s\S]/g)) {
    if (token.length > 1) {
      const point = parseInt(token.slice(1), 36);
      if (point > 0x10ffff) return null;
      text += String.fromCodePoint(point);
    } else if (/[a-z0-9-]/.test(token)) text += token;
    else if (Object.hasOwn(LONG, token)) text += LONG[token]!;
    else return null;
  }
  return text;
}

/** A number for a text, in so many digits of base 36 (FNV-1a): tells a changed text, keeps nothing secret. */
export function checkOf(text: string, digits: number): string {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193) >>> 0;
  return (hash % 36 ** digits).toString(36).padStart(digits, '0');
}

export class LinkWords {
  /** Tells one scenario's list from another's. */
  readonly mark: string;
  private readonly numbers: ReadonlyMap<string, number>;

  constructor(private readonly words: readonly string[]) {
    this.numbers = new Map(words.map((word, index) => [word, index]));
    this.mark = checkOf(words.join('\n'), 2);
  }

  write(word: string): string {
    const known = this.numbers.get(word);
    if (known !== undefined) return known.toString(36);
    let prefix = -1;
    this.words.forEach((one, index) => {
      if (word.startsWith(one) && one.length > (this.words[prefix]?.length ?? 3)) prefix = index;
    });
    if (prefix < 0) return `L${escapeWord(word)}`;
    return `${prefix.toString(36)}P${escapeWord(word.slice(this.words[prefix]!.length))}`;
  }

  /** The word that was written; null if it is none of this list. */
  read(text: string): string | null {
    const match = /^(?:L(.*)|([0-9a-z]+)(?:P(.*))?)$/.exec(text);
    if (match === null) return null;
    if (match[1] !== undefined) return unescapeWord(match[1]);
    const word = this.words[parseInt(match[2]!, 36)];
    const rest = unescapeWord(match[3] ?? '');
    return word === undefined || rest === null ? null : word + rest;
  }
}

/** The names that a world begins with, in an order that only the names decide. */
export function linkWordsOf(tables: SimTables): LinkWords {
  const { clients, nodes, deployments, pods, replicaSets, services } = tables;
  const ids = Object.keys(clients).sort();
  return new LinkWords([
    ...new Set([
      ...[nodes, pods, deployments, replicaSets, services].flatMap((table) => Object.keys(table).sort()),
      ...ids,
      ...ids.flatMap((id) => clients[id]!.urls),
    ]),
  ]);
}
