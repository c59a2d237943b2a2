/**
 * The downstream URL: path with the placeholders' values, query merged with the
 * request's. Sources: Ocelot src/DownstreamUrlCreator/DownstreamUrlCreatorMiddleware.cs,
 * src/Request/Middleware/DownstreamRequest.cs; ASP.NET Core QueryHelpers; .NET UrlEncoder.Default.
 */
import { replacePlaceholders, type Placeholders } from './placeholders';

/** Names and values of a query, decoded, in order. */
type Pairs = readonly (readonly [string, string])[];

function decode(text: string): string {
  return text.replaceAll('+', ' ').replace(/(%[0-9a-f]{2})+/gi, (bytes) => {
    try {
      return decodeURIComponent(bytes);
    } catch {
      return bytes;
    }
  });
}

function parseQuery(query: string): Pairs {
  const bare = query.startsWith('?') ? query.slice(1) : query;
  return bare
    .split('&')
    .filter((part) => part !== '')
    .map((part) => {
      const equals = part.indexOf('=');
      return equals < 0
        ? [decode(part), '']
        : [decode(part.slice(0, equals)), decode(part.slice(equals + 1))];
    });
}

/** As .NET's UrlEncoder.Default: keeps letters, digits and `-._~!$()*,;@`. */
function encode(text: string): string {
  return encodeURIComponent(text).replace(/%(24|2C|3B|40)|'/g, (c) =>
    c === "'" ? '%27' : decodeURIComponent(c),
  );
}

function formatQuery(pairs: Pairs): string {
  const text = pairs.map(([name, value]) => `${encode(name)}=${encode(value)}`).join('&');
  return text === '' ? '' : `?${text}`;
}

function keysOf(placeholders: Placeholders): string[] {
  return Object.keys(placeholders).map((name) => name.replace(/^\{+|\}+$/g, ''));
}

/** Parameters that have the name of a placeholder have been used up: out with them. */
function withoutUsedParameters(query: string, placeholders: Placeholders): string {
  const keys = keysOf(placeholders).map((key) => key.toLowerCase());
  if (keys.length === 0 || query === '') return query;
  return formatQuery(grouped(parseQuery(query)).filter(([name]) => !keys.includes(name.toLowerCase())));
}

/** Same names together, in the place of the first, as a dictionary without regard to case gives them. */
function grouped(pairs: Pairs): Pairs {
  const byName = new Map<string, [string, string][]>();
  for (const [name, value] of pairs) {
    const key = name.toLowerCase();
    const first = byName.get(key)?.[0]?.[0] ?? name;
    byName.set(key, [...(byName.get(key) ?? []), [first, value]]);
  }
  return [...byName.values()].flat();
}

/** As HttpUtility.ParseQueryString: values of one name joined by a comma, text without `=` dropped. */
function joined(query: string): Map<string, string> {
  const bare = query.startsWith('?') ? query.slice(1) : query;
  const named = bare.split('&').filter((part) => part.includes('=') && !part.startsWith('='));
  const values = new Map<string, string>();
  const spelling = new Map<string, string>();
  for (const [name, value] of parseQuery(named.join('&'))) {
    const key = spelling.get(name.toLowerCase()) ?? name;
    spelling.set(name.toLowerCase(), key);
    const before = values.get(key);
    values.set(key, before === undefined ? value : `${before},${value}`);
  }
  return values;
}

/** The template's query first, then what the request has beside it. */
function mergeQueries(query: string, templateQuery: string, placeholders: Placeholders): string {
  const merged = joined(templateQuery.replaceAll('?', '&'));
  const used = keysOf(placeholders);
  for (const [name, value] of joined(query)) {
    if (!used.includes(name) && !merged.has(name)) merged.set(name, value);
  }
  return formatQuery([...merged]);
}

/**
 * Path and query of the downstream request, before escaping.
 * @param upstreamPath decides about the trailing slash: without one upstream, none downstream
 * @param query of the upstream request, with its leading `?`, or empty
 */
export function downstreamPathAndQuery(request: {
  readonly downstreamPathTemplate: string;
  readonly placeholders: Placeholders;
  readonly upstreamPath: string;
  readonly query: string;
}): { readonly path: string; readonly query: string } {
  const { placeholders, upstreamPath, query } = request;
  let path = replacePlaceholders(request.downstreamPathTemplate, placeholders);
  if (path.endsWith('/') && !upstreamPath.endsWith('/')) path = path.replace(/\/+$/, '');
  const mark = path.indexOf('?');
  if (mark < 0) return { path, query: withoutUsedParameters(query, placeholders) };
  const templateQuery = path.slice(mark);
  const merged = query === '' ? templateQuery : mergeQueries(query, templateQuery, placeholders);
  return { path: path.slice(0, mark), query: merged === '?' ? '' : merged };
}

/** A path as .NET's Uri puts it on the wire: what may not stand in a path is percent-encoded, what is encoded stays. */
export function escapePath(path: string): string {
  const rooted = path.startsWith('/') ? path : `/${path}`;
  return encodeURI(rooted)
    .replace(/[?#]/g, (c) => (c === '?' ? '%3F' : '%23'))
    .replace(/%25([0-9A-Fa-f]{2})/g, '%$1')
    .replaceAll('%5B', '[')
    .replaceAll('%5D', ']');
}

/** A request path as ASP.NET Core hands it to Ocelot: decoded, but for `%2F`. Source: PathString, Kestrel's PathDecoder. */
export function decodePath(path: string): string {
  return path.replace(/(%[0-9a-f]{2})+/gi, (bytes) =>
    bytes
      .split(/(%2f)/i)
      .map((part) => {
        if (/^%2f$/i.test(part)) return part;
        try {
          return decodeURIComponent(part);
        } catch {
          return part;
        }
      })
      .join(''),
  );
}

const DEFAULT_PORTS: Readonly<Record<string, number>> = { http: 80, https: 443, ws: 80, wss: 443 };

/** The port that a scheme has when none is written; undefined for a scheme that has none. */
export function defaultPort(scheme: string): number | undefined {
  return DEFAULT_PORTS[scheme.toLowerCase()];
}

/** The URL as text; a scheme's own port is left out. Source: DownstreamRequest.cs `ToUri`. */
export function formatUrl(parts: {
  readonly scheme: string;
  readonly host: string;
  readonly port: number;
  readonly path: string;
  readonly query: string;
}): string {
  const { scheme, host, port, path } = parts;
  const authority = port === defaultPort(scheme) ? host : `${host}:${port}`;
  const query = encodeURI(parts.query).replace(/%25([0-9A-Fa-f]{2})/g, '%$1');
  return `${scheme}://${authority}${escapePath(path)}${query}`;
}
