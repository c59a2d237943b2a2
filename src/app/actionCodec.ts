/**
 * What was done, as short text for a link, and back. An action is the time since the one before it (microseconds,
 * base 36), a capital letter for what was done, and its arguments with `_` between them.
 */
import type { Intent } from '../sim/intent';
import type { Micros } from '../sim/kernel/time';
import { escapeWord, unescapeWord, type LinkWords } from './linkWords';

export interface TimedAction {
  readonly at: Micros;
  readonly intent: Intent;
}

/** Whom a request is sent to, and by whom, if nothing else is said. */
export interface CodecDefaults {
  readonly client: string;
  readonly url: string;
}

type FieldKind = 'word' | 'wordOrNull' | 'number' | 'flag' | 'labels' | 'records';

interface Field {
  readonly name: string;
  readonly kind: FieldKind;
  readonly isOptional: boolean;
}

interface Shape {
  readonly letter: string;
  readonly fields: readonly Field[];
  /** Has `client` and `url` too, which are left out where they are the usual ones. */
  readonly asks: boolean;
}

/** `name:kind`, or `name?:kind` for a field that may be absent; none may have a further one. */
function shape(letter: string, fields = '', asks = false): Shape {
  const list = fields.split(' ').filter((one) => one !== '');
  return {
    letter,
    asks,
    fields: list.map((one) => {
      const [name = '', kind] = one.split(':');
      return { name: name.replace('?', ''), kind: kind as FieldKind, isOptional: name.endsWith('?') };
    }),
  };
}

/** How each intent is written. A letter once given is never given to another: old links hold it. */
const SHAPES: Readonly<Record<Intent['type'], Shape>> = {
  sendRequest: shape('S', '', true),
  burst: shape('B', 'count:number', true),
  setRate: shape('R', 'rate:number', true),
  setNewConnections: shape('N', 'on:flag'),
  scale: shape('C', 'deployment:word replicas:number'),
  deletePod: shape('D', 'pod:word graceSeconds?:number'),
  crashPod: shape('X', 'pod:word'),
  setWatchDelay: shape('W', 'node:word milliseconds:number'),
  setProxyMode: shape('M', 'mode:word'),
  failNode: shape('F', 'node:word'),
  recoverNode: shape('P', 'node:word'),
  setGatewayDiscovery: shape('G', 'gateway:word discovery:word balancer?:word'),
  setImage: shape('I', 'deployment:word container:word image:word'),
  setPodLabel: shape('L', 'pod:word label:word value:wordOrNull'),
  setServiceSelector: shape('T', 'service:word selector:labels'),
  restartDeployment: shape('O', 'deployment:word stamp:word'),
  execLookup: shape('K', 'pod:word name:word server?:word types?:records'),
  execCurl: shape(
    'U',
    'pod:word url:word method?:word hostHeader?:word connectTimeoutMillis?:number maxTimeMillis?:number',
  ),
};

const RECORDS: readonly string[] = ['A', 'AAAA', 'SRV', 'CNAME', 'PTR', 'NS', 'SOA', 'TXT', 'MX', 'ANY'];

/** One action; `last` is the time of the one before it. */
export function writeAction(
  { at, intent }: TimedAction,
  last: Micros,
  words: LinkWords,
  defaults: CodecDefaults,
): string {
  const { letter, fields, asks } = SHAPES[intent.type];
  const row = intent as unknown as Readonly<Record<string, unknown>>;
  const texts = fields.map(({ name, kind }) => writeField(row[name], kind, words));
  const isUsual = row['client'] === defaults.client && row['url'] === defaults.url;
  if (asks && !isUsual) texts.push(words.write(String(row['client'])), words.write(String(row['url'])));
  while (texts.at(-1) === '') texts.pop();
  return `${(Math.round(at) - Math.round(last)).toString(36)}${letter}${texts.join('_')}`;
}

/** Empty for what is absent or null; nothing else is. */
function writeField(value: unknown, kind: FieldKind, words: LinkWords): string {
  if (value === undefined || value === null) return '';
  if (kind === 'flag') return value === true ? '1' : '0';
  if (kind === 'labels') return escapeWord(JSON.stringify(value));
  if (kind === 'records') return `L${(value as readonly string[]).map(escapeWord).join('M')}`;
  return kind === 'number' ? escapeWord(String(value)) : words.write(String(value));
}

/** The action in a text; null if it is none. */
export function readAction(
  text: string,
  last: Micros,
  words: LinkWords,
  defaults: CodecDefaults,
): TimedAction | null {
  const match = /^([0-9a-z]{1,10})([A-Z])([\w-]*)$/.exec(text);
  if (match === null) return null;
  const at = last + parseInt(match[1]!, 36);
  const entry = Object.entries(SHAPES).find(([, one]) => one.letter === match[2]);
  if (entry === undefined || !Number.isSafeInteger(at)) return null;
  const [type, { fields, asks }] = entry;
  const texts = match[3] === '' ? [] : match[3]!.split('_');
  const row: Record<string, unknown> = { type };
  for (const [index, { name, kind, isOptional }] of fields.entries()) {
    const written = texts[index] ?? '';
    if (written === '' && isOptional) continue;
    const value = readField(written, kind, words);
    if (value === undefined) return null;
    row[name] = value;
  }
  const more = texts.slice(fields.length);
  if (asks) {
    const [client, url] =
      more.length === 0 ? [defaults.client, defaults.url] : more.map((one) => words.read(one));
    if (typeof client !== 'string' || typeof url !== 'string') return null;
    Object.assign(row, { client, url });
  }
  return more.length > (asks ? 2 : 0) ? null : { at, intent: row as unknown as Intent };
}

/** Undefined if the text is no such value. */
function readField(text: string, kind: FieldKind, words: LinkWords): unknown {
  switch (kind) {
    case 'flag':
      return text === '1' ? true : text === '0' ? false : undefined;
    case 'wordOrNull':
      return text === '' ? null : (words.read(text) ?? undefined);
    case 'word':
      return words.read(text) ?? undefined;
    case 'labels':
      return labelsOf(unescapeWord(text) ?? '');
    case 'records': {
      const list = text.slice(1).split('M').map(unescapeWord);
      return list.every((one) => RECORDS.includes(one ?? '')) ? list : undefined;
    }
    case 'number': {
      const plain = unescapeWord(text) ?? '';
      const value = /^\d/.test(plain) ? Number(plain) : NaN;
      return Number.isFinite(value) ? value : undefined;
    }
  }
}

/** True for an intent as it has to be: of a known type, with its fields and no other. */
export function isIntent(value: unknown): value is Intent {
  if (typeof value !== 'object' || value === null) return false;
  const row = value as Readonly<Record<string, unknown>>;
  const type = row['type'];
  if (typeof type !== 'string' || !Object.hasOwn(SHAPES, type)) return false;
  const { fields, asks } = SHAPES[type as Intent['type']];
  const known = ['type', ...fields.map(({ name }) => name), ...(asks ? ['client', 'url'] : [])];
  if (Object.keys(row).some((name) => !known.includes(name))) return false;
  if (asks && (typeof row['client'] !== 'string' || typeof row['url'] !== 'string')) return false;
  return fields.every(
    ({ name, kind, isOptional }) => (isOptional && row[name] === undefined) || isFit(row[name], kind),
  );
}

function isFit(value: unknown, kind: FieldKind): boolean {
  switch (kind) {
    case 'flag':
      return typeof value === 'boolean';
    case 'number':
      return typeof value === 'number' && Number.isFinite(value) && value >= 0;
    case 'labels':
      return labelsOf(JSON.stringify(value) ?? '') !== undefined;
    case 'records':
      return Array.isArray(value) && value.every((one) => RECORDS.includes(one as string));
    default:
      return typeof value === 'string' || (kind === 'wordOrNull' && value === null);
  }
}

function labelsOf(json: string): Readonly<Record<string, string>> | undefined {
  try {
    const value: unknown = JSON.parse(json);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
    return Object.values(value).every((one) => typeof one === 'string')
      ? (value as Readonly<Record<string, string>>)
      : undefined;
  } catch {
    return undefined;
  }
}
