/**
 * What curl and BusyBox' wget print. The body of an answer is the name of the Pod that did the work; errors have none.
 * Sources: curl 8.14 lib/connect.c, lib/verbose, src/tool_cb_prg.c, docs/libcurl/libcurl-errors; busybox networking/wget.c.
 */
import { parseUrl } from '../../sim/traffic/urls';
import { reasonPhrase } from '../../sim/traffic/exchanges';
import { exitLine, type CurlEnded, type ExecShow } from './execShow';

type CurlShow = Extract<ExecShow, { program: 'curl' }>;
type WgetShow = Extract<ExecShow, { program: 'wget' }>;

export function printCurl(show: CurlShow, end: CurlEnded): string[] {
  if (end.cause === 'killed') return [...exitLine(137)];
  const failure = failureOf(end);
  const isBadStatus = show.failsOnStatus && (end.status ?? 0) >= 400;
  const error =
    failure ?? (isBadStatus ? { code: 22, text: `The requested URL returned error: ${end.status}` } : null);
  const body = isBadStatus || show.isHeadOnly ? [] : bodyOf(end);
  const isShown = !show.bodyIsAway && end.status !== null;
  return [
    ...(show.isVerbose ? verboseLines(show, end) : []),
    ...(isShown && (show.withHead || show.isHeadOnly) ? [...headLines(end), ''] : []),
    ...(isShown ? body : []),
    ...(show.writeOut === '' ? [] : writtenOut(show, end).replace(/\n$/, '').split('\n')),
    ...(error !== null && (!show.isSilent || show.showsError) ? [`curl: (${error.code}) ${error.text}`] : []),
    ...(show.isVerbose && end.status !== null ? [`* Connection #0 to host ${hostOf(end)} left intact`] : []),
    ...exitLine(error?.code ?? 0),
  ];
}

function hostOf({ url }: CurlEnded): string {
  return parseUrl(url)?.host ?? url;
}

function bodyOf({ status, servedBy }: CurlEnded): string[] {
  if (status === null || status >= 400 || servedBy === null) return [];
  return [servedBy.slice(servedBy.indexOf('/') + 1)];
}

function lengthOf(end: CurlEnded): number {
  return bodyOf(end).reduce((sum, line) => sum + line.length + 1, 0);
}

function headLines(end: CurlEnded): string[] {
  const length = lengthOf(end);
  return [
    `HTTP/1.1 ${end.status} ${reasonPhrase(end.status ?? 0)}`.trimEnd(),
    ...(length > 0 ? ['Content-Type: text/plain'] : []),
    `Content-Length: ${length}`,
  ];
}

interface Failure {
  readonly code: number;
  readonly text: string;
}

/** curl's own error, or null. */
function failureOf(end: CurlEnded): Failure | null {
  const url = parseUrl(end.url);
  const host = url?.host ?? '';
  const millis = Math.trunc((end.at - end.startedAt) / 1000);
  const toConnect = `Failed to connect to ${host} port ${url?.port ?? 80} after ${millis} ms: Could not connect to server`;
  switch (end.cause) {
    case null:
      return null;
    case 'nameNotFound':
    case 'dnsTimeout':
      return { code: 6, text: `Could not resolve host: ${host}` };
    case 'refused':
    case 'rejected':
      return { code: 7, text: toConnect };
    case 'connectTimeout':
      // The kernel gave up: ETIMEDOUT. With --connect-timeout curl itself did.
      return millis >= KERNEL_PATIENCE
        ? { code: 28, text: toConnect }
        : { code: 28, text: `Connection timed out after ${millis} milliseconds` };
    case 'requestTimeout':
      return end.address === null
        ? { code: 28, text: `Resolving timed out after ${millis} milliseconds` }
        : { code: 28, text: `Operation timed out after ${millis} milliseconds with 0 bytes received` };
    case 'reset':
      return { code: 56, text: 'Recv failure: Connection reset by peer' };
    default:
      return { code: 7, text: toConnect };
  }
}

const KERNEL_PATIENCE = 127_000;

/** `-v`. */
function verboseLines(show: CurlShow, end: CurlEnded): string[] {
  const url = parseUrl(end.url);
  if (url === null) return [];
  const { host, port, path, query, scheme } = url;
  if (end.address === null) return end.cause === 'nameNotFound' ? [`* Could not resolve host: ${host}`] : [];
  const isName = end.address !== host;
  const dials = [
    ...(isName ? [`* Host ${host}:${port} was resolved.`, '* IPv6: (none)', `* IPv4: ${end.address}`] : []),
    `*   Trying ${end.address}:${port}...`,
  ];
  if (end.status === null && end.cause !== 'reset' && end.cause !== 'requestTimeout') {
    const failure = failureOf(end)?.text ?? '';
    const why =
      end.cause === 'connectTimeout'
        ? []
        : [`* connect to ${end.address} port ${port} failed: Connection refused`];
    return [...dials, ...why, `* ${failure}`, '* closing connection #0'];
  }
  const shownHost = show.hostHeader ?? (port === (scheme === 'https' ? 443 : 80) ? host : `${host}:${port}`);
  return [
    ...dials,
    `* Connected to ${host} (${end.address}) port ${port}`,
    '* using HTTP/1.x',
    `> ${show.method} ${path}${query} HTTP/1.1`,
    `> Host: ${shownHost}`,
    '> User-Agent: curl/8.14.1',
    '> Accept: */*',
    '> ',
    '* Request completely sent off',
    ...(end.status === null ? [] : [...headLines(end).map((line) => `< ${line}`), '< ']),
  ];
}

/** `-w`: the variables that the simulation knows. Source: curl(1) --write-out. */
function writtenOut(show: CurlShow, end: CurlEnded): string {
  const code = String(end.status ?? 0).padStart(3, '0');
  const values: Readonly<Record<string, string>> = {
    http_code: code,
    response_code: code,
    remote_ip: end.address ?? '',
    remote_port: String(parseUrl(end.url)?.port ?? ''),
    time_total: ((end.at - end.startedAt) / 1e6).toFixed(6),
    url: end.url,
    url_effective: end.url,
    method: show.method,
    size_download: String(lengthOf(end)),
  };
  return show.writeOut.replace(/%\{(\w+)\}/g, (place, name: string) => values[name] ?? place);
}

export function printWget(show: WgetShow, end: CurlEnded): string[] {
  if (end.cause === 'killed') return [...exitLine(137)];
  const url = parseUrl(end.url);
  const host = url?.host ?? '';
  const dials =
    show.isQuiet || end.address === null ? [] : [`Connecting to ${host} (${end.address}:${url?.port})`];
  const failed = (text: string) => [...dials, `wget: ${text}`, ...exitLine(1)];
  switch (end.cause) {
    case null:
      break;
    case 'nameNotFound':
    case 'dnsTimeout':
      return failed(`bad address '${host}'`);
    case 'refused':
    case 'rejected':
      return failed(`can't connect to remote host (${end.address}): Connection refused`);
    case 'reset':
      return failed('error getting response: Connection reset by peer');
    case 'connectTimeout':
      return failed(`can't connect to remote host (${end.address}): Operation timed out`);
    default:
      return failed('download timed out');
  }
  if ((end.status ?? 0) >= 400) {
    return failed(`server returned error: HTTP/1.1 ${end.status} ${reasonPhrase(end.status ?? 0)}`);
  }
  return [...dials, ...(show.printsBody ? bodyOf(end) : [])];
}
