/** URLs as browsers and HttpClient take them apart; `URL` itself belongs to the platform, not to the core. */

export interface ParsedUrl {
  readonly scheme: 'http' | 'https';
  readonly host: string;
  readonly port: number;
  readonly path: string;
  /** With its leading `?`, or empty. */
  readonly query: string;
}

const URL_PATTERN =
  /^(https?):\/\/(\[[0-9a-fA-F:.]+\]|[^/?#:@\s]+)(?::(\d{1,5}))?(\/[^?#\s]*)?(\?[^#\s]*)?(?:#\S*)?$/;

/** Takes an absolute http(s) URL apart; null if the text is none. */
export function parseUrl(text: string): ParsedUrl | null {
  const match = URL_PATTERN.exec(text);
  if (match === null) return null;
  const scheme = match[1] as 'http' | 'https';
  const port = match[3] === undefined ? (scheme === 'https' ? 443 : 80) : Number(match[3]);
  if (port < 1 || port > 65_535) return null;
  return { scheme, host: match[2]!.toLowerCase(), port, path: match[4] ?? '/', query: match[5] ?? '' };
}

/** True if the host of a URL is an address, not a name. */
export function isAddress(host: string): boolean {
  return /^\d{1,3}(\.\d{1,3}){3}$/.test(host) || host.startsWith('[');
}
