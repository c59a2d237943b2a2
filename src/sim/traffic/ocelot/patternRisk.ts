/**
 * Patterns that backtrack without end. Ocelot puts a template's text into a regular expression as it stands, so a
 * template can hold a "regex bomb"; .NET gives up after Ocelot's time limit, a browser's engine never does.
 * Source: Ocelot src/Configuration/Creator/UpstreamTemplatePatternCreator.cs (text is not escaped).
 */

/** More open ends than this within one stretch, and a long path takes longer than anyone waits. */
const MOST_OPEN_ENDS = 3;

/** A pattern that must not be tried. */
export class DangerousPatternError extends Error {}

/**
 * True if matching may take more than polynomially long in a small power of the path's length: a repeated group that
 * repeats or chooses inside, a back reference, or many open ends with nothing fixed between them.
 */
export function isDangerousPattern(regex: string): boolean {
  if (/\\[1-9]|\\k</.test(regex)) return true;
  const groups: { repeats: boolean }[] = [{ repeats: false }];
  let openEnds = 0;
  let inSegment = 0;
  let closed: { repeats: boolean } | null = null;
  for (let i = 0; i < regex.length; i++) {
    const char = regex[i]!;
    const wasClosed = closed;
    closed = null;
    if (char === '\\') {
      i++;
    } else if (char === '[') {
      const end = regex.indexOf(']', i + 2);
      i = end < 0 ? regex.length : end;
    } else if (char === '(') {
      groups.push({ repeats: false });
    } else if (char === ')') {
      closed = groups.length > 1 ? groups.pop()! : groups[0]!;
      if (closed.repeats) groups.at(-1)!.repeats = true;
    } else if (char === '|') {
      groups.at(-1)!.repeats = groups.length > 1 || groups.at(-1)!.repeats;
    } else if (isOpen(regex, i)) {
      if (wasClosed?.repeats === true) return true;
      groups.at(-1)!.repeats = true;
      const crossesSlashes = regex[i - 1] !== ']';
      if (crossesSlashes) openEnds += 1;
      else inSegment += 1;
      if (openEnds + inSegment > MOST_OPEN_ENDS) return true;
    } else if (char === '/') {
      inSegment = 0;
    }
  }
  return false;
}

/** `*`, `+`, `{2,}`, `{100}`: what repeats without a small end. */
function isOpen(regex: string, at: number): boolean {
  const char = regex[at]!;
  if (char === '*' || char === '+') return true;
  return char === '{' && /^\{\d+(,\d*)?\}/.test(regex.slice(at, at + 24));
}
