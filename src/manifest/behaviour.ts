/**
 * What a Pod's program does that Kubernetes has no field for: annotations under `hopscope.dev/`.
 * The list for authors: scenarios/README.md.
 */
import type { Labels } from '../sim/cluster/objects';
import { closestName } from './closest';
import { asList, asRecord, asText } from './convert/plain';
import { parseDuration } from './duration';
import { problemAt, type Problem } from './problem';
import { parseSource, placeIn, toPlain } from './source';
import type { ReadWorkload } from './workloads';

export const ROLES = [
  'web-app',
  'gateway',
  'service',
  'dns',
  'ingress-controller',
  'data-store',
  'client',
  'other',
] as const;
export type Role = (typeof ROLES)[number];

/** When a request for this page comes, the program makes this call before it answers. */
export interface PageCall {
  readonly page: { readonly method: string; readonly pathTemplate: string };
  readonly method: string;
  /** Placeholders `{id}` stand for what they matched in the page's path. */
  readonly url: string;
}

/** Times in microseconds. */
export interface Behaviour {
  /** Undefined: to be inferred. */
  readonly role?: Role;
  readonly startUpMicros: number;
  readonly responseMicros: number;
  readonly calls: readonly PageCall[];
  readonly connectTimeoutMicros: number;
  readonly requestTimeoutMicros: number;
  readonly shutdownMicros: number;
  readonly ignoresSigterm: boolean;
}

const PREFIX = 'hopscope.dev/';
const NAMES = [
  'role',
  'start-up',
  'response-time',
  'calls',
  'connect-timeout',
  'request-timeout',
  'shutdown',
  'ignores-sigterm',
  'pooled-connection-lifetime',
  'pooled-connection-idle-timeout',
  'max-connections-per-server',
  'handler-lifetime',
  'client-id',
  'reads-endpoints',
];

/** Defaults; the request timeout is that of .NET's HttpClient. Source: https://learn.microsoft.com/dotnet/api/system.net.http.httpclient.timeout */
const DEFAULTS: Readonly<Record<string, number>> = {
  'start-up': 1_000_000,
  'response-time': 10_000,
  'connect-timeout': 15_000_000,
  'request-timeout': 100_000_000,
  shutdown: 1_000_000,
};

/** Reads the annotations of a Pod or its template; what is missing or wrong gets its default. */
export function readBehaviour(annotations: Labels): Behaviour {
  const of = (name: string): string | undefined => annotations[PREFIX + name];
  const micros = (name: string): number => parseDuration(of(name) ?? '') ?? DEFAULTS[name] ?? 0;
  const role = ROLES.find((one) => one === of('role'));
  return {
    ...(role === undefined ? {} : { role }),
    startUpMicros: micros('start-up'),
    responseMicros: micros('response-time'),
    calls: readCallsAnnotation(of('calls') ?? '') ?? [],
    connectTimeoutMicros: micros('connect-timeout'),
    requestTimeoutMicros: micros('request-timeout'),
    shutdownMicros: micros('shutdown'),
    ignoresSigterm: of('ignores-sigterm') === 'true',
  };
}

/** The list in `hopscope.dev/calls`; undefined if it is not one. */
export function readCallsAnnotation(text: string): PageCall[] | undefined {
  if (text.trim() === '') return [];
  const document = parseSource({ path: '', text }).documents[0];
  const value = document === undefined ? undefined : toPlain(document);
  if (!Array.isArray(value)) return undefined;
  const calls = asList(value).map((item): PageCall | undefined => {
    const raw = asRecord(item);
    const page = requestLine(asText(raw['page']));
    const call = requestLine(asText(raw['call']));
    if (page === undefined || call === undefined || !/^https?:\/\//.test(call.target)) return undefined;
    return {
      page: { method: page.method, pathTemplate: page.target },
      method: call.method,
      url: call.target,
    };
  });
  return calls.every((call) => call !== undefined) ? calls : undefined;
}

function requestLine(text: string | undefined): { method: string; target: string } | undefined {
  const match = /^([A-Z]+)\s+(\S+)$/.exec(text?.trim() ?? '');
  return match?.[1] === undefined || match[2] === undefined
    ? undefined
    : { method: match[1], target: match[2] };
}

/** What is wrong with a workload's `hopscope.dev/` annotations. */
export function checkBehaviour(workload: ReadWorkload): Problem[] {
  const base = workload.labelsPath.replace(/labels$/, 'annotations');
  return Object.entries(workload.annotations).flatMap(([full, value]): Problem[] => {
    if (!full.startsWith(PREFIX)) return [];
    const name = full.slice(PREFIX.length);
    const path = `${base}.${full}`;
    const place = placeIn(
      workload.places,
      Object.hasOwn(workload.places, path) ? path : `metadata.annotations.${full}`,
    );
    if (!NAMES.includes(name)) {
      const closest = closestName(name, NAMES);
      const hint =
        closest === undefined ? `Known: ${NAMES.join(', ')}.` : `Did you mean “${PREFIX}${closest}”?`;
      return [problemAt(place, 'annotation/unknown', { name: full, hint })];
    }
    const expected = expectedValue(name, value);
    return expected === undefined
      ? []
      : [
          problemAt(place, 'annotation/value', {
            name: full,
            found: value.trim().split('\n', 1)[0] ?? '',
            expected,
          }),
        ];
  });
}

/** What the value should be; undefined if it is right. */
function expectedValue(name: string, value: string): string | undefined {
  switch (name) {
    case 'role':
      return ROLES.some((role) => role === value) ? undefined : `one of ${ROLES.join(', ')}`;
    case 'client-id':
      return value.trim() === '' ? 'a name such as web-mvc' : undefined;
    case 'max-connections-per-server':
      return /^([1-9]\d{0,8}|infinite)$/.test(value.trim())
        ? undefined
        : 'a whole number from 1, or infinite';
    case 'pooled-connection-lifetime':
    case 'pooled-connection-idle-timeout':
    case 'handler-lifetime':
      return value.trim() === 'infinite' || parseDuration(value) !== undefined
        ? undefined
        : 'a duration such as 15s, or infinite';
    case 'reads-endpoints':
    case 'ignores-sigterm':
      return value === 'true' || value === 'false' ? undefined : '"true" or "false"';
    case 'calls':
      return readCallsAnnotation(value) === undefined
        ? 'a list of items such as “page: GET /users/{id}” with “call: GET http://api-gateway/users/{id}”'
        : undefined;
    default:
      return parseDuration(value) === undefined ? 'a duration such as 800ms or 1.5s' : undefined;
  }
}
