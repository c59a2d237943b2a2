/** Reads messages: what comes out has exactly the fields of its type, or a reason why it was refused. */
import { NAMESPACE, VERSION } from './messages';
import type { ErrorCode, Event, EventType, Verb, VerbType } from './messages';
import { plainCopy } from './plainCopy';

/**
 * The fields of a message, as short as the loader has to be: name, `?` if it may be missing, and what it is:
 * `$` a text, `#` a whole number, `!` true or false, `@` a step's number or id, `*` a list of such, `&` a list of
 * frames, `=` one of the words that follow.
 */
type Shape = string;

const POINT = 'step# frame$';
const LENS = 'lens=layers,machines';
const LANG = 'lang=zh-CN,en';
const STATE = `${POINT} first# last# playing! asleep! offScript! ${LENS} ${LANG}`;

const VERBS: Readonly<Record<VerbType, Shape>> = {
  hello: '',
  next: '',
  previous: '',
  goTo: 'step@ still?!',
  play: '',
  pause: '',
  send: '',
  kill: 'pod?$',
  scale: 'replicas# deployment?$',
  setLens: LENS,
  setLanguage: LANG,
  setTheme: 'theme=auto,light,dark',
  sleep: '',
  wake: '',
  still: 'step?@',
  print: 'steps?*',
};

const EVENTS: Readonly<Record<EventType, Shape>> = {
  ready: `${STATE} scenario$ title$ frames&`,
  stepchange: POINT,
  goal: 'goal$',
  needsinput: POINT,
  done: '',
  state: `${STATE} ok?!`,
  key: 'key$ code$ keyCode# shiftKey! altKey!',
  release: '',
  error: 'code$ message$',
  still: `${POINT} part# parts# svg$`,
};

const FRAME = ['id', 'kind', 'lessonStep', 'title', 'caption'];

export interface Refusal {
  readonly code: ErrorCode;
  /** What was wrong: a field, with its shape after it; or a word. */
  readonly where: string;
  /** Of the message that was refused, where it could be read. */
  readonly id?: string;
}

export type Reading<M> = { readonly message: M } | { readonly refusal: Refusal };

/** Reads what a page asks of a slide. Never throws; unknown fields are left out. */
export function readVerb(data: unknown): Reading<Verb> {
  return read(data, VERBS);
}

/** Reads what a slide tells its page. Never throws; unknown fields are left out. */
export function readEvent(data: unknown): Reading<Event> {
  return read(data, EVENTS);
}

/** True if a message claims to be one of ours, whatever else it is. Never throws and runs no getter. */
export function isOurs(data: unknown): boolean {
  try {
    return Object.getOwnPropertyDescriptor(data, 'ns')?.value === NAMESPACE;
  } catch {
    return false;
  }
}

function read<M>(data: unknown, table: Readonly<Record<string, Shape>>): Reading<M> {
  const copy = plainCopy(data);
  const why = 'refused' in copy ? copy.refused : isOurs(copy.value) ? null : 'wrong-shape';
  if (why !== null) return { refusal: { code: why, where: '' } };
  const from = (copy as { readonly value: Record<string, unknown> }).value;
  const { id, v, type } = from;
  const hasId = typeof id === 'string' && id.length <= 64;
  const refuse = (code: ErrorCode, where: string): Reading<M> => ({
    refusal: { code, where, ...(hasId ? { id } : {}) },
  });
  if (v !== VERSION) return refuse('wrong-version', 'v');
  if (id !== undefined && !hasId) return refuse('wrong-shape', 'id$');
  if (typeof type !== 'string' || !Object.hasOwn(table, type)) return refuse('unknown-type', 'type');
  const made: Record<string, unknown> = { ns: NAMESPACE, v, type, ...(hasId ? { id } : {}) };
  for (const field of table[type]!.match(/\S+/g) ?? []) {
    const [, name, optional, kind, words] = /(\w+)(\??)(.)(.*)/.exec(field) as unknown as string[];
    const value = Object.hasOwn(from, name!) ? from[name!] : undefined;
    if (value === undefined && optional !== '') continue;
    if (!fits(value, kind!, words!)) return refuse('wrong-shape', field);
    made[name!] = value;
  }
  return { message: made as M };
}

function fits(value: unknown, kind: string, words: string): boolean {
  if (kind === '$') return typeof value === 'string';
  if (kind === '#') return isCount(value);
  if (kind === '!') return typeof value === 'boolean';
  if (kind === '@') return isPlace(value);
  if (kind === '=') return words.split(',').includes(value as string);
  return Array.isArray(value) && value.every(kind === '*' ? isPlace : isFrame);
}

function isCount(value: unknown): boolean {
  return Number.isInteger(value) && (value as number) >= 0 && (value as number) <= 1_000_000;
}

function isPlace(value: unknown): boolean {
  return value !== 0 && value !== '' && (isCount(value) || typeof value === 'string');
}

function isFrame(value: unknown): boolean {
  return FRAME.every((name) => typeof (value as Record<string, unknown> | null)?.[name] === 'string');
}
