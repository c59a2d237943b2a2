/**
 * An `UpstreamPathTemplate` as the regular expression that Ocelot makes of it.
 * Source: Ocelot src/Configuration/Creator/UpstreamTemplatePatternCreator.cs.
 */

import { DangerousPatternError, isDangerousPattern, LONGEST_TEMPLATE } from './patternRisk';

export interface UpstreamPattern {
  /** As .NET writes it: `(?i)` after `^` means that case does not matter. */
  readonly regex: string;
  readonly priority: number;
  /** True if the template has a `?`: then the query takes part in matching. */
  readonly containsQueryString: boolean;
}

export interface UpstreamTemplate {
  readonly upstreamPathTemplate: string;
  readonly priority: number;
  readonly routeIsCaseSensitive: boolean;
}

/** The `{name}`s of a template, in order, with their braces. */
export function placeholdersOf(template: string): string[] {
  const found: string[] = [];
  for (let at = template.indexOf('{'); at >= 0; at = template.indexOf('{', at + 1)) {
    const end = template.indexOf('}', at);
    if (end < 0) break;
    found.push(template.slice(at, end + 1));
  }
  return found;
}

/** `$^`, as Ocelot writes a pattern that fits nothing. Source: src/Values/UpstreamPathTemplate.cs. */
const FITS_NOTHING = { regex: '$^', containsQueryString: false };

/**
 * The pattern of a template. `/{anything}` alone matches everything and has its
 * priority forced to 0, whatever the file says.
 */
export function createUpstreamPattern(route: UpstreamTemplate): UpstreamPattern {
  const original = route.upstreamPathTemplate;
  // Reading the file has complained, and no request is so long.
  if (original.length > LONGEST_TEMPLATE) return { ...FITS_NOTHING, priority: route.priority };
  const placeholders = placeholdersOf(original);
  if (original.startsWith('/{') && original.indexOf('}') === original.length - 1) {
    return { regex: '^/.*', priority: 0, containsQueryString: false };
  }
  let template = original;
  const containsQueryString = template.includes('?');
  if (containsQueryString) {
    template = template.replaceAll(template.includes('/?') ? '/?' : '?', () => '(/$|/\\?|\\?|$)');
  }
  for (const placeholder of placeholders) {
    const at = template.indexOf(placeholder);
    if (at < 0) continue; // the same placeholder once more: reading the file has complained
    const isLastSegment = template.indexOf('/', at) < at;
    const isInQuery = containsQueryString && template.indexOf('?') < at;
    template = template.replaceAll(placeholder, () => (isLastSegment || isInQuery ? '.*' : '[^/]+'));
  }
  if (template === '/') return { regex: '^/$', priority: route.priority, containsQueryString };

  const slash = template.lastIndexOf('/');
  if (template[slash + 1] === '.') template = `${template.slice(0, slash)}(?:|/${template.slice(slash + 1)})`;
  if (template.endsWith('/')) template = `${template.slice(0, -1)}(/|)`;
  const regex = `^${route.routeIsCaseSensitive ? '' : '(?i)'}${template}$`;
  return { regex, priority: route.priority, containsQueryString };
}

/**
 * A .NET pattern as a JavaScript one: `(?i)` becomes the flag, Singleline the `s` flag.
 * @throws SyntaxError if the template is no valid pattern, DangerousPatternError if trying it might never end
 */
export function compilePattern(regex: string): RegExp {
  if (isDangerousPattern(regex)) throw new DangerousPatternError(regex);
  const ignoreCase = regex.includes('(?i)');
  if (regex === FITS_NOTHING.regex) return /[^\s\S]/;
  return new RegExp(regex.replace('(?i)', ''), ignoreCase ? 'is' : 's');
}

/** True if a request's path, with its query where the template has one, fits. Source: RegExUrlMatcher.cs. */
export function matchesUpstream(
  pattern: Pick<UpstreamPattern, 'regex' | 'containsQueryString'>,
  path: string,
  query: string,
): boolean {
  return compilePattern(pattern.regex).test(pattern.containsQueryString ? `${path}${query}` : path);
}
