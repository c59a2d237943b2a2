/** The words of `curl` and `wget`, as far as they mean something here. Sources: curl(1); busybox networking/wget.c. */
import type { Intent } from '../../sim/intent';
import { parseUrl } from '../../sim/traffic/urls';
import { isOn, parseFlags, type Flag } from '../flags';
import type { ExecShow } from './execShow';

/** A command in a container: what it asks of the world, and how its end is printed. */
export interface ExecCommand {
  readonly intent: Intent;
  readonly show: ExecShow;
}

const toggle = (name: string, short: string | undefined, note: string): Flag =>
  short === undefined ? { name, isSwitch: true, note } : { name, short, isSwitch: true, note };
const value = (name: string, short: string | undefined, note: string): Flag =>
  short === undefined ? { name, note } : { name, short, note };

export const CURL_FLAGS: readonly Flag[] = [
  toggle('silent', 's', 'no progress, no errors'),
  toggle('show-error', 'S', 'errors even with -s'),
  toggle('include', 'i', 'the head of the answer, too'),
  toggle('head', 'I', 'the head of the answer only'),
  toggle('verbose', 'v', 'what happens on the way'),
  toggle('fail', 'f', 'fail on a status of 400 and above'),
  toggle('location', 'L', 'nothing redirects here'),
  toggle('insecure', 'k', 'certificates are not simulated'),
  toggle('ipv4', '4', 'there is IPv4 only'),
  value('output', 'o', 'where the body goes: /dev/null'),
  value('write-out', 'w', 'what to print afterwards: %{http_code}'),
  value('request', 'X', 'the method'),
  value('header', 'H', 'a header; Host counts'),
  value('max-time', 'm', 'seconds for everything'),
  value('connect-timeout', undefined, 'seconds for the connection'),
  value('url', undefined, 'the URL'),
];

/** Reads a line of curl; a text says what is wrong, in curl's words. */
export function readCurl(pod: string, words: readonly string[]): ExecCommand | string {
  const parsed = parseFlags(words, CURL_FLAGS);
  if (typeof parsed === 'string') return `curl: option: ${parsed}`;
  const { flags } = parsed;
  const urls = [...(flags['url'] === undefined ? [] : [flags['url']]), ...parsed.args];
  if (urls.length === 0) return "curl: try 'curl --help' or 'curl --manual' for more information";
  if (urls.length > 1) return 'curl: one URL a line here';
  const url = withScheme(urls[0]!);
  if (parseUrl(url) === null) return `curl: (3) URL rejected: "${urls[0]}" is no http(s) URL`;
  const maxTime = millisOf(flags['max-time']);
  const connectTimeout = millisOf(flags['connect-timeout']);
  if (maxTime === null || connectTimeout === null) return 'curl: option: a time is a number of seconds';
  const isHead = isOn(parsed, 'head');
  const method = (flags['request'] ?? (isHead ? 'HEAD' : 'GET')).toUpperCase();
  if (!/^[A-Z]{1,12}$/.test(method)) return `curl: "${method}" is no method`;
  const host = /^host:\s*(\S+)\s*$/i.exec(flags['header'] ?? '')?.[1] ?? null;
  const output = flags['output'];
  return {
    intent: {
      type: 'execCurl',
      pod,
      url,
      ...(method === 'GET' ? {} : { method }),
      ...(host === null ? {} : { hostHeader: host }),
      ...(connectTimeout === undefined ? {} : { connectTimeoutMillis: connectTimeout }),
      ...(maxTime === undefined ? {} : { maxTimeMillis: maxTime }),
    },
    show: {
      program: 'curl',
      isSilent: isOn(parsed, 'silent'),
      showsError: isOn(parsed, 'show-error'),
      withHead: isOn(parsed, 'include'),
      isHeadOnly: isHead,
      isVerbose: isOn(parsed, 'verbose'),
      failsOnStatus: isOn(parsed, 'fail'),
      bodyIsAway: output !== undefined && output !== '-',
      writeOut: unescaped(flags['write-out'] ?? ''),
      method,
      hostHeader: host,
    },
  };
}

const WGET_FLAGS: readonly Flag[] = [
  toggle('quiet', 'q', 'no words'),
  toggle('server-response', 'S', 'the head of the answer, too'),
  value('output-document', 'O', 'where the body goes: - is here'),
  value('timeout', 'T', 'seconds of patience'),
  toggle('spider', undefined, 'only look whether it is there'),
];

/** Reads a line of BusyBox' wget; a text says what is wrong. */
export function readWget(pod: string, words: readonly string[]): ExecCommand | string {
  const parsed = parseFlags(words, WGET_FLAGS);
  if (typeof parsed === 'string') return `wget: ${parsed}`;
  if (parsed.args.length !== 1) return 'wget: one URL a line here';
  const url = withScheme(parsed.args[0]!);
  if (parseUrl(url) === null) return `wget: bad address '${parsed.args[0]}'`;
  const timeout = millisOf(parsed.flags['timeout']);
  if (timeout === null) return `wget: invalid number '${parsed.flags['timeout']}'`;
  return {
    intent: { type: 'execCurl', pod, url, maxTimeMillis: timeout ?? WGET_PATIENCE_MILLIS },
    show: {
      program: 'wget',
      isQuiet: isOn(parsed, 'quiet'),
      printsBody: parsed.flags['output-document'] === '-' && !isOn(parsed, 'spider'),
    },
  };
}

/** Source: wget.c: "default timeout 900 seconds". */
const WGET_PATIENCE_MILLIS = 900_000;

function withScheme(url: string): string {
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(url)
    ? url.replace(/^[a-z]+/i, (scheme) => scheme.toLowerCase())
    : `http://${url}`;
}

/** Milliseconds of a text in seconds; undefined for none, null for none that is one. */
function millisOf(text: string | undefined): number | undefined | null {
  if (text === undefined) return undefined;
  const millis = Math.round(Number(text) * 1000);
  return /^\d{1,6}(\.\d+)?$/.test(text) && millis > 0 ? millis : null;
}

function unescaped(text: string): string {
  return text.replace(
    /\\([nrt\\])/g,
    (_, letter: string) => ({ n: '\n', r: '', t: '\t', '\\': '\\' })[letter]!,
  );
}
