/** Reads messages: what comes out has exactly the fields of its type, or a reason why it was refused. */
import { ERROR_CODES, NAMESPACE, VERSION } from './messages';
import type { ErrorCode, Event, EventType, Verb, VerbType } from './messages';
import { plainCopy } from './plainCopy';

/** What a field may be. With a `?` before it, it may be missing; a list names all that it may be. */
type Kind = 'text' | 'count' | 'flag' | 'place' | 'places' | 'frames' | readonly string[];
type Field = Kind | `?${'text' | 'flag' | 'place' | 'places'}`;
type Shape = Readonly<Record<string, Field>>;

const LENS = ['layers', 'machines'];
const LANG = ['zh-CN', 'en'];
const POINT: Shape = { step: 'count', frame: 'text' };
const STATE: Shape = {
  ...POINT,
  first: 'count',
  last: 'count',
  playing: 'flag',
  asleep: 'flag',
  offScript: 'flag',
  lens: LENS,
  lang: LANG,
};

const VERBS: Readonly<Record<VerbType, Shape>> = {
  hello: {},
  next: {},
  previous: {},
  goTo: { step: 'place', still: '?flag' },
  play: {},
  pause: {},
  send: {},
  kill: { pod: '?text' },
  scale: { replicas: 'count', deployment: '?text' },
  setLens: { lens: LENS },
  setLanguage: { lang: LANG },
  setTheme: { theme: ['auto', 'light', 'dark'] },
  sleep: {},
  wake: {},
  still: { step: '?place' },
  print: { steps: '?places' },
};

const EVENTS: Readonly<Record<EventType, Shape>> = {
  ready: { ...STATE, scenario: 'text', title: 'text', frames: 'frames' },
  stepchange: POINT,
  goal: { goal: 'text' },
  needsinput: POINT,
  done: {},
  state: { ...STATE, ok: '?flag' },
  key: { key: 'text', code: 'text', keyCode: 'count', shiftKey: 'flag', altKey: 'flag' },
  release: {},
  error: { code: ERROR_CODES, message: 'text' },
  still: { ...POINT, part: 'count', parts: 'count', svg: 'text' },
};

const FRAME = ['id', 'kind', 'lessonStep', 'title', 'caption'];

export interface Refusal {
  readonly code: ErrorCode;
  /** In plain English, for the page's author. */
  readonly message: string;
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
    return (
      typeof data === 'object' &&
      data !== null &&
      Object.getOwnPropertyDescriptor(data, 'ns')?.value === NAMESPACE
    );
  } catch {
    return false;
  }
}

const WHY: Readonly<Record<'too-large' | 'forbidden-key' | 'wrong-shape', string>> = {
  'too-large': 'A message may hold 64 kB at most.',
  'forbidden-key': 'A message may not have fields named __proto__, constructor or prototype.',
  'wrong-shape': `A message is a plain object with ns "${NAMESPACE}", v, type and the fields of its type.`,
};

function read<M>(data: unknown, table: Readonly<Record<string, Shape>>): Reading<M> {
  const copy = plainCopy(data);
  if ('refused' in copy) return { refusal: { code: copy.refused, message: WHY[copy.refused] } };
  const from = copy.value as Record<string, unknown>;
  if (!isOurs(from)) return { refusal: { code: 'wrong-shape', message: WHY['wrong-shape'] } };
  const { id, v, type } = from;
  const hasId = typeof id === 'string' && id.length <= 64;
  const refuse = (code: ErrorCode, message: string): Reading<M> => ({
    refusal: { code, message, ...(hasId ? { id } : {}) },
  });
  if (v !== VERSION) return refuse('wrong-version', `Only version ${VERSION} is understood here.`);
  if (id !== undefined && !hasId) return refuse('wrong-shape', 'id: a text of at most 64 characters.');
  if (typeof type !== 'string' || !Object.hasOwn(table, type)) {
    return refuse('unknown-type', `type: one of ${Object.keys(table).join(', ')}.`);
  }
  const made: Record<string, unknown> = { ns: NAMESPACE, v: VERSION, type, ...(hasId ? { id } : {}) };
  for (const [name, field] of Object.entries(table[type]!)) {
    const value = Object.hasOwn(from, name) ? from[name] : undefined;
    const isOptional = field[0] === '?';
    if (value === undefined && isOptional) continue;
    const kind = (isOptional ? (field as string).slice(1) : field) as Kind;
    if (!fits(value, kind)) return refuse('wrong-shape', `${type}.${name}: ${meaning(kind)}.`);
    made[name] = value;
  }
  return { message: made as M };
}

function fits(value: unknown, kind: Kind): boolean {
  switch (kind) {
    case 'text':
      return typeof value === 'string';
    case 'count':
      return isCount(value);
    case 'flag':
      return typeof value === 'boolean';
    case 'place':
      return isPlace(value);
    case 'places':
      return Array.isArray(value) && value.every(isPlace);
    case 'frames':
      return Array.isArray(value) && value.every(isFrame);
    default:
      return (kind as readonly unknown[]).includes(value);
  }
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 1_000_000;
}

function isPlace(value: unknown): boolean {
  return (isCount(value) && value > 0) || (typeof value === 'string' && value !== '');
}

function isFrame(value: unknown): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    FRAME.every((name) => typeof (value as Record<string, unknown>)[name] === 'string')
  );
}

function meaning(kind: Kind): string {
  if (typeof kind !== 'string') return `one of ${kind.join(', ')}`;
  return {
    text: 'a text',
    count: 'a whole number from 0 to 1,000,000',
    flag: 'true or false',
    place: 'a number from 1, or an id',
    places: 'a list of numbers from 1 and ids',
    frames: 'a list of frames',
  }[kind];
}
