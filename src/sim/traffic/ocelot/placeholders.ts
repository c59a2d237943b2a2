/**
 * The values of a template's placeholders in a request, and putting them into the
 * downstream template. Sources: Ocelot src/DownstreamRouteFinder/UrlMatcher/UrlPathPlaceholderNameAndValueFinder.cs,
 * src/DownstreamUrlCreator/DownstreamPathPlaceholderReplacer.cs, src/DownstreamRouteFinder/HeaderMatcher/*.cs.
 */

import { costOf, DangerousPatternError, isDangerousPattern, type PatternCost } from './patternRisk';

/** Values by name with braces (`{id}`), in the order in which they are put in. */
export type Placeholders = Readonly<Record<string, string>>;

/** As .NET's Regex.Escape: the characters that mean something in a pattern. */
function escapeForPattern(text: string): string {
  return text.replace(/[\\*+?|[()^$.#\s]/g, (c) => `\\${c}`);
}

/** The last placeholder takes all but `&`, the others stop at `/`, `|` and `&`. */
function valuesPattern(template: string): { pattern: RegExp; names: string[] } {
  const names: string[] = [];
  const count = [...template.matchAll(/\{(.*?)\}/g)].length;
  let source = '';
  let end = 0;
  for (const match of template.matchAll(/\{(.*?)\}/g)) {
    names.push(`{${match[1]!}}`);
    source += escapeForPattern(template.slice(end, match.index));
    source += names.length === count ? '([^&]*)' : '([^/|&]*)';
    end = match.index + match[0].length;
  }
  source += escapeForPattern(template.slice(end));
  return { pattern: new RegExp(`^${source}`, 'i'), names };
}

/**
 * The placeholders' values; none if the path does not fit. Text is compared without
 * regard to case, and a template that ends in `?{all}` gives an empty value.
 * @param query with its leading `?`, or empty
 */
export function findPlaceholders(template: string, path: string, query: string): Placeholders {
  const catchAllQuery = /^[^{}]*\?\{(.*?)\}$/.exec(template);
  if (catchAllQuery !== null) return { [`{${catchAllQuery[1]!}}`]: '' };

  const { pattern, names } = valuesPattern(template);
  const hasQuery = template.includes('?');
  const tested = query !== '' && !hasQuery ? path : `${path}${query}`;
  let match = pattern.exec(tested);
  // `/orders` fits `/orders/{id}`: try with the slash that is missing.
  const catchAllPath = /^[^{}]*\{(.*?)\}\/?$/.test(template) && !hasQuery;
  if ((match === null || names.length === 0) && catchAllPath) match = pattern.exec(`${tested}/`);
  if (match === null) return {};
  const values: Record<string, string> = {};
  names.forEach((name, index) => (values[name] = match[index + 1] ?? ''));
  return values;
}

/** Puts the values into a template. */
export function replacePlaceholders(template: string, placeholders: Placeholders): string {
  return Object.entries(placeholders).reduce(
    (text, [name, value]) => text.replaceAll(name, () => value),
    template,
  );
}

/** What a .NET group may be called. Any other name is an exception when Ocelot starts, or at the first request. */
const GROUP_NAME = /^(?:[\p{L}_][\p{L}\p{N}_]*|[1-9]\d*)$/u;

/** The placeholders of a template whose names .NET takes for no group name: `{user-id}`, `{0}`. */
export function unusableNames(names: readonly string[]): string[] {
  return names.filter((name) => !GROUP_NAME.test(name));
}

/** The names in a header template: `version` of `{header:version}`. */
export function headerNames(template: string): string[] {
  return [...template.matchAll(/\{header:(.*?)\}/gis)].map(([, name]) => name!);
}

/**
 * A header template as a pattern: `{header:name}` takes any text. A group of the author's own gives a value, too:
 * .NET numbers those, and names of groups come after them.
 * Sources: UpstreamHeaderTemplatePatternCreator.cs, HeaderPlaceholderNameAndValueFinder.cs.
 * @throws SyntaxError if it is no valid pattern, DangerousPatternError if trying it might never end
 */
export function headerPattern(
  template: string,
  isCaseSensitive: boolean,
): { pattern: RegExp; names: string[]; cost: PatternCost } {
  const marked = template.replace(/\{header:(.*?)\}/gis, (_, name: string) => `(?<${name}>.+)`);
  const names: string[] = [];
  let unnamed = 0;
  const source = marked.replace(
    /\\.|\[(?:\\.|[^\]\\])*\]|\((?!\?)|\(\?<([^>=!]*)>/gs,
    (found, name?: string) => {
      if (name === undefined && found !== '(') return found;
      names.push(name === undefined ? `{${++unnamed}}` : `{${name}}`);
      return '(';
    },
  );
  const anchored = `^${source}$`;
  if (isDangerousPattern(anchored)) throw new DangerousPatternError(template);
  return { pattern: new RegExp(anchored, isCaseSensitive ? 's' : 'is'), names, cost: costOf(anchored) };
}
