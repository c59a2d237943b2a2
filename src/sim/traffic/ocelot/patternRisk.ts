/**
 * Patterns that backtrack without end. Ocelot puts a template's text into a regular expression as it stands, so a
 * template can hold a "regex bomb"; .NET gives up after Ocelot's 100 ms, a browser's engine never does. So what a
 * pattern may cost is reckoned before it is tried.
 * Sources: Ocelot src/Configuration/Creator/UpstreamTemplatePatternCreator.cs (text is not escaped),
 * src/Infrastructure/RegexGlobal.cs (`DefaultMatchTimeoutMilliseconds`).
 */

/** A template longer than this fits no request: Kestrel's longest request line (`MaxRequestLineSize`), in bytes. */
export const LONGEST_TEMPLATE = 8_192;

/** What an engine tries within Ocelot's 100 ms, roughly. */
const MOST_STEPS = 20_000_000;

/** A pattern that must not be tried. */
export class DangerousPatternError extends Error {}

/** How often matching may have to begin again. */
export interface PatternCost {
  /** Of two ways each: `(a|b)`, `a?`. */
  readonly choices: number;
  /** Of each stretch without a fixed end the text that ends it; empty if anything may. */
  readonly ends: readonly string[];
  /** A repeated group that itself repeats or chooses, or a back reference: no bound at all. */
  readonly isHopeless: boolean;
}

const HOPELESS: PatternCost = { choices: 0, ends: [], isHopeless: true };

/**
 * What trying a pattern may cost. `[^/]+` before a slash and `.*` at the very end leave no choice; every other open
 * stretch may end wherever the text that follows it occurs.
 */
export function costOf(regex: string): PatternCost {
  if (/\\[1-9]|\\k/.test(regex)) return HOPELESS;
  const groups: { varies: boolean }[] = [{ varies: false }];
  const ends: string[] = [];
  let choices = 0;
  let closed: { varies: boolean } | null = null;
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
      groups.push({ varies: false });
      if (regex[i + 1] === '?') i++;
    } else if (char === ')') {
      closed = groups.length > 1 ? groups.pop()! : groups[0]!;
      if (closed.varies) groups.at(-1)!.varies = true;
    } else if (char === '|') {
      groups.at(-1)!.varies = true;
      choices += 1;
    } else if (char === '?') {
      if (!'*+?}'.includes(regex[i - 1] ?? ' ')) choices += 1; // else it says: as little as possible
      groups.at(-1)!.varies = true;
    } else if (isRepeated(regex, i)) {
      if (wasClosed?.varies === true) return HOPELESS;
      groups.at(-1)!.varies = true;
      const rest = regex.slice(i + 1, i + 40).replace(/^\?/, '');
      const isLast = /^\)?\$?$/.test(rest);
      const ending = /^[^\\^$.|?*+()[{]*/.exec(rest)![0];
      const staysInSegment = regex.slice(i - 4, i) === '[^/]';
      if (!isLast && !(staysInSegment && /^(?:\/|\(\/|\(\?:\|\/)/.test(rest))) ends.push(ending);
    }
  }
  return { choices, ends, isHopeless: false };
}

function steps(cost: PatternCost, length: number, waysOf: (ending: string) => number): number {
  if (cost.isHopeless) return Infinity;
  // Each way is walked to where it fails.
  const walk = cost.ends.length === 0 ? 1 : length;
  return cost.ends.reduce((product, ending) => product * waysOf(ending), walk * 2 ** cost.choices);
}

/** True if a pattern is too slow, or too long, to be tried on anything: a path of 100 letters is nothing unusual. */
export function isDangerousPattern(regex: string): boolean {
  if (regex.length > 2 * LONGEST_TEMPLATE) return true;
  const waysOf = ({ length }: string) => (length === 0 ? 100 : length === 1 ? 10 : 1);
  return steps(costOf(regex), 100, waysOf) > MOST_STEPS;
}

/** True if trying a pattern on this text may take longer than Ocelot allows itself. */
export function takesTooLong(cost: PatternCost, text: string): boolean {
  const lower = text.toLowerCase();
  const length = lower.length + 1;
  const waysOf = (ending: string) => (ending === '' ? length : lower.split(ending.toLowerCase()).length);
  return steps(cost, length, waysOf) > MOST_STEPS;
}

/** `*`, `+`, `{2,}`, `{100}`. */
function isRepeated(regex: string, at: number): boolean {
  const char = regex[at]!;
  if (char === '*' || char === '+') return true;
  return char === '{' && /^\{\d+(,\d*)?\}/.test(regex.slice(at, at + 24));
}
