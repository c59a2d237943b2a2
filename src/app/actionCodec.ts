/**
 * What was done, as short text for a URL, and back. One word per action, `!` between them:
 * time since the action before (microseconds, base 36), a letter, its argument.
 */
import type { Intent } from '../sim/intent';
import type { Micros } from '../sim/kernel/time';

export interface TimedAction {
  readonly at: Micros;
  readonly intent: Intent;
}

/** Names that need not be written because the scenario says them. */
export interface CodecDefaults {
  readonly client: string;
  readonly url: string;
}

/** The actions as text; empty for none. */
export function encodeActions(actions: readonly TimedAction[], defaults: CodecDefaults): string {
  let last = 0;
  return actions
    .map(({ at, intent }) => {
      const gap = Math.round(at) - last;
      last = Math.round(at);
      return `${gap.toString(36)}${encodeIntent(intent, defaults)}`;
    })
    .join('!');
}

function who(intent: { client: string; url: string }, defaults: CodecDefaults): string {
  const isDefault = intent.client === defaults.client && intent.url === defaults.url;
  return isDefault ? '' : `~${escapeText(intent.client)}~${escapeText(intent.url)}`;
}

// Capital letters, so that they end the number in base 36 before them.
function encodeIntent(intent: Intent, defaults: CodecDefaults): string {
  switch (intent.type) {
    case 'sendRequest':
      return `S${who(intent, defaults)}`;
    case 'burst':
      return `B${intent.count}${who(intent, defaults)}`;
    case 'setRate':
      return `R${intent.rate}${who(intent, defaults)}`;
    case 'setNewConnections':
      return intent.on ? 'N1' : 'N0';
    case 'scale':
      return `C${intent.replicas}~${escapeText(intent.deployment)}`;
    case 'deletePod':
      return `D${intent.graceSeconds ?? ''}~${escapeText(intent.pod)}`;
    case 'crashPod':
      return `X~${escapeText(intent.pod)}`;
    case 'setWatchDelay':
      return `W${intent.milliseconds}~${escapeText(intent.node)}`;
    case 'setImage':
      return `I~${escapeText(intent.deployment)}~${escapeText(intent.container)}~${escapeText(intent.image)}`;
    case 'setPodLabel':
      return `L~${escapeText(intent.pod)}~${escapeText(intent.label)}${intent.value === null ? '' : `~${escapeText(intent.value)}`}`;
    case 'setServiceSelector':
      return `T~${[intent.service, ...Object.entries(intent.selector).flat()].map(escapeText).join('~')}`;
    case 'restartDeployment':
      return `O~${escapeText(intent.deployment)}~${escapeText(intent.stamp)}`;
    case 'execLookup':
    case 'execCurl':
      return `K~${escapeText(JSON.stringify(intent))}`;
  }
}

function escapeText(text: string): string {
  return encodeURIComponent(text).replace(
    /[!~*'()]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** The actions in a text; null if it is none (then nothing of it is done). */
export function decodeActions(text: string, defaults: CodecDefaults): TimedAction[] | null {
  if (text === '') return [];
  const actions: TimedAction[] = [];
  let at = 0;
  for (const word of text.split('!')) {
    const match = /^([0-9a-z]+)([A-Z])(-?\d*(?:\.\d+)?)((?:~[^~]*)*)$/.exec(word);
    if (match === null) return null;
    at += parseInt(match[1]!, 36);
    const intent = decodeIntent(match[2]!, match[3]!, argumentsOf(match[4]!), defaults);
    if (intent === null || !Number.isSafeInteger(at)) return null;
    actions.push({ at, intent });
  }
  return actions;
}

function argumentsOf(text: string): string[] {
  try {
    return text.split('~').slice(1).map(decodeURIComponent);
  } catch {
    return ['\u0000']; // malformed: fits no action's number of arguments but where refused below
  }
}

function decodeIntent(
  letter: string,
  number: string,
  words: string[],
  defaults: CodecDefaults,
): Intent | null {
  if (words.includes('\u0000')) return null;
  const value = Number(number);
  const [a, b, c] = words;
  const asked = words.length === 2 ? { client: a!, url: b! } : words.length === 0 ? { ...defaults } : null;
  switch (letter) {
    case 'S':
      return asked === null ? null : { type: 'sendRequest', ...asked };
    case 'B':
      return asked === null || !(value > 0) ? null : { type: 'burst', ...asked, count: value };
    case 'R':
      return asked === null || !(value >= 0) ? null : { type: 'setRate', ...asked, rate: value };
    case 'N':
      return number === '0' || number === '1' ? { type: 'setNewConnections', on: number === '1' } : null;
    case 'C':
      return a === undefined || number === '' ? null : { type: 'scale', deployment: a, replicas: value };
    case 'D':
      if (a === undefined) return null;
      return { type: 'deletePod', pod: a, ...(number === '' ? {} : { graceSeconds: value }) };
    case 'X':
      return a === undefined ? null : { type: 'crashPod', pod: a };
    case 'W':
      return a === undefined || number === ''
        ? null
        : { type: 'setWatchDelay', node: a, milliseconds: value };
    case 'I':
      return c === undefined ? null : { type: 'setImage', deployment: a!, container: b!, image: c };
    case 'L':
      return b === undefined ? null : { type: 'setPodLabel', pod: a!, label: b, value: c ?? null };
    case 'T':
      return a === undefined || words.length % 2 === 0
        ? null
        : { type: 'setServiceSelector', service: a, selector: pairsOf(words.slice(1)) };
    case 'O':
      return b === undefined ? null : { type: 'restartDeployment', deployment: a!, stamp: b };
    case 'K':
      return a === undefined ? null : commandOf(a);
    default:
      return null;
  }
}

function pairsOf(words: readonly string[]): Record<string, string> {
  const pairs: [string, string][] = [];
  for (let i = 0; i + 1 < words.length; i += 2) pairs.push([words[i]!, words[i + 1]!]);
  return Object.fromEntries(pairs);
}

/** A command in a container, as it was written; null if the text is none. */
function commandOf(text: string): Intent | null {
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof read !== 'object' || read === null) return null;
  const given = read as Record<string, unknown>;
  const texts = (names: readonly string[]) =>
    names.every((name) => given[name] === undefined || typeof given[name] === 'string');
  const counts = (names: readonly string[]) =>
    names.every((name) => given[name] === undefined || Number.isFinite(given[name]));
  if (typeof given['pod'] !== 'string' || Object.keys(given).some((key) => !COMMAND_KEYS.has(key)))
    return null;
  if (given['type'] === 'execLookup' && typeof given['name'] === 'string' && texts(['server'])) {
    const types = given['types'];
    const isFit = types === undefined || (Array.isArray(types) && types.every((one) => RECORDS.has(one)));
    return isFit ? (given as unknown as Intent) : null;
  }
  if (given['type'] !== 'execCurl' || typeof given['url'] !== 'string') return null;
  const isFit = texts(['method', 'hostHeader']) && counts(['connectTimeoutMillis', 'maxTimeMillis']);
  return isFit ? (given as unknown as Intent) : null;
}

const COMMAND_KEYS: ReadonlySet<string> = new Set([
  ...['type', 'pod', 'name', 'server', 'types'],
  ...['url', 'method', 'hostHeader', 'connectTimeoutMillis', 'maxTimeMillis'],
]);
const RECORDS: ReadonlySet<unknown> = new Set([
  'A',
  'AAAA',
  'SRV',
  'CNAME',
  'PTR',
  'NS',
  'SOA',
  'TXT',
  'MX',
  'ANY',
]);
